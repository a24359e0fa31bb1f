"""Answer an analyst's own SQL on a read-only transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from db.engine import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine


def run_query(engine: Engine, sql: str, limit: int) -> tuple[list[str], list[Sequence[Any]]]:
    """Run one query and give its column names and first rows.

    Args:
        sql: one statement that reads.
        limit: how many rows to give at most.

    Raises:
        SQLAlchemyError: the statement is wrong, or it tries to write.
    """
    with reading(engine).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
        else:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        try:
            result = connection.execute(text(sql.replace(":", r"\:")))
            rows = result.fetchmany(limit) if result.returns_rows else []
            return list(result.keys()) if result.returns_rows else [], list(rows)
        finally:
            connection.rollback()
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = OFF")
