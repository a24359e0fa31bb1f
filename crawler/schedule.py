"""On which days a newspaper appears, as its profile says: dated weekdays, and days on which it is closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.profile_table import Table

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
END_OF_DAY = dt.time(23, 59)
_DAY = "a date such as 2020-01-31"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a newspaper appears.

    Args:
        weekdays: from each day on, the ISO weekdays (1 Monday … 7 Sunday) on which it appears, in order of the days;
            before the first, and without any, it appears every day.
        closed: first and last day of each stretch without an issue.
        due: by what time of its day, in the paper's zone, an issue is online.
    """

    weekdays: tuple[tuple[dt.date, frozenset[int]], ...] = ()
    closed: tuple[tuple[dt.date, dt.date], ...] = ()
    due: dt.time = END_OF_DAY

    def day_off(self, day: dt.date) -> str | None:
        """Say why there is no issue on a day; None for a day on which one is due."""
        for first, last in self.closed:
            if first <= day <= last:
                return f"closed from {first} to {last} by the profile"
        for since, weekdays in reversed(self.weekdays):
            if day >= since:
                shown = ", ".join(WEEKDAYS[number - 1] for number in sorted(weekdays))
                return None if day.isoweekday() in weekdays else f"since {since} it appears on {shown} by the profile"
        return None

    def last_due(self, now: dt.datetime) -> dt.date:
        """Give the last day whose issue should be online.

        Args:
            now: in the paper's zone.
        """
        day = now.date() + dt.timedelta(days=1)
        return self.last_due_before(day if now.time() >= self.due else now.date())

    def last_due_before(self, day: dt.date) -> dt.date:
        """Give the last day before another for which an issue is due; a year before it where there is none."""
        for _ in range(366):
            day -= dt.timedelta(days=1)
            if self.day_off(day) is None:
                break
        return day


def read_schedule(table: Table) -> Schedule:
    """Take the keys `schedule`, `closed` and `due` of a profile's table [epaper].

    Raises:
        ProfileError: one of them has a mistake.
    """
    entries = [_read_entry(table, entry) for entry in table.take("schedule", list, "an array of tables", [])]
    closed = [_read_stretch(table, text) for text in table.take("closed", list, "a list of dates or stretches", [])]
    due = table.take("due", (dt.time, str), 'a time such as "09:00"', END_OF_DAY)
    return Schedule(
        weekdays=tuple(sorted(entries, key=lambda entry: entry[0])), closed=tuple(closed), due=_time(table, due)
    )


def _read_entry(table: Table, entry: Any) -> tuple[dt.date, frozenset[int]]:
    if not isinstance(entry, dict) or set(entry) != {"since", "weekdays"}:
        raise table.error("schedule", f"holds {entry!r}; each [[epaper.schedule]] needs since and weekdays")
    weekdays = entry["weekdays"]
    is_good = isinstance(weekdays, list) and weekdays and all(type(n) is int and 1 <= n <= 7 for n in weekdays)
    if not is_good:
        raise table.error("schedule.weekdays", f"is {weekdays!r}; it must be a list of 1 (Monday) to 7 (Sunday)")
    return read_day(table, "schedule.since", entry["since"]), frozenset(weekdays)


def _read_stretch(table: Table, value: Any) -> tuple[dt.date, dt.date]:
    ends = value.split("/") if isinstance(value, str) else [value]
    days = [read_day(table, "closed", end) for end in ends]
    if len(days) > 2 or days[0] > days[-1]:
        raise table.error("closed", f'holds {value!r}; it must be {_DAY} or a stretch such as "2020-01-24/2020-01-30"')
    return days[0], days[-1]


def _time(table: Table, value: dt.time | str) -> dt.time:
    try:
        time = value if isinstance(value, dt.time) else dt.time.fromisoformat(value)
    except ValueError as error:
        raise table.error("due", f'is {value!r}; it must be a time such as "09:00"') from error
    if time.tzinfo is not None:
        raise table.error("due", f"is {value!r}; it must be a time without a zone: the paper's own is meant")
    return time


def read_day(table: Table, key: str, value: object) -> dt.date:
    """Read a day that TOML gives as a date or as text; raise ProfileError for what is none."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise table.error(key, f"is {str(value)!r}; it must be {_DAY}") from error
