"""What a printed article says, in final form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.county import people

if TYPE_CHECKING:
    import datetime as dt

    from tests.county.paper.truth import Genre
    from tests.county.people import Place
    from tests.county.quirks import AnyQuirk


@dataclass(frozen=True, kw_only=True)
class PrintByline:
    """A byline, the (role, name) pairs it stands for, and its form; a second line is a paragraph of its own.

    Args:
        place: in the markup's own slot for the author, or as on the news site.
        gap: what stands between it and the sentence beside it.
    """

    form: AnyQuirk
    printed: str
    people: tuple[tuple[str, str], ...]
    place: Place | Literal["slot"] = "slot"
    gap: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintPicture:
    """A picture by its file's name, its caption, and its photographer; None for what is not printed."""

    file: str
    caption: str | None = None
    photographer: str | None = None
    photographer_printed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Words that point to another article.

    Args:
        printed: the words, or the line that holds them.
        page_number, title, on: the page, title and day that they name; the page without 第 and 版.
        target: the key of the piece that they mean in the same issue, or the path of an article of an earlier one.
    """

    kind: Literal["jump_to", "jump_from", "teaser", "correction"]
    printed: str
    page_number: str | None = None
    title: str | None = None
    on: dt.date | None = None
    target: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A jump's words and where they stand: at the end of the last paragraph, below it, or in front of the text."""

    printed: str
    place: Literal["tail", "below", "lead", "above", "kicker"]


@dataclass(frozen=True, kw_only=True)
class PrintText:
    """What an article says; `headline` has so many lines, or none.

    Args:
        closing: editors, named below the text.
        marks: the words of jumps, which are not in `lines`.
        chain: the name of the article that it is a piece of, and which piece, from 0.
    """

    genre: Genre
    headline: tuple[str, ...] = ()
    kicker: str | None = None
    subheadline: str | None = None
    dateline: str | None = None
    dateline_on: dt.date | None = None
    lines: tuple[str, ...] = ()
    byline: PrintByline | None = None
    closing: people.Byline | None = None
    pictures: tuple[PrintPicture, ...] = ()
    story_path: str | None = None
    pointers: tuple[Pointer, ...] = ()
    marks: tuple[Mark, ...] = ()
    chain: tuple[str, int] | None = None
    series_title: str | None = None
    series_part: str | None = None
    quirks: frozenset[AnyQuirk] = frozenset()

    @property
    def title(self) -> str | None:
        """The headline's lines in one."""
        return " ".join(self.headline) or None

    def mark(self, *places: str) -> str:
        """Return the mark that is printed in one of the places; empty for none."""
        return next((one.printed for one in self.marks if one.place in places), "")

    @property
    def kicker_printed(self) -> str | None:
        """The kicker's place as printed, where a mark may stand instead of it."""
        return self.mark("kicker") or self.kicker


def name_quirks(text: PrintText) -> frozenset[AnyQuirk]:
    """Return the quirks of the names that are printed, whoever else was drawn."""
    printed = [text.byline.printed] if text.byline else []
    printed += [text.closing.printed] if text.closing else []
    printed += [one.photographer_printed for one in text.pictures if one.photographer_printed]
    names = [name for one in (text.byline, text.closing) if one for _, name in one.people]
    names += [one.photographer for one in text.pictures if one.photographer]
    return people.name_quirks(printed, names)
