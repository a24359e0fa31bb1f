"""The words of an article in final form: headline, dateline, paragraphs, byline and pictures."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass, replace

from tests.county import forms, people, phrases, words
from tests.county.draws import Draws
from tests.county.plan import NOTICE, PHOTO, SLOTS, date_of, pair_of
from tests.county.quirks import DATELINES, Quirk

_DATED = ("云岭新闻网{d.month}月{d.day}日消息", "东州在线{d:%m}月{d:%d}日讯", "东州日报{d.month}月{d.day}日讯")
_BARE = ("本报讯", "云岭新闻网讯")
_PICTURE_HOST = "http://pic2.dongzhou.example"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph in final form."""

    text: str
    is_subhead: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture's printed address (absolute, or a path on the site) and its caption.

    `credit` is what names the photographer behind the caption, with what stands in front of it; empty for most.
    """

    src: str
    caption: str | None
    credit: str = ""
    photographer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Text:
    """What an article says, whatever page it is printed on; `quirks` are those of the words."""

    headline: str
    lines: tuple[Line, ...]
    dateline: str | None = None
    dateline_on: dt.date | None = None
    byline: people.Byline | None = None
    pictures: tuple[Picture, ...] = ()
    is_photo_story: bool = False
    quirks: frozenset[Quirk] = frozenset()


def text_of(seed: int, day: int, slot: int, enabled: frozenset[Quirk]) -> Text:
    """Return the words of the slot's article; the second of a pair takes those of the first."""
    pair = pair_of(day, slot, enabled)
    if pair is None:
        return _write(seed, day, slot, enabled)
    quirk, first_day, first_slot = pair
    is_second = (day, slot) != (first_day, first_slot)
    if quirk is Quirk.SHORT_TWINS:
        return _twin(seed, first_day, first_slot)
    text = _write(seed, first_day, first_slot, enabled, is_plain=True)
    if quirk is Quirk.LOOK_ALIKE and is_second:
        changed = re.sub(r"(?<!\d)\d{4}(?!\d)", lambda figure: str(int(figure[0]) + 1), text.lines[0].text, count=1)
        text = replace(text, lines=(Line(text=changed), *text.lines[1:]))
    return replace(text, quirks=text.quirks | {quirk})


def _twin(seed: int, day: int, slot: int) -> Text:
    facts = words.Facts(random.Random(f"{seed}:{day}:{slot}:text"))
    which = facts.rng.randrange(len(words.TWIN_BODIES))
    body = facts.say(words.TWIN_BODIES[which])
    return Text(headline=words.TWIN_HEADLINES[which], lines=(Line(text=body),), quirks=frozenset({Quirk.SHORT_TWINS}))


def _write(seed: int, day: int, slot: int, enabled: frozenset[Quirk], *, is_plain: bool = False) -> Text:
    """Write an article; a plain one has no pictures."""
    key = f"{seed}:{day}:{slot}"
    facts = words.Facts(random.Random(f"{key}:text"))
    draws = Draws(random.Random(f"{key}:quirks"), enabled)
    channel = SLOTS[slot][0]
    is_photo = draws.has(Quirk.PHOTO_STORY, where=channel is PHOTO and not is_plain)
    has_picture = draws.has(Quirk.PICTURE, where=channel is not NOTICE and not is_plain and not is_photo)
    dateline, dateline_on = _dateline(facts.rng, draws, date_of(day), where=channel is not NOTICE)
    byline = _byline(key, draws, day, is_photo=is_photo, has_picture=has_picture) if channel is not NOTICE else None
    headline, lines = _photo(facts) if is_photo else _news(facts, draws, is_notice=channel is NOTICE)
    if draws.has(Quirk.END_BRACKET, where=byline is None and len(lines) > 1):
        lines[-1] = Line(text=lines[-1].text + facts.rng.choice(words.END_BRACKETS))
    pictures = _pictures(facts, draws, most=3 if is_photo else 2) if is_photo or has_picture else ()
    if channel is not NOTICE:
        _tempt(key, draws, lines, byline)
        pictures = _credited(key, draws, pictures)
    dateline, dateline_on = _dateline_beside(byline, dateline, dateline_on, draws)
    return Text(
        headline=headline,
        lines=tuple(lines),
        dateline=dateline,
        dateline_on=dateline_on,
        byline=byline,
        pictures=pictures,
        is_photo_story=is_photo,
        quirks=frozenset(draws.drawn),
    )


def _byline(key: str, draws: Draws, day: int, *, is_photo: bool, has_picture: bool) -> people.Byline | None:
    """Draw a byline, and then one of the further forms, which takes its place."""
    before = set(draws.drawn)
    cast = people.Cast(random.Random(f"{key}:people"), draws)
    byline = people.draw_byline(cast, draws, has_pictures=is_photo)
    formed = forms.draw_form(
        key, draws.enabled, date_of(day), has_text=not is_photo, has_pictures=is_photo or has_picture
    )
    if formed is None:
        return byline
    form, byline = formed
    draws.drawn &= before
    draws.drawn |= {form} | people.name_quirks([byline.printed], [name for _, name in byline.people])
    return byline


def _dateline_beside(
    byline: people.Byline | None, dateline: str | None, dateline_on: dt.date | None, draws: Draws
) -> tuple[str | None, dt.date | None]:
    """Return the dateline that the byline asks for: one of its own, none at all, or the article's."""
    is_kept = byline is None or byline.place in ("end", "below")
    is_bare = byline is not None and byline.place == "head" and byline.dateline_on is None
    if is_kept or (is_bare and dateline and dateline.endswith("讯")):
        return dateline, dateline_on
    draws.drawn -= {*DATELINES, Quirk.DATELINE_LAST_YEAR}
    return (byline.dateline, byline.dateline_on) if byline else (None, None)


def _tempt(key: str, draws: Draws, lines: list[Line], byline: people.Byline | None) -> None:
    """Add a paragraph, or a bracket at the end, that looks like a byline and names nobody."""
    facts = words.Facts(random.Random(f"{key}:tempt"))
    asked = Draws(facts.rng, draws.enabled)
    sentence = facts.say(facts.rng.choice(phrases.TEMPTATIONS))
    end = facts.say(facts.rng.choice(phrases.TEMPTING_ENDS))
    is_at_end = facts.rng.random() < 0.25 and byline is None and Quirk.END_BRACKET not in draws.drawn
    if not asked.has(Quirk.TEMPTATION, where=len(lines) > 1):
        return
    draws.drawn.add(Quirk.TEMPTATION)
    if is_at_end:
        lines[-1] = Line(text=lines[-1].text + end)
    else:
        lines.insert(1, Line(text=sentence))


def _credited(key: str, draws: Draws, pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Name photographers in captions, or say in words that name nobody where a picture is from."""
    rng = random.Random(f"{key}:credits")
    facts, asked, shown = words.Facts(rng), Draws(rng, draws.enabled), []
    for one in pictures:
        credit, person = forms.credit_of(rng, draws.enabled)
        provided = facts.say(rng.choice(phrases.PROVIDED))
        is_alone = rng.random() < 0.3
        if asked.has(Quirk.CAPTION_CREDIT, where=one.caption is not None or is_alone):
            draws.drawn |= people.name_quirks([person.printed], [person.name])
            shown.append(replace(one, credit=credit if one.caption else credit.strip(), photographer=person.name))
        elif asked.has(Quirk.CAPTION_PROVIDED, where=one.caption is not None):
            shown.append(replace(one, caption=f"{one.caption}{provided}"))
        else:
            shown.append(one)
    draws.drawn |= asked.drawn
    return tuple(shown)


def _photo(facts: words.Facts) -> tuple[str, list[Line]]:
    headline = facts.say(facts.rng.choice(words.PHOTO_HEADLINES))
    return headline, [Line(text=facts.say(facts.rng.choice(words.PHOTO_SENTENCES)))]


def _news(facts: words.Facts, draws: Draws, *, is_notice: bool) -> tuple[str, list[Line]]:
    rng = facts.rng
    headlines, leads, details = words.NOTICES if is_notice else rng.choice(words.TOPICS)
    lead = rng.randrange(len(leads))
    others = () if is_notice else tuple(one for topic in rng.sample(words.TOPICS, 2) for one in topic[2])
    pool = list(dict.fromkeys(details + others))
    sentences = [facts.say(one) for one in rng.sample(pool, rng.randint(2, len(pool)))]
    for quirk, extra in (
        (Quirk.REPORTER_IN_TEXT, words.REPORTER_SENTENCES),
        (Quirk.BRACKET_IN_TEXT, words.BRACKET_SENTENCES),
        (Quirk.LATIN_WORDS, words.LATIN_SENTENCES),
        (Quirk.INNER_BLANKS, words.BLANK_SENTENCES),
    ):
        place, sentence = rng.randrange(len(sentences) + 1), facts.say(rng.choice(extra))
        if draws.has(quirk, where=not is_notice):
            sentences.insert(place, sentence)
    lines = [Line(text=facts.say(leads[lead])), *_paragraphs(rng, sentences)]
    return facts.say(headlines[lead]), _with_extras(facts, draws, lines, where=not is_notice)


def _paragraphs(rng: random.Random, sentences: list[str]) -> list[Line]:
    lines, start = [], 0
    while start < len(sentences):
        size = rng.choice((1, 2, 2, 3))
        lines.append(Line(text="".join(sentences[start : start + size])))
        start += size
    return lines


def _with_extras(facts: words.Facts, draws: Draws, lines: list[Line], *, where: bool) -> list[Line]:
    """Add subheads between paragraphs, and a second item at the end."""
    subheads = [facts.say(one) for one in facts.rng.sample(words.SUBHEADS, 2)]
    item = facts.say(facts.rng.choice(words.SECOND_ITEMS))
    if draws.has(Quirk.SUBHEADS, where=where and len(lines) >= 4):
        lines.insert(len(lines) - 1, Line(text=subheads[0], is_subhead=True))
        lines.insert(2, Line(text=subheads[1], is_subhead=True))
    if draws.has(Quirk.SECOND_ITEM, where=where):
        lines.append(Line(text=item))
    return lines


def _dateline(
    rng: random.Random, draws: Draws, published_on: dt.date, *, where: bool
) -> tuple[str | None, dt.date | None]:
    form = draws.one_of(DATELINES, where=where)
    days_before = rng.choice((0, 0, 0, 1, 1, 2))
    dated, bare = rng.choice(_DATED), rng.choice(_BARE)
    is_new_year = published_on.month == 1 and published_on.day <= 3
    if draws.has(Quirk.DATELINE_LAST_YEAR, where=is_new_year and form is Quirk.DATELINE_DATED):
        days_before = published_on.day
    elif is_new_year:
        days_before = 0
    if form is None:
        return None, None
    if form is Quirk.DATELINE_BARE:
        return bare, None
    named = published_on - dt.timedelta(days=days_before)
    return dated.format(d=named), named


def _pictures(facts: words.Facts, draws: Draws, *, most: int) -> tuple[Picture, ...]:
    """Name pictures in the form of PLATFORMS 0: an id, its digits in pairs, and a second number."""
    rng = facts.rng
    captions = rng.sample(words.CAPTIONS, most)
    count = rng.randint(1, most)
    has_captions = draws.has(Quirk.CAPTION)
    host = _PICTURE_HOST if draws.has(Quirk.PICTURE_ELSEWHERE) else ""
    pictures = []
    for ordinal, caption in enumerate(captions[:count]):
        number = str(rng.randint(10_000_000, 99_999_999))
        src = f"{host}/0/{number[:2]}/{number[2:4]}/{number[4:6]}/{number}_{rng.randint(100_000, 999_999)}.jpg"
        said = facts.say(caption) if has_captions and ordinal != 1 else None
        pictures.append(Picture(src=src, caption=said))
    return tuple(pictures)
