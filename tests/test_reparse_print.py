"""A paper's archive read anew after a redesign that an earlier version misread; applied it equals a fresh crawl."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from db.engine import make_engine
from tests.commandline import fine, refused
from tests.conftest import DATABASES, Operator, base_url, empty_database, serve
from tests.county import County
from tests.county.plan import date_of
from tests.naturalrows import Rows, differences, natural
from tests.worse_pages import PRINT, setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.county import PrintArticleTruth

BEFORE, DAYS = 2, 4  # the redesign comes with day 2


@dataclass(frozen=True)
class Paper:
    """The county's paper in the old markup and in the new one, at the same address."""

    server: HTTPServer
    old: County
    new: County

    def crawl(self, operator: Operator, *more: str) -> Path:
        """Crawl the old days before the redesign, and the new ones after it; `more` is for those."""
        profile = operator.write_profile(self.new.base_url)
        for county, first, last, some in ((self.old, 0, BEFORE - 1, ()), (self.new, BEFORE, DAYS - 1, more)):
            serve(self.server, county)
            days = ("-a", f"since={date_of(first)}", "-a", f"until={date_of(last)}")
            done = operator.scrapy("crawl", "epaper", "-a", f"site={profile}", *days, *some)
            assert done.returncode == 0, done.stderr
        return profile

    def articles(self) -> list[PrintArticleTruth]:
        """The articles that the new markup shows."""
        return [one for one in self.new.print_articles() if one.published_on >= date_of(BEFORE)]


@pytest.fixture(scope="module")
def paper(make_httpserver: HTTPServer) -> Paper:
    """The paper; both markups are of the same content."""
    address = base_url(make_httpserver)
    old = County(seed=1, days=BEFORE, base_url=address, paper="founder")
    return Paper(make_httpserver, old, County(seed=1, days=DAYS, base_url=address))


def rows(operator: Operator) -> Rows:
    """What is stored."""
    engine = make_engine(operator.database_url)
    try:
        return natural(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def well_read(tmp_path_factory: pytest.TempPathFactory, paper: Paper) -> tuple[Operator, Path]:
    """The paper, crawled with our page objects."""
    folder = tmp_path_factory.mktemp("well")
    operator = Operator(folder, f"sqlite:///{folder / 'news.db'}")
    return operator, paper.crawl(operator)


@pytest.fixture(scope="module", params=DATABASES)
def misread(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, paper: Paper
) -> Iterator[tuple[Operator, Path]]:
    """The paper, crawled with page objects that misread the new markup, into each kind of database."""
    folder = tmp_path_factory.mktemp("misread")
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        yield operator, paper.crawl(operator, *setting(PRINT))


def reparse(operator: Operator, profile: Path, *arguments: str) -> dict[tuple[str, str, str], int]:
    """Read the archive anew; give the counts."""
    [said] = fine(operator, "reparse", "--site", str(profile), "--source", "epaper", "--json", *arguments).json
    return {(one["what"], one["field"], one["kind"]): one["count"] for one in said["differences"]}


def expected(paper: Paper) -> dict[tuple[str, str, str], int]:
    """Say what was misread, by the county's truth."""
    articles = paper.articles()
    issues = [one for one in paper.new.issues() if one.published_on >= date_of(BEFORE) and one.pages]
    listed = [placed for issue in issues for page in issue.pages for placed in page.placements]
    counts = {
        ("article", "subheadline", "filled"): sum(1 for one in articles if one.subheadline),
        ("article", "kicker", "emptied"): sum(1 for one in articles if one.subheadline and not one.kicker),
        ("placement", "listed_title", "filled"): sum(1 for one in listed if one.listed_title),
        ("issue", "number", "changed"): sum(1 for one in issues if one.number),
    }
    return {key: number for key, number in counts.items() if number}


def test_paper_that_was_just_crawled_reads_as_it_is_stored(well_read: tuple[Operator, Path]) -> None:
    assert reparse(*well_read, "--jobs", "1") == {}


def test_differences_are_those_of_the_redesigned_days(misread: tuple[Operator, Path], paper: Paper) -> None:
    found = reparse(*misread, "--jobs", "1")

    assert found == expected(paper)
    assert len(found) == 4
    assert reparse(*misread, "--jobs", "1", "--until", str(date_of(BEFORE - 1))) == {}
    some = reparse(*misread, "--jobs", "1", "--since", str(date_of(DAYS - 1)))
    assert 0 < sum(some.values()) < sum(found.values())


def test_applied_it_equals_a_fresh_crawl(misread: tuple[Operator, Path], well_read: tuple[Operator, Path]) -> None:
    assert differences(rows(misread[0]), rows(well_read[0])) != {}

    reparse(*misread, "--apply", "--jobs", "2")

    assert differences(rows(misread[0]), rows(well_read[0])) == {}
    assert reparse(*misread, "--jobs", "1") == {}


def test_nothing_is_written_while_a_crawl_is_going_on(well_read: tuple[Operator, Path], paper: Paper) -> None:
    operator, profile = well_read
    told: list[str] = []

    def ask_while_crawling(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def respond(request: Any) -> Any:
            if not told:
                told.append(refused(operator, "reparse", "--site", str(profile), "--apply", code=75))
            return answer(request)

        return respond

    paper.server.clear()
    paper.server.expect_request("/jryl/paperindex.htm").respond_with_handler(ask_while_crawling(paper.new.respond))
    operator.scrapy("crawl", "epaper", "-a", f"site={profile}", "-a", f"date={dt.date(2014, 12, 20)}")

    assert told[0].startswith("locked: another run of yunling-epaper is going on")
