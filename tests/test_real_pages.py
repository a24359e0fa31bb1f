"""Real Enorth pages, read by a person; their text belongs to the newspapers, so only its edges are named here."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.reading import read_saved_page

PAGES = Path(__file__).parents[2] / "shared" / "pages"
pytestmark = [
    pytest.mark.skipif(
        not (PAGES / "MANIFEST.tsv").is_file(), reason=f"the real pages are not beside this checkout: {PAGES}"
    ),
    pytest.mark.parametrize("encoding", ["utf-8", "gb18030"]),
]
COUNT = "http://www.gaxww.com/system/count//0088001/000000000000/000/000/c0088001000000000000_"
# path, the title's first and last characters, its length; the day is the path's, as printed in the list
GAXWW = [
    ("/system/2017/10/19/016478629.shtml", "【时政】①", "制工作", 20),
    ("/system/2017/10/18/016477784.shtml", "【消灭劣Ⅴ", "水工作", 26),
    ("/system/2017/10/18/016477748.shtml", "【喜迎十九", "京参会", 25),
    ("/system/2017/10/18/016477731.shtml", "【时政】我", "发布会", 26),
    ("/system/2017/10/18/016477663.shtml", "一分钟读懂", "会公报", 16),
    ("/system/2017/10/18/016477629.shtml", "众人划桨开", "十九大", 36),
    ("/system/2017/10/18/016477526.shtml", "解读”高安", "来了！", 26),
    ("/system/2017/10/18/016477520.shtml", "消灭劣Ⅴ类", "行动！", 13),
    ("/system/2017/10/18/016477388.shtml", "【人物故事", "素情怀", 22),
    ("/system/2017/10/18/016477184.shtml", "【品读高安", "洪城情", 14),
    ("/system/2017/10/17/016474579.shtml", "高安市民间", "聘信息", 22),
    ("/system/2017/10/12/016460891.shtml", "【中国高安", "新生活", 26),
]
JXRB_20171011 = {
    "a1": "916 917 918 919 920",
    "b1": "929 930 931 932 933 934 935 936",
    "c1": "943 944 945 946 947 948",
    "c2": "954 955 956 957 958",
    "c3": "968 969 970 971 972 973 974 976",
}
# the title's first and last characters, its length
JXRB_TITLES = {
    "016455918": ("“天下英雄", "孜以求", 25),
    "016455920": ("认真学习借", "”经验", 15),
    "016455929": ("标题新闻（", "11）", 16),
    "016455930": ("“追风”汉", "面对面", 30),
    "016455944": ("转岗地上 ", "伏电工", 12),
    "016455945": ("转岗地上 ", "伏电工", 12),
    "016455954": ("环保时装秀", "时装秀", 5),
    "016455976": ("毕业生须先", "毕业？", 17),
}
# headline and section are not on the fragments, which are bodies only
FRAGMENTS: dict[str, dict[str, Any]] = {
    "cnxw_frag_mulan": {
        "dateline": "苍南新闻网10月21日消息", "dateline_on": "2012-10-21", "published_on": "2012-10-21",
        "genre": "photo",
        "people": [("photographer", "李士明")], "edges": [("日前，灵溪", "和欢乐。")],
        "images": ["http://pic2.66wz.com/0/10/65/65/10656553_856650.jpg"], "printed": ["李士明/摄"],
    },
    "cnxw_frag_jiazheng": {
        "dateline": "苍南新闻网7月18日消息", "dateline_on": "2012-07-18", "published_on": "2012-10-21",
        "genre": "news",
        "people": [], "edges": [("近日，县法", "被害人。"), ("据了解，2", "事责任。"), ("法院审理后", "决。（惟")],
        "images": [], "printed": [],
    },
    "cnxw_frag_zhetai": {
        "dateline": "苍南新闻网10月10日消息", "dateline_on": "2011-10-10", "published_on": "2011-10-10",
        "genre": "news",
        "people": [], "edges": [("今天下午，", "加会议。"), ("据了解，我", "效推进。"), ("黄寿龙在了", "印象”。")],
        "images": [], "printed": [],
    },
    "cnxw_frag_lvse_tail": {
        "dateline": None, "dateline_on": None, "published_on": "2012-06-16", "genre": "news",
        "people": [("reporter", "郑法群"), ("editor", "李甫仓")], "edges": [("又讯 同日", "产环境。")],
        "images": [], "printed": ["记者郑法群", "编辑：李甫仓"],
    },
    "cnxw_frag_fazhi": {
        "dateline": "苍南新闻网6月16日消息", "dateline_on": "2012-06-16", "published_on": "2012-06-16",
        "genre": "news",
        "people": [], "edges": [("6月14日", "加会议。"), ("据了解，去", "步提升。")], "images": [], "printed": [],
    },
    "zjol_frag_articlecnt_diantou": {
        "dateline": "浙江在线09月14日讯", "dateline_on": "2011-09-14", "published_on": "2011-09-14", "genre": "news",
        "people": [],
        "edges": [
            ("“这里的公", "间公厕。"), ("公厕究竟哪", "厕原貌。"), ("被拆公厕", "被拆公厕"),
            ("光改建就花", "15万"), ("县前路是乐", "方便”处。"),
        ],
        "images": ["http://img.zjol.com.cn/pic/0/03/92/44/3924414_757702.jpg"], "printed": [],
    },
}  # fmt: skip
EACH_FRAGMENT = pytest.mark.parametrize("name", FRAGMENTS)


@cache
def page(name: str, encoding: str) -> dict[str, Any]:
    """Read a real page saved in `encoding`, under the URL that the manifest gives it."""
    rows = (line.split("\t") for line in (PAGES / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines())
    url = {row[0]: row[1] for row in rows}[f"{name}.html"]
    body = (PAGES / f"{name}.html").read_bytes().decode("utf-8").encode(encoding)
    return read_saved_page(body, url=url, fetched_at=dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC))


def edges(lines: list[str], expected: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cut each line to as many characters as are expected of it."""
    lengths = [(len(first), len(last)) for first, last in expected]
    return [(line[:first], line[-last:]) for line, (first, last) in zip(lines, lengths, strict=True)]


def printed_lines(result: dict[str, Any]) -> list[str]:
    """Return the byline's lines without their brackets and blanks."""
    text = (result["byline_printed"] or "").translate(str.maketrans("", "", "（）()【】[] "))
    return [line for line in text.split("\n") if line]


def test_county_list_has_its_twelve_articles_in_order(encoding: str) -> None:
    result = page("gaxww_hot_list", encoding)
    assert (result["platform"], result["kind"]) == ("enorth", "list")
    assert [article["url"] for article in result["articles"]] == [f"http://www.gaxww.com{path}" for path, *_ in GAXWW]


def test_county_list_has_whole_titles_and_printed_days(encoding: str) -> None:
    found = [
        (a["title"][:5], a["title"][-3:], len(a["title"]), a["published_on"])
        for a in page("gaxww_hot_list", encoding)["articles"]
    ]
    assert found == [(first, last, length, path[8:18].replace("/", "-")) for path, first, last, length in GAXWW]


def test_county_list_has_no_next_page_but_its_pager(encoding: str) -> None:
    next_url = page("gaxww_hot_list", encoding)["next_url"]
    assert next_url is None or next_url.endswith("/count_page_list_0088001000000000000.js")


def test_pager_counts_down_from_the_newest_page(encoding: str) -> None:
    result = page("gaxww_hot_fragment", encoding)
    assert (result["platform"], result["kind"]) == ("enorth", "pager")
    assert result["urls"] == [f"{COUNT}{number:09d}.shtml" for number in range(304, 0, -1)]
    assert result["urls"][0] == f"{COUNT}000000304.shtml"
    assert result["urls"][-1] == f"{COUNT}000000001.shtml"


@pytest.mark.parametrize("column", JXRB_20171011)
def test_paper_index_has_every_article_of_the_day(column: str, encoding: str) -> None:
    result = page("jxnews_jxrb_index", encoding)
    urls = [article["url"] for article in result["articles"]]
    day = "http://www.jxnews.com.cn/jxrb/system/2017/10/11/016455"
    assert (result["platform"], result["kind"]) == ("enorth", "list")
    assert [urls.count(f"{day}{number}.shtml") for number in JXRB_20171011[column].split()] == [1] * len(
        JXRB_20171011[column].split()
    )


@pytest.mark.parametrize("number", JXRB_TITLES)
def test_paper_index_has_the_listed_titles(number: str, encoding: str) -> None:
    (article,) = [a for a in page("jxnews_jxrb_index", encoding)["articles"] if a["url"].endswith(f"/{number}.shtml")]
    title = article["title"]
    assert (title[:5], title[-3:], len(title)) == JXRB_TITLES[number]
    assert article["published_on"] == "2017-10-11"


@pytest.mark.parametrize(
    "part", ["//female.", "//news.", "/system/2008/", "/system/2010/", "/system/2013/02/28/", "/zt/system/"]
)
def test_paper_index_leaves_promotions_out(part: str, encoding: str) -> None:
    assert [a["url"] for a in page("jxnews_jxrb_index", encoding)["articles"] if part in a["url"]] == []


@pytest.mark.parametrize("name", ["gaxww_hot_list", "jxnews_jxrb_index"])
def test_list_names_each_article_once_with_a_title(name: str, encoding: str) -> None:
    articles = page(name, encoding)["articles"]
    assert len({article["url"] for article in articles}) == len(articles)
    assert all(article["title"] and article["title"] != "查阅全文" for article in articles)


def test_paper_index_has_no_next_page(encoding: str) -> None:
    assert page("jxnews_jxrb_index", encoding)["next_url"] is None


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("platform", "enorth"), ("kind", "article"), ("kicker", None), ("subheadline", None),
        ("dateline", "黑龙江日报10月25日讯"),
        ("dateline_on", "2024-10-25"), ("published_on", "2024-10-25"), ("date_source", "text"),
        ("credited_source", "黑龙江日报"),
        ("contributors", [{"role": "editor", "name": "王聪"}]), ("genre", "news"), ("images", []),
        ("section", "看龙江"),
    ],
)  # fmt: skip
def test_dbw_article(field: str, expected: object, encoding: str) -> None:
    assert page("dbw_enorth_article_trimmed", encoding)[field] == expected


def test_dbw_article_has_its_headline_without_the_site(encoding: str) -> None:
    headline = page("dbw_enorth_article_trimmed", encoding)["headline"]
    assert (headline[:5], headline[-3:], len(headline)) == ("身在最北方", "更闪亮", 33)


def test_dbw_article_has_its_printed_moment(encoding: str) -> None:
    at = dt.datetime.fromisoformat(page("dbw_enorth_article_trimmed", encoding)["published_at"])
    assert at == dt.datetime(2024, 10, 25, 0, 3, 30, tzinfo=dt.UTC)
    assert at.utcoffset() == dt.timedelta(hours=8)


def test_dbw_article_has_five_paragraphs_with_subheads_of_their_own(encoding: str) -> None:
    expected = [
        ("高温、高压", "的明珠”。"),
        ("当今世界，", "术水平。"),
        ("因热爱而钻研 因", "而成长"),
        ("记者手记", "记者手记"),
        ("从一名普通", "了18年。"),
    ]
    assert edges(page("dbw_enorth_article_trimmed", encoding)["body"].split("\n"), expected) == expected
    assert printed_lines(page("dbw_enorth_article_trimmed", encoding)) == ["责任编辑：王聪"]


@EACH_FRAGMENT
@pytest.mark.parametrize("field", ["dateline", "dateline_on", "published_on", "genre"])
def test_fragment_field(name: str, field: str, encoding: str) -> None:
    assert page(name, encoding)[field] == FRAGMENTS[name][field], f"{name}: {field}"


@EACH_FRAGMENT
def test_fragment_is_an_article_dated_by_its_url(name: str, encoding: str) -> None:
    result = page(name, encoding)
    assert (result["platform"], result["kind"]) == ("enorth", "article")
    assert (result["date_source"], result["published_at"]) == ("url", None)
    assert result["credited_source"] is None


@EACH_FRAGMENT
def test_fragment_has_the_paragraphs_of_the_page(name: str, encoding: str) -> None:
    expected = FRAGMENTS[name]["edges"]
    assert edges(page(name, encoding)["body"].split("\n"), expected) == expected, name


@EACH_FRAGMENT
def test_fragment_names_its_people(name: str, encoding: str) -> None:
    result = page(name, encoding)
    assert [(person["role"], person["name"]) for person in result["contributors"]] == FRAGMENTS[name]["people"], name
    assert printed_lines(result) == FRAGMENTS[name]["printed"], name


@EACH_FRAGMENT
def test_fragment_has_its_pictures(name: str, encoding: str) -> None:
    assert [image["url"] for image in page(name, encoding)["images"]] == FRAGMENTS[name]["images"], name


@EACH_FRAGMENT
def test_fragment_has_no_marks_of_the_publishing_system(name: str, encoding: str) -> None:
    body = page(name, encoding)["body"]
    assert [word for word in ("advertisement", "parse", "<!--", "epe", "nbsp", "编辑：") if word in body] == []


def test_brackets_that_are_no_byline_stay_in_the_body(encoding: str) -> None:
    assert "（扩大）会议" in page("cnxw_frag_fazhi", encoding)["body"]
    assert "浙台（苍南）经贸" in page("cnxw_frag_zhetai", encoding)["body"]
