"""An article as laid out on its page: its words, its skin, what its source line prints, how it is broken up."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.county import dates, words
from tests.county.draws import Draws
from tests.county.forms import closing_of
from tests.county.groups import DATES, EDITORS
from tests.county.people import Byline, Cast, Person, name_quirks
from tests.county.plan import (
    COPY_SLOTS,
    SHARED_SLOTS,
    SLOTS,
    Channel,
    article_path,
    date_of,
    entry_at,
    pair_of,
)
from tests.county.quirks import PAIRS, SKINS, Quirk
from tests.county.text import text_of

if TYPE_CHECKING:
    from tests.county.text import Line, Text

_BETWEEN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?=[\u4e00-\u9fff]{4})")
_NOISE = (
    Quirk.FULL_WIDTH,
    Quirk.ZERO_WIDTH,
    Quirk.PRIVATE_USE,
    Quirk.CONTROL_CHARS,
    Quirk.CRLF,
    Quirk.TITLE_UNDERSCORE,
    Quirk.HEADLINE_BLANKS,
)


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """What stands under the headline; None for each thing that is not printed.

    `date_printed` is the date, with its time, in one of the further forms.
    """

    source: str | None = None
    author: Person | None = None
    at: dt.datetime | None = None
    on: dt.date | None = None
    date_printed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that a page of an article needs.

    Args:
        day, slot, path: where it stands; `path` has no host.
        text: its words.
        skin: one of SKIN_CNXW, SKIN_DBW, SKIN_ZJOL.
        source_line: see there.
        closing: the line below the body that names the editor.
        pages: the lines of each page; one page for most articles.
        broken: (line, character) where a paragraph is broken in two; None for most articles.
        quirks: all that the page shows.
    """

    day: int
    slot: int
    path: str
    channel: Channel
    text: Text
    skin: Quirk
    source_line: SourceLine
    closing: Byline
    pages: tuple[tuple[Line, ...], ...]
    broken: tuple[int, int] | None
    quirks: frozenset[Quirk]


def draft_of(seed: int, day: int, slot: int, enabled: frozenset[Quirk]) -> Draft:
    """Return the draft of the article that a slot would publish, whether or not its entry is one."""
    text = text_of(seed, day, slot, enabled)
    key = f"{seed}:{day}:{slot}:page"
    rng = random.Random(key)
    draws = Draws(random.Random(f"{key}:quirks"), enabled)
    skin = _skin(draws)
    cast = Cast(rng, draws)
    source_line = _dated(
        f"{key}:date",
        draws,
        _source_line(rng, draws, cast, skin, date_of(day), is_paired=bool(text.quirks & PAIRS)),
    )
    pages = _pages(draws, text, rng)
    is_indented = skin is not Quirk.SKIN_ZJOL
    broken = _broken_line(rng, pages[0]) if is_indented and len(pages[0]) >= 3 else None
    if not draws.has(Quirk.BROKEN_LINE, where=broken is not None):
        broken = None
    _markup_quirks(draws, text, skin)
    closing = _closing(key, draws, cast, skin)
    return Draft(
        day=day,
        slot=slot,
        path=article_path(day, slot, inner=entry_at(seed, day, slot, enabled).kind == "refused"),
        channel=SLOTS[slot][0],
        text=text,
        skin=skin,
        source_line=source_line,
        closing=closing,
        pages=pages,
        broken=broken,
        quirks=text.quirks | draws.drawn | _list_quirks(seed, day, slot, enabled),
    )


def copies_of(day: int, enabled: frozenset[Quirk]) -> tuple[int, ...]:
    """Return the slots of a day's exact copies in the order of their URLs; empty on most days."""
    pair = pair_of(day, COPY_SLOTS[0], enabled)
    return tuple(sorted(COPY_SLOTS)) if pair and pair[0] is Quirk.EXACT_COPY else ()


def _skin(draws: Draws) -> Quirk:
    drawn = draws.one_of(SKINS)
    if drawn is None:
        drawn = next((skin for skin in SKINS if skin in draws.enabled), Quirk.SKIN_CNXW)
        draws.drawn.add(drawn)
    return drawn


def _source_line(
    rng: random.Random, draws: Draws, cast: Cast, skin: Quirk, published_on: dt.date, *, is_paired: bool
) -> SourceLine:
    source = rng.choice(words.SOURCES)
    second = rng.randint(7 * 3600, 21 * 3600)
    if skin is Quirk.SKIN_DBW:
        # On 1 January the eve would leave the year of a dateline of that day open.
        is_eve = draws.has(
            Quirk.TIME_LINE_EVE, where=not is_paired and (published_on.month, published_on.day) != (1, 1)
        )
        midnight = dt.datetime.combine(published_on, dt.time())
        at = midnight - dt.timedelta(seconds=60 + second % 7200) if is_eve else midnight + dt.timedelta(seconds=second)
        author = None if draws.has(Quirk.AUTHOR_EMPTY) else cast.person()
        return SourceLine(source=source, author=author, at=at)
    return SourceLine(
        source=source if draws.has(Quirk.SOURCE_MARKED) else None,
        on=published_on if draws.has(Quirk.PRINTED_DATE) else None,
    )


def _dated(key: str, draws: Draws, line: SourceLine) -> SourceLine:
    """Print the line's date, where it has one, in one of the further forms."""
    rng = random.Random(key)
    asked = Draws(rng, draws.enabled)
    form = asked.one_of(DATES, where=line.at is not None or line.on is not None)
    if form is None or (line.at is None and line.on is None):
        return line
    draws.drawn.add(form)
    at = line.at or dt.datetime.combine(line.on or dt.date.min, dt.time(7 + rng.randrange(14), rng.randrange(60)))
    printed, has_clock = dates.written(form, at, rng)
    minute = at.replace(second=0)
    return replace(line, at=minute if has_clock else None, on=None if has_clock else at.date(), date_printed=printed)


def _closing(key: str, draws: Draws, cast: Cast, skin: Quirk) -> Byline:
    """Return the line below the body: 【编辑：…】, or 责任编辑：… in the v5 skin, or one of the further forms."""
    before = set(draws.drawn)
    editor = cast.person()
    rng = random.Random(f"{key}:closing")
    asked = Draws(rng, draws.enabled)
    form = asked.one_of(EDITORS)
    if form is None:
        printed = f"责任编辑：{editor.printed}" if skin is Quirk.SKIN_DBW else f"【编辑：{editor.printed}】"
        return Byline(printed=printed, people=(("editor", editor.name),), place="below")
    closing = closing_of(form, rng, draws.enabled)
    draws.drawn &= before
    draws.drawn |= {form} | name_quirks([closing.printed], [name for _, name in closing.people])
    return closing


def _pages(draws: Draws, text: Text, rng: random.Random) -> tuple[tuple[Line, ...], ...]:
    """Break a long article into two or three pages, never right after a subhead."""
    lines = text.lines
    count = rng.choice((2, 2, 3))
    if not draws.has(Quirk.SEVERAL_PAGES, where=len(lines) >= 6 and not text.quirks & PAIRS):
        return (lines,)
    starts = [0]
    for wanted in range(1, count):
        start = len(lines) * wanted // count
        starts.append(start - 1 if lines[start - 1].is_subhead else start)
    return tuple(lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True))


def _broken_line(rng: random.Random, lines: tuple[Line, ...]) -> tuple[int, int] | None:
    """Choose where a print column could end: between words, in a paragraph that has no subhead beside it."""
    choices = [
        index
        for index in range(1, len(lines) - 1)
        if len(lines[index].text) >= 40 and not any(line.is_subhead for line in lines[index - 1 : index + 2])
    ]
    if not choices:
        return None
    index = rng.choice(choices)
    places = [match.start() for match in _BETWEEN_WORDS.finditer(lines[index].text)]
    return (index, rng.choice(places)) if places else None


def _markup_quirks(draws: Draws, text: Text, skin: Quirk) -> None:
    is_cnxw, is_zjol = skin is Quirk.SKIN_CNXW, skin is Quirk.SKIN_ZJOL
    for quirk in _NOISE:
        draws.has(quirk)
    draws.has(Quirk.FONT_NEST, where=is_cnxw and not text.is_photo_story)
    draws.has(Quirk.AD_COMMENTS, where=is_cnxw and len(text.lines) > 1)
    draws.has(Quirk.EPE_COMMENT, where=is_cnxw)
    draws.has(Quirk.EARLIER_CONTENT_PAIR, where=is_cnxw or is_zjol)
    draws.has(Quirk.BR_PARAGRAPHS, where=is_zjol and len(text.lines) > 1)


def _list_quirks(seed: int, day: int, slot: int, enabled: frozenset[Quirk]) -> frozenset[Quirk]:
    entry = entry_at(seed, day, slot, enabled)
    quirks = set(entry.quirks) - {Quirk.SHARED_ENTRY}
    if slot == SHARED_SLOTS[0] and entry_at(seed, day, SHARED_SLOTS[1], enabled).slot == slot:
        quirks.add(Quirk.SHARED_ENTRY)
    return frozenset(quirks)
