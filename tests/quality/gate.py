"""Measure how well print is read, and compare with the floors of floors.toml."""

from __future__ import annotations

import hashlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.quality.cases import FOLDER, false_captions, false_people, score_bylines, score_dates
from tests.quality.pages import score_pages
from tests.quality.sample import score_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

REAL_PAGES = Path(__file__).parents[3] / "shared" / "pages" / "news"
CORPUS = ("bylines.jsonl", "dates.jsonl", "running_text.py", "running_words.py")
GROUPS = ("bylines", "dates", "running", "sample", "pages")
_OF_PAGES = ("headline", "day", "people_precision", "people_recall", "people_exact", "editor", "source", "body_f1")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of the table; `wrong` are the cases behind it, for a person to read."""

    group: str
    field: str
    measure: str
    value: float
    wrong: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How floors.toml names it."""
        return f"{self.field}_{self.measure}"

    def is_below(self, floor: float | None) -> bool:
        """Tell whether the figure is too low, or a count of what is false too high; None: it has no floor."""
        if floor is None:
            return False
        return self.value > floor if self.measure == "false" else self.value < floor


def read_floors() -> dict[str, dict[str, Any]]:
    """Give the floors by group and key."""
    return tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))


def corpus_hash() -> str:
    """Give the hash of the labelled text, to which the floors are pinned."""
    digest = hashlib.sha256()
    for name in CORPUS:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()


def figures(group: str, *, sample: int) -> Iterator[Figure]:
    """Measure one group.

    Args:
        group: one of GROUPS; `pages` has no figure where the saved pages are missing, and says so on standard error.
        sample: how many pages of the sample county are read.
    """
    if group in ("bylines", "dates"):
        for field, one in (score_bylines() if group == "bylines" else score_dates()).items():
            for measure in ("precision", "recall", "f1", "exact"):
                wrong = tuple(one.wrong) if measure == "exact" else ()
                yield Figure(group=group, field=field, measure=measure, value=getattr(one, measure), wrong=wrong)
    elif group == "running":
        found = (*false_people(), *false_captions())
        yield Figure(group=group, field="people", measure="false", value=len(found), wrong=found)
    elif group == "sample":
        for field, (exact, wrong) in score_sample(sample).items():
            yield Figure(group=group, field=field, measure="exact", value=exact, wrong=tuple(wrong))
    elif not (REAL_PAGES / "labels.json").exists():
        sys.stderr.write(f"pages: not scored, there is no {REAL_PAGES}/labels.json\n")
    else:
        scores = score_pages(REAL_PAGES)
        for name in _OF_PAGES:
            field, _, measure = name.partition("_")
            yield Figure(group=group, field=field, measure=measure or "exact", value=getattr(scores, name))
