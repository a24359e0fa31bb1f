"""What other libraries find: datasketch and simhash, an optional requirement of this benchmark alone.

Each function takes articles and gives the pairs within 31 days which it takes for one story.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from simhash import Simhash, SimhashIndex  # type: ignore[import-untyped]

from benchmarks.stories.model import MAX_DAYS_APART, jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.stories.model import Appearance

    Found = dict[tuple[str, str], str]

THRESHOLD = 0.45  # of the Jaccard index of 4-grams
PERMUTATIONS = 128
BITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a peer found, and how many articles a second it took in."""

    found: Found
    per_second: float


def datasketch_pairs(articles: Sequence[Appearance]) -> Found:
    """Find pairs by MinHash bands of 4-grams, and keep those whose Jaccard index is at least THRESHOLD."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    grams: list[set[str]] = []
    found: Found = {}
    for at, article in enumerate(articles):
        grams.append(shingles(article.body))
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([gram.encode() for gram in grams[at]])
        for other in index.query(sketch):
            if _is_near_in_time(articles[other], article) and jaccard(grams[other], grams[at]) >= THRESHOLD:
                found[_key(articles[other], article)] = "near"
        index.insert(at, sketch)
    return found


def simhash_pairs(articles: Sequence[Appearance], distance: int) -> Found:
    """Find pairs whose 64-bit simhashes of 4-grams differ in at most so many bits.

    Up to 3 bits the package's own index finds them; beyond, where that has no bits left to look up by, each article is
    compared with all of the 31 days before it.
    """
    sketches = [Simhash(sorted(shingles(article.body)), f=BITS) for article in articles]
    found: Found = {}
    if distance <= 3:
        index = SimhashIndex([], f=BITS, k=distance)
        for at, sketch in enumerate(sketches):
            for other in map(int, index.get_near_dups(sketch)):
                if _is_near_in_time(articles[other], articles[at]):
                    found[_key(articles[other], articles[at])] = "near"
            index.add(str(at), sketch)
        return found
    values, start = [sketch.value for sketch in sketches], 0
    for at, article in enumerate(articles):
        while not _is_near_in_time(articles[start], article):
            start += 1
        for other in range(start, at):
            if (values[other] ^ values[at]).bit_count() <= distance:
                found[_key(articles[other], article)] = "near"
    return found


def measured(find: Callable[[Sequence[Appearance]], Found], articles: Sequence[Appearance]) -> Measured:
    """Run a peer over articles in order of their days, by the clock."""
    started = time.perf_counter()
    found = find(articles)
    return Measured(found=found, per_second=len(articles) / (time.perf_counter() - started))


def peers() -> dict[str, Callable[[Sequence[Appearance]], Found]]:
    """Give the peers by name."""
    return {
        f"datasketch MinHashLSH, Jaccard {THRESHOLD}": datasketch_pairs,
        "simhash, distance <= 3": lambda articles: simhash_pairs(articles, 3),
        "simhash, distance <= 12": lambda articles: simhash_pairs(articles, 12),
    }


def _is_near_in_time(earlier: Appearance, later: Appearance) -> bool:
    return abs((later.published_on - earlier.published_on).days) <= MAX_DAYS_APART


def _key(one: Appearance, other: Appearance) -> tuple[str, str]:
    return (one.url, other.url) if one.url < other.url else (other.url, one.url)
