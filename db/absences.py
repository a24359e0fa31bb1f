"""Days without an issue: what speaks for each, and the state of the day that follows from it.

A table of statements, at most one of a kind for a day: `asked` (the site was asked and had none), `schedule` (the
profile's), `notice` (a printed 休刊 notice), `mark` (an operator's). A day that has no page takes its state from the
strongest of them and from the numbers (期号) of the issues around it; a day with a page takes no notice of them.
Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, tuple_, update

from db.among import among
from db.ledger import dialect_insert
from db.models import ABSENT_STATES, absence, issue, page, resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

MAIN = "main"
STRONGEST_FIRST = ("mark", "notice", "numbers", "schedule", "asked")
GAP_DAYS = 31  # numbers on both sides of a longer gap are no proof: they may have begun anew
MAY_APPEAR_DAYS = 14  # as long as an ordinary run asks for a day again
_ONE_DAY = dt.timedelta(days=1)
_WITHOUT_PAGES = or_(*(issue.c.state == state for state in ABSENT_STATES))


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """A statement that a day has no issue.

    Args:
        published_on: the day.
        at: when it was made, aware.
        kind: asked, schedule, notice or mark.
        state: what follows for the day if nothing stronger speaks: expected, unavailable or not_published.
        reason: a stable slug; detail: a sentence with the evidence, None where the reason says it all.
        url_key: of the address that was asked, or that prints the notice; None without one.
        is_revoked: the statement no longer holds and is taken back.
    """

    published_on: dt.date
    at: dt.datetime
    kind: str
    state: str
    reason: str
    detail: str | None = None
    url_key: str | None = None
    is_revoked: bool = False


@dataclass(frozen=True, kw_only=True)
class _Judgement:
    state: str
    reason: str
    evidence: str | None


@dataclass(frozen=True, kw_only=True)
class _Issue:
    id: int
    published_on: dt.date
    covers_until: dt.date | None
    number: str | None
    has_pages: bool
    state: str
    reason: str | None
    evidence: str | None

    @property
    def last_day(self) -> dt.date:
        return self.covers_until or self.published_on


def save_absences(
    connection: Connection, source_id: int, rows: Sequence[AbsenceRow], ids: Mapping[str, int] | None = None
) -> None:
    """Write statements; of two of one kind about a day the later one holds.

    Args:
        ids: the resource id of every URL key in them.
    """
    last = {(row.published_on, row.kind): row for row in rows}
    revoked = [key for key, row in last.items() if row.is_revoked]
    if revoked:
        connection.execute(
            delete(absence).where(
                absence.c.source_id == source_id, tuple_(absence.c.published_on, absence.c.kind).in_(revoked)
            )
        )
    made = [row for row in last.values() if not row.is_revoked]
    if made:
        statement = dialect_insert(connection)(absence)
        changed = {name: statement.excluded[name] for name in ("state", "reason", "detail", "resource_id", "at")}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["source_id", "published_on", "kind"], set_=changed),
            [
                {
                    "source_id": source_id,
                    "published_on": row.published_on,
                    "kind": row.kind,
                    "state": row.state,
                    "reason": row.reason,
                    "detail": row.detail,
                    "resource_id": (ids or {}).get(row.url_key or ""),
                    "at": row.at,
                }
                for row in made
            ],
        )


def has_mark(connection: Connection, source_id: int, day: dt.date) -> bool:
    """Tell whether an operator has said that a day has no issue."""
    marked = exists().where(absence.c.source_id == source_id, absence.c.published_on == day, absence.c.kind == "mark")
    return bool(connection.scalar(select(marked)))


def settle_expected(connection: Connection, source_id: int, today: dt.date) -> None:
    """Let what was expected and did not appear be unavailable: when its day is over, or a fault lasted two weeks.

    Args:
        today: in the source's zone.
    """
    answered = exists().where(resource.c.id == absence.c.resource_id, resource.c.state == "gone")
    is_over = or_(absence.c.published_on < today - dt.timedelta(days=MAY_APPEAR_DAYS), answered)
    settled = connection.execute(
        update(absence)
        .where(
            absence.c.source_id == source_id,
            absence.c.state == "expected",
            absence.c.published_on < today,
            is_over,
        )
        .values(state="unavailable")
        .returning(absence.c.published_on)
    )
    judge_days(connection, source_id, settled.scalars().all())


def judge_days(connection: Connection, source_id: int, days: Iterable[dt.date]) -> None:
    """Work out the state of the days without a page among these and around them.

    Days between two issues with consecutive numbers get a row even if nobody has asked for them.
    """
    asked = sorted(days)
    if not asked:
        return
    reach = dt.timedelta(days=2 * (GAP_DAYS + 1))  # as far as an issue speaks: by a combined one's days, and its number
    issues = _issues(connection, source_id, asked[0] - 2 * reach, asked[-1] + 2 * reach)
    covered = {
        one.published_on + _ONE_DAY * n
        for one in issues
        if one.has_pages
        for n in range(1, (one.last_day - one.published_on).days + 1)
    }
    with_pages = {one.published_on for one in issues if one.has_pages}
    first, last = asked[0] - reach, asked[-1] + reach
    judgements = {
        day: judgement
        for day, judgement in _judgements(connection, source_id, first, last, issues).items()
        if first <= day <= last and day not in with_pages and day not in covered
    }
    empty = {one.published_on: one for one in issues if not one.has_pages and first <= one.published_on <= last}
    _write(connection, source_id, judgements, empty)


def _issues(connection: Connection, source_id: int, first: dt.date, last: dt.date) -> list[_Issue]:
    has_pages = exists().where(page.c.issue_id == issue.c.id).label("has_pages")
    names = ("id", "published_on", "covers_until", "number", "state", "reason", "evidence")
    rows = connection.execute(
        select(*(issue.c[name] for name in names), has_pages)
        .where(
            issue.c.source_id == source_id,
            issue.c.edition == MAIN,
            issue.c.published_on <= last,
            func.coalesce(issue.c.covers_until, issue.c.published_on) >= first,
        )
        .order_by(issue.c.published_on)
    )
    return [_Issue(**row._asdict()) for row in rows]


def _judgements(
    connection: Connection, source_id: int, first: dt.date, last: dt.date, issues: Sequence[_Issue]
) -> dict[dt.date, _Judgement]:
    rows = connection.execute(
        select(absence).where(absence.c.source_id == source_id, absence.c.published_on.between(first, last))
    )
    said: dict[dt.date, dict[str, _Judgement]] = {}
    for row in rows:
        judgement = _Judgement(state=row.state, reason=row.reason, evidence=row.detail)
        said.setdefault(row.published_on, {})[row.kind] = judgement
    for before, after in pairwise(one for one in issues if one.has_pages):
        for day, judgement in _between(before, after).items():
            kinds = said.setdefault(day, {})
            if judgement.state == "not_published":
                kinds["numbers"] = judgement
            elif "asked" in kinds:  # what is lacking was printed: the numbers say how many
                asked = kinds["asked"]
                kinds["asked"] = _Judgement(state=asked.state, reason=asked.reason, evidence=judgement.evidence)
    return {day: next(kinds[kind] for kind in STRONGEST_FIRST if kind in kinds) for day, kinds in said.items() if kinds}


def _between(before: _Issue, after: _Issue) -> dict[dt.date, _Judgement]:
    """Say what the numbers of two issues that follow each other prove of the days between them."""
    gap = [before.last_day + _ONE_DAY * n for n in range(1, (after.published_on - before.last_day).days)]
    numbers = (_last_number(before.number), _first_number(after.number))
    if not gap or len(gap) > GAP_DAYS or numbers[0] is None or numbers[1] is None or numbers[0] >= numbers[1]:
        return {}
    lacking = numbers[1] - numbers[0] - 1
    around = f"第{before.number}期 on {before.published_on}, 第{after.number}期 on {after.published_on}"
    if lacking:
        judgement = _Judgement(state="unavailable", reason="numbers", evidence=f"{around}: {lacking} lacking between")
    else:
        judgement = _Judgement(state="not_published", reason="consecutive_numbers", evidence=around)
    return dict.fromkeys(gap, judgement)


def _first_number(number: str | None) -> int | None:
    first = (number or "").partition("-")[0]
    return int(first) if first.isdecimal() else None


def _last_number(number: str | None) -> int | None:
    last = (number or "").rpartition("-")[2]
    return int(last) if last.isdecimal() else None


def _write(
    connection: Connection,
    source_id: int,
    judgements: Mapping[dt.date, _Judgement],
    empty: Mapping[dt.date, _Issue],
) -> None:
    new = [
        {"source_id": source_id, "published_on": day, "edition": MAIN, **_columns(judgement)}
        for day, judgement in judgements.items()
        if day not in empty
    ]
    if new:
        connection.execute(dialect_insert(connection)(issue).on_conflict_do_nothing(), new)
    changed: list[dict[str, Any]] = []
    for day, one in empty.items():
        judgement = judgements.get(day)
        if judgement and (one.state, one.reason, one.evidence) != tuple(_columns(judgement).values()):
            changed.append({"the_id": one.id, **{f"new_{k}": v for k, v in _columns(judgement).items()}})
    if changed:
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("state", "reason", "evidence")}
        # looked at again: another process may have given the day its pages in between
        connection.execute(
            update(issue).where(issue.c.id == bindparam("the_id"), _WITHOUT_PAGES).values(columns), changed
        )
    groundless = [one.id for day, one in empty.items() if day not in judgements]
    if groundless:  # the numbers that spoke for them have changed, or a combined issue covers them
        connection.execute(delete(issue).where(among(issue.c.id, "ids"), _WITHOUT_PAGES), {"ids": groundless})


def _columns(judgement: _Judgement) -> dict[str, str | None]:
    return {"state": judgement.state, "reason": judgement.reason, "evidence": judgement.evidence}
