"""Many values as one parameter mean the same on both databases, and are looked up in an index."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, Table, Text, delete, insert, or_, select

from db.among import among
from db.engine import make_engine

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sqlalchemy.engine import Engine

TEXTS = ["plain", 'a "quote"', "a \\ backslash", "two\nlines", "{1,2}", "a,b", "", "NULL", "it's", "苍南", "𠮷"]
DAY = dt.date(2024, 2, 28)
ROWS = [(n, n << 40, text, DAY + dt.timedelta(days=n)) for n, text in enumerate(TEXTS)]
MANY = 40_000  # more than either database takes parameters


@pytest.fixture
def table(engine: Engine) -> Table:
    columns = (Column("n", Integer, primary_key=True), Column("long", BigInteger), Column("text", Text))
    made = Table("among_test", MetaData(), *columns, Column("day", Date))
    made.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(made), [dict(zip(made.c.keys(), row, strict=True)) for row in ROWS])
    return made


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("n", {0, 3, 99}, [0, 3]),
        ("n", [], []),
        ("n", range(5, 5 + MANY), list(range(5, len(ROWS)))),
        ("long", [1 << 40, 3 << 40], [1, 3]),
        ("text", TEXTS, list(range(len(ROWS)))),
        ("text", ["a"], []),
        ("day", [dt.date(2024, 2, 29), dt.date(2024, 3, 1)], [1, 2]),
    ],
)
def test_rows_with_one_of_the_values_are_found(
    engine: Engine, table: Table, name: str, values: Collection[Any], expected: list[int]
) -> None:
    with engine.connect() as connection:
        query = select(table.c.n).where(among(table.c[name], "values")).order_by(table.c.n)
        assert list(connection.execute(query, {"values": values}).scalars()) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_finds_itself_alone(engine: Engine, table: Table, text: str) -> None:
    with engine.connect() as connection:
        found = connection.execute(select(table.c.text).where(among(table.c.text, "values")), {"values": [text]})
        assert list(found.scalars()) == [text]


def test_it_stands_among_other_conditions(engine: Engine, table: Table) -> None:
    is_one = or_(among(table.c.n, "numbers"), among(table.c.text, "texts"))
    with engine.begin() as connection:
        given = {"numbers": [1, 2, 3], "texts": ["苍南"], "least": 2}
        query = select(table.c.n).where(is_one, table.c.n >= 2).order_by(table.c.n)
        assert list(connection.execute(query, given).scalars()) == [2, 3, 9]
        assert connection.execute(delete(table).where(is_one), given).rowcount == 4


def test_sqlite_looks_the_values_up(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'news.db'}")
    made = Table("looked_up", MetaData(), Column("n", Integer, primary_key=True), Column("other", Integer))
    made.create(engine)
    query = select(made.c.n).where(among(made.c.n, "values"), made.c.other > 0)
    with engine.connect() as connection:
        sql = f"EXPLAIN QUERY PLAN {query.compile(engine)}"
        steps = [row[3] for row in connection.exec_driver_sql(sql, ("[1, 2]", 0))]
    assert steps[0].startswith("SEARCH looked_up USING INTEGER PRIMARY KEY")
