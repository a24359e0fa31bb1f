"""An article in the form in which it is compared with others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipelines.stories.days import Days, read_days
from pipelines.stories.plain import code_units, letters, plain, printed_letters, sentences

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

SHINGLE_CHARS = 4
_UNIT_BITS = np.uint64(16)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What of an article decides whether another one is the same story; all of it as printed.

    Args:
        published_on: local day.
        channel: news, epaper or wechat.
        press: the name of the site, paper or account.
        headline, credited_source: None where none is printed.
        body: the whole of a report that jumps.
    """

    published_on: dt.date
    channel: str
    press: str
    headline: str | None
    credited_source: str | None
    body: str

    @cached_property
    def letters(self) -> str:
        """The letters of the body as printed."""
        return printed_letters(self.body)

    @cached_property
    def plain(self) -> str:
        """The body, simplified and with numbers in digits."""
        return plain(self.body)

    @cached_property
    def folded(self) -> str:
        """The letters of the plain body."""
        return letters(self.plain)

    @cached_property
    def shingles(self) -> NDArray[np.uint64]:
        """Each run of four letters of the body, once and in order, as a number; of a shorter one itself."""
        units = code_units(self.folded, at_least=SHINGLE_CHARS)
        pairs = units[:-1] << _UNIT_BITS | units[1:]
        return once(pairs[:-2] << 2 * _UNIT_BITS | pairs[2:])

    @cached_property
    def headline_plain(self) -> str:
        """The headline, simplified and with numbers in digits; empty for none."""
        return plain(self.headline or "")

    @cached_property
    def title(self) -> str:
        """The letters of the plain headline."""
        return letters(self.headline_plain)

    @cached_property
    def title_pairs(self) -> frozenset[str]:
        """The pairs of letters of the headline."""
        return shingles(self.title, 2)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the body; those of days among them."""
        return frozenset(_NUMBER.findall(self.plain)) - {"1"}

    @cached_property
    def _days(self) -> tuple[Days, str]:
        return read_days(self.plain, self.published_on)

    @property
    def days(self) -> Days:
        """The days that the body names."""
        return self._days[0]

    @cached_property
    def sentences(self) -> list[str]:
        """The letters of each sentence, without the days that it names."""
        return sentences(self._days[1])

    @cached_property
    def _sentence_pairs(self) -> dict[str, frozenset[str]]:
        return {}

    def sentence_pairs(self, sentence: str) -> frozenset[str]:
        """The pairs of letters of one of the sentences."""
        if sentence not in self._sentence_pairs:
            self._sentence_pairs[sentence] = shingles(sentence, 2)
        return self._sentence_pairs[sentence]


def once(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Give numbers in order, each once; for a text's worth of them in half the time of `numpy.unique`."""
    numbers.sort()
    is_new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    return numbers[is_new]


def shingles(text: str, length: int) -> frozenset[str]:
    """Give each run of so many characters; of a shorter text itself."""
    return frozenset([text[start : start + length] for start in range(max(1, len(text) - length + 1))])
