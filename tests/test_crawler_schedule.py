"""The days on which a paper appears, as its profile says, and which days a run asks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from crawler.profile import load_profile
from crawler.profile_table import ProfileError
from crawler.spiders.issue_days import days_to_ask
from tests.paperrows import FIRST, day
from tests.rows import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.schedule import Schedule

HEAD = 'name = "yunling"\ncounty = "云岭县"\n[epaper]\nname = "今日云岭"\n'
WEEKS = """\
closed = ["2026-03-11/2026-03-13", 2026-03-16, "2026-03-18"]
due = "09:00"
[[epaper.schedule]]
since = 2026-03-09
weekdays = [1, 2, 3, 4, 5]
[[epaper.schedule]]
since = "2026-04-01"
weekdays = [3]
"""


def schedule_of(folder: Path, text: str) -> Schedule:
    path = folder / "site.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    epaper = load_profile(str(path)).epaper
    assert epaper is not None
    return epaper.schedule


@pytest.fixture
def weeks(tmp_path: Path) -> Schedule:
    """A paper with two dated schedules and three stretches without an issue."""
    return schedule_of(tmp_path, WEEKS)


@pytest.mark.parametrize(
    ("on", "is_off"),
    [
        ((3, 7), False),  # before the first schedule it appears every day
        ((3, 8), False),
        ((3, 9), False),
        ((3, 10), False),
        ((3, 11), True),
        ((3, 12), True),
        ((3, 13), True),
        ((3, 14), True),
        ((3, 15), True),
        ((3, 16), True),
        ((3, 17), False),
        ((3, 18), True),
        ((3, 31), False),  # a Tuesday
        ((4, 1), False),  # a Wednesday
        ((4, 2), True),
        ((4, 7), True),
        ((4, 8), False),
    ],
)
def test_day_is_off_by_its_weekday_or_because_the_paper_is_closed(
    weeks: Schedule, on: tuple[int, int], *, is_off: bool
) -> None:
    reason = weeks.day_off(dt.date(2026, *on))

    assert (reason is not None) == is_off
    assert reason is None or reason.strip()


def test_reason_of_a_day_off_says_what_it_follows_from(weeks: Schedule) -> None:
    assert "2026-03-11" in str(weeks.day_off(dt.date(2026, 3, 12)))
    assert "Wednesday" in str(weeks.day_off(dt.date(2026, 4, 2)))


def test_order_of_the_entries_in_the_file_does_not_matter(tmp_path: Path, weeks: Schedule) -> None:
    head, *entries = WEEKS.split("[[epaper.schedule]]")
    turned = schedule_of(tmp_path, "[[epaper.schedule]]".join([head, *entries[::-1]]))

    assert [turned.day_off(day(n)) for n in range(90)] == [weeks.day_off(day(n)) for n in range(90)]


@pytest.mark.parametrize("text", ["", "closed = []\n", "schedule = []\n"])
def test_paper_without_a_schedule_appears_every_day_by_its_end(tmp_path: Path, text: str) -> None:
    schedule = schedule_of(tmp_path, text)

    assert all(schedule.day_off(day(n)) is None for n in range(400))
    assert schedule.last_due(dt.datetime(2026, 3, 10, 23, 58, tzinfo=dt.UTC)) == dt.date(2026, 3, 9)
    assert schedule.last_due(dt.datetime(2026, 3, 10, 23, 59, tzinfo=dt.UTC)) == dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((3, 10, 8, 59), (3, 9)),
        ((3, 10, 9, 0), (3, 10)),
        ((3, 11, 12, 0), (3, 10)),
        ((3, 16, 23, 0), (3, 10)),
        ((3, 17, 8, 0), (3, 10)),
        ((3, 17, 10, 0), (3, 17)),
        ((4, 8, 8, 0), (4, 1)),
        ((4, 8, 9, 0), (4, 8)),
        ((4, 1, 3, 0), (3, 31)),
    ],
)
def test_last_due_day_is_the_last_whose_time_has_come_and_that_is_not_off(
    weeks: Schedule, now: tuple[int, int, int, int], expected: tuple[int, int]
) -> None:
    assert weeks.last_due(dt.datetime(2026, *now, tzinfo=dt.UTC)) == dt.date(2026, *expected)


@pytest.mark.parametrize("written", ['due = "09:30"', "due = 09:30:00", 'due = "09:30:00"'])
def test_due_time_may_be_a_time_or_a_text(tmp_path: Path, written: str) -> None:
    assert schedule_of(tmp_path, f"{written}\n").due == dt.time(9, 30)


def test_paper_that_is_closed_for_years_has_a_last_due_day_all_the_same(tmp_path: Path) -> None:
    schedule = schedule_of(tmp_path, 'closed = ["1990-01-01/2030-01-01"]\n')

    assert schedule.last_due(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)) <= dt.date(2026, 3, 10)


def entry(since: str = "2026-03-09", weekdays: str = "[1]", more: str = "") -> str:
    return f"[[epaper.schedule]]\nsince = {since}\nweekdays = {weekdays}\n{more}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("schedule = 5\n", "schedule"),
        ('schedule = "daily"\n', "schedule"),
        ("schedule = [5]\n", "schedule"),
        ("[epaper.schedule]\nsince = 2026-03-09\nweekdays = [1]\n", "schedule"),
        ("[[epaper.schedule]]\nsince = 2026-03-09\n", "schedule"),
        ("[[epaper.schedule]]\nweekdays = [1]\n", "schedule"),
        (entry(more="until = 2026-04-01\n"), "schedule"),
        (entry(since="2026"), "schedule.since"),
        (entry(since='"9 March"'), "schedule.since"),
        (entry(since="2026-03-09T08:00:00"), "schedule.since"),
        (entry(since='"2026-02-30"'), "schedule.since"),
        (entry(weekdays="[0]"), "schedule.weekdays"),
        (entry(weekdays="[8]"), "schedule.weekdays"),
        (entry(weekdays="[]"), "schedule.weekdays"),
        (entry(weekdays="3"), "schedule.weekdays"),
        (entry(weekdays="[true]"), "schedule.weekdays"),
        (entry(weekdays="[1.0]"), "schedule.weekdays"),
        (entry(weekdays='["Monday"]'), "schedule.weekdays"),
        ("closed = 5\n", "closed"),
        ("closed = 2026-03-09\n", "closed"),
        ("closed = [5]\n", "closed"),
        ("closed = [true]\n", "closed"),
        ("closed = [[2026-03-09, 2026-03-10]]\n", "closed"),
        ('closed = [""]\n', "closed"),
        ('closed = ["2026-03-09/"]\n', "closed"),
        ('closed = ["2026-03-09/2026-03-01"]\n', "closed"),
        ('closed = ["2026-03-09/2026-03-10/2026-03-11"]\n', "closed"),
        ('closed = ["2026-02-30"]\n', "closed"),
        ("closed = [2026-03-09T08:00:00]\n", "closed"),
        ("due = 9\n", "due"),
        ('due = ""\n', "due"),
        ('due = "9 o\'clock"\n', "due"),
        ('due = "25:00"\n', "due"),
        ('due = "09:00+08:00"\n', "due"),  # it is in the paper's zone, and a time with another cannot be compared
        ("due = 2026-03-09\n", "due"),
    ],
)
def test_mistake_is_one_line_that_names_the_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ProfileError) as raised:
        schedule_of(tmp_path, text)

    assert raised.value.key.startswith(f"epaper.{key}")
    assert str(raised.value).startswith(f"{tmp_path / 'site.toml'}: epaper.{key}")
    assert "\n" not in str(raised.value)


DAYS = [day(n) for n in range(7, 14)]  # Monday 9 to Sunday 15 March
OFF = {day(n) for n in (9, 10, 11, 12, 13)}


def test_days_without_an_issue_are_asked_for_but_for_those_off(weeks: Schedule) -> None:
    asked = days_to_ask(DAYS, {}, weeks, at=NOW, is_named=False)

    assert dt.date(2026, 3, 2) == FIRST
    assert asked.lacking == {day(7), day(8)}
    assert asked.without_pages == set(DAYS)
    assert {one.published_on for one in asked.off} == OFF
    for one in asked.off:
        assert (one.kind, one.state, one.reason, one.is_revoked) == ("schedule", "not_published", "schedule", False)
        assert (one.detail, one.visit, one.at) == (weeks.day_off(one.published_on), None, NOW)


@pytest.mark.parametrize(
    ("state", "reason", "is_asked"),
    [
        ("partial", "articles_gone", False),
        ("complete", None, False),
        ("expected", "http_404", True),
        ("unavailable", "http_404", True),
        ("not_published", "consecutive_numbers", False),
        ("not_published", "notice", False),
        ("not_published", "mark", False),
    ],
)
def test_what_is_known_of_a_day_decides_whether_it_is_asked_for(
    weeks: Schedule, state: str, reason: str | None, *, is_asked: bool
) -> None:
    asked = days_to_ask([day(7)], {day(7): (state, reason)}, weeks, at=NOW, is_named=False)

    assert asked.lacking == ({day(7)} if is_asked else set())
    assert asked.without_pages == (set() if state in ("partial", "complete") else {day(7)})
    assert asked.off == ()


@pytest.mark.parametrize("reason", ["schedule", "notice", "mark", "consecutive_numbers"])
def test_day_off_that_is_known_is_not_said_again(weeks: Schedule, reason: str) -> None:
    asked = days_to_ask([day(9)], {day(9): ("not_published", reason)}, weeks, at=NOW, is_named=False)

    assert (asked.lacking, asked.off, asked.without_pages) == (set(), (), {day(9)})


@pytest.mark.parametrize("state", ["partial", "complete"])
def test_day_off_with_an_issue_is_left_alone(weeks: Schedule, state: str) -> None:
    asked = days_to_ask([day(9)], {day(9): (state, None)}, weeks, at=NOW, is_named=True)

    assert (asked.lacking, asked.off, asked.without_pages) == (set(), (), set())


@pytest.mark.parametrize("state", ["expected", "unavailable"])
def test_day_that_was_asked_for_and_is_off_now_is_said_to_be(weeks: Schedule, state: str) -> None:
    asked = days_to_ask([day(9)], {day(9): (state, "http_404")}, weeks, at=NOW, is_named=False)

    assert asked.lacking == set()
    assert [(one.published_on, one.is_revoked) for one in asked.off] == [(day(9), False)]


def test_day_that_the_schedule_no_longer_takes_off_is_taken_back_and_asked_for(weeks: Schedule) -> None:
    asked = days_to_ask([day(7)], {day(7): ("not_published", "schedule")}, weeks, at=NOW, is_named=False)

    assert asked.lacking == {day(7)}
    assert [(one.published_on, one.kind, one.is_revoked) for one in asked.off] == [(day(7), "schedule", True)]


@pytest.mark.parametrize("known", [None, ("not_published", "mark"), ("unavailable", "http_404")])
@pytest.mark.parametrize("number", [7, 9])
def test_named_day_is_asked_for_whatever_is_said_of_it(
    weeks: Schedule, known: tuple[str, str | None] | None, number: int
) -> None:
    given = {day(number): known} if known else {}

    assert days_to_ask([day(number)], given, weeks, at=NOW, is_named=True).lacking == {day(number)}
