"""The made-up news of `benchmarks.stories` is what its labels say, and the scoring counts as a person would."""

from __future__ import annotations

import datetime as dt
import importlib
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from benchmarks.stories.edits import change_numerals, fewest_sentences, to_traditional
from benchmarks.stories.generator import generate
from benchmarks.stories.model import Appearance, Arrival, Pair, jaccard, letters, shingles
from benchmarks.stories.pairs import hand_pairs, judge, judged_table
from benchmarks.stories.report import score_table
from benchmarks.stories.scoring import NEGATIVES, score
from tests.conftest import PROJECT

DAY = dt.date(2024, 5, 1)
LABELLED = 3000  # articles of one year


@pytest.fixture(scope="module")
def arrivals() -> list[Arrival]:
    return list(generate(LABELLED, 7, years=1))


@pytest.fixture(scope="module")
def labelled(arrivals: list[Arrival]) -> dict[str, list[tuple[Pair, Arrival, Arrival]]]:
    by_url = {arrival.article.url: arrival for arrival in arrivals}
    kinds: defaultdict[str, list[tuple[Pair, Arrival, Arrival]]] = defaultdict(list)
    for arrival in arrivals:
        for pair in arrival.pairs:
            kinds[pair.kind].append((pair, by_url[pair.a], by_url[pair.b]))
    return kinds


def test_a_seed_gives_the_same_articles_and_another_seed_others() -> None:
    first = list(generate(300, 3))
    assert first == list(generate(300, 3))
    assert {one.article.body for one in first}.isdisjoint(one.article.body for one in generate(300, 4))


def test_as_many_articles_as_asked_come_in_order_of_their_days(arrivals: list[Arrival]) -> None:
    days = [arrival.article.published_on for arrival in arrivals]
    assert len(arrivals) == len({arrival.article.url for arrival in arrivals}) == LABELLED
    assert days == sorted(days)


def test_a_pair_comes_with_the_later_of_its_articles(arrivals: list[Arrival]) -> None:
    seen: set[str] = set()
    for arrival in arrivals:
        seen.add(arrival.article.url)
        for pair in arrival.pairs:
            assert pair.a < pair.b
            assert {pair.a, pair.b} <= seen
            assert arrival.article.url in {pair.a, pair.b}


def test_a_label_says_one_story_exactly_where_the_stories_are_one(
    labelled: dict[str, list[tuple[Pair, Arrival, Arrival]]],
) -> None:
    for pair, one, other in (labels for kind in labelled.values() for labels in kind):
        assert (one.story == other.story) == (pair.link not in {None, "contained"}), pair
        assert abs((one.article.published_on - other.article.published_on).days) <= 31


def test_exact_is_said_of_equal_letters_and_of_no_others(
    labelled: dict[str, list[tuple[Pair, Arrival, Arrival]]],
) -> None:
    layouts = 0
    for pair, one, other in (labels for kind in labelled.values() for labels in kind):
        is_equal = letters(one.article.body) == letters(other.article.body)
        assert is_equal == (pair.link == "exact"), pair
        layouts += is_equal and one.article.body != other.article.body
    assert layouts > 50


def test_shortened_reports_keep_their_share(labelled: dict[str, list[tuple[Pair, Arrival, Arrival]]]) -> None:
    for kind, lowest, highest in (("third_kept", 0.2, 0.48), ("removed_20", 0.55, 0.95), ("removed_40", 0.35, 0.8)):
        for _, one, other in labelled[kind]:
            bodies = (arrival.article.body.partition("\n编辑：")[0] for arrival in (one, other))
            short, long = sorted(len(letters(body)) for body in bodies)
            assert lowest <= short / long <= highest


def test_the_more_is_replaced_the_less_alike_two_versions_are(
    labelled: dict[str, list[tuple[Pair, Arrival, Arrival]]],
) -> None:
    def likeness(kind: str) -> float:
        values = [jaccard(shingles(a.article.body), shingles(b.article.body)) for _, a, b in labelled[kind]]
        return sum(values) / len(values)

    assert likeness("corrected") > 0.85
    assert 0.8 < likeness("replaced_5") < 0.95
    assert likeness("replaced_5") > likeness("replaced_20") > likeness("replaced_40") > 0.3
    assert likeness("moved_40") > likeness("removed_40")


def test_a_third_of_the_articles_is_told_again_and_a_third_of_the_pairs_only_looks_alike(
    arrivals: list[Arrival],
) -> None:
    sizes = Counter(arrival.story for arrival in arrivals)
    pairs = [pair for arrival in arrivals for pair in arrival.pairs]
    assert 0.28 < sum(size for size in sizes.values() if size > 1) / len(arrivals) < 0.42
    assert max(sizes.values()) == 4
    assert sum(pair.link is None for pair in pairs) >= 0.3 * len(pairs)


def test_two_reports_that_have_nothing_to_do_with_each_other_share_few_words(arrivals: list[Arrival]) -> None:
    told: dict[int, set[str]] = {}
    for arrival in arrivals:
        if arrival.kind == "report":
            told.setdefault(arrival.story, shingles(arrival.article.body))
    sampled = Random(1).sample(sorted(told), 150)
    alike = sorted(jaccard(told[one], told[other]) for one, other in combinations(sampled, 2))
    assert alike[len(alike) * 999 // 1000] < 0.1
    assert alike[-1] < 0.15  # two that share stock phrases


def test_no_two_stories_have_the_same_letters(arrivals: list[Arrival]) -> None:
    bodies: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for arrival in arrivals:
        key = letters(arrival.article.body)
        assert bodies[arrival.article.site].setdefault(key, arrival.story) == arrival.story


def test_more_articles_are_more_counties() -> None:
    sites = {one.article.site for one in generate(2_000, 1)}
    more = {one.article.site for one, _ in zip(generate(60_000, 1), range(500), strict=False)}
    assert (len(sites), len(more)) == (1, 3)


def test_other_ways_to_write_keep_the_words() -> None:
    assert change_numerals("栽下35株，占20%") == "栽下三十五株，占百分之二十"
    assert change_numerals("栽下三十五株，占百分之二十") == "栽下35株，占20%"
    assert change_numerals("1月12日14时") == "1月12日14时"
    assert to_traditional("县里开会") == "縣里開會"


def test_a_kind_asks_for_as_many_sentences_as_make_its_share_at_least_half_of_one() -> None:
    assert [fewest_sentences(kind) for kind in ("removed_5", "moved_20", "exact")] == [10, 3, 3]


def article(name: str) -> Appearance:
    return Appearance(url=name, site="s", channel="news", published_on=DAY, headline="题", body="文")


def test_the_score_of_a_hand_made_example() -> None:
    labels = [
        Pair(a="a", b="b", kind="removed_20", link="near"),
        Pair(a="a", b="c", kind="third_kept", link="near"),
        Pair(a="d", b="e", kind="exact", link="exact"),
        Pair(a="f", b="g", kind="weather", link=None),
        Pair(a="g", b="h", kind="item_of_roundup", link="contained"),
    ]
    stories = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3, "g": 4, "h": 5}
    arrivals = [Arrival(article=article(name), story=story, kind="report") for name, story in stories.items()]
    arrivals[-1] = Arrival(article=article("h"), story=5, kind="roundup", pairs=tuple(labels))
    found = {
        ("a", "b"): "near",
        ("b", "c"): "reprint",
        ("a", "c"): "contained",
        ("f", "g"): "near",
        ("g", "h"): "contained",
        ("a", "f"): "teaser",
    }
    scored = score(arrivals, found)
    assert scored.recall("sentences <= 20 %") == scored.recall("third kept") == 1
    assert scored.recall("item of a roundup") == 1
    assert scored.recall("exact") == 0
    assert scored.kinds["exact"].missed == 1
    assert scored.groups[NEGATIVES].united == 1
    assert (scored.uniting, scored.uniting_right) == (3, 2)
    assert scored.precision == pytest.approx(2 / 3)
    assert (scored.containing, scored.containing_right) == (3, 2)
    assert (scored.reached, scored.true_pairs) == (3, 4)
    assert "hard negatives united: 1 of 1" in score_table(scored)


def test_nothing_found_is_precise_and_recalls_nothing() -> None:
    pair = Pair(a="a", b="b", kind="exact", link="exact")
    arrivals = [
        Arrival(article=article("a"), story=1, kind="report"),
        Arrival(article=article("b"), story=1, kind="exact", pairs=(pair,)),
    ]
    scored = score(arrivals, {})
    assert (scored.precision, scored.recall("exact"), scored.reached) == (1, 0, 0)


def test_the_hand_written_pairs_are_judged_on_the_story_and_on_the_link() -> None:
    pairs = hand_pairs()
    assert len(pairs) == 200
    gold = {pair.a.url: pair.link for pair in pairs}
    right = judge(pairs, lambda a, _: gold[a.url])
    assert all(one.is_same_right and one.is_link_right for one in right)
    nothing = judge(pairs, lambda *_: None)
    assert sum(one.is_same_right for one in nothing) == sum(not pair.is_same for pair in pairs)
    wrong = next(pair for pair in pairs if pair.is_same)
    assert f"{wrong.id}  {wrong.kind:<20} SAME: gold {wrong.link}, found None" in judged_table(nothing)


def test_the_command_links_on_a_database_and_describes_the_articles() -> None:
    command = [sys.executable, "-m", "benchmarks.stories", "200", "--seed", "5", "--databases", "sqlite", "--describe"]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "labelled pairs:" in done.stdout
    assert "200 articles over 10 years on sqlite" in done.stdout
    assert "      200 stored:" in done.stdout
    assert "precision 1.0000" in done.stdout


def test_the_peers_find_a_copy_within_31_days_and_nothing_else(arrivals: list[Arrival]) -> None:
    pytest.importorskip("datasketch")
    pytest.importorskip("simhash")
    peers = importlib.import_module("benchmarks.stories.peers").peers()
    first, unlike = [arrival.article for arrival in arrivals if arrival.kind == "report"][:2]
    copy, late = (
        replace(first, url=f"{first.url}{days}", published_on=first.published_on + dt.timedelta(days=days))
        for days in (31, 63)
    )
    for find in peers.values():
        assert find([first, unlike, copy, late]) == {(first.url, copy.url): "near"}
