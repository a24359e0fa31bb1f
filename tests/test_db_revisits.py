"""What is visited again although it is settled, what issues lack, and what a failed visit leaves as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from db.due import due, first_issue_day, gaps, issue_days, states
from db.ledger import RETRY_ATTEMPTS
from db.models import fetch
from db.revisits import revisits
from tests.paperrows import FIRST, HOUR, Paper, day, said
from tests.rows import NOW, key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine

KINDS = ("layout", "article")
TODAY = (NOW.date() - FIRST).days
DAY = 24 * HOUR


def names(paper: Paper, urls: Sequence[Any]) -> list[str]:
    return [one.url.removeprefix(paper.url("")) for one in urls]


def again(paper: Paper, now: dt.datetime = NOW, **given: Any) -> list[str]:
    values: dict[str, Any] = {"kinds": KINDS, "young": 14 * DAY, "pause": 6 * HOUR}
    return names(paper, revisits(paper.connection, paper.source_id, now, **values | given))


def settle(paper: Paper, name: str, outcome: str, kind: str = "article", **given: Any) -> None:
    """Discover and visit an address a day ago."""
    paper.discover([name], kind, at=NOW - DAY, **given)
    paper.visit(name, outcome, kind, at=NOW - DAY, reason=None if outcome in ("read", "stored") else "why")


@pytest.mark.parametrize("kind", ["layout", "article", "list", "entry", "asset"])
def test_read_layouts_and_gone_layouts_and_articles_are_visited_again(engine: Engine, kind: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for outcome in ("read", "gone", "stored", "alias", "refused", "quarantined", "retry"):
            settle(paper, outcome, outcome, kind)
        paper.discover(["pending"], kind)

        expected = {"layout": ["read", "gone"], "article": ["gone"]}
        assert again(paper, kinds=(kind,)) == expected.get(kind, [])


@pytest.mark.parametrize(("age", "is_due"), [(0, True), (13, True), (16, False)])
@pytest.mark.parametrize("is_listed", [True, False])
def test_only_what_is_young_is_visited_again(engine: Engine, age: int, *, is_due: bool, is_listed: bool) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        at = NOW - (20 * DAY if is_listed else age * DAY + HOUR)
        paper.discover(["x"], "layout", at=at, listed_on=day(TODAY - age) if is_listed else None)
        paper.visit("x", "read", "layout", at=NOW - 7 * HOUR)

        assert again(paper) == (["x"] if is_due else [])


def test_day_under_which_it_is_listed_outweighs_its_discovery(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        settle(paper, "old", "gone", listed_on=day(TODAY - 30))

        assert again(paper) == []


@pytest.mark.parametrize(("pause", "is_due"), [(23, True), (24, True), (25, False)])
def test_pause_since_the_last_visit_is_kept(engine: Engine, pause: int, *, is_due: bool) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        settle(paper, "x", "gone")

        assert again(paper, pause=pause * HOUR) == (["x"] if is_due else [])
        paper.visit("x", "gone", at=NOW, reason="http_404")
        assert again(paper) == []


def test_addresses_that_were_only_guessed_are_neither_visited_again_nor_lacking(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for name, outcome in (("guess", "gone"), ("later", "retry")):
            settle(paper, name, outcome, "layout", found_on=None, listed_on=day(TODAY))
            paper.connection.execute(_forget_where_it_was_found(paper, name))
        settle(paper, "named", "gone", "layout", listed_on=day(TODAY))

        assert again(paper) == ["named"]
        assert names(paper, gaps(connection, paper.source_id, day(TODAY), day(TODAY))) == ["named"]


def _forget_where_it_was_found(paper: Paper, name: str) -> Any:
    from db.models import resource  # noqa: PLC0415

    return resource.update().where(resource.c.url == paper.url(name)).values(found_on=None)


@pytest.mark.parametrize("outcome", ["read", "gone"])
def test_page_that_its_issue_names_no_more_is_not_visited_again(engine: Engine, outcome: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        pages, at = ("1", "2"), NOW - DAY
        paper.read(paper.layout(TODAY, pages=pages, at=at))
        if outcome == "read":
            paper.read(paper.layout(TODAY, "2", pages=pages, articles=("b",), at=at))
        else:
            paper.visit(f"{TODAY}/2", "gone", "layout", at=at, reason="http_404")
        assert again(paper) == [f"{TODAY}/2", f"{TODAY}/1"]
        paper.read(paper.layout(TODAY, pages=("1",), at=at))

        assert again(paper) == [f"{TODAY}/1"]


def test_page_whose_address_is_gone_is_visited_again(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(TODAY, at=NOW - 2 * DAY))
        paper.visit(f"{TODAY}/1", "gone", "layout", at=NOW - DAY, reason="http_404")

        assert again(paper) == [f"{TODAY}/1"]


@pytest.mark.parametrize(
    ("since", "until", "expected"), [(-1, None, "ab"), (None, -1, "cb"), (-1, -1, "b"), (-9, -8, "")]
)
def test_range_of_days_keeps_those_listed_in_it(
    engine: Engine, since: int | None, until: int | None, expected: str
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        for name, ago in (("a", 0), ("b", 1), ("c", 2)):
            settle(paper, name, "gone", listed_on=day(TODAY - ago))
        settle(paper, "undated", "gone")
        ends = [None if n is None else day(TODAY + n) for n in (since, until)]

        assert set(again(paper, since=ends[0], until=ends[1])) == {*expected, "undated"}


def test_other_papers_are_not_visited(engine: Engine) -> None:
    with engine.begin() as connection:
        paper, other = Paper(connection), Paper(connection)
        settle(other, "x", "gone", listed_on=day(TODAY))

        assert again(paper) == []
        assert gaps(connection, paper.source_id, day(TODAY), day(TODAY)) == []


def test_gaps_are_what_issues_lack_given_up_and_gone_included(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        letters = {"a": "stored", "b": "gone", "c": "retry", "d": "quarantined", "e": "refused", "f": "failed", "g": ""}
        paper.read(paper.layout(3, pages=("1", "2"), articles=tuple(letters)))
        for name, outcome in letters.items():
            for _ in range(RETRY_ATTEMPTS if outcome == "failed" else 1 if outcome else 0):
                paper.visit(f"3/{name}", outcome.replace("failed", "retry"), reason="why")

        found = gaps(connection, paper.source_id, day(3), day(3))
        assert set(names(paper, found)) == {"3/2", "3/b", "3/c", "3/f", "3/g"}
        assert {one.listed_on for one in found} == {day(3)}
        assert gaps(connection, paper.source_id, day(4), day(9)) == []
        assert gaps(connection, paper.source_id, day(0), day(2)) == []


@pytest.mark.parametrize("kind", ["layout", "article"])
@pytest.mark.parametrize("had", ["read", "stored", "alias"])
@pytest.mark.parametrize("outcome", ["gone", "retry", "refused", "quarantined"])
def test_what_was_had_keeps_its_state_when_a_later_visit_fails(
    engine: Engine, kind: str, had: str, outcome: str
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.visit("x", had, kind)
        paper.visit("x", outcome, kind, at=NOW + HOUR, reason="why")
        row = paper.resource("x")

        assert (row.state, row.reason, row.visited_at) == (had, None, NOW + HOUR)
        assert (row.attempts, row.next_try_at) == (0, None)
        visits = select(fetch.c.outcome, fetch.c.at).where(fetch.c.resource_id == row.id).order_by(fetch.c.id)
        assert connection.execute(visits).all() == [(had, NOW), (outcome, NOW + HOUR)]
        assert due(connection, paper.source_id, NOW + 300 * DAY, kinds=(kind,)) == []


@pytest.mark.parametrize(
    ("asked_s", "expected"),
    [
        (None, HOUR),
        (0, HOUR),
        (60, HOUR),
        (7200, 2 * HOUR),
        (7 * 86400, 7 * DAY),
        (30 * 86400, 7 * DAY),
        (999_999_999, 7 * DAY),
    ],
)
def test_retry_after_lengthens_the_pause_up_to_a_week(
    engine: Engine, asked_s: int | None, expected: dt.timedelta
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.visit("x", "retry", reason="http_503", retry_after_s=asked_s)

        assert paper.resource("x").next_try_at - NOW == expected


def test_retry_after_of_one_visit_does_not_lengthen_the_next_pause(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.visit("x", "retry", reason="http_503", retry_after_s=5 * 86400)
        paper.visit("x", "retry", at=NOW + 5 * DAY, reason="http_503")

        assert paper.resource("x").next_try_at - NOW == 5 * DAY + 2 * HOUR


@pytest.mark.parametrize(("back", "is_due"), [(0, False), (6, False), (8, True), (400, True)])
def test_retry_planned_by_a_clock_that_was_set_back_is_due_at_once(engine: Engine, back: int, *, is_due: bool) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.visit("x", "retry", reason="timeout")
        now = NOW - back * DAY

        assert names(paper, due(connection, paper.source_id, now, kinds=KINDS)) == (["x"] if is_due else [])
        assert list(states(connection, [key(paper.url("x"))], now).values()) == ["pending" if is_due else "retry"]


def test_days_are_told_with_state_and_reason_and_covered_ones_on_demand(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.read(paper.layout(1, covers=2), absences=[said(0, "notice"), said(5, "asked", "expected")])
        partial, notice = ("partial", "articles_pending"), ("not_published", "notice")
        alone = {day(0): notice, day(1): partial, day(5): ("expected", "asked")}

        assert issue_days(connection, paper.source_id, day(0), day(9), with_covered=False) == alone
        covered = issue_days(connection, paper.source_id, day(0), day(9), with_covered=True)
        assert covered == alone | {day(2): partial, day(3): partial}
        assert issue_days(connection, paper.source_id, day(3), day(4), with_covered=True) == {day(3): partial}
        assert issue_days(connection, paper.source_id, day(3), day(4), with_covered=False) == {}
        assert first_issue_day(connection, paper.source_id) == day(1)
