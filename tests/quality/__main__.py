"""`make quality`: how well is Chinese print read? Labelled text and pages, scored field by field, against floors.

Bylines, dates and running text are in this folder; the sample county is drawn from a seed, quirks at random; saved
pages of real sites are scored where they are (../shared/pages beside the project) and said to be missing where not.
Exit code 1 when a figure is below its floor in floors.toml (of false people: above it), or when the labelled text is
not the one that the floors are pinned to: whoever changes it looks at the floors again and puts the new hash there.
"""

from __future__ import annotations

import argparse
import sys

from tests.quality.gate import GROUPS, corpus_hash, figures, read_floors

_EPILOG = """\
example:
  python -m tests.quality
  python -m tests.quality --only bylines --show 20
"""


def main() -> int:
    """Measure, print the table, and compare with the floors."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=GROUPS, help="one group")
    parser.add_argument("--sample", type=int, default=5200, help="pages of the sample county (%(default)s)")
    parser.add_argument("--show", type=int, default=0, help="how many wrong cases of each field are printed")
    options = parser.parse_args()
    floors = read_floors()
    below = 0
    for group in [options.only] if options.only else GROUPS:
        for one in figures(group, sample=options.sample):
            floor = floors[group].get(one.key)
            below += one.is_below(floor)
            shown = "" if floor is None else f"   floor {floor:.4g}"
            mark = "   BELOW" if one.is_below(floor) else ""
            print(f"{group:8} {one.field:14} {one.measure:10} {one.value:8.4f}{shown}{mark}", flush=True)
            for case in one.wrong[: options.show]:
                print(f"    {case}")
    if floors["corpus"]["sha256"] != corpus_hash():
        sys.stderr.write(
            f"the labelled text has changed: look at floors.toml, and put sha256 = {corpus_hash()} there\n"
        )
        return 1
    if below:
        sys.stderr.write(f"{below} figures are below their floors\n")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
