"""Score reading on labelled text: the bylines and dates of `bylines.jsonl` and `dates.jsonl`, and running text."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.captions import read_caption
from pipelines.datelines import split_dateline
from pipelines.dates import month_day
from pipelines.items import Image, Paragraph, ScrapedArticle, Visit
from pipelines.normalise import normalise_article
from pipelines.printed import read_issue_line
from pipelines.text import normalise_line
from tests.quality.running_text import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent
TZ = "Asia/Shanghai"
FETCHED_AT = "2026-11-25T11:00:00+08:00"
URL = "https://www.example.cn/a/1.html"
_PRINTED = ("before", "marked", "paragraphs", "captions", "after")
FILLER = "会议强调，要抓好落实，确保取得实效。"  # the body of a page of which only the credit lines matter


@dataclass(kw_only=True)
class Score:
    """How well one field is read: what was found and right, what was labelled, and the cases that are wrong."""

    found: int = 0
    right: int = 0
    labelled: int = 0
    cases: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, found: Sequence[object], labelled: Sequence[object], note: str) -> None:
        """Count one case: of each thing as often as it is in both."""
        left = list(labelled)
        for thing in found:
            if thing in left:
                left.remove(thing)
                self.right += 1
        self.found += len(found)
        self.labelled += len(labelled)
        self.cases += 1
        if left or len(found) != len(labelled):
            self.wrong.append(f"{note}\n    found {found!r}\n    label {labelled!r}")

    @property
    def precision(self) -> float:
        """What part of what was found is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """What part of what is labelled was found; 1 when nothing is labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def exact(self) -> float:
        """What part of the cases is right as a whole."""
        return 1 - len(self.wrong) / self.cases if self.cases else 1.0


def score_bylines() -> dict[str, Score]:
    """Read every labelled byline; give the scores of the people, of the body that is left, and of captions."""
    people, body, captions = Score(), Score(), Score()
    for case in _cases("bylines.jsonl"):
        printed = case.get("paragraphs", [FILLER])
        images = tuple(Image(url=f"{URL}/{n}.jpg", caption=text) for n, text in enumerate(case.get("captions", ())))
        article = normalise_article(_scraped(case, printed, images), tz=TZ)
        note = f"{case['form']}: {json.dumps({k: case[k] for k in _PRINTED if k in case}, ensure_ascii=False)}"
        found = [[person.role, person.name] for person in article.contributors]
        people.add(found, case["people"], note)
        if "body" in case:
            body.add(
                [normalise_line(line) for line in article.body.split("\n") if line],
                [*map(normalise_line, case["body"])],
                note,
            )
        if "captions_left" in case:
            captions.add([image.caption or "" for image in article.images], case["captions_left"], note)
    return {"people": people, "body": body, "captions": captions}


def score_dates() -> dict[str, Score]:
    """Read every labelled date; give the scores of days and of times."""
    scores = {"day": Score(), "time": Score(), "dateline": Score(), "issue": Score()}
    for case in _cases("dates.jsonl"):
        note = f"{case['form']}: {json.dumps(case, ensure_ascii=False)}"
        if case["kind"] == "web":
            article = normalise_article(_scraped(case, [FILLER], ()), tz=TZ)
            scores["day"].add(
                [article.published_on.isoformat(), article.date_source],
                [case["published_on"], case["date_source"]],
                note,
            )
            labelled = case["published_at"] and dt.datetime.fromisoformat(case["published_at"])
            scores["time"].add(_one(article.published_at), _one(labelled), note)
        elif case["kind"] == "dateline":
            dateline, _ = split_dateline(normalise_line(case["text"]))
            near = dt.date.fromisoformat(case["published_on"])
            on = month_day(dateline, near=near) if dateline else None
            scores["dateline"].add(_one(on and on.isoformat()), _one(case["dateline_on"]), note)
        else:
            _score_issue(scores["issue"], case, note)
    return scores


def _score_issue(score: Score, case: dict[str, Any], note: str) -> None:
    day = case["day"] and dt.date.fromisoformat(case["day"])
    line = read_issue_line(case["text"], day=day)
    on = day or (min(line.days) if line.days else None)
    found = [on and on.isoformat(), line.covers_until and line.covers_until.isoformat(), line.number]
    score.add(found, [case["on"], case["covers_until"], case["number"]], note)


def false_people(count: int = 500, *, seed: int = 1) -> list[str]:
    """Give the people that are read out of running text that names nobody as its author; there should be none."""
    found = []
    for printed in articles(count, seed=seed):
        article = normalise_article(_scraped({}, list(printed), ()), tz=TZ)
        found += [f"{person.role} {person.name}: {article.byline_printed}" for person in article.contributors]
    return found


def false_captions() -> list[str]:
    """Give the people that are read out of the paragraphs of running text when they stand as captions."""
    return [person.name for printed in articles(100, seed=2) for text in printed for person in read_caption(text)[2]]


def _one(value: object) -> list[object]:
    return [] if value is None else [value]


def _cases(name: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        yield json.loads(line)


def _scraped(case: dict[str, Any], printed: list[str], images: tuple[Image, ...]) -> ScrapedArticle:
    at = dt.datetime.fromisoformat(case.get("fetched_at", FETCHED_AT))
    return ScrapedArticle(
        visit=Visit(url=case.get("url", URL), kind="article", at=at, outcome="stored", http_status=200),
        parser="case",
        parser_version="1",
        headline="石桥镇春耕忙",
        credits_before=tuple(case.get("before", ())),
        credits_after=tuple(case.get("after", ())),
        marked_byline=case.get("marked"),
        paragraphs=tuple(Paragraph(text=text) for text in printed),
        images=images,
    )
