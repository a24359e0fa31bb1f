"""Lay two texts side by side, sentence by sentence, and tell in which spots their sentences differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.stories.compared import Compared

ALIKE = 0.3  # of the shorter sentence's pairs of letters: one is a version of the other
SENTENCE_CHARS = 4  # shorter ones say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How the sentences of two texts lie side by side; lengths in letters, of the first text where they are shared.

    Args:
        equal: in sentences that both have.
        altered: in sentences of which both have a version.
        own: in further sentences, of the first and of the second text.
        spots: what stands in the one and what in the other version, each once; both have something.
    """

    equal: int
    altered: int
    own: tuple[int, int]
    spots: frozenset[tuple[str, str]]


def align(a: Compared, b: Compared) -> Alignment:
    """Lay two texts side by side; the order of their sentences does not count."""
    shared = set(a.sentences) & set(b.sentences)
    left, right = _others(a.sentences, shared), _others(b.sentences, shared)
    pairs = list(_versions([a.sentence_pairs(one) for one in left], [b.sentence_pairs(one) for one in right]))
    own_left = set(left) - {left[i] for i, _ in pairs}
    own_right = set(right) - {right[j] for _, j in pairs}
    return Alignment(
        equal=sum(len(one) for one in a.sentences if one in shared),
        altered=sum(len(left[i]) for i, _ in pairs),
        own=(sum(map(len, own_left)), sum(map(len, own_right))),
        spots=frozenset(spot for i, j in pairs for spot in spots_of(left[i], right[j])),
    )


def _others(found: Sequence[str], shared: set[str]) -> list[str]:
    return [one for one in dict.fromkeys(found) if one not in shared and len(one) >= SENTENCE_CHARS]


def _versions(lefts: Sequence[frozenset[str]], rights: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pair the sentences that are most alike, by their pairs of letters, each with one at most."""
    alike = [
        (len(ours & theirs) / min(len(ours), len(theirs)), i, j)
        for i, ours in enumerate(lefts)
        for j, theirs in enumerate(rights)
    ]
    met_left: set[int] = set()
    met_right: set[int] = set()
    for share, i, j in sorted(alike, key=lambda one: (-one[0], one[1], one[2])):
        if share < ALIKE:
            return
        if i not in met_left and j not in met_right:
            met_left.add(i)
            met_right.add(j)
            yield i, j


def spots_of(a: str, b: str) -> Iterator[tuple[str, str]]:
    """Give what stands in the one and what in the other of two versions; a letter alone between two spots is chance."""
    ours = theirs = ""
    for step in Levenshtein.opcodes(a, b):
        here, there = a[step.src_start : step.src_end], b[step.dest_start : step.dest_end]
        if step.tag == "equal" and (len(here) > 1 or not (ours or theirs)):
            if ours and theirs:
                yield ours, theirs
            ours = theirs = ""
        else:
            ours, theirs = ours + here, theirs + there
    if ours and theirs:
        yield ours, theirs
