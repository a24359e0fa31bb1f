"""Saved e-paper pages of 今日云岭 and its neighbours and what a newspaper reader finds on each; cases/ holds both."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.reading import read_saved_page

CASES = Path(__file__).parent / "cases"
NAMES = sorted(
    folder.relative_to(CASES).as_posix()
    for family in ("founder", "aheading")
    for folder in (CASES / family).iterdir()
    if folder.is_dir()
)
PLATFORMS = {"founder": "founder-classic", "aheading": "aheading"}
ENCODINGS = ["utf-8", "gb18030"]
FIELDS = {
    "entry": {"kind", "platform", "target_url"},
    "layout": {
        "kind", "platform", "paper", "issue_date", "covers_until", "issue_number", "edition", "page_number",
        "page_title", "pages", "articles", "image_url", "pdf_url", "prev_url", "next_url",
        "prev_issue_url", "next_issue_url",
    },
    "article": {
        "kind", "platform", "headline", "kicker", "subheadline", "dateline", "dateline_on", "published_on",
        "date_source", "published_at", "body", "byline_printed", "contributors", "credited_source", "genre",
        "images", "page_number", "page_title",
    },
}  # fmt: skip
BRACKETS_AND_BLANKS = str.maketrans("", "", "（）()【】[] \u3000\u00a0")


@cache
def case_of(name: str) -> dict[str, Any]:
    """Return the hand-written case."""
    case: dict[str, Any] = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    return case


@cache
def text_of(name: str) -> str:
    """Return the page's characters, whatever bytes it was saved as."""
    return (CASES / name / "page.html").read_bytes().decode(case_of(name)["encoding"])


@cache
def result_of(name: str, encoding: str) -> dict[str, Any]:
    """Read the case's page, saved again in `encoding`."""
    case = case_of(name)
    fetched_at = dt.datetime.fromisoformat(case["fetched_at"])
    return read_saved_page(text_of(name).encode(encoding), url=case["url"], fetched_at=fetched_at)


def names_of_kind(kind: str) -> list[str]:
    return [name for name in NAMES if case_of(name)["expected"]["kind"] == kind]


def comparable(field: str, value: Any) -> Any:
    """Drop what the print leaves open: the brackets around a byline, and which of two places on a page comes first."""
    if value is None:
        return None
    if field == "byline_printed":
        return [line.translate(BRACKETS_AND_BLANKS) for line in value.split("\n")]
    if field == "contributors":
        roles = sorted({one["role"] for one in value})
        return {role: [one["name"] for one in value if one["role"] == role] for role in roles}
    if field == "images":
        return [(one["url"], one["caption"]) for one in value]
    return value


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("name", "field"),
    [pytest.param(name, field, id=f"{name}-{field}") for name in NAMES for field in case_of(name)["expected"]],
)
def test_page_gives_what_a_reader_finds(name: str, field: str, encoding: str) -> None:
    result = result_of(name, encoding)
    assert field in result, f"case {name}: no field {field}"
    found = comparable(field, result[field])
    expected = comparable(field, case_of(name)["expected"][field])
    assert found == expected, f"case {name}, saved as {encoding}: field {field}"


@pytest.mark.parametrize("name", NAMES)
def test_case_is_well_formed(name: str) -> None:
    case = case_of(name)
    expected = case["expected"]
    assert set(case) == {"url", "encoding", "fetched_at", "expected"}
    assert case["encoding"] in ENCODINGS
    assert expected["kind"] in FIELDS
    assert set(expected) <= FIELDS[expected["kind"]]
    assert dt.datetime.fromisoformat(case["fetched_at"]).tzinfo is not None
    assert text_of(name)
    assert all(
        host.endswith(".example") for host in re.findall(r"https?://([\w.-]+)", case["url"] + text_of(name))
    ) or ("www.w3.org" in text_of(name))


@pytest.mark.parametrize("name", names_of_kind("layout"))
def test_layout_case_is_complete_and_its_lists_are_of_one_form(name: str) -> None:
    expected = case_of(name)["expected"]
    assert set(expected) == FIELDS["layout"]
    assert all(set(page) == {"url", "number", "title", "edition"} for page in expected["pages"])
    assert all(set(one) == {"url", "title", "in_map", "in_list", "regions"} for one in expected["articles"])
    assert all(one["in_map"] == bool(one["regions"]) and one["in_map"] | one["in_list"] for one in expected["articles"])
    assert all(one["in_list"] == (one["title"] is not None) for one in expected["articles"])
    assert case_of(name)["url"] in {page["url"] for page in expected["pages"]}


@pytest.mark.parametrize("name", NAMES)
def test_result_names_the_page_its_platform_and_the_evidence(name: str) -> None:
    result = result_of(name, "gb18030")
    assert result["url"] == case_of(name)["url"]
    assert result["platform"] in PLATFORMS.values()
    assert result["evidence"]
    assert all(isinstance(step, str) and step for step in result["evidence"])


@pytest.mark.parametrize("name", NAMES)
def test_result_is_plain_json(name: str) -> None:
    result = result_of(name, "utf-8")
    assert json.loads(json.dumps(result, ensure_ascii=False)) == result


@pytest.mark.parametrize("name", NAMES)
def test_both_encodings_give_the_same_result(name: str) -> None:
    assert result_of(name, "utf-8") == result_of(name, "gb18030")


@pytest.mark.parametrize("name", names_of_kind("article"))
def test_platform_named_by_the_caller_reads_the_same_article(name: str) -> None:
    case = case_of(name)
    body = (CASES / name / "page.html").read_bytes()
    named = read_saved_page(body, url=case["url"], platform=PLATFORMS[name.partition("/")[0]])
    assert named["headline"] == case["expected"]["headline"]
    assert named["body"] == case["expected"].get("body", named["body"])


@pytest.mark.parametrize("name", names_of_kind("layout"))
def test_no_url_of_a_layout_carries_a_query_or_a_script(name: str) -> None:
    result = result_of(name, "utf-8")
    links = [one["url"] for one in (*result["articles"], *result["pages"])]
    links += [result[f"{way}_url"] for way in ("prev", "next", "prev_issue", "next_issue") if result[f"{way}_url"]]
    assert len(result["articles"]) == len({one["url"] for one in result["articles"]})
    assert [link for link in links if "?" in link or not link.startswith(("http://", "https://"))] == []


@pytest.mark.parametrize(
    "shell",
    [
        '<meta http-equiv="refresh" content="0; url=html/2021-05/08/node_1.htm">',
        '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2021-05/08/node_1.htm">',
        '<META HTTP-EQUIV=REFRESH CONTENT="0; URL=html/2021-05/08/node_1.htm>',
        "<meta content='0;URL=./html/2021-05/08/node_1.htm' http-equiv='Refresh'>",
        '<meta http-equiv="refresh" content="0;url=/html/2021-05/08/node_1.htm" />',
        '<script>location.href="html/2021-05/08/node_1.htm";</script>',
        "<script type='text/javascript'>\nwindow.location.href='html/2021-05/08/node_1.htm'\n</script>",
        '<SCRIPT language=JavaScript>\n<!--\nlocation.href = "html/2021-05/08/node_1.htm"\n//-->\n</SCRIPT>',
    ],
)
def test_every_form_of_entry_shell_points_at_the_issue(shell: str) -> None:
    page = f"<html>\n<head>\n<title>今日云岭</title>\n{shell}\n</head>\n<body>\n</body>\n</html>\n"
    result = read_saved_page(page.encode(), url="http://epaper.yunling.example/paperindex.htm")
    assert result["kind"] == "entry"
    assert result["target_url"] == "http://epaper.yunling.example/html/2021-05/08/node_1.htm"


@pytest.mark.parametrize(
    ("label", "number", "title"),
    [
        ("05版：冰点", "05", "冰点"),
        ("第01版：要闻", "01", "要闻"),
        ("A01： 头版", "A01", "头版"),
        ("第A01版：头版", "A01", "头版"),
        ("第1版　　　　要闻", "1", "要闻"),
        ("01版:要闻", "01", "要闻"),
        ("12版：广告", "12", "广告"),
    ],
)
def test_page_list_understands_every_form_of_label(label: str, number: str, title: str) -> None:
    case = case_of("founder/layout_menu_and_hole")
    page = text_of("founder/layout_menu_and_hole").replace("第03版：乡镇", label)
    pages = read_saved_page(page.encode(), url=case["url"])["pages"]
    assert pages[2] == {**case["expected"]["pages"][2], "number": number, "title": title}
    assert [one["number"] for one in pages if one is not pages[2]] == ["01", "02", "05"]


@pytest.mark.parametrize(
    ("day", "printed", "covers_until"),
    [
        ("2019-10-01", "2019年10月1日—7日（合刊）　星期二", "2019-10-07"),
        ("2019-10-01", "2019年10月1日至10月7日　合刊", "2019-10-07"),
        ("2019-10-01", "2019年10月1日-7日 合刊", "2019-10-07"),
        ("2019-10-01", "2019年10月1日－2019年10月7日（合刊）", "2019-10-07"),
        ("2019-10-29", "2019年10月29日—11月4日（合刊）", "2019-11-04"),
        ("2019-12-31", "2019年12月31日—2020年1月6日（合刊）", "2020-01-06"),
        ("2019-12-31", "2019年12月31日—1月6日（合刊）", "2020-01-06"),
        ("2019-10-01", "2019年10月1日　星期二", None),
    ],
)
def test_date_line_says_which_days_the_issue_covers(day: str, printed: str, covers_until: str | None) -> None:
    name = "founder/layout_combined_issue_with_supplement"
    page = text_of(name).replace("2019年10月1日—7日（合刊）　星期二", printed)
    result = read_saved_page(page.encode(), url=case_of(name)["url"].replace("2019-10/01", f"{day[:7]}/{day[8:]}"))
    assert (result["issue_date"], result["covers_until"]) == (day, covers_until)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("总第1234—1235期", "1234-1235"),
        ("第1234-1235期", "1234-1235"),
        ("第1234、1235期合刊", "1234-1235"),
        ("总第1234期", "1234"),
        ("第 1234 期", "1234"),
        ("邮发代号31-42", None),
    ],
)
def test_number_line_says_the_number_of_the_issue(printed: str, number: str | None) -> None:
    name = "founder/layout_combined_issue_with_supplement"
    page = text_of(name).replace("总第1234—1235期", printed)
    assert read_saved_page(page.encode(), url=case_of(name)["url"])["issue_number"] == number


def test_article_page_without_its_trailer_reads_the_same() -> None:
    case = case_of("founder/article_table_with_author_slot")
    page = re.sub(r"<!--enpproperty.*?-->", "", text_of("founder/article_table_with_author_slot"), flags=re.DOTALL)
    result = read_saved_page(page.encode(), url=case["url"])
    assert {field: result[field] for field in ("kicker", "headline", "subheadline", "body", "page_number")} == {
        field: case["expected"][field] for field in ("kicker", "headline", "subheadline", "body", "page_number")
    }


@pytest.mark.parametrize(
    ("name", "headline", "genre"),
    [
        ("aheading/article_hosted_notice", "征稿启事", "notice"),
        ("aheading/article_hosted_notice", "遗失声明", "notice"),
        ("aheading/article_hosted_notice", "云岭县交通运输局公告", "notice"),
        ("aheading/article_hosted_notice", "停水通告", "notice"),
        ("founder/article_news_about_advertising", "一纸公告唤回百名乡贤", "news"),
        ("founder/article_news_about_advertising", "声明书背后的山林纠纷这样化解", "news"),
        ("founder/article_news_about_advertising", "“寻人启事”三小时后 老人平安回家", "news"),
    ],
)
def test_genre_is_what_the_text_is_and_not_a_word_in_its_headline(name: str, headline: str, genre: str) -> None:
    printed = case_of(name)["expected"]["headline"]
    result = read_saved_page(text_of(name).replace(printed, headline).encode(), url=case_of(name)["url"])
    assert (result["headline"], result["genre"]) == (headline, genre)


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("沈木棉", {"author": ["沈木棉"]}),
        ("□沈木棉", {"author": ["沈木棉"]}),
        ("作者：沈木棉", {"author": ["沈木棉"]}),
        ("沈木棉 罗小满", {"author": ["沈木棉", "罗小满"]}),
        ("本报记者 苏　木 通讯员 潘小雨", {"reporter": ["苏木"], "correspondent": ["潘小雨"]}),
        ("本报记者 林溪 文 周岚 摄", {"reporter": ["林溪"], "photographer": ["周岚"]}),
        ("通讯员 何晓 文/摄", {"correspondent": ["何晓"], "photographer": ["何晓"]}),
        ("", {}),
    ],
)
def test_author_slot_names_its_people_in_their_roles(printed: str, people: dict[str, list[str]]) -> None:
    name = "aheading/article_bare_author_name"
    page = text_of(name).replace("<h6 class=main-article-author>沈木棉", f"<h6 class=main-article-author>{printed}")
    result = read_saved_page(page.encode(), url=case_of(name)["url"])
    assert comparable("contributors", result["contributors"]) == people
    assert result["body"] == case_of(name)["expected"]["body"]
