"""Stories do not depend on how their articles arrive: in which order and groups, by how many processes, after kills."""

from __future__ import annotations

import random
import signal
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from benchmarks.stories.generator import generate
from benchmarks.stories.pairs import hand_pairs
from db.stories.tables import UNITING
from tests.scale import scaled
from tests.storyrows import Newsroom, components, empty, every_link, found, in_groups, linked_anew, printed, short
from tests.storywriters import write_together

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from benchmarks.stories.model import Appearance
    from pipelines.items import Article
    from tests.storyrows import Found

ARTICLES, GENERATED = 120, 700
SHUFFLES = scaled(5, 20)
PROCESSES = 4


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The first articles of a county that are told several times or only look alike, and the others of their days."""
    arrivals = list(generate(GENERATED, 7, years=1))
    labelled = {url for one in arrivals for pair in one.pairs for url in (pair.a, pair.b)}
    chosen = [one.article for one in arrivals if one.article.url in labelled][: ARTICLES - 10]
    chosen += [one.article for one in arrivals if one.article.url not in labelled][: ARTICLES - len(chosen)]
    return [as_printed(one, short(one.url)) for one in chosen]


def as_printed(one: Appearance, name: str) -> Article:
    return printed(
        name,
        one.body,
        site=one.site,
        on=one.published_on,
        channel=one.channel,
        headline=one.headline,
        credited_source=one.credited_source,
    )


def expected(articles: list[Article], engine: Engine) -> Found:
    """Link the articles in the order of their days, all of a channel at once."""
    room = Newsroom(engine)
    room.write(*articles)
    linked = room.found()
    assert len(linked.stories) > 20
    assert {len(one) for one in linked.stories} >= {2, 3}
    assert len({method for method, _ in linked.links.values()}) >= 3
    return linked


def test_stories_are_what_the_links_hang_together_named_by_the_first_appearance(
    articles: list[Article], engine: Engine
) -> None:
    linked = expected(articles, engine)
    places = {short(one.visit.url): (one.published_on, one.visit.url.split("/")[3], one.visit.url) for one in articles}
    order = {"news": 0, "epaper": 1, "wechat": 2}

    assert linked.stories == components(linked)
    for story in linked.stories:
        first = min(story, key=lambda name: (places[name][0], order[places[name][1]], places[name][2]))
        assert {linked.canonical[name] for name in story} == {first}


def test_what_the_rules_link_is_found_by_its_passages(articles: list[Article], engine: Engine) -> None:
    expected(articles, engine)

    with engine.connect() as connection:
        assert found(connection).links == every_link(connection)


def test_labelled_pairs_that_are_one_story_are_found_among_all_others(engine: Engine) -> None:
    """But for a few that are worded anew so that no passage is left; the rules alone would know them."""
    sides = [(pair, side) for pair in hand_pairs() for side in (pair.a, pair.b)]
    Newsroom(engine).write(*(as_printed(side, f"{pair.id}{side.url[-1]}") for pair, side in sides))

    with engine.connect() as connection:
        kept, wanted = found(connection).links, every_link(connection)

    assert kept.items() <= wanted.items()
    uniting = {pair: how for pair, how in wanted.items() if how[0] in UNITING}
    assert len(uniting) > 80
    assert len(uniting.items() - kept.items()) <= 5


@pytest.mark.faults
def test_order_and_groups_of_arrival_do_not_count(articles: list[Article], engine: Engine) -> None:
    before = expected(articles, engine)

    for seed in range(SHUFFLES):
        rng = random.Random(seed)
        shuffled = rng.sample(articles, len(articles))
        empty(engine)
        room = Newsroom(engine)
        for group in in_groups(shuffled, (rng.choice((1, 3, 9, 27)) for _ in repeat(None))):
            room.write(*group)
        assert room.found() == before, seed
    assert linked_anew(engine) == before


def shares(articles: list[Article], number: int) -> list[list[Article]]:
    """Cut articles into shares, so that the appearances of a story come to different processes."""
    return [random.Random(one).sample(some, len(some)) for one in range(number) if (some := articles[one::number])]


def test_processes_at_a_time_find_the_same_stories_as_one(
    articles: list[Article], engine: Engine, ready_url: str
) -> None:
    before = expected(articles, engine)
    empty(engine)

    assert write_together(ready_url, shares(articles, PROCESSES)) == [0] * PROCESSES
    assert Newsroom(engine).found() == before


@pytest.mark.faults
@pytest.mark.parametrize("statement", range(9, 120, scaled(60, 7)))
def test_processes_that_are_killed_while_they_link_and_run_again_find_the_same_stories(
    articles: list[Article], engine: Engine, ready_url: str, statement: int
) -> None:
    before = expected(articles, engine)
    empty(engine)

    codes = write_together(ready_url, shares(articles, 2), {0: statement, 1: statement * 2 // 3 + 1})
    assert codes == [-signal.SIGKILL] * 2
    assert Newsroom(engine).found() != before

    Newsroom(engine).write(*articles[::-1])
    assert Newsroom(engine).found() == before
