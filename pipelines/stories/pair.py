"""Two articles side by side, and what is to be seen of them; each sight is worked out when it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipelines.stories.alignment import Alignment, align
from pipelines.stories.compared import SHINGLE_CHARS, shingles

if TYPE_CHECKING:
    from pipelines.stories.compared import Compared

_LEAD_CHARS, _HEAD_CHARS = 30, 100
_ROUNDUP = re.compile(
    "简讯|短讯|快讯|速览|速递|一览|集锦|集萃|汇总|综述|盘点|回顾|要闻|新闻[一二三四五六七八九十\\d]|[一本上]周|每周|大事|\\d[则条件]|信息"
)
_ITEM = re.compile(r"^\s*(?:[■◆●▲★◎□▪·]|[(（]?\d{1,2}[、.．)）])", re.MULTILINE)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"第\d+[期届轮场次号讲回集章版辑季]|[（(]\d+[)）]|(?<![\da-z.])\d{1,2}$|之\d+")


@dataclass(frozen=True)
class Pair:
    """Two articles, the one with the shorter text first; made by `of`."""

    short: Compared
    long: Compared

    @classmethod
    def of(cls, a: Compared, b: Compared) -> Pair:
        """Put two articles in order, in whichever they come."""
        if len(a.folded) != len(b.folded):
            return cls(a, b) if len(a.folded) < len(b.folded) else cls(b, a)
        return cls(*sorted((a, b), key=lambda one: (one.folded, one.published_on, one.title)))

    @cached_property
    def is_equal(self) -> bool:
        """Whether the letters and digits are the same."""
        return self.short.folded == self.long.folded and self.short.letters == self.long.letters

    @cached_property
    def kept(self) -> float:
        """Which share of the shorter text the longer one has, by runs of four letters."""
        both = np.concatenate((self.short.shingles, self.long.shingles))
        both.sort(kind="stable")  # which merges what is in order already; numpy.intersect1d takes twice as long
        return round(int(np.count_nonzero(both[1:] == both[:-1])) / len(self.short.shingles), 4)

    @cached_property
    def size(self) -> float:
        """The length of the shorter text, as a share of the longer one's."""
        return len(self.short.folded) / len(self.long.folded)

    @cached_property
    def days_apart(self) -> int:
        """How many days lie between the days of publication."""
        return abs((self.short.published_on - self.long.published_on).days)

    @cached_property
    def is_of_one_press(self) -> bool:
        """Whether both are of one site, paper or account."""
        return (self.short.channel, self.short.press) == (self.long.channel, self.long.press)

    @cached_property
    def days(self) -> str:
        """Whether the texts name one day: same, other, perhaps other, or unknown."""
        return self.short.days.relation_to(self.long.days)

    @cached_property
    def title_alike(self) -> float:
        """Which share of the shorter headline the longer one has, by pairs of letters; 0 without a headline."""
        if not (self.short.title and self.long.title):
            return 0.0
        ours, theirs = self.short.title_pairs, self.long.title_pairs
        return len(ours & theirs) / min(len(ours), len(theirs))

    @cached_property
    def is_next_of_series(self) -> bool:
        """Whether the headlines are the same but for a number: 第31期, （二）."""
        ours, theirs = self.short.headline_plain, self.long.headline_plain
        if ours == theirs or not (_NUMBERED.search(ours) and _NUMBERED.search(theirs)):
            return False
        return _DIGITS.sub("", ours) == _DIGITS.sub("", theirs)

    @cached_property
    def is_in_roundup(self) -> bool:
        """Whether the longer text puts several items together, as its headline or their numbering says."""
        return bool(_ROUNDUP.search(self.long.headline_plain)) or len(_ITEM.findall(self.long.plain)) >= 3

    @cached_property
    def begins_alike(self) -> bool:
        """Whether the longer text has in its beginning what the shorter one begins with."""
        lead = shingles(self.short.folded[:_LEAD_CHARS], SHINGLE_CHARS)
        head = shingles(self.long.folded[:_HEAD_CHARS], SHINGLE_CHARS)
        return len(lead & head) >= 0.5 * len(lead)

    @cached_property
    def has_same_numbers(self) -> bool:
        """Whether both texts have numbers enough, and those of the text with fewer are in the other."""
        fewer, more = sorted((self.short.numbers, self.long.numbers), key=len)
        return len(fewer) >= 5 and len(fewer & more) >= 0.8 * len(fewer)

    @cached_property
    def has_other_numbers(self) -> bool:
        """Whether both texts have numbers, and none in common."""
        ours, theirs = self.short.numbers, self.long.numbers
        return bool(ours and theirs) and not ours & theirs

    @cached_property
    def alignment(self) -> Alignment:
        """How their sentences lie side by side."""
        return align(self.short, self.long)

    @cached_property
    def own(self) -> tuple[float, float]:
        """Which share of either text stands in sentences that have no counterpart."""
        ours, theirs = self.alignment.own
        return ours / len(self.short.folded), theirs / len(self.long.folded)

    @cached_property
    def figures(self) -> int:
        """In how many spots figures differ."""
        return sum(1 for ours, theirs in self.alignment.spots if _DIGITS.findall(ours) != _DIGITS.findall(theirs))

    @cached_property
    def letters(self) -> int:
        """In how many spots one letter stands for another, as by a slip."""
        both = (ours + theirs for ours, theirs in self.alignment.spots)
        return sum(1 for spot in both if len(spot) == 2 and not _DIGITS.search(spot))

    @cached_property
    def names(self) -> int:
        """In how many spots words differ."""
        return len(self.alignment.spots) - self.figures - self.letters

    @property
    def filled(self) -> int:
        """In how many spots something else is filled in: figures or words; some of many slips look like it."""
        return max(0, self.figures + self.names - self.letters // 3)

    @property
    def density(self) -> float:
        """How many of those spots there are in a hundred letters that have a counterpart."""
        return self.filled * 100 / self._met

    @property
    def excess(self) -> float:
        """How many of them there are in a hundred letters beyond two, which any text may have."""
        return (self.filled - 2) * 100 / self._met

    @property
    def replaced(self) -> float:
        """Which share of the letters that have a counterpart stands in spots."""
        return sum(max(len(ours), len(theirs)) for ours, theirs in self.alignment.spots) / self._met

    @property
    def _met(self) -> int:
        return max(1, self.alignment.equal + self.alignment.altered)
