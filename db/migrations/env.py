"""Run migrations: views are dropped before and made anew after, so that no migration has to know them."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Engine

from db.engine import make_engine
from db.stories.tables import metadata
from db.times import UtcDateTime
from db.views import create_views, drop_views

LOCK_KEY = 7_267_001  # any number of our own: two runs that meet an empty database must not both set it up


def _engine() -> Engine:
    given = context.config.attributes.get("engine")
    if isinstance(given, Engine):
        return given
    # the plain `alembic` command, for developers: alembic -x url=sqlite:///var/dev.db revision --autogenerate -m …
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite:///var/news.db")
    return make_engine(str(url))


def _render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    # a migration must not change when our own type does
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run() -> None:
    with _engine().begin() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=True, render_item=_render_item
        )
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        drop_views(connection)
        context.run_migrations()
        head = ScriptDirectory.from_config(context.config).get_current_head()
        if context.get_context().get_current_revision() == head and head is not None:
            create_views(connection)


_run()
