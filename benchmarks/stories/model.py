"""What the generator yields and the scoring reads: articles, labelled pairs, and the letters they are compared by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

MAX_DAYS_APART = 31
UNITING = frozenset({"exact", "near", "reprint"})
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """An article as it stands in the database; None where nothing is printed.

    Args:
        channel: `news`, `epaper` or `wechat`.
        published_on: the day printed, of China.
        genre: `news`, or `notice` where it is one.
        body: paragraphs joined by newlines.
    """

    url: str
    site: str
    channel: str
    published_on: dt.date
    headline: str
    byline_printed: str | None = None
    dateline: str | None = None
    credited_source: str | None = None
    genre: str = "news"
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles with a label, `a` < `b` by URL; `link` is None for two stories that only look alike."""

    a: str
    b: str
    kind: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article in its turn.

    Args:
        article: the article.
        story: number of the story it tells; articles of one number, and no others, are one story.
        kind: of story or of version: `report`, `caption`, a template's name, `follow_up`, `roundup`, or the edits.
        pairs: labelled pairs of which this is the later article.
    """

    article: Appearance
    story: int
    kind: str
    pairs: tuple[Pair, ...] = ()


def pair_of(one: str, other: str, kind: str, link: str | None) -> Pair:
    """Label two URLs, in whichever order they come."""
    a, b = sorted((one, other))
    return Pair(a=a, b=b, kind=kind, link=link)


def letters(text: str) -> str:
    """Keep letters and digits only, of one width: what two exact copies have in common."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def shingles(text: str, size: int = 4) -> set[str]:
    """Give the 4-grams of the letters and digits of a text."""
    kept = letters(text)
    return {kept[start : start + size] for start in range(max(1, len(kept) - size + 1))}


def jaccard(one: set[str], other: set[str]) -> float:
    """Give the share of shingles that two texts have in common, of all that either has."""
    return len(one & other) / (len(one | other) or 1)
