"""Which versions of a story are told: how many, of which kinds, when and where, and what else differs a little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.stories.edits import (
    BY_SENTENCES,
    change_punctuation,
    correct,
    edit_sentences,
    fewest_sentences,
    lay_out,
    mistype,
    to_traditional,
    vary,
    widen,
)
from benchmarks.stories.grammar import expand
from benchmarks.stories.model import letters
from benchmarks.stories.reports import rules_of

if TYPE_CHECKING:
    from random import Random

    from benchmarks.stories.model import Appearance
    from benchmarks.stories.reports import Draft

PROVINCIAL_PAPER = "之江省日报"
CHANNELS = ("news", "epaper", "wechat")
_WEIGHTS = {
    **dict.fromkeys(BY_SENTENCES, 3),
    "third_kept": 10,
    "typing_3": 10,
    "variants": 9,
    "traditional": 4,
    "corrected": 9,
    "reprint": 10,
    "exact": 18,
}
_NOT_MILD = {"third_kept", "traditional"}
_MILD = {kind: weight for kind, weight in _WEIGHTS.items() if kind not in _NOT_MILD and kind[-2:] not in {"30", "40"}}
_UNCHANGED = {"exact": 3, "variants": 1}  # what may be done to a notice or a caption and leave it the same one
_NEVER_EXACT = {*BY_SENTENCES, "third_kept", "typing_3", "traditional"}
_SOON = (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3)


@dataclass(slots=True, kw_only=True)
class Version:
    """A story as one channel tells it.

    Args:
        kind: of the edits; that of the draft for the first version.
        days_later: than the first version.
    """

    kind: str
    channel: str
    days_later: int
    headline: str
    body: str
    is_byline_kept: bool = True
    credited_source: str | None = None


def versions_of(draft: Draft, rng: Random, *, share_told_again: float, paper: str) -> list[Version]:
    """Tell a story once or, with some probability, two to four times.

    Args:
        draft: of the story.
        rng: to draw from.
        share_told_again: the probability of more than one version.
        paper: that a reprint credits.

    Returns:
        The first version, then later ones; where there are two, either may be the one with the edits.
    """
    first = Version(
        kind=draft.kind,
        channel=rng.choices(CHANNELS, (5, 4, 1))[0],
        days_later=0,
        headline=draft.headline,
        body=lay_out(draft.sentences, rng),
    )
    if rng.random() >= share_told_again:
        return [first]
    extra = rng.choices((1, 2, 3), (78, 16, 6))[0]
    weights = _UNCHANGED if draft.kind != "report" else _WEIGHTS if extra == 1 else _MILD
    length = len(draft.sentences)
    kinds = {
        kind: weight for kind, weight in weights.items() if fewest_sentences(kind) <= length or weights is _UNCHANGED
    }
    later = [
        _version(draft, first, kind, rng, paper) for kind in rng.choices(list(kinds), list(kinds.values()), k=extra)
    ]
    if extra == 1 and later[0].kind != "reprint" and rng.random() < 0.3:
        first.body, later[0].body = later[0].body, first.body
        first.headline, later[0].headline = later[0].headline, first.headline
    return [first, *later]


def link_of(one: Appearance, other: Appearance, kind: str) -> str:
    """Name how two versions of one story are linked: by equal letters, by a credited source, or by likeness."""
    if kind == "exact" or (kind not in _NEVER_EXACT and letters(one.body) == letters(other.body)):
        return "exact"
    return "reprint" if one.credited_source or other.credited_source else "near"


def _version(draft: Draft, first: Version, kind: str, rng: Random, paper: str) -> Version:
    elsewhere = [channel for channel in CHANNELS if channel != first.channel]
    version = Version(
        kind=kind,
        channel=rng.choice(elsewhere) if rng.random() < 0.85 else first.channel,
        days_later=rng.choice(_SOON) if rng.random() < 0.85 else rng.randint(0, 31),
        headline=draft.headline,
        body=_body(draft, kind, rng),
    )
    if kind == "reprint":
        version.credited_source = paper
    if draft.kind == "report" and kind != "exact":
        if rng.random() < 0.6:
            version.headline = expand(rules_of(draft.subject or "")["other_headline"], draft.cast, rng.random)
        version.is_byline_kept = rng.random() < 0.4
        if rng.random() < 0.5:
            version.body = _mildly(version.body, kind, rng)
    if kind == "traditional":
        version.headline = to_traditional(version.headline)
    return version


def _body(draft: Draft, kind: str, rng: Random) -> str:
    """Edit the text of a draft as a kind says."""
    sentences = draft.sentences
    if kind in BY_SENTENCES or kind == "third_kept":
        sentences = edit_sentences(draft, kind, rng)
    elif kind == "corrected":
        sentences = correct(draft, rng)
    elif kind == "reprint" and len(sentences) > 5 and rng.random() < 0.5:
        sentences = edit_sentences(draft, rng.choice(("removed_10", "removed_20")), rng)
    body = lay_out(sentences, rng)
    if kind == "typing_3":
        return mistype(body, 0.03, rng)
    if kind == "variants":
        return vary(body, rng)
    if kind == "traditional":
        return to_traditional(body)
    if kind == "exact" and rng.random() < 0.5:
        return widen(body) if rng.random() < 0.5 else change_punctuation(body, rng)
    return body


def _mildly(body: str, kind: str, rng: Random) -> str:
    """Change a little besides: the punctuation, a character, or both."""
    which = rng.random()
    if which < 0.65 and kind != "typing_3":
        body = mistype(body, 0.003, rng)
    return change_punctuation(body, rng) if which > 0.4 else body
