"""Run migrations: views are dropped before and made anew after, so that no migration has to know them."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from db.engine import make_engine
from db.models import UtcDateTime, metadata
from db.views import create_views, drop_views


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
        drop_views(connection)
        context.run_migrations()
        head = ScriptDirectory.from_config(context.config).get_current_head()
        if context.get_context().get_current_revision() == head and head is not None:
            create_views(connection)


_run()
