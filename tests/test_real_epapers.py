"""Real e-paper layouts, read by a person; their text belongs to the newspapers, so only its edges are named here."""

from __future__ import annotations

import re
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
CTNEWS, JXRB, JJJCB = "ctnews_layout_20171013_node1", "jxrb_layout_20171009_A01", "jjjcb_founder_layout_trimmed"
CT, JX, JJ = "http://www.ctnews.com.cn/zglyb", "http://epaper.jxrb.example/jxrb", "http://csr.jjjcb.example/content"
URLS = {
    CTNEWS: f"{CT}/html/2017-10/13/node_1.htm",
    JXRB: f"{JX}/html/2017-10/09/node_187.htm",
    JJJCB: f"{JJ}/2017-07/22/node_2.htm",
}
EXPECTED: dict[str, dict[str, Any]] = {
    CTNEWS: {
        "kind": "layout",
        "platform": "founder-classic",
        "paper": "中国旅游报",
        "issue_date": "2017-10-13",
        "covers_until": None,
        "issue_number": None,
        "edition": "main",
        "page_number": "01",
        "page_title": "旅游报01版",
        "image_url": f"{CT}/images/2017-10/13/01/ZGLYB2017101301_b.jpg",
        "pdf_url": f"{CT}/images/2017-10/13/01/ZGLYB2017101301.pdf",
        "prev_url": None,
        "next_url": f"{CT}/html/2017-10/13/node_2.htm",
        "prev_issue_url": None,
        "next_issue_url": None,
    },
    JXRB: {
        "kind": "layout",
        "platform": "founder-classic",
        "paper": "江西日报",
        "issue_date": "2017-10-09",
        "covers_until": None,
        "issue_number": None,
        "edition": "main",
        "page_number": "A01",
        "page_title": "头版",
        "image_url": f"{JX}/page/186/2017-10-09/A01/58271507497937890.jpg",
        "pdf_url": f"{JX}/page/186/2017-10-09/A01/51281507497937890.pdf",
        "prev_url": None,
        "next_url": f"{JX}/html/2017-10/09/node_188.htm",
        "prev_issue_url": None,
        "next_issue_url": None,
    },
    JJJCB: {
        "kind": "layout",
        "platform": "founder-classic",
        "paper": "中国纪检监察报",
        "issue_date": "2017-07-22",
        "covers_until": None,
        "issue_number": None,
        "edition": "main",
        "page_number": "1",
        "page_title": "要闻",
        "image_url": f"{JJ}/1/2017-07/22/1/201707221_brief.jpg",
        "pdf_url": f"{JJ}/1/2017-07/22/1/201707221_pdf.pdf",
        "prev_url": None,
        "next_url": f"{JJ}/2017-07/22/node_3.htm",
        "prev_issue_url": f"{JJ}/2017-07/21/node_2.htm",
        "next_issue_url": None,
    },
}
JXRB_PAGES = "A01头版 A02要闻 A03天下 A04专刊 B01专刊 B02综合 B03学与思 B04专刊 C01策划 C02关注 C03旅游 C04体育·娱乐"
# node and number of each page, with the title's characters
LISTED = {
    CTNEWS: [(f"node_{n}", f"{n:02d}", f"旅游报{n:02d}版") for n in (1, 2, 3, 4, 5, 6, 8)],
    JXRB: [(f"node_{187 + n}", label[:3], label[3:]) for n, label in enumerate(JXRB_PAGES.split())],
    JJJCB: [],
}
# id, the title's first and last characters and its length, corners of its only region
ARTICLES = {
    CTNEWS: [
        (306582, "宁夏", "更足", 13, 4),
        (306587, "多措", "格局", 17, 4),
        (306588, "甘肃", "抓起", 16, 4),
        (306593, "杭州", "城市", 16, 4),
        (306597, "喜迎", "成就", 10, 4),
    ],
    JXRB: [
        (401862, "站在", "建设", 16, 4),
        (401863, "为美", "慧”", 13, 4),
        (401864, "吉安", "画卷", 13, 10),
        (401865, "国家", "前途", 12, None),
        (401866, "一片", "百姓", 10, None),
    ],
    JJJCB: [
        (52014, "铭记", "奋斗", 35, 4),
        (52016, "重庆", "巡视", 13, 4),
        (52020, "中国", "公职", 30, None),
        (52018, "上海", "监督", 13, 4),
        (52019, "这则", "反三", 17, 10),
        (52015, "百余", "单”", 16, 4),
        (52017, "江苏", "发展", 14, 4),
    ],
}
EACH_PAGE = pytest.mark.parametrize("name", list(URLS))


@cache
def page(name: str, encoding: str) -> dict[str, Any]:
    """Read a page, saved again in `encoding`."""
    body = (PAGES / f"{name}.html").read_bytes().decode("utf-8").encode(encoding, "replace")
    return read_saved_page(body, url=URLS[name])


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in EXPECTED.items() for field in fields])
def test_layout_says_what_a_reader_sees(name: str, field: str, encoding: str) -> None:
    assert page(name, encoding)[field] == EXPECTED[name][field]


@EACH_PAGE
def test_layout_lists_the_pages_of_its_issue(name: str, encoding: str) -> None:
    listed = [(one["url"].rsplit("/", 1)[1][:-4], one["number"], one["title"]) for one in page(name, encoding)["pages"]]
    assert listed == LISTED[name]


@EACH_PAGE
def test_layout_names_the_articles_of_its_own_page(name: str, encoding: str) -> None:
    articles = page(name, encoding)["articles"]
    found = [
        (int(re.findall(r"content_(\d+)\.htm$", one["url"])[0]), one["title"][:2], one["title"][-2:], len(one["title"]))
        for one in articles
    ]
    assert found == [article[:4] for article in ARTICLES[name]]
    assert all(one["in_map"] and one["in_list"] and len(one["regions"]) == 1 for one in articles)


@EACH_PAGE
def test_regions_have_the_corners_that_are_printed(name: str, encoding: str) -> None:
    corners = [len(one["regions"][0]) for one in page(name, encoding)["articles"]]
    assert all(expected in (None, count) for (*_, expected), count in zip(ARTICLES[name], corners, strict=True)), (
        corners
    )


@EACH_PAGE
def test_no_title_is_a_glyph_or_a_script(name: str, encoding: str) -> None:
    result = page(name, encoding)
    titles = [one["title"] for one in (*result["articles"], *result["pages"])]
    assert [title for title in titles if title.isdecimal() or "javascript" in title or "document." in title] == []
