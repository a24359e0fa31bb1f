"""A year of a newspaper with every state that a day can have: crawled, compared with the truth, audited, mended."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from db.audit import contradictions
from db.calendar import calendar, sources
from db.engine import make_engine
from db.models import issue
from tests.conftest import Operator, empty_database, scaled_databases
from tests.scale import scaled
from tests.yearpaper import FIRST, HAPPENS, LAST, SCHEDULE, YEAR, YearPaper, year_paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

pytestmark = pytest.mark.faults
SEEDS = tuple(range(1, scaled(1, 5) + 1))
RANGE = ("-a", f"since={FIRST}", "-a", f"until={LAST}")
CLOCK = ("-s", "CLOCK=tests.clock.now")
AFTERWARDS = {"TEST_NOW": f"{YEAR + 1}-01-15T03:00:00+00:00"}


@dataclass(frozen=True)
class Crawled:
    """The year after its first crawl."""

    year: YearPaper
    operator: Operator
    profile: Path
    code: int
    said: str

    def scrapy(self, *arguments: str) -> tuple[int, str, str]:
        """Run `scrapy` after the year is over."""
        done = self.operator.scrapy(*arguments, *CLOCK)
        return done.returncode, done.stdout, done.stderr

    def crawl(self, *arguments: str) -> tuple[int, str, str]:
        """Crawl the paper."""
        return self.scrapy("crawl", "epaper", "-a", f"site={self.profile}", *arguments)

    def audit(self) -> tuple[int, dict[str, Any]]:
        """Audit; give the exit code and what it prints as JSON."""
        code, out, _ = self.scrapy("audit", "--json")
        return code, json.loads(out)

    def states(self) -> dict[dt.date, tuple[str, str | None]]:
        """Give state and reason of each day that has a row."""
        engine = make_engine(self.operator.database_url)
        with engine.connect() as connection:
            rows = connection.execute(select(issue.c.published_on, issue.c.state, issue.c.reason)).all()
        engine.dispose()
        return {day: (state, reason) for day, state, reason in rows}


@pytest.fixture(scope="module", params=[(kind, seed) for kind in scaled_databases() for seed in SEEDS], ids=str)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer
) -> Iterator[Crawled]:
    """The year, crawled once."""
    kind, seed = request.param
    request.param = kind
    folder = tmp_path_factory.mktemp("year")
    with empty_database(request, folder) as url:
        year = year_paper(make_httpserver, seed)
        profile = year.paper.write_paper_profile(folder, more=SCHEDULE)
        crawled = Crawled(year, Operator(folder, url, AFTERWARDS), profile, 0, "")
        code, _, said = crawled.crawl(*RANGE)
        yield replace(crawled, code=code, said=said)


def test_every_day_has_the_state_that_it_has_in_truth(crawled: Crawled) -> None:
    assert crawled.code == 3, crawled.said
    assert f"{HAPPENS['article_broken']} quarantined" in crawled.said.splitlines()[-1]
    assert crawled.states() == crawled.year.states
    assert {state for state, _ in crawled.year.states.values()} == {
        "complete",
        "partial",
        "not_published",
        "unavailable",
    }
    assert len({reason for _, reason in crawled.year.states.values()}) == 9


def test_audit_shows_every_gap_with_its_reason_and_address(crawled: Crawled) -> None:
    code, found = crawled.audit()
    days = {dt.date.fromisoformat(day["day"]): day for day in found["sources"][0]["days"]}
    gaps = {dt.date.fromisoformat(gap["day"]): gap for gap in found["sources"][0]["gaps"]}
    truth = crawled.year.states
    expected = {day for day, (state, _) in truth.items() if state in ("unavailable", "partial")}
    explained = {day for day, (_, reason) in truth.items() if reason in ("articles_gone", "pages_gone")}

    assert (code, found["contradictions"]) == (1, [])
    assert set(gaps) == expected
    assert {day for day, gap in gaps.items() if gap["is_explained"]} == explained
    assert all(gap["url"] or gap["lacking"] or gap["reason"] == "no_articles" for gap in gaps.values())
    assert len(days) == (LAST - FIRST).days + 1
    assert {day for day, row in days.items() if row["state"] == "covered"} == crawled.year.covered
    assert sum(found["sources"][0]["accounting"].values()) == found["sources"][0]["discovered"]


def test_audit_prints_a_line_a_month(crawled: Crawled) -> None:
    code, out, _ = crawled.scrapy("audit", "--since", f"{YEAR}-03-01", "--until", f"{YEAR}-04-30")
    lines = [line for line in out.splitlines() if line.startswith(f"  {YEAR}-")]
    truth = crawled.year.states
    march = [dt.date(YEAR, 3, 1) + dt.timedelta(days=n) for n in range(31)]
    signs = "".join(
        {"complete": "#", "partial": "~", "unavailable": "!", "not_published": ".", "": "="}[
            truth.get(day, ("", ""))[0]
        ]
        for day in march
    )

    assert code == 1
    assert [line[:9] for line in lines] == [f"  {YEAR}-03", f"  {YEAR}-04"]
    assert lines[0].startswith(f"  {YEAR}-03  {signs}  ")


def test_second_crawl_changes_nothing(crawled: Crawled) -> None:
    crawled.year.paper.take_paths()

    code, _, said = crawled.crawl(*RANGE)
    asked = Counter(crawled.year.paper.take_paths())
    lost = {day for day, (state, _) in crawled.year.states.items() if state == "unavailable"}

    assert code == 0, said
    assert crawled.states() == crawled.year.states
    assert set(asked) == {"/p/paperindex.htm", *(crawled.year.paper.path(day, "node_2.htm") for day in lost)}


@pytest.fixture(scope="module")
def copies(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for copies of the database of a crawl into SQLite."""
    if not crawled.operator.database_url.startswith("sqlite"):
        pytest.skip("a row is deleted behind the back of SQLite; PostgreSQL refuses what others refer to")
    yield tmp_path_factory.mktemp("copies")


DELETED = {
    "article": "SELECT rowid FROM article",
    "contributor": "SELECT rowid FROM contributor",
    "part": "SELECT rowid FROM part",
    "placement": "SELECT rowid FROM placement",
    "page": "SELECT rowid FROM page",
    "issue": "SELECT rowid FROM issue WHERE state IN ('partial', 'complete')",
    "absent issue": "SELECT rowid FROM issue WHERE state IN ('unavailable', 'not_published')",
    "absence": "SELECT a.rowid FROM absence AS a JOIN issue AS i ON i.published_on = a.published_on "
    "WHERE i.reason = a.kind OR (i.state = 'unavailable' AND a.kind = 'asked')",
    "resource": "SELECT rowid FROM resource",
    "fetch": "SELECT rowid FROM fetch",
}


@pytest.mark.parametrize("what", [*DELETED, *DELETED], ids=[*DELETED, *(f"another {name}" for name in DELETED)])
def test_audit_finds_a_row_that_was_deleted(
    crawled: Crawled, copies: Path, what: str, request: pytest.FixtureRequest
) -> None:
    rng = random.Random(request.node.name)
    path = copies / f"{rng.random()}.db"
    shutil.copy(crawled.operator.folder / "news.db", path)
    with sqlite3.connect(path) as connection:
        rows = connection.execute(DELETED[what]).fetchall()
        connection.execute(f"DELETE FROM {what.rpartition(' ')[2]} WHERE rowid = ?", rng.choice(rows))  # noqa: S608

    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = contradictions(connection)
        unknown = [
            day
            for day in calendar(connection, sources(connection)[0].id, FIRST, LAST, today=LAST)
            if day.state == "unknown"
        ]
    engine.dispose()

    assert found or unknown


def test_gaps_are_fetched_and_nothing_else_when_the_site_is_mended(crawled: Crawled) -> None:
    paper, truth = crawled.year.paper, crawled.year.states
    lost = sorted(day for day, (state, _) in truth.items() if state == "unavailable")
    found, still_lost = lost[: len(lost) // 2], lost[len(lost) // 2 :]
    for day in found:
        paper.write_issue(day)
        crawled.year.sign(day, paper.issues[day][0].articles[0], "01")
    for day, (_, reason) in truth.items():
        first = (day - dt.date(2015, 1, 1)).days * 100
        if reason == "articles_gone":
            crawled.year.sign(day, first + 3, "02")
        elif reason == "no_articles":
            paper.write_issue(day)
    paper.take_paths()

    code, _, said = crawled.crawl("-a", "gaps=1", "-a", f"until={LAST}")
    asked = {path for path in paper.take_paths() if "content_" not in path}
    states = crawled.states()
    pages_gone = {paper.path(day, "node_3.htm") for day, (_, reason) in truth.items() if reason == "pages_gone"}
    bare = {day for day, (_, reason) in truth.items() if reason == "no_articles"}

    assert code == 0, said
    assert asked == {"/p/paperindex.htm", *(paper.path(day, "node_2.htm") for day in {*lost, *bare}), *pages_gone}
    assert {states[day][0] for day in {*found, *bare}} == {"complete"}
    assert {states[day] for day in still_lost} == {("unavailable", "http_404")}
    assert not [day for day, (_, reason) in states.items() if reason == "articles_gone"]


def test_marks_and_retries_leave_nothing_unexplained(crawled: Crawled) -> None:
    operator = crawled
    for day, (state, reason) in crawled.states().items():
        first = (day - dt.date(2015, 1, 1)).days * 100
        if state == "unavailable":
            code, _, said = operator.scrapy("issues", "mark", str(day), "not_published", "--reason", "洪水，未出报")
            assert code == 0, said
        elif reason == "articles_quarantined":
            crawled.year.sign(day, first + 2, "01")
    assert operator.scrapy("quarantine", "retry", "--all")[0] == 0
    code, _, said = operator.crawl(*RANGE)
    assert code == 0, said

    code, found = crawled.audit()

    assert [gap["reason"] for gap in found["sources"][0]["gaps"]] == ["pages_gone"] * HAPPENS["page_gone"]
    assert code == 0
