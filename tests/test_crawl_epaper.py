"""Which issues a crawl of an e-paper asks for, how it finds them, and what it says of days without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.smallpaper import TODAY, Page, SmallPaper, day_before
from tests.smallsite import WORDS, resources, rows, status

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator


@pytest.fixture
def paper(httpserver: HTTPServer) -> SmallPaper:
    """A paper whose issues the test writes."""
    return SmallPaper(httpserver)


def crawl(operator: Operator, profile: Path, *arguments: str) -> tuple[int, str]:
    """Crawl; give the exit code and what was said."""
    done = operator.scrapy("crawl", "epaper", "-a", f"site={profile}", *arguments)
    return done.returncode, done.stderr


def issues(operator: Operator) -> dict[str, tuple[str, str | None]]:
    """Give state and reason of each issue, by its day and edition."""
    found = rows(operator.database_url, "SELECT published_on, edition, state, reason FROM issues")
    return {f"{day} {edition}": (state, reason) for day, edition, state, reason in found}


def state_of(operator: Operator, day: object, edition: str = "main") -> tuple[str, str | None]:
    """Give state and reason of one issue."""
    return issues(operator)[f"{day} {edition}"]


def asked_days(paper: SmallPaper) -> set[str]:
    """Give the folders of the first pages requested since the last call."""
    return {path.removeprefix("/p/html/").split("/node")[0] for path in paper.take_paths() if "/node_2.htm" in path}


def test_by_default_todays_issue_and_what_two_weeks_lack_is_asked_for(
    operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    for days in (0, 1, 3, 14, 15):
        paper.write_issue(day_before(days))
    paper.write_entry(TODAY)
    profile = paper.write_paper_profile(tmp_path)
    code, said = crawl(operator, profile)
    assert code == 0, said
    assert "8 new, 11 dated addresses without an issue, 4 pages read" in said
    states = issues(operator)
    assert len(states) == 15
    assert [states[f"{day_before(days)} main"][0] for days in (0, 1, 3, 14)] == ["complete"] * 4
    assert states[f"{day_before(2)} main"] == ("unavailable", "http_404")
    paper.take_paths()
    code, said = crawl(operator, profile)
    assert code == 0, said
    assert "0 new, 11 dated addresses without an issue" in said
    assert asked_days(paper) == {f"{day_before(days):%Y-%m/%d}" for days in range(15) if days not in (0, 1, 3, 14)}


def test_yesterdays_issue_is_never_todays(sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path) -> None:
    paper.write_issue(day_before(1))
    paper.write_entry(day_before(1))
    profile = paper.write_paper_profile(tmp_path)
    yesterdays = paper.path(day_before(1), "node_2.htm")
    today = paper.path(TODAY, "node_2.htm")
    for answer in (status(302, {"Location": yesterdays}), paper.pages[yesterdays], paper.pages["/p/paperindex.htm"]):
        paper.pages[today] = answer
        code, said = crawl(sqlite_operator, profile)
        assert code == 0, said
        assert state_of(sqlite_operator, TODAY)[0] == "expected"
        assert rows(sqlite_operator.database_url, "SELECT DISTINCT published_on FROM articles") == [str(day_before(1))]
    paper.write_issue(TODAY)
    code, said = crawl(sqlite_operator, profile)
    assert "2 new" in said
    assert state_of(sqlite_operator, TODAY) == ("complete", None)


def test_a_late_issue_takes_the_place_of_its_missing_row(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(day_before(1))
    paper.write_entry(day_before(1))
    profile = paper.write_paper_profile(tmp_path)
    crawl(sqlite_operator, profile)
    assert state_of(sqlite_operator, day_before(4)) == ("unavailable", "http_404")
    paper.write_issue(day_before(4))
    crawl(sqlite_operator, profile)
    assert state_of(sqlite_operator, day_before(4)) == ("complete", None)


@pytest.mark.parametrize("code", [403, 410])
def test_a_day_without_an_issue_is_no_failure(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path, code: int
) -> None:
    paper.write_issue(day_before(1))
    paper.write_entry(day_before(1))
    paper.pages[paper.path(day_before(2), "node_2.htm")] = status(code)
    exit_code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert exit_code == 0, said
    assert state_of(sqlite_operator, day_before(2)) == ("unavailable", f"http_{code}")


@pytest.mark.parametrize("home", ["/", "/p/index.htm"])
def test_a_day_that_is_redirected_home_has_no_issue(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path, home: str
) -> None:
    paper.write_issue(day_before(1))
    paper.write_entry(day_before(1))
    paper.pages[paper.path(day_before(2), "node_2.htm")] = status(302, {"Location": home})
    exit_code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert exit_code == 0, said
    assert state_of(sqlite_operator, day_before(2)) == ("unavailable", "redirected_home")


def test_a_day_that_cannot_be_reached_may_still_have_an_issue(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(day_before(1))
    paper.write_entry(day_before(1))
    paper.pages[paper.path(day_before(2), "node_2.htm")] = status(500)
    exit_code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path), "-s", "RETRY_TIMES=0")
    assert exit_code == 3, said
    assert state_of(sqlite_operator, day_before(2)) == ("expected", "http_500")


def test_issues_are_found_by_links_to_the_one_before(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    days = [day_before(days) for days in (1, 2, 3, 5)]
    for n, day in enumerate(days):
        before = f"../../{days[n + 1]:%Y-%m/%d}/node_{30 + n + 1}.htm" if n + 1 < len(days) else ""
        first = (day - day_before(400)).days * 100
        page = Page(node=30 + n, label="第01版：要闻", articles=(first + 1, first + 2))
        paper.write_issue(day, [page], before=before)
    paper.write_entry(days[0], node=30)
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 0, said
    assert [state_of(sqlite_operator, day)[0] for day in days] == ["complete"] * 4
    assert state_of(sqlite_operator, day_before(4)) == ("unavailable", "http_404")


def test_a_range_asks_for_its_days_only(sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path) -> None:
    for days in range(6):
        paper.write_issue(day_before(days))
    paper.write_entry(TODAY)
    profile = paper.write_paper_profile(tmp_path)
    since, until = f"since={day_before(4)}", f"until={day_before(2)}"
    code, said = crawl(sqlite_operator, profile, "-a", since, "-a", until)
    assert code == 0, said
    assert sorted(issues(sqlite_operator)) == sorted(f"{day_before(days)} main" for days in (4, 3, 2))
    code, said = crawl(sqlite_operator, profile, "-a", f"date={day_before(5)}")
    assert code == 0, said
    assert f"{day_before(5)} main" in issues(sqlite_operator)
    assert asked_days(paper) == {f"{day_before(days):%Y-%m/%d}" for days in (5, 4, 3, 2)}


def test_a_combined_issue_leaves_no_row_for_the_days_it_covers(
    operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    first, last = day_before(5), day_before(3)
    paper.write_issue(day_before(1))
    paper.write_issue(first)
    path = paper.path(first, "node_2.htm")
    page = paper.pages[path]
    assert isinstance(page, str)
    printed = f"{first.year}年{first.month}月{first.day}日"
    paper.pages[path] = page.replace(
        f"{printed}　星期一", f"{printed}-{last.month}月{last.day}日　星期一至三　第812-814期合刊"
    )
    paper.write_entry(day_before(1))
    profile = paper.write_paper_profile(tmp_path)
    for _ in range(2):
        crawl(operator, profile)
        states = issues(operator)
        assert states[f"{first} main"] == ("complete", None)
        assert not {f"{day_before(4)} main", f"{last} main"} & states.keys()
    found = rows(operator.database_url, "SELECT covers_until, issue_number FROM issues WHERE covers_until IS NOT NULL")
    assert [(str(until), number) for until, number in found] == [(str(last), "812-814")]


def test_a_further_edition_is_an_issue_of_its_own(operator: Operator, paper: SmallPaper, tmp_path: Path) -> None:
    pages = [
        Page(node=2, label="第01版：要闻", articles=(11, 12)),
        Page(node=9, label="增刊01版：年货", articles=(13,)),
    ]
    paper.write_issue(TODAY, pages, line="　第77期")
    paper.write_entry(TODAY)
    code, said = crawl(operator, paper.write_paper_profile(tmp_path), "-a", f"date={TODAY}")
    assert code == 0, said
    assert {name: state for name, (state, _) in issues(operator).items()} == {
        f"{TODAY} main": "complete",
        f"{TODAY} 增刊": "complete",
    }
    found = rows(
        operator.database_url,
        "SELECT edition, page_number, page_title, headline FROM articles ORDER BY headline",
    )
    assert found == [
        ("main", "01", "要闻", "报道11"),
        ("main", "01", "要闻", "报道12"),
        ("增刊", "01", "年货", "报道13"),
    ]


def test_an_issue_is_partial_until_its_last_article_is_there(
    operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(TODAY, [Page(node=2, label="第01版：要闻", articles=(11, 12))])
    paper.write_entry(TODAY)
    path = paper.path(TODAY, "content_12.htm")
    page, paper.pages[path] = paper.pages[path], status(500)
    profile = paper.write_paper_profile(tmp_path)
    arguments = ("-a", f"date={TODAY}", "-s", "RETRY_TIMES=0")
    code, said = crawl(operator, profile, *arguments)
    assert code == 3, said
    assert "first: http_500" in said
    assert state_of(operator, TODAY) == ("partial", "articles_retry")
    paper.pages[path] = page
    with_due = rows(operator.database_url, "SELECT count(*) FROM resource WHERE state = 'retry'")
    assert with_due == [1]
    make_due(operator)
    code, said = crawl(operator, profile, *arguments)
    assert code == 0, said
    assert state_of(operator, TODAY) == ("complete", None)


def make_due(operator: Operator) -> None:
    """Let the pause before a failed URL is tried again be over."""
    from tests.smallsite import change  # noqa: PLC0415

    change(operator.database_url, "UPDATE resource SET next_try_at = visited_at WHERE state = 'retry'")


def test_a_page_that_is_not_there_makes_its_issue_partial(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(
        TODAY,
        [Page(node=2, label="第01版：要闻", articles=(11,)), Page(node=3, label="第02版：综合", articles=(12,))],
    )
    paper.write_entry(TODAY)
    paper.pages[paper.path(TODAY, "node_3.htm")] = status(404)
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path), "-a", f"date={TODAY}")
    assert code == 0, said
    assert state_of(sqlite_operator, TODAY) == ("partial", "pages_gone")
    found = rows(sqlite_operator.database_url, "SELECT page_number, page_title, state FROM pages ORDER BY ordinal")
    assert found == [("01", "要闻", "read"), ("02", "综合", "gone")]


def test_equal_texts_are_copies_on_one_page_and_articles_of_their_own_on_two(
    operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(
        TODAY,
        [Page(node=2, label="第01版：要闻", articles=(11, 12)), Page(node=3, label="第02版：综合", articles=(13,))],
    )
    for number, page in ((11, "01"), (12, "01"), (13, "02")):
        paper.write_article(TODAY, number, page, body=f"<P>　　{WORDS}</P>")
        path = paper.path(TODAY, f"content_{number}.htm")
        text = paper.pages[path]
        assert isinstance(text, str)
        paper.pages[path] = text.replace(f"报道{number}", "简讯")
    paper.write_entry(TODAY)
    code, said = crawl(operator, paper.write_paper_profile(tmp_path), "-a", f"date={TODAY}")
    assert code == 0, said
    found: list[Any] = rows(operator.database_url, "SELECT url, copies, page_number FROM articles ORDER BY url")
    assert [(url.rsplit("/", 1)[1], copies, page) for url, copies, page in found] == [
        ("content_11.htm", 1, "01"),
        ("content_13.htm", 0, "02"),
    ]
    assert state_of(operator, TODAY) == ("complete", None)


def test_entries_that_lead_to_one_another_end(sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path) -> None:
    paper.write_issue(TODAY)
    paper.pages["/p/paperindex.htm"] = '<meta http-equiv="refresh" content="0;url=a.htm">'
    paper.pages["/p/a.htm"] = "<script>location.href='b.htm'</script>"
    paper.pages["/p/b.htm"] = f"<META HTTP-EQUIV=REFRESH CONTENT='0; URL=html/{TODAY:%Y-%m/%d}/node_2.htm>"
    profile = paper.write_paper_profile(tmp_path)
    code, said = crawl(sqlite_operator, profile, "-a", f"date={TODAY}")
    assert code == 0, said
    assert "2 new" in said
    for n, name in enumerate(("a", "b", "c", "d")):
        paper.pages[f"/p/{name}.htm"] = f'<meta http-equiv="refresh" content="0;url={"bcde"[n]}.htm">'
    code, said = crawl(sqlite_operator, profile)
    assert code == 3, said
    assert "first: too_many_entries" in said


def test_an_entry_that_is_not_there_is_said(sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path) -> None:
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 4, said
    assert "unreachable" in said
    paper.pages["/p/paperindex.htm"] = "<html><body><p>系统维护中</p></body></html>"
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 3, said
    assert "first: no_target" in said


def test_the_address_may_be_given_on_the_command_line(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(TODAY)
    paper.write_entry(TODAY)
    profile = paper.write_paper_profile(tmp_path, url="")
    code, said = crawl(sqlite_operator, profile)
    assert code == 2
    assert "-a entry=" in said
    entry = paper.server.url_for("/p/paperindex.htm").replace("localhost", "127.0.0.1")
    code, said = crawl(sqlite_operator, profile, "-a", f"entry={entry}", "-a", f"date={TODAY}")
    assert code == 0, said
    assert "2 new" in said


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("entry=nowhere", "is no address"),
        ("date=2026-13-01", "is no date"),
        ("section=hot", "is not known"),
        ("since=2026-02-01,until=2026-01-01", "is later than"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path, argument: str, said: str
) -> None:
    given = [word for one in argument.split(",") for word in ("-a", one)]
    code, line = crawl(sqlite_operator, paper.write_paper_profile(tmp_path), *given)
    assert code == 2
    assert said in line
    assert line.count("\n") == 1


def test_wrong_choice_of_assets_is_told_in_one_line(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    code, line = crawl(sqlite_operator, paper.write_paper_profile(tmp_path), "-s", "ASSETS=pdfs")
    assert code == 2
    assert "none, images, pdf" in line


@pytest.mark.parametrize(("choice", "ending"), [("images", "jpg"), ("pdf", "pdf")])
def test_files_of_pages_are_downloaded_once_under_names_of_our_own(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path, choice: str, ending: str
) -> None:
    for days in (0, 1, 2):
        paper.write_issue(day_before(days))
        paper.pages[f"/p/images/{day_before(days)}/01.{ending}"] = f"file of {days}"
    del paper.pages[f"/p/images/{day_before(2)}/01.{ending}"]
    paper.write_entry(TODAY)
    profile = paper.write_paper_profile(tmp_path)
    code, said = crawl(sqlite_operator, profile)  # without files first: those of known pages come later
    assert code == 0, said
    assert not (tmp_path / "var" / "assets").exists()
    code, said = crawl(sqlite_operator, profile, "-s", f"ASSETS={choice}")
    assert code == 0, said
    assert "2 files" in said
    files = {str(path.relative_to(tmp_path / "var" / "assets")): path.read_bytes() for path in files_below(tmp_path)}
    assert sorted(name.rsplit("-", 1)[0] for name in files) == sorted(
        f"small/{day_before(days)}/main-01" for days in (0, 1)
    )
    assert sorted(files.values()) == [b"file of 0", b"file of 1"]
    assert resources(sqlite_operator.database_url)[f"/p/images/{day_before(2)}/01.{ending}"] == ("gone", "http_404")
    paper.take_paths()
    code, said = crawl(sqlite_operator, profile, "-s", f"ASSETS={choice}")
    assert "files" not in said
    assert not [path for path in paper.take_paths() if path.endswith(ending)]


def files_below(folder: Path) -> list[Path]:
    """List the downloaded files."""
    return [path for path in (folder / "var" / "assets").rglob("*") if path.is_file()]


def test_a_redirect_to_another_page_does_not_stand_for_the_page(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    pages = [
        Page(node=2, label="第01版：要闻", articles=(11, 12)),
        Page(node=3, label="第02版：综合", articles=(13,)),
    ]
    paper.write_issue(TODAY, pages)
    paper.write_entry(TODAY)
    paper.pages[paper.path(TODAY, "node_3.htm")] = status(302, {"Location": paper.path(TODAY, "node_2.htm")})
    paper.pages[paper.path(TODAY, "content_12.htm")] = status(302, {"Location": paper.path(TODAY, "content_11.htm")})
    crawl(sqlite_operator, paper.write_paper_profile(tmp_path), "-a", f"date={TODAY}")
    assert state_of(sqlite_operator, TODAY)[0] == "partial"
    states = resources(sqlite_operator.database_url)
    for name in ("node_3.htm", "content_12.htm"):
        assert states[paper.path(TODAY, name)] == ("quarantined", "redirected_elsewhere")


def test_an_entry_that_leads_to_another_host_is_not_followed(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(TODAY)
    address = f"http://localhost:{paper.server.port}{paper.path(TODAY, 'node_2.htm')}"
    paper.pages["/p/paperindex.htm"] = f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL={address}">'
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 3, said
    assert "first: offsite_entry" in said
    assert paper.take_paths() == ["/p/paperindex.htm"]


def test_days_in_a_markup_that_cannot_be_read_are_not_days_without_an_issue(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(TODAY)
    paper.write_entry(TODAY)
    unknown = "<html><body><cms-content>版面</cms-content><div class='layout-catalogue-item'>x</div></body></html>"
    paper.pages[paper.path(day_before(1), "node_2.htm")] = unknown
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 3, said
    assert "first: no_page_object" in said
    assert state_of(sqlite_operator, day_before(1)) == ("expected", "no_page_object")


def test_an_entry_whose_issue_is_not_there_is_a_failure(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_entry(TODAY)
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 3, said
    assert "first: http_404" in said
    assert state_of(sqlite_operator, TODAY) == ("expected", "http_404")


def test_pages_before_the_one_that_was_found_are_read_too(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    pages = [
        Page(node=1, label="第01版：要闻", articles=(11,)),
        Page(node=2, label="第02版：综合", articles=(12,)),
        Page(node=3, label="第03版：副刊", articles=(13,)),
    ]
    paper.write_issue(day_before(1), pages)
    paper.write_issue(TODAY)
    paper.write_entry(TODAY)  # whose first page is node_2
    for node, links in ((1, (0, 2)), (2, (1, 3)), (3, (2, 0))):
        path = paper.path(day_before(1), f"node_{node}.htm")
        page = paper.pages[path]
        assert isinstance(page, str)
        turns = "".join(
            f'<a class=preart href="node_{to}.htm">{word}</a>'
            for to, word in zip(links, ("上一版", "下一版"), strict=True)
            if to
        )
        paper.pages[path] = page[: page.index("<ul><li><a id=pageLink")] + turns + page[page.index("</body>") :]
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path))
    assert code == 0, said
    assert state_of(sqlite_operator, day_before(1)) == ("complete", None)
    found = rows(
        sqlite_operator.database_url, "SELECT page_number FROM pages WHERE published_on = :day", day=day_before(1)
    )
    assert sorted(found) == ["01", "02", "03"]


def test_first_page_under_a_second_name_is_one_page(
    sqlite_operator: Operator, paper: SmallPaper, tmp_path: Path
) -> None:
    paper.write_issue(TODAY)
    first = paper.path(TODAY, "node_2.htm")
    paper.pages[paper.path(TODAY, "xzindex.htm")] = paper.pages[first]
    paper.pages["/p/paperindex.htm"] = f"<meta http-equiv=refresh content='0;url=html/{TODAY:%Y-%m/%d}/xzindex.htm'>"
    code, said = crawl(sqlite_operator, paper.write_paper_profile(tmp_path), "-a", f"date={TODAY}")
    assert code == 0, said
    assert state_of(sqlite_operator, TODAY) == ("complete", None)
    assert [url.rsplit("/", 1)[1] for url in rows(sqlite_operator.database_url, "SELECT url FROM pages")] == [
        "node_2.htm"
    ]
