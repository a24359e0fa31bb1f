"""An article of the news site as a site of no known platform publishes it: where, when, by whom, and its truth."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Literal

from tests.county import dates, words
from tests.county.draws import Draws
from tests.county.forms import closing_of
from tests.county.groups import DATES, EDITORS
from tests.county.people import Byline, Cast, Person, name_quirks
from tests.county.plan import SLOTS, Channel, date_of
from tests.county.quirks import ALL, AnyQuirk, Quirk
from tests.county.text import Text, text_of
from tests.county.truth import ArticleTruth, ContributorTruth, ImageTruth

Skin = Literal["tables", "cms", "blog", "hashed", "breaks"]
SKINS: tuple[Skin, ...] = ("tables", "cms", "blog", "hashed", "breaks")
_SHANGHAI = dt.timezone(dt.timedelta(hours=8))
_HOSTS: dict[Skin, str] = {
    "tables": "http://news.yunling-county.example",
    "cms": "http://www.yunlingzx.example",
    "blog": "https://weibao.yunling.example",
    "hashed": "https://m.ylfabu.example",
    "breaks": "http://ylgb.example",
}
_DATED: frozenset[Skin] = frozenset(("tables", "cms"))
# Quirks of words that no page of these skins shows: they are of the other platform's noise.
_NOISE = frozenset((Quirk.INNER_BLANKS,))


@dataclass(frozen=True, kw_only=True)
class GenericDraft:
    """What a page needs.

    Args:
        printed_at: the date as printed, with its time where it has one; None where only the URL has it.
        at, on: what it says; `at` is None without a clock time.
        author: on the source line; `no_author` is printed there instead of one, and names nobody.
        closing: the editors' line; None for some pages.
        views: a number that is no date.
    """

    skin: Skin
    url: str
    text: Text
    channel: Channel
    source: str | None
    printed_at: str | None
    at: dt.datetime | None
    on: dt.date
    author: Person | None
    no_author: str
    closing: Byline | None
    views: int
    quirks: frozenset[AnyQuirk]

    @property
    def host(self) -> str:
        """The address of its site."""
        return _HOSTS[self.skin]


def generic_draft(seed: int, day: int, slot: int, skin: Skin, enabled: frozenset[AnyQuirk] = ALL) -> GenericDraft:
    """Return the slot's article in a skin."""
    key = f"{seed}:{day}:{slot}:{skin}"
    rng = random.Random(key)
    draws = Draws(random.Random(f"{key}:quirks"), enabled)
    text, on = text_of(seed, day, slot, enabled), date_of(day)
    author = Cast(rng, draws).person() if rng.random() < 0.35 else None
    printed_at, at = _date(rng, draws, skin, on)
    closing = _closing(rng, draws)
    names = [author] if author else []
    shown = {*draws.drawn} & {*DATES, *EDITORS} | name_quirks(
        [one.printed for one in names] + ([closing.printed] if closing else []),
        [one.name for one in names] + ([name for _, name in closing.people] if closing else []),
    )
    return GenericDraft(
        skin=skin,
        url=_HOSTS[skin] + _path(skin, on, day * 20 + slot),
        text=text,
        channel=SLOTS[slot][0],
        source=rng.choice(words.SOURCES) if rng.random() < 0.8 else None,
        printed_at=printed_at,
        at=at,
        on=on,
        author=author,
        no_author=rng.choice(("", "", "佚名", "admin")),
        closing=closing,
        views=rng.randint(3, 98765),
        quirks=(text.quirks - _NOISE) | shown,
    )


def _path(skin: Skin, on: dt.date, number: int) -> str:
    return {
        "tables": f"/news/{on:%Y%m}/{on.day:02d}/{number + 10000}.html",
        "cms": f"/a/{on:%Y%m%d}/{number + 100}.html",
        "blog": f"/archives/{number + 1000}.html",
        "hashed": f"/content-{number % 37 + 1}-{number + 3000}.html",
        "breaks": f"/html/{number + 500}.htm",
    }[skin]


def _date(rng: random.Random, draws: Draws, skin: Skin, on: dt.date) -> tuple[str | None, dt.datetime | None]:
    """Return the printed date, and the time that it names; both None where only the URL has the day."""
    at = dt.datetime.combine(on, dt.time(7 + rng.randrange(14), rng.randrange(60)))
    form = draws.one_of(DATES)
    has_date_in_url = skin in _DATED
    if form is Quirk.DATE_NO_YEAR and not has_date_in_url:
        draws.drawn.discard(form)
        form = None
    if form is not None:
        printed, has_clock = dates.written(form, at, rng)
        return printed, at if has_clock else None
    if has_date_in_url and rng.random() < 0.15:
        return None, None
    return {
        "tables": (f"{at:%Y-%m-%d %H:%M:%S}", at),
        "cms": (f"{at:%Y-%m-%d %H:%M}", at),
        "blog": (f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}", at),
        "hashed": (f"{at:%Y-%m-%d %H:%M}", at),
        "breaks": (f"{at:%Y年%m月%d日}", None),
    }[skin]


def _closing(rng: random.Random, draws: Draws) -> Byline | None:
    form = draws.one_of(EDITORS)
    if form is not None:
        return closing_of(form, rng, draws.enabled)
    if rng.random() < 0.4:
        return None
    person = Cast(rng, Draws(rng, frozenset())).person()
    printed = rng.choice(("责任编辑：{}", "编辑：{}", "【编辑：{}】", "（责任编辑：{}）")).format(person.printed)
    return Byline(printed=printed, people=(("editor", person.name),), place="below")


def generic_truth(draft: GenericDraft) -> ArticleTruth:
    """Return what the page of a draft says."""
    text, byline = draft.text, draft.text.byline
    pairs = [("author", draft.author.name)] if draft.author else []
    pairs += byline.people if byline else ()
    pairs += [("photographer", one.photographer) for one in text.pictures if one.photographer]
    pairs += draft.closing.people if draft.closing else ()
    spans = [f"作者：{draft.author.printed}"] if draft.author else []
    spans += [byline.printed] if byline else []
    spans += [one.credit.strip() for one in text.pictures if one.credit]
    spans += [draft.closing.printed] if draft.closing else []
    return ArticleTruth(
        url=draft.url,
        headline=text.headline,
        section=draft.channel.name,
        dateline=text.dateline,
        dateline_on=text.dateline_on,
        published_on=draft.on,
        published_at=draft.at.replace(tzinfo=_SHANGHAI) if draft.at else None,
        date_source="text" if draft.printed_at else "url",
        body="\n".join(one.text for one in text.lines),
        byline_printed="\n".join(spans).replace("　", " ") or None,
        contributors=tuple(ContributorTruth(role=role, name=name) for role, name in pairs),
        credited_source=draft.source,
        genre="photo" if text.is_photo_story else "news",
        images=tuple(ImageTruth(url=picture_url(draft, one.src), caption=one.caption) for one in text.pictures),
        parts=(),
        aliases=(),
        quirks=draft.quirks,
    )


def picture_url(draft: GenericDraft, src: str) -> str:
    """Return a picture's absolute address."""
    return src if src.startswith("http") else draft.host + src
