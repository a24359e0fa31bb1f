"""`scrapy runs` and `scrapy status`: what the last runs did, and which source is stale and why."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from pytest_httpserver import HTTPServer

from tests.commandline import ask, fine, has_example, refused, tells_that_database_is_unavailable
from tests.conftest import Operator
from tests.smallpaper import SmallPaper
from tests.smallsite import SmallSite, article_path, list_of, rows, status

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug import Response

SECTIONS = {"hot": "/hot/index.shtml"}
TEST_CLOCK = ("-s", "CLOCK=tests.clock.now")
NOW = "2026-03-04T02:00:00+00:00"  # a Wednesday, 10:00 where the paper appears
PATIENT = ("-s", "STATUS_RUN_HOURS=1000")  # so that the last run is no cause
SCHEDULE = """\
due = "09:00"
closed = ["2026-03-09/2026-03-10"]
[[epaper.schedule]]
since = 2026-01-01
weekdays = [1, 2, 3, 4, 5]
"""


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the profile of a news site and its database: of four articles one is quarantined, one retried."""
    operator = _new_operator(tmp_path_factory.mktemp("news"))
    with HTTPServer(port=0) as server:
        site = SmallSite(server)
        site.pages["/hot/index.shtml"] = list_of((1, 2, 3, 4))
        site.pages[article_path(3)] = ""
        site.pages[article_path(4)] = status(500)
        profile = site.write_profile(operator.folder, SECTIONS)
        assert ask(operator, "crawl", "news", "-a", f"site={profile}", *TEST_CLOCK).code == 3
    return operator.folder


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a paper's profile and database: issues of 27 February, 2 March (an article is lacking), 4 March."""
    operator = _new_operator(tmp_path_factory.mktemp("paper"))
    with HTTPServer(port=0) as server:
        paper = SmallPaper(server)
        for day, number in ((dt.date(2026, 2, 27), 100), (dt.date(2026, 3, 2), 101), (dt.date(2026, 3, 4), 102)):
            paper.write_issue(day, line=f"　第{number}期")
        second = dt.date(2026, 3, 2)
        paper.pages[paper.path(second, f"content_{paper.issues[second][0].articles[1]}.htm")] = status(500)
        paper.write_entry(dt.date(2026, 3, 4))
        profile = paper.write_paper_profile(operator.folder, more=SCHEDULE)
        crawl = ("crawl", "epaper", "-a", f"site={profile}", "-a", "since=2026-02-27", *TEST_CLOCK)
        assert ask(operator, *crawl).code == 3
    return operator.folder


def _new_operator(folder: Path) -> Operator:
    return Operator(folder, f"sqlite:///{folder / 'news.db'}", {"TEST_NOW": NOW})


@pytest.fixture
def on(tmp_path: Path) -> Any:
    """Give an operator who has a copy of such a folder."""

    def copy(folder: Path) -> Operator:
        shutil.copytree(folder, tmp_path / "copy")
        return _new_operator(tmp_path / "copy")

    return copy


def stale(operator: Operator, at: str, *arguments: str) -> list[str]:
    """Ask for the status as of a time; give what is stale, in the words of the command."""
    told = ask(operator, "status", "--site", str(operator.folder / "small.toml"), "--at", at, *arguments)
    said = [line.removeprefix("stale: ") for line in told.lines if line.startswith("stale: ")]
    assert told.code == bool(said), told
    assert {row["fresh"] for row in told.table()} == {"stale" if said else "yes"}
    return said


def test_runs_are_shown_newest_first(sqlite_operator: Operator, httpserver: HTTPServer) -> None:
    operator = sqlite_operator
    paper = SmallPaper(httpserver)
    paper.pages["/hot/index.shtml"] = list_of((1, 2))
    paper.pages[article_path(2)] = ""
    profile = paper.write_profile(operator.folder, SECTIONS)
    for code in (3, 0):
        assert ask(operator, "crawl", "news", "-a", f"site={profile}").code == code
    paper.write_paper_profile(operator.folder)
    assert ask(operator, "crawl", "epaper", "-a", f"site={profile}").code == 4

    table = fine(operator, "runs").table()
    read = fine(operator, "runs", "--json").json

    shown = [(row["run"], row["spider"], row["site"], row["code"], row["verdict"]) for row in table]
    assert shown == [
        ("3", "epaper", "small", "4", "unreachable"),
        ("2", "news", "small", "0", "fine"),
        ("1", "news", "small", "3", "failures"),
    ]
    assert [(row["new"], row["quarantined"]) for row in table[1:]] == [("0", "0"), ("1", "1")]
    assert all(re.fullmatch(r"0:00:\d\d", row["took"]) for row in table)
    assert [(run["id"], run["exit_code"]) for run in read] == [(3, 4), (2, 0), (1, 3)]
    assert read[2]["counts"]["stored"] == 1
    assert dt.datetime.fromisoformat(read[0]["started_at"]).tzinfo is not None
    assert [row["run"] for row in fine(operator, "runs", "--spider", "news").table()] == ["2", "1"]
    assert [row["run"] for row in fine(operator, "runs", "--limit", "1").table()] == ["3"]
    assert [row["run"] for row in fine(operator, "runs", "--site", "small").table()] == ["3", "2", "1"]


def test_a_killed_run_is_shown_with_what_it_had_committed(operator: Operator) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> Response:
        held.set()
        release.wait(60)
        return status(503)

    with HTTPServer(port=0, threaded=True) as server:
        site = SmallSite(server)
        site.pages |= {"/hot/index.shtml": list_of(range(1, 9)), article_path(8): hold}
        profile = site.write_profile(operator.folder, SECTIONS)
        crawl = operator.start("crawl", "news", "-a", f"site={profile}")
        assert held.wait(60)
        for _ in range(300):
            if rows(operator.database_url, "SELECT count(*) FROM article") == [7]:
                break
            time.sleep(0.1)
        crawl.kill()
        crawl.communicate(timeout=60)
        release.set()

    row = fine(operator, "runs").table()[0]

    assert (row["verdict"], row["code"], row["new"]) == ("not closed", "", "7")
    assert fine(operator, "runs", "--json").json[0]["ended_at"] is None


@pytest.mark.parametrize("arguments", [("--limit", "many"), ("--limit", "-1"), ("--limit", "0"), ("more",)])
def test_wrong_usage_of_runs_is_one_line(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    refused(sqlite_operator, "runs", *arguments)


@pytest.mark.parametrize("arguments", [("--spider", "nws"), ("--site", "smal")])
def test_runs_of_what_was_never_crawled_name_what_was(news: Path, on: Any, arguments: tuple[str, ...]) -> None:
    told = ask(on(news), "runs", *arguments)

    assert told.out != "no run yet\n", "there are runs: it is the name that is wrong"


def test_status_of_a_profile_that_lies_elsewhere_is_json_and_says_so(paper: Path) -> None:
    operator = _new_operator(paper)
    told = ask(operator, "status", "--at", NOW, "--json")

    assert all("--site" in source["note"] for source in told.json["sources"])
    assert "note: small: " in ask(operator, "status", "--at", NOW).out


def test_an_empty_database_has_no_run(operator: Operator) -> None:
    assert fine(operator, "runs").out == "no run yet\n"
    assert fine(operator, "runs", "--json").json == []
    assert ask(operator, "status").out.startswith("nothing was crawled yet")
    assert ask(operator, "status", "--json").json["sources"] == []


def test_nothing_but_the_answer_is_said(news: Path, on: Any) -> None:
    operator = on(news)

    assert [ask(operator, *verb).err for verb in (("runs",), ("status",), ("audit",))] == [""] * 3


def test_status_counts_failures_gaps_and_sizes(news: Path, paper: Path) -> None:
    site = ask(_new_operator(news), "status", "--at", NOW)
    papers = ask(_new_operator(paper), "status", "--at", NOW, "--site", str(paper / "small.toml"))
    read = ask(_new_operator(paper), "status", "--at", NOW, "--site", str(paper / "small.toml"), "--json")

    (row,) = site.table()
    assert (row["articles"], row["retry"], row["failed"], row["quarantined"]) == ("2", "1", "0", "1")
    assert (row["last run"], row["verdict"], row["fresh"]) == ("2026-03-04 02:00", "failures", "yes")
    (row,) = papers.table()
    # 2 March lacks an article; 28 February to 1 March is a weekend; 3 March has consecutive numbers around it
    assert (row["name"], row["newest"], row["articles"], row["gaps"]) == ("今日小镇", "2026-03-04", "5", "1")
    assert "MiB" in papers.lines[-1]
    assert (papers.code, read.code, read.json["sources"][0]["gaps"], read.json["sources"][0]["stale"]) == (0, 0, 1, [])
    assert read.json["database_bytes"] >= (paper / "news.db").stat().st_size
    assert read.json["free_bytes"] > 0


def test_status_is_stale_when_the_last_run_is_too_old(news: Path, on: Any) -> None:
    operator = on(news)

    assert stale(operator, "2026-03-05T04:00") == []
    (said,) = stale(operator, "2026-03-05T04:10")
    assert "small news: its last run ended 26" in said or "1.1 days ago" in said
    assert stale(operator, "2026-03-05T04:10", "-s", "STATUS_RUN_HOURS=30") == []
    operator.environment["TEST_NOW"] = "2026-03-05T05:00:00+00:00"
    assert ask(operator, "status", *TEST_CLOCK).code == 1


def test_status_is_stale_when_the_site_is_silent(news: Path, on: Any) -> None:
    operator = on(news)
    profile = operator.folder / "small.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("[news]", "[news]\nsilence_h = 5"), encoding="utf-8")

    assert stale(operator, "2026-03-04T06:50") == []
    (said,) = stale(operator, "2026-03-04T07:10")
    assert "small news: its newest article came" in said
    assert "silence_h is 5" in said


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-05T08:59+08:00", None),
        ("2026-03-05T09:01+08:00", "2026-03-05"),
        ("2026-03-05T01:01", "2026-03-05"),  # UTC
        ("2026-03-06T08:59+08:00", "2026-03-05"),
        ("2026-03-08T12:00+08:00", "2026-03-06"),  # Sunday: the last one due was Friday's
        ("2026-03-10T12:00+08:00", "2026-03-06"),  # closed
        ("2026-03-11T12:00+08:00", "2026-03-11"),
    ],
)
def test_status_is_stale_when_an_issue_is_due(paper: Path, on: Any, at: str, due: str | None) -> None:
    said = stale(on(paper), at, *PATIENT)

    assert len(said) == (due is not None)
    assert all(f"small epaper: the issue of {due} is due, the last one here is of 2026-03-04" in one for one in said)


def test_a_day_that_is_known_to_have_no_issue_is_not_stale(paper: Path, on: Any) -> None:
    operator = on(paper)
    for day in ("2026-03-05", "2026-03-06"):
        fine(operator, "issues", "mark", day, "not_published", "--reason", "台风")

    assert stale(operator, "2026-03-08T12:00+08:00", *PATIENT) == []
    assert stale(operator, "2026-03-03T12:00+08:00", *PATIENT) == []  # its neighbours have consecutive numbers


def test_a_marked_day_does_not_excuse_the_day_before_it(paper: Path, on: Any) -> None:
    operator = on(paper)
    fine(operator, "issues", "mark", "2026-03-06", "not_published", "--reason", "台风")

    (said,) = stale(operator, "2026-03-06T12:00+08:00", *PATIENT)

    assert "the issue of 2026-03-05 is due, the last one here is of 2026-03-04" in said


def test_a_source_of_the_profile_that_was_never_crawled_is_stale(paper: Path, on: Any) -> None:
    operator = on(paper)
    profile = operator.folder / "small.toml"
    site = '[news]\nname = "小镇新闻网"\nurl = "http://127.0.0.1/"\n'
    profile.write_text(profile.read_text(encoding="utf-8") + site, encoding="utf-8")

    told = ask(operator, "status", "--site", str(profile), "--at", NOW)

    assert (told.code, "small news" in told.out) == (1, True), told


@pytest.mark.parametrize(
    "arguments", [("--at", "noon"), ("--site", "atlantis"), ("--site", "no/where.toml"), ("more",), ("--at",)]
)
def test_wrong_usage_of_status_is_one_line(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    refused(sqlite_operator, "status", *arguments)


@pytest.mark.parametrize("verb", ["runs", "status", "audit"])
def test_every_command_has_an_example_and_needs_its_database(sqlite_operator: Operator, verb: str) -> None:
    has_example(sqlite_operator, verb)
    for kind in ("port closed", "garbage"):
        tells_that_database_is_unavailable(sqlite_operator, kind, verb)
