"""The sample county's truth: the same everywhere, cheap for any day, and holding every quirk often enough."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from tests.county import ALL, County, Quirk
from tests.county.quirks import PAIRS, SKINS

ROOT = Path(__file__).parent.parent
FORTY_DAYS = County(1, 40)
ARTICLES = tuple(FORTY_DAYS.articles())


def key(article):
    return article.published_on, article.headline, article.body


def test_truth_is_the_same_in_another_process():
    command = [sys.executable, "-B", "-m", "tests.county", "truth", "--days", "4"]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "77"}, capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.splitlines() == list(County(1, 4).truth_json())


def test_another_seed_tells_another_county():
    assert next(County(2, 1).articles()).body != ARTICLES[0].body


def test_more_days_only_append():
    thirty = list(County(1, 30).articles())
    assert list(ARTICLES[: len(thirty)]) == thirty


def test_a_day_is_computed_by_itself():
    day = dt.date(2024, 12, 1)
    county = County(1, 3650)
    assert {article.url.split("/system/")[1][:10] for article in county.articles(day, day)} == {"2024/12/01"}


def test_ten_years_need_little_memory():
    county = County(1, 3650)
    tracemalloc.start()
    count = sum(1 for year in range(2015, 2025) for _ in county.articles(dt.date(year, 1, 1), dt.date(year, 1, 12)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 10 * 12 * 10
    assert peak < 8_000_000


def test_ids_grow_with_time():
    urls = [article.url for article in ARTICLES if not article.aliases]
    assert urls == sorted(urls)


@pytest.mark.parametrize("quirk", Quirk, ids=lambda quirk: quirk.slug)
def test_every_quirk_occurs_in_forty_days(quirk):
    articles = sum(quirk in article.quirks for article in ARTICLES)
    entries = sum(quirk in entry.quirks for entry in FORTY_DAYS.entries())
    assert max(articles, entries) >= (2 if quirk in PAIRS else 5)


@pytest.mark.parametrize("quirk", Quirk, ids=lambda quirk: quirk.slug)
def test_a_quirk_left_out_does_not_occur(quirk):
    county = County(1, 14, quirks=ALL - {quirk})
    assert not any(quirk in article.quirks for article in county.articles())
    assert not any(quirk in entry.quirks for entry in county.entries())


def test_a_county_without_quirks_has_one_plain_skin():
    county = County(1, 5, quirks=frozenset())
    assert {quirk for article in county.articles() for quirk in article.quirks} == {SKINS[0]}


def test_datelines_around_new_year_name_the_year_before():
    crossing = [one for one in ARTICLES if Quirk.DATELINE_LAST_YEAR in one.quirks]
    assert {(one.dateline_on.year, one.dateline_on.month) for one in crossing} == {(2014, 12)}
    assert {one.url.split("/")[4] for one in crossing} == {"2015"}


def test_no_dateline_is_after_its_page():
    dated = [one for one in ARTICLES if one.dateline_on]
    assert all(f"{one.dateline_on:%Y/%m/%d}" <= one.url.split("/system/")[1][:10] for one in dated)


def test_only_the_short_twins_are_equal_on_one_day():
    equal = {same for same, count in Counter(map(key, ARTICLES)).items() if count > 1}
    assert equal == {key(one) for one in ARTICLES if Quirk.SHORT_TWINS in one.quirks}
    assert all(len(body) < 30 for _, _, body in equal)


def test_only_the_repeated_story_is_equal_on_two_days():
    texts = Counter((one.headline, one.body) for one in ARTICLES if Quirk.SHORT_TWINS not in one.quirks)
    repeated = {(one.headline, one.body) for one in ARTICLES if Quirk.REPEATED_LATER in one.quirks}
    assert {text for text, count in texts.items() if count > 1} == repeated


def test_an_exact_copy_is_one_article_with_the_least_url():
    copies = [one for one in ARTICLES if Quirk.EXACT_COPY in one.quirks]
    assert all(len(one.aliases) == 1 and one.url < one.aliases[0] and len(one.body) >= 30 for one in copies)
    assert not {one.url for one in ARTICLES} & {one.aliases[0] for one in copies}


def test_look_alikes_differ_in_their_body_only():
    alike = [one for one in ARTICLES if Quirk.LOOK_ALIKE in one.quirks]
    for first, second in zip(alike[::2], alike[1::2], strict=True):
        assert first.headline == second.headline
        assert sum(a != b for a, b in zip(first.body, second.body, strict=True)) in (1, 2, 3, 4)


def test_bodies_are_in_final_form():
    bodies = "".join(one.body for one in ARTICLES)
    assert not any(
        "\ue000" <= character <= "\uf8ff"
        or character in "\u200b\ufeff\u00a0　０１２３４５６７８９Ａａ"
        or (character < " " and character != "\n")
        for character in bodies
    )
    assert "  " not in bodies


def test_json_has_the_fields_of_an_analyst_and_a_summary():
    records = [json.loads(line) for line in County(1, 12).truth_json()]
    stored = [record for record in records if record["state"] == "stored"]
    assert set(stored[0]) == {
        "url",
        "state",
        "headline",
        "section",
        "kicker",
        "subheadline",
        "dateline",
        "dateline_on",
        "published_on",
        "published_at",
        "date_source",
        "body",
        "byline_printed",
        "contributors",
        "credited_source",
        "genre",
        "images",
        "parts",
        "aliases",
        "quirks",
    }
    assert records[-1]["counts"]["stored"] == len(stored)
    assert {record["reason"] for record in records if record["state"] in ("gone", "refused")} == {
        "http_404",
        "redirected_home",
        "robots",
    }
