"""`make quality`: how well is Chinese print read? Labelled text and pages, scored field by field, against floors.

Bylines, dates and running text are in this folder; the sample county is drawn from a seed, quirks at random; saved
pages of real sites are scored where they are (../shared/pages beside the project) and said to be missing where not.
Exit code 1 when a figure is below its floor in floors.toml (of false people: above it), or when the labelled text is
not the one that the floors are pinned to: whoever changes it looks at the floors again and puts the new hash there.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.quality.cases import FOLDER, false_captions, false_people, score_bylines, score_dates
from tests.quality.pages import score_pages
from tests.quality.sample import score_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

REAL_PAGES = Path(__file__).parents[3] / "shared" / "pages" / "news"
CORPUS = ("bylines.jsonl", "dates.jsonl", "running_text.py", "running_words.py")
_EPILOG = """\
example:
  python -m tests.quality
  python -m tests.quality --show 20 --only bylines
"""


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


def corpus_hash() -> str:
    """Give the hash of the labelled text."""
    digest = hashlib.sha256()
    for name in CORPUS:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()


def figures(only: str | None, *, sample: int) -> Iterator[Figure]:
    """Measure everything, group by group.

    Args:
        only: the name of one group; None: all.
        sample: how many pages of the sample county are read.
    """
    for group, score in (("bylines", score_bylines), ("dates", score_dates)):
        for field, one in score().items() if only in (None, group) else ():
            for measure in ("precision", "recall", "f1", "exact"):
                shown = tuple(one.wrong) if measure == "exact" else ()
                yield Figure(group=group, field=field, measure=measure, value=getattr(one, measure), wrong=shown)
    if only in (None, "running"):
        found = [*false_people(), *false_captions()]
        yield Figure(group="running", field="people", measure="false", value=len(found), wrong=tuple(found))
    if only in (None, "sample"):
        for field, (exact, wrong) in score_sample(sample).items():
            yield Figure(group="sample", field=field, measure="exact", value=exact, wrong=tuple(wrong))
    if only in (None, "pages"):
        yield from _real_pages()


def _real_pages() -> Iterator[Figure]:
    if not (REAL_PAGES / "labels.json").exists():
        sys.stderr.write(f"pages: not scored, there is no {REAL_PAGES}/labels.json\n")
        return
    scores = score_pages(REAL_PAGES)
    for name in ("headline", "day", "people_precision", "people_recall", "people_exact", "editor", "source", "body_f1"):
        field, _, measure = name.partition("_")
        yield Figure(group="pages", field=field, measure=measure or "exact", value=getattr(scores, name))


def main() -> int:
    """Measure, print the table, and compare with the floors."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=("bylines", "dates", "running", "sample", "pages"), help="one group")
    parser.add_argument("--sample", type=int, default=2000, help="pages of the sample county")
    parser.add_argument("--show", type=int, default=0, help="how many wrong cases of each field are printed")
    options = parser.parse_args()
    floors = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
    below = []
    for one in figures(options.only, sample=options.sample):
        floor = floors[one.group].get(one.key)
        is_below = floor is not None and (one.value > floor if one.measure == "false" else one.value < floor)
        below += [one] if is_below else []
        shown = "" if floor is None else f"  floor {floor:>7}{'  BELOW' if is_below else ''}"
        print(f"{one.group:8} {one.field:10} {one.measure:10} {one.value:8.4f}{shown}", flush=True)
        for case in one.wrong[: options.show]:
            print(f"    {case}")
    if floors["corpus"]["sha256"] != corpus_hash():
        where = FOLDER / "floors.toml"
        sys.stderr.write(f"the labelled text has changed: look at the floors, then put {corpus_hash()} into {where}\n")
        return 1
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
