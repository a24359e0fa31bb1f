"""The people of an article: who is named, in which role, and how the byline prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.county import phrases, words
from tests.county.draws import Draws
from tests.county.quirks import PHOTO_BYLINES, TEXT_BYLINES, Quirk

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Callable

Place = Literal["head", "above", "end", "below"]
_NAME_QUIRKS = (Quirk.COMPOUND_SURNAME, Quirk.RARE_NAME, Quirk.EXTENSION_NAME, Quirk.PADDED_NAME)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A name, and the same name as printed (李　明)."""

    name: str
    printed: str


@dataclass(frozen=True, kw_only=True)
class Byline:
    """Words that name people, as printed, and the (role, name) pairs they stand for.

    Args:
        printed: more than one line where they are paragraphs of their own.
        place: after the dateline (head), in front of the first paragraph (above), at the last one's end, or below it.
        gap: what stands between them and the sentence beside them.
        dateline: the dateline that they stand after, where they have one of their own, and the day that it names.
    """

    printed: str
    people: tuple[tuple[str, str], ...]
    place: Place = "end"
    gap: str = ""
    dateline: str | None = None
    dateline_on: dt.date | None = None


class Cast:
    """Draws the people of one article; the name quirks go to the first people who are asked for."""

    def __init__(self, rng: random.Random, draws: Draws) -> None:
        self.rng = rng
        self.drawn = draws.drawn
        asked = Draws(draws.rng, draws.enabled)
        self.pending = [quirk for quirk in _NAME_QUIRKS if asked.has(quirk)]

    def person(self) -> Person:
        """Return a new person."""
        quirk = self.pending.pop(0) if self.pending else None
        name = words.plain_name(self.rng)
        surname, given, rare, extension = (
            self.rng.choice(pool)
            for pool in (words.COMPOUND_SURNAMES, words.GIVEN, words.RARE_GIVEN, words.EXTENSION_GIVEN)
        )
        if quirk is None:
            return Person(name=name, printed=name)
        self.drawn.add(quirk)
        if quirk is Quirk.MINORITY_NAME:
            name = f"{self.rng.choice(phrases.MINORITY_GIVEN)}·{self.rng.choice(phrases.MINORITY_FATHERS)}"
            return Person(name=name, printed=name)
        if quirk is Quirk.PADDED_NAME:
            name = name[0] + given
            return Person(name=name, printed=f"{name[0]}　{name[1]}")
        changed = {
            Quirk.COMPOUND_SURNAME: surname + name[1:],
            Quirk.RARE_NAME: name[0] + (given if len(name) == 3 else "") + rare,
            Quirk.EXTENSION_NAME: name[0] + extension,
        }[quirk]
        return Person(name=changed, printed=changed)

    def several(self, most: int) -> list[Person]:
        """Return one to `most` people."""
        return [self.person() for _ in range(self.rng.randint(1, most))]

    def glued(self, count: int) -> list[Person]:
        """Return people whose names can be printed without a blank: no given name is a surname."""
        names = []
        for _ in range(count):
            given = "".join(self.rng.sample(phrases.GLUED_GIVEN, self.rng.choice((1, 2, 2))))
            names.append(self.rng.choice(words.SURNAMES) + given)
        return [Person(name=name, printed=name) for name in names]


def _reporters(cast: Cast) -> Byline:
    people = cast.several(2)
    return Byline(printed=f"（记者 {_printed(people)}）", people=in_role("reporter", people))


def _correspondents(cast: Cast) -> Byline:
    people = cast.several(2)
    return Byline(printed=f"（通讯员 {_printed(people)}）", people=in_role("correspondent", people))


def _both(cast: Cast) -> Byline:
    first, second = cast.several(2), cast.several(2)
    return Byline(
        printed=f"（记者 {_printed(first)} 通讯员 {_printed(second)}）",
        people=in_role("reporter", first) + in_role("correspondent", second),
    )


def _photo_slash(cast: Cast) -> Byline:
    person = cast.person()
    return Byline(printed=f"({person.printed}/摄）", people=(("photographer", person.name),))


def _photo_blank(cast: Cast) -> Byline:
    person = cast.person()
    return Byline(printed=f"（{person.printed} 摄）", people=(("photographer", person.name),))


def _text_and_photo(cast: Cast) -> Byline:
    person = cast.person()
    return Byline(
        printed=f"（记者 {person.printed} 文/图）", people=(("reporter", person.name), ("photographer", person.name))
    )


_FORMS: dict[Quirk, Callable[[Cast], Byline]] = {
    Quirk.BYLINE_REPORTERS: _reporters,
    Quirk.BYLINE_CORRESPONDENTS: _correspondents,
    Quirk.BYLINE_BOTH: _both,
    Quirk.BYLINE_PHOTO_SLASH: _photo_slash,
    Quirk.BYLINE_PHOTO_BLANK: _photo_blank,
    Quirk.BYLINE_TEXT_AND_PHOTO: _text_and_photo,
}


def name_quirks(printed: list[str], names: list[str]) -> frozenset[Quirk]:
    """Return the quirks that names show, by the spans that print them and by themselves."""
    shown = {
        Quirk.PADDED_NAME: any("　" in one for one in printed),
        Quirk.COMPOUND_SURNAME: any(name.startswith(words.COMPOUND_SURNAMES) for name in names),
        Quirk.RARE_NAME: any(rare in name for name in names for rare in words.RARE_GIVEN),
        Quirk.EXTENSION_NAME: any(rare in name for name in names for rare in words.EXTENSION_GIVEN),
        Quirk.MINORITY_NAME: any("·" in name for name in names),
    }
    return frozenset(quirk for quirk, is_shown in shown.items() if is_shown)


def draw_byline(cast: Cast, draws: Draws, *, has_pictures: bool) -> Byline | None:
    """Return the byline of an article; one with pictures may name its photographer instead of a reporter."""
    quirk = draws.one_of(PHOTO_BYLINES if has_pictures else TEXT_BYLINES)
    return _FORMS[quirk](cast) if quirk else None


def _printed(people: list[Person]) -> str:
    return " ".join(person.printed for person in people)


def in_role(role: str, people: list[Person]) -> tuple[tuple[str, str], ...]:
    """Return the (role, name) pairs of people in one role."""
    return tuple((role, person.name) for person in people)
