"""An issue is looked at again for a week: what comes late is fetched, what is taken away is noted and kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Response

from tests.conftest import base_url, empty_database, scaled_databases
from tests.smallpaper import Page, SmallPaper
from tests.smallsite import resources, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

pytestmark = pytest.mark.faults

DAY = dt.date(2026, 3, 4)
PUBLISHED = dt.datetime(2026, 3, 4, 1, tzinfo=dt.UTC)
LATER = PUBLISHED + dt.timedelta(hours=13)
NEXT_DAY = PUBLISHED + dt.timedelta(hours=26)
FRONT = Page(node=2, label="第01版：要闻", articles=(11, 12))
BACK = Page(node=3, label="第02版：综合", articles=(21,))
EVENTS = "SELECT event, reason, what, page_number FROM events ORDER BY event_id"
ARTICLES = "SELECT headline FROM articles ORDER BY headline"


@pytest.fixture(params=scaled_databases())
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; of both kinds in the long form only, for what is asked of them is tested elsewhere."""
    with empty_database(request, tmp_path, is_ready=True) as url:
        yield url


@pytest.fixture
def paper(httpserver: HTTPServer) -> SmallPaper:
    """A paper with one issue of two pages."""
    paper = SmallPaper(httpserver)
    paper.write_issue(DAY, (FRONT, BACK))
    paper.write_entry(DAY)
    return paper


@pytest.fixture
def profile(paper: SmallPaper, operator: Operator) -> Path:
    """Its profile: no earlier issue is asked for."""
    return paper.write_paper_profile(operator.folder, more=f"since = {DAY}\n")


def crawl(operator: Operator, profile: Path, now: dt.datetime, *arguments: str) -> tuple[int, str]:
    """Crawl at a time; give the exit code and the verdict line."""
    operator.environment["TEST_NOW"] = now.isoformat()
    done = operator.scrapy("crawl", "epaper", "-a", f"site={profile}", "-s", "CLOCK=tests.clock.now", *arguments)
    return done.returncode, done.stderr.splitlines()[-1]


def asked(operator: Operator, sql: str) -> list[Any]:
    """Ask the database."""
    return rows(operator.database_url, sql)


def audit(operator: Operator) -> tuple[int, str]:
    """Audit; give the exit code and the last line."""
    done = operator.scrapy("audit", "-s", "CLOCK=tests.clock.now")
    return done.returncode, done.stdout.splitlines()[-1]


def test_page_that_comes_late_is_fetched(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    paper.write_issue(DAY, (FRONT,))
    assert crawl(operator, profile, PUBLISHED)[0] == 0
    paper.write_issue(DAY, (FRONT, BACK))

    soon = crawl(operator, profile, PUBLISHED + dt.timedelta(hours=1))
    later = crawl(operator, profile, LATER)

    assert (soon[0], later[0]) == (0, 0), later
    assert "— 0 new" in soon[1]
    assert asked(operator, ARTICLES) == ["报道11", "报道12", "报道21"]
    assert asked(operator, EVENTS) == []
    assert audit(operator)[0] == 0


def test_what_is_named_no_more_is_marked_and_kept(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    crawl(operator, profile, PUBLISHED)
    paper.write_issue(DAY, (Page(node=2, label=FRONT.label, articles=(12, 13)),))

    code, line = crawl(operator, profile, LATER)

    assert code == 0, line
    assert asked(operator, ARTICLES) == ["报道11", "报道12", "报道13", "报道21"]
    assert sorted(asked(operator, EVENTS)) == [
        ("delisted", "unlisted", "article", "01"),
        ("delisted", "unlisted", "layout", "02"),
    ]
    assert asked(operator, "SELECT page_number FROM articles WHERE headline = '报道11'") == ["01"]
    assert asked(operator, "SELECT state FROM issues WHERE pages > 0") == ["complete"]
    assert audit(operator)[0] == 0


def test_what_is_named_again_is_noted_too(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    crawl(operator, profile, PUBLISHED)
    paper.write_issue(DAY, (Page(node=2, label=FRONT.label, articles=(12,)), BACK))
    crawl(operator, profile, LATER)
    paper.write_issue(DAY, (FRONT, BACK))

    code, line = crawl(operator, profile, NEXT_DAY)

    assert code == 0, line
    assert [kind for kind, *_ in asked(operator, EVENTS)] == ["delisted", "relisted"]
    assert audit(operator)[0] == 0


@pytest.mark.parametrize("how", ["404", "to the latest issue", "to the entry"])
def test_page_that_is_pulled_is_noted_once_and_kept(
    paper: SmallPaper, operator: Operator, profile: Path, how: str
) -> None:
    crawl(operator, profile, PUBLISHED)
    path = paper.path(DAY, "node_3.htm")
    places = {"to the latest issue": paper.path(DAY, "node_2.htm"), "to the entry": "/p/paperindex.htm"}
    there = Response("", 302, {"Location": places[how]}) if how in places else status(404)
    paper.pages[path] = there

    looks = [crawl(operator, profile, now) for now in (LATER, NEXT_DAY)]

    assert [code for code, _ in looks] == [0, 0], looks
    assert asked(operator, EVENTS) == [("delisted", "gone", "layout", "02")]
    assert resources(operator.database_url)[path] == ("read", None)
    assert asked(operator, "SELECT state FROM issues WHERE pages > 0") == ["complete"]
    assert asked(operator, ARTICLES) == ["报道11", "报道12", "报道21"]
    assert audit(operator)[0] == 0


def test_article_that_is_named_before_it_is_there(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    path = paper.path(DAY, "content_21.htm")
    page = paper.pages[path]
    paper.pages[path] = status(404)
    crawl(operator, profile, PUBLISHED)
    assert resources(operator.database_url)[path] == ("gone", "http_404")
    paper.pages[path] = page

    code, line = crawl(operator, profile, LATER)

    assert code == 0, line
    assert resources(operator.database_url)[path] == ("stored", None)
    assert asked(operator, "SELECT state FROM issues WHERE pages > 0") == ["complete"]


def test_entry_that_is_gone_is_told_although_pages_answer(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    crawl(operator, profile, PUBLISHED)
    paper.pages["/p/paperindex.htm"] = status(404)

    code, line = crawl(operator, profile, LATER)

    assert (code, "2 pages read" in line) == (4, True), line


def test_second_look_at_a_page_without_articles_is_no_redesign(
    paper: SmallPaper, operator: Operator, profile: Path
) -> None:
    paper.write_issue(DAY, (FRONT, Page(node=3, label="第02版：广告", articles=())))
    crawl(operator, profile, PUBLISHED)
    paper.pages[paper.path(DAY, "node_2.htm")] = status(500)

    code, line = crawl(operator, profile, LATER, "-s", "RETRY_TIMES=0")

    assert code == 3, line


def test_issue_of_many_pages_is_no_endless_one(paper: SmallPaper, operator: Operator, profile: Path) -> None:
    pages = [Page(node=n, label=f"第{n:02d}版：版面", articles=(n * 10 + 1,)) for n in range(2, 42)]
    paper.write_issue(DAY, pages)

    code, line = crawl(operator, profile, PUBLISHED)

    assert (code, "40 new" in line) == (0, True), line


def test_page_whose_label_is_corrected_leaves_no_empty_issue(
    paper: SmallPaper, operator: Operator, profile: Path
) -> None:
    paper.write_issue(DAY, (FRONT, Page(node=3, label="增刊02版：综合", articles=(21,))))
    crawl(operator, profile, PUBLISHED)
    assert asked(operator, "SELECT edition FROM issues ORDER BY edition") == ["main", "增刊"]
    paper.write_issue(DAY, (FRONT, BACK))

    code, line = crawl(operator, profile, LATER)

    assert code == 0, line
    assert asked(operator, "SELECT edition, state, pages FROM issues") == [("main", "complete", 2)]
    assert audit(operator)[0] == 0


@pytest.mark.parametrize("how", ["query", "host"])
def test_page_under_another_name_is_one_page(paper: SmallPaper, operator: Operator, profile: Path, how: str) -> None:
    first = paper.path(DAY, "node_2.htm")
    if how == "query":
        lead = f"{first.removeprefix('/p/')}?v=1"
    else:
        paper.pages["/there"] = Response("", 301, {"Location": f"http://localhost:{paper.server.port}{first}"})
        lead = "/there"
        text = profile.read_text(encoding="utf-8").replace('url = "', 'hosts = ["localhost"]\nurl = "')
        profile.write_text(text, encoding="utf-8")
        paper.pages["/p/paperindex.htm"] = Response(
            "", 302, {"Location": f"http://localhost:{paper.server.port}{first}"}
        )
    if how == "query":
        paper.pages["/p/paperindex.htm"] = f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL={lead}">'

    code, line = crawl(operator, profile, PUBLISHED)

    assert code == 0, line
    assert asked(operator, "SELECT state, pages, pages_read FROM issues") == [("complete", 2, 2)]
    assert audit(operator)[0] == 0, base_url(paper.server)


@pytest.mark.parametrize("how", ["nothing to read", "another article"])
def test_article_that_was_never_had_is_quarantined_although_it_is_asked_for_as_a_gap(
    paper: SmallPaper, operator: Operator, profile: Path, how: str
) -> None:
    path = paper.path(DAY, "content_21.htm")
    paper.pages[path] = status(500)
    assert crawl(operator, profile, PUBLISHED, "-s", "RETRY_TIMES=0")[0] == 3
    elsewhere = Response("", 302, {"Location": paper.path(DAY, "content_11.htm")})
    paper.pages[path] = elsewhere if how == "another article" else "<html><body></body></html>"

    code, line = crawl(operator, profile, LATER, "-a", "gaps=1")

    assert code == 3, line
    assert resources(operator.database_url)[path][0] == "quarantined"
    assert asked(operator, "SELECT state, reason FROM issues WHERE pages > 0") == [("partial", "articles_quarantined")]
