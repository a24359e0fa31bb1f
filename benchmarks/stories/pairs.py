"""The 200 hand-written pairs of tests/stories, to judge a function that looks at two articles alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.stories.model import UNITING, Appearance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAIRS = Path(__file__).parents[2] / "tests" / "stories" / "pairs.jsonl"
MORE_PAIRS = PAIRS.with_name("more_pairs.jsonl")  # what the rules were not made by


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPair:
    """Two articles with the labels a person gave them; `link` is None where they are different stories."""

    id: str
    kind: str
    is_same: bool
    link: str | None
    a: Appearance
    b: Appearance


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair, and what was found for it; None for no link."""

    pair: HandPair
    found: str | None

    @property
    def is_same_right(self) -> bool:
        """Whether one story was found, or not, as labelled."""
        return (self.found in UNITING) == self.pair.is_same

    @property
    def is_link_right(self) -> bool:
        """Whether the very link was found."""
        return self.found == self.pair.link


def hand_pairs(path: Path = PAIRS) -> list[HandPair]:
    """Read the labelled pairs."""
    with path.open(encoding="utf-8") as lines:
        return [_pair(json.loads(line)) for line in lines if line.strip()]


def judge(pairs: Iterable[HandPair], link: Callable[[Appearance, Appearance], str | None]) -> list[Judged]:
    """Ask a function for the link of each pair."""
    return [Judged(pair=pair, found=link(pair.a, pair.b)) for pair in pairs]


def judged_table(judged: Iterable[Judged]) -> str:
    """Print how many are right, and each that is not."""
    done = list(judged)
    same, links = sum(one.is_same_right for one in done), sum(one.is_link_right for one in done)
    lines = [
        f"same story or not: {same} right, {len(done) - same} wrong",
        f"the very link:     {links} right, {len(done) - links} wrong",
    ]
    for one in done:
        if not (one.is_same_right and one.is_link_right):
            what = "link" if one.is_same_right else "SAME"
            lines.append(f"  {one.pair.id}  {one.pair.kind:<20} {what}: gold {one.pair.link}, found {one.found}")
    return "\n".join(lines)


def _pair(record: dict[str, Any]) -> HandPair:
    a, b = (_appearance(record[side], f"https://pairs.example/{record['id']}/{side}") for side in "ab")
    return HandPair(id=record["id"], kind=record["kind"], is_same=record["same"], link=record["link"], a=a, b=b)


def _appearance(record: dict[str, Any], url: str) -> Appearance:
    return Appearance(
        url=url,
        site="pairs",
        channel=record["channel"],
        published_on=dt.date.fromisoformat(record["published_on"]),
        headline=record["headline"],
        byline_printed=record["byline_printed"],
        dateline=record["dateline"],
        credited_source=record["credited_source"],
        body=record["body"],
    )
