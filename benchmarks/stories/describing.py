"""Describe made-up news: how many articles of each kind there are, and how alike the labelled pairs are."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.stories.model import jaccard, shingles
from benchmarks.stories.scoring import group_of

if TYPE_CHECKING:
    from benchmarks.stories.model import Arrival


def statistics(arrivals: list[Arrival]) -> str:
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
