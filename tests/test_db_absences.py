"""Days without an issue: the strongest statement speaks, whatever the order in which things are written."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.absences import AbsenceRow, settle_expected
from db.issues import LayoutRow
from tests.paperrows import HOUR, Paper, day, said
from tests.rows import NOW, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine

STRONGEST_FIRST = ("mark", "notice", "schedule", "asked")
PLACED = ("partial", "articles_pending")
NUMBERS = ("not_published", "consecutive_numbers")
ASKED = ("unavailable", "http_404")
Step = LayoutRow | AbsenceRow


def asked(number: int, state: str = "unavailable", **given: Any) -> AbsenceRow:
    return said(number, "asked", state, **{"reason": "http_404", "detail": None} | given)


def write(paper: Paper, *groups: Sequence[Step]) -> None:
    """Write pages and statements, each group in its own go."""
    for group in groups:
        layouts = [one for one in group if isinstance(one, LayoutRow)]
        paper.read(*layouts, absences=[one for one in group if isinstance(one, AbsenceRow)])


@pytest.mark.parametrize("number", range(1, len(STRONGEST_FIRST) + 1))
def test_strongest_statement_speaks_in_whatever_order_they_arrive(engine: Engine, number: int) -> None:
    kinds = STRONGEST_FIRST[-number:]
    for order in permutations(kinds):
        with engine.begin() as connection:
            paper = Paper(connection)
            write(paper, *([said(5, kind, "unavailable" if kind == "asked" else "not_published")] for kind in order))

            expected = "unavailable" if kinds[0] == "asked" else "not_published"
            assert paper.days() == {5: (expected, kinds[0], f"said by {kinds[0]}")}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("mark", ("unavailable", "mark", "said by mark")),
        ("notice", ("unavailable", "notice", "said by notice")),
        ("schedule", NUMBERS),
        ("asked", NUMBERS),
    ],
)
def test_numbers_are_weaker_than_a_notice_and_stronger_than_the_schedule(
    engine: Engine, kind: str, expected: tuple[str, ...]
) -> None:
    def steps(paper: Paper) -> list[Step]:
        around = [paper.layout(1, issue_number="1234"), paper.layout(3, issue_number="1235")]
        return [*around, said(2, kind, "unavailable")]

    for order in permutations(range(3)):
        with engine.begin() as connection:
            paper = Paper(connection)
            made = steps(paper)
            write(paper, *([made[n]] for n in order))

            assert paper.days()[2][: len(expected)] == expected


@pytest.mark.parametrize("kind", STRONGEST_FIRST)
@pytest.mark.parametrize("order", ["page_first", "statement_first", "together"])
def test_day_with_a_page_takes_no_notice_of_statements(engine: Engine, kind: str, order: str) -> None:
    with engine.begin() as connection:
        alone, paper = Paper(connection), Paper(connection)
        alone.read(alone.layout(2))
        steps: list[Step] = [paper.layout(2), said(2, kind)]
        write(
            paper,
            *{"page_first": [[s] for s in steps], "statement_first": [[s] for s in steps[::-1]]}.get(order, [steps]),
        )

        assert paper.days() == alone.days()
        assert paper.states() == {2: PLACED}


@pytest.mark.parametrize(("gap", "proves"), [(1, True), (2, True), (31, True), (32, False), (60, False)])
@pytest.mark.parametrize("is_later_first", [False, True])
def test_consecutive_numbers_prove_the_days_between_up_to_a_month(
    engine: Engine, gap: int, *, proves: bool, is_later_first: bool
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        pages = [paper.layout(0, issue_number="1234"), paper.layout(gap + 1, issue_number="1235")]
        write(paper, *([one] for one in (pages[::-1] if is_later_first else pages)))

        between = dict.fromkeys(range(1, gap + 1), NUMBERS) if proves else {}
        assert paper.states() == {0: PLACED, **between, gap + 1: PLACED}
        evidence = {text for number, (_, _, text) in paper.days().items() if number in between}
        assert all(text and "1234" in text and "1235" in text for text in evidence)


@pytest.mark.parametrize(("covers", "gap"), [(1, 1), (1, 31), (2, 20), (10, 20), (10, 31)])
def test_combined_issue_covers_its_days_and_its_last_number_counts_before(
    engine: Engine, covers: int, gap: int
) -> None:
    between = range(covers + 1, covers + gap + 1)
    for order in permutations(range(3)):
        with engine.begin() as connection:
            paper = Paper(connection)
            combined = paper.layout(0, issue_number="1233-1234", covers=covers)
            steps: list[Step] = [combined, paper.layout(covers + gap + 1, issue_number="1235"), asked(1)]
            write(paper, *([steps[n]] for n in order))

            assert paper.states() == {0: PLACED, **dict.fromkeys(between, NUMBERS), covers + gap + 1: PLACED}


def test_first_number_of_a_combined_issue_counts_after(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        write(paper, [paper.layout(0, issue_number="1233"), paper.layout(3, issue_number="1234-1235", covers=1)])

        assert paper.states() == {0: PLACED, 1: NUMBERS, 2: NUMBERS, 3: PLACED}


@pytest.mark.parametrize(("after", "lacking"), [("1236", 1), ("1240", 5), ("1236-1237", 1)])
def test_lacking_numbers_leave_the_days_unavailable_and_say_how_many_lack(
    engine: Engine, after: str, lacking: int
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        write(paper, [asked(1)], [paper.layout(0, issue_number="1234")], [paper.layout(4, issue_number=after)])

        assert paper.states() == {0: PLACED, 1: ASKED, 4: PLACED}
        evidence = paper.days()[1][2]
        assert evidence is not None
        assert f"{lacking} lacking" in evidence


@pytest.mark.parametrize(
    ("before", "after"),
    [("1234", "1233"), ("1234", "1234"), ("1234", None), (None, "1235"), (None, None), ("1234", "1"), ("甲", "乙")],
)
def test_numbers_that_fall_repeat_or_are_missing_prove_nothing(
    engine: Engine, before: str | None, after: str | None
) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        write(paper, [paper.layout(0, issue_number=before), asked(1), paper.layout(3, issue_number=after)])

        assert paper.days()[1] == (*ASKED, None)
        assert paper.states() == {0: PLACED, 1: ASKED, 3: PLACED}


@pytest.mark.parametrize("number", ["1235", "1234-1235", None])
def test_page_that_appears_between_has_everything_judged_anew(engine: Engine, number: str | None) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        write(paper, [paper.layout(0, issue_number="1234"), paper.layout(4, issue_number="1235"), asked(3)])
        assert paper.states() == {0: PLACED, 1: NUMBERS, 2: NUMBERS, 3: NUMBERS, 4: PLACED}
        write(paper, [paper.layout(2, issue_number=number)])

        kept = {1: NUMBERS} if number == "1235" else {}
        assert paper.states() == {0: PLACED, **kept, 2: PLACED, 3: ASKED, 4: PLACED}


@pytest.mark.parametrize("kind", ["mark", "notice", "schedule"])
def test_statement_that_is_taken_back_gives_way_to_what_spoke_before(engine: Engine, kind: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        weaker = STRONGEST_FIRST[STRONGEST_FIRST.index(kind) + 1 :]
        write(paper, [said(1, one, "unavailable") for one in weaker])
        before = paper.days()
        write(paper, [said(1, kind), said(2, kind)])
        assert set(paper.states()) == {1, 2}
        write(paper, [said(1, kind, is_revoked=True), said(2, kind, is_revoked=True)])

        assert paper.days() == before


@pytest.mark.parametrize("is_together", [False, True])
def test_of_two_statements_of_a_kind_the_later_one_holds(engine: Engine, *, is_together: bool) -> None:
    for steps, expected in (
        ([asked(1, "expected"), asked(1, at=NOW + HOUR)], {1: ASKED}),
        ([said(1, "schedule"), said(1, "schedule", is_revoked=True, at=NOW + HOUR)], {}),
        (
            [said(1, "schedule", is_revoked=True), said(1, "schedule", at=NOW + HOUR)],
            {1: ("not_published", "schedule")},
        ),
    ):
        with engine.begin() as connection:
            paper = Paper(connection)
            write(paper, *([steps] if is_together else [[one] for one in steps]))

            assert paper.states() == expected


@pytest.mark.parametrize(
    ("age", "answer", "expected"),
    [
        (0, "gone", "expected"),
        (1, "gone", "unavailable"),
        (1, "retry", "expected"),
        (13, "retry", "expected"),
        (15, "retry", "unavailable"),
    ],
)
def test_expected_day_settles_when_it_is_over(engine: Engine, age: int, answer: str, expected: str) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        paper.visit("5/1", answer, "layout", reason="http_404")
        paper.say(asked(5, "expected", url_key=key(paper.url("5/1"))))
        settle_expected(connection, paper.source_id, day(5 + age))

        assert paper.states() == {5: (expected, "http_404")}


def test_expected_day_that_settles_leaves_stronger_statements_and_pages_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        paper = Paper(connection)
        write(paper, [asked(1, "expected"), asked(2, "expected"), said(2, "notice"), asked(3, "expected")])
        write(paper, [paper.layout(3)])
        settle_expected(connection, paper.source_id, day(40))

        assert paper.states() == {1: ASKED, 2: ("not_published", "notice"), 3: PLACED}
        write(paper, [said(2, "notice", is_revoked=True)])
        assert paper.states()[2] == ASKED


@st.composite
def papers(draw: st.DrawFn) -> tuple[list[tuple[int, int, int | None, int]], list[tuple[int, str, str]]]:
    """Draw issues (day, days covered beyond it, first number, how many numbers) and statements (day, kind, state)."""
    issues, on, number = [], 0, 100
    for _ in range(draw(st.integers(0, 5))):
        covers = draw(st.sampled_from([0, 0, 0, 1, 2, 9]))
        number += draw(st.sampled_from([1, 1, 1, 1, 2, 3, 0, -1]))
        issues.append((on, covers, draw(st.sampled_from([number, number, number, None])), covers + 1))
        number += covers
        on += covers + 1 + draw(st.sampled_from([0, 1, 1, 2, 3, 25, 31, 32]))
    spoken = st.tuples(st.integers(-2, min(on, 20) + 2), st.sampled_from(STRONGEST_FIRST))
    states = {"asked": st.sampled_from(["expected", "unavailable"])}
    drawn = draw(st.lists(spoken, max_size=8, unique=True))
    return issues, [(*one, draw(states.get(one[1], st.just("not_published")))) for one in drawn]


def expected_of(
    issues: Sequence[tuple[int, int, int | None, int]], statements: Sequence[tuple[int, str, str]]
) -> dict[int, tuple[str, str]]:
    """Say by the rules alone what follows for each day."""
    by_day: dict[int, dict[str, tuple[str, str]]] = {}
    for number, kind, state in statements:
        by_day.setdefault(number, {})[kind] = (state, kind)
    for (on, covers, first, size), (later, _, after, _) in pairwise(issues):
        days = range(on + covers + 1, later)
        if len(days) <= 31 and first and after and first + size == after:
            for number in days:
                by_day.setdefault(number, {})["numbers"] = NUMBERS
    order = ("mark", "notice", "numbers", "schedule", "asked")
    found = {number: next(kinds[kind] for kind in order if kind in kinds) for number, kinds in by_day.items()}
    for on, covers, _, _ in issues:
        found = {number: state for number, state in found.items() if not on <= number <= on + covers} | {on: PLACED}
    return found


@given(papers(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_follow_from_what_is_known_and_not_from_the_order_or_grouping_of_writes(
    engine: Engine,
    drawn: tuple[list[tuple[int, int, int | None, int]], list[tuple[int, str, str]]],
    data: st.DataObject,
) -> None:
    issues, statements = drawn
    with engine.begin() as connection:
        together, apart = Paper(connection), Paper(connection)
        for paper in (together, apart):
            steps: list[Step] = [said(number, kind, state) for number, kind, state in statements]
            for on, covers, first, size in issues:
                printed = None if first is None else f"{first}-{first + size - 1}" if size > 1 else str(first)
                steps.append(paper.layout(on, issue_number=printed, covers=covers))
            if paper is together:
                write(paper, steps)
                continue
            left = data.draw(st.permutations(steps)) if steps else []
            while left:
                size = data.draw(st.integers(1, len(left)))
                write(paper, left[:size])
                left = left[size:]

        assert together.states() == expected_of(issues, statements)
        assert apart.days() == together.days()
