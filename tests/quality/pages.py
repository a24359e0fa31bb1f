"""Score how articles of unknown platforms are read against a folder of pages labelled by hand."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FETCHED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NO_URL = "http://www.nowhere.example/article.html"
GRAM = 4


@dataclass(kw_only=True)
class PageScore:
    """How one page was read: 1 is right; None where the label says nothing to compare with."""

    file: str
    headline: float
    day: float | None
    people_right: int
    people_found: int
    people_labelled: int
    editor: float | None
    source: float | None
    body: float
    found: dict[str, Any] = field(repr=False)

    @property
    def people_exact(self) -> bool:
        """Whether all people labelled were found and no others."""
        return self.people_right == self.people_found == self.people_labelled


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The averages over a folder; `pages_per_s` depends on the machine."""

    pages: int
    headline: float
    day: float
    people_precision: float
    people_recall: float
    people_exact: float
    editor: float
    source: float
    body_f1: float
    pages_per_s: float


def body_f1(found: str, label: str) -> float:
    """Give F1 over the multisets of 4-character grams, blanks left out."""
    one, other = _grams(found), _grams(label)
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0


def _grams(text: str) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[start : start + GRAM] for start in range(max(1, len(text) - GRAM + 1)))


def _mean(values: Iterator[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 1.0


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def read_page(body: bytes, url: str) -> dict[str, Any]:
    """Read a page; one that is refused gives nothing."""
    try:
        return read_saved_page(body, url=url, platform="generic", fetched_at=FETCHED)
    except UnreadablePage as error:
        return {"refused": f"{error.reason}: {error.detail}"}


def score_page(label: dict[str, Any], found: dict[str, Any]) -> PageScore:
    """Compare what was read with a page's label."""
    contributors = found.get("contributors", [])
    people = {one["name"] for one in contributors if one["role"] != "editor"}
    editors = {one["name"] for one in contributors if one["role"] == "editor"}
    labelled = set(label["people"])
    day, editor, source = label["published_on"], label["editor"], label["credited_source"]
    return PageScore(
        file=label["file"],
        headline=float(_squeezed(found.get("headline")) == _squeezed(label["headline"])),
        day=float(found.get("published_on") == day) if day else None,
        people_right=len(people & labelled),
        people_found=len(people),
        people_labelled=len(labelled),
        editor=float(editor in editors) if editor else None,
        source=float(_squeezed(found.get("credited_source")) == _squeezed(source)) if source else None,
        body=body_f1(found.get("body", ""), label["body"]),
        found=found,
    )


def score_each(folder: Path, change: Callable[[bytes], bytes] | None = None) -> tuple[list[PageScore], float]:
    """Read every labelled page of a folder.

    Args:
        folder: holds the pages and `labels.json`.
        change: what is done to a page's bytes before it is read.

    Returns:
        The score of each page, and the seconds that reading took.
    """
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    bodies = [(folder / label["file"]).read_bytes() for label in labels]
    if change is not None:
        bodies = [change(body) for body in bodies]
    started = time.process_time()  # of this core: others may be busy
    read = [read_page(body, label["url"] or NO_URL) for label, body in zip(labels, bodies, strict=True)]
    seconds = time.process_time() - started
    return [score_page(label, found) for label, found in zip(labels, read, strict=True)], seconds


def score_pages(folder: Path, change: Callable[[bytes], bytes] | None = None) -> Scores:
    """Give the averages over a folder of labelled pages; see `score_each`."""
    pages, seconds = score_each(folder, change)
    right = sum(page.people_right for page in pages)
    found = sum(page.people_found for page in pages)
    labelled = sum(page.people_labelled for page in pages)
    return Scores(
        pages=len(pages),
        headline=_mean(page.headline for page in pages),
        day=_mean(page.day for page in pages),
        people_precision=right / found if found else 1.0,
        people_recall=right / labelled if labelled else 1.0,
        people_exact=_mean(float(page.people_exact) for page in pages),
        editor=_mean(page.editor for page in pages),
        source=_mean(page.source for page in pages),
        body_f1=_mean(page.body for page in pages),
        pages_per_s=len(pages) / seconds,
    )


def as_text(scores: Scores) -> str:
    """Write the figures in one line each."""
    return "\n".join(f"{name:17} {value:.3f}" for name, value in asdict(scores).items())
