"""How a run is judged: by its own counts, and by fields that were mostly filled and are no more."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.fill_rates import collapsed, count_fields
from pipelines.items import Article, Image, ScrapedList, Visit
from pipelines.report import RunReport
from tests.rows import NOW, TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

PARSER = "EnorthArticlePage"

# each is reason enough for an exit code; of several the first in this order decides
REASONS: dict[int, dict[str, int]] = {
    1: {"errors": 1},
    4: {"lists_requested": 2},
    5: {"listings": 3},
    6: {"stopped:closespider_timeout": 1},
    3: {"retry": 1},
    0: {"stored": 1},
}


def report(*counts: Mapping[str, int], collapsed: str = "") -> RunReport:
    made = RunReport()
    made.add("requested", 5)
    made.add("settled", 5)
    for each in counts:
        for name, number in each.items():
            made.add(name, number)
    made.collapsed = [collapsed] if collapsed else []
    return made


@pytest.mark.parametrize("size", range(1, len(REASONS) + 1))
def test_first_reason_in_the_order_decides(size: int) -> None:
    for codes in combinations(REASONS, size):
        assert report(*(REASONS[code] for code in codes)).verdict().exit_code == codes[0], codes


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, 0),
        ({"gone": 3, "refused": 2, "alias": 1, "missing_issues": 1, "days_off": 1}, 0),
        ({"quarantined": 1}, 3),
        ({"requested": 1}, 6),
        ({"stopped:shutdown": 1}, 6),
        ({"stopped:something_new": 1}, 6),
        ({"requested": 1, "retry": 1}, 6),
        ({"lists_requested": 2, "lists_answered": 1}, 0),
        ({"lists_requested": 2, "retry": 2}, 4),
        ({"lists_requested": 2, "requested": 1}, 6),  # they may still have answered
        ({"listings": 2, "listings_with_articles": 1}, 0),
        ({"listings": 2, "requested": 9}, 5),
        ({"errors": 1, "requested": 9}, 1),
    ],
)
def test_run_is_judged_by_its_counts(counts: dict[str, int], expected: int) -> None:
    assert report(counts).verdict().exit_code == expected


def test_field_that_collapsed_is_a_changed_layout_unless_the_run_crashed_or_reached_nothing() -> None:
    for code, expected in ((0, 5), (3, 5), (6, 5), (4, 4), (1, 1)):
        assert report(REASONS[code], collapsed="body").verdict().exit_code == expected


def an_article(**given: Any) -> Article:
    values: dict[str, Any] = {
        "visit": Visit(url="http://a.example/1", kind="article", at=NOW, outcome="stored"),
        "parser": PARSER,
        "parser_version": "1",
        "published_on": dt.date(2026, 11, 24),
        "date_source": "url",
        "genre": "news",
        "body": TEXT,
    }
    return Article(**values | given)


def test_filled_fields_are_counted_under_their_page_object() -> None:
    counted = set(count_fields(an_article(headline="题", byline_printed="王喆", images=(Image(url="x"),), kicker="")))

    own = {name for name in counted if name.split(":")[1] == PARSER}
    assert own == {f"fill:{PARSER}:{name}" for name in ("articles", "headline", "body", "byline_printed", "images")}


@pytest.mark.parametrize("genre", ["notice", "advertisement", "teaser", "masthead"])
def test_fields_of_what_is_no_news_are_not_counted(genre: Any) -> None:
    assert not [name for name in count_fields(an_article(genre=genre, headline="题")) if f":{PARSER}:" in name]


def test_only_articles_and_their_unreadable_pages_are_counted() -> None:
    visit = Visit(url="http://a.example/1", kind="article", at=NOW, outcome="quarantined", reason="no_body")

    assert list(count_fields(visit))
    for other in (replace(visit, outcome="gone"), replace(visit, kind="list"), ScrapedList(visit=visit, children=())):
        assert list(count_fields(other)) == []


def run(articles: int, parser: str = PARSER, **filled: int) -> dict[str, int]:
    """Give the counts of a run: how many articles, and how many of them have each field."""
    counts = {"articles": articles} | filled
    return {"stored": articles} | {f"fill:{parser}:{name}": number for name, number in counts.items()}


OFTEN = [run(40, headline=40, byline_printed=30, kicker=2) for _ in range(10)]


@pytest.mark.parametrize("left", [0, 1, 2])
def test_collapse_in_one_big_run_is_told_with_its_numbers(left: int) -> None:
    [told] = collapsed(run(40, headline=40, byline_printed=left, kicker=2), OFTEN)

    assert told == f"byline_printed of {PARSER}: {left} of 40, before 300 of 400"


@pytest.mark.parametrize("size", [1, 3, 7])
def test_collapse_shows_in_several_small_runs_together(size: int) -> None:
    small = run(size, headline=size)
    found = [bool(collapsed(small, [small] * number + OFTEN)) for number in range(25)]

    assert found[0] is False
    assert found[-1] is True
    assert found == sorted(found)  # once there are enough of them it is told until the old runs are out of sight
    assert found.index(True) <= 20 // size + 1


def test_every_field_that_collapsed_is_told() -> None:
    told = collapsed(run(40), OFTEN)

    assert len(told) == 2
    assert {sentence.split(" ")[0] for sentence in told} == {"headline", "byline_printed"}


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (run(40, headline=40, byline_printed=30), OFTEN),  # nothing happened
        (run(40, headline=40, byline_printed=10), OFTEN),  # fewer, and no collapse
        (run(100, headline=100, byline_printed=75), OFTEN),  # a field that was always rare
        (run(5, headline=5), OFTEN),  # a small number
        (run(1), OFTEN),
        (run(40), [run(40, kicker=1)] * 10),
        (run(40, parser="Other"), OFTEN),  # another page object
        (run(40), []),  # the first run
        (run(40), [*OFTEN[:0], run(39, headline=39)]),  # the baseline is too small
        (run(40), [{"stored": 9}] * 50),  # runs before fields were counted
        ({}, OFTEN),
        ({"stored": 9, "fill": 1}, OFTEN),
    ],
)
def test_no_false_alarm(now: dict[str, int], before: list[dict[str, int]]) -> None:
    assert collapsed(now, before) == []


def test_baseline_may_be_many_small_runs() -> None:
    assert collapsed(run(40), [run(2, headline=2)] * 20) == [f"headline of {PARSER}: 0 of 40, before 40 of 40"]


def test_new_page_object_beside_the_old_one_hides_no_collapse() -> None:
    both = run(40, headline=40, byline_printed=0, kicker=2) | run(40, parser="Other", headline=40)

    assert [sentence.split(":")[0] for sentence in collapsed(both, OFTEN)] == [f"byline_printed of {PARSER}"]


@pytest.mark.parametrize("others", [0, 30])
def test_runs_without_articles_between_do_not_hide_a_collapse(others: int) -> None:
    assert collapsed(run(40, headline=40, kicker=2), [{"read": 5}] * others + OFTEN)


def test_articles_that_can_no_longer_be_read_are_a_collapse() -> None:
    visit = Visit(url="http://a.example/1", kind="article", at=NOW, outcome="quarantined", reason="no_body")
    good = Counter(name for _ in range(50) for name in count_fields(an_article(headline="题")))
    bad = Counter(name for _ in range(50) for name in count_fields(visit))

    assert collapsed(good, [good] * 3) == []
    assert len(collapsed(bad, [good] * 3)) == 1


def test_notices_beside_news_are_no_collapse() -> None:
    good = Counter(name for _ in range(50) for name in count_fields(an_article(headline="题", byline_printed="王喆")))
    notices = Counter(name for _ in range(50) for name in count_fields(an_article(genre="notice")))

    assert collapsed(notices, [good] * 3) == []
