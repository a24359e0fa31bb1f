"""Which days of an e-paper are asked for: those whose issue is not here, but for those that are known to have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.issues import MissingIssue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from crawler.schedule import Schedule

HERE = frozenset(("partial", "complete"))


@dataclass(frozen=True, kw_only=True)
class DaysToAsk:
    """What a run asks for.

    Args:
        lacking: days whose address is worked out and asked for.
        without_pages: these, and those that are known to have no issue: a link to one is followed all the same.
        off: what the profile's schedule says of days, as far as the database does not have it.
    """

    lacking: frozenset[dt.date]
    without_pages: frozenset[dt.date]
    off: tuple[MissingIssue, ...]


def days_to_ask(
    days: Iterable[dt.date],
    known: Mapping[dt.date, tuple[str, str | None]],
    schedule: Schedule,
    *,
    at: dt.datetime,
    is_named: bool,
) -> DaysToAsk:
    """Choose the days to ask for.

    Args:
        days: of the range.
        known: state and reason of the days of which something is known.
        schedule: the profile's.
        at: now, aware.
        is_named: somebody named this one day: it is asked for whatever is said of it.
    """
    without_pages = {day for day in days if known.get(day, ("", None))[0] not in HERE}
    lacking, off = set(), []
    for day in sorted(without_pages):
        state, reason = known.get(day, ("", None))
        why = schedule.day_off(day)
        if why and state != "not_published":
            off.append(
                MissingIssue(
                    published_on=day, at=at, kind="schedule", state="not_published", reason="schedule", detail=why
                )
            )
        if not why and reason == "schedule":
            off.append(
                MissingIssue(
                    published_on=day,
                    at=at,
                    kind="schedule",
                    state="not_published",
                    reason="schedule",
                    is_revoked=True,
                )
            )
            state = ""
        if is_named or not (why or state == "not_published"):
            lacking.add(day)
    return DaysToAsk(lacking=frozenset(lacking), without_pages=frozenset(without_pages), off=tuple(off))
