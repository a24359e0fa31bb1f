"""Insert many rows at once on either database; functions never commit."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Text, bindparam, cast, func, insert, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Insert, Table
    from sqlalchemy.engine import Connection


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns; none is fine.

    To PostgreSQL they go as one parameter: its driver would send each by itself, which takes ten times as long.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
    else:
        connection.execute(_insert_of_json(table, tuple(rows[0])), {"rows": json.dumps(rows, default=_as_text)})


@cache
def _insert_of_json(table: Table, names: tuple[str, ...]) -> Insert:
    """Give the statement that inserts the rows of a JSON array; it is put together once."""
    columns = [table.c[name] for name in names]
    sent = cast(bindparam("rows", type_=Text), JSON)
    given = func.json_to_recordset(sent).table_valued(*columns).render_derived(with_types=True)
    return insert(table).from_select(names, select(given))


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be sent")
