"""`scrapy withhold`: one line for each decision, the list of them, and one line for what cannot be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commandline import fine, has_example, refused, tells_that_database_is_unavailable
from tests.rows import row, save

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from tests.conftest import Operator

URL = "http://a.example/a"
QUERY = "SELECT url, headline, body FROM articles ORDER BY url"
USAGE = [(URL,), ("no-url", "--reason", "r"), (URL, "--reason", "r", "--all"), ("--list", "--undo")]


@pytest.fixture
def filled(engine: Engine, operator: Operator) -> Operator:
    """An operator whose database has an article of two addresses, and another one."""
    with engine.begin() as connection:
        save(connection, [row("a", printed="密密的字"), row("b"), row("c", "另一篇" * 20)])
    engine.dispose()
    return operator


def test_an_article_is_hidden_listed_and_shown_again(filled: Operator) -> None:
    before = fine(filled, "sql", "--csv", QUERY).out
    assert "密密的字" in before

    hidden = fine(filled, "withhold", "http://a.example/b", "--reason", "prints ID numbers", "--by", "the editor")
    assert hidden.out == "withheld: http://a.example/b (2 addresses)\n"
    assert fine(filled, "sql", "--csv", QUERY).lines[1:] == [line for line in before.splitlines() if "/c," in line]
    table = fine(filled, "withhold", "--list").table()
    assert [(one["by"], one["url"], one["reason"]) for one in table] == [
        ("the editor", URL, "prints ID numbers"),
        ("the editor", "http://a.example/b", "prints ID numbers"),
    ]

    shown = fine(filled, "withhold", URL, "--undo", "--reason", "lifted")
    assert shown.out == f"shown again: {URL} (2 addresses)\n"
    assert fine(filled, "sql", "--csv", QUERY).out == before
    assert fine(filled, "withhold", "--list").out == "nothing is withheld\n"
    ever = fine(filled, "withhold", "--list", "--all", "--json").json
    assert {(one["url"], one["decided_by"], one["undone_reason"]) for one in ever} == {
        (URL, "the editor", "lifted"),
        ("http://a.example/b", "the editor", "lifted"),
    }
    assert all(one["undone_by"] for one in ever)  # the user of this computer
    assert "lifted" in fine(filled, "withhold", "--list", "--all").out


def test_what_cannot_be_decided_is_one_line(filled: Operator) -> None:
    assert "not in the ledger" in refused(filled, "withhold", "http://a.example/z", "--reason", "r", code=1)
    assert "is not withheld" in refused(filled, "withhold", URL, "--undo", "--reason", "r", code=1)
    fine(filled, "withhold", URL, "--reason", "r")
    assert "withheld already" in refused(filled, "withhold", URL, "--reason", "r", code=1)


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_usage(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    refused(sqlite_operator, "withhold", *arguments)


def test_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "withhold")


def test_unavailable_database(sqlite_operator: Operator) -> None:
    tells_that_database_is_unavailable(sqlite_operator, "port closed", "withhold", URL, "--reason", "r")
