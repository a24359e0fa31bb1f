"""Lists that never end, that are too long or that are none, and robots.txt that fails: the crawl ends and is honest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests import faultyserver as faulty
from tests.conftest import Operator
from tests.faultycrawl import IMPATIENT, Crawled, crawl, write_news_profile
from tests.faultyserver import FaultyServer, page, raw, redirect, status
from tests.smallsite import article_page, article_path, list_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faultyserver import Answer

HEALTHY = (1, 2, 3, 4)
SECTIONS = {"hot": "/hot/index.shtml", "town": "/town/index.shtml"}
PEAK_MIB = 400
LOGIN = (
    "<html><head><title>用户登录</title></head><body><form action='/login' method='post'><p>请先登录后再访问。</p>"
    "<a href='/register'>注册</a><input name='user'><input type='password' name='pw'></form></body></html>"
)
ENTRY = '<dl><dt><a href="{}">报</a></dt></dl>'


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A site whose channel `hot` is healthy: one list of four articles."""
    with FaultyServer() as server:
        server.answers["/hot/index.shtml"] = page(list_of(HEALTHY))
        yield server


def states_of(done: Crawled, server: FaultyServer, paths: list[str]) -> set[tuple[str, str | None] | None]:
    """Give what became of some paths."""
    return {done.state(server.url + path) for path in paths}


def is_healthy_stored(done: Crawled, server: FaultyServer) -> bool:
    """Tell whether everything that nothing is wrong with is there."""
    return states_of(done, server, [article_path(number) for number in HEALTHY]) == {("stored", None)}


def asked_lists(server: FaultyServer) -> list[str]:
    """Give the list pages of the channel `town` that were asked for, once for each time."""
    return sorted(path for path in server.asked.elements() if path.startswith("/town/"))


def endless_pager(path: str) -> Answer | None:
    """Answer every page of the list with the same articles and a next page."""
    found = re.fullmatch(r"/town/index(?:_(\d+))?\.shtml", path)
    return page(list_of((11, 12), f"/town/index_{int(found[1] or 0) + 1}.shtml")) if found else None


def endless_calendar(path: str) -> Answer | None:
    """Answer every page of the list with an article that nobody has seen and a next page."""
    found = re.fullmatch(r"/town/index(?:_(\d+))?\.shtml", path)
    number = int(found[1] or 0) if found else 0
    return page(list_of((100 + number,), f"/town/index_{number + 1}.shtml")) if found else None


def test_an_endless_pager_ends_where_nothing_is_new(server: FaultyServer, sqlite_operator: Operator) -> None:
    server.otherwise = endless_pager

    done = crawl(sqlite_operator, "news", write_news_profile(sqlite_operator.folder, server, SECTIONS), timeout_s=20)

    assert (done.code, done.line.split(" — ")[0]) == (0, "news faulty: fine"), done.said
    assert is_healthy_stored(done, server)
    assert states_of(done, server, [article_path(11), article_path(12)]) == {("stored", None)}
    assert len(asked_lists(server)) < 10


def test_an_endless_calendar_ends_at_the_depth_limit_and_says_so(
    server: FaultyServer, sqlite_operator: Operator
) -> None:
    server.otherwise = endless_calendar
    profile = write_news_profile(sqlite_operator.folder, server, SECTIONS)

    done = crawl(sqlite_operator, "news", profile, "-s", "DEPTH_LIMIT=20", timeout_s=20)

    assert (done.code, done.line.split(" — ")[0]) == (6, "news faulty: unfinished"), done.said
    assert is_healthy_stored(done, server)
    assert 15 <= len(asked_lists(server)) <= 22
    reached = [article_path(100 + number) for number in range(len(asked_lists(server)))]
    assert states_of(done, server, reached[:-1]) == {("stored", None)}
    again = crawl(sqlite_operator, "news", profile, "-s", "DEPTH_LIMIT=20", timeout_s=20)  # takes what the limit left
    assert states_of(again, server, reached) == {("stored", None)}, again.said


def test_lists_that_lead_to_one_another_are_read_once(server: FaultyServer, sqlite_operator: Operator) -> None:
    ways = {"index": (11, "a"), "a": (12, "b"), "b": (13, "a")}
    for name, (number, target) in ways.items():
        server.answers[f"/town/{name}.shtml"] = page(list_of((number,), f"/town/{target}.shtml"))

    done = crawl(sqlite_operator, "news", write_news_profile(sqlite_operator.folder, server, SECTIONS))

    assert (done.code, done.line.split(" — ")[0]) == (0, "news faulty: fine"), done.said
    assert is_healthy_stored(done, server)
    assert states_of(done, server, [article_path(number) for number in (11, 12, 13)]) == {("stored", None)}
    assert asked_lists(server) == ["/town/a.shtml", "/town/b.shtml", "/town/index.shtml"]


def test_a_list_of_100_000_links_is_quarantined_and_does_not_get_the_memory(
    server: FaultyServer, sqlite_operator: Operator
) -> None:
    links = "".join(ENTRY.format(article_path(number)) for number in range(100, 100_100))
    server.answers["/town/index.shtml"] = page(list_of((11,)).replace("<dl>", f"{links}<dl>", 1))

    done = crawl(sqlite_operator, "news", write_news_profile(sqlite_operator.folder, server, SECTIONS))

    assert done.peak_mib < PEAK_MIB
    assert (done.code, done.line.split(" — ")[0]) == (3, "news faulty: failures"), done.said[-2000:]
    assert is_healthy_stored(done, server)
    assert done.state(f"{server.url}/town/index.shtml") == ("quarantined", "too_many_links")
    assert done.ask("SELECT count(*) FROM resource WHERE kind = 'article'") == [len(HEALTHY)]


@dataclass(frozen=True)
class FaultyList:
    """What the server does at the address of one list that the profile names, and what has to come of it."""

    name: str
    does: Answer
    state: str
    reason: str


LISTS = (
    FaultyList("silence", faulty.silence, "retry", "timeout"),
    FaultyList("reset", faulty.reset, "retry", "connection_lost"),
    FaultyList("404", status(404), "retry", "http_404"),
    FaultyList("403", status(403), "retry", "http_403"),
    FaultyList("500", status(500), "retry", "http_500"),
    FaultyList("truncated", raw(list_of((11, 12)).encode("gb18030")[:-60], length=9999), "retry", "truncated"),
    FaultyList(
        "no length and closed early", raw(list_of((12, 13)).encode("gb18030")[:-90], length=-1), "retry", "truncated"
    ),
    FaultyList("redirect to itself", redirect("{path}"), "retry", "redirect_loop"),
    FaultyList("endless", faulty.endless_chunks, "quarantined", "too_large"),
    FaultyList("empty page", raw(b""), "quarantined", "empty_page"),
    FaultyList("login page", page(LOGIN), "quarantined", "no_entries"),
    FaultyList("article", page(article_page(11)), "quarantined", "no_entries"),
)


@pytest.fixture(scope="module")
def faulty_lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawled, FaultyServer]]:
    """A site whose lists are faulty, all but one, crawled once."""
    folder = tmp_path_factory.mktemp("lists")
    sections = {"hot": "/hot/index.shtml"}
    with FaultyServer() as server:
        server.answers["/hot/index.shtml"] = page(list_of(HEALTHY))
        for number, one in enumerate(LISTS):
            sections[f"list{number}"] = path = f"/list{number}/index.shtml"
            server.answers[path] = one.does
        profile = write_news_profile(folder, server, sections)
        yield crawl(Operator(folder, f"sqlite:///{folder / 'news.db'}"), "news", profile, *IMPATIENT), server


@pytest.mark.parametrize(("number", "row"), [pytest.param(n, row, id=row.name) for n, row in enumerate(LISTS)])
def test_faulty_list_is_in_the_ledger_as_what_it_was(
    faulty_lists: tuple[Crawled, FaultyServer], number: int, row: FaultyList
) -> None:
    done, server = faulty_lists
    url = f"{server.url}/list{number}/index.shtml"

    assert done.state(url) == (row.state, row.reason)
    assert [(one.outcome, one.reason) for one in done.fetches(url)] == [(row.state, row.reason)]


def test_faulty_lists_leave_the_others_alone_and_are_all_counted(faulty_lists: tuple[Crawled, FaultyServer]) -> None:
    done, server = faulty_lists

    assert is_healthy_stored(done, server)
    assert done.code == 3, done.said
    assert done.line.startswith("news faulty: failures — 4 new, 4 quarantined, 8 failed, 1 lists read;")


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param(status(500), id="500"),
        pytest.param(status(503), id="503"),
        pytest.param(faulty.silence, id="silence"),
        pytest.param(faulty.reset, id="reset"),
        pytest.param(faulty.endless_chunks, id="endless"),
        pytest.param(redirect("{path}"), id="redirect to itself"),
        pytest.param(page(LOGIN), id="login page"),
        pytest.param(raw(b"\xff\xfe\x00" * 1000, Content_Type="text/plain"), id="noise"),
    ],
)
def test_crawl_goes_on_without_robots_txt_or_says_that_it_does_not(
    server: FaultyServer, sqlite_operator: Operator, robots: Answer
) -> None:
    server.answers["/robots.txt"] = robots
    profile = write_news_profile(sqlite_operator.folder, server, {"hot": "/hot/index.shtml"})

    done = crawl(sqlite_operator, "news", profile, *IMPATIENT, timeout_s=30)

    if is_healthy_stored(done, server):
        assert (done.code, done.line.split(" — ")[0]) == (0, "news faulty: fine"), done.said
    else:
        assert (done.code, done.line.split(" — ")[0]) == (4, "news faulty: unreachable"), done.said
        assert "robots" in done.line
        assert set(server.asked) == {"/robots.txt"}
