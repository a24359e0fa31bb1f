"""What a report of the paper's own may have besides its text: a further form of byline, temptations, a second item."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county import forms, phrases, words
from tests.county.draws import Draws
from tests.county.groups import EDITORS
from tests.county.paper.printed import PrintByline
from tests.county.quirks import PrintQuirk, Quirk

if TYPE_CHECKING:
    from tests.county.paper.printed import PrintText
    from tests.county.paper.text import Writer

_OWN_FORMS = frozenset(
    (
        PrintQuirk.AUTHOR_BOTH,
        PrintQuirk.AUTHOR_REPORTER,
        PrintQuirk.AUTHOR_BARE,
        PrintQuirk.BYLINE_AT_END,
        PrintQuirk.BYLINE_SQUARE,
        PrintQuirk.SQUARE_BELOW,
    )
)


def added(writer: Writer, text: PrintText, *, is_long: bool) -> PrintText:
    """Add what is drawn; a long text gets nothing at its end."""
    return _tempted(writer, _formed(writer, text, is_long=is_long), is_long=is_long)


def _formed(writer: Writer, text: PrintText, *, is_long: bool) -> PrintText:
    """Draw one of the news site's forms of a byline, which takes the place of the paper's own."""
    draws = writer.draws
    formed = forms.draw_form(writer.key, draws.enabled, writer.on, has_text=True, has_pictures=bool(text.pictures))
    if formed is None or (is_long and formed[1].place not in ("head", "above")):
        return text
    form, byline = formed
    draws.drawn -= _OWN_FORMS
    draws.drawn.add(form)
    own = PrintByline(form=form, printed=byline.printed, people=byline.people, place=byline.place, gap=byline.gap)
    text = replace(text, byline=own)
    if byline.place in ("head", "above"):
        draws.drawn.discard(PrintQuirk.PRINT_DATELINE)
        text = replace(text, dateline=byline.dateline, dateline_on=byline.dateline_on)
    return text


def _tempted(writer: Writer, text: PrintText, *, is_long: bool) -> PrintText:
    """Add a paragraph that looks like a byline, a second item, and a line of editors."""
    facts = words.Facts(random.Random(f"{writer.key}:extras"))
    asked = Draws(facts.rng, writer.draws.enabled)
    sentence = facts.say(facts.rng.choice(phrases.TEMPTATIONS))
    item = facts.say(facts.rng.choice(words.SECOND_ITEMS))
    lines = list(text.lines)
    if asked.has(Quirk.TEMPTATION, where=len(lines) > 1):
        lines.insert(1, sentence)
    if asked.has(Quirk.SECOND_ITEM, where=not is_long):
        lines.append(item)
    form = asked.one_of(EDITORS, where=not is_long)
    closing = forms.closing_of(form, facts.rng, writer.draws.enabled) if form else None
    writer.draws.drawn |= asked.drawn
    return replace(text, lines=tuple(lines), closing=closing)
