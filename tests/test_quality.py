"""Reading stays as good as the floors of tests/quality/floors.toml say; `make quality` prints the whole table."""

from __future__ import annotations

import json

import pytest

from tests.quality.cases import FOLDER, Score
from tests.quality.gate import CORPUS, GROUPS, REAL_PAGES, Figure, corpus_hash, figures, read_floors
from tests.scale import scaled

SAMPLE = scaled(480, 5200)  # pages of the county, of the four platforms in turn


@pytest.mark.parametrize("group", GROUPS)
def test_no_figure_is_below_its_floor(group: str) -> None:
    if group == "pages" and not REAL_PAGES.exists():
        pytest.skip(f"there are no saved pages at {REAL_PAGES}")
    floors = read_floors()[group]

    found = {one.key: one for one in figures(group, sample=SAMPLE)}

    assert set(floors) <= set(found)
    assert [(key, one.value, floors[key]) for key, one in found.items() if one.is_below(floors.get(key))] == []


def test_floors_are_pinned_to_the_labelled_text() -> None:
    assert read_floors()["corpus"]["sha256"] == corpus_hash()


@pytest.mark.parametrize(("name", "least"), [("bylines.jsonl", 300), ("dates.jsonl", 150)])
def test_there_are_enough_cases_and_none_twice(name: str, least: int) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()

    assert name in CORPUS
    assert len(lines) >= least
    assert len({json.dumps(json.loads(line), sort_keys=True) for line in lines}) == len(lines)


def test_score_counts_each_thing_once() -> None:
    score = Score()
    score.add(["甲", "甲", "丙"], ["甲", "乙"], "a case")
    score.add([], [], "another")

    assert (score.precision, score.recall, score.exact) == (1 / 3, 1 / 2, 1 / 2)
    assert score.f1 == pytest.approx(0.4)


def test_figure_below_its_floor_is_told() -> None:
    figure = Figure(group="bylines", field="people", measure="f1", value=0.97)
    false = Figure(group="running", field="people", measure="false", value=1)

    assert [figure.is_below(floor) for floor in (0.98, 0.97, None)] == [True, False, False]
    assert [false.is_below(floor) for floor in (0, 1)] == [True, False]
