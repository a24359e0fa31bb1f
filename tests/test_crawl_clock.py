"""A clock that is set back, before a crawl or during one, loses nothing and doubles nothing."""

from __future__ import annotations

import datetime as dt
import os
from itertools import count
from typing import TYPE_CHECKING

import pytest

from db.engine import make_engine
from tests.conftest import empty_database, scaled_databases
from tests.naturalrows import differences, faults, natural
from tests.smallpaper import SmallPaper
from tests.smallsite import SmallSite, article_path, list_of, resources, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator
    from tests.naturalrows import Rows

pytestmark = pytest.mark.faults

SECTIONS = {"hot": "/hot/index.shtml"}
START = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)  # eleven in the morning in China
MONTH = dt.timedelta(days=30)
_CALLS = count(1)


@pytest.fixture(params=scaled_databases())
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; of both kinds in the long form only, for what is asked of them is tested elsewhere."""
    with empty_database(request, tmp_path, is_ready=True) as url:
        yield url


def jumping() -> dt.datetime:
    """Tell the time in a crawl whose clock is set back by a month after TEST_JUMP calls."""
    return START if next(_CALLS) <= int(os.environ["TEST_JUMP"]) else START - MONTH


def crawl(operator: Operator, spider: str, profile: Path, now: dt.datetime) -> tuple[int, str]:
    """Crawl when the clock says `now`; give the exit code and the verdict line."""
    operator.environment = {"TEST_NOW": now.isoformat()}
    done = operator.scrapy("crawl", spider, "-a", f"site={profile}", "-s", "CLOCK=tests.clock.now")
    return done.returncode, done.stderr.splitlines()[-1]


def whole(operator: Operator) -> Rows:
    """Give what is stored, and see that it is whole."""
    engine = make_engine(operator.database_url)
    try:
        assert faults(engine) == []
        return natural(engine)
    finally:
        engine.dispose()


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site of three articles in one list."""
    site = SmallSite(httpserver)
    site.pages["/hot/index.shtml"] = list_of((1, 2, 3))
    return site


@pytest.fixture
def paper(httpserver: HTTPServer) -> SmallPaper:
    """A paper whose latest issue is today's."""
    paper = SmallPaper(httpserver)
    paper.write_issue(START.date())
    paper.write_entry(START.date())
    return paper


def test_retry_that_was_planned_by_a_clock_far_ahead_is_due_at_once(site: SmallSite, operator: Operator) -> None:
    profile = site.write_profile(operator.folder, SECTIONS)
    site.pages[article_path(2)] = status(500)
    failed = crawl(operator, "news", profile, START)
    assert failed[0] == 3, failed
    assert rows(operator.database_url, "SELECT state FROM resource WHERE attempts = 1") == ["retry"]
    del site.pages[article_path(2)]
    site.take_paths()

    code, line = crawl(operator, "news", profile, START - MONTH)

    assert (code, line) == (0, "news small: fine — 1 new, 1 lists read; next: nothing to do")
    assert site.take_paths().count(article_path(2)) == 1
    stored = whole(operator)
    assert len(stored["article"]) == 3
    assert crawl(operator, "news", profile, START + MONTH)[0] == 0
    assert differences(whole(operator), stored) == {}
    assert site.take_paths() == ["/hot/index.shtml"]


def test_retry_that_fails_again_after_the_clock_was_set_back_is_planned_from_the_new_time(
    site: SmallSite, operator: Operator
) -> None:
    profile = site.write_profile(operator.folder, SECTIONS)
    site.pages[article_path(2)] = status(500)
    crawl(operator, "news", profile, START)

    again = crawl(operator, "news", profile, START - MONTH)
    too_early = crawl(operator, "news", profile, START - MONTH + dt.timedelta(hours=1))
    del site.pages[article_path(2)]
    later = crawl(operator, "news", profile, START - MONTH + dt.timedelta(hours=3))

    assert [code for code, _ in (again, too_early, later)] == [3, 0, 0], (again, too_early, later)
    assert resources(operator.database_url)[article_path(2)] == ("stored", None)
    assert len(whole(operator)["article"]) == 3


def test_retry_that_is_planned_a_few_hours_ahead_by_a_clock_that_went_back_waits_for_its_time(
    site: SmallSite, sqlite_operator: Operator
) -> None:
    profile = site.write_profile(sqlite_operator.folder, SECTIONS)
    site.pages[article_path(2)] = status(500)
    crawl(sqlite_operator, "news", profile, START)
    del site.pages[article_path(2)]
    site.take_paths()

    earlier = crawl(sqlite_operator, "news", profile, START - dt.timedelta(hours=5))
    waited = article_path(2) not in site.take_paths()
    later = crawl(sqlite_operator, "news", profile, START + dt.timedelta(hours=2))

    assert (earlier[0], waited, later[0]) == (0, True, 0), (earlier, later)
    assert len(whole(sqlite_operator)["article"]) == 3


def issues(operator: Operator) -> list[tuple[str, str]]:
    """Give day and state of each issue from the day before START's on."""
    day = START.date() - dt.timedelta(days=1)
    found = rows(
        operator.database_url,
        "SELECT CAST(published_on AS VARCHAR(10)), state FROM issue WHERE published_on >= :day ORDER BY published_on",
        day=day if operator.database_url.startswith("postgresql") else day.isoformat(),
    )
    return [(str(published_on), state) for published_on, state in found]


def test_issue_of_tomorrow_by_a_clock_that_went_back_is_kept_and_todays_is_asked_for(
    paper: SmallPaper, operator: Operator
) -> None:
    profile = paper.write_paper_profile(operator.folder)
    first = crawl(operator, "epaper", profile, START)
    assert first[0] == 0, first
    assert issues(operator) == [("2026-11-24", "unavailable"), ("2026-11-25", "complete")]
    stored = whole(operator)
    paper.take_paths()
    day = START.date() - dt.timedelta(days=1)
    paper.write_issue(day)

    code, line = crawl(operator, "epaper", profile, START - dt.timedelta(days=1))

    assert code == 0, line
    assert paper.path(day, "node_2.htm") in paper.take_paths()
    assert issues(operator) == [("2026-11-24", "complete"), ("2026-11-25", "complete")]
    kept = whole(operator)
    assert set(stored["article"]) < set(kept["article"])
    assert len(kept["article"]) == 4
    again = crawl(operator, "epaper", profile, START)
    assert again[0] == 0, again
    assert differences(whole(operator), kept) == {}


def test_issue_of_tomorrow_by_a_clock_that_is_behind_is_stored_when_the_entry_leads_to_it(
    paper: SmallPaper, operator: Operator
) -> None:
    profile = paper.write_paper_profile(operator.folder)

    behind = crawl(operator, "epaper", profile, START - MONTH)
    right = crawl(operator, "epaper", profile, START)

    assert [code for code, _ in (behind, right)] == [0, 0], (behind, right)
    assert issues(operator) == [("2026-11-24", "unavailable"), ("2026-11-25", "complete")]
    assert len(whole(operator)["article"]) == 2


def test_page_of_an_issue_that_a_clock_far_ahead_planned_is_due_at_once(paper: SmallPaper, operator: Operator) -> None:
    profile = paper.write_paper_profile(operator.folder)
    first = next(path for path in paper.pages if "content" in path)
    page = paper.pages[first]
    paper.pages[first] = status(500)
    failed = crawl(operator, "epaper", profile, START)
    assert (failed[0], issues(operator)[-1]) == (3, ("2026-11-25", "partial")), failed
    paper.pages[first] = page

    code, line = crawl(operator, "epaper", profile, START - MONTH)

    assert code == 0, line
    assert issues(operator)[-1] == ("2026-11-25", "complete")
    assert len(whole(operator)["article"]) == 2


@pytest.mark.parametrize("jump", [1, 2, 4])
def test_clock_that_is_set_back_during_a_crawl_changes_nothing_and_no_run_ends_before_it_began(
    site: SmallSite, operator: Operator, jump: int
) -> None:
    profile = site.write_profile(operator.folder, SECTIONS)
    operator.environment = {"TEST_JUMP": str(jump)}

    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", "-s", "CLOCK=tests.test_crawl_clock.jumping")

    assert done.returncode == 0, done.stderr
    assert len(whole(operator)["article"]) == 3
    assert rows(operator.database_url, "SELECT count(*) FROM run WHERE ended_at >= started_at") == [1]
    assert crawl(operator, "news", profile, START - MONTH)[0] == 0
    assert len(whole(operator)["article"]) == 3
