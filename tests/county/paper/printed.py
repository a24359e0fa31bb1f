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
class PrintText:
    """What an article says; `headline` has one or two lines, or none."""

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
    quirks: frozenset[AnyQuirk] = frozenset()

    @property
    def title(self) -> str | None:
        """The headline's lines in one."""
        return " ".join(self.headline) or None


def name_quirks(text: PrintText) -> frozenset[AnyQuirk]:
    """Return the quirks of the names that are printed, whoever else was drawn."""
    printed = [text.byline.printed] if text.byline else []
    printed += [text.closing.printed] if text.closing else []
    printed += [one.photographer_printed for one in text.pictures if one.photographer_printed]
    names = [name for one in (text.byline, text.closing) if one for _, name in one.people]
    names += [one.photographer for one in text.pictures if one.photographer]
    return people.name_quirks(printed, names)
