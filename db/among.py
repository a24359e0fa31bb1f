"""Many values as one parameter: `among(article.c.id, "ids")` is true of the rows whose id is one of those given.

An IN with a parameter for each value is written anew for each number of values, and planned for as long as it is run.
Here the statement is always the same, and there is no limit to the values.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from sqlalchemy import BindParameter, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.operators import OperatorType

    Value = int | str | dt.date


class _Values(TypeDecorator["Collection[Value]"]):
    """Numbers, texts or days as one text that the database takes apart."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[Value] | None, dialect: Dialect) -> str:
        """Give them as a JSON array, to PostgreSQL as an array of its own."""
        values = list(value or ())
        if dialect.name == "sqlite":
            return json.dumps(values, default=str)
        if values and isinstance(values[0], int):
            return array_of(values)
        return f"{{{','.join(map(_quoted, values))}}}"


def array_of(numbers: Sequence[Value]) -> str:
    """Give whole numbers as PostgreSQL writes an array, all at once: one by one takes half as long again."""
    return f"{{{str(list(numbers))[1:-1]}}}"


def _quoted(value: Value) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


class among(ColumnElement[bool]):  # noqa: N801 - it is used as a function
    """Tell whether a column has one of many values.

    Args:
        column: of numbers, texts or days.
        name: of the parameter, a collection of values without None; empty, it is true of no row.
    """

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy has it
        ("column", InternalTraversal.dp_clauseelement),
        ("values", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.values: BindParameter[Any] = bindparam(name, type_=_Values())

    def self_group(self, against: OperatorType | None = None) -> among:
        """Stay as it is: with "= 1" behind it, which SQLAlchemy would write, SQLite reads the whole table."""
        return self


@compiles(among, "sqlite")
def _in_json(element: among, compiler: SQLCompiler, **further: Any) -> str:
    column, values = compiler.process(element.column, **further), compiler.process(element.values, **further)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled, not put together


@compiles(among, "postgresql")
def _in_array(element: among, compiler: SQLCompiler, **further: Any) -> str:
    column, values = compiler.process(element.column, **further), compiler.process(element.values, **further)
    kind = element.column.type.compile(compiler.dialect)
    return f"{column} = ANY (CAST({values} AS {kind}[]))"
