"""Articles of imaginary platforms about the fictional 云岭县, and pages that are none."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from crawler.pages.base import UnreadablePage, decode_page
from crawler.pages.generic import GenericArticlePage
from crawler.reading import read_saved_page
from pipelines.items import Visit

CASES = Path(__file__).parent / "cases" / "generic"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
FETCHED = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
URL = "http://www.nowhere.example/1.html"

MENU = "".join(f"<li><a href='/c/'>{name}</a></li>" for name in ("首页", "要闻", "乡镇", "民生", "图片", "专题"))
TITLES = ("全县春耕现场会召开", "石桥镇渔灯节开幕", "云水河治理见成效", "城东小学迁入新校区", "夜市重新开张")
LINKS = "".join(f"<li><a href='/n/1.html'>{title}</a><span>06-01</span></li>" for title in TITLES)
BLURBS = "".join(
    f"<li><h3><a href='/n/1.html'>{title}</a></h3><p>{title}，群众都说，这件事办得好，办得快。</p><em>2021-06-01</em>"
    for title in TITLES
)
FOOTER = "<p>主办：云岭县融媒体中心　云岭网版权所有</p><p>地址：云岭县城东路1号，云ICP备00000001号</p>"
TEXT = "<p>惊蛰刚过，县农机站的技术员带着配件进了村。</p><p>“机子坏在地头最误事。”站长林远山说。</p>"
READ = "惊蛰刚过，县农机站的技术员带着配件进了村。\n“机子坏在地头最误事。”站长林远山说。"
HEADLINE = "农机站下乡检修"
GRAPH = '{"@graph":[[{"@type":["NewsArticle"],"datePublished":"2005-03-18"}]]}'
DATED = f"<h1>{HEADLINE}</h1><p>2005-03-18　来源：云岭日报</p>"

NO_ARTICLES = {
    "list": ("要闻", f"<h1>要闻</h1><ul>{LINKS}</ul><div>上一页 1 2 3 下一页</div>"),
    "list with summaries": ("要闻", f"<h2>要闻</h2><ul>{BLURBS}</ul>"),
    "search": ("搜索结果", f"<h1>搜索：春耕</h1><p>共找到5条结果，用时0.1秒。</p><ul>{BLURBS}</ul>"),
    "home page": (
        "云岭第一门户",
        f"<h1>云岭网</h1><div>2021年6月16日 星期三</div><ul>{LINKS}</ul><h2>公告</h2>{LINKS}",
    ),
    "captcha": ("安全验证", "<h1>安全验证</h1><p>您的访问过于频繁，请输入验证码后继续访问。</p><button>提交</button>"),
    "waiting": ("请稍候", "<h1>请稍候</h1><p>正在检查您的浏览器，完成后将自动跳转。</p>"),
    "login": ("用户登录", "<h1>用户登录</h1><p>您还没有登录，请先登录后再阅读全文。</p><p>忘记密码？</p>"),
    "error": ("404", "<h1>404</h1><p>您访问的页面不存在或已删除，3秒后返回首页。</p><p>时间：2021-06-16 08:30</p>"),
    "menu": ("云岭网", ""),
    "contacts": (
        "联系方式",
        "<h1>联系方式</h1><p>总机：86849114</p><p>夜班：86849790</p><p>发行：86849176</p><p>传真：1</p>",
    ),
    "headline alone": (HEADLINE, DATED),
}


def page(title: str, body: str, head: str = "") -> str:
    """Give a page in the frame of the county's site."""
    frame = f"<html><head><meta charset=utf-8>{head}<title>{title} - 云岭网</title></head><body><ul>{MENU}</ul>"
    return f"{frame}<div>{body}</div>{FOOTER}</body></html>"


def read(text: str, url: str = URL) -> dict[str, Any]:
    """Read a page as one of no known platform."""
    return read_saved_page(text.encode(), url=url, platform="generic", fetched_at=FETCHED)


@cache
def case_of(name: str) -> dict[str, Any]:
    """Return the hand-written case."""
    case: dict[str, Any] = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    return case


def without_names(text: str) -> str:
    """Take away what a site calls its elements, and its headings."""
    root = html.document_fromstring(text)
    for element in root.iter("*"):
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)
        if re.fullmatch("h[1-6]", str(element.tag)):
            element.tag = "div"
    return html.tostring(root, encoding="unicode")


@cache
def result_of(name: str, form: str) -> dict[str, Any]:
    """Read a case's page as saved, saved again as gb18030, or without the names of its elements."""
    case, text = case_of(name), (CASES / name / "page.html").read_text(encoding="utf-8")
    body = without_names(text).encode() if form == "nameless" else text.encode(form)
    return read_saved_page(body, url=case["url"], fetched_at=dt.datetime.fromisoformat(case["fetched_at"]))


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "nameless"])
@pytest.mark.parametrize(
    ("name", "field"),
    [pytest.param(name, field, id=f"{name}-{field}") for name in NAMES for field in case_of(name)["expected"]],
)
def test_page_gives_what_a_reader_finds(name: str, field: str, form: str) -> None:
    assert result_of(name, form)[field] == case_of(name)["expected"][field]


def test_there_are_cases_of_several_platforms() -> None:
    evidence = [" ".join(result_of(name, "utf-8")["evidence"]) for name in NAMES]

    assert len(NAMES) >= 6
    assert sum("no sign of " in one for one in evidence) >= 4
    for platform in ("trs-wcm", "hanweb", "wechat"):
        assert any(f"it seems to be {platform}, which has no page object" in one for one in evidence)


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_page_that_is_no_article_is_refused(name: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read(page(*NO_ARTICLES[name]))

    assert refusal.value.reason == "no_article"


def test_same_text_with_a_sign_of_an_article_is_read() -> None:
    with pytest.raises(UnreadablePage):
        read(page(HEADLINE, f"<h1>{HEADLINE}</h1>{TEXT}<ul>{LINKS}</ul>"))

    found = read(page(HEADLINE, f"{DATED}{TEXT}<ul>{LINKS}</ul>"))

    assert (found["headline"], found["published_on"], found["credited_source"]) == (HEADLINE, "2005-03-18", "云岭日报")
    assert found["body"] == READ


@pytest.mark.parametrize(
    "behind",
    [
        "<p>责任编辑：何晓</p><p>云岭网友都说，农机站的人来得早，修得快。</p>",
        f"<h4>相关阅读</h4><ul>{LINKS}</ul><div>云岭网友都说，农机站的人来得早，修得快。</div>",
        "<p>上一篇：<a href=2.html>夜市重新开张</a></p>",
        "<p>免责声明：本文仅代表作者个人观点，与本网无关，请读者自行核实。</p>",
        "<p>网友评论(3)</p><p>来得早，修得快。</p>",
        "<p>分享到：</p><p><a href=#>微信</a></p><p>标签：<a href=#>农机</a></p>",
        "<p>扫一扫在手机打开当前页</p><p>【打印】【关闭】</p>",
        "<p style='display:none'>看不见的一句话，也不是正文。</p>",
        "<p hidden>看不见的一句话，也不是正文。</p>",
    ],
)
def test_text_ends_where_a_reader_stops(behind: str) -> None:
    assert read(page(HEADLINE, f"{DATED}<div>{TEXT}{behind}</div>"))["body"] == READ


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>相关阅读：</p><p><a href=/n/1.html>{TITLES[0]}</a></p><p><a href=/n/2.html>{TITLES[1]}</a></p>",
        f"<ul>{LINKS}</ul>",
        "<img src=/img/share.png>",
        "<p>分享到</p>",
    ],
)
def test_what_is_set_into_a_text_is_no_part_of_it(inside: str) -> None:
    first, second = TEXT.split("</p><p>")
    found = read(page(HEADLINE, f"{DATED}<div>{first}</p>{inside}<p>{second}</div>"))

    assert (found["body"], found["images"]) == (READ, [])


@pytest.mark.parametrize(
    "line",
    [
        "新闻链接",
        "温馨提示：市民可通过“云岭通”平台办理，资料来源不限。",
        "上个月，他来过一次。",
        "关键词：早。",
        "收藏这一天",
    ],
)
def test_words_of_the_furniture_in_a_text_are_text(line: str) -> None:
    body = f"{TEXT}<p>{line}</p><p>这一天，又有9台机子修好，村里人都来看。</p>"

    assert line in read(page(HEADLINE, f"{DATED}<div>{body}</div>"))["body"].split("\n")


@pytest.mark.parametrize(
    ("title", "heading", "headline"),
    [
        (f"{HEADLINE}_要闻_云岭网", f"<div>{HEADLINE}</div>", HEADLINE),
        (f"云岭网-{HEADLINE}", f"<h1>云岭网</h1><h2>{HEADLINE}</h2>", HEADLINE),
        ("农机站下乡…", f"<h1>{HEADLINE}</h1>", HEADLINE),
        (HEADLINE, "<h1>农机站…</h1>", HEADLINE),
        ("云岭网", f"<h3>{HEADLINE}</h3>", HEADLINE),
        ("惊蛰到 农机站下乡检修-云岭网", "<h1>惊蛰到<br>农机站下乡检修</h1>", "惊蛰到 农机站下乡检修"),
        ("读者问｜农机坏了怎么办？_云岭网", "<h1>读者问｜农机坏了怎么办？</h1>", "读者问｜农机坏了怎么办？"),
    ],
)
def test_headline_is_what_the_page_agrees_on(title: str, heading: str, headline: str) -> None:
    body = f"<body><ul>{MENU}</ul><div>{heading}<p>时间：2005-03-18</p>{TEXT}</div>"
    text = f"<html><head><title>{title}</title></head>{body}</html>"

    assert read(text)["headline"] == headline


def test_headline_and_its_lesser_headings() -> None:
    heading = f"<h4>春耕进行时</h4><h1>{HEADLINE}</h1><h3>六名技术员走遍九个乡镇</h3><p>时间：2005-03-18</p>"
    found = read(page(HEADLINE, f"<div>{heading}</div><div>{TEXT}</div>"))

    assert (found["kicker"], found["headline"], found["subheadline"]) == (
        "春耕进行时",
        HEADLINE,
        "六名技术员走遍九个乡镇",
    )
    assert found["body"] == READ


@pytest.mark.parametrize(
    ("head", "day", "source"),
    [
        ("<meta name=pubdate content='2005-03-18 09:05'>", "2005-03-18", "meta"),
        ("<META NAME=PubDate CONTENT='2005年3月18日'>", "2005-03-18", "meta"),
        ("<meta property=article:published_time content='2005-03-17T23:30:00Z'>", "2005-03-18", "meta"),
        ("<meta name=publishdate content='2036-03-18'>", "2026-11-20", "fetched"),
        ("<meta name=publishdate content='2005-13-45'>", "2026-11-20", "fetched"),
        ("<script type=application/ld+json>{'no json'</script>", "2026-11-20", "fetched"),
        (f"<script type=application/ld+json>{GRAPH}</script>", "2005-03-18", "meta"),
        (f"<script type=application/ld+json>{'[' * 50_000}</script>", "2026-11-20", "fetched"),
        (f"<meta name=pubdate content='{'2005-03-18' * 100}'>", "2026-11-20", "fetched"),
    ],
)  # fmt: skip
def test_day_of_the_data_counts_where_no_line_says_it(head: str, day: str, source: str) -> None:
    heading = f"<h1>{HEADLINE}</h1><p>来源：云岭日报</p>"

    found = read(page(HEADLINE, f"{heading}{TEXT}", head))
    assert (found["published_on"], found["date_source"]) == (day, source)
    printed = read(page(HEADLINE, f"{DATED}{TEXT}", head))
    assert (printed["published_on"], printed["date_source"]) == ("2005-03-18", "text")


def test_day_printed_behind_the_text_counts_where_none_stands_above_it() -> None:
    found = read(
        page(HEADLINE, f"<h1>{HEADLINE}</h1><div>{TEXT}</div><p>发布日期：2005-03-18 09:05　来源：云岭日报</p>")
    )

    assert (found["published_on"], found["credited_source"], found["body"]) == ("2005-03-18", "云岭日报", READ)


@pytest.mark.parametrize(
    ("author", "line", "names"),
    [
        ("方喆", "", ["方喆"]),
        ("方喆、何晓", "", ["方喆", "何晓"]),
        ("方喆", "作者：沈木棉", ["沈木棉"]),
        ("方喆", "责任编辑：何晓", ["方喆", "何晓"]),
        ("云岭网", "", []),
        ("云岭日报", "", []),
        ("admin", "", []),
        ("104363", "", []),
    ],
)
def test_author_of_the_data_counts_where_nothing_printed_names_people(author: str, line: str, names: list[str]) -> None:
    found = read(page(HEADLINE, f"{DATED}<p>{line}</p><div>{TEXT}</div>", f"<meta name=Author content={author}>"))

    assert [one["name"] for one in found["contributors"]] == names


def test_table_around_the_whole_text_holds_no_captions() -> None:
    body = f"<table><tr><td>{DATED}<tr><td><img src=/p/1.jpg><br>惊蛰刚过，县农机站的技术员进了村。</table>"
    found = read(page(HEADLINE, body))

    assert found["body"] == "惊蛰刚过，县农机站的技术员进了村。"
    assert found["images"] == [{"url": "http://www.nowhere.example/p/1.jpg", "caption": None}]


def test_scraped_article_says_who_read_it() -> None:
    response, _ = decode_page(URL, page(HEADLINE, DATED + TEXT, "<meta name=ContentSource content=县农机站>").encode())
    scraped = GenericArticlePage(response).scrape(Visit(url=URL, kind="article", at=FETCHED, outcome="stored"))

    assert (scraped.parser, scraped.parser_version) == ("generic-article", "1")
    assert (scraped.marked_source, scraped.marked_published, scraped.marked_author) == ("县农机站", None, None)
    assert scraped.credits_before == ("2005-03-18 来源：云岭日报",)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("2019-05-17 · 云岭城市报道", "云岭城市报道"),
        ("原创 云岭都市报 2019-09-09 16:01:46", "云岭都市报"),
        ("2019年5月17日 08:30 云岭在线", "云岭在线"),
        ("2019-05-17 · 沈木棉", None),
        ("2019-05-17 登录云岭网", None),
    ],
)
def test_publication_beside_the_day_needs_no_label(line: str, source: str | None) -> None:
    found = read(page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{line}</p><div>{TEXT}</div>"))

    assert (found["credited_source"], found["body"]) == (source, READ)


PICTURE = "<img src=/p/1.jpg>"


@pytest.mark.parametrize(
    ("markup", "caption", "body"),
    [
        (f"<div>{PICTURE}<span>技术员在田头修机子</span></div>{TEXT}", "技术员在田头修机子", READ),
        (f"<div><a href=/big>{PICTURE}</a><br>技术员在田头修机子</div>{TEXT}", "技术员在田头修机子", READ),
        (f"<p>{PICTURE}</p><p>农机站的一天</p>{TEXT}", None, f"农机站的一天\n{READ}"),
        (f"<div>{PICTURE}<span>技术员修机子</span>{PICTURE}<span>又一台</span></div>{TEXT}", None, None),
        (f"<div>{PICTURE}<p>　　惊蛰已到。</p></div>{TEXT}", None, f"惊蛰已到。\n{READ}"),
        (f"<div>{PICTURE}<p>惊蛰已到。春雨如油。</p></div>{TEXT}", None, f"惊蛰已到。春雨如油。\n{READ}"),
        (f"<div>{PICTURE}<span>惊蛰已到，技术员来了。</span></div>", None, "惊蛰已到，技术员来了。"),
        (f"<table align=center><tr><td><p>{PICTURE}</p>{TEXT}</table>", None, READ),
    ],
)
def test_line_alone_with_a_picture_is_its_caption(markup: str, caption: str | None, body: str | None) -> None:
    found = read(page(HEADLINE, f"{DATED}<div>{markup}</div>"))

    assert found["images"][0]["caption"] == caption
    assert body in (None, found["body"])


@pytest.mark.parametrize("day", ["二〇〇五年三月十八日", "二○○五年三月十八日", "２００５－０３－１８　０９：０５"])
def test_day_in_other_numerals_and_signs_is_no_line_of_the_body(day: str) -> None:
    found = read(page(HEADLINE, f"<h1>{HEADLINE}</h1><div>来源：云岭日报　{day}</div><div>{TEXT}</div>"))
    alone = read(page(HEADLINE, f"<center>{HEADLINE}</center><br><center>{day}</center><br><div>{TEXT}</div>"))

    assert (found["published_on"], found["credited_source"], found["body"]) == ("2005-03-18", "云岭日报", READ)
    assert (alone["published_on"], alone["body"]) == ("2005-03-18", READ)


@pytest.mark.parametrize("line", ["初审：方喆 复审：何 晓 终审：沈木棉", "一审 方喆 二审 何晓 三审 沈木棉"])
def test_chain_of_editors_is_no_line_of_the_body(line: str) -> None:
    found = read(page(HEADLINE, f"{DATED}<div>{TEXT}</div><div>{line}</div><div>分享到：微信</div>"))

    assert found["body"] == READ
    assert [one["name"] for one in found["contributors"]] == ["方喆", "何晓", "沈木棉"]


def test_numbers_in_a_short_notice_are_no_error_page() -> None:
    text = "因线路检修，下洋村停电5小时，检修编号1404。报名请到502室，涉及用户503户。"
    found = read(page("停电公告", f"<h1>停电公告</h1><p>{text}</p><p>责任编辑：方喆</p>"))

    assert found["body"] == text


def test_subhead_that_is_set_in_plain_type_stays_a_line() -> None:
    lines = ("春耕前的一堂课", "惊蛰刚过，县农机站的技术员带着配件进了村。", "“机子坏在地头最误事。”站长林远山说。")
    subhead = "今年以来全县已有二十三个村的农机手用上了这种新配件"
    body = [*lines[1:], subhead, "今年以来，配件已送到二十三个村，农机手都说方便。"]
    found = read(page(lines[0], f"<h1>{lines[0]}</h1><p>2005-03-18</p>{''.join(f'<p>{one}</p>' for one in body)}"))

    assert found["body"] == "\n".join(body)


PAGER = "<div><a href={0}.html>[1]</a> <a href={0}{1}2.html>[2]</a> <a href={0}{1}3.html>[3]</a> {2}</div>"


@pytest.mark.parametrize(
    ("url", "pager", "pages"),
    [
        ("123.html", PAGER.format("123", "_", "<a href=123_2.html>下一页</a>"), ["123_2.html", "123_3.html"]),
        ("123.html", PAGER.format("123", "-", ""), ["123-2.html", "123-3.html"]),
        ("123.html", "<a href=123_2.html>下一页</a>", ["123_2.html"]),
        ("123.html", "<a href=123_1.html>下一页</a>", ["123_1.html"]),
        ("123_1.html", "<a href=123_1.html>1</a><a href=123_2.html>2</a>", ["123_2.html"]),
        ("123_2.html", PAGER.format("123", "_", "<a href=123_3.html>下一页</a>"), ["123_3.html"]),
        ("123.html", "<a href=124.html>下一页</a><a href=124_2.html>2</a>", []),
        ("c-3.html", "<a href=c-4.html>下一篇</a><a href=c-2.html>上一篇</a><a href=c-4.html>4</a>", []),
        ("123.html", "<a href=123_2.html>图片新闻</a><a href=http://other.example/123_2.html>2</a>", []),
        ("?id=123", "<a href=?id=123&page=2>2</a>", []),
    ],
)
def test_further_pages_have_the_address_and_the_words_of_a_page(url: str, pager: str, pages: list[str]) -> None:
    folder = "http://www.nowhere.example/a/"
    response, _ = decode_page(folder + url, page(HEADLINE, f"{DATED}<div>{TEXT}</div>{pager}").encode())
    found = GenericArticlePage(response)

    assert list(found.further_pages) == [folder + one for one in pages]
    assert [one.text.strip() for one in found.paragraphs] == READ.split("\n")
