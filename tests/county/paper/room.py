"""The pages of one issue while it is made: where further pieces are put, and how its pages are named."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.county.draws import Draws
from tests.county.paper.layout import Piece
from tests.county.paper.text import Writer

if TYPE_CHECKING:
    import datetime as dt

    from tests.county.paper.plan import Markup
    from tests.county.paper.printed import PrintText
    from tests.county.quirks import AnyQuirk

_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, kw_only=True)
class Room:
    """What stands on the pages of an issue's main edition so far.

    Args:
        letter: in front of every page's number, or empty.
        numbers, titles, contents: of each page.
    """

    key: str
    markup: Markup
    enabled: frozenset[AnyQuirk]
    on: dt.date
    letter: str
    numbers: tuple[int, ...]
    titles: list[str]
    contents: list[list[Piece]]

    @property
    def last(self) -> int:
        """The place of the last page that is no advertisement."""
        return len(self.contents) - (2 if self.titles[-1] == "广告" else 1)

    def draws(self, name: str) -> Draws:
        """Return draws of a part's own."""
        return Draws(random.Random(f"{self.key}:{name}:draws"), self.enabled)

    def writer(self, name: str) -> Writer:
        """Return a writer of a part's own."""
        return Writer(f"{self.key}:{name}", self.enabled, self.markup, self.on)

    def put(self, place: int, name: str, text: PrintText, *quirks: AnyQuirk) -> Piece:
        """Put a piece at the end of a page."""
        piece = Piece(replace(text, quirks=text.quirks | set(quirks)), f"{self.key}:{name}")
        self.contents[place].append(piece)
        return piece

    def page_words(self, rng: random.Random, place: int) -> str:
        """Return a page's number as words name it: 3, 03, 三, A3, A03."""
        number = self.numbers[place]
        if self.letter:
            return self.letter + rng.choice((f"{number}", f"{number:02d}"))
        return rng.choice((f"{number}", f"{number}", f"{number:02d}", _NUMERALS[number]))

    def titles_printed(self) -> list[str]:
        """Return the headlines of all pages."""
        return [piece.text.title for page in self.contents for piece in page if piece.text.title]

    def new_title(self, headline: tuple[str, ...]) -> tuple[str, ...]:
        """Return a headline that no other article of the issue has or holds."""
        title = " ".join(headline)
        is_known = any(title in other or other in title for other in self.titles_printed())
        return (*headline[:-1], f"{headline[-1]}（长篇通讯）") if is_known else headline

    def targets(self, rng: random.Random) -> list[tuple[int, Piece]]:
        """Return inside articles of a headline of their own with their pages, in random order.

        The last page is left out: its articles may be gone or printed twice.
        """
        titles = self.titles_printed()
        found = [
            (place, piece)
            for place in range(1, self.last)
            for piece in self.contents[place]
            if piece.text.title
            and piece.text.chain is None
            and piece.text.lines
            and piece.text.genre == "news"
            and sum(piece.text.title in other or other in piece.text.title for other in titles) == 1
        ]
        rng.shuffle(found)
        return found
