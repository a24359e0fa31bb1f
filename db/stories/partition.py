"""Which articles are one story, worked out from what links them and from what persons decided: a pure function.

What a person decided holds. Links unite in the order of their strength, and none unites two articles that a person
told apart, however it gets there. No order of arrival and no number of a row has a say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.stories.tables import UNITING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

_CHANNELS = {"news": 0, "epaper": 1, "wechat": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands among the appearances of a story; the least is the canonical one.

    Args:
        is_withheld: what is withheld gives no story its name.
    """

    is_withheld: bool
    published_on: dt.date
    channel: str
    url: str

    @property
    def order(self) -> tuple[dt.date, int, str]:
        """The earliest day, then news, epaper, wechat, then the URL."""
        return self.published_on, _CHANNELS[self.channel], self.url


@dataclass(frozen=True, slots=True)
class Bond:
    """Two articles that are one story: by a method that unites, with its score."""

    a: int
    b: int
    method: str
    score: float


def partition(
    places: Mapping[int, Place],
    bonds: Iterable[Bond],
    joined: Iterable[tuple[int, int]],
    split: Iterable[tuple[int, int]],
) -> dict[int, int]:
    """Tell for each article which one gives its story its name.

    Args:
        places: of all articles concerned.
        bonds: between them.
        joined: pairs that a person said are one story, the latest decision first.
        split: pairs that a person told apart.

    Returns:
        The id of the canonical article, by id; of an article that is alone itself.
    """
    groups = {number: {number} for number in places}
    apart: dict[int, set[int]] = {number: set() for number in places}
    for a, b in split:
        apart[a].add(b)
        apart[b].add(a)
    ordered = sorted(bonds, key=lambda bond: _strength(bond, places))
    for a, b in (*joined, *((bond.a, bond.b) for bond in ordered)):
        ours, theirs = groups[a], groups[b]
        if ours is theirs or any(apart[one] & theirs for one in ours):
            continue
        ours |= theirs
        for one in theirs:
            groups[one] = ours
    distinct = {id(group): group for group in groups.values()}
    named = {key: _canonical(group, places) for key, group in distinct.items()}
    return {number: named[id(group)] for number, group in groups.items()}


def _canonical(group: Iterable[int], places: Mapping[int, Place]) -> int:
    return min(group, key=lambda number: (places[number].is_withheld, places[number].order))


def _strength(bond: Bond, places: Mapping[int, Place]) -> tuple[object, ...]:
    ends = sorted(places[number].order for number in (bond.a, bond.b))
    return UNITING.index(bond.method), -bond.score, *ends
