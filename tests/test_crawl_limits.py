"""What a run says of pages that are too large, that our own code cannot take, or that stand in the middle of a walk."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from db.query import QueryError, run_query
from tests.smallsite import SmallSite, article_page, article_path, entry, list_of, list_page, resources, status

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import Engine

    from tests.conftest import Operator

PAGER = "/system/count/0088001/000000000000/count_page_list_0088001000000000000.js"
NUMBERED = "/system/count//0088001/000000000000/000/000/c0088001000000000000_{:09d}.shtml"
SECTIONS = {"hot": "/hot/index.shtml"}
WITH_A_MISTAKE = {
    "tests.raising.RaisingPipeline": 50,
    "pipelines.normalise.NormalisePipeline": 100,
    "pipelines.deduplicate.DeduplicatePipeline": 200,
    "pipelines.store.StorePipeline": 800,
}
LIMIT = 8 * 1024 * 1024


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site whose pages the test writes."""
    return SmallSite(httpserver)


def crawl(operator: Operator, profile: object, *arguments: str) -> tuple[int, str]:
    """Crawl; give the exit code and what was said."""
    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *arguments)
    return done.returncode, done.stderr


@pytest.mark.parametrize("is_compressed", [False, True], ids=["plain", "grows-when-decompressed"])
def test_page_above_the_limit_is_quarantined(
    site: SmallSite, sqlite_operator: Operator, *, is_compressed: bool
) -> None:
    body = article_page(2, body="字" * (LIMIT // 2)).encode("gb18030")
    headers = {"Content-Encoding": "gzip"} if is_compressed else {}
    large = gzip.compress(body) if is_compressed else body
    site.pages["/hot/index.shtml"] = list_of((1, 2))
    site.pages[article_path(2)] = Response(large, content_type="text/html", headers=headers)

    code, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, SECTIONS))

    assert code == 3, said
    assert article_path(2) in said.splitlines()[-1]
    assert resources(sqlite_operator.database_url)[article_path(2)] == ("quarantined", "too_large")
    assert resources(sqlite_operator.database_url)[article_path(1)] == ("stored", None)


def test_article_that_a_pipeline_fails_at_is_quarantined_and_the_run_says_crashed(
    site: SmallSite, sqlite_operator: Operator
) -> None:
    site.pages["/hot/index.shtml"] = list_of((1, 2))
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    code, said = crawl(sqlite_operator, profile, "-s", f"ITEM_PIPELINES={json.dumps(WITH_A_MISTAKE)}")
    again, _ = crawl(sqlite_operator, profile)

    assert code == 1, said
    assert again == 0
    assert resources(sqlite_operator.database_url)[article_path(1)] == ("quarantined", "parser_error")


def test_day_before_all_calendars_is_no_date(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((1,))
    site.pages[article_path(1)] = article_page(1).replace("<div><!--", "<p>时间：0001年1月1日 来源：云岭</p><div><!--")

    code, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, SECTIONS))

    assert code == 0, said
    assert resources(sqlite_operator.database_url)[article_path(1)] == ("stored", None)


@pytest.mark.parametrize("broken", [404, 500])
def test_walk_back_to_a_day_goes_on_past_a_numbered_page_that_fails(
    site: SmallSite, sqlite_operator: Operator, broken: int
) -> None:
    script = 'var baseurl = "/system/count/"; var maxpage = 4; var schannelId= "0088001000000000000";'
    site.pages["/hot/index.shtml"] = list_page([entry(article_path(9))], script=PAGER)
    site.pages[PAGER] = script
    site.pages |= {NUMBERED.format(n): list_of((n,)) for n in (4, 2, 1)}
    site.pages[NUMBERED.format(3)] = status(broken)
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)

    _, said = crawl(sqlite_operator, profile, "-a", "since=2015-01-01", "-s", "RETRY_TIMES=0")

    found = resources(sqlite_operator.database_url)
    assert [found[article_path(n)][0] for n in (9, 4, 2, 1)] == ["stored"] * 4, said


def test_robots_txt_holds_for_every_request_that_waits_for_it(
    site: SmallSite, httpserver: HTTPServer, sqlite_operator: Operator
) -> None:
    lists = {f"list{n}": f"/inner/list{n}/index.shtml" for n in range(12)}
    site.pages["/robots.txt"] = Response("User-agent: *\nDisallow: /inner/\n", content_type="text/plain")
    site.pages |= {path: list_of((n,)) for n, path in enumerate(lists.values(), start=1)}

    code, said = crawl(sqlite_operator, site.write_profile(sqlite_operator.folder, lists))

    assert [request.path for request, _ in httpserver.log] == ["/robots.txt"]
    assert code == 4, said
    assert set(resources(sqlite_operator.database_url).values()) == {("retry", "robots")}


@pytest.mark.parametrize("slash", ["", "/"])
def test_home_page_is_itself_with_and_without_its_slash(site: SmallSite, sqlite_operator: Operator, slash: str) -> None:
    channels = '<ul><li><a href="/about/index.shtml">关于</a></li><li><a href="/town/index.shtml">乡镇</a></li></ul>'
    site.pages["/"] = list_page([entry(article_path(1))], above=channels)
    site.pages["/about/index.shtml"] = "<html><body>关于我们</body></html>"
    site.pages["/town/index.shtml"] = list_of((3,))
    profile = site.write_profile(sqlite_operator.folder)
    address = f"http://127.0.0.1:{site.server.port}"
    text = profile.read_text(encoding="utf-8").replace(f'url = "{address}/"', f'url = "{address}{slash}"')
    profile.write_text(text, encoding="utf-8")

    code, said = crawl(sqlite_operator, profile)

    assert code == 0, said
    assert resources(sqlite_operator.database_url)[article_path(3)] == ("stored", None)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM source",
        "commit; delete from source; commit; select 1",
        "SELECT 1; DELETE FROM source",
        "CREATE TABLE x (y int)",
        "SELECT nonsense",
    ],
)
def test_query_that_is_not_one_reading_statement_is_refused(engine: Engine, query: str) -> None:
    with pytest.raises(QueryError):
        run_query(engine, query, 5)


def test_query_gives_names_and_rows_and_leaves_percent_and_colon_alone(engine: Engine) -> None:
    found = run_query(engine, "SELECT 'a:b%s' AS one, '100%' AS two", 5)

    assert found == (["one", "two"], [("a:b%s", "100%")])


def test_database_can_be_written_after_a_query(engine: Engine) -> None:
    run_query(engine, "SELECT 1", 1)

    with engine.begin() as connection:
        assert connection.exec_driver_sql("DELETE FROM source").rowcount == 0
