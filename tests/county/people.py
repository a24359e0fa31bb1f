"""The people of an article: who is named, in which role, and how the byline prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.county import words
from tests.county.quirks import PHOTO_BYLINES, TEXT_BYLINES, Draws, Quirk

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_NAME_QUIRKS = (Quirk.COMPOUND_SURNAME, Quirk.RARE_NAME, Quirk.EXTENSION_NAME, Quirk.PADDED_NAME)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A name, and the same name as printed (李　明)."""

    name: str
    printed: str


@dataclass(frozen=True, kw_only=True)
class Byline:
    """The bracket at the end of a body, as printed, and the (role, name) pairs it stands for."""

    printed: str
    people: tuple[tuple[str, str], ...]


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


def _reporters(cast: Cast) -> Byline:
    people = cast.several(2)
    return Byline(printed=f"（记者 {_printed(people)}）", people=_in_role("reporter", people))


def _correspondents(cast: Cast) -> Byline:
    people = cast.several(2)
    return Byline(printed=f"（通讯员 {_printed(people)}）", people=_in_role("correspondent", people))


def _both(cast: Cast) -> Byline:
    first, second = cast.several(2), cast.several(2)
    return Byline(
        printed=f"（记者 {_printed(first)} 通讯员 {_printed(second)}）",
        people=_in_role("reporter", first) + _in_role("correspondent", second),
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


def draw_byline(cast: Cast, draws: Draws, *, has_pictures: bool) -> Byline | None:
    """Return the byline of an article; one with pictures may name its photographer instead of a reporter."""
    quirk = draws.one_of(PHOTO_BYLINES if has_pictures else TEXT_BYLINES)
    return _FORMS[quirk](cast) if quirk else None


def _printed(people: list[Person]) -> str:
    return " ".join(person.printed for person in people)


def _in_role(role: str, people: list[Person]) -> tuple[tuple[str, str], ...]:
    return tuple((role, person.name) for person in people)
