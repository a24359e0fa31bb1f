"""Hostile text and pages cost time in proportion to their size: measured by the processor's time, size by size."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from crawler.reading import read_saved_page
from db.fold import fold
from pipelines.byline_reader import parse_byline
from pipelines.bylines import read_bylines, read_line
from pipelines.captions import read_caption
from pipelines.credits import read_credits, split_trailing_credits
from pipelines.datelines import split_dateline
from pipelines.dates import month_day, printed_date, relative_date, url_date
from pipelines.genres import print_genre
from pipelines.items import Paragraph
from pipelines.names import name_shape, organisation_ends
from pipelines.numerals import with_digits
from pipelines.printed import read_issue_line, read_page_label
from pipelines.text import (
    clean_characters,
    ends_sentence,
    has_indent,
    join_paragraphs,
    looks_like_subhead,
    normalise_line,
)
from pipelines.time_lines import read_published
from pipelines.urls import canonical_url
from tests.fuzzing import assert_bounded
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.faults

TZ = "Asia/Shanghai"
FETCHED = dt.datetime(2020, 3, 1, 2, 30, tzinfo=dt.UTC)

# Text: a head, a piece again and again, a tail.

SHAPES = (
    "驻 ¦ 记者驻 ¦ 农历 ¦ 十 ¦ 二〇 ¦ 下午 ¦ 周六 ¦ "
    "记者 ¦ 记者王山 ¦ 记者 王山  ¦ 王山 李云  ¦ （ ¦ （（记者 王山 ¦ （记者 王山） ¦ 【 ¦ ） ¦ 作者： ¦ "
    "作者：（） ¦ 作者：（记者 王山） ¦ 来源： ¦ 时间：昨天  ¦ 编辑  ¦ 又讯 ¦ 全媒体 ¦ 融媒体融媒 ¦ 本报 ¦ "
    "文/图  ¦ 摄  ¦ 摄影 ¦ 甲、 ¦ □  ¦ |  ¦ ：  ¦ / ¦ 。 ¦ 。） ¦ 。” ¦ ！ ¦ ，， ¦   ¦ 　  ¦ \n ¦ \r\n ¦  \n ¦ "
    "\x00 ¦ ２ ¦ 2 ¦ 20 ¦ 2017年 ¦ 2017-1-1  ¦ 2017年5月1日、 ¦ 1月1日— ¦ 第1234期 ¦ 第 ¦ 周三至 ¦ 昨天 ¦ "
    "3小时前 ¦ 一 ¦ · ¦ 云 ¦ 云· ¦ 云岭县 ¦ 本报讯 ¦ 据新华社 ¦ 新华社电 ¦ 1月1日电 ¦ 广告 ¦ 声明 ¦ 特此 ¦ _A1 ¦ "
    "_AA ¦ -  ¦ 第1章 ¦ http:// ¦ a. ¦ % ¦ %e4 ¦ /2017/ ¦ ? ¦ # ¦ @ ¦ : ¦ [ ¦ \ud800 ¦ A  ¦ a\n ¦ < ¦ &#1;"
).split(" ¦ ")
HEADS = ("", "记者（", "http://a/")
TAILS = ("", "x）")


def repeated(head: str, piece: str, tail: str) -> Callable[[int], str]:
    return lambda size: f"{head}{piece * (size // len(piece))}{tail}"


def normalised(function: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: function(normalise_line(text))


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "clean_characters": clean_characters,
    "normalise_line": normalise_line,
    "has_indent": has_indent,
    "ends_sentence": normalised(ends_sentence),
    "looks_like_subhead": normalised(looks_like_subhead),
    "join_paragraphs": lambda text: join_paragraphs([Paragraph(text=text)]),
    "fold": fold,
    "url_date": url_date,
    "printed_date": printed_date,
    # the value of a label, which is no longer than a line
    "relative_date": lambda text: relative_date(text[:800], fetched_at=FETCHED),
    "month_day": lambda text: month_day(text, near=FETCHED.date()),
    "parse_byline": normalised(parse_byline),
    "parse_byline of running text": normalised(lambda text: parse_byline(text, trust="running")),
    "parse_byline of bare names": normalised(lambda text: parse_byline(text, trust="line", bare="author")),
    "read_line": normalised(read_line),
    "read_bylines": normalised(lambda text: read_bylines([text, *text.split("。")])),
    "read_caption": normalised(read_caption),
    "read_credits": lambda text: read_credits([text], tz=TZ, fetched_at=FETCHED),
    "split_trailing_credits": normalised(lambda text: split_trailing_credits([text, *text.split(" ")])),
    "split_dateline": normalised(split_dateline),
    "with_digits": normalised(with_digits),
    "read_published": normalised(lambda text: read_published([text], near=None, fetched_at=FETCHED, tz=TZ)),
    "name_shape": normalised(lambda text: name_shape(text, trust="certain", is_delimited=True)),
    "organisation_ends": normalised(lambda text: list(organisation_ends(text, 0))),
    "read_page_label": read_page_label,
    "read_issue_line": lambda text: read_issue_line(text, day=None),
    "print_genre": lambda text: print_genre(text, [text], has_images=True, is_signed=False, page_title=text),
    "canonical_url": canonical_url,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_for_text_is_in_proportion_to_size(name: str) -> None:
    for piece in SHAPES[:: scaled(6, 1)]:
        for head in HEADS[: scaled(1, 3)]:
            for tail in TAILS:
                assert_bounded(FUNCTIONS[name], repeated(head, piece, tail))


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("parse_byline", "记者王山"),
        ("parse_byline", "记者 王山 "),
        ("read_caption", "作者：（）"),
        ("read_credits", "2"),
        ("read_credits", "（"),
        ("canonical_url", "http://a"),
    ],
)
def test_hard_text_is_read_in_bounded_time(name: str, piece: str) -> None:
    assert_bounded(FUNCTIONS[name], repeated("", piece, ""))


# Pages: a beginning, then a piece again and again.

FOLDER = "http://www.yunling.example/html/2020-01/02/"
NODE, CONTENT = f"{FOLDER}node_1.htm", f"{FOLDER}content_1.htm"
NEWS = "http://www.yunling.example/system/2020/01/02/016478629.shtml"
LIST = "http://www.yunling.example/hot/index.shtml"
HTML = "<html><head><title>题</title></head><body><h1>题</h1><div>"
PIECES = (
    (
        "<div> ¦ <table><tr><td> ¦ <tr><td>1</td><td>2</td></tr> ¦ <table id=newspic><img src=a.jpg></table> ¦ <br> ¦ "
        "<p>句。</p> ¦ <h1>题</h1> ¦ <h1>题<br> ¦ <h2>小标题一行</h2> ¦ <h3> ¦ <title>网- ¦ <td class=font01>标题 ¦ "
        "<td class=font02>a</td> ¦ <p class=author>王山</p> ¦ <founder-title> ¦ <founder-author>记者王山 ¦ 记者王山 ¦ "
        "王山  ¦ （记者 王山） ¦ <founder-content> ¦ <!--enpproperty <a> ¦ <!--enpproperty <a><a>--> ¦ "
        "<!--<npm:article-title>--> ¦ <!--enpcontent--> ¦ <!--advertisement code begin--> ¦ "
        '<!--function content() parse begin--> ¦ <!--enorth cms block start [ name="v5.pages" ]--> ¦ '
        '<!--enorth cms block start [ name="v5.position" ]--> ¦ 当前位置 ¦ <span>位置</span> ¦ '
        '<li><a href="{NEWS}">标题</a>2020-01-02</li> ¦ <a href="2.html">&gt;</a> ¦ '
        '<a href="016478629_01.shtml">2</a> ¦ <a href=content_1.htm>t</a> ¦ <ul><li><a href=content_2.htm>t</a></ul> ¦ '
        "<a id=pageLink href=node_2.htm>第02版：x</a> ¦ <map><area coords='1,2,3,4' href=content_3.htm></map> ¦ "
        "<div>第01版 ¦ <span>第01版： ¦ 2020年1月2日 星期四  ¦ 2020年1月2日、 ¦ 第12345期 ¦ 1, ¦ 来源： ¦ "
        "时间：昨天  ¦ 作者：（） ¦ 上一页12 ¦ &#1; ¦ &amp; ¦ \x00 ¦ 　 ¦   ¦ \n ¦ 汉\n ¦ \r\n汉 ¦ -  ¦ 网- ¦ "
        "<meta http-equiv  ¦ <map  ¦ location.href=' ¦ maxpage= ¦ <script src= ¦ <img src=a.jpg><p>图为</p> ¦ "
        "<figure><img src=a.jpg><figcaption>好。</figcaption></figure> ¦ <td><img src=a.jpg></td><td>字。</td> ¦ <a> ¦ "
        "<b> ¦ <center> ¦ <!-- ¦ < ¦ <a href=x>字。</a>"
    )
    .replace("{NEWS}", NEWS)
    .split(" ¦ ")
)
BEGINNINGS = {
    "news": (NEWS, HTML),
    "news title": (NEWS, "<html><head><title>"),
    "news without heading": (NEWS, "<html><body><div>"),
    "list": (LIST, f"{HTML}当前位置：<a href=/>首页</a>"),
    "layout": (NODE, f"{HTML}2020年1月2日 星期四<map name=pagepicmap>"),
    "article": (CONTENT, f"{HTML}<founder-content>句。</founder-content>"),
    "author": (CONTENT, "<html><founder-content>句。</founder-content><founder-author>"),
    "trailer": (CONTENT, "<html><founder-content>句。</founder-content></html><!--enpproperty "),
    "entry": (f"{FOLDER}index.htm", "<meta http-equiv=refresh content='0;url="),
}


BODY = "<html><founder-content>句。</founder-content>"
SHAPES_OF_PAGES: dict[str, tuple[str, Callable[[int], str]]] = {
    "headline in the title": (
        NEWS,
        lambda n: f"<html><title>{'啊' * (n // 2)}乙</title><h1>{'啊' * (n // 4)}<br>乙</h1><p>句。",
    ),
    "line breaks beside a label": (CONTENT, lambda n: f"{BODY}<div>{'<br>' * (n // 4)}"),
    "links beside a label": (CONTENT, lambda n: f"{BODY}<div>{'<a></a>' * (n // 7)}"),
    "names in the author's place": (
        CONTENT,
        lambda n: f"{BODY}<founder-author>记者 {'王山 ' * (n // 3)}</founder-author>",
    ),
    "roles in the author's place": (
        CONTENT,
        lambda n: f"{BODY}<founder-author>{'记者王山' * (n // 4)}</founder-author>",
    ),
    "trailers of open fields": (CONTENT, lambda n: BODY + f"<!--enpproperty {'<a>' * 6_000}-->" * (n // 18_000)),
    "empty paragraphs in nested boxes": (
        NEWS,
        lambda n: f'<html><body>{"<div>" * 200}{"<p></p>" * (n // 7)}<!--enorth cms block start [ name="v5.pages" ]-->',
    ),
    "cells of pictures": (
        NEWS,
        lambda n: f"{HTML}<table>{'<tr><td><img src=a.jpg>' * (n // 24)}{'<tr><td>字' * (n // 24)}",
    ),
    "links in nested boxes": (
        LIST,
        lambda n: f"<html><body>{'<div>' * 200}<a href=2.html>下一页</a>" + f'<a href="{NEWS}">标题</a>' * (n // 75),
    ),
    "charset punycode": (NEWS, lambda n: f"<html><meta charset=punycode>汉{'a1' * (n // 2)}"),
}


def read(page: str, url: str) -> None:
    """Read a page to its end."""
    platform = "enorth" if url in (NEWS, LIST) else "aheading"
    read_saved_page(page.encode(), url=url, platform=platform, fetched_at=FETCHED)


@pytest.mark.parametrize("name", BEGINNINGS)
def test_time_for_a_page_is_in_proportion_to_size(name: str) -> None:
    url, beginning = BEGINNINGS[name]
    for piece in PIECES[:: scaled(9, 1)]:
        assert_bounded(lambda page: read(page, url), repeated(beginning, piece, ""))


@pytest.mark.parametrize("name", SHAPES_OF_PAGES)
def test_hard_page_is_read_in_bounded_time(name: str) -> None:
    url, shape = SHAPES_OF_PAGES[name]
    assert_bounded(lambda page: read(page, url), shape)
