"""The big sample: many different pages of four platforms, the same for a seed, each of them with what it says."""

from __future__ import annotations

import html
import json
import re
from collections import Counter

import pytest

from tests.county.sample import pages

COUNT = 2000


@pytest.fixture(scope="module")
def sample():
    return list(pages(COUNT, seed=1))


def text_of(page):
    declared = re.search(rb"charset=\"?([\w-]+)", page.body)[1].decode()
    return page.body.decode({"gb2312": "gb18030"}.get(declared, declared))


def test_pages_are_of_four_platforms_and_different(sample):
    assert Counter(page.platform for page in sample) == dict.fromkeys(
        ("enorth", "founder-classic", "aheading", "generic"), COUNT // 4
    )
    assert len({(page.platform, page.url) for page in sample}) == COUNT
    assert len({page.truth["body"] for page in sample if len(page.truth["body"]) > 60}) > COUNT * 0.7


def test_a_seed_gives_the_same_pages_and_another_one_others(sample):
    assert list(pages(40, seed=1)) == [*pages(60, seed=1)][:40]
    assert [page.body for page in pages(40, seed=2)] != [page.body for page in sample[:40]]


def test_pages_declare_their_encoding_in_turn(sample):
    declared = Counter((page.platform, b"gb2312" in page.body[:900]) for page in sample)
    assert set(declared.values()) == {COUNT // 8}
    for page in sample:
        assert text_of(page)


def test_truth_is_json_and_stands_on_the_page(sample):
    noise = re.compile("[\\s\u200b\ufeff\ue000-\uf8ff\x00-\x1f]")
    folded = {code + 0xFEE0: code for code in range(0x30, 0x7B)} | {0xFF1A: "：", 0xFF1B: "；", 0xFF1F: "？"}
    for page in sample:
        json.dumps(page.truth)
        text = re.sub(r"<script.*?</script>|<!--.*?-->|<[^>]*>", "", text_of(page), flags=re.DOTALL)
        shown = noise.sub("", html.unescape(text)).translate(folded)
        place = 0
        for paragraph in page.truth["body"].split("\n"):
            wanted = noise.sub("", paragraph).translate(folded)
            place = shown.find(wanted, place)
            assert place >= 0, (page.url, paragraph)
            place += len(wanted)
        for person in page.truth["contributors"]:
            assert person["name"] in shown, page.url


def test_pages_are_fetched_after_their_day(sample):
    assert all(page.fetched_at.date().isoformat() > page.truth["published_on"] for page in sample)
    assert all(page.fetched_at.utcoffset() is not None for page in sample)
