"""`make bench-stories`: how well and how fast the appearances of one story are linked, on made-up news with labels.

Prints the 200 hand-written pairs that are judged otherwise than their author did; then, for each size and database,
how many articles a second are linked at each tenth, and how many of the labelled pairs are found; then a table of what
datasketch and simhash find in the same articles. The same size and seed give the same articles. Exit code 1 when a
floor is missed: recall .99 where up to 20 % of the sentences changed, .95 at 40 % and where a third is kept, precision
.995, 190 of the 200 pairs.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from benchmarks.stories.databases import DATABASES, empty_database, link_made_up
from benchmarks.stories.describing import statistics
from benchmarks.stories.generator import generate
from benchmarks.stories.pairs import MORE_PAIRS, hand_pairs, judge, judged_table
from benchmarks.stories.report import score_table
from benchmarks.stories.scoring import score
from pipelines.stories.compared import Compared
from pipelines.stories.rules import link

if TYPE_CHECKING:
    from benchmarks.stories.databases import Linked, Stretch
    from benchmarks.stories.model import Appearance
    from benchmarks.stories.scoring import Score

SIZES = (20_000, 200_000, 1_000_000)
RECALLS = {"sentences <= 20 %": 0.99, "sentences 40 %": 0.95, "third kept": 0.95}
PRECISION, RIGHT_PAIRS = 0.995, 190
_EPILOG = """\
example:
  python -m benchmarks.stories
  python -m benchmarks.stories 5000 --databases sqlite --by-kind
  python -m benchmarks.stories 1000000 --databases postgresql --linked 50000
  python -m benchmarks.stories 5000 --databases "" --describe
"""


def main() -> int:
    """Judge the pairs, link the articles, and let the peers look for pairs; give the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stories",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="how many articles; one run for each")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (default: 1)")
    parser.add_argument("--years", type=int, default=10, help="over which the articles are spread (default: 10)")
    parser.add_argument("--databases", default=",".join(DATABASES), help="to link on (default: %(default)s)")
    parser.add_argument("--linked", type=int, metavar="N", help="link only the last N, to see the speed at a size")
    parser.add_argument("--peers", type=int, default=0, metavar="SIZE", help="run datasketch and simhash on so many")
    parser.add_argument("--by-kind", action="store_true", help="list each kind of pair, not only the groups")
    parser.add_argument("--describe", action="store_true", help="tell what the articles are like")
    options = parser.parse_args()
    missed = _judge_pairs()
    for size in options.sizes:
        if options.describe:
            print(statistics(list(generate(size, options.seed, years=options.years))))
        for kind in filter(None, options.databases.split(",")):
            missed |= _link(size, kind, options)
    if options.peers:
        _run_peers(parser, options)
    return int(missed)


def compared(one: Appearance) -> Compared:
    """Give an article in the form in which it is compared."""
    return Compared(
        published_on=one.published_on,
        channel=one.channel,
        press=f"{one.site} {one.channel}",
        headline=one.headline,
        credited_source=one.credited_source,
        body=one.body,
    )


def method(a: Appearance, b: Appearance) -> str | None:
    """Tell by which method two articles are linked; None for none."""
    found = link(compared(a), compared(b))
    return found.method if found else None


def _judge_pairs() -> bool:
    judged = judge(hand_pairs(), method)
    print(judged_table(judged))
    print(f"\nof another author, written after the rules:\n{judged_table(judge(hand_pairs(MORE_PAIRS), method))}")
    return min(sum(one.is_same_right for one in judged), sum(one.is_link_right for one in judged)) < RIGHT_PAIRS


def _link(size: int, kind: str, options: argparse.Namespace) -> bool:
    """Link on one database and print how it went; tell whether a floor is missed."""
    print(f"\n{size:,} articles over {options.years} years on {kind}")
    with empty_database(kind) as url:
        number = min(size, options.linked or size)
        drawn = {"size": size, "seed": options.seed, "years": options.years}
        linked = link_made_up(url, _tell, **drawn, linked=number)
    print(_summary(linked))
    if number < size:
        print(f"only the last {number:,} were linked: the labels are not scored")
        return False
    found = score(generate(size, options.seed, years=options.years), linked.links)
    print(score_table(found, by_kind=options.by_kind))
    return _misses_a_floor(found)


def _tell(stretch: Stretch) -> None:
    print(f"  {stretch.stored:>9,} stored: {stretch.per_second:>6.0f} articles/s, {stretch.peak_mb:.0f} MB", flush=True)


def _summary(linked: Linked) -> str:
    first, last = linked.stretches[0], linked.stretches[-1]
    growth = last.peak_mb - first.peak_mb
    speed = f"{last.per_second:.0f} articles/s at the end ({1000 / last.per_second:.2f} ms each)"
    return f"{speed}; memory grew by {growth:.0f} MB since the first tenth; the database has {linked.size_mb:,.0f} MB"


def _misses_a_floor(found: Score) -> bool:
    low = [group for group, floor in RECALLS.items() if group in found.groups and found.recall(group) < floor]
    return bool(low) or found.precision < PRECISION


def _run_peers(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    try:
        others = import_module("benchmarks.stories.peers")
    except ModuleNotFoundError as missing:
        parser.exit(1, f"{missing.name} is not installed: pip install datasketch simhash, or leave out --peers\n")
    arrivals = list(generate(options.peers, options.seed, years=options.years))
    for name, find in others.peers().items():
        result = others.measured(find, [arrival.article for arrival in arrivals])
        print(f"\n{name}, {options.peers:,} articles: {result.per_second:.0f} articles/s")
        print(score_table(score(arrivals, result.found), by_kind=options.by_kind))


if __name__ == "__main__":
    sys.exit(main())
