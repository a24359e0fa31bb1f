"""What a site takes off its printed pages is marked with one event and stays; what it puts back is noted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from db.models import fetch, page, placement, resource
from tests.paperrows import HOUR, Paper
from tests.rows import NOW

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.engine import Connection, Engine

FIRST = {"own": "1", "pages": ("1", "2")}


def sizes(connection: Connection) -> list[int]:
    """Count what no delisting may lose."""
    return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in (resource, page, placement)]


def later(hours: int) -> dt.datetime:
    return NOW + HOUR * hours


def test_first_reading_notes_nothing_whatever_other_pages_named(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, "2", pages=("1", "2", "3"), articles=("a", "b")))
        paper.read(paper.layout(0, "1", pages=("1", "2"), articles=("a",)))

        assert (paper.events(), paper.delisted()) == ([], set())


@pytest.mark.parametrize("visits", [1, 3])
def test_article_that_a_page_names_no_more_is_marked_once_and_stays(engine: Engine, visits: int) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, articles=("a", "b")))
        before = sizes(connection)
        for number in range(1, visits + 1):
            paper.read(paper.layout(0, articles=("b",), at=later(number)))

        assert paper.events() == [("delisted", "unlisted", "0/a")]
        assert paper.delisted() == {("0/a", None)}
        assert (
            connection.scalars(select(placement.c.delisted_at).order_by(placement.c.delisted_at)).all().count(later(1))
            == 1
        )
        assert sizes(connection) == before


def test_page_whose_articles_are_all_taken_off_marks_each(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, articles=("a", "b")))
        paper.read(paper.layout(0, articles=(), at=later(1)))

        assert sorted(paper.events()) == [("delisted", "unlisted", f"0/{name}") for name in "ab"]


def test_article_that_comes_back_is_relisted_once(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for number, articles in enumerate(("ab", "b", "ab", "ab", "b", "ab")):
            paper.read(paper.layout(0, articles=tuple(articles), at=later(number)))

        delisted, relisted = ("delisted", "unlisted", "0/a"), ("relisted", "unlisted", "0/a")
        assert paper.events() == [delisted, relisted] * 2
        assert paper.delisted() == set()


def test_article_that_moves_to_another_page_is_marked_on_the_first_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(
            paper.layout(0, **FIRST, articles=("a", "b")), paper.layout(0, "2", pages=("1", "2"), articles=("c",))
        )
        paper.read(
            paper.layout(0, **FIRST, articles=("b",), at=later(1)),
            paper.layout(0, "2", pages=("1", "2"), articles=("c", "a"), at=later(1)),
        )

        assert paper.events() == [("delisted", "unlisted", "0/a")]
        assert connection.scalar(select(func.count()).select_from(placement)) == 4


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("visits", [1, 3])
def test_page_that_the_first_page_names_no_more_is_marked_once(engine: Engine, visits: int, *, is_read: bool) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, **FIRST))
        if is_read:
            paper.read(paper.layout(0, "2", pages=("1", "2"), articles=("b",)))
        before = sizes(connection)
        for number in range(1, visits + 1):
            paper.read(paper.layout(0, pages=("1",), at=later(number)))

        assert paper.events() == [("delisted", "unlisted", "0/2")]
        assert paper.delisted() == {("0/2", "unlisted")}
        assert paper.resource("0/2").state == ("read" if is_read else "pending")
        assert sizes(connection) == before


def test_page_that_the_first_page_names_again_is_relisted(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for number, pages in enumerate(("12", "1", "12", "12")):
            paper.read(paper.layout(0, pages=tuple(pages), at=later(number)))

        assert paper.events() == [("delisted", "unlisted", "0/2"), ("relisted", "unlisted", "0/2")]
        assert paper.delisted() == set()


def test_page_that_is_added_later_is_no_event(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, pages=("1",)))
        paper.read(paper.layout(0, pages=("1", "2"), articles=("a", "b"), at=later(1)))

        assert (paper.events(), paper.delisted()) == ([], set())


def test_lists_of_other_days_and_of_later_pages_say_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for number in (0, 1):
            paper.read(paper.layout(number, **FIRST), paper.layout(number, "2", pages=("1", "2"), articles=("b",)))
        paper.read(paper.layout(1, **FIRST, at=later(1)))
        paper.read(paper.layout(0, "2", pages=("3", "2"), articles=("b",), at=later(1)))

        assert (paper.events(), paper.delisted()) == ([], set())


@pytest.mark.parametrize("visits", [1, 3])
def test_page_whose_address_is_gone_is_marked_once_and_stays_read(engine: Engine, visits: int) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, **FIRST), paper.layout(0, "2", pages=("1", "2"), articles=("b",)))
        for number in range(1, visits + 1):
            paper.visit("0/2", "gone", "layout", at=later(number), reason="http_404", http_status=404)
        ledger = paper.resource("0/2")

        assert paper.events() == [("delisted", "gone", "0/2")]
        assert paper.delisted() == {("0/2", "gone")}
        assert (ledger.state, ledger.reason, ledger.visited_at) == ("read", None, later(visits))
        visits_of_it = select(fetch.c.outcome, fetch.c.reason).where(fetch.c.resource_id == ledger.id)
        assert connection.execute(visits_of_it.order_by(fetch.c.id)).all() == [
            ("read", None),
            *[("gone", "http_404")] * visits,
        ]


def test_page_whose_address_answers_again_is_relisted(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        second = {"own": "2", "pages": ("1", "2"), "articles": ("b",)}
        paper.read(paper.layout(0, **FIRST), paper.layout(0, **second))
        paper.visit("0/2", "gone", "layout", at=later(1), reason="http_404")
        paper.read(paper.layout(0, **FIRST, at=later(2)))
        assert paper.delisted() == {("0/2", "gone")}  # the list names it, but it is not there
        for number in (3, 4):
            paper.read(paper.layout(0, **second, at=later(number)))

        assert paper.events() == [("delisted", "gone", "0/2"), ("relisted", "gone", "0/2")]
        assert paper.delisted() == set()


@pytest.mark.parametrize("outcome", ["retry", "quarantined", "refused"])
def test_visit_that_fails_otherwise_is_no_event(engine: Engine, outcome: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0))
        paper.visit("0/1", outcome, "layout", at=later(1), reason="http_503")

        assert (paper.events(), paper.delisted()) == ([], set())
        assert paper.resource("0/1").state == "read"


def test_page_that_was_never_read_and_is_gone_is_no_event(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, **FIRST))
        paper.visit("0/2", "gone", "layout", at=later(1), reason="http_404")

        assert (paper.events(), paper.delisted()) == ([], set())
        assert paper.resource("0/2").state == "gone"


def test_article_whose_address_is_gone_keeps_its_listing_and_its_text(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0))
        paper.visit("0/a", "stored")
        paper.visit("0/a", "gone", at=later(1), reason="http_404")
        ledger = paper.resource("0/a")

        assert (paper.events(), paper.delisted()) == ([], set())
        assert (ledger.state, ledger.visited_at) == ("stored", later(1))


def test_delisting_changes_nothing_in_how_complete_the_issue_was(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, articles=("a", "b")))
        paper.visit("0/a", "stored")
        paper.visit("0/b", "stored")
        before = paper.states()
        paper.read(paper.layout(0, articles=("b",), at=later(1)))

        assert before == {0: ("complete", None)}
        assert paper.states() == before
