"""`scrapy quarantine`: what waits is listed and shown with all its visits, and fetched again when it is asked to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commandline import ask, fine, has_example, refused, tells_that_database_is_unavailable
from tests.conftest import Operator, base_url, empty_database, scaled_databases
from tests.smallsite import SmallSite, article_page, article_path, change, list_of, resources, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

pytestmark = pytest.mark.faults

SECTIONS = {"hot": "/hot/index.shtml"}
NO_ARTICLE = "<html><head><title>空</title></head><body></body></html>"
USAGE = [(), ("bogus",), ("show",), ("show", "no-url"), ("list", "more"), ("retry",), ("list", "--limit", "many")]


@pytest.fixture(params=scaled_databases())
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; of both kinds in the long form only, for what is asked of them is tested elsewhere."""
    with empty_database(request, tmp_path, is_ready=True) as url:
        yield url


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site of five articles: the second cannot be had, the third and fourth cannot be read."""
    site = SmallSite(httpserver)
    site.pages["/hot/index.shtml"] = list_of((1, 2, 3, 4, 5))
    site.pages[article_path(2)] = status(500)
    site.pages[article_path(3)] = NO_ARTICLE
    site.pages[article_path(4)] = ""
    return site


def url(site: SmallSite, number: int) -> str:
    """Give the URL of an article."""
    return base_url(site.server) + article_path(number)


def crawl(site: SmallSite, operator: Operator, code: int) -> None:
    """Crawl the site; it ends with that exit code."""
    profile = site.write_profile(operator.folder, SECTIONS)
    told = ask(operator, "crawl", "news", "-a", f"site={profile}")
    assert told.code == code, told.err


def give_up(operator: Operator, number: int) -> None:
    """Let the ledger have given an article up, as ten attempts would."""
    set_failed = "UPDATE resource SET state = 'failed', attempts = 10, next_try_at = NULL WHERE url LIKE :path"
    assert change(operator.database_url, set_failed, path=f"%{article_path(number)}") == 1


def listed(operator: Operator, *arguments: str) -> dict[str, str]:
    """Give the state of each article in the list, by the end of its URL."""
    told = fine(operator, "quarantine", "list", *arguments)
    if "─" not in told.out:
        return {}
    return {row["url"].rpartition("/")[2]: row["state"] for row in told.table()}


def test_the_list_has_what_waits_with_reason_and_detail(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)
    give_up(operator, 2)

    table = fine(operator, "quarantine", "list").table()
    read = fine(operator, "quarantine", "list", "--json").json

    assert {(row["url"], row["site"], row["state"], row["reason"]) for row in table} == {
        (url(site, 2), "small", "failed", "http_500"),
        (url(site, 3), "small", "quarantined", "no_body"),
        (url(site, 4), "small", "quarantined", "empty_page"),
    }
    assert {row["url"]: (row["state"], row["reason"]) for row in read} == {
        row["url"]: (row["state"], row["reason"]) for row in table
    }
    assert {row["detail"] for row in table} == {row["detail"] or "" for row in read}
    assert all(row["detail"] for row in read if row["state"] == "quarantined")


def test_the_list_can_be_narrowed(site: SmallSite, sqlite_operator: Operator) -> None:
    operator = sqlite_operator
    crawl(site, operator, 3)

    assert listed(operator, "--reason", "no_body") == {"000000003.shtml": "quarantined"}
    assert len(listed(operator, "--site", "small")) == 2
    assert listed(operator, "--reason", "empty_body") == {}
    one = fine(operator, "quarantine", "list", "--limit", "1")
    assert len(one.table()) == 1
    assert "1 more" in one.out  # nobody takes a part for the whole


def test_an_unknown_site_is_told_apart_from_an_empty_list(site: SmallSite, sqlite_operator: Operator) -> None:
    crawl(site, sqlite_operator, 3)

    told = ask(sqlite_operator, "quarantine", "list", "--site", "smal")

    assert told.code != 0
    assert "small" in told.err


def test_nothing_waits_in_an_empty_database(operator: Operator) -> None:
    assert fine(operator, "quarantine", "list").out == "nothing waits\n"
    assert fine(operator, "quarantine", "list", "--json").json == []
    assert fine(operator, "quarantine", "retry", "--all").out.startswith("0 ")


def test_show_has_every_visit(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)
    fine(operator, "quarantine", "retry", url(site, 3))
    site.pages[article_path(3)] = article_page(3)
    crawl(site, operator, 0)

    told = fine(operator, "quarantine", "show", url(site, 3))
    read = fine(operator, "quarantine", "show", url(site, 3), "--json").json

    assert (read["url"], read["kind"], read["state"], read["reason"]) == (url(site, 3), "article", "stored", None)
    assert read["found_on"] == base_url(site.server) + "/hot/index.shtml"
    first, second = read["visits"]
    assert (first["http_status"], first["outcome"], first["reason"]) == (200, "quarantined", "no_body")
    assert (second["http_status"], second["outcome"], second["reason"]) == (200, "stored", None)
    assert "no headline" in first["detail"]
    assert (second["encoding_declared"], second["encoding_used"]) == (None, "gb18030")
    assert told.out.index("quarantined no_body") < told.out.index("gb18030")
    for part in (url(site, 3), "200", first["detail"], "run 1", "run 2", "read as gb18030"):
        assert part in told.out


def test_show_of_a_url_that_is_not_there(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)

    assert refused(operator, "quarantine", "show", url(site, 9), code=1) == f"{url(site, 9)} is not in the ledger"


@pytest.mark.parametrize(
    ("what", "left"),
    [
        (("url",), {"000000002.shtml": "failed", "000000004.shtml": "quarantined"}),
        (("--reason", "no_body"), {"000000002.shtml": "failed", "000000004.shtml": "quarantined"}),
        (("--reason", "http_500"), {"000000003.shtml": "quarantined", "000000004.shtml": "quarantined"}),
        (("--all",), {}),
    ],
)
def test_retry_lets_the_next_crawl_fetch_it(
    site: SmallSite, operator: Operator, what: tuple[str, ...], left: dict[str, str]
) -> None:
    crawl(site, operator, 3)
    give_up(operator, 2)
    crawl(site, operator, 0)  # by itself it fetches none of them
    site.take_paths()
    for number in (2, 3, 4):
        site.pages[article_path(number)] = article_page(number)

    told = fine(operator, "quarantine", "retry", *(url(site, 3) if one == "url" else one for one in what))

    assert told.out == f"{3 - len(left)} will be fetched again by the next crawl\n"
    assert listed(operator) == left
    crawl(site, operator, 0)
    assert len(site.take_paths()) == 1 + 3 - len(left)
    assert listed(operator) == left
    assert rows(operator.database_url, "SELECT count(*) FROM article") == [5 - len(left)]


def test_retry_of_several_urls(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)
    give_up(operator, 2)

    assert fine(operator, "quarantine", "retry", url(site, 2), url(site, 4)).out.startswith("2 ")
    assert listed(operator) == {"000000003.shtml": "quarantined"}


def test_what_is_still_broken_waits_again(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)
    give_up(operator, 2)
    fine(operator, "quarantine", "retry", "--all")

    crawl(site, operator, 3)

    assert listed(operator) == {"000000003.shtml": "quarantined", "000000004.shtml": "quarantined"}
    state = resources(operator.database_url)[article_path(2)]
    assert state == ("retry", "http_500")  # with all its attempts before it
    assert rows(operator.database_url, "SELECT attempts FROM resource WHERE state = 'retry'") == [1]


def test_retry_touches_nothing_that_does_not_wait(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, 3)
    before = resources(operator.database_url)

    for number in (1, 9):
        line = refused(operator, "quarantine", "retry", url(site, number), code=1)
        assert "0 of 1" in line
    partly = ask(operator, "quarantine", "retry", url(site, 1), url(site, 3))

    assert partly.code == 1
    assert "1 of 2" in partly.err
    before[article_path(3)] = resources(operator.database_url)[article_path(3)]
    assert resources(operator.database_url) == before
    assert before[article_path(3)][0] == "pending"


def test_retry_of_one_site_leaves_the_others(site: SmallSite, sqlite_operator: Operator) -> None:
    operator = sqlite_operator
    crawl(site, operator, 3)

    assert ask(operator, "quarantine", "retry", "--all", "--site", "other").code != 3
    assert len(listed(operator)) == 2
    assert fine(operator, "quarantine", "retry", "--all", "--site", "small").out.startswith("2 ")


@pytest.mark.parametrize("arguments", [*USAGE, ("retry", "--all", "http://127.0.0.1/"), ("retry", "no-url")])
def test_wrong_usage_is_one_line(new_operator: Operator, arguments: tuple[str, ...]) -> None:
    refused(new_operator, "quarantine", *arguments)
    assert not (new_operator.folder / "news.db").exists()


def test_the_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "quarantine")


@pytest.mark.parametrize("kind", ["port closed", "garbage"])
@pytest.mark.parametrize("verb", [("list",), ("show", "http://127.0.0.1/"), ("retry", "--all")])
def test_a_database_that_is_unavailable(sqlite_operator: Operator, kind: str, verb: tuple[str, ...]) -> None:
    tells_that_database_is_unavailable(sqlite_operator, kind, "quarantine", *verb)
