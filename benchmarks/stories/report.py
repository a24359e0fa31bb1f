"""The figures of a linking, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.stories.scoring import NEGATIVES, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.stories.scoring import Tally


def score_table(score: Score, *, by_kind: bool = True) -> str:
    """Print a score: by kind if wanted, then by group, then what all the links found are worth."""
    lines = [*_tallies("kind", score.kinds), ""] if by_kind else []
    lines += _tallies("group", score.groups, score)
    negatives = score.groups.get(NEGATIVES)
    if negatives:
        lines.append(f"hard negatives united: {negatives.united} of {negatives.pairs}")
    lines.append(f"uniting links: {score.uniting}, right {score.uniting_right}, precision {score.precision:.4f}")
    lines.append(f"other links: {score.containing}, right {score.containing_right}")
    share = score.reached / score.true_pairs if score.true_pairs else 1.0
    lines.append(
        f"pairs of one story joined, directly or through others: {score.reached} of {score.true_pairs} ({share:.4f})"
    )
    lines += [f"  wrong: {one} with {other}: {count}" for (one, other), count in score.wrong.most_common(8)]
    return "\n".join(lines)


def _tallies(title: str, tallies: Mapping[str, Tally], score: Score | None = None) -> list[str]:
    lines = [f"{title:<22}{'pairs':>7}{'united':>8}{'contained':>11}{'missed':>8}" + ("  recall" if score else "")]
    for name, tally in sorted(tallies.items()):
        line = f"{name:<22}{tally.pairs:>7}{tally.united:>8}{tally.contained:>11}{tally.missed:>8}"
        recall = f"{score.recall(name):>8.3f}" if score and name != NEGATIVES else ""
        lines.append(line + recall)
    return lines
