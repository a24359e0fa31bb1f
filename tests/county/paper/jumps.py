"""Articles that are carried over to other pages, by words of several forms, and those that only look alike."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county import forms, words
from tests.county.paper import phrases
from tests.county.paper import words as print_words
from tests.county.paper.printed import Mark, Pointer, PrintByline, PrintText, name_quirks
from tests.county.quirks import PrintQuirk, Quirk

if TYPE_CHECKING:
    from tests.county.paper.room import Room
    from tests.county.quirks import AnyQuirk

_BETWEEN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?=[\u4e00-\u9fff]{4})")
_FORMS = (PrintQuirk.JUMP_ONE_SIDE, PrintQuirk.JUMP_TITLED, PrintQuirk.JUMP_THREE)
_LAST_BYLINES = (Quirk.END_COMMA, Quirk.END_SUPPLY_ORG, Quirk.END_ROLES)


def add_jumps(room: Room, *, is_plain: bool) -> None:
    """Carry over an article to the next page where the issue does, and at times another one further on."""
    if is_plain:
        _Jump(room, "jump", PrintQuirk.JUMP, (0, 1)).add()
    draws = room.draws("jumps")
    form = draws.one_of(_FORMS)
    if form is not None:
        _Jump(room, "jump2", form, (0, 1, 2) if form is PrintQuirk.JUMP_THREE else (0, 2)).add()
    _twins(room)


class _Jump:
    """An article on several pages; the pieces have one headline, but for those that name each other's."""

    def __init__(self, room: Room, name: str, form: AnyQuirk, places: tuple[int, ...]) -> None:
        self.room, self.name, self.form, self.places = room, name, form, places
        self.rng = random.Random(f"{room.key}:{name}:form")
        self.draws = room.draws(name)
        self.side = self.rng.choice(("to", "from")) if form is PrintQuirk.JUMP_ONE_SIDE else "both"

    def add(self) -> None:
        """Write the article and put its pieces on their pages."""
        writer = self.room.writer(self.name)
        text = writer.news(is_long=True)
        text = replace(text, headline=self.room.new_title(text.headline))
        headlines = [text.headline] * len(self.places)
        if self.form is PrintQuirk.JUMP_TITLED:
            other = writer.facts.say(self.rng.choice(print_words.OTHER_HEADLINES))
            headlines[1] = self.room.new_title((f"{other}（续）",))
        shown = {self.form} | ({PrintQuirk.JUMP_IN_SENTENCE} & self.draws.enabled)
        pieces = self._cut(list(text.lines))
        shown &= {self.form, *self.draws.drawn}
        kept = text.quirks & {PrintQuirk.TWO_LINES}
        for place, lines in enumerate(pieces):
            piece = PrintText(genre="news", headline=headlines[place], lines=lines, quirks=kept)
            if len(headlines[place]) == 1:
                piece = replace(piece, quirks=kept - {PrintQuirk.TWO_LINES})
            piece = replace(text, lines=lines) if place == 0 else piece
            piece = replace(piece, chain=(f"{self.room.key}:{self.name}", place))
            piece = self._marked(piece, place, headlines)
            if place == len(pieces) - 1:
                piece = self._signed(piece)
            self.room.put(self.places[place], f"{self.name}:{place + 1}", piece, *shown)

    def _cut(self, lines: list[str]) -> list[tuple[str, ...]]:
        """Cut the paragraphs into pieces, at times inside a sentence."""
        cuts = [2, 3][: len(self.places) - 1]
        found = [tuple(lines[a:b]) for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
        places = [match.start() for match in _BETWEEN_WORDS.finditer(found[0][-1])]
        cut = self.rng.choice(places) if places else 0
        is_wanted = bool(places) and self.form is not PrintQuirk.JUMP
        if self.draws.has(PrintQuirk.JUMP_IN_SENTENCE, where=is_wanted):
            broken = found[0][-1]
            found[0] = (*found[0][:-1], broken[:cut])
            found[1] = (broken[cut:], *found[1])
        return found

    def _marked(self, text: PrintText, place: int, headlines: list[tuple[str, ...]]) -> PrintText:
        """Add the words of the jumps from the piece before and to the next one."""
        key = f"{self.room.key}:{self.name}"
        marks, pointers = [], []
        if place and self.side in ("from", "both"):
            printed, number, title = self._words("from", self.places[place - 1], " ".join(headlines[place - 1]))
            where = (
                self.rng.choice(("lead", "above", "above", "kicker")) if self.form is not PrintQuirk.JUMP else "lead"
            )
            where = "above" if where == "lead" and not printed.startswith(("（", "(")) else where
            marks.append(Mark(printed=printed, place=where))
            target = f"{key}:{place}"
            pointers.append(Pointer(kind="jump_from", printed=printed, page_number=number, title=title, target=target))
        if place < len(headlines) - 1 and self.side in ("to", "both"):
            printed, number, title = self._words("to", self.places[place + 1], " ".join(headlines[place + 1]))
            is_below = not printed.startswith(("（", "(")) or (
                self.form is not PrintQuirk.JUMP and self.rng.random() < 0.4
            )
            marks.append(Mark(printed=printed, place="below" if is_below else "tail"))
            target = f"{key}:{place + 2}"
            pointers.append(Pointer(kind="jump_to", printed=printed, page_number=number, title=title, target=target))
        return replace(text, marks=tuple(marks), pointers=tuple(pointers))

    def _words(self, side: str, place: int, title: str) -> tuple[str, str, str | None]:
        """Return a jump's words, and the page's number and the title that they name."""
        number = self.room.page_words(self.rng, place)
        if self.form is PrintQuirk.JUMP:
            number = f"{self.room.letter}{self.room.numbers[place]}"
            return f"（{'下转' if side == 'to' else '上接'}第{number}版）", number, None
        is_titled = self.form is PrintQuirk.JUMP_TITLED and (side == "to" or self.rng.random() < 0.6)
        plain, titled = (
            (phrases.JUMPS_TO, phrases.TITLED_TO) if side == "to" else (phrases.JUMPS_FROM, phrases.TITLED_FROM)
        )
        form = self.rng.choice(titled if is_titled else plain)
        return form.format(p=number, t=title, n=self.room.titles[place]), number, title if is_titled else None

    def _signed(self, text: PrintText) -> PrintText:
        """Name further people at the end of the last piece, at times."""
        form = self.rng.choice([one for one in _LAST_BYLINES if one in self.draws.enabled] or [None])
        if form is None or self.rng.random() > 0.3:
            return replace(text, quirks=text.quirks | name_quirks(text))
        one = forms.byline_of(form, self.rng, self.draws.enabled, self.room.on)
        byline = PrintByline(form=form, printed=one.printed, people=one.people, place=one.place, gap=one.gap)
        text = replace(text, byline=byline)
        return replace(text, quirks=text.quirks | {form} | name_quirks(text))


def _twins(room: Room) -> None:
    """Put articles of one headline on two pages that have nothing to do with each other."""
    draws = room.draws("twins")
    if draws.has(PrintQuirk.TWIN_BRIEFS):
        for place in (1, 2):
            writer = room.writer(f"briefs{place}")
            lines = [writer.facts.say(one) for one in writer.rng.sample(phrases.BRIEFS, writer.rng.randint(2, 4))]
            text = PrintText(genre="news", headline=("简讯",), lines=tuple(lines))
            room.put(place, f"briefs{place}", text, PrintQuirk.TWIN_BRIEFS)
    if draws.has(PrintQuirk.TWIN_PHOTOS, where=PrintQuirk.PRINT_PHOTO_STORY in room.enabled):
        for place in (1, 2):
            writer = room.writer(f"photos{place}")
            text = replace(writer.write("photo"), headline=("图片新闻",))
            text = replace(text, lines=text.lines or (writer.facts.say(writer.rng.choice(words.PHOTO_SENTENCES)),))
            room.put(place, f"photos{place}", text, PrintQuirk.TWIN_PHOTOS)
