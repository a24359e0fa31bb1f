"""Columns of an issue: a literary page, commentary, series, long headlines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county.paper import phrases
from tests.county.paper import words as print_words
from tests.county.paper.literary import COMMENT_SENTENCES, ESSAY_SENTENCES, VERSE_LINES, Parts
from tests.county.paper.printed import PrintByline, PrintText, name_quirks
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.room import Room
    from tests.county.paper.text import Writer

_PARTS = ("一", "二", "三", "四", "五")


def literary_page(room: Room) -> None:
    """Make the fourth page a literary one, in issues with at least two pages after it."""
    draws = room.draws("literature")
    count, title = draws.rng.randint(3, 5), draws.rng.choice(phrases.LITERATURE_TITLES)
    if not draws.has(PrintQuirk.LITERATURE, where=room.last > 3):
        return
    room.titles[3] = title
    room.contents[3].clear()
    essays = draws.rng.sample(phrases.ESSAY_HEADLINES, count)
    verses = draws.rng.sample(phrases.VERSE_HEADLINES, count)
    for place in range(count):
        is_verse = title == "诗苑" or draws.rng.random() < 0.4
        name = f"literature{place}"
        writer = room.writer(name)
        text = _verse(writer, verses[place]) if is_verse else _essay(writer, essays[place])
        room.put(3, name, _signed(writer, text), PrintQuirk.LITERATURE)


def _essay(writer: Writer, headline: str) -> PrintText:
    rng = writer.rng
    sentences = Parts(rng).say_some(ESSAY_SENTENCES, 5, 8)
    lines = []
    while sentences:
        size = rng.choice((1, 2, 2))
        lines.append("".join(sentences[:size]))
        del sentences[:size]
    kicker = rng.choice((None, *phrases.LITERATURE_KICKERS))
    return PrintText(genre="literature", headline=(headline,), kicker=kicker, lines=tuple(lines))


def _verse(writer: Writer, headline: str) -> PrintText:
    lines = Parts(writer.rng).say_some(VERSE_LINES, 6, 12)
    kicker = writer.rng.choice((None, None, "诗歌"))
    return PrintText(genre="literature", headline=(headline,), kicker=kicker, lines=tuple(lines))


def _signed(writer: Writer, text: PrintText) -> PrintText:
    """Name the author in the markup's slot, or in front of the text behind a square."""
    person, is_square = writer.cast.person(), writer.rng.random() < 0.4
    people = (("author", person.name),)
    byline = PrintByline(form=PrintQuirk.AUTHOR_BARE, printed=person.printed, people=people)
    if is_square:
        byline = PrintByline(form=PrintQuirk.LITERATURE, printed=f"□{person.printed}", people=people, place="above")
    text = replace(text, byline=byline)
    slot = {PrintQuirk.AUTHOR_BARE} & writer.draws.enabled if not is_square else set()
    return replace(text, quirks=text.quirks | slot | name_quirks(text))


def add_columns(room: Room) -> None:
    """Add what is drawn, on pages of the issue's first half."""
    draws = room.draws("columns")
    places = [draws.rng.choice((0, 1, 2)) for _ in range(4)]
    if draws.has(PrintQuirk.COMMENTARY):
        room.put(places[0], "commentary", _commentary(room.writer("commentary")), PrintQuirk.COMMENTARY)
    if draws.has(PrintQuirk.SERIES):
        text = _series(room.writer("series"))
        if room.new_title(text.headline) == text.headline:
            room.put(places[1], "series", text, PrintQuirk.SERIES)
    if draws.has(PrintQuirk.SERIES_LOOK):
        writer = room.writer("series_look")
        text = _without_titles(writer.news())
        headline = writer.facts.say(writer.rng.choice(phrases.NO_SERIES))
        room.put(places[2], "series_look", replace(text, headline=(headline,)), PrintQuirk.SERIES_LOOK)
    if draws.has(PrintQuirk.THREE_LINES):
        writer = room.writer("three_lines")
        text = _without_titles(writer.news())
        seconds = [writer.facts.say(one) for one in writer.rng.sample(print_words.SECOND_LINES, 2)]
        first = writer.facts.say(writer.rng.choice(print_words.OTHER_HEADLINES))
        room.put(places[3], "three_lines", replace(text, headline=(first, *seconds)), PrintQuirk.THREE_LINES)


def _without_titles(text: PrintText) -> PrintText:
    """Return a report of one headline line, without the titles around it."""
    of_titles = {PrintQuirk.TWO_LINES, PrintQuirk.KICKER, PrintQuirk.SUBHEADLINE}
    return replace(text, headline=text.headline[:1], kicker=None, subheadline=None, quirks=text.quirks - of_titles)


def _commentary(writer: Writer) -> PrintText:
    """Write a commentary: a column's name above, or a commentator below the headline, or one of several on a theme."""
    rng = writer.rng
    sentences = Parts(rng).say_some(COMMENT_SENTENCES, 4, 6)
    lines = tuple("".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2))
    headline = rng.choice(phrases.COMMENT_HEADLINES)
    person = writer.cast.person()
    form = rng.choice(("column", "slot", "named", "number"))
    text = PrintText(genre="commentary", headline=(headline,), lines=lines)
    if form == "number":
        part = rng.choice(("一论", "再论", "三论"))
        text = replace(text, headline=(f"{part}{headline}",), series_title=headline, series_part=part)
    if form == "column":
        text = replace(text, kicker=rng.choice(phrases.COLUMNS))
        byline = PrintByline(form=PrintQuirk.AUTHOR_BARE, printed=person.printed, people=(("author", person.name),))
    elif form == "named":
        printed = f"本报评论员 {person.printed}"
        byline = PrintByline(form=PrintQuirk.COMMENTARY, printed=printed, people=(("author", person.name),))
    else:
        byline = PrintByline(form=PrintQuirk.COMMENTARY, printed="本报评论员", people=())
    text = replace(text, byline=byline)
    own = {byline.form} & writer.draws.enabled
    return replace(text, quirks=text.quirks | own | name_quirks(text))


def _series(writer: Writer) -> PrintText:
    """Write a report of a series, which its kicker, its headline or its second headline names."""
    rng = writer.rng
    text = _without_titles(writer.news())
    name = f"{rng.choice(phrases.SERIES)}{rng.choice(phrases.SERIES_WORDS)}"
    number = rng.choice(_PARTS)
    headline = writer.facts.say(rng.choice(phrases.SERIES_HEADLINES))
    text = replace(text, headline=(headline,))
    place = rng.choice(("kicker", "kicker", "headline", "headline", "subheadline"))
    if place == "headline":
        before, part, after = rng.choice(
            (
                ("（", rng.choice("上中下"), "）"),
                ("（", number, "）"),
                ("", rng.choice("①②③"), ""),
                ("·", f"之{number}", ""),
            )
        )
        return replace(text, headline=(f"{headline}{before}{part}{after}",), series_title=headline, series_part=part)
    printed = f"{name}之{number}"
    text = replace(text, series_title=name, series_part=f"之{number}")
    return replace(text, kicker=printed) if place == "kicker" else replace(text, subheadline=printed)
