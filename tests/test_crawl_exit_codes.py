"""Every way a crawl can end has its exit code, one verdict line on standard error, and one closed run."""

from __future__ import annotations

import re
import threading
import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from db.engine import read_url
from tests.conftest import Operator
from tests.smallsite import SmallSite, article_path, change, closed_port, list_of, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import URL
    from werkzeug import Response

SECTIONS = {"hot": "/hot/index.shtml"}
VERDICT = re.compile(r"(?:news small: \w+ — .+; |usage: |locked: |unavailable: )")


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site of three articles in one list."""
    site = SmallSite(httpserver)
    site.pages["/hot/index.shtml"] = list_of((1, 2, 3))
    return site


def end_of(operator: Operator, *arguments: str) -> tuple[int, str, str]:
    """Run `scrapy crawl`; give its exit code, its one verdict line, and all that it said."""
    done = operator.scrapy("crawl", *arguments)
    lines = done.stderr.splitlines()
    assert done.stdout == ""
    assert [line for line in lines if VERDICT.match(line)] == lines[-1:], done.stderr
    return done.returncode, lines[-1], done.stderr


def crawl(operator: Operator, profile: Path, *arguments: str) -> tuple[int, str, str]:
    """Crawl a site; see `end_of`."""
    return end_of(operator, "news", "-a", f"site={profile}", *arguments)


def runs(operator: Operator) -> list[tuple[str | None, int | None, bool]]:
    """Give verdict and exit code of each run, and whether it was closed."""
    return rows(operator.database_url, "SELECT verdict, exit_code, ended_at IS NOT NULL FROM run ORDER BY id")


def test_0_when_all_went_well_and_when_nothing_is_new(site: SmallSite, operator: Operator) -> None:
    profile = site.write_profile(operator.folder, SECTIONS)

    first = crawl(operator, profile)
    second = crawl(operator, profile)

    assert first[:2] == (0, "news small: fine — 3 new, 1 lists read; next: nothing to do")
    assert second[:2] == (0, "news small: fine — 0 new, 1 lists read; next: nothing to do")
    assert runs(operator) == [("fine", 0, True)] * 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "news"),
        (("noise", "-a", "site=cangnan"), "news"),
        (("news", "epaper"), "news"),
        (("news",), "-a site="),
        (("news", "-a", "site=atlantis"), "cangnan"),
        (("news", "-a", "site=../secret"), ".toml"),
        (("news", "-a", "site=cangnan", "-a", "since=yesterday"), "2026-11-25"),
        (("news", "-a", "site=cangnan", "-a", "date=2026-02-30"), "2026-11-25"),
        (("news", "-a", "site=cangnan", "-a", "since=2026-02-02", "-a", "until=2026-02-01"), "until=2026-02-01"),
        (("news", "-a", "site=cangnan", "-a", "date=2026-02-02", "-a", "until=2026-02-03"), "-a date="),
        (("news", "-a", "site=cangnan", "-a", "colour=red"), "site, section, since"),
        (("news", "-a", "site=yunling", "-a", "section=hot,cold"), "hot, town"),
        (("news", "-a", "site=yunling", "-a", "nonsense"), "-a"),
    ],
)
def test_2_when_the_command_is_wrong(new_operator: Operator, arguments: tuple[str, ...], told: str) -> None:
    code, line, said = end_of(new_operator, *arguments)

    assert (code, told in line) == (2, True), said
    assert "Traceback" not in said
    assert not (new_operator.folder / "news.db").exists()


@pytest.mark.parametrize(
    "content", ['name = "small', "name = 7", 'name = "small"\ncounty = "县"\n[news]\nurl = "ftp://x/"\n', "\xff"]
)
def test_2_when_the_profile_is_broken(sqlite_operator: Operator, content: str) -> None:
    profile = sqlite_operator.folder / "broken.toml"
    profile.write_bytes(content.encode("latin-1") if content == "\xff" else content.encode())

    code, line, said = crawl(sqlite_operator, profile)

    assert (code, str(profile) in line) == (2, True), said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "database_url",
    ["", "news.db", "mysql://root@127.0.0.1/news", "postgresql://127.0.0.1:port/news", "sqlite+nothing:///news.db"],
)
def test_2_when_the_database_url_is_wrong(site: SmallSite, tmp_path: Path, database_url: str) -> None:
    operator = Operator(tmp_path, database_url)

    code, line, said = crawl(operator, site.write_profile(tmp_path, SECTIONS))

    assert (code, "sqlite" in line) == (2, True), said
    assert "Traceback" not in said
    assert site.take_paths() == []


def test_75_while_another_process_crawls_and_not_after_it_was_killed(site: SmallSite, operator: Operator) -> None:
    profile = site.write_profile(operator.folder, SECTIONS)
    asked, answer = threading.Event(), threading.Event()
    lists = site.pages["/hot/index.shtml"]

    def hold() -> Response:
        asked.set()
        answer.wait(60)
        return status(503)

    site.pages["/hot/index.shtml"] = hold
    holder = operator.start("crawl", "news", "-a", f"site={profile}")
    assert asked.wait(60)

    code, line, said = crawl(operator, profile)

    assert (code, str(holder.pid) in line) == (75, True), said
    holder.kill()
    holder.communicate(timeout=60)
    site.pages["/hot/index.shtml"] = lists
    answer.set()
    assert crawl(operator, profile)[0] == 0
    assert runs(operator) == [(None, None, False), ("fine", 0, True)]


def test_1_when_postgresql_does_not_answer(site: SmallSite, tmp_path: Path) -> None:
    operator = Operator(tmp_path, f"postgresql://somebody:secret@127.0.0.1:{closed_port()}/news")

    code, line, said = crawl(operator, site.write_profile(tmp_path, SECTIONS))

    assert (code, line.startswith("unavailable: database ")) == (1, True), said
    assert "secret" not in said
    assert site.take_paths() == []


def test_1_when_postgresql_has_no_such_database(site: SmallSite, tmp_path: Path, postgres: str) -> None:
    url = read_url(postgres).set(database="not_there").render_as_string(hide_password=False)

    code, line, said = crawl(Operator(tmp_path, url), site.write_profile(tmp_path, SECTIONS))

    assert (code, "not_there" in line) == (1, True), said


@pytest.mark.parametrize("kind", ["folder", "garbage", "below a file"])
def test_1_when_the_sqlite_file_is_none(site: SmallSite, new_operator: Operator, kind: str) -> None:
    path = new_operator.folder / "news.db"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"this is no database, but longer than a header of one\n" * 100)
    if kind == "below a file":
        new_operator.database_url += "/news.db"

    code, line, said = crawl(new_operator, site.write_profile(new_operator.folder, SECTIONS))

    assert (code, line.startswith("unavailable: database sqlite:")) == (1, True), said
    assert "Traceback" not in said


@pytest.mark.usefixtures("engine")
def test_1_when_the_schema_is_of_another_version(site: SmallSite, operator: Operator) -> None:
    change(operator.database_url, "UPDATE alembic_version SET version_num = '0000'")

    code, line, said = crawl(operator, site.write_profile(operator.folder, SECTIONS))

    assert (code, "`scrapy migrate`" in line) == (1, True), said
    assert site.take_paths() == []


def test_2_when_the_folder_for_locks_cannot_be_made(site: SmallSite, sqlite_operator: Operator) -> None:
    (sqlite_operator.folder / "var").write_text("a file", encoding="utf-8")

    code, line, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, SECTIONS))

    assert (code, "VAR_DIR" in line) == (2, True), said
    assert "Traceback" not in said


@pytest.fixture
def postgres_operator(tmp_path: Path, postgres: str) -> Iterator[Operator]:
    """Somebody whose database is PostgreSQL; it may be gone at the end."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    url = read_url(postgres)
    execute(url, f"CREATE DATABASE {name}")
    yield Operator(tmp_path, url.set(database=name).render_as_string(hide_password=False))
    execute(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def execute(server: URL, sql: str) -> None:
    """Let the server itself do something, outside of any transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


def test_1_when_the_database_goes_away_in_mid_run(site: SmallSite, postgres_operator: Operator, postgres: str) -> None:
    name = read_url(postgres_operator.database_url).database

    def drop() -> Response:
        execute(read_url(postgres), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        return status(404)

    site.pages[article_path(2)] = drop

    code, line, said = crawl(postgres_operator, site.write_profile(postgres_operator.folder, SECTIONS))

    assert (code, line.startswith("unavailable: database ")) == (1, True), said


def test_1_when_the_database_ends_all_connections_and_the_next_run_goes_on(
    site: SmallSite, postgres_operator: Operator, postgres: str
) -> None:
    name = read_url(postgres_operator.database_url).database
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608  our own name

    def end_connections() -> Response:
        execute(read_url(postgres), end)
        return status(404)

    site.pages[article_path(2)] = end_connections
    profile = site.write_profile(postgres_operator.folder, SECTIONS)

    code, line, said = crawl(postgres_operator, profile)

    assert (code, line.startswith("news small: crashed — ")) == (1, True), said
    assert runs(postgres_operator) == [("crashed", 1, True)]
    del site.pages[article_path(2)]
    assert crawl(postgres_operator, profile)[0] == 0
    assert rows(postgres_operator.database_url, "SELECT count(*) FROM article") == [3]


def test_1_when_the_code_has_a_mistake_whatever_is_logged(site: SmallSite, sqlite_operator: Operator) -> None:
    operator = sqlite_operator
    profile = site.write_profile(operator.folder, SECTIONS)
    mistaken = ("-s", "SPIDER_MODULES=tests.raising")

    loud = crawl(operator, profile, *mistaken)
    quiet = crawl(operator, profile, *mistaken, "-s", "LOG_LEVEL=CRITICAL")

    assert [code for code, _, _ in (loud, quiet)] == [1, 1], loud[2]
    assert ("LookupError" in loud[2], quiet[2].strip() == quiet[1]) == (True, True)
    assert runs(operator) == [("crashed", 1, True)] * 2


def test_4_when_every_list_fails_whatever_is_logged(site: SmallSite, operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = status(500)
    profile = site.write_profile(operator.folder, SECTIONS)

    code, line, said = crawl(operator, profile, "-s", "LOG_LEVEL=CRITICAL")

    assert (code, line.startswith("news small: unreachable — 0 new, 1 failed")) == (4, True), said
    assert runs(operator) == [("unreachable", 4, True)]


def test_4_when_the_site_refuses_every_connection(site: SmallSite, sqlite_operator: Operator) -> None:
    lists = {"hot": f"http://127.0.0.1:{closed_port()}/hot/index.shtml"}

    code, line, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, lists))

    assert (code, "unreachable" in line) == (4, True), said
    assert runs(sqlite_operator) == [("unreachable", 4, True)]


def test_3_when_an_article_fails_whatever_is_logged(site: SmallSite, operator: Operator) -> None:
    site.pages[article_path(2)] = status(500)
    profile = site.write_profile(operator.folder, SECTIONS)

    code, line, said = crawl(operator, profile, "-s", "LOG_LEVEL=CRITICAL")

    assert (code, line.startswith("news small: failures — 2 new, 1 failed")) == (3, True), said
    assert runs(operator) == [("failures", 3, True)]


def test_3_when_a_page_holds_no_article(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages[article_path(2)] = "<html><body></body></html>"
    site.pages[article_path(3)] = ""

    code, line, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, SECTIONS))

    assert (code, line.startswith("news small: failures — 1 new, 2 quarantined")) == (3, True), said
