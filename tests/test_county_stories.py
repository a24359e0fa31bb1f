"""The sample county's truth says which of its articles are one story, and its texts are as different as a paper's."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.county import ALL, County, PrintQuirk, Quirk
from tests.county.stories import repeated_stories

DAYS = 20
KINDS = (Quirk.LOOK_ALIKE, Quirk.SHORT_TWINS, Quirk.REPEATED_LATER, PrintQuirk.STORY)


def kinds(county):
    """The quirks by which its stories appeared again, one a story."""
    articles = {one.url: one for one in (*county.articles(), *county.print_articles())}
    return [
        tuple({kind for url in story for kind in KINDS if kind in articles[url].quirks})
        for story in repeated_stories(county)
    ]


@pytest.fixture(scope="module")
def county():
    return County(1, DAYS)


def test_stories_are_of_articles_that_are_stored_and_each_article_is_of_one_story(county):
    stored = {one.url for one in (*county.articles(), *county.print_articles())}
    stored -= {url for one in county.print_joined() for url in one.pieces[1:]}
    urls = [url for story in repeated_stories(county) for url in story]
    assert len(urls) == len(set(urls)) and set(urls) < stored
    assert all(len(story) == 2 for story in repeated_stories(county))


@pytest.mark.parametrize("quirk", KINDS, ids=lambda quirk: quirk.slug)
def test_story_appears_again_by_a_quirk_of_its_own(county, quirk):
    assert kinds(county).count((quirk,)) >= 2
    without = kinds(County(1, DAYS, quirks=ALL - {quirk}))
    assert without and (quirk,) not in without


def test_every_printed_story_is_one_with_that_of_the_news_site(county):
    pairs = {frozenset((one.url, one.story_of)) for one in county.print_articles() if one.story_of}
    assert pairs and pairs < repeated_stories(county)


def test_exact_copies_are_one_article(county):
    copies = {url for one in county.articles() for url in (one.url, *one.aliases) if one.aliases}
    stories = repeated_stories(County(1, DAYS, quirks=frozenset({Quirk.EXACT_COPY})))
    assert copies and not stories


@pytest.mark.parametrize("genre", ["literature", "commentary"])
def test_texts_of_one_genre_share_few_words(county, genre):
    bodies = [one.body for one in County(1, 60).print_articles() if one.genre == genre]
    runs = [{body[start : start + 4] for start in range(len(body) - 3)} for body in bodies]
    assert len(bodies) >= 10
    assert max(len(a & b) / min(len(a), len(b)) for a, b in combinations(runs, 2)) < 0.5
