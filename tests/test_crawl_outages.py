"""A crawl whose database fails, fills up, is locked or shared says so, and the next one ends with the same rows."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from db.engine import read_url
from tests.conftest import Operator
from tests.memory import peak_mib
from tests.naturalrows import TIMEOUT_S, Crawls, Rows, Server, Site, differences, serve_site
from tests.scale import IS_LONG, scaled
from tests.smallsite import rows as ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer

    from tests.forked import Running

pytestmark = pytest.mark.faults

DAYS = 3  # about 40 articles of the news site, 110 of the e-paper
LOCK_S = 2.0  # how long somebody else holds the database
MEMORY_MIB = 300


@pytest.fixture(scope="module")
def site(make_httpserver: HTTPServer) -> Site:
    """The county, served."""
    return serve_site(make_httpserver, DAYS)


@pytest.fixture(scope="module")
def undisturbed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, int]:
    """What a crawl of the news site leaves that nobody disturbed, and how many requests it made."""
    folder = tmp_path_factory.mktemp("undisturbed")
    crawls = Crawls(Operator(folder, f"sqlite:///{folder / 'news.db'}"), site, DAYS)
    assert crawls.crawl()[0] == 0
    return crawls.rows(), site.answers


@pytest.fixture
def crawls(operator: Operator, site: Site) -> Crawls:
    """An operator of either database."""
    return Crawls(operator, site, DAYS)


@pytest.fixture
def first_crawls(tmp_path: Path, database_url: str, site: Site) -> Crawls:
    """An operator of either database, which has no schema yet."""
    return Crawls(Operator(tmp_path, database_url), site, DAYS)


@pytest.fixture
def sqlite_crawls(sqlite_operator: Operator, site: Site) -> Crawls:
    """An operator with SQLite."""
    return Crawls(sqlite_operator, site, DAYS)


def causes(said: list[str]) -> list[str]:
    """Give the lines that say in one sentence what became of the database."""
    return [line for line in said if line.startswith("unavailable: ") or "The database failed, the run stops: " in line]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that nobody else uses."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = Server(Path(folder))
        yield server
        server.start()
        server.server.cleanup()


@pytest.fixture
def server_crawls(server: Server, site: Site, tmp_path: Path) -> Crawls:
    """An operator with an empty database on that server."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = read_url(server.url).set(drivername="postgresql", database=name)
    return Crawls(Operator(tmp_path, url.render_as_string(hide_password=False)), site, DAYS)


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGINT])
def test_database_that_stops_in_mid_crawl_is_told_and_the_next_crawl_ends_with_the_same_rows(
    server: Server, server_crawls: Crawls, undisturbed: tuple[Rows, int], number: signal.Signals
) -> None:
    expected, requests = undisturbed

    code, said = server_crawls.crawl(requests // 2, lambda: server.stop(number))
    again, line = server_crawls.crawl()
    server.start()

    assert (code, said[-1].partition(": ")[0]) == (1, "unavailable"), said
    assert len(causes(said)) == 2, said  # when it failed, and that it is not there at the end
    assert (again, line) == (1, causes(line)), line
    assert ask(server_crawls.operator.database_url, "SELECT count(*) FROM article")[0] < len(expected["article"])
    assert server_crawls.crawl()[0] == 0
    assert differences(server_crawls.rows(), expected) == {}


def test_database_that_stops_and_is_back_at_once_is_told_and_the_next_crawl_ends_with_the_same_rows(
    server: Server, server_crawls: Crawls, undisturbed: tuple[Rows, int]
) -> None:
    expected, requests = undisturbed

    def restart() -> None:
        server.stop(signal.SIGQUIT)
        server.start()

    code, said = server_crawls.crawl(requests // 2, restart)

    assert (code, said[-1].startswith("news yunling: crashed — ")) == (1, True), said
    assert len(causes(said)) == 1, said
    assert server_crawls.crawl()[0] == 0
    assert differences(server_crawls.rows(), expected) == {}


@pytest.mark.parametrize("file_kib", [40, 250, *((1, 160, 400, *range(170, 470, 20)) if IS_LONG else ())])
def test_disk_that_fills_up_is_told_and_nothing_is_torn(
    sqlite_crawls: Crawls, undisturbed: tuple[Rows, int], file_kib: int
) -> None:
    code, said = sqlite_crawls.crawl(by=("bash", "-c", f'ulimit -f {file_kib}; exec "$@"', "bash"))

    assert (code, any("disk" in line for line in causes(said))) == (1, True), said
    assert sqlite_crawls.crawl()[0] == 0
    assert differences(sqlite_crawls.rows(), undisturbed[0]) == {}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system without room for what a crawl brings."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = (shutil.which("mount") or "false", "-t", "tmpfs", "-o", "size=1g", "none", folder)
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(("umount", folder), check=True)


@pytest.mark.parametrize("disk_kib", [100, 300, 500] if IS_LONG else [300])
def test_file_system_that_fills_up_is_told_and_nothing_is_torn(
    sqlite_crawls: Crawls, undisturbed: tuple[Rows, int], small_disk: Path, disk_kib: int
) -> None:
    sqlite_crawls.operator.database_url = f"sqlite:///{small_disk / 'news.db'}"
    subprocess.run(("mount", "-o", f"remount,size={disk_kib}k", small_disk), check=True)

    code, said = sqlite_crawls.crawl(0, bool, "-s", "DISK_FREE_MIN=0")

    assert (code, any("full" in line for line in causes(said))) == (1, True), said
    subprocess.run(("mount", "-o", "remount,size=1g", small_disk), check=True)
    assert sqlite_crawls.crawl()[0] == 0
    assert differences(sqlite_crawls.rows(), undisturbed[0]) == {}


def wait_for_an_end(processes: list[Running]) -> None:
    """Wait until one of the processes has ended."""
    deadline, pause = time.monotonic() + TIMEOUT_S, threading.Event()
    while all(process.poll() is None for process in processes) and time.monotonic() < deadline:
        pause.wait(0.01)


def test_of_two_crawls_of_the_same_one_does_the_work_and_the_other_says_that_it_is_going_on(
    crawls: Crawls, undisturbed: tuple[Rows, int]
) -> None:
    done = crawls.together("news", "news", strike=wait_for_an_end)

    assert sorted(code for code, _ in done) == [0, 75], done
    assert differences(crawls.rows(), undisturbed[0]) == {}


@pytest.fixture(scope="module")
def one_after_the_other(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What a crawl of the news site and one of the e-paper leave, that do not meet."""
    folder = tmp_path_factory.mktemp("one_after_the_other")
    crawls = Crawls(Operator(folder, f"sqlite:///{folder / 'news.db'}"), site, DAYS)
    assert [code for spider in ("news", "epaper") for code, _ in crawls.together(spider)] == [0, 0]
    return crawls.rows()


@pytest.mark.parametrize("attempt", range(scaled(1, 20)))
def test_crawls_of_news_and_epaper_share_a_database_that_is_empty_when_they_start(
    first_crawls: Crawls, one_after_the_other: Rows, attempt: int
) -> None:
    done = first_crawls.together("news", "epaper")

    assert [code for code, _ in done] == [0, 0], (attempt, done)
    assert differences(first_crawls.rows(), one_after_the_other) == {}


def test_crawls_of_news_and_epaper_share_a_database(crawls: Crawls, one_after_the_other: Rows) -> None:
    assert crawls.operator.scrapy("migrate").returncode == 0

    done = crawls.together("news", "epaper")

    assert [code for code, _ in done] == [0, 0], done
    assert differences(crawls.rows(), one_after_the_other) == {}


def test_database_that_somebody_else_locks_for_a_while_is_waited_for(
    crawls: Crawls, undisturbed: tuple[Rows, int]
) -> None:
    expected, requests = undisturbed
    url = read_url(crawls.operator.database_url)
    held: list[tuple[Any, threading.Timer]] = []

    def lock() -> None:
        connection: Any
        if url.get_backend_name() == "sqlite":
            connection = sqlite3.connect(str(url.database), isolation_level=None, check_same_thread=False)
            connection.execute("BEGIN IMMEDIATE")
        else:
            connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
            connection.execute("LOCK TABLE article IN ACCESS EXCLUSIVE MODE")
        timer = threading.Timer(LOCK_S, connection.close)
        held.append((connection, timer))
        timer.start()

    code, said = crawls.crawl(requests // 2, lock)

    assert (code, len(held), held[0][1].is_alive()) == (0, 1, False), said
    assert differences(crawls.rows(), expected) == {}


@pytest.mark.skipif(not IS_LONG, reason="takes over a minute")
def test_database_that_stays_locked_is_told_and_the_next_crawl_ends_with_the_same_rows(
    sqlite_crawls: Crawls, undisturbed: tuple[Rows, int]
) -> None:
    expected, requests = undisturbed
    with closing(sqlite3.connect(sqlite_crawls.file, isolation_level=None, check_same_thread=False)) as connection:
        code, said = sqlite_crawls.crawl(requests // 2, lambda: connection.execute("BEGIN IMMEDIATE"))

    assert (code, any("locked" in line for line in causes(said))) == (1, True), said
    assert sqlite_crawls.crawl()[0] == 0
    assert differences(sqlite_crawls.rows(), expected) == {}


@pytest.mark.parametrize("is_first_crawl", [True, False])
def test_database_that_is_deleted_in_mid_crawl_is_told_and_the_next_crawl_begins_anew(
    sqlite_crawls: Crawls, undisturbed: tuple[Rows, int], *, is_first_crawl: bool
) -> None:
    expected, requests = undisturbed
    if not is_first_crawl:
        assert sqlite_crawls.crawl()[0] == 0

    def delete() -> None:
        for path in sqlite_crawls.file.parent.glob("news.db*"):
            path.unlink()

    code, said = sqlite_crawls.crawl(requests // 2 if is_first_crawl else 2, delete)

    assert (code, said[-1].startswith("news yunling: crashed — ")) == (1, True), said
    assert sqlite_crawls.crawl()[0] == 0
    assert differences(sqlite_crawls.rows(), expected) == {}


@pytest.mark.parametrize("moment", [0, 2, 20] if IS_LONG else [0, 20])
def test_crawl_of_a_database_that_must_not_be_written_says_0_only_when_all_is_stored(
    sqlite_crawls: Crawls, undisturbed: tuple[Rows, int], moment: int
) -> None:
    expected, _ = undisturbed
    obeying = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if obeying and not shutil.which(obeying[0]):
        pytest.skip("root may write everything")
    assert sqlite_crawls.operator.scrapy("migrate").returncode == 0

    def protect(mode: int = 0o444) -> None:
        for path in sqlite_crawls.file.parent.glob("news.db*"):
            path.chmod(mode)

    if moment == 0:
        protect()
    code, said = sqlite_crawls.crawl(moment, protect, by=obeying)
    protect(0o644)

    is_told = any("readonly" in line for line in said)
    assert (code, is_told) in ((0, False), (1, True)), said  # all may be stored, and the run not closed any more
    assert code == 1 or differences(sqlite_crawls.rows(), expected) == {}
    assert sqlite_crawls.crawl()[0] == 0
    assert differences(sqlite_crawls.rows(), expected) == {}


def test_long_crawl_needs_little_memory(make_httpserver: HTTPServer, sqlite_operator: Operator) -> None:
    days = scaled(20, 200)
    crawls = Crawls(sqlite_operator, serve_site(make_httpserver, days), days)
    with sqlite_operator.start_from_shell(*crawls.arguments()) as process:
        peak = peak_mib(process.pid)
        _, said = process.communicate()

    assert process.returncode == 0, said
    assert 50 < peak < MEMORY_MIB
