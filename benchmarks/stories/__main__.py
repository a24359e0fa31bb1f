"""`python -m benchmarks.stories`: what the made-up news is like, and what other libraries find in it.

Prints how fast the articles are made, how many of each kind there are, the quantiles of the Jaccard index of 4-grams by
kind of pair, and with --peers a table of recall and precision for datasketch and simhash (install `datasketch` and
`simhash` for it). The same size and seed give the same articles.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from importlib import import_module
from statistics import median, quantiles
from typing import Any

from benchmarks.stories.generator import generate
from benchmarks.stories.model import Arrival, jaccard, shingles
from benchmarks.stories.report import score_table
from benchmarks.stories.scoring import group_of, score

_EPILOG = """\
example:
  python -m benchmarks.stories 5000
  python -m benchmarks.stories 5000 --seed 2 --peers --by-kind
"""


def main() -> int:
    """Make the articles, describe them, and let the peers look for pairs."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stories",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[5000], help="how many articles; one run for each")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (default: 1)")
    parser.add_argument("--years", type=int, default=10, help="over which the articles are spread (default: 10)")
    parser.add_argument("--peers", action="store_true", help="run datasketch and simhash as well")
    parser.add_argument("--by-kind", action="store_true", help="list each kind of pair, not only the groups")
    options = parser.parse_args()
    others: Any = None
    try:
        others = import_module("benchmarks.stories.peers") if options.peers else None
    except ModuleNotFoundError as missing:
        parser.exit(1, f"{missing.name} is not installed: pip install datasketch simhash, or leave out --peers\n")
    for size in options.sizes:
        started = time.perf_counter()
        arrivals = list(generate(size, options.seed, years=options.years))
        print(f"{size} articles, {size / (time.perf_counter() - started):.0f}/s\n\n{_statistics(arrivals)}")
        for name, find in others.peers().items() if others else []:
            result = others.measured(find, [arrival.article for arrival in arrivals])
            print(f"\n{name}: {result.per_second:.0f} articles/s")
            print(score_table(score(arrivals, result.found), by_kind=options.by_kind))
    return 0


def _statistics(arrivals: list[Arrival]) -> str:
    """Describe articles by kind and pairs by group: how many, and how alike."""
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    stories = Counter(arrival.story for arrival in arrivals)
    grams: dict[str, set[str]] = {}
    alike: defaultdict[str, list[float]] = defaultdict(list)
    for arrival in arrivals:
        lengths[arrival.kind].append(len(arrival.article.body))
        grams[arrival.article.url] = shingles(arrival.article.body)
        for pair in arrival.pairs:
            name = f"- {pair.kind}" if pair.link is None else group_of(pair)
            alike[name].append(jaccard(grams[pair.a], grams[pair.b]))
    lines = [f"{'article':<22}{'count':>7}{'share':>8}{'letters':>9}"]
    for kind, sizes in sorted(lengths.items()):
        lines.append(f"{kind:<22}{len(sizes):>7}{len(sizes) / len(arrivals):>8.1%}{median(sizes):>9.0f}")
    told_again = sum(size for size in stories.values() if size > 1)
    pairs = sum(map(len, alike.values()))
    negatives = sum(len(values) for name, values in alike.items() if name.startswith("-"))
    lines.append(f"told more than once: {told_again / len(arrivals):.1%} of the articles")
    lines.append(f"labelled pairs: {pairs}, of them hard negatives {negatives / max(1, pairs):.1%}\n")
    lines.append(f"{'pair':<22}{'count':>7}{'lowest':>8}{'10 %':>7}{'50 %':>7}{'90 %':>7}{'highest':>9}")
    for name, values in sorted(alike.items()):
        tenths = quantiles(values, n=10) if len(values) > 1 else [values[0]] * 9
        shown = f"{min(values):>8.2f}{tenths[0]:>7.2f}{median(values):>7.2f}{tenths[8]:>7.2f}{max(values):>9.2f}"
        lines.append(f"{name:<22}{len(values):>7}{shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
