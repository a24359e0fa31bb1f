"""Insert many rows at once on either database; functions never commit."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, bindparam, cast, func, insert, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns; none is fine.

    To PostgreSQL they go as one parameter: its driver would send each by itself, which takes ten times as long.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    columns = [table.c[name] for name in rows[0]]
    sent = cast(bindparam("rows", json.dumps(rows, default=_as_text)), JSON(none_as_null=True))
    given = func.json_to_recordset(sent).table_valued(*columns).render_derived(with_types=True)
    connection.execute(insert(table).from_select([one.name for one in columns], select(given)))


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be sent")
