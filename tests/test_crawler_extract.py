"""`scrapy extract` as a process: what is on a saved page as JSON, or why it cannot be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import PROJECT
from tests.test_pages_cases import CASES, case_of, comparable

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from tests.conftest import Operator

COMMANDS = sorted(path.stem for path in (PROJECT / "crawler" / "commands").glob("*.py") if path.stem != "__init__")


def extract(operator: Operator, name: str, *options: str) -> dict[str, Any]:
    """Extract the saved page of a case."""
    done = operator.scrapy("extract", str(CASES / name / "page.html"), "--url", case_of(name)["url"], *options)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(done: CompletedProcess[str], exit_code: int) -> str:
    """Give the one line that says why."""
    assert (done.returncode, done.stdout) == (exit_code, "")
    lines = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    return lines[-1]


@pytest.mark.parametrize("name", ["county_v4_full_frame", "list_with_pager_script", "pager_script"])
def test_saved_page_is_printed_as_json_of_its_kind(sqlite_operator: Operator, name: str) -> None:
    found = extract(sqlite_operator, name)
    expected = case_of(name)["expected"]

    assert {field: comparable(field, found[field]) for field in expected} == {
        field: comparable(field, value) for field, value in expected.items()
    }
    assert found["url"] == case_of(name)["url"]
    assert found["evidence"]


def test_platform_can_be_named(sqlite_operator: Operator, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><h1>停水通知</h1><div><p>下洋村今日停水八小时，请互相转告。</p></div></html>", encoding="utf-8"
    )
    url = "http://www.yunling.example/system/x/014531534.html"

    unnamed = sqlite_operator.scrapy("extract", str(page), "--url", url)
    assert "no_article: no line with date or source" in refused(unnamed, 1)
    elsewhere = sqlite_operator.scrapy("extract", str(page), "--url", url, "--platform", "wechat")
    assert "no_page_object: this is wechat (named by the caller)" in refused(elsewhere, 1)
    named = extract(sqlite_operator, "notice_with_signature", "--platform", "enorth")
    assert named["evidence"] == ["named by the caller"]


def test_page_of_no_known_platform_exits_1_and_says_why(sqlite_operator: Operator, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>云岭</body></html>", encoding="utf-8")

    done = sqlite_operator.scrapy("extract", str(page), "--url", "http://www.nowhere.example/1.html")

    assert refused(done, 1).startswith(f"{page}: no_article: the page has no headline")


def test_article_of_no_known_platform_is_read_by_the_rules_for_any(sqlite_operator: Operator, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><h1>停水通知</h1><p>2021-06-16 来源：云岭网</p><p>下洋村今日停水八小时，请互相转告。</p></html>",
        encoding="utf-8",
    )
    arguments = ("extract", str(page), "--url", "http://www.nowhere.example/1.html")

    unnamed, named = (sqlite_operator.scrapy(*arguments, *more) for more in ((), ("--platform", "generic")))

    found = [json.loads(done.stdout) for done in (unnamed, named)]
    assert [(one["platform"], one["kind"], one["headline"]) for one in found] == [
        ("generic", "article", "停水通知")
    ] * 2
    assert found[0]["evidence"][0].startswith("no sign of ")
    assert found[1]["evidence"] == ["named by the caller"]


def test_page_that_is_no_article_exits_1_and_says_why(sqlite_operator: Operator, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><h1>标题</h1><!--function content() parse begin--><!--function: content() parse end--></html>"
    )

    done = sqlite_operator.scrapy("extract", str(page), "--url", case_of("photo_story")["url"])

    assert refused(done, 1).startswith(f"{page}: empty_body: ")


@pytest.mark.parametrize(
    "arguments", [("page.html",), ("--url", "http://a.example/"), ("a", "b", "--url", "http://a/")]
)
def test_wrong_arguments_exit_2(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    done = sqlite_operator.scrapy("extract", *arguments)

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "name one file, and its address with --url" in done.stderr + done.stdout


def test_missing_file_exits_2_and_names_it(sqlite_operator: Operator, tmp_path: Path) -> None:
    done = sqlite_operator.scrapy("extract", str(tmp_path / "no.html"), "--url", "http://www.yunling.example/")

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"{tmp_path / 'no.html'}: No such file or directory" in done.stderr + done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example(sqlite_operator: Operator, command: str) -> None:
    done = sqlite_operator.scrapy(command, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert "example:\n" in done.stdout
    assert f"  scrapy {command}" in done.stdout.partition("example:\n")[2]
