"""How many of the labelled pairs a linking found, how, and how many of all the links it found are right."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.stories.edits import BY_SENTENCES
from benchmarks.stories.model import UNITING, Arrival, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Links = Mapping[tuple[str, str], str]

_HALF = {"30", "40"}
_NAMES = {"third_kept": "third kept", "two_versions": "two versions", "item_of_roundup": "item of a roundup"}
NEGATIVES = "hard negatives"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the pairs of one kind or group.

    Args:
        pairs: labelled.
        united: found as one story.
        contained: found as part of the other, or as pointing to it.
    """

    pairs: int = 0
    united: int = 0
    contained: int = 0

    @property
    def missed(self) -> int:
        """Pairs without a link."""
        return self.pairs - self.united - self.contained

    def add(self, method: str | None) -> None:
        """Count one pair and the link found for it, None for none."""
        self.pairs += 1
        if method is not None:
            if method in UNITING:
                self.united += 1
            else:
                self.contained += 1


@dataclass(slots=True, kw_only=True)
class Score:
    """The figures of one linking.

    Args:
        kinds: by kind of labelled pair; hard negatives by their template.
        groups: by group, the hard negatives as `NEGATIVES`.
        found: labelled positives of a group that are found: united, or contained where that is as good or wanted.
        uniting: links found that unite, of all articles, labelled or not.
        uniting_right: such of them as join two articles of one story.
        containing: links found that do not unite.
        containing_right: such of them as join one story, or an item and its roundup.
        reached: pairs of one story that its links join, directly or through other articles.
        true_pairs: pairs of one story, labelled or not.
        wrong: uniting links between stories, by the kinds of their articles.
    """

    kinds: dict[str, Tally]
    groups: dict[str, Tally]
    found: dict[str, int]
    uniting: int
    uniting_right: int
    containing: int
    containing_right: int
    reached: int
    true_pairs: int
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of the uniting links that are right; 1 where there are none."""
        return self.uniting_right / self.uniting if self.uniting else 1.0

    def recall(self, group: str) -> float:
        """Share of a group's pairs that are found; 0 where it has none."""
        pairs = self.groups[group].pairs if group in self.groups else 0
        return self.found.get(group, 0) / pairs if pairs else 0.0


def group_of(pair: Pair) -> str:
    """Name the line of the summary that a pair counts in."""
    if pair.link is None:
        return NEGATIVES
    if pair.kind in BY_SENTENCES:
        share = pair.kind.rpartition("_")[2]
        return f"sentences {share} %" if share in _HALF else "sentences <= 20 %"
    return _NAMES.get(pair.kind, pair.kind)


def score(arrivals: Iterable[Arrival], found: Links) -> Score:
    """Compare the links found with the labels and with the stories.

    Args:
        arrivals: all articles with their stories and labelled pairs; read once, only addresses are kept.
        found: method by pair of URLs, the smaller one first.

    Returns:
        The figures.
    """
    kinds: defaultdict[str, Tally] = defaultdict(Tally)
    groups: defaultdict[str, Tally] = defaultdict(Tally)
    good: Counter[str] = Counter()
    stories: dict[str, int] = {}
    names: dict[str, str] = {}
    roundups: set[tuple[str, str]] = set()
    for arrival in arrivals:
        stories[arrival.article.url], names[arrival.article.url] = arrival.story, arrival.kind
        for pair in arrival.pairs:
            group, method = group_of(pair), found.get((pair.a, pair.b))
            kinds[pair.kind if pair.link else f"- {pair.kind}"].add(method)
            groups[group].add(method)
            good[group] += _is_found(pair, method)
            if pair.link == "contained":
                roundups.add((pair.a, pair.b))
    uniting = {key for key, method in found.items() if method in UNITING}
    containing = found.keys() - uniting
    right = {key for key in uniting if stories[key[0]] == stories[key[1]]}
    return Score(
        kinds=dict(kinds),
        groups=dict(groups),
        found=dict(good),
        uniting=len(uniting),
        uniting_right=len(right),
        containing=len(containing),
        containing_right=sum(key in roundups or stories[key[0]] == stories[key[1]] for key in containing),
        reached=_pairs_within(_components(uniting), stories),
        true_pairs=_pairs_of(Counter(stories.values()).values()),
        wrong=Counter(_wrong_kinds(names[a], names[b]) for a, b in uniting - right),
    )


def _is_found(pair: Pair, method: str | None) -> bool:
    if pair.link is None or method is None:
        return False
    if pair.link == "contained":
        return method not in UNITING
    return method in UNITING or (pair.kind == "third_kept" and method == "contained")


def _wrong_kinds(one: str, other: str) -> tuple[str, str]:
    first, second = sorted((one, other))
    return first, second


def _components(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each linked URL the URL that stands for all it is joined with."""
    parents: dict[str, str] = {}

    def root(url: str) -> str:
        while (parent := parents.setdefault(url, url)) != url:
            parents[url] = parents[parent]
            url = parent
        return url

    for a, b in links:
        parents[root(a)] = root(b)
    return {url: root(url) for url in list(parents)}


def _pairs_within(components: Mapping[str, str], stories: Mapping[str, int]) -> int:
    return _pairs_of(Counter((stories[url], component) for url, component in components.items()).values())


def _pairs_of(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
