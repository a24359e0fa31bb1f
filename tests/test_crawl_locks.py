"""One run of a spider and a site at a time: on one machine by a file, on all that share a PostgreSQL by its lock."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from pytest_httpserver import HTTPServer

from tests.commandline import Told, ask, fine
from tests.conftest import Operator
from tests.smallpaper import SmallPaper
from tests.smallsite import article_path, list_of, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug import Response

    from tests.forked import Running

SECTIONS = {"hot": "/hot/index.shtml"}
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def site() -> Iterator[SmallPaper]:
    """A site of three articles, and a paper whose entry is not there; it answers several requests at once."""
    with HTTPServer(port=0, threaded=True) as server:
        site = SmallPaper(server)
        site.pages["/hot/index.shtml"] = list_of((1, 2, 3))
        yield site


@pytest.fixture
def profile(site: SmallPaper, tmp_path: Path) -> Path:
    """The profile of both."""
    path = site.write_profile(tmp_path, SECTIONS)
    paper = f'[epaper]\nname = "今日小镇"\nurl = "http://127.0.0.1:{site.server.port}/p/paperindex.htm"\n'
    path.write_text(path.read_text(encoding="utf-8") + paper, encoding="utf-8")
    return path


@pytest.fixture
def machines(operator: Operator, tmp_path: Path) -> tuple[Operator, Operator]:
    """Two machines that share a database, and nothing else."""
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()
    one, two = (Operator(folder, operator.database_url) for folder in folders)
    return one, two


@contextmanager
def holding(site: SmallPaper, operator: Operator, profile: Path) -> Iterator[Running]:
    """Let a run of `news` hang in its first article, until the block ends; what it holds is given up in any case."""
    held, release = threading.Event(), threading.Event()

    def hold() -> Response:
        held.set()
        release.wait(60)
        return status(404)

    site.pages[article_path(1)] = hold
    run = operator.start("crawl", "news", "-a", f"site={profile}")
    try:
        assert held.wait(60)
        yield run
    finally:
        site.pages.pop(article_path(1), None)
        release.set()
        if run.poll() is None:
            run.kill()
        run.communicate(timeout=60)


def crawl(operator: Operator, profile: Path, spider: str = "news") -> Told:
    """Crawl from a machine."""
    return ask(operator, "crawl", spider, "-a", f"site={profile}")


def locked_out(told: Told, holder: Running) -> None:
    """Check that a run was refused by another one, and says by which and where."""
    assert (told.code, told.out) == (75, "")
    (line,) = told.err.splitlines()
    assert line.startswith("locked: "), line
    assert re.search(rf"\bprocess {holder.pid}\b|\bpid {holder.pid}\b", line), line


@only_postgresql
def test_two_machines_never_crawl_the_same_at_once(
    site: SmallPaper, machines: tuple[Operator, Operator], profile: Path
) -> None:
    first, second = machines
    with holding(site, first, profile) as run:
        told = crawl(second, profile)
        locked_out(told, run)
        assert socket.gethostname() in told.err
        assert "news" in told.err
        assert "small" in told.err
        assert rows(first.database_url, "SELECT count(*) FROM run") == [1]  # the one refused is none
    assert (second.folder / "var").exists()


@only_postgresql
def test_a_lock_ends_with_its_process_even_when_it_is_killed(
    site: SmallPaper, machines: tuple[Operator, Operator], profile: Path
) -> None:
    first, second = machines
    with holding(site, first, profile) as run:
        locked_out(crawl(second, profile), run)
        run.kill()
        run.wait(60)
        del site.pages[article_path(1)]
        told = crawl(second, profile)

    assert told.code == 0, told.err
    assert rows(first.database_url, "SELECT count(*) FROM article") == [3]
    assert [row["verdict"] for row in fine(first, "runs").table()] == ["fine", "not closed"]


@only_postgresql
def test_after_the_first_is_done_the_second_has_its_turn(
    site: SmallPaper, machines: tuple[Operator, Operator], profile: Path
) -> None:
    for operator, new in zip([*machines, *machines], (3, 0, 0, 0), strict=True):
        told = crawl(operator, profile)
        assert (told.code, f"{new} new" in told.err) == (0, True), told.err
    assert site.take_paths().count(article_path(1)) == 1


@only_postgresql
def test_another_spider_is_not_locked_out(site: SmallPaper, machines: tuple[Operator, Operator], profile: Path) -> None:
    first, second = machines
    with holding(site, first, profile) as run:
        told = crawl(second, profile, "epaper")
        locked_out(crawl(second, profile), run)

    assert told.code == 4, told.err  # the paper has no entry, but its run was let in
    assert told.err.splitlines()[-1].startswith("epaper small: unreachable")


@only_postgresql
def test_another_site_is_not_locked_out(site: SmallPaper, machines: tuple[Operator, Operator], profile: Path) -> None:
    first, second = machines
    other = second.folder / "other.toml"
    other.write_text(profile.read_text(encoding="utf-8").replace('"small"', '"other"'), encoding="utf-8")
    with holding(site, first, profile):
        del site.pages[article_path(1)]
        told = crawl(second, other)

    assert (told.code, told.err.startswith("news other: fine")) == (0, True), told.err


@only_postgresql
def test_another_database_on_the_same_server_is_not_locked_out(
    site: SmallPaper, machines: tuple[Operator, Operator], profile: Path, request: pytest.FixtureRequest
) -> None:
    first, second = machines
    second.database_url = request.getfixturevalue("postgres")
    with holding(site, first, profile):
        del site.pages[article_path(1)]
        told = crawl(second, profile)

    assert told.code == 0, told.err


@only_postgresql
def test_reading_commands_are_never_locked_out(
    site: SmallPaper, machines: tuple[Operator, Operator], profile: Path
) -> None:
    first, second = machines
    with holding(site, first, profile):
        (row,) = fine(second, "runs").table()
        assert (row["verdict"], row["code"]) == ("not closed", "")
        assert fine(second, "quarantine", "list").out == "nothing waits\n"
        assert ask(second, "status", "--site", str(profile)).code in (0, 1)


@only_sqlite
def test_sqlite_with_one_folder_has_one_run(site: SmallPaper, operator: Operator, profile: Path) -> None:
    with holding(site, operator, profile) as run:
        locked_out(crawl(operator, profile), run)
        assert crawl(operator, profile, "epaper").code == 4
        run.kill()
        run.wait(60)
        del site.pages[article_path(1)]
        told = crawl(operator, profile)

    assert told.code == 0, told.err
    assert rows(operator.database_url, "SELECT count(*) FROM run WHERE verdict = 'fine'") == [1]


def test_one_folder_has_one_run_whatever_the_database(site: SmallPaper, operator: Operator, profile: Path) -> None:
    with holding(site, operator, profile) as run:
        locked_out(crawl(operator, profile), run)
        assert list((operator.folder / "var").iterdir())
