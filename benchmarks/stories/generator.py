"""A stream of made-up local news with gold labels, in order of the days, in flat memory, the same for a seed.

20,000 articles over ten years are one county; more articles are more counties, each with names and notices of its own.
"""

from __future__ import annotations

import datetime as dt
import heapq
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from itertools import count as counter
from random import Random
from typing import TYPE_CHECKING

from benchmarks.stories.model import MAX_DAYS_APART, Appearance, Arrival, Pair, pair_of
from benchmarks.stories.places import Site
from benchmarks.stories.reports import (
    TEMPLATES,
    Draft,
    Offices,
    write_caption,
    write_follow_up,
    write_report,
    write_roundup,
)
from benchmarks.stories.versions import PROVINCIAL_PAPER, Version, link_of, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES_PER_SITE = 20_000
FIRST_DAY = dt.date(2015, 1, 1)
_KINDS = {"report": 64, "caption": 5, "notice": 26, "follow_up": 4, "roundup": 0.5}
_KIND_NAMES, _KIND_WEIGHTS = list(_KINDS), list(accumulate(_KINDS.values()))
_TEMPLATE_NAMES, _TEMPLATE_WEIGHTS = list(TEMPLATES), list(accumulate(known["weight"] for known in TEMPLATES.values()))
_TOLD_AGAIN = {"report": 0.23, "caption": 0.15, "notice": 0.1}
_PROVINCIAL = 0.03  # of the reports
_LABELLED_NOTICES = 0.6
_RECENT = 12
_DATELINES = {"news": (None, None, "本网讯"), "epaper": ("本报讯", "本报讯", None), "wechat": (None,)}


@dataclass(order=True, frozen=True, slots=True)
class _Entry:
    """An article that waits for its day; of one day the order is that of making."""

    day: dt.date
    number: int
    article: Appearance = field(compare=False)
    story: int = field(compare=False)
    kind: str = field(compare=False)


@dataclass(slots=True, kw_only=True, eq=False)
class _Told:
    """A story of the last weeks."""

    draft: Draft
    entries: list[_Entry]


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What a site remembers: its last reports, and of each template the last two notices."""

    site: Site
    reports: list[_Told] = field(default_factory=list)
    notices: dict[str, list[_Told]] = field(default_factory=dict)


def generate(count: int, seed: int, *, years: int = 10) -> Iterator[Arrival]:
    """Make up articles one after the other.

    Args:
        count: of articles.
        seed: of everything that is drawn.
        years: over which they are spread evenly.

    Yields:
        Articles in order of `published_on`; a pair comes with the later of its two articles.
    """
    press = _Press(count, seed)
    days = years * 365
    sent = 0
    for number in range(days):
        day = FIRST_DAY + dt.timedelta(days=number)
        press.fill(day, until=count * (number + 1) // days)
        for arrival in press.due(day if number < days - 1 else dt.date.max):
            yield arrival
            sent += 1
            if sent == count:
                return


class _Press:
    """All the desks, the appearances whose day has not come yet, and the pairs which they will close."""

    def __init__(self, count: int, seed: int) -> None:
        self._rng = Random(seed)
        self._offices = Offices(seed)
        sites = max(1, round(count / ARTICLES_PER_SITE))
        self._desks = [_Desk(site=Site(f"county{at:02d}", f"{seed}/{at}")) for at in range(sites)]
        self._province = Site("province", f"{seed}/province")
        self._numbers, self._stories = counter(1), counter(1)
        self._waiting: list[_Entry] = []
        self._labels: dict[str, list[Pair]] = {}
        self._made = 0

    def fill(self, day: dt.date, until: int) -> None:
        """Write the stories of a day, until so many articles were made since the first day."""
        while self._made < until:
            desk = self._rng.choice(self._desks)
            kind = self._rng.choices(_KIND_NAMES, cum_weights=_KIND_WEIGHTS)[0]
            if kind == "notice":
                self._notice(desk, day)
            elif kind == "caption":
                self._tell(desk, write_caption(desk.site, day, self._rng), day)
            elif kind == "follow_up" and desk.reports:
                self._follow_up(desk, day)
            elif kind == "roundup" and len(items := _once_told(desk, day)) > 2:
                self._roundup(desk, items, day)
            elif self._rng.random() < _PROVINCIAL:
                self._provincial(day)
            else:
                told = self._tell(desk, write_report(desk.site, day, self._rng), day)
                desk.reports = [*desk.reports[1 - _RECENT :], told]

    def due(self, day: dt.date) -> Iterator[Arrival]:
        """Give the articles up to a day, in order."""
        while self._waiting and self._waiting[0].day <= day:
            entry = heapq.heappop(self._waiting)
            pairs = tuple(self._labels.pop(entry.article.url, ()))
            yield Arrival(article=entry.article, story=entry.story, kind=entry.kind, pairs=pairs)

    def _notice(self, desk: _Desk, day: dt.date) -> None:
        kind = self._rng.choices(_TEMPLATE_NAMES, cum_weights=_TEMPLATE_WEIGHTS)[0]
        before = desk.notices.get(kind, [])
        if before and before[-1].entries[0].day == day and TEMPLATES[kind].get("daily"):
            return
        told = self._tell(desk, self._offices.write(kind, desk.site, day, self._rng), day)
        for one in before:
            if self._rng.random() < _LABELLED_NOTICES:
                self._label_unlike(one, told, kind)
        desk.notices[kind] = [*before[-1:], told]

    def _follow_up(self, desk: _Desk, day: dt.date) -> None:
        earlier = self._rng.choice(desk.reports)
        told = self._tell(desk, write_follow_up(earlier.draft, desk.site, day, self._rng), day)
        self._label_unlike(earlier, told, "follow_up")

    def _roundup(self, desk: _Desk, items: list[_Told], day: dt.date) -> None:
        told = self._tell(desk, write_roundup([item.draft for item in items], day), day)
        for item in items:
            self._label(told.entries[0], item.entries[0], "item_of_roundup", "contained")
            desk.reports.remove(item)  # another roundup is of other items

    def _provincial(self, day: dt.date) -> None:
        """Let a few counties take over one report of the province, whole or nearly."""
        draft = write_report(self._province, day, self._rng)
        versions = versions_of(draft, self._rng, share_told_again=0.9, paper=PROVINCIAL_PAPER)
        for version in versions:
            version.credited_source = PROVINCIAL_PAPER
        desks = self._rng.sample(self._desks, min(len(versions), len(self._desks)))
        self._publish(versions, [desks[at % len(desks)] for at in range(len(versions))], day, draft.genre)

    def _tell(self, desk: _Desk, draft: Draft, day: dt.date) -> _Told:
        """Publish a draft in one county, and a reprint of it mostly in another."""
        share = _TOLD_AGAIN.get("notice" if draft.kind in TEMPLATES else draft.kind, 0.0)
        versions = versions_of(draft, self._rng, share_told_again=share, paper=desk.site.paper)
        desks = [self._rng.choice(self._desks) if version.kind == "reprint" else desk for version in versions]
        return _Told(draft=draft, entries=self._publish(versions, desks, day, draft.genre))

    def _publish(self, versions: list[Version], desks: list[_Desk], day: dt.date, genre: str) -> list[_Entry]:
        story = next(self._stories)
        byline = desks[0].site.byline(self._rng)
        entries = []
        has_footers = all(version.kind != "exact" for version in versions)
        for version, desk in zip(versions, desks, strict=True):
            if has_footers and version.channel == "wechat":
                version.body += f"\n{desk.site.footer(self._rng)}"
            number, on = next(self._numbers), day + dt.timedelta(days=version.days_later)
            article = Appearance(
                url=f"https://{desk.site.name}.example/{version.channel}/{on}/{number}.html",
                site=desk.site.name,
                channel=version.channel,
                published_on=on,
                headline=version.headline,
                byline_printed=byline if version.is_byline_kept else desk.site.byline(self._rng),
                dateline=self._rng.choice(_DATELINES[version.channel]),
                credited_source=version.credited_source,
                genre=genre,
                body=version.body,
            )
            entries.append(_Entry(on, number, article, story, version.kind))
            heapq.heappush(self._waiting, entries[-1])
        self._made += len(entries)
        for (at, one), (_, other) in combinations(enumerate(entries), 2):
            kind = "two_versions" if at else other.kind
            self._label(one, other, kind, link_of(one.article, other.article, kind))
        return entries

    def _label_unlike(self, before: _Told, after: _Told, kind: str) -> None:
        """Label two stories as a hard negative, by one appearance of each, unless these lie too far apart."""
        one, other = self._rng.choice(before.entries), self._rng.choice(after.entries)
        if abs((other.day - one.day).days) <= MAX_DAYS_APART:
            self._label(one, other, kind, None)

    def _label(self, one: _Entry, other: _Entry, kind: str, link: str | None) -> None:
        pair = pair_of(one.article.url, other.article.url, kind, link)
        self._labels.setdefault(max(one, other).article.url, []).append(pair)


def _once_told(desk: _Desk, day: dt.date) -> list[_Told]:
    """Give up to five reports of the last ten days that appeared once only."""
    recent = [told for told in desk.reports if (day - told.entries[0].day).days <= 10 and len(told.entries) == 1]
    return recent[-5:]
