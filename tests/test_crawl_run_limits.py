"""A run that meets a limit of its own ends cleanly with code 6, says which, and the next one goes on from there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.smallsite import SmallSite, article_path, list_of, rows, status

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from werkzeug import Response

    from tests.conftest import Operator

ARTICLES = tuple(range(1, 13))


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site of a dozen articles in one list."""
    site = SmallSite(httpserver)
    site.pages["/hot/index.shtml"] = list_of(ARTICLES)
    return site


def crawl(operator: Operator, profile: Path, *settings: str) -> tuple[int, str]:
    """Crawl, one request at a time; give the exit code and the verdict line."""
    given = [text for setting in ("CONCURRENT_REQUESTS=1", *settings) for text in ("-s", setting)]
    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *given)
    return done.returncode, done.stderr.splitlines()[-1]


def stored(operator: Operator) -> int:
    """Count the articles."""
    return int(rows(operator.database_url, "SELECT count(*) FROM article")[0])


def last_verdict(operator: Operator) -> tuple[str, int]:
    """Give how the ledger says that the last run ended."""
    found: tuple[str, int] = rows(operator.database_url, "SELECT verdict, exit_code FROM run ORDER BY id DESC")[0]
    return found


def assert_next_run_goes_on(operator: Operator, profile: Path) -> None:
    """See that a run without the limit stores what is left."""
    code, line = crawl(operator, profile)
    assert (code, stored(operator)) == (0, len(ARTICLES)), line


def test_limit_on_pages(site: SmallSite, operator: Operator) -> None:
    profile = site.write_profile(operator.folder, {"hot": "/hot/index.shtml"})

    code, line = crawl(operator, profile, "CLOSESPIDER_PAGECOUNT=5")

    assert code == 6, line
    assert line.startswith("news small: unfinished — ")
    assert "stopped by the page limit (CLOSESPIDER_PAGECOUNT)" in line
    assert 0 < stored(operator) < len(ARTICLES)
    assert last_verdict(operator) == ("unfinished", 6)
    assert_next_run_goes_on(operator, profile)


def test_limit_on_time(site: SmallSite, sqlite_operator: Operator) -> None:
    operator, waits, done = sqlite_operator, threading.Event(), threading.Event()

    def hold() -> Response:
        waits.set()
        done.wait(20)
        return status(503)

    site.pages[article_path(ARTICLES[-1])] = hold
    profile = site.write_profile(operator.folder, {"hot": "/hot/index.shtml"})

    code, line = crawl(operator, profile, "CLOSESPIDER_TIMEOUT=1", "DOWNLOAD_TIMEOUT=3", "RETRY_TIMES=0")
    done.set()

    assert waits.is_set()
    assert code == 6, line
    assert "stopped by the time limit (CLOSESPIDER_TIMEOUT)" in line
    del site.pages[article_path(ARTICLES[-1])]
    rows_due = "SELECT count(*) FROM resource WHERE state IN ('pending', 'retry')"
    assert int(rows(operator.database_url, rows_due)[0]) > 0


def test_limit_on_free_disk(site: SmallSite, sqlite_operator: Operator) -> None:
    operator = sqlite_operator
    profile = site.write_profile(operator.folder, {"hot": "/hot/index.shtml"})

    code, line = crawl(operator, profile, f"DISK_FREE_MIN={2**40}")

    assert code == 6, line
    assert "stopped by too little free disk (DISK_FREE_MIN)" in line
    assert stored(operator) < len(ARTICLES)
    assert_next_run_goes_on(operator, profile)


def test_limit_on_depth(site: SmallSite, sqlite_operator: Operator) -> None:
    operator = sqlite_operator
    for number in ARTICLES:
        site.pages[f"/hot/{number}.shtml"] = list_of((number,), next_path=f"/hot/{number + 1}.shtml")
    site.pages[f"/hot/{ARTICLES[-1]}.shtml"] = list_of((ARTICLES[-1],))
    profile = site.write_profile(operator.folder, {"hot": "/hot/1.shtml"})

    code, line = crawl(operator, profile, "DEPTH_LIMIT=3")

    assert code == 6, line
    assert "stopped by the depth limit (DEPTH_LIMIT)" in line
    assert stored(operator) == 4
    assert_next_run_goes_on(operator, profile)
