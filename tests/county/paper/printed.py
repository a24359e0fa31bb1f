"""What a printed article says, in final form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.county import words
from tests.county.quirks import AnyQuirk, Quirk

if TYPE_CHECKING:
    from tests.county.paper.truth import Genre


@dataclass(frozen=True, kw_only=True)
class PrintByline:
    """A byline, the (role, name) pairs it stands for, and its form; a second line is a paragraph of its own."""

    form: AnyQuirk
    printed: str
    people: tuple[tuple[str, str], ...]


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
    lines: tuple[str, ...] = ()
    byline: PrintByline | None = None
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
    printed += [one.photographer_printed for one in text.pictures if one.photographer_printed]
    names = [name for _, name in text.byline.people] if text.byline else []
    names += [one.photographer for one in text.pictures if one.photographer]
    shown = {
        Quirk.PADDED_NAME: any("　" in one for one in printed),
        Quirk.COMPOUND_SURNAME: any(name.startswith(words.COMPOUND_SURNAMES) for name in names),
        Quirk.RARE_NAME: any(rare in name for name in names for rare in words.RARE_GIVEN),
        Quirk.EXTENSION_NAME: any(rare in name for name in names for rare in words.EXTENSION_GIVEN),
    }
    return frozenset(quirk for quirk, is_shown in shown.items() if is_shown)
