"""How complete an issue is, as its pages and what is placed on them are settled one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.paperrows import HOUR, Paper
from tests.rows import NOW

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

COMPLETE = ("complete", None)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("stored", COMPLETE),
        ("alias", COMPLETE),
        ("refused", COMPLETE),
        ("gone", ("partial", "articles_gone")),
        ("retry", ("partial", "articles_retry")),
        ("quarantined", ("partial", "articles_quarantined")),
        ("pending", ("partial", "articles_pending")),
    ],
)
def test_issue_is_complete_once_every_article_is_settled(
    engine: Engine, outcome: str, expected: tuple[str, str | None]
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, articles=("a", "b")))
        paper.visit("0/a", "stored")
        assert paper.states() == {0: ("partial", "articles_pending")}
        if outcome != "pending":
            paper.visit("0/b", outcome, reason="why")

        assert paper.states() == {0: expected}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("alias", COMPLETE),
        ("gone", ("partial", "pages_gone")),
        ("refused", ("partial", "pages_refused")),
        ("retry", ("partial", "pages_retry")),
        ("quarantined", ("partial", "pages_quarantined")),
        ("pending", ("partial", "pages_pending")),
    ],
)
def test_every_page_has_to_be_read_or_another_name_of_one(
    engine: Engine, outcome: str, expected: tuple[str, str | None]
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, pages=("1", "2")))
        paper.visit("0/a", "stored")
        if outcome != "pending":
            paper.visit("0/2", outcome, "layout", reason="why")

        assert paper.states() == {0: expected}


def test_issue_whose_pages_name_no_article_is_not_complete(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        pages = ("1", "2")
        paper.read(*(paper.layout(0, own, pages=pages, articles=()) for own in pages))
        assert paper.states() == {0: ("partial", "no_articles")}
        paper.read(paper.layout(0, "2", pages=pages, articles=("a",), at=NOW + HOUR))
        paper.visit("0/a", "stored")

        assert paper.states() == {0: COMPLETE}


def test_page_without_articles_beside_one_that_has_some_is_no_matter(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        pages = ("1", "2")
        paper.read(paper.layout(0, "1", pages=pages, articles=()), paper.layout(0, "2", pages=pages))
        paper.visit("0/a", "stored")

        assert paper.states() == {0: COMPLETE}


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ({"a": "gone", "b": "quarantined", "c": "retry"}, "articles_quarantined"),
        ({"a": "gone", "b": "retry"}, "articles_gone"),
        ({"a": "retry"}, "articles_retry"),
        ({"a": "gone", "2": "pending"}, "pages_pending"),
        ({"a": "quarantined", "2": "retry"}, "pages_retry"),
    ],
)
def test_reason_is_the_worst_that_is_left(engine: Engine, left: dict[str, str], expected: str) -> None:
    for names in (list(left), list(left)[::-1]):
        with engine.begin() as connection:
            paper = Paper(connection)
            paper.read(paper.layout(0, articles=("a", "b", "c"), pages=("1", "2") if "2" in left else None))
            for name in {"a", "b", "c"} - set(left):
                paper.visit(f"0/{name}", "stored")
            for name in names:
                if left[name] != "pending":
                    paper.visit(f"0/{name}", left[name], "layout" if name == "2" else "article", reason="why")

            assert paper.states() == {0: ("partial", expected)}


def test_article_that_was_given_up_is_the_reason_until_it_is_had(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0))
        for _ in range(10):
            paper.visit("0/a", "retry", reason="timeout")
        assert paper.states() == {0: ("partial", "articles_failed")}
        paper.visit("0/a", "stored")

        assert paper.states() == {0: COMPLETE}


@pytest.mark.parametrize("outcome", ["retry", "gone", "quarantined", "refused"])
def test_complete_issue_stays_so_when_a_later_visit_fails(engine: Engine, outcome: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0))
        paper.visit("0/a", "stored")
        for name, kind in (("0/1", "layout"), ("0/a", "article")):
            paper.visit(name, outcome, kind, at=NOW + HOUR, reason="why")

        assert paper.states() == {0: COMPLETE}


def test_page_that_is_added_later_reopens_the_issue(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(0, pages=("1",)))
        paper.visit("0/a", "stored")
        paper.read(paper.layout(0, pages=("1", "2"), at=NOW + HOUR))
        assert paper.states() == {0: ("partial", "pages_pending")}
        paper.read(paper.layout(0, "2", pages=("1", "2"), articles=("b",), at=NOW + HOUR))
        assert paper.states() == {0: ("partial", "articles_pending")}
        paper.visit("0/b", "stored")

        assert paper.states() == {0: COMPLETE}


def test_article_that_two_issues_name_settles_both(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        first, second = paper.layout(0), paper.layout(1, articles=())
        paper.read(first, type(second)(**{**vars(second), "placements": first.placements}))
        paper.visit("0/a", "stored")

        assert paper.states() == {0: COMPLETE, 1: COMPLETE}
