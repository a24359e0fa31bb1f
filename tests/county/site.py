"""The county as a whole: its truth, lazily by day, and the answer to every path of its site."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug import Response

from tests.county.draft import copies_of, draft_of
from tests.county.paper.site import Answer, Paper
from tests.county.plan import (
    CHANNELS,
    ENTRIES_PER_PAGE,
    FIRST_DAY,
    HOT,
    PHOTO,
    SLOTS,
    Channel,
    Entry,
    article_path,
    entry_at,
    entry_of,
    external_url,
    find,
)
from tests.county.quirks import ALL, AnyQuirk
from tests.county.render import SIDE_PAGES, Frames, Link
from tests.county.truth import ArticleTruth, Refusal, article_truth

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from werkzeug import Request

    from tests.county.paper.plan import Markup
    from tests.county.paper.truth import IssueTruth, JoinedTruth, PrintArticleTruth

# The page declares gb2312 in its meta element; the header names no encoding (PLATFORMS 2.1).
_HTML = {"Content-Type": "text/html"}
_SCRIPT = {"Content-Type": "application/x-javascript"}
_TEXT = {"Content-Type": "text/plain"}
_INDEX = re.compile(r"/(\w+)/(?:index\.shtml)?")
_PAGER = re.compile(r"/system/count/{1,2}(\d{7})/(\d{12})/count_page_list_(\d{19})\.js")
_NUMBERED = re.compile(r"/system/count/{1,2}(\d{7})/(\d{12})/(\d{3})/(\d{3})/c(\d{19})_(\d{9})\.shtml")
_ROBOTS = b"User-agent: *\nDisallow: /inner/\n"
_CACHED_DRAFTS = 256


class County:
    """A fictional county's news site of so many days; the same seed always gives the same bytes.

    Args:
        seed: draws everything.
        days: how many days the site has been publishing, from 2014-12-20; more days only append.
        base_url: where it is served, without a slash at the end.
        quirks: which quirks may occur; with none it is a plain site.
        paper: the markup of the county's daily, below `/jryl/`.
    """

    def __init__(
        self,
        seed: int = 1,
        days: int = 30,
        base_url: str = "http://127.0.0.1:8765",
        *,
        quirks: frozenset[AnyQuirk] = ALL,
        paper: Markup = "aheading",
    ) -> None:
        self.seed = seed
        self.days = days
        self.base_url = base_url.rstrip("/")
        self.quirks = quirks
        self._draft = lru_cache(maxsize=_CACHED_DRAFTS)(lambda day, slot: draft_of(seed, day, slot, quirks))
        self._frames: Frames | None = None
        self._paper = Paper(seed, days, self.base_url, quirks, paper)
        self.late_days = self._paper.late_days

    # The truth.

    def articles(self, since: dt.date | None = None, until: dt.date | None = None) -> Iterator[ArticleTruth]:
        """Yield the stored articles in the order of days, those of URL dates from `since` to `until`, both included."""
        for day in self._days(since, until):
            yield from self._articles_of(day)

    def refusals(self, since: dt.date | None = None, until: dt.date | None = None) -> Iterator[Refusal]:
        """Yield the listed URLs that are gone or that robots.txt forbids."""
        for day in self._days(since, until):
            yield from self._refusals_of(day)

    def issues(self) -> Iterator[IssueTruth]:
        """Yield the paper's issues by day, a supplement after its main edition; a day without is `not_published`."""
        return self._paper.issues()

    def print_articles(self) -> Iterator[PrintArticleTruth]:
        """Yield the printed articles by day, page and position."""
        return self._paper.articles()

    def print_joined(self) -> Iterator[JoinedTruth]:
        """Yield the printed articles that are carried over to other pages, each as one, by day."""
        return self._paper.joined()

    def print_refusals(self) -> Iterator[Refusal]:
        """Yield the articles that are placed on a page and gone."""
        return self._paper.refusals()

    def withhold_late(self) -> None:
        """Take back the issues of `late_days`: not found until they are released. The truth stays that of all days."""
        self._paper.withheld = frozenset(self.late_days)

    def release_late(self) -> None:
        """Publish the issues of `late_days`."""
        self._paper.withheld = frozenset()

    def entries(self, since: dt.date | None = None, until: dt.date | None = None) -> Iterator[Entry]:
        """Yield every list entry, external ones and second listings included."""
        for day in self._days(since, until):
            for slot in range(len(SLOTS)):
                yield entry_at(self.seed, day, slot, self.quirks)

    def not_listed(self) -> tuple[str, ...]:
        """Return the URLs that only sidebars name: they answer 200 and are never to be fetched."""
        return tuple(self.base_url + page.path for page in SIDE_PAGES)

    def truth_json(self) -> Iterator[str]:
        """Yield JSON lines: articles and refusals by day, then the URLs not listed, the paper's, and one summary.

        The paper's lines have a key `record`: issue, print_article, print_joined or print_refusal.
        The summary counts the news only.
        """
        counts: Counter[str] = Counter()
        for day in range(self.days):
            for article in self._articles_of(day):
                counts.update(stored=1, aliases=len(article.aliases), parts=len(article.parts))
                yield _json(article.as_json())
            for refusal in self._refusals_of(day):
                counts.update((refusal.state, refusal.reason))
                yield _json(refusal.as_json())
            counts["external"] += sum(
                entry_at(self.seed, day, slot, self.quirks).kind == "external" for slot in range(len(SLOTS))
            )
        for url in self.not_listed():
            yield _json({"url": url, "state": "not_listed"})
        for record in (*self.issues(), *self.print_articles(), *self.print_joined()):
            yield _json(record.as_json())
        for refusal in self.print_refusals():
            yield _json(refusal.as_json() | {"record": "print_refusal"})
        yield _json({"state": "summary", "counts": dict(sorted(counts.items())), "not_listed": len(SIDE_PAGES)})

    # The site.

    def respond(self, request: Request) -> Response:
        """Answer a werkzeug request."""
        # Below the paper a name may be percent-encoded GBK, which a decoded path has lost.
        sent = request.environ.get("RAW_URI", "")
        status, headers, body = self.page(sent if sent.startswith("/jryl/") else request.path)
        return Response(body, status=status, headers=headers)

    def page(self, path: str) -> Answer:
        """Return (status, headers, body) of a path; a query is ignored."""
        path = path.partition("?")[0]
        if path in ("/", "/index.shtml"):
            newest = [(channel, self._newest(channel, 8)) for channel in CHANNELS]
            return _html(self.frames.home_page(newest))
        if path == "/robots.txt":
            return 200, _TEXT, _ROBOTS
        if path.startswith("/jryl/"):
            return self._paper.answer(path) or _not_found()
        return self._article_answer(path) or self._list_answer(path) or self._side_answer(path) or _not_found()

    @property
    def frames(self) -> Frames:
        """The site's frames, with the newest entries in their sidebars."""
        if self._frames is None:
            self._frames = Frames(self.base_url, self._newest(HOT, 8), self._newest(PHOTO, 2))
        return self._frames

    def _days(self, since: dt.date | None, until: dt.date | None) -> range:
        first = max(0, (since - FIRST_DAY).days) if since else 0
        end = min(self.days, (until - FIRST_DAY).days + 1) if until else self.days
        return range(first, end)

    def _own_slots(self, day: int) -> Iterator[tuple[int, Entry]]:
        """Yield the slots whose entry links to a page of its own."""
        for slot in range(len(SLOTS)):
            entry = entry_at(self.seed, day, slot, self.quirks)
            if entry.slot == slot:
                yield slot, entry

    def _articles_of(self, day: int) -> Iterator[ArticleTruth]:
        first, *others = copies_of(day, self.quirks) or (None,)
        for slot, entry in self._own_slots(day):
            if entry.kind == "article" and slot not in others:
                aliases = [self.base_url + article_path(day, other) for other in others] if slot == first else ()
                yield article_truth(self._draft(day, slot), self.base_url, tuple(aliases))

    def _refusals_of(self, day: int) -> Iterator[Refusal]:
        for _, entry in self._own_slots(day):
            url = self._url(entry)
            if entry.kind == "refused":
                yield Refusal(url=url, state="refused", reason="robots", quirks=entry.quirks)
            elif entry.kind == "gone_404":
                yield Refusal(url=url, state="gone", reason="http_404", quirks=entry.quirks)
            elif entry.kind == "gone_home":
                yield Refusal(url=url, state="gone", reason="redirected_home", quirks=entry.quirks)

    def _url(self, entry: Entry) -> str:
        if entry.kind == "external":
            return external_url(entry.day, entry.slot)
        return self.base_url + article_path(entry.day, entry.slot, inner=entry.kind == "refused")

    def _count(self, channel: Channel) -> int:
        return channel.per_day * self.days

    def _links(self, channel: Channel, start: int, end: int) -> list[Link]:
        """Return the links of the positions from start to end, newest first."""
        links = []
        for position in reversed(range(start, end)):
            entry = entry_of(self.seed, channel, position, self.quirks)
            title = self._draft(entry.day, entry.slot).text.headline
            links.append(Link(url=self._url(entry), title=title, entry=entry))
        return links

    def _newest(self, channel: Channel, most: int) -> list[Link]:
        count = self._count(channel)
        return self._links(channel, max(0, count - most), count)

    def _article_answer(self, path: str) -> Answer | None:
        found = find(path)
        if found is None or found[0] >= self.days:
            return None
        day, slot, part = found
        entry = entry_at(self.seed, day, slot, self.quirks)
        if entry.slot != slot or path.startswith("/inner") != (entry.kind == "refused"):
            return None
        if entry.kind == "gone_home":  # PLATFORMS 3.11
            return 302, _HTML | {"Location": f"{self.base_url}/index.shtml"}, b""
        if entry.kind not in ("article", "refused") or part >= len(self._draft(day, slot).pages):
            return None
        return _html(self.frames.article_page(self._draft(day, slot), part))

    def _list_answer(self, path: str) -> Answer | None:
        if match := _INDEX.fullmatch(path):
            channel = next((one for one in CHANNELS if one.slug == match[1]), None)
            return _html(self.frames.list_page(channel, self._newest(channel, ENTRIES_PER_PAGE))) if channel else None
        if match := _PAGER.fullmatch(path):
            channel = _channel_of(match[1] + match[2], match[3])
            script = self.frames.pager(channel, self._numbered_pages(channel)) if channel else None
            return (200, _SCRIPT, script.encode("gb18030")) if script else None
        if match := _NUMBERED.fullmatch(path):
            channel, page = _channel_of(match[1] + match[2], match[5]), int(match[6])
            is_page = match[6].startswith(match[3] + match[4]) and page >= 1
            if channel and is_page and page <= self._numbered_pages(channel):
                end = page * ENTRIES_PER_PAGE
                return _html(self.frames.list_page(channel, self._links(channel, end - ENTRIES_PER_PAGE, end)))
        return None

    def _numbered_pages(self, channel: Channel) -> int:
        """Numbered pages are frozen: only whole ones exist, the rest is on the index (PLATFORMS 2.1)."""
        return self._count(channel) // ENTRIES_PER_PAGE

    def _side_answer(self, path: str) -> Answer | None:
        page = next((one for one in SIDE_PAGES if one.path == path), None)
        return _html(self.frames.side_page(page)) if page else None


def _channel_of(folder: str, pager_id: str) -> Channel | None:
    return next((one for one in CHANNELS if folder == pager_id == one.pager_id), None)


def _html(text: str) -> Answer:
    return 200, _HTML, text.encode("gb18030")


def _not_found() -> Answer:
    return 404, _HTML, b"<html><body><h1>404 Not Found</h1></body></html>"


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
