"""Choose passages of a text by which versions of it are found again: winnowing.

Of each run of neighbouring passages the one with the least hash is kept. Two texts that have as many letters in common
as a run covers keep the same passage of it, wherever it stands in each of them; so cuts and moves are found as surely
as copies. (Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting, SIGMOD 2003.)

The passages of many texts are hashed at once: one text after the other takes five times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from pipelines.stories.plain import code_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PASSAGE_CHARS = 12  # for articles of one site
FAR_PASSAGE_CHARS, FAR_RUN = 20, 40  # for those of different sites, which share the stock phrases of all notices
RUN, SHORT_RUN = 48, 8  # of passages; what is kept of longer runs is kept of shorter ones too
SHORT_TEXT = 100  # letters; below it more is kept, for there is little to find it by

_SLOT = max(FAR_PASSAGE_CHARS, RUN, FAR_RUN)  # of letters; shorter texts have zeros behind them
_SPREAD, _MIX, _SHIFT, _UPPER = map(np.uint64, (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 29, 32))  # of SplitMix64
_ODD, _GREATEST = np.uint64(1), np.uint64(2**32 - 1)


def passages(texts: Sequence[tuple[str, str]]) -> list[NDArray[np.uint32]]:
    """Give the hashes of the passages that are kept of each text, each once and in order; of a short text, of its one.

    The even ones are of the site alone, and meet no other site's; the odd ones are of longer passages, and fewer. So
    what an article costs does not grow with the number of sites.

    Args:
        texts: the letters of plain texts, each with the site (the county) that it is of; without letters there is no
            passage.
    """
    if not texts:
        return []
    row = _Row([code_units(text) for text, _ in texts])
    sites = np.array([crc32(site.encode()) for _, site in texts], np.uint64)[row.text]
    pairs = _followed(row.letters, row.letters, 1)
    fours = _followed(pairs, pairs, 2)
    eights = _followed(fours, fours, 4)
    twelves = _followed(eights, fours, 8)
    twenties = _followed(twelves, eights, PASSAGE_CHARS)
    near = ((twelves[: row.size] ^ sites) * _MIX >> _UPPER) & ~_ODD
    far = (twenties[: row.size] >> _UPPER) | _ODD
    is_short = row.length < SHORT_TEXT
    kept = [
        row.numbered(near, row.place == 0),  # a teaser, and what is cut from the end, begin as the report does
        row.least_of_runs(near, PASSAGE_CHARS, RUN, ~is_short),
        row.least_of_runs(near, PASSAGE_CHARS, SHORT_RUN, is_short),
        row.least_of_runs(far, FAR_PASSAGE_CHARS, FAR_RUN, row.length > 0),
    ]
    found = np.unique(np.concatenate(kept))
    ends = np.searchsorted(found, np.arange(1, len(texts), dtype=np.uint64) << _UPPER)
    return np.split((found & _GREATEST).astype(np.uint32), ends)


class _Row:
    """Texts one behind the other; arrays with an element a place, in which a text has its letters or a slot.

    Args:
        units: the code units of each text.
    """

    def __init__(self, units: Sequence[NDArray[np.uint64]]) -> None:
        lengths = np.array([len(one) for one in units])
        widths = np.maximum(lengths, _SLOT)
        starts = np.cumsum(widths) - widths
        self.size = int(widths.sum())
        self.text = np.repeat(np.arange(len(units), dtype=np.uint64), widths)
        self.place = np.arange(self.size) - np.repeat(starts, widths)  # in its text
        self.length = np.repeat(lengths, widths)  # of its text
        self.letters = np.zeros(self.size + _SLOT, np.uint64)
        self.letters[: self.size][self.place < self.length] = np.concatenate(units)

    def numbered(self, hashes: NDArray[np.uint64], which: NDArray[np.bool_]) -> NDArray[np.uint64]:
        """Give hashes with the number of their text in the upper 32 bits."""
        places = np.flatnonzero(which & (self.length[: len(which)] > 0))
        return self.text[places] << _UPPER | hashes[places]

    def least_of_runs(
        self, hashes: NDArray[np.uint64], chars: int, run: int, which: NDArray[np.bool_]
    ) -> NDArray[np.uint64]:
        """Give the least hash of each run of so many neighbours, of texts with fewer the least of all; numbered.

        Args:
            hashes: of the passages that begin at each place.
            chars: how long a passage is.
            run: how many there are in a run.
            which: the places of the texts that are meant.
        """
        count = np.maximum(self.length - chars + 1, 1)
        least, width = np.where(self.place < count, hashes, _GREATEST), 1
        while 2 * width <= run:
            least = np.minimum(least[:-width], least[width:])
            width *= 2
        least = np.minimum(least[: self.size - run + 1], least[run - width :])
        place = self.place[: len(least)]
        begins = which[: len(least)] & (place <= np.maximum(count[: len(least)] - run, 0))
        begins[1:] &= (least[1:] != least[:-1]) | (place[1:] == 0)
        return self.numbered(least, begins)


def _followed(these: NDArray[np.uint64], those: NDArray[np.uint64], distance: int) -> NDArray[np.uint64]:
    """Hash each of these together with that of those which stands so much further on."""
    after = those[distance:]
    found = these[: len(after)] * _SPREAD
    found += after
    found ^= found >> _SHIFT
    found *= _MIX
    return found
