"""Crawls of the news site and of the paper link exactly the articles that are one story, whichever comes first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from db.engine import make_engine
from db.stories.tables import story_link, story_member
from tests.conftest import Operator, base_url, empty_database, serve
from tests.county import County, PrintQuirk, Quirk
from tests.county.plan import date_of
from tests.county.stories import repeated_stories
from tests.scale import IS_LONG, scaled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import Engine

DAYS = scaled(8, 60)
CHANNELS = ("news", "epaper", "wechat")
ORDERS = ("news", "epaper"), ("epaper", "news")
CRAWLS = [("sqlite", ORDERS[0]), ("postgresql", ORDERS[1])]
CRAWLS += [("sqlite", ORDERS[1]), ("postgresql", ORDERS[0])] if IS_LONG else []
APPEARANCES = text("SELECT story_id, url, channel, published_on, is_canonical FROM appearances")
STORIES = text("SELECT story_id, url, channel, appearances, in_news, in_epaper FROM stories")


@dataclass(frozen=True)
class Crawled:
    """The sample county after one crawl of its news site and one of its paper, in some order."""

    operator: Operator
    county: County
    order: tuple[str, ...]
    engine: Engine

    def crawl(self) -> list[str]:
        """Crawl both; give what was said."""
        profile = self.operator.write_profile(self.county.base_url)
        days = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(DAYS - 1)}")
        said = []
        for spider in self.order:
            done = self.operator.scrapy("crawl", spider, "-a", f"site={profile}", *(days if spider == "epaper" else ()))
            assert done.returncode == 0, done.stderr
            said.append(done.stderr)
        return said

    def stories(self) -> dict[int, list[Any]]:
        """Read the appearances of each story, those of the earliest day first, then those of the news site."""
        found = defaultdict(list)
        with self.engine.connect() as connection:
            for row in connection.execute(APPEARANCES):
                found[row.story_id].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (str(row.published_on), CHANNELS.index(row.channel), row.url))
        return found

    def linked(self) -> list[Any]:
        """Read the links and who is of which story, as they are stored."""
        with self.engine.connect() as connection:
            return [
                tuple(row)
                for table in (story_link, story_member)
                for row in connection.execute(select(table).order_by(*table.primary_key))
            ]


@pytest.fixture(scope="module", params=CRAWLS, ids=lambda case: f"{case[0]}-{case[1][0]}-first")
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer
) -> Iterator[Crawled]:
    """Crawl once for all tests of this module, in an order and into a kind of database."""
    request.param, order = request.param
    county = serve(make_httpserver, County(seed=1, days=DAYS, base_url=base_url(make_httpserver)))
    folder = tmp_path_factory.mktemp("crawled")
    with empty_database(request, folder) as database_url:
        engine = make_engine(database_url)
        done = Crawled(Operator(folder, database_url), county, order, engine)
        done.crawl()
        yield done
        engine.dispose()


def test_stories_are_those_of_the_ground_truth_and_nothing_else(crawled: Crawled) -> None:
    found = {frozenset(row.url for row in rows) for rows in crawled.stories().values() if len(rows) > 1}

    truth = repeated_stories(crawled.county)
    assert (truth - found, found - truth) == (set(), set())


def test_each_way_in_which_a_story_appears_again_occurs(crawled: Crawled) -> None:
    articles = {one.url: one for one in (*crawled.county.articles(), *crawled.county.print_articles())}
    again = [rows for rows in crawled.stories().values() if len(rows) > 1]

    for quirk in (Quirk.LOOK_ALIKE, Quirk.SHORT_TWINS, Quirk.REPEATED_LATER, PrintQuirk.STORY):
        assert sum(quirk in articles[rows[-1].url].quirks for rows in again) >= scaled(1, 2), quirk
    assert {tuple(row.channel for row in rows) for rows in again} == {("news", "news"), ("news", "epaper")}


def test_first_appearance_gives_the_story_its_name(crawled: Crawled) -> None:
    for rows in crawled.stories().values():
        assert [row.is_canonical for row in rows] == [1] + [0] * (len(rows) - 1)


def test_stories_count_their_appearances(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        counted = {row.story_id: tuple(row)[1:] for row in connection.execute(STORIES)}

    expected = {}
    for number, rows in crawled.stories().items():
        channels = [row.channel for row in rows]
        in_news, in_epaper = channels.count("news"), channels.count("epaper")
        expected[number] = (rows[0].url, rows[0].channel, len(rows), in_news, in_epaper)
    assert counted == expected


def test_second_crawl_changes_no_story(crawled: Crawled) -> None:
    before = crawled.linked()

    assert all("0 new" in said for said in crawled.crawl())

    assert before
    assert crawled.linked() == before
