"""`scrapy issues`: every day of a paper with its state, what it lacks and why, and days that a person marks."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from pytest_httpserver import HTTPServer

from tests.commandline import Told, ask, fine, has_example, refused, tells_that_database_is_unavailable
from tests.conftest import Operator, base_url
from tests.smallpaper import Page, SmallPaper
from tests.smallsite import change, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEBRUARY_27, MARCH_1, MARCH_3, MARCH_4 = dt.date(2026, 2, 27), *(dt.date(2026, 3, day) for day in (1, 3, 4))
SCHEDULE = "[[epaper.schedule]]\nsince = 2026-01-01\nweekdays = [1, 2, 3, 4, 5, 7]\n"  # not on Saturdays
BROKEN = Page(node=3, label="第02版：综合", articles=(9001,))
RANGE = ("--since", "2026-02-26", "--until", "2026-03-04")


def write_paper(server: HTTPServer) -> SmallPaper:
    """Write issues of 27 February, 1 March (one page broken), 3 March (an article gone), and 4 March."""
    paper = SmallPaper(server)
    paper.write_issue(FEBRUARY_27)
    first = Page(node=2, label="第01版：要闻", articles=(9002,))
    paper.write_issue(MARCH_1, (first, BROKEN), line="　第100期")
    paper.pages[paper.path(MARCH_1, "node_3.htm")] = status(500)
    paper.write_issue(MARCH_3, line="　第101期")
    paper.pages[gone_article(paper)] = status(404)
    paper.write_issue(MARCH_4, line="　第102期")
    paper.write_entry(MARCH_4)
    return paper


def gone_article(paper: SmallPaper) -> str:
    """Give the path of the article that is gone."""
    return paper.path(MARCH_3, f"content_{paper.issues[MARCH_3][0].articles[1]}.htm")


def crawl(operator: Operator, profile: Path, *arguments: str, now: str = "2026-03-04T10:00:00+00:00") -> Told:
    """Crawl the paper at a time."""
    operator.environment["TEST_NOW"] = now
    return ask(operator, "crawl", "epaper", "-a", f"site={profile}", "-s", "CLOCK=tests.clock.now", *arguments)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, SmallPaper]]:
    """The folder of an operator who has crawled the paper, and the paper; nobody changes them."""
    folder = tmp_path_factory.mktemp("crawled")
    operator = Operator(folder, f"sqlite:///{folder / 'news.db'}")
    with HTTPServer(port=0) as server:
        paper = write_paper(server)
        profile = paper.write_paper_profile(folder, more=SCHEDULE)
        assert crawl(operator, profile, "-a", "since=2026-02-26").code == 3
        yield folder, paper


@pytest.fixture
def reader(crawled: tuple[Path, SmallPaper]) -> Operator:
    """Somebody who reads the database and changes nothing."""
    return Operator(crawled[0], f"sqlite:///{crawled[0] / 'news.db'}")


@pytest.fixture
def editor(crawled: tuple[Path, SmallPaper], tmp_path: Path) -> Operator:
    """Somebody who has a copy of the database, and may change it."""
    shutil.copy(crawled[0] / "news.db", tmp_path / "news.db")
    return Operator(tmp_path, f"sqlite:///{tmp_path / 'news.db'}")


def states(operator: Operator, *arguments: str) -> dict[str, str]:
    """Give the state of each day that is listed."""
    told = fine(operator, "issues", "list", *arguments)
    return {row["day"]: row["state"] for row in told.table()} if "─" in told.out else {}


def test_the_list_has_a_state_and_its_evidence_for_every_day(reader: Operator) -> None:
    table = fine(reader, "issues", "list", *RANGE).table()
    read = fine(reader, "issues", "list", *RANGE, "--json").json

    assert [(row["day"], row["state"], row["reason"], row["lacking"]) for row in table] == [
        ("2026-02-26", "unavailable", "http_404", ""),
        ("2026-02-27", "complete", "", ""),
        ("2026-02-28", "not_published", "schedule", ""),
        ("2026-03-01", "partial", "pages_retry", "1"),
        ("2026-03-02", "not_published", "consecutive_numbers", ""),
        ("2026-03-03", "partial", "articles_gone", "1"),
        ("2026-03-04", "complete", "", ""),
    ]
    assert [(row["day"], row["state"]) for row in read] == [(row["day"], row["state"]) for row in table]
    assert {row["edition"] for row in table} == {"main"}
    evidence = {row["day"]: row["evidence"] for row in read}
    assert "第100期" in evidence["2026-03-02"]
    assert "第101期" in evidence["2026-03-02"]
    assert "by the profile" in evidence["2026-02-28"]


def test_the_list_can_be_narrowed(reader: Operator) -> None:
    assert list(states(reader, "--since", "2026-03-03")) == ["2026-03-03", "2026-03-04"]
    assert list(states(reader, "--until", "2026-02-26")) == ["2026-02-26"]
    assert list(states(reader, "--state", "partial")) == ["2026-03-01", "2026-03-03"]
    assert list(states(reader, "--state", "not_published", "--since", "2026-03-01")) == ["2026-03-02"]
    assert fine(reader, "issues", "list", "--state", "expected").out == "no such day\n"
    assert fine(reader, "issues", "list", "--state", "expected", "--json").json == []
    assert states(reader, "--site", "small") == states(reader)


def test_show_names_what_is_lacking_with_reason_and_url(reader: Operator, crawled: tuple[Path, SmallPaper]) -> None:
    base, paper = base_url(crawled[1].server), crawled[1]

    page = fine(reader, "issues", "show", "2026-03-01").out
    article = fine(reader, "issues", "show", "2026-03-03").out
    (read,) = fine(reader, "issues", "show", "2026-03-03", "--json").json

    node = base + paper.path(MARCH_1, "node_3.htm")
    assert page.startswith("2026-03-01 main: partial (pages_retry)\n")
    assert f"retry http_500 {node}\n" in page
    assert f"gone http_404 {base}{gone_article(paper)}\n" in article
    assert (read["state"], [(one["why"], one["url"]) for one in read["lacking"]]) == (
        "partial",
        [("http_404", base + gone_article(paper))],
    )


def test_show_says_why_a_day_has_no_issue(reader: Operator) -> None:
    assert "第100期" in fine(reader, "issues", "show", "2026-03-02").out
    assert "/p/html/2026-02/26/node_2.htm" in fine(reader, "issues", "show", "2026-02-26").out
    assert fine(reader, "issues", "show", "2026-02-28").out.startswith("2026-02-28 main: not_published (schedule)\n")
    assert fine(reader, "issues", "show", "2026-03-04").out == "2026-03-04 main: complete\n"
    assert fine(reader, "issues", "show", "2030-01-01").out == "2030-01-01 main: unknown\n"


def test_a_day_is_marked_with_a_reason_and_unmarked(editor: Operator) -> None:
    said = fine(editor, "issues", "mark", "2026-02-26", "not_published", "--reason", "台风停刊，编辑部来电").out

    assert "2026-02-26: not_published" in said
    assert "台风停刊，编辑部来电" in said
    assert states(editor, "--until", "2026-02-26") == {"2026-02-26": "not_published"}
    (shown,) = fine(editor, "issues", "show", "2026-02-26", "--json").json
    assert (shown["state"], shown["reason"], shown["evidence"]) == ("not_published", "mark", "台风停刊，编辑部来电")

    assert "2026-02-26: unavailable" in fine(editor, "issues", "unmark", "2026-02-26").out
    assert states(editor, "--until", "2026-02-26") == {"2026-02-26": "unavailable"}


def test_a_mark_can_be_corrected_and_reaches_status_and_audit(editor: Operator) -> None:
    for reason in ("x", "台风停刊"):
        fine(editor, "issues", "mark", "2026-02-26", "not_published", "--reason", reason)

    assert "evidence: 台风停刊" in fine(editor, "issues", "show", "2026-02-26").out
    audit = ask(editor, "audit").out
    assert "gap 2026-02-26" not in audit
    assert "gap 2026-03-01" in audit


def test_a_day_to_come_can_be_marked_and_makes_no_gaps_before_it(editor: Operator) -> None:
    fine(editor, "issues", "mark", "2099-03-19", "not_published", "--reason", "announced")

    assert "not_published" in fine(editor, "issues", "show", "2099-03-19").out
    assert "unknown" not in states(editor).values()  # nobody could have an issue of these days
    assert "gap 2099" not in ask(editor, "audit").out


@pytest.mark.parametrize("day", ["2026-02-27", "2026-03-01"])
def test_an_issue_that_is_here_outweighs_a_mark(editor: Operator, day: str) -> None:
    before = states(editor)

    line = refused(editor, "issues", "mark", day, "not_published", "--reason", "台风", code=1)

    assert line.startswith(f"{day} has an issue")
    assert states(editor) == before
    assert rows(editor.database_url, "SELECT count(*) FROM absence WHERE kind = 'mark'") == [0]


def test_unmark_of_a_day_without_a_mark_says_so(editor: Operator) -> None:
    told = ask(editor, "issues", "unmark", "2026-02-27")

    assert re.search("no mark|not marked", told.out + told.err), told


@pytest.mark.parametrize("arguments", [(), ("-a", "since=2026-03-03"), ("-a", "date=2026-03-05")])
def test_an_issue_that_appears_later_replaces_a_mark(
    operator: Operator, httpserver: HTTPServer, arguments: tuple[str, ...]
) -> None:
    paper = write_paper(httpserver)
    profile = paper.write_paper_profile(operator.folder, more=f"since = 2026-03-03\n{SCHEDULE}")
    assert crawl(operator, profile).code == 0
    fine(operator, "issues", "mark", "2026-03-05", "not_published", "--reason", "台风")
    fifth = dt.date(2026, 3, 5)
    paper.write_issue(fifth, line="　第103期")
    paper.write_entry(fifth)

    told = crawl(operator, profile, *arguments, now="2026-03-05T10:00:00+00:00")

    assert told.code == 0, told.err
    assert states(operator) == {"2026-03-03": "partial", "2026-03-04": "complete", "2026-03-05": "complete"}
    assert fine(operator, "issues", "show", "2026-03-05").out == "2026-03-05 main: complete\n"


def test_several_papers_need_a_site(editor: Operator) -> None:
    new = "INSERT INTO source (site, slug, channel, name, tz) VALUES ('other', 'epaper', 'epaper', '别报', 'UTC')"
    assert change(editor.database_url, new) == 1

    for verb in (("list",), ("show", "2026-03-01"), ("mark", "2026-02-26", "not_published", "--reason", "x")):
        line = refused(editor, "issues", *verb)
        assert ("--site" in line, "other, small" in line) == (True, True)
    assert states(editor, "--site", "small", "--since", "2026-03-04") == {"2026-03-04": "complete"}
    assert states(editor, "--site", "other") == {}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("lst",),
        ("list", "more"),
        ("list", "--since", "yesterday"),
        ("list", "--until", "2026-02-30"),
        ("list", "--since", "2026-03-02", "--until", "2026-03-01"),
        ("list", "--state", "lost"),
        ("list", "--site", "atlantis"),
        ("show",),
        ("show", "2026-13-01"),
        ("mark", "2026-02-26", "not_published"),
        ("mark", "2026-02-26", "not_published", "--reason", " "),
        ("mark", "2026-02-26", "complete", "--reason", "x"),
        ("mark", "2026-02-26", "--reason", "x"),
        ("mark", "26.2.2026", "not_published", "--reason", "x"),
        ("unmark",),
    ],
)
def test_wrong_usage_is_one_line(reader: Operator, arguments: tuple[str, ...]) -> None:
    line = refused(reader, "issues", *arguments)

    assert "--day=" not in line  # there is no such option


@pytest.mark.parametrize(("wrong", "named"), [(("lst",), "lst"), (("mark", "2026-02-26", "complete"), "complete")])
def test_wrong_usage_names_what_is_wrong(reader: Operator, wrong: tuple[str, ...], named: str) -> None:
    assert named in refused(reader, "issues", *wrong).partition("; see")[0]


def test_a_reader_that_has_seen_enough_is_no_error(reader: Operator) -> None:
    with reader.start_from_shell("issues", "list") as command:  # as in: scrapy issues list | head -1
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        said = command.stderr.read()

    assert "unavailable" not in said
    assert "Traceback" not in said


def test_an_empty_database_has_no_paper(operator: Operator) -> None:
    told = ask(operator, "issues", "list")

    assert (told.code, "usage" in told.err) == (0, False), told
    assert fine(operator, "issues", "list", "--json").json == []


def test_the_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "issues")


@pytest.mark.parametrize("kind", ["port closed", "garbage"])
def test_a_database_that_is_unavailable(sqlite_operator: Operator, kind: str) -> None:
    for verb in (("list",), ("show", "2026-03-01"), ("mark", "2026-03-01", "not_published", "--reason", "x")):
        tells_that_database_is_unavailable(sqlite_operator, kind, "issues", *verb)
