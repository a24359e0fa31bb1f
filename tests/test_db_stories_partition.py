"""Which articles are one story: a function of links, decisions and places, whatever the order and the numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.stories.partition import Bond, Place, partition
from tests.fuzzing import examples
from tests.storytexts import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAMES = "abcdefg"
CHANNELS = ("news", "epaper", "wechat")
METHODS = ("exact", "near", "reprint")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """Articles by name, what links them and what was decided."""

    places: Mapping[str, Place]
    bonds: Sequence[tuple[str, str, str, float]]
    joined: Sequence[Pair] = ()
    split: Sequence[Pair] = ()

    def stories(self, numbers: Sequence[int] = range(1, 99)) -> dict[str, str]:
        """Ask for the stories, by name, with these numbers for the articles."""
        ids = dict(zip(self.places, numbers, strict=False))
        names = {number: name for name, number in ids.items()}
        bonds = [
            Bond(a=min(ids[a], ids[b]), b=max(ids[a], ids[b]), method=method, score=score)
            for a, b, method, score in self.bonds
        ]
        found = partition(
            {ids[name]: place for name, place in self.places.items()},
            bonds,
            _ids(ids, self.joined),
            _ids(ids, self.split),
        )
        return {names[number]: names[head] for number, head in found.items()}


def _ids(ids: Mapping[str, int], pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    return [(ids[a], ids[b]) for a, b in pairs]


def place(name: str, *, channel: str = "news", later: int = 0, is_withheld: bool = False) -> Place:
    day = DAY + dt.timedelta(days=later)
    return Place(is_withheld=is_withheld, published_on=day, channel=channel, url=f"http://a.example/{name}")


PLACES = st.builds(
    lambda channels, days, hidden: {
        name: place(name, channel=channels[n], later=days[n], is_withheld=hidden[n]) for n, name in enumerate(NAMES)
    },
    st.tuples(*[st.sampled_from(CHANNELS)] * len(NAMES)),
    st.tuples(*[st.integers(0, 2)] * len(NAMES)),
    st.tuples(*[st.booleans()] * len(NAMES)),
)
PAIRS = list(combinations(NAMES, 2))
BONDS = st.dictionaries(
    st.sampled_from(PAIRS), st.tuples(st.sampled_from(METHODS), st.sampled_from([0.4, 0.6, 0.6, 0.9, 1.0])), max_size=12
).map(lambda found: [(*pair, *how) for pair, how in found.items()])
SOME_PAIRS = st.lists(st.sampled_from(PAIRS), max_size=4, unique=True)
CASES = st.builds(Case, PLACES, BONDS, SOME_PAIRS, SOME_PAIRS)


def hang_together(names: Iterable[str], edges: Iterable[Pair]) -> set[frozenset[str]]:
    """Work out the connected components, apart from the code that is tested."""
    groups = {name: {name} for name in names}
    for a, b in edges:
        if groups[a] is not groups[b]:
            groups[a] |= groups[b]
            for name in groups[b]:
                groups[name] = groups[a]
    return {frozenset(group) for group in groups.values()}


def groups_of(stories: Mapping[str, str]) -> set[frozenset[str]]:
    return {frozenset(name for name, head in stories.items() if head == one) for one in stories.values()}


def is_apart(stories: Mapping[str, str], pair: Pair) -> bool:
    return stories[pair[0]] != stories[pair[1]]


@examples(200, 5000)
@given(CASES)
def test_without_decisions_stories_are_what_hangs_together(case: Case) -> None:
    free = Case(case.places, case.bonds)

    assert groups_of(free.stories()) == hang_together(NAMES, [(a, b) for a, b, *_ in case.bonds])


@examples(300, 5000)
@given(CASES, st.permutations(range(1, 8)), st.randoms(use_true_random=False))
def test_order_of_links_and_numbers_of_articles_do_not_count(case: Case, numbers: list[int], rng: object) -> None:
    shuffled = Case(
        dict(rng.sample(list(case.places.items()), len(case.places))),  # type: ignore[attr-defined]
        rng.sample(case.bonds, len(case.bonds)),  # type: ignore[attr-defined]
        [pair[::-1] for pair in case.joined],
        [pair[::-1] for pair in case.split[::-1]],
    )

    assert shuffled.stories(numbers) == case.stories()


@examples(200, 5000)
@given(CASES)
def test_a_story_is_named_by_its_first_appearance_that_is_not_withheld(case: Case) -> None:
    stories = case.stories()

    assert stories.keys() == set(NAMES)
    for group in groups_of(stories):
        places = {name: case.places[name] for name in group}
        order = {
            name: (one.is_withheld, one.published_on, CHANNELS.index(one.channel), one.url)
            for name, one in places.items()
        }
        assert {stories[name] for name in group} == {min(group, key=order.__getitem__)}


@examples(300, 5000)
@given(CASES)
def test_decisions_hold_and_nothing_else_keeps_apart_what_is_linked(case: Case) -> None:
    stories = case.stories()
    groups = groups_of(stories)
    edges = [(a, b) for a, b, *_ in case.bonds]

    assert all(is_apart(stories, pair) for pair in case.split)
    joined = hang_together(NAMES, case.joined)
    if not any(set(pair) <= group for pair in case.split for group in joined):
        assert not any(is_apart(stories, pair) for pair in case.joined)
    for group in groups:  # it hangs together by itself
        own = [pair for pair in [*edges, *case.joined] if set(pair) <= group]
        assert group in hang_together(NAMES, own)
    for pair in edges:
        if is_apart(stories, pair):
            sides = [next(group for group in groups if name in group) for name in pair]
            assert any({*one} & sides[0] and {*one} & sides[1] for one in case.split), pair


@pytest.mark.parametrize(
    ("to_a", "to_b", "side"),
    [
        (("exact", 1.0), ("near", 0.9), "a"),
        (("near", 0.6), ("near", 0.9), "b"),
        (("near", 0.7), ("exact", 1.0), "b"),
        (("reprint", 0.9), ("reprint", 0.5), "a"),
    ],
)
@pytest.mark.parametrize("numbers", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_a_further_appearance_goes_with_the_side_that_it_is_more_like(
    to_a: tuple[str, float], to_b: tuple[str, float], side: str, numbers: tuple[int, ...]
) -> None:
    places = {name: place(name, later=n) for n, name in enumerate("abc")}
    bonds = [("a", "b", "exact", 1.0), ("a", "c", *to_a), ("b", "c", *to_b)]

    stories = Case(places, bonds, split=[("a", "b")]).stories(numbers)

    assert stories["c"] == stories[side]
    assert is_apart(stories, ("a", "b"))


def test_what_is_joined_stays_joined_though_another_link_is_stronger() -> None:
    places = {name: place(name) for name in "abc"}
    bonds = [("a", "b", "near", 0.5), ("b", "c", "exact", 1.0)]

    stories = Case(places, bonds, joined=[("a", "b")], split=[("a", "c")]).stories()

    assert groups_of(stories) == {frozenset("ab"), frozenset("c")}
