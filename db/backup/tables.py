"""Count and hash the rows of every table, in one pass each and in little memory."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, column, inspect, select, table, text

from db.backup.manifest import Digest

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection, Inspector

    from db.backup.manifest import Progress

ROWS = 500  # that are in memory at a time


def digest_tables(connection: Connection, progress: Progress) -> dict[str, Digest]:
    """Count and hash all tables that there are, whether this version knows them or not.

    The hash is of the values as the driver gives them, so that those of SQLite and PostgreSQL cannot be compared.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))  # in which the driver gives times
    inspector = inspect(connection)
    return {name: _digest(connection, inspector, name, progress) for name in sorted(inspector.get_table_names())}


def _digest(connection: Connection, inspector: Inspector, name: str, progress: Progress) -> Digest:
    query, names = _query(connection, inspector, name)
    found = hashlib.sha256(_line(names))
    rows = 0
    for some in connection.execute(query, execution_options={"yield_per": ROWS}).partitions():
        for row in some:
            found.update(_line(list(row)))
        rows += len(some)
        progress(f"table {name}: {rows:,} rows")
    return Digest(size=rows, sha256=found.hexdigest())


def _query(connection: Connection, inspector: Inspector, name: str) -> tuple[Select[Any], list[str]]:
    """Ask for all rows in the order of their key, which no server's language has a say in; values as they are kept."""
    types = {one["name"]: one["type"] for one in inspector.get_columns(name)}
    key = inspector.get_pk_constraint(name)["constrained_columns"] or list(types)
    has_languages = connection.dialect.name == "postgresql"
    order = [
        column(one).collate("C") if has_languages and isinstance(types[one], String) else column(one) for one in key
    ]
    columns: list[ColumnElement[Any]] = [column(one) for one in types]
    return select(*columns).select_from(table(name)).order_by(*order), list(types)


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, default=str).encode() + b"\n"
