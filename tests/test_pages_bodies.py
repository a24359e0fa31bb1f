"""Bodies on skins without marks, tables of figures, and lines that are no text: read as a reader would."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page

URL = "http://www.yunling.example/system/2017/10/19/016478629.shtml"
TEXT = "<p>　　今天上午，全县柑橘喜获丰收，果农们忙着采摘。</p>"
SIDEBAR = (
    "<div class=right><h4>热点新闻</h4><ul>"
    + "".join(f'<li><a href="/system/2017/10/18/01647862{n}.shtml">另一条新闻，标题很长</a></li>' for n in range(9))
    + "</ul><p>近日，我县在各级党政机关办公楼建起了读报栏，方便干部群众阅读。</p></div>"
)


def read(inside: str, heading: str = "<h1>柑橘迎丰收</h1>", title: str = "柑橘迎丰收-云岭新闻网") -> dict[str, Any]:
    """Read a page with a sidebar, whose article stands in one element without marks."""
    page = (
        f"<html><head><title>{title}</title></head><body><div class=main><div class=con_wz>{heading}"
        f"<div>2017-10-19 08:30　来源：云岭日报</div>{inside}</div></div>{SIDEBAR}</body></html>"
    )
    return read_saved_page(page.encode(), url=URL, platform="enorth")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (TEXT, ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。"]),
        (f"<div class=inner>{TEXT}</div>", ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。"]),
        ("<div><div><p>好消息。</p></div></div>", ["好消息。"]),
        ("<div>　　第一段，有字。<br>　　第二段，也有。</div>", ["第一段，有字。", "第二段，也有。"]),
        (f"{TEXT}<p>　　1234567</p>", ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。", "1234567"]),
        (f"{TEXT}<p>【打印】【关闭】</p>", ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。"]),
        (f"{TEXT}<p><a>1</a> <a>2</a></p>", ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。"]),
        (f"{TEXT}<p>相关新闻：</p><p><a href=x>旧闻一则</a></p>", ["今天上午，全县柑橘喜获丰收，果农们忙着采摘。"]),
    ],
)
def test_body_without_marks_is_the_text_of_the_headlines_column(inside: str, expected: list[str]) -> None:
    assert read(inside)["body"].split("\n") == expected


@pytest.mark.parametrize("cell", ["<TD>{}</TD>", "<td><p>{}</p></td>", "<td>\n{}\n</td>\n", "<td><div>{}</div></td>"])
def test_row_of_figures_is_one_line(cell: str) -> None:
    rows = (("乡镇", "面积（亩）"), ("龙岭镇", "12"))
    table = "".join(f"<tr>{''.join(cell.format(text) for text in row)}</tr>" for row in rows)

    found = read(f"{TEXT}<table>{table}</table>")

    assert found["body"].split("\n")[1:] == ["乡镇 面积（亩）", "龙岭镇 12"]


def test_pictures_before_the_text_belong_to_the_article() -> None:
    found = read(f'<P align=center><IMG src="/a.jpg"></P><P align=center>图为采收现场。</P>{TEXT}')

    assert found["images"] == [{"url": "http://www.yunling.example/a.jpg", "caption": "图为采收现场。"}]
    assert found["body"] == "今天上午，全县柑橘喜获丰收，果农们忙着采摘。"
    assert found["genre"] == "photo"


def test_page_of_pictures_takes_no_text_from_the_boxes_beside_it() -> None:
    found = read('<P align=center><IMG src="/a.jpg"></P><P align=center><IMG src="/b.jpg"></P>')

    assert (found["body"], len(found["images"]), found["genre"]) == ("", 2, "photo")


@pytest.mark.parametrize("opening", ["■ 云岭日报全媒体记者 李艳玫</p><p>　　通讯员 陈宏", "□ 林小同"])
def test_dateline_is_found_behind_the_bylines_of_the_opening(opening: str) -> None:
    found = read(f"<p>{opening}</p><p>　　云岭新闻网10月18日消息：今天，柑橘丰收。</p>")

    assert (found["dateline"], found["body"]) == ("云岭新闻网10月18日消息", "今天，柑橘丰收。")
    assert found["contributors"]


@pytest.mark.parametrize(
    ("title", "headline"), [("橘红 迎丰收-云岭新闻网", "橘红 迎丰收"), ("橘红迎丰收-云岭新闻网", "橘红迎丰收")]
)
def test_headline_of_two_lines_is_spelled_as_in_the_title(title: str, headline: str) -> None:
    assert read(TEXT, heading="<h1>橘红<br>迎丰收</h1>", title=title)["headline"] == headline


@pytest.mark.parametrize("page", ["<html><body>forbidden</body></html>", "<html><body><h1>请登录</h1></body></html>"])
def test_page_without_an_article_is_none(page: str) -> None:
    with pytest.raises(UnreadablePage, match="no_body"):
        read_saved_page(page.encode(), url=URL, platform="enorth")
