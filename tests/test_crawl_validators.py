"""What was read is asked for only if it has changed: the validators reach its own address and no other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from tests.smallpaper import SmallPaper
from tests.smallsite import (
    SmallSite,
    article_page,
    article_path,
    entry,
    html,
    list_of,
    list_page,
    resources,
    rows,
    status,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

START = dt.datetime(2015, 1, 3, tzinfo=dt.UTC)  # a day after the articles
LATER = START + dt.timedelta(hours=13)
SECTIONS = {"hot": "/hot/index.shtml"}
LIST = "/hot/index.shtml"
MOVED = "/system/2015/01/02/000000077.shtml"


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site whose pages the test writes."""
    return SmallSite(httpserver)


def crawl(operator: Operator, spider: str, profile: Path, now: dt.datetime, *arguments: str) -> tuple[int, str]:
    """Crawl at a time; give the exit code and the verdict line."""
    operator.environment["TEST_NOW"] = now.isoformat()
    done = operator.scrapy("crawl", spider, "-a", f"site={profile}", "-s", "CLOCK=tests.clock.now", *arguments)
    return done.returncode, done.stderr.splitlines()[-1]


def asked(server: HTTPServer) -> dict[str, tuple[str | None, str | None]]:
    """Give the validators of each request since the last call, by path."""
    found = {
        request.path: (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
        for request, _ in server.log
        if request.path != "/robots.txt"
    }
    server.log.clear()
    return found


def with_validators(page: str, etag: str | None, modified: str | None = None) -> Response:
    """Answer with a page and its validators."""
    response = html(page)
    if etag:
        response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = modified
    return response


def test_validators_are_sent_to_their_own_address_and_never_to_the_target_of_a_redirect(
    site: SmallSite, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    site.pages[LIST] = with_validators(list_of([1, 2, 3]), '"list"')
    for number, (etag, modified) in {1: ('"one"', None), 2: (None, "Fri, 02 Jan 2015 01:00:00 GMT")}.items():
        site.pages[article_path(number)] = with_validators(article_page(number), etag, modified)
    assert crawl(sqlite_operator, "news", profile, START)[0] == 0
    assert set(asked(httpserver).values()) == {(None, None)}
    site.pages[LIST] = status(304)
    site.pages[article_path(1)] = Response("", 302, {"Location": MOVED})
    site.pages[MOVED] = with_validators(article_page(77), '"other"')
    site.pages[article_path(2)] = status(304)

    code, line = crawl(sqlite_operator, "news", profile, LATER)

    assert code == 0, line
    assert "3 unchanged" in line
    assert asked(httpserver) == {
        LIST: ('"list"', None),
        article_path(1): ('"one"', None),
        MOVED: (None, None),
        article_path(2): (None, "Fri, 02 Jan 2015 01:00:00 GMT"),
        article_path(3): (None, None),
    }
    kept = rows(sqlite_operator.database_url, "SELECT url, etag, last_modified FROM resource WHERE etag IS NOT NULL")
    assert [etag for _, etag, _ in kept] == ['"list"']  # none of the redirect's target for the address that led there
    assert rows(sqlite_operator.database_url, "SELECT DISTINCT field FROM revisions ORDER BY field") == [
        "body",
        "headline",
    ]


def test_list_that_is_as_it_was_hides_nothing_that_is_lacking(
    site: SmallSite, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    script = "/system/count/0088001/000000000000/count_page_list_0088001000000000000.js"
    numbered = "/system/count//0088001/000000000000/000/000/c0088001000000000000_000000001.shtml"
    site.pages[LIST] = with_validators(list_page([entry(article_path(1))], script=script), '"list"')
    site.pages[article_path(1)] = status(500)
    site.pages[numbered] = list_of([5])
    assert crawl(sqlite_operator, "news", profile, START, "-s", "RETRY_TIMES=0")[0] == 3
    del site.pages[article_path(1)]
    site.pages[LIST] = status(304)
    # it was gone at first: what it names now is read although its list is as it was
    site.pages[script] = 'var baseurl = "/system/count/"; var maxpage = 1; var schannelId = "0088001000000000000";'

    code, line = crawl(sqlite_operator, "news", profile, LATER)

    assert code == 0, line
    assert script in asked(httpserver)
    states = resources(sqlite_operator.database_url)
    assert [states[path] for path in (LIST, article_path(1), article_path(5))] == [
        ("read", None),
        ("stored", None),
        ("stored", None),
    ]


def test_layout_and_printed_article_are_asked_for_by_their_validators(
    httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    paper, day = SmallPaper(httpserver), dt.date(2026, 3, 4)
    published = dt.datetime(2026, 3, 4, 1, tzinfo=dt.UTC)
    paper.write_issue(day)
    paper.write_entry(day)
    profile = paper.write_paper_profile(sqlite_operator.folder, more=f"since = {day}\n")
    for path in [path for path in paper.pages if path.endswith(("node_2.htm", "01.htm"))]:
        page = paper.pages[path]
        assert isinstance(page, str)
        paper.pages[path] = with_validators(page, '"v"')
    assert crawl(sqlite_operator, "epaper", profile, published)[0] == 0
    asked(httpserver)
    known = [path for path, page in paper.pages.items() if isinstance(page, Response)]
    for path in known:
        paper.pages[path] = status(304)

    code, line = crawl(sqlite_operator, "epaper", profile, published + dt.timedelta(hours=13))

    assert (code, "2 unchanged" in line or "3 unchanged" in line) == (0, True), line
    sent = asked(httpserver)
    assert len(known) == 2
    assert {path for path, (etag, _) in sent.items() if etag} == set(known)
    assert rows(sqlite_operator.database_url, "SELECT state FROM issues") == ["complete"]


def test_not_modified_that_nobody_asked_for_is_a_failure(site: SmallSite, sqlite_operator: Operator) -> None:
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    site.pages[LIST] = list_of([1])
    site.pages[article_path(1)] = status(304)

    code, line = crawl(sqlite_operator, "news", profile, START)

    assert code == 3, line
    assert resources(sqlite_operator.database_url)[article_path(1)] == ("retry", "http_304")
