"""What becomes of the county's articles after they were published: edits by truth, and changes that are none.

A day's state of an article is drawn from the seed alone: nothing is kept from request to request. The site grows a day
at a time; some of its pages have an ETag or a Last-Modified, and answer 304 to who has them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from werkzeug import Response

from tests.county.plan import FIRST_DAY, article_path, date_of, find
from tests.county.site import County
from tests.county.text import Line
from tests.county.truth import article_truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug import Request

    from tests.county.draft import Draft
    from tests.county.site import Answer

EditKind = Literal["typo", "headline", "paragraph", "advertisement", "blanks", "gone", "home", "notice", "back"]
WORDS: tuple[EditKind, ...] = ("typo", "headline", "paragraph")
NOTHING: tuple[EditKind, ...] = ("advertisement", "blanks")
AWAY: tuple[EditKind, ...] = ("gone", "home", "notice")
EDITED_DAYS = 9  # after publication; what comes later nobody visits
_NOTICE = (
    "<html><head><title>提示信息</title></head><body><div>抱歉，您访问的文章已被删除。</div>"
    "<a href=/>返回首页</a></body></html>"
)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Something that is done to an article on a day, before that day's crawl."""

    day: int
    kind: EditKind


class EditedCounty(County):
    """A county whose articles are edited; `today` is the last day that is published, set by the test.

    Args:
        seed: draws the county and the edits.
        base_url: where it is served.
        channel: whose articles are edited, by its slug.
    """

    def __init__(self, seed: int, base_url: str, channel: str) -> None:
        super().__init__(seed, 1, base_url, quirks=frozenset())
        self.channel = channel
        self._plain_draft = self._draft
        self._draft = self._edited  # type: ignore[assignment]  # which is drawn anew each day
        self.unchanged_answers = 0

    @property
    def today(self) -> int:
        """The last day that is published."""
        return self.days - 1

    def publish(self, day: int) -> None:
        """Let a day begin."""
        self.days, self._frames = day + 1, None

    def edits(self, day: int, slot: int) -> list[Edit]:
        """Give what is done to the article of a slot, in order; every third is left alone."""
        rng = random.Random(f"{self.seed}:{day}:{slot}:edits")
        if self._plain_draft(day, slot).channel.slug != self.channel or rng.random() < 1 / 3:
            return []
        days = sorted(rng.sample(range(1, EDITED_DAYS + 1), rng.randint(1, 3)))
        done = [Edit(day=day + after, kind=rng.choice((*WORDS, *NOTHING))) for after in days]
        if rng.random() < 1 / 3:  # at the end: away, mostly for good, for some days, or for one crawl only
            done.append(Edit(day=done[-1].day + 1, kind=rng.choice(AWAY)))
            if (pause := rng.choice((0, 1, 3))) > 0:
                done.append(Edit(day=done[-1].day + pause, kind="back"))
        return done

    def state(self, day: int, slot: int, today: int) -> tuple[Draft, list[Edit], EditKind | None]:
        """Give the article as it is on a day, what was done to it so far, and how it is away; None: it is there."""
        done = [one for one in self.edits(day, slot) if one.day <= today]
        draft, away = self._plain_draft(day, slot), None
        for n, one in enumerate(done):
            if one.kind in WORDS:
                draft = _reworded(draft, one.kind, n)
            elif one.kind not in NOTHING:
                away = None if one.kind == "back" else one.kind
        return draft, done, away

    def revisions(self, days: int) -> Iterator[tuple[str, int, int, dict[str, tuple[str, str]]]]:
        """Yield what a daily crawl must have seen changed after so many days: URL, n, day and fields."""
        for day, slot in self._edited_slots(days):
            n = 0
            before = self._fields(day, slot, day)
            for today in range(day + 1, days):
                if self.state(day, slot, today)[2]:
                    continue
                after = self._fields(day, slot, today)
                if changed := {name: (before[name], after[name]) for name in after if before[name] != after[name]}:
                    n += 1
                    yield self.base_url + article_path(day, slot), n, today, changed
                before = after

    def removals(self, days: int) -> Iterator[tuple[str, int, int, str, int | None]]:
        """Yield what a daily crawl must have found removed: URL, the days it was so first and again, why, day back."""
        reasons = {"gone": "http_404", "home": "redirected_home", "notice": "removal_notice"}
        for day, slot in self._edited_slots(days):
            done = self.edits(day, slot)
            away = next((one for one in done if one.kind in AWAY), None)
            back = next((one.day for one in done if one.kind == "back"), days)
            if away and away.day + 1 < min(back, days):
                url = self.base_url + article_path(day, slot)
                yield url, away.day, away.day + 1, reasons[away.kind], back if back < days else None

    def _edited_slots(self, days: int) -> Iterator[tuple[int, int]]:
        for day in range(days):
            for slot, _ in self._own_slots(day):
                if self.edits(day, slot):
                    yield day, slot

    def _fields(self, day: int, slot: int, today: int) -> dict[str, str]:
        truth = article_truth(self.state(day, slot, today)[0], self.base_url)
        return {"headline": truth.headline, "body": truth.body}

    def _edited(self, day: int, slot: int) -> Draft:
        return self.state(day, slot, self.today)[0]

    def _article_answer(self, path: str) -> Answer | None:
        answer = super()._article_answer(path)
        found = find(path)
        if answer is None or found is None or answer[0] != 200:
            return answer
        _, done, away = self.state(found[0], found[1], self.today)
        if away == "gone":
            return None
        if away == "home":
            return 302, {**answer[1], "Location": f"{self.base_url}/index.shtml"}, b""
        if away == "notice":
            return 200, answer[1], _NOTICE.encode("gb18030")
        body = answer[2]
        for one in done:
            body = _decorated(body, one)
        return 200, {**answer[1], **self._validators(found[0], found[1], body)}, body

    def _validators(self, day: int, slot: int, body: bytes) -> dict[str, str]:
        """Give an article's validators: a third of them has an ETag, a third a Last-Modified, a third has none."""
        which = (day + slot) % 3
        if which == 0:
            return {"ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'}
        last = max([day, *(one.day for one in self.edits(day, slot) if one.day <= self.today)])
        at = dt.datetime.combine(date_of(last), dt.time(1), dt.UTC)
        return {"Last-Modified": format_datetime(at, usegmt=True)} if which == 1 else {}

    def respond(self, request: Request) -> Response:
        """Answer a werkzeug request; `/today/<day>` lets a day begin."""
        if request.path.startswith("/today/"):
            self.publish(int(request.path.removeprefix("/today/")))
            return Response("", content_type="text/plain")
        response = super().respond(request)
        for asked, given in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            if given in response.headers and request.headers.get(asked) == response.headers[given]:
                self.unchanged_answers += 1
                return Response("", status=304, headers={given: response.headers[given]})
        return response


def noon(day: int) -> dt.datetime:
    """Give the time of a day's crawl, aware UTC."""
    return dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(12), dt.UTC)


def _reworded(draft: Draft, kind: EditKind, n: int) -> Draft:
    """Change a draft's words; `n` makes each change another one."""
    text, lines = draft.text, list(draft.text.lines)
    if kind == "headline":
        return replace(draft, text=replace(text, headline=f"{text.headline}续{n}"))
    if kind == "typo":
        first = lines[-1].text
        lines[-1] = replace(lines[-1], text=f"{first[: len(first) // 2]}改{n}{first[len(first) // 2 :]}")
    else:
        lines.append(Line(text=f"编辑部次日补充：以上情况已由县里有关单位核实，第{n + 1}次补充。"))
    return replace(draft, text=replace(text, lines=tuple(lines)), pages=(tuple(lines),))


def _decorated(body: bytes, edit: Edit) -> bytes:
    """Change a page and nothing that it says."""
    if edit.kind == "advertisement":
        place = f"<div class=ad><a href=http://ad.example/{edit.day}><img src=/ad/{edit.day}.gif></a></div></body>"
        return body.replace(b"</body>", place.encode())
    if edit.kind == "blanks":
        return body.replace(b"<p>", b"\n <p>").replace(b"</p>", b"</p>\r\n\r\n")
    return body
