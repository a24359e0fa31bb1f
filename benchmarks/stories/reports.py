"""What a story says before it is printed: reports from the grammar, and notices from the templates of an office."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.stories.grammar import CAST, Grammar, Rule, expand

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from benchmarks.stories.places import Site

_HERE = Path(__file__).parent
_REPORTS = tomllib.loads((_HERE / "reports.toml").read_text(encoding="utf-8"))
_NOTICES = tomllib.loads((_HERE / "notices.toml").read_text(encoding="utf-8"))
_POOLED = ("person", "elder", "share", "much", "money", "np", "act", "tail")
_SUBJECTS = list(_REPORTS["subjects"])
_NOTICE_GRAMMAR = Grammar(_REPORTS["rules"], _REPORTS["subjects"]["care"], _NOTICES.pop("words"))
TEMPLATES = {name: template for name, template in _NOTICES.items() if isinstance(template, dict)}
_MOST_SENTENCES = 25


@dataclass(slots=True, kw_only=True)
class Draft:
    """A story as its writer has it: sentences in order, the first of them the lead.

    Args:
        kind: `report`, `caption`, `follow_up`, `roundup` or the name of a template.
        subject: of a report; None for a notice.
        cast: the words of `grammar.CAST`.
    """

    kind: str
    subject: str | None
    headline: str
    sentences: list[str]
    cast: list[str] = field(default_factory=list)
    genre: str = "news"


@cache
def rules_of(subject: str) -> Mapping[str, Rule]:
    """Give the rules by which reports on a subject are written."""
    return Grammar(_REPORTS["rules"], _REPORTS["subjects"][subject], pooled=_POOLED).rules


def cast_of(site: Site, day: dt.date, rng: Random) -> list[str]:
    """Choose who and what a story is about."""
    person = _NOTICE_GRAMMAR.rules["person"]
    return site.cast(rng, day, (expand(person, (), rng.random), expand(person, (), rng.random)))


def write_report(site: Site, day: dt.date, rng: Random, fewest: int = 3) -> Draft:
    """Write a report of 3 to 25 sentences, half of them of up to 12."""
    subject = rng.choice(_SUBJECTS)
    rules, cast, draw = rules_of(subject), cast_of(site, day, rng), rng.random
    length = max(fewest, 3, min(_MOST_SENTENCES, round(rng.lognormvariate(2.48, 0.4))))
    draft = Draft(
        kind="report", subject=subject, headline=expand(rules["headline"], cast, draw), sentences=[], cast=cast
    )
    ends = draw() < 0.5 and length > 5
    draft.sentences = [expand(rules["lead"], cast, draw), *more_sentences(draft, length - 1 - ends, rng)]
    if ends:
        draft.sentences.append(expand(rules["closing"], cast, draw))
    return draft


def more_sentences(draft: Draft, count: int, rng: Random) -> list[str]:
    """Write further sentences of the subject and the people of a report, no two of one build."""
    builds, draw, made = list(rules_of(draft.subject or "")["body"]), rng.random, []
    for left in range(len(builds), len(builds) - count, -1):  # as Random.sample, in a fifth of its time
        at = int(draw() * left)
        made.append(expand(builds[at : at + 1], draft.cast, draw))
        builds[at] = builds[left - 1]
    return made


def write_caption(site: Site, day: dt.date, rng: Random) -> Draft:
    """Write the few lines under a picture."""
    subject = rng.choice(_SUBJECTS)
    rules, cast = rules_of(subject), cast_of(site, day, rng)
    text, headline = expand(rules["caption"], cast, rng.random), expand(rules["headline"], cast, rng.random)
    return Draft(kind="caption", subject=subject, headline=headline, sentences=_split(text), cast=cast)


def write_follow_up(earlier: Draft, site: Site, day: dt.date, rng: Random) -> Draft:
    """Report a new event, with a third to a half of the text background from an earlier report."""
    rules = rules_of(earlier.subject or "")
    cast = cast_of(site, day, rng)
    for kept in range(CAST.index("town"), len(cast)):  # the same places and people; only the days are new
        cast[kept] = earlier.cast[kept]
    draft = replace(earlier, kind="follow_up", cast=cast, headline=expand(rules["other_headline"], cast, rng.random))
    length = max(4, len(earlier.sentences) + rng.randint(-2, 2))
    repeated = max(1, min(len(earlier.sentences) - 1, round(length * rng.uniform(0.3, 0.5))))
    kept_at = sorted(rng.sample(range(1, len(earlier.sentences)), repeated))
    news = [expand(rules["followup"], cast, rng.random), *more_sentences(draft, length - 1 - repeated, rng)]
    draft.sentences = [*news, *(earlier.sentences[at] for at in kept_at)]
    return draft


def write_roundup(items: list[Draft], day: dt.date) -> Draft:
    """Put the first sentences of several reports together under one headline, as a page of news in brief."""
    sentences = ["".join(item.sentences[:3]) for item in items]
    return Draft(kind="roundup", subject=None, headline=f"一周简讯（{day.month}月{day.day}日）", sentences=sentences)


class Offices:
    """The wording which each office of each site chose for its templates, and keeps.

    Args:
        seed: of the choices.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._wordings: dict[tuple[str, str], list[Rule]] = {}

    def write(self, kind: str, site: Site, day: dt.date, rng: Random) -> Draft:
        """Fill in a template."""
        headline, *sentences = self._wording(kind, site.name)
        cast = cast_of(site, day, rng)
        cast[-1] = expand(_NOTICE_GRAMMAR.rules["themes"], cast, rng.random)
        return Draft(
            kind=kind,
            subject=None,
            headline=expand(headline, cast, rng.random),
            sentences=[expand(sentence, cast, rng.random) for sentence in sentences],
            cast=cast,
            genre=TEMPLATES[kind].get("genre", "news"),
        )

    def _wording(self, kind: str, site: str) -> list[Rule]:
        template = TEMPLATES[kind]
        key = (kind, "" if template.get("shared") else site)
        if key not in self._wordings:
            chosen = Random(f"{self._seed}/{key}")
            slots = [template["headline"], *template["sentences"]]
            self._wordings[key] = [[_NOTICE_GRAMMAR.compile(chosen.choice(alternatives))] for alternatives in slots]
        return self._wordings[key]


def _split(text: str) -> list[str]:
    return [f"{part}。" for part in text.split("。") if part]
