"""A newspaper in a database, for the tests of `db`: its pages, what is said of its days, and what follows from both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from db.absences import AbsenceRow, judge_days, save_absences
from db.delisting import delist_gone
from db.issue_states import refresh_states
from db.issues import IssueRow, LayoutRow, PageRow, PlacementRow, save_layouts
from db.ledger import DiscoveredUrl, VisitedUrl, discover, ensure_source, record_visits
from db.models import event, issue, page, placement, resource
from db.runs import open_run
from tests.rows import NOW, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

FIRST = dt.date(2026, 3, 2)  # a Monday
HOUR = dt.timedelta(hours=1)
_NAMES = count(1)


def day(number: int) -> dt.date:
    """Give the day that is so many days after the first one of the paper."""
    return FIRST + dt.timedelta(days=number)


def said(number: int, kind: str, state: str = "not_published", **given: Any) -> AbsenceRow:
    """Make a statement about a day."""
    values: dict[str, Any] = {"at": NOW, "reason": kind, "detail": f"said by {kind}"}
    return AbsenceRow(published_on=day(number), kind=kind, state=state, **values | given)


@dataclass
class Paper:
    """A newspaper of its own in a database.

    Args:
        connection: inside a transaction.
    """

    connection: Connection
    name: str = field(default_factory=lambda: f"p{next(_NAMES)}")
    ids: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Enter the source and a run."""
        self.source_id = ensure_source(
            self.connection, site=self.name, slug="epaper", channel="epaper", name="今日云岭", tz="Asia/Shanghai"
        )
        self.run_id = open_run(
            self.connection, source_id=self.source_id, spider="epaper", started_at=NOW, versions={"python": "3"}
        )

    def url(self, name: str) -> str:
        """Give the address of a page or an article."""
        url = f"http://{self.name}.example/{name}"
        self.names[key(url)] = name
        return url

    def layout(
        self,
        number: int,
        own: str = "1",
        *,
        articles: Sequence[str] = ("a",),
        pages: Sequence[str] | None = None,
        issue_number: str | None = None,
        covers: int = 0,
        at: dt.datetime = NOW,
    ) -> LayoutRow:
        """Make the layout of a page of a day's issue.

        Args:
            articles: names of those that it names, within the day.
            pages: the issue's list of pages; None where the layout has none.
            covers: how many days the issue covers beyond its own.
        """
        rows = [
            PageRow(
                url_key=key(self.url(f"{number}/{name}")),
                edition="main",
                number=f"0{name}",
                title="要闻",
                ordinal=None if pages is None else ordinal,
            )
            for ordinal, name in enumerate(pages or (own,), start=1)
        ]
        placements = [
            PlacementRow(
                url_key=key(self.url(f"{number}/{name}")),
                ordinal=ordinal,
                listed_title=f"题 {name}",
                in_map=True,
                in_list=True,
                regions=[],
            )
            for ordinal, name in enumerate(articles, start=1)
        ]
        return LayoutRow(
            published_on=day(number),
            read_at=at,
            own=next(row for row in rows if row.url_key == key(self.url(f"{number}/{own}"))),
            picture={},
            issues=[
                IssueRow(
                    published_on=day(number),
                    edition="main",
                    number=issue_number,
                    covers_until=day(number + covers) if covers else None,
                    platform="founder",
                    evidence="its entrance",
                )
            ],
            pages=rows,
            placements=placements,
        )

    def discover(self, names: Sequence[str], kind: str, *, at: dt.datetime = NOW, **given: Any) -> dict[str, int]:
        """Enter addresses in the ledger, found on the paper's entrance."""
        given = {"found_on": self.url("")} | given
        urls = [DiscoveredUrl(url_key=key(self.url(n)), url=self.url(n), kind=kind, **given) for n in names]
        ids = discover(self.connection, self.source_id, urls, at)
        self.ids |= ids
        return ids

    def read(self, *layouts: LayoutRow, absences: Sequence[AbsenceRow] = ()) -> None:
        """Write layouts that were read and statements, as one group."""
        ids: dict[str, int] = {}
        for one in layouts:
            for kind, rows in (("layout", one.pages), ("article", one.placements)):
                names = [self.names[row.url_key] for row in rows]
                ids |= self.discover(names, kind, listed_on=one.published_on)
        save_layouts(self.connection, self.run_id, self.source_id, layouts, ids)
        visits = [VisitedUrl(url_key=one.own.url_key, at=one.read_at, outcome="read") for one in layouts]
        record_visits(self.connection, self.run_id, visits, ids)
        refresh_states(self.connection, ids.values())
        save_absences(self.connection, self.source_id, absences, self.ids)
        judge_days(
            self.connection, self.source_id, {one.published_on for one in layouts} | {a.published_on for a in absences}
        )

    def say(self, *absences: AbsenceRow) -> None:
        """Write statements."""
        self.read(absences=absences)

    def visit(self, name: str, outcome: str, kind: str = "article", *, at: dt.datetime = NOW, **given: Any) -> None:
        """Write a visit of an address."""
        ids = self.discover([name], kind)
        visit = VisitedUrl(url_key=key(self.url(name)), at=at, outcome=outcome, **given)
        if kind == "layout" and outcome == "gone":
            delist_gone(self.connection, self.run_id, {ids[visit.url_key]: at})
        record_visits(self.connection, self.run_id, [visit], ids)
        refresh_states(self.connection, ids.values())

    def days(self) -> dict[int, tuple[str, str | None, str | None]]:
        """Give state, reason and evidence by day."""
        found = select(issue.c.published_on, issue.c.state, issue.c.reason, issue.c.evidence).where(
            issue.c.source_id == self.source_id
        )
        return {(on - FIRST).days: (*rest,) for on, *rest in self.connection.execute(found)}  # type: ignore[misc]

    def states(self) -> dict[int, tuple[str, str | None]]:
        """Give state and reason by day."""
        return {number: (state, reason) for number, (state, reason, _) in sorted(self.days().items())}

    def events(self) -> list[tuple[str, str, str]]:
        """Give kind, reason and address of each event, in their order."""
        found = select(event.c.kind, event.c.reason, resource.c.url).join_from(
            event, resource, resource.c.id == event.c.resource_id
        )
        own = found.where(resource.c.source_id == self.source_id).order_by(event.c.id)
        return [(kind, reason, url.removeprefix(self.url(""))) for kind, reason, url in self.connection.execute(own)]

    def delisted(self) -> set[tuple[str, str | None]]:
        """Give the address of each delisted page and article, with the reason of a page."""
        pages = select(resource.c.url, page.c.delisted_reason).join_from(page, resource)
        articles = select(resource.c.url).join_from(placement, resource, resource.c.id == placement.c.resource_id)
        own = resource.c.source_id == self.source_id
        found: list[tuple[str, str | None]] = [
            (url, reason) for url, reason in self.connection.execute(pages.where(own, page.c.delisted_at.is_not(None)))
        ]
        listed = self.connection.scalars(articles.where(own, placement.c.delisted_at.is_not(None)))
        found += [(url, None) for url in listed]
        return {(url.removeprefix(self.url("")), reason) for url, reason in found}

    def resource(self, name: str) -> Any:
        """Give the ledger's row of an address."""
        return self.connection.execute(select(resource).where(resource.c.url == self.url(name))).one()
