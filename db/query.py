"""Answer an analyst's own SQL, one statement, on a read-only transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.engine import without_write_lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine


class QueryError(ValueError):
    """A query that the database refuses: it is wrong, it is more than one statement, or it tries to write."""


def run_query(engine: Engine, sql: str, limit: int) -> tuple[list[str], list[Sequence[Any]]]:
    """Run one query and give its column names and first rows.

    Args:
        sql: one statement that reads.
        limit: how many rows to give at most.

    Raises:
        QueryError: the database refuses it.
    """
    with without_write_lock(engine).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        try:
            return _run(connection, sql, limit, {} if is_sqlite else {"prepare": True})
        finally:
            connection.rollback()
            if is_sqlite:
                connection.exec_driver_sql("PRAGMA query_only = OFF")


def _run(
    connection: Connection, sql: str, limit: int, options: dict[str, bool]
) -> tuple[list[str], list[Sequence[Any]]]:
    # by the driver itself: a prepared statement is one statement, so that no COMMIT can be slipped in before another
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(sql, **options)
        columns = [column[0] for column in cursor.description or ()]
        return columns, list(cursor.fetchmany(limit)) if columns else []
    except connection.dialect.loaded_dbapi.Error as error:
        raise QueryError(str(error)) from error
    finally:
        cursor.close()
