"""A crawl that is killed at any moment, and run again until it is done, leaves the rows of one that was not."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from db.engine import make_engine, upgrade
from db.models import article, contributor, fetch, image, issue, page, part, placement, resource, run, source
from tests.conftest import DATABASES, Operator, base_url, empty_database, serve
from tests.county import County
from tests.county.plan import date_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from sqlalchemy import Table
    from sqlalchemy.engine import Engine
    from werkzeug import Request, Response

DAYS = {"news": 7, "epaper": 3}  # about 90 articles of each, with lists, copies, further pages, refusals, issues
STORIES = (101, 202, 303, 404, 505)  # seeds; each story is four kills of one crawl
KILLS = 4
TIMEOUT_S = 120
GROUP_S = 0.6  # longer than a group of records waits for its commit
LISTS = {"news": 8, "epaper": 1}  # what every run reads, whatever is left to do


OF_PAGE = ("number", "title", "ordinal", "image_url", "pdf_url", "width", "height")
OF_PLACEMENT = ("ordinal", "listed_title", "in_map", "in_list", "regions")


class Site:
    """Answers as the county and counts; at a moment that was set before it strikes, then answers as if nothing was."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.answers = 0
        self.moment = 0
        self.strike: Callable[[], object] = bool
        self.ready = threading.Event()

    def set(self, moment: int = 0, strike: Callable[[], object] = bool) -> None:
        """Count anew, and strike before the answer number `moment`; 0: never."""
        self.answers, self.moment, self.strike = 0, moment, strike
        self.ready.clear()

    def respond(self, request: Request) -> Response:
        """Answer a request."""
        self.answers += 1
        if self.answers == self.moment:
            assert self.ready.wait(TIMEOUT_S)
            self.strike()
        return self.county.respond(request)


@pytest.fixture(scope="module", params=DAYS)
def spider(request: pytest.FixtureRequest) -> str:
    """The spider that suffers."""
    return str(request.param)


def arguments(spider: str, profile: Path) -> tuple[str, ...]:
    """Give the arguments of a crawl."""
    days = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(DAYS['epaper'] - 1)}") if spider == "epaper" else ()
    return ("crawl", spider, "-a", f"site={profile}", *days)


@pytest.fixture(scope="module")
def site(make_httpserver: HTTPServer, spider: str) -> Site:
    """The county, served."""
    site = Site(serve(make_httpserver, County(seed=1, days=DAYS[spider], base_url=base_url(make_httpserver))))
    make_httpserver.clear()
    make_httpserver.expect_request(re.compile(".*")).respond_with_handler(site.respond)
    return site


def natural(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Dump all that a crawl is for by natural keys: no ids, no times of visits, no runs."""
    own = resource.alias("own")

    def of_article(table: Table) -> Any:
        columns = [column for column in table.c if not column.name.endswith("_id")]
        joined = table.join(article, article.c.id == table.c.article_id).join(own, own.c.id == article.c.resource_id)
        return select(own.c.url, *columns).select_from(joined)

    plain = [column for column in article.c if column.name not in ("id", "resource_id", "source_id")]
    pages = part.join(article, article.c.id == part.c.article_id).join(own, own.c.id == article.c.resource_id)
    pages = pages.join(resource, resource.c.id == part.c.resource_id)
    printed = page.join(issue, issue.c.id == page.c.issue_id).join(resource, resource.c.id == page.c.resource_id)
    queries = {
        "source": select(source.c.site, source.c.slug, source.c.channel, source.c.name, source.c.tz),
        "resource": select(
            *(resource.c[name] for name in ("url", "kind", "state", "reason", "found_on", "listed_on", "attempts"))
        ),
        "article": select(resource.c.url, *plain).join_from(article, resource),
        "part": select(resource.c.url, own.c.url, part.c.role, part.c.ordinal, part.c.text).select_from(pages),
        "contributor": of_article(contributor),
        "image": of_article(image),
        "issue": select(*(column for column in issue.c if column.name not in ("id", "source_id"))),
        "page": select(
            issue.c.published_on, issue.c.edition, resource.c.url, *(page.c[name] for name in OF_PAGE)
        ).select_from(printed),
        "placement": select(page.c.number, resource.c.url, *(placement.c[name] for name in OF_PLACEMENT)).select_from(
            placement.join(page, page.c.id == placement.c.page_id).join(
                resource, resource.c.id == placement.c.resource_id
            )
        ),
    }
    with engine.connect() as connection:
        return {name: sorted(map(tuple, connection.execute(query)), key=repr) for name, query in queries.items()}


@pytest.fixture(scope="module", params=DATABASES)
def uninterrupted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, site: Site, spider: str
) -> Iterator[tuple[pytest.FixtureRequest, dict[str, list[tuple[Any, ...]]], int]]:
    """What a crawl leaves that nobody disturbed, and how many requests it made; once of each kind of database."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    site.set()
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        done = operator.scrapy(*arguments(spider, operator.write_profile(site.county.base_url)))
        assert done.returncode == 0, done.stderr
        engine = make_engine(database_url)
        yield request, natural(engine), site.answers
        engine.dispose()


class Sufferer:
    """An operator whose crawls are killed."""

    def __init__(self, operator: Operator, site: Site, spider: str) -> None:
        self.operator, self.site = operator, site
        self.arguments = arguments(spider, operator.write_profile(site.county.base_url))
        self.engine = make_engine(operator.database_url)
        upgrade(self.engine)

    def count(self, table: Table, *conditions: Any) -> int:
        """Count rows."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()

    def crawl(self) -> tuple[int, str]:
        """Crawl undisturbed."""
        self.site.set()
        done = self.operator.scrapy(*self.arguments)
        return done.returncode, done.stderr

    def crawl_until_answer(self, moment: int, number: signal.Signals = signal.SIGKILL) -> tuple[int, str]:
        """Crawl until the server is about to give the answer of that number, then send a signal."""
        self.site.set(moment, lambda: os.kill(process.pid, number))
        process = self.operator.start(*self.arguments)
        self.site.ready.set()
        _, said = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, said

    def crawl_until_commit(self, moment: int) -> tuple[int, str]:
        """Crawl until the server is about to give that answer, and kill right after the next commit."""

        def kill_after_commit() -> None:
            before, deadline = self.count(fetch), time.monotonic() + GROUP_S
            while self.count(fetch) == before and time.monotonic() < deadline:
                pass  # when nothing is left to commit, the last commit is what the kill follows
            process.kill()

        self.site.set(moment, kill_after_commit)
        process = self.operator.start(*self.arguments)
        self.site.ready.set()
        _, said = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, said


@pytest.fixture
def sufferer(
    uninterrupted: tuple[pytest.FixtureRequest, Any, int], site: Site, spider: str, tmp_path: Path
) -> Iterator[Sufferer]:
    """An operator with an empty database of the kind that was crawled without disturbance."""
    with empty_database(uninterrupted[0], tmp_path) as database_url:
        sufferer = Sufferer(Operator(tmp_path, database_url), site, spider)
        yield sufferer
        sufferer.engine.dispose()


@pytest.mark.parametrize("seed", STORIES)
def test_crawl_that_is_killed_again_and_again_ends_with_the_same_rows(
    sufferer: Sufferer, uninterrupted: tuple[Any, dict[str, Any], int], spider: str, seed: int
) -> None:
    rng = random.Random(seed)
    _, expected, requests = uninterrupted
    left = requests
    for kill in range(KILLS):
        moment = rng.randint(1, left)
        if kill % 2:
            code, said = sufferer.crawl_until_commit(moment)
        else:
            code, said = sufferer.crawl_until_answer(moment)
        assert code == -signal.SIGKILL, (kill, moment, said)
        left = sufferer.count(resource, resource.c.state == "pending", resource.c.kind == "article") or LISTS[spider]

    code, said = sufferer.crawl()

    assert code == 0, said
    assert natural(sufferer.engine) == expected
    assert sufferer.count(run, run.c.ended_at.is_not(None)) == 1


def test_crawl_that_is_told_to_stop_says_so_and_the_next_one_ends_with_the_same_rows(
    sufferer: Sufferer, uninterrupted: tuple[Any, dict[str, Any], int], spider: str
) -> None:
    _, expected, requests = uninterrupted

    code, said = sufferer.crawl_until_answer(requests // 2, signal.SIGTERM)

    assert code == 6, said
    assert said.splitlines()[-1].startswith(f"{spider} yunling: unfinished — ")
    assert sufferer.count(run, run.c.verdict == "unfinished", run.c.ended_at.is_not(None)) == 1
    assert 0 < sufferer.count(article) < len(expected["article"])

    code, said = sufferer.crawl()

    assert code == 0, said
    assert natural(sufferer.engine) == expected
