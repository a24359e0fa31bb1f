"""Choose passages of a text by which versions of it are found again: winnowing.

Of each run of neighbouring passages the one with the least hash is kept. Two texts that have as many letters in common
as a run covers keep the same passage of it, wherever it stands in each of them; so cuts and moves are found as surely
as copies. (Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting, SIGMOD 2003.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSAGE_CHARS = 12  # for articles of one site
FAR_PASSAGE_CHARS, FAR_RUN = 20, 40  # for those of different sites, which share the stock phrases of all notices
RUN, SHORT_RUN = 32, 8  # of passages; what is kept of longer runs is kept of shorter ones too
SHORT_TEXT = 100  # letters; below it more is kept, for there is little to find it by


def passages(text: str, site: str) -> frozenset[int]:
    """Give the hashes, of 32 bits each, of the passages of a text that are kept; of a short text, of its one passage.

    Some are those of the site alone, and meet no other site's; the others are of longer passages, and fewer. So what
    an article costs does not grow with the number of sites.

    Args:
        text: the letters of a plain text; without any there is no passage.
        site: of which county it is.
    """
    if not text:
        return frozenset()
    encoded = text.encode("utf-16-le", "surrogatepass")
    near = _hashes(encoded, PASSAGE_CHARS, crc32(site.encode()))
    far = _hashes(encoded, FAR_PASSAGE_CHARS, 0)
    run = SHORT_RUN if len(text) < SHORT_TEXT else RUN
    # the first one always: a teaser, and what is cut from the end, begin as the report does
    return frozenset([near[0], *_least_of_runs(near, run), *_least_of_runs(far, FAR_RUN)])


def _hashes(encoded: bytes, length: int, beginning: int) -> list[int]:
    width, last = 2 * length, max(0, len(encoded) - 2 * length)
    return [crc32(encoded[start : start + width], beginning) for start in range(0, last + 1, 2)]


def _least_of_runs(hashes: Sequence[int], run: int) -> Iterator[int]:
    least = min(hashes[:run])
    yield least
    for end in range(run, len(hashes)):
        if hashes[end] <= least:
            least = hashes[end]
        elif hashes[end - run] == least:
            least = min(hashes[end - run + 1 : end + 1])
        else:
            continue
        yield least
