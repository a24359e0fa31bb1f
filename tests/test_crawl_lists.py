"""What a crawl requests: numbered pages, ranges, plain next pages, and lists that are broken, hostile or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Operator, base_url, serve
from tests.county import County
from tests.county.plan import HOT, date_of
from tests.smallsite import SmallSite, article_path, entry, list_of, list_page, resources, rows, status

if TYPE_CHECKING:
    import datetime as dt

    from pytest_httpserver import HTTPServer
    from werkzeug import Response

NUMBERED = "/system/count/0088001/000000000000/000/000/c0088001000000000000_{:09d}.shtml"
PAGER = "/system/count/0088001/000000000000/count_page_list_0088001000000000000.js"
SECTIONS = {"hot": "/hot/index.shtml"}


@pytest.fixture
def county(httpserver: HTTPServer) -> County:
    """A county of a fortnight: seven numbered pages of its largest channel, two days a page."""
    return serve(httpserver, County(seed=1, days=14, base_url=base_url(httpserver)))


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site whose pages the test writes."""
    return SmallSite(httpserver)


def crawl(operator: Operator, profile: object, *arguments: str) -> tuple[int, str]:
    """Crawl; give the exit code and what was said."""
    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *arguments)
    return done.returncode, done.stderr


def take_paths(server: HTTPServer) -> list[str]:
    """Give the paths requested since the last call, with single slashes."""
    paths = [request.path.replace("//", "/") for request, _ in server.log]
    server.log.clear()
    return paths


def requestable(county: County, first: dt.date, last: dt.date, channel: str) -> set[str]:
    """Give the paths of the first pages of a channel's articles that a crawl must request."""
    entries = [one for one in county.entries(first, last) if one.channel.slug == channel]
    urls = [county._url(one) for one in entries if one.kind not in ("external", "refused")]
    return {url.removeprefix(county.base_url) for url in urls}


def first_pages(paths: list[str]) -> set[str]:
    """Keep the first pages of articles."""
    return {path for path in paths if path.startswith("/system/20") and "_" not in path}


def test_default_crawl_reads_every_numbered_page_once(
    county: County, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    code, said = crawl(sqlite_operator, sqlite_operator.write_profile(county.base_url), "-a", "section=hot")

    paths = take_paths(httpserver)
    assert code == 0, said
    assert sorted(path for path in paths if "/c0088001" in path) == [NUMBERED.format(n) for n in range(1, 8)]
    assert len(paths) == len(set(paths))
    assert first_pages(paths) == requestable(county, date_of(0), date_of(13), "hot")


def test_one_day_of_one_section_requests_only_that_days_articles(
    county: County, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    profile = sqlite_operator.write_profile(county.base_url)

    code, said = crawl(sqlite_operator, profile, "-a", f"date={date_of(8)}", "-a", "section=hot")

    paths = take_paths(httpserver)
    assert code == 0, said
    assert first_pages(paths) == requestable(county, date_of(8), date_of(8), "hot")
    # days 8 and 9 are on page 5; page 4 is the first that is wholly older
    lists = [path for path in paths if not path.startswith("/system/20")]
    assert lists == ["/robots.txt", "/hot/index.shtml", PAGER, *(NUMBERED.format(n) for n in (7, 6, 5, 4))]


def test_since_and_until_bound_the_articles_and_a_later_crawl_takes_the_rest(
    county: County, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    profile = sqlite_operator.write_profile(county.base_url)

    crawl(sqlite_operator, profile, "-a", "section=hot", "-a", f"since={date_of(6)}", "-a", f"until={date_of(9)}")
    bounded = first_pages(take_paths(httpserver))
    crawl(sqlite_operator, profile, "-a", "section=hot", "-a", f"since={date_of(12)}")
    newest = first_pages(take_paths(httpserver))
    code, said = crawl(sqlite_operator, profile, "-a", "section=hot")
    rest = first_pages(take_paths(httpserver))

    assert code == 0, said
    assert bounded == requestable(county, date_of(6), date_of(9), HOT.slug)
    assert newest == requestable(county, date_of(12), date_of(13), HOT.slug)
    assert rest == requestable(county, date_of(0), date_of(13), HOT.slug) - bounded - newest


def test_until_alone_leaves_newer_articles_for_a_later_crawl(
    county: County, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    profile = sqlite_operator.write_profile(county.base_url)

    code, said = crawl(sqlite_operator, profile, "-a", "section=hot", "-a", f"until={date_of(3)}")

    assert code == 0, said
    assert first_pages(take_paths(httpserver)) == requestable(county, date_of(0), date_of(3), HOT.slug)


def test_plain_next_links_are_followed_to_the_last_page(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((9, 8, 7), "/hot/index_2.shtml")
    site.pages["/hot/index_2.shtml"] = list_of((6, 5, 4), "/hot/index_3.shtml")
    site.pages["/hot/index_3.shtml"] = list_of((3, 2, 1))
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    assert crawl(sqlite_operator, profile)[0] == 0
    assert set(site.take_paths()) >= {article_path(number) for number in range(1, 10)}
    assert crawl(sqlite_operator, profile)[0] == 0
    assert site.take_paths() == ["/hot/index.shtml"]


def test_next_pages_are_read_again_as_far_as_entries_have_moved(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((9, 8, 7), "/hot/index_2.shtml")
    site.pages["/hot/index_2.shtml"] = list_of((6, 5, 4), "/hot/index_3.shtml")
    site.pages["/hot/index_3.shtml"] = list_of((3, 2, 1))
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    crawl(sqlite_operator, profile)
    site.take_paths()
    site.pages["/hot/index.shtml"] = list_of((14, 13, 12), "/hot/index_2.shtml")
    site.pages["/hot/index_2.shtml"] = list_of((11, 10, 9), "/hot/index_3.shtml")
    site.pages["/hot/index_3.shtml"] = list_of((8, 7, 6), "/hot/index_4.shtml")
    site.pages["/hot/index_4.shtml"] = list_of((5, 4, 3))

    code, said = crawl(sqlite_operator, profile)

    assert code == 0, said
    assert resources(sqlite_operator.database_url)[article_path(10)] == ("stored", None)
    paths = set(site.take_paths())
    assert {article_path(number) for number in range(10, 15)} <= paths
    assert {"/hot/index_2.shtml", "/hot/index_3.shtml"} <= paths


def test_run_killed_between_two_list_pages_leaves_the_second_to_the_next_run(
    site: SmallSite, sqlite_operator: Operator
) -> None:
    site.pages["/hot/index.shtml"] = list_of((4, 3), "/hot/index_2.shtml")
    site.pages["/hot/index_2.shtml"] = list_of((2, 1))
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    crawl(sqlite_operator, profile)
    site.pages["/hot/index.shtml"] = list_of((7, 6), "/hot/index_2.shtml")

    def kill_and_answer() -> Response:
        process.kill()
        return status(503)

    site.pages["/hot/index_2.shtml"] = kill_and_answer
    process = sqlite_operator.start("crawl", "news", "-a", f"site={profile}")
    process.communicate(timeout=60)
    assert process.returncode == -9
    site.pages["/hot/index_2.shtml"] = list_of((5, 4), "/hot/index_3.shtml")
    site.pages["/hot/index_3.shtml"] = list_of((3, 2))

    code, said = crawl(sqlite_operator, profile)

    assert code == 0, said
    stored = [url for url, (state, _) in resources(sqlite_operator.database_url).items() if state == "stored"]
    assert sorted(stored) == [article_path(number) for number in range(1, 8)]


def test_an_empty_list_page_is_quarantined(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((1,))
    site.pages["/town/index.shtml"] = list_page([])
    profile = site.write_profile(sqlite_operator.folder, {**SECTIONS, "town": "/town/index.shtml"})

    code, said = crawl(sqlite_operator, profile)

    assert (code, "1 new" in said) == (3, True)
    assert resources(sqlite_operator.database_url)["/town/index.shtml"] == ("quarantined", "no_entries")


@pytest.mark.parametrize(
    "script",
    [
        'var baseurl = "/system/count/"; var maxpage = 999999999; var schannelId = "0088001";',
        'var baseurl = "/system/count/"; var maxpage = 99999999999999999999; var schannelId = "0088001";',
        'var baseurl = "http://[/"; var maxpage = 2; var schannelId = "0088001";',
        "",
    ],
)
def test_a_hostile_pager_script_is_quarantined(site: SmallSite, sqlite_operator: Operator, script: str) -> None:
    site.pages["/hot/index.shtml"] = list_page([entry(article_path(1))], script=PAGER)
    site.pages[PAGER] = script
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    code, said = crawl(sqlite_operator, profile)

    assert code == 3, said
    assert resources(sqlite_operator.database_url) == {
        "/hot/index.shtml": ("read", None),
        PAGER: ("quarantined", "no_pager"),
        article_path(1): ("stored", None),
    }


def test_a_home_page_without_sections_opens_the_channels_that_it_links_to(
    site: SmallSite, sqlite_operator: Operator
) -> None:
    channels = '<ul><li><a href="/hot/">热点</a></li><li><a href="/town/index.shtml">乡镇</a></li></ul>'
    site.pages["/"] = list_page([entry(article_path(1))], above=channels)
    site.pages["/hot/"] = list_page([entry(article_path(2))], above='<a href="/deeper/index.shtml">更深</a>')
    site.pages["/town/index.shtml"] = list_of((3,))
    profile = site.write_profile(sqlite_operator.folder)

    code, said = crawl(sqlite_operator, profile)

    assert code == 0, said
    lists = {"/", "/hot/", "/town/index.shtml"}
    assert set(site.take_paths()) == lists | {article_path(number) for number in (1, 2, 3)}


def test_the_printed_day_of_an_entry_is_kept_as_listed_on(site: SmallSite, sqlite_operator: Operator) -> None:
    entries = [entry(article_path(1), printed="2015/01/05"), f'<p><a href="{article_path(2)}">没有日期的标题</a></p>']
    site.pages["/hot/index.shtml"] = list_page(entries)
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    crawl(sqlite_operator, profile)

    found = rows(sqlite_operator.database_url, "SELECT listed_on FROM resource WHERE kind = 'article' ORDER BY url")
    assert found == ["2015-01-05", "2015-01-02"]


def test_a_list_of_the_profile_that_leads_to_the_home_page_is_a_failure(
    site: SmallSite, sqlite_operator: Operator
) -> None:
    site.pages["/hot/index.shtml"] = list_of((1,))
    site.pages["/town/index.shtml"] = status(302, {"Location": f"{base_url(site.server)}/index.shtml"})
    profile = site.write_profile(sqlite_operator.folder, {**SECTIONS, "town": "/town/index.shtml"})

    code, said = crawl(sqlite_operator, profile)

    assert (code, "1 new, 1 failed" in said) == (3, True), said
    assert resources(sqlite_operator.database_url)["/town/index.shtml"] == ("retry", "redirected_home")
    assert "/index.shtml" not in site.take_paths()


def test_links_to_other_sites_are_counted_and_left(site: SmallSite, sqlite_operator: Operator) -> None:
    elsewhere = "http://127.0.0.9:1/system/2015/01/02/000000009.shtml"
    site.pages["/hot/index.shtml"] = list_page([entry(elsewhere), entry(article_path(1))])
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    code, said = crawl(sqlite_operator, profile)

    assert code == 0, said
    assert set(resources(sqlite_operator.database_url)) == {"/hot/index.shtml", article_path(1)}
