"""Where a plain `scrapy crawl` ends with exit code 0 although nothing, or not everything, was done: ours does not."""

from __future__ import annotations

import json
import signal
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests import faultyserver as faulty
from tests.faultycrawl import IMPATIENT, NOBODY, crawl, write_news_profile
from tests.faultyserver import Exchange, FaultyServer, page, status
from tests.smallpaper import TODAY, SmallPaper
from tests.smallsite import article_page, article_path, list_of, list_page, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator
    from tests.faultyserver import Answer

SECTIONS = {"hot": "/hot/index.shtml", "town": "/town/index.shtml"}
LISTS = tuple(SECTIONS.values())
ARTICLES = tuple(article_path(number) for number in range(1, 7))
PIPELINES = {
    "pipelines.normalise.NormalisePipeline": 100,
    "pipelines.deduplicate.DeduplicatePipeline": 200,
    "pipelines.store.StorePipeline": 800,
}
MENU = (
    "<html><body><ul><li><a href='/about.shtml'>关于我们</a></li><li><a href='/hot/'>要闻</a></li></ul></body></html>"
)
UNHARMFUL = ("every callback raises", "a pipeline drops every item", "a limit on pages", "lists in another markup")
QUIET = ("-s", "LOG_LEVEL=CRITICAL")


def piped(name: str, order: int) -> tuple[str, ...]:
    """Give the settings that put a pipeline of `tests.mistaken` among ours."""
    return ("-s", f"ITEM_PIPELINES={json.dumps({**PIPELINES, f'tests.mistaken.{name}': order})}")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A site, what is wrong with it or with us, and what has to be said of it."""

    name: str
    code: int
    slug: str
    answers: dict[str, Answer] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    lists: tuple[str, ...] = LISTS
    articles: int = 0


SITUATIONS = (
    Situation(name="every callback raises", code=1, slug="crashed", arguments=("-s", "SPIDER_MODULES=tests.mistaken")),
    Situation(
        name="every process_item raises at first", code=1, slug="crashed", arguments=piped("FailingPipeline", 50)
    ),
    Situation(
        name="every process_item raises at last", code=1, slug="crashed", arguments=piped("FailingPipeline", 700)
    ),
    Situation(name="a pipeline closes the spider", code=1, slug="crashed", arguments=piped("ClosingPipeline", 700)),
    Situation(name="a pipeline drops every item", code=6, slug="unfinished", arguments=piped("DroppingPipeline", 700)),
    Situation(name="a limit on pages", code=6, slug="unfinished", arguments=("-s", "CLOSESPIDER_PAGECOUNT=1")),
    Situation(
        name="refused connections",
        code=4,
        slug="unreachable",
        lists=tuple(f"http://{NOBODY}:9{path}" for path in LISTS),
    ),
    Situation(name="reset connections", code=4, slug="unreachable", answers=dict.fromkeys(LISTS, faulty.reset)),
    Situation(name="silence", code=4, slug="unreachable", answers=dict.fromkeys(LISTS, faulty.silence)),
    Situation(
        name="404 everywhere", code=4, slug="unreachable", answers=dict.fromkeys((*LISTS, *ARTICLES), status(404))
    ),
    Situation(
        name="403 everywhere", code=4, slug="unreachable", answers=dict.fromkeys((*LISTS, *ARTICLES), status(403))
    ),
    Situation(
        name="500 everywhere", code=4, slug="unreachable", answers=dict.fromkeys((*LISTS, *ARTICLES), status(500))
    ),
    Situation(name="every article 500", code=3, slug="failures", answers=dict.fromkeys(ARTICLES, status(500))),
    Situation(
        name="every article without a text", code=3, slug="failures", answers=dict.fromkeys(ARTICLES, page(MENU))
    ),
    Situation(
        name="lists without entries", code=5, slug="layout_changed", answers=dict.fromkeys(LISTS, page(list_page([])))
    ),
    Situation(name="lists in another markup", code=5, slug="layout_changed", answers=dict.fromkeys(LISTS, page(MENU))),
    Situation(name="lists that are empty pages", code=5, slug="layout_changed", answers=dict.fromkeys(LISTS, page(""))),
    Situation(
        name="one list of two in another markup", code=3, slug="failures", answers={LISTS[0]: page(MENU)}, articles=3
    ),
)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A healthy site of two lists with three articles each."""
    with FaultyServer() as server:
        server.answers[LISTS[0]] = page(list_of((1, 2, 3)))
        server.answers[LISTS[1]] = page(list_of((4, 5, 6)))
        yield server


def runs(operator: Operator) -> list[tuple[str, int, bool]]:
    """Give verdict and exit code of each run, and whether it was closed."""
    return rows(operator.database_url, "SELECT verdict, exit_code, ended_at IS NOT NULL FROM run ORDER BY id")


@pytest.mark.parametrize("situation", [pytest.param(one, id=one.name) for one in SITUATIONS])
def test_exit_code_is_not_0_although_nothing_is_logged(
    server: FaultyServer, sqlite_operator: Operator, situation: Situation
) -> None:
    server.answers.update(situation.answers)
    profile = write_news_profile(sqlite_operator.folder, server, dict(zip(SECTIONS, situation.lists, strict=True)))

    done = crawl(sqlite_operator, "news", profile, *QUIET, *IMPATIENT, *situation.arguments)

    assert (done.code, done.line.split(" — ")[0]) == (situation.code, f"news faulty: {situation.slug}"), done.said
    assert done.said.strip() == done.line
    assert runs(sqlite_operator) == [(situation.slug, situation.code, True)]
    if situation.code != 6:
        assert done.ask("SELECT count(*) FROM article") == [situation.articles]


@pytest.mark.parametrize("situation", [pytest.param(one, id=one.name) for one in SITUATIONS if one.name in UNHARMFUL])
def test_nothing_is_lost_that_the_next_run_could_do(
    server: FaultyServer, sqlite_operator: Operator, situation: Situation
) -> None:
    healthy = dict(server.answers)
    server.answers.update(situation.answers)
    profile = write_news_profile(sqlite_operator.folder, server, SECTIONS)
    crawl(sqlite_operator, "news", profile, *QUIET, *IMPATIENT, *situation.arguments)
    server.answers.update(healthy)

    done = crawl(sqlite_operator, "news", profile)

    lost = done.ask("SELECT url FROM resource WHERE kind = 'article' AND state <> 'stored'")
    assert (done.code, lost) == (0, []), done.said
    assert done.ask("SELECT count(*) FROM resource WHERE kind = 'article'") == [len(ARTICLES)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_6_when_a_signal_comes_in_mid_run_although_nothing_is_logged(
    server: FaultyServer, sqlite_operator: Operator, number: signal.Signals
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def hold(exchange: Exchange) -> None:
        asked.set()
        answer.wait(30)
        exchange.send(page(article_page(5)))

    server.answers[article_path(5)] = hold
    profile = write_news_profile(sqlite_operator.folder, server, SECTIONS)
    process = sqlite_operator.start("crawl", "news", "-a", f"site={profile}", *QUIET, "-s", "CONCURRENT_REQUESTS=1")
    assert asked.wait(30)

    process.send_signal(number)
    answer.set()
    _, said = process.communicate(timeout=60)

    assert (process.returncode, said.split(" — ")[0]) == (6, "news faulty: unfinished"), said
    assert runs(sqlite_operator) == [("unfinished", 6, True)]
    server.answers.pop(article_path(5))
    again = crawl(sqlite_operator, "news", profile)
    assert (again.code, again.ask("SELECT count(*) FROM article")) == (0, [len(ARTICLES)]), again.said


@pytest.mark.parametrize(
    ("arguments", "code", "slug"),
    [
        pytest.param(("-s", "SPIDER_MODULES=tests.mistaken"), 1, "crashed", id="every callback raises"),
        pytest.param(piped("FailingPipeline", 50), 1, "crashed", id="every process_item raises"),
        pytest.param(piped("ClosingPipeline", 700), 1, "crashed", id="a pipeline closes the spider"),
    ],
)
def test_paper_is_not_fine_either(
    httpserver: HTTPServer, sqlite_operator: Operator, arguments: tuple[str, ...], code: int, slug: str
) -> None:
    paper = SmallPaper(httpserver)
    paper.write_issue(TODAY)
    paper.write_entry(TODAY)
    profile = paper.write_paper_profile(sqlite_operator.folder)

    done = crawl(sqlite_operator, "epaper", profile, *QUIET, "-a", f"date={TODAY}", *arguments)

    assert (done.code, done.said.split(" — ")[0]) == (code, f"epaper small: {slug}"), done.said
    assert runs(sqlite_operator) == [(slug, code, True)]
