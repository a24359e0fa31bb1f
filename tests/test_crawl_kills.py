"""A crawl that is killed at any moment, and run again until it is done, leaves the rows of one that was not."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import func, select

from db.engine import make_engine, read_url
from db.models import article, resource, run
from tests.archives import read_back, whole_files
from tests.conftest import DATABASES, Operator, empty_database
from tests.naturalrows import TIMEOUT_S, Rows, Site, arguments, differences, faults, natural, serve_site
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer
    from sqlalchemy import Table

pytestmark = pytest.mark.faults

DAYS = {"news": scaled(5, 7), "epaper": scaled(2, 3)}  # 60 to 90 articles, with lists, copies, refusals, issues
SEEDS = range(101, 101 + scaled(1, 15))  # each is a story of seven kills of one crawl, for each spider and database
STORY = (  # what befalls it, in an order that the seed draws, each at an answer that the seed draws
    "answer",  # SIGKILL before the answer
    "before",  # SIGKILL instead of the next COMMIT
    "after",  # SIGKILL as soon as the next COMMIT has returned
    "after",
    "seen",  # SIGKILL as soon as others see what was committed
    "write",  # SIGKILL while it writes: on SQLite the log grows, on PostgreSQL a transaction has begun to write
    "stop",  # SIGTERM
)
SHARE, NEAR_S = 0.3, 0.005  # so many of the kills fall so close to a commit
GROUP_S = 0.6  # longer than a group of records waits for its commit
LISTS = {"news": 8, "epaper": 1}  # what every run reads, whatever is left to do

NEWEST = 'SELECT max(id) FROM "fetch"'  # another answer after each commit of records
WRITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"


@dataclass(frozen=True)
class Kill:
    """A kill that was done; it fell at most `near_s` after a moment of a commit, None where that is not known."""

    database: str
    kind: str
    near_s: float | None


KILLS: list[Kill] = []  # of all stories that this process has told


class Watch:
    """Sees from outside what a crawl does to its database, on a connection of its own, some thousand times a second."""

    def __init__(self, database_url: str) -> None:
        url = read_url(database_url)
        self.database = url.get_backend_name()
        self.connection: Any
        if self.database == "sqlite":
            self.log = Path(f"{url.database}-wal")
            self.connection = sqlite3.connect(str(url.database), isolation_level=None, check_same_thread=False)
        else:
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(address, autocommit=True)

    def seen(self) -> object:
        """Tell what changes with a commit."""
        return self.connection.execute(NEWEST).fetchone()

    def write(self) -> object:
        """Tell what changes while it writes."""
        if self.database == "postgresql":
            return self.connection.execute(WRITING).fetchone()
        found = self.log.stat() if self.log.exists() else None
        return found and (found.st_size, found.st_mtime_ns)

    def kill_at_change(self, pid: int, kind: str) -> float | None:
        """Kill a process as soon as something changes; give a bound of the time since the commit.

        None where it is not known: nothing was left to commit, or a transaction had begun, which takes its time.
        """
        look = self.seen if kind == "seen" else self.write
        unchanged_at = time.monotonic()
        deadline, before = unchanged_at + GROUP_S, look()
        while (asked_at := time.monotonic()) < deadline and look() == before:
            unchanged_at = asked_at
        os.kill(pid, signal.SIGKILL)
        near_s = time.monotonic() - unchanged_at
        is_commit = asked_at < deadline and (kind == "seen" or self.database == "sqlite")
        return near_s if is_commit else None


@pytest.fixture(scope="module", params=DAYS)
def spider(request: pytest.FixtureRequest) -> str:
    """The spider that suffers."""
    return str(request.param)


@pytest.fixture(scope="module")
def site(make_httpserver: HTTPServer, spider: str) -> Site:
    """The county, served."""
    return serve_site(make_httpserver, DAYS[spider])


Undisturbed = tuple[pytest.FixtureRequest, Rows, int]


@pytest.fixture(scope="module", params=DATABASES)
def undisturbed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, site: Site, spider: str
) -> Iterator[Undisturbed]:
    """What a crawl leaves that nobody disturbed, and how many requests it made; once of each kind of database."""
    folder = tmp_path_factory.mktemp("undisturbed")
    site.set()
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        done = operator.scrapy(*arguments(spider, operator.write_profile(site.county.base_url), DAYS[spider], site))
        assert done.returncode == 0, done.stderr
        engine = make_engine(database_url)
        yield request, natural(engine), site.answers
        engine.dispose()


class Sufferer:
    """An operator whose crawls are killed."""

    def __init__(self, operator: Operator, site: Site, spider: str) -> None:
        self.operator, self.site, self.spider = operator, site, spider
        self.profile = operator.write_profile(site.county.base_url)
        self.engine = make_engine(operator.database_url)
        self.watch = Watch(operator.database_url)

    def close(self) -> None:
        """Let go of the database."""
        self.watch.connection.close()
        self.engine.dispose()

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of the crawl that is counted."""
        return arguments(self.spider, self.profile, DAYS[self.spider], self.site)

    def count(self, table: Table, *conditions: Any) -> int:
        """Count rows."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()

    def left(self) -> int:
        """Tell how many answers a crawl will surely ask for."""
        return self.count(resource, resource.c.state == "pending", resource.c.kind == "article") or LISTS[self.spider]

    def crawl(self) -> tuple[int, str]:
        """Crawl undisturbed."""
        self.site.set()
        done = self.operator.scrapy(*self.arguments)
        return done.returncode, done.stderr

    def crawl_until(self, moment: int, strike: Callable[[int], object], *more: str) -> tuple[int, str]:
        """Crawl until the server is about to give the answer of that number, then strike at the process."""
        self.site.set(moment, lambda: strike(process.pid))
        process = self.operator.start(*self.arguments, *more)
        self.site.ready.set()
        _, said = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, said

    def suffer(self, kind: str, moment: int) -> tuple[int, str]:
        """Crawl and be killed from that answer on; keep how close to a commit it was."""
        order = self.operator.folder / "order"
        near: list[float | None] = []

        def strike(pid: int) -> None:
            if kind in ("before", "after"):
                order.write_text(kind, encoding="utf-8")
            elif kind in ("seen", "write"):
                near.append(self.watch.kill_at_change(pid, kind))
            else:
                os.kill(pid, signal.SIGTERM if kind == "stop" else signal.SIGKILL)

        self.operator.environment = {"DIE_AT_COMMIT": str(order)} if kind in ("before", "after") else {}
        clock = ("-s", "CLOCK=tests.naturalrows.now_until_commit") if self.operator.environment else ()
        ended = self.crawl_until(moment, strike, *clock)
        if order.exists():
            near.append(int(order.read_text(encoding="utf-8")) / 1e9)
            order.unlink()
        KILLS.append(Kill(self.watch.database, kind, *near or [None]))
        return ended


@pytest.fixture
def sufferer(undisturbed: Undisturbed, site: Site, spider: str, tmp_path: Path) -> Iterator[Sufferer]:
    """An operator with an empty database of the kind that was crawled without disturbance."""
    with empty_database(undisturbed[0], tmp_path, is_ready=True) as database_url:
        sufferer = Sufferer(Operator(tmp_path, database_url), site, spider)
        yield sufferer
        sufferer.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_crawl_that_is_killed_again_and_again_ends_with_the_same_rows(
    sufferer: Sufferer, undisturbed: Undisturbed, seed: int
) -> None:
    rng = random.Random(seed)
    _, expected, left = undisturbed
    for kind in rng.sample(STORY, len(STORY)):
        moment = rng.randint(1, left)
        code, said = sufferer.suffer(kind, moment)
        is_done = not differences(natural(sufferer.engine), expected)
        ends = ((6, 0) if is_done else (6,)) if kind == "stop" else (-signal.SIGKILL,)
        assert code in ends, (kind, moment, said)
        assert faults(sufferer.engine) == [], (kind, moment)
        found = read_back(sufferer.operator)
        assert (found.rows_without_record, found.faults) == (0, []), (kind, moment)
        left = sufferer.left()

    code, said = sufferer.crawl()

    assert code == 0, said
    assert differences(natural(sufferer.engine), expected) == {}
    assert faults(sufferer.engine) == []
    assert sufferer.count(run, run.c.ended_at.is_not(None)) == 2  # the one that was stopped, and the last
    assert read_back(sufferer.operator).torn_bytes == 0
    assert whole_files(sufferer.operator) > 1


def test_crawl_that_is_told_to_stop_says_so_and_the_next_one_ends_with_the_same_rows(
    sufferer: Sufferer, undisturbed: Undisturbed, spider: str
) -> None:
    _, expected, requests = undisturbed

    code, said = sufferer.crawl_until(requests // 2, lambda pid: os.kill(pid, signal.SIGTERM))

    assert code == 6, said
    assert said.splitlines()[-1].startswith(f"{spider} yunling: unfinished — ")
    assert sufferer.count(run, run.c.verdict == "unfinished", run.c.ended_at.is_not(None)) == 1
    assert 0 < sufferer.count(article) < len(expected["article"])

    code, said = sufferer.crawl()

    assert code == 0, said
    assert differences(natural(sufferer.engine), expected) == {}


@pytest.mark.parametrize("moment", [3, *range(4, 4 + scaled(0, 6))])
def test_crawl_that_is_stopped_while_it_takes_up_earlier_work_does_not_say_it_is_done(
    sufferer: Sufferer, undisturbed: Undisturbed, moment: int
) -> None:
    _, expected, requests = undisturbed
    sufferer.crawl_until(requests * 3 // 4, lambda pid: os.kill(pid, signal.SIGKILL))
    assert sufferer.count(resource, resource.c.state == "pending") > 0

    code, said = sufferer.crawl_until(moment, lambda pid: os.kill(pid, signal.SIGTERM))

    is_done = not differences(natural(sufferer.engine), expected)
    assert code in ((6, 0) if is_done else (6,)), said


@pytest.mark.parametrize("order", [f"{when} {n}" for n in range(1, 1 + scaled(1, 4)) for when in ("before", "after")])
def test_crawl_that_is_killed_while_it_sets_up_its_database_is_no_hindrance(
    undisturbed: Undisturbed, site: Site, spider: str, tmp_path: Path, order: str
) -> None:
    with empty_database(undisturbed[0], tmp_path) as database_url:
        operator = Operator(tmp_path, database_url, {"DIE_AT_COMMIT": str(tmp_path / "order")})
        (tmp_path / "order").write_text(order, encoding="utf-8")
        site.set()
        command = arguments(spider, operator.write_profile(site.county.base_url), DAYS[spider], site)

        killed = operator.scrapy(*command, "-s", "CLOCK=tests.naturalrows.now_until_commit")
        done = operator.scrapy(*command)

        assert (killed.returncode, done.returncode) == (-signal.SIGKILL, 0), (killed.stderr, done.stderr)
        engine = make_engine(database_url)
        assert differences(natural(engine), undisturbed[1]) == {}
        engine.dispose()


def test_share_of_kills_close_to_a_commit_is_large_enough_to_prove_something() -> None:
    """Of the kills that the stories before did, in this process."""
    done = Counter(kill.database for kill in KILLS)
    near = Counter(kill.database for kill in KILLS if kill.near_s is not None and kill.near_s <= NEAR_S)
    if not KILLS:
        pytest.skip("no story was told in this process")

    shares = {name: near[name] / number for name, number in done.items()}

    print({name: f"{near[name]} of {number} kills" for name, number in done.items()})
    assert {name: share for name, share in shares.items() if share < SHARE} == {}
