"""Saved Enorth pages of the fictional 云岭县 and what a newspaper reader finds on each; cases/enorth holds both."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page

CASES = Path(__file__).parent / "cases" / "enorth"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
FIELDS = {
    "article": {
        "kind", "platform", "headline", "kicker", "subheadline", "dateline", "published_at", "published_on",
        "date_source",
        "dateline_on", "body", "byline_printed", "contributors", "credited_source", "genre", "images", "section",
    },
    "list": {"kind", "platform", "articles", "next_url"},
    "pager": {"kind", "platform", "urls"},
}  # fmt: skip
BRACKETS_AND_BLANKS = str.maketrans("", "", "（）()【】[] \u3000\u00a0")


@cache
def case_of(name: str) -> dict[str, Any]:
    """Return the hand-written case."""
    case: dict[str, Any] = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    return case


@cache
def result_of(name: str, encoding: str) -> dict[str, Any]:
    """Read the case's page, saved again in `encoding`."""
    case = case_of(name)
    body = (CASES / name / "page.html").read_bytes().decode(case["encoding"]).encode(encoding)
    return read_saved_page(body, url=case["url"], fetched_at=dt.datetime.fromisoformat(case["fetched_at"]))


def comparable(field: str, value: Any) -> Any:
    """Drop what the specification leaves open: the brackets around a byline, and how a time is spelled."""
    if value is None:
        return None
    if field == "byline_printed":
        return [line.translate(BRACKETS_AND_BLANKS) for line in value.split("\n")]
    if field == "published_at":
        at = dt.datetime.fromisoformat(value)
        return at.replace(tzinfo=None), at.utcoffset()
    return value


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("name", "field"),
    [pytest.param(name, field, id=f"{name}-{field}") for name in NAMES for field in case_of(name)["expected"]],
)
def test_page_gives_what_a_reader_finds(name: str, field: str, encoding: str) -> None:
    found = comparable(field, result_of(name, encoding).get(field))
    expected = comparable(field, case_of(name)["expected"][field])
    assert found == expected, f"case {name}, saved as {encoding}: field {field}"


@pytest.mark.parametrize("name", NAMES)
def test_case_is_well_formed(name: str) -> None:
    case = case_of(name)
    assert set(case) == {"url", "encoding", "fetched_at", "expected"}
    assert case["expected"]["kind"] in FIELDS
    assert set(case["expected"]) <= FIELDS[case["expected"]["kind"]]
    assert dt.datetime.fromisoformat(case["fetched_at"]).tzinfo is not None
    assert (CASES / name / "page.html").read_bytes().decode(case["encoding"])


@pytest.mark.parametrize("name", NAMES)
def test_result_names_the_page_its_platform_and_the_evidence(name: str) -> None:
    result = result_of(name, "gb18030")
    assert result["url"] == case_of(name)["url"]
    assert result["platform"] == "enorth"
    assert result["evidence"]
    assert all(isinstance(step, str) and step for step in result["evidence"])


@pytest.mark.parametrize("name", NAMES)
def test_result_is_plain_json(name: str) -> None:
    result = result_of(name, "utf-8")
    assert json.loads(json.dumps(result, ensure_ascii=False)) == result


@pytest.mark.parametrize("name", NAMES)
def test_both_encodings_give_the_same_result(name: str) -> None:
    assert result_of(name, "utf-8") == result_of(name, "gb18030")


@pytest.mark.parametrize("name", [name for name in NAMES if case_of(name)["expected"]["kind"] == "article"])
def test_platform_named_by_the_caller_reads_the_same_article(name: str) -> None:
    body = (CASES / name / "page.html").read_bytes()
    named = read_saved_page(body, url=case_of(name)["url"], platform="enorth")
    assert named["body"] == case_of(name)["expected"]["body"]


def test_list_with_a_pager_script_has_no_other_next_page() -> None:
    next_url = result_of("list_with_pager_script", "utf-8")["next_url"]
    assert next_url is None or next_url.endswith("/count_page_list_0088001000000000000.js")


def test_pager_of_a_thousand_pages_splits_the_page_number_in_threes() -> None:
    case = case_of("pager_script")
    script = (CASES / "pager_script" / "page.html").read_text(encoding="utf-8")
    urls = read_saved_page(script.replace("maxpage = 3;", "maxpage = 1002;").encode(), url=case["url"])["urls"]
    folder = "http://www.yunling.example/system/count//0088001/000000000000"
    assert len(urls) == len(set(urls)) == 1002
    assert urls[:3] == [
        f"{folder}/000/001/c0088001000000000000_000001002.shtml",
        f"{folder}/000/001/c0088001000000000000_000001001.shtml",
        f"{folder}/000/001/c0088001000000000000_000001000.shtml",
    ]
    assert urls[3] == f"{folder}/000/000/c0088001000000000000_000000999.shtml"
    assert urls[-1] == f"{folder}/000/000/c0088001000000000000_000000001.shtml"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><head><title>hello</title></head><body><p>nothing of the kind</p></body></html>",
        "<html><body><h1>云岭</h1><p>一页没有来历的文字。</p></body></html>".encode(),
    ],
    ids=["empty", "english", "chinese"],
)
def test_page_of_no_known_platform_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read_saved_page(body, url="http://www.nowhere.example/a/b.html")
    assert isinstance(refusal.value, ValueError)
