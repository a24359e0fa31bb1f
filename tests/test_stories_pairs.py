"""The labelled pairs of articles: the file keeps to what its README says of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

PAIRS = Path(__file__).parent / "stories" / "pairs.jsonl"
PAIR_FIELDS = {"id", "kind", "same", "link", "why", "a", "b"}
ARTICLE_FIELDS = (
    "channel",
    "published_on",
    "headline",
    "byline_printed",
    "dateline",
    "credited_source",
    "page_number",
    "body",
)
UNITING = {"exact", "near", "reprint"}
LINKS = UNITING | {"contained", "teaser", None}
COMPARED_DAYS = 31
SENTENCE = 15
SHORTEST, LONGEST = 25, 1200
USUAL = range(80, 601)


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, Any]]:
    """Every pair of the file."""
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def articles(pair: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two articles of a pair."""
    return pair["a"], pair["b"]


def days_apart(pair: dict[str, Any]) -> int:
    """The number of days between the two dates."""
    a, b = (date.fromisoformat(article["published_on"]) for article in articles(pair))
    return abs((a - b).days)


def letters(text: str) -> str:
    """The letters and digits of a text, in their usual width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def test_there_are_200_pairs_with_ids_in_order(pairs: list[dict[str, Any]]) -> None:
    """The ids are unique and tell the place in the file."""
    assert [pair["id"] for pair in pairs] == [f"p{number:03d}" for number in range(1, 201)]


def test_fields_are_as_described(pairs: list[dict[str, Any]]) -> None:
    """Each pair and article has its fields and no other; `same` follows from the link."""
    for pair in pairs:
        assert set(pair) - {"family"} == PAIR_FIELDS, pair["id"]
        assert re.fullmatch("[a-z_]+", pair["kind"]), pair["id"]
        assert re.fullmatch("[a-z_]+", pair.get("family", "none")), pair["id"]
        assert pair["link"] in LINKS, pair["id"]
        assert pair["same"] is (pair["link"] in UNITING), pair["id"]
        assert pair["why"].endswith(".") and pair["why"].isprintable(), pair["id"]
        for article in articles(pair):
            assert tuple(article) == ARTICLE_FIELDS, pair["id"]
            assert article["channel"] in {"news", "epaper", "wechat"}, pair["id"]
            assert (article["page_number"] is not None) is (article["channel"] == "epaper"), pair["id"]
            for field in ARTICLE_FIELDS[2:-1]:
                value = article[field]
                assert value is None or (isinstance(value, str) and value.strip() == value != ""), (pair["id"], field)


def test_labels_and_channels_are_spread(pairs: list[dict[str, Any]]) -> None:
    """No label is rare, and each two channels meet."""
    same = sum(pair["same"] for pair in pairs)
    linked = sum(pair["link"] in {"contained", "teaser"} for pair in pairs)
    assert 90 <= same <= 100
    assert 20 <= linked <= 30
    assert 75 <= len(pairs) - same - linked <= 85
    assert min(Counter(pair["link"] for pair in pairs).values()) >= 5
    met = Counter(frozenset(article["channel"] for article in articles(pair)) for pair in pairs)
    assert len(met) == 6
    assert min(met.values()) >= 10


def test_dates_are_valid_and_four_pairs_are_never_compared(pairs: list[dict[str, Any]]) -> None:
    """Dates are of the calendar and written in full; only the yearly notices lie too far apart, and none is linked."""
    for pair in pairs:
        for article in articles(pair):
            assert date.fromisoformat(article["published_on"]).isoformat() == article["published_on"], pair["id"]
            assert "2000" < article["published_on"] < "2026-12", pair["id"]
    far = [pair for pair in pairs if days_apart(pair) > COMPARED_DAYS]
    assert len(far) == 4
    assert {(pair["kind"], pair["link"]) for pair in far} == {("annual", None)}


def test_exact_means_the_same_letters(pairs: list[dict[str, Any]]) -> None:
    """A pair within reach has the same letters and digits if it is labelled exact, or is a reprint."""
    for pair in pairs:
        if days_apart(pair) <= COMPARED_DAYS and pair["link"] != "reprint":
            a, b = (letters(article["body"]) for article in articles(pair))
            assert (a == b) is (pair["link"] == "exact"), pair["id"]


def test_bodies_keep_to_their_bounds(pairs: list[dict[str, Any]]) -> None:
    """Bodies are paragraphs without blanks around them, and most are as long as a newspaper's."""
    bodies = [article["body"] for pair in pairs for article in articles(pair)]
    for body in bodies:
        assert SHORTEST <= len(body) <= LONGEST, body
        assert all(paragraph and paragraph == paragraph.strip() for paragraph in body.split("\n")), body
    assert sum(len(body) in USUAL for body in bodies) >= 0.8 * len(bodies)
    assert sum(len(body) >= 900 for body in bodies) >= 3


def test_pairs_share_no_sentence_but_in_a_family(pairs: list[dict[str, Any]]) -> None:
    """A sentence of 15 characters or more stands in one pair only, or in pairs of one declared family."""
    owners: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for pair in pairs:
        for article in articles(pair):
            for sentence in re.split("[。！？!?\n]", article["body"]):
                if len(sentence.strip()) >= SENTENCE:
                    owners[sentence.strip()].add((pair["id"], pair.get("family")))
    for sentence, found in owners.items():
        families = {family for _, family in found}
        assert len(found) == 1 or (len(families) == 1 and None not in families), (sentence, found)
