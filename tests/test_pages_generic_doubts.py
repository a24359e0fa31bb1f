"""Pages of the fictional 云岭县 on which it is doubtful whether they are articles, and where these end."""

from __future__ import annotations

import pytest

from crawler.pages.base import UnreadablePage
from tests.test_pages_generic import DATED, FOOTER, HEADLINE, LINKS, READ, TEXT, page, read

DATED_URL = "http://www.nowhere.example/2021/06/16/1.html"
DAY = "<p>2005-03-18　来源：云岭日报</p>"
WARNING = (
    "县公安局提醒，近日有人冒充银行职员打来电话，称账户异常，要求提供短信验证码。请市民不要向陌生人提供验证码，"
    "凡是索要验证码的都是诈骗。已有三名居民受骗，损失五万余元，民警正在追查。如有疑问，请拨打反诈热线，或者到就近的派出所询问，"
    "家中老人和孩子也要提醒到。"
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("访问提示", "您的请求可能存在威胁，已被拦截，请联系网站管理员。"),
        ("云岭新闻", "正在检查您的浏览器，完成后将自动跳转。"),
        ("云岭新闻", "您访问的内容已下线，看看别的吧。"),
        ("用户中心", "请输入账号和密码，没有账号的，请立即注册。"),
    ],
)
def test_day_in_the_address_alone_makes_no_article(title: str, text: str) -> None:
    with pytest.raises(UnreadablePage):
        read(page(title, f"<h1>{title}</h1><p>{text}</p>"), DATED_URL)


def test_day_in_the_address_of_a_longer_text_makes_an_article() -> None:
    text = TEXT * 4
    found = read(page(HEADLINE, f"<h1>{HEADLINE}</h1><div>{text}</div><ul>{LINKS * 9}</ul>"), DATED_URL)

    assert (found["published_on"], found["headline"]) == ("2021-06-16", HEADLINE)


@pytest.mark.parametrize(
    "text",
    [
        "请先登录，登录后可阅读全文",
        "请输入验证码后继续访问",
        "该文章已被作者删除",
        "抱歉，该内容已下架。",
        "本文为付费内容，购买后可阅读全文",
        "惊蛰刚过，县农机站的技术员进了村。……登录后查看完整内容",
    ],
)
def test_dated_page_that_asks_its_reader_for_something_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePage):
        read(page(HEADLINE, f"{DATED}<div><p>{text}</p></div>"))


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("代表团访问受到热烈欢迎", "昨日，县里的代表团到邻县访问，受到热烈欢迎。"),
        ("市民登录后即可查询", "昨日起，市民登录云岭通后即可查询缴费记录。"),
        ("县图书馆网站开通站内搜索", "昨日，县图书馆网站开通站内搜索，读者可查馆藏。"),
        ("医保缴费开始", "缴费请登录县医保局官网，或到镇里的窗口办理。"),
        ("警方拦截一起诈骗", "昨日，民警拦截一起诈骗，又提醒市民不要泄露验证码。"),
        ("网警辟谣", "近日网上有帖子称本县停水，经查不实，目前该信息已被删除。"),
    ],
)
@pytest.mark.parametrize(
    ("credit", "head"),
    [
        (DAY, ""),
        ("<p>来源：云岭日报　03-18</p>", ""),
        ("<p>文/方喆</p>", ""),
        ("", "<meta name=pubdate content=2005-03-18>"),
    ],
)
def test_short_article_with_such_words_is_read(headline: str, text: str, credit: str, head: str) -> None:
    found = read(page(headline, f"<h1>{headline}</h1>{credit}<div><p>{text}</p></div>", head), DATED_URL)

    assert (found["headline"], found["body"]) == (headline, text)


def test_warning_about_captchas_needs_no_printed_day() -> None:
    found = read(page("警方提醒", f"<h1>警方提醒</h1><div><p>{WARNING}</p></div>"), DATED_URL)

    assert found["body"] == WARNING


@pytest.mark.parametrize(
    "line",
    [
        "未经许可在禁飞区使用无人机的，由公安机关依法处罚。",
        "文章写道，作为一名人大代表，他走遍了九个村。",
        "凡来源不明的食品，一律不得进入学校食堂。",
        "联系我们采访的农户，都说今年收成好。",
        "关于我们的家乡，他写过三本书。",
        "以上内容均为县志所载，今人多不知道。",
        "编辑：2名，要求大专以上学历。",
        "编辑：2名",
        "转载请注明的规矩，他一直守着。",
        "免责声明不能免除商家的责任。",
    ],
)
def test_paragraph_with_the_words_of_a_note_ends_nothing(line: str) -> None:
    first, second = TEXT.split("</p><p>")
    found = read(page(HEADLINE, f"{DATED}<div>{first}</p><p>{line}</p><p>{second}</div>"))

    assert found["body"].split("\n") == [READ.split("\n")[0], line, READ.split("\n")[1]]


@pytest.mark.parametrize(
    "behind",
    [
        "<p>未经本网书面授权，不得转载、摘编。</p>",
        "<p>凡本网注明“来源：云岭网”的作品，未经授权不得转载。</p><p>如有侵权，请与本网联系。</p>",
        "<p>本文不代表本站观点，仅供参考。</p>",
        "<p>联系我们</p>",
        "<p>关于我们 | 联系我们 | 网站地图</p>",
        "<p>编辑：何晓</p><p>云岭网友都说，农机站的人来得早，修得快。</p>",
    ],
)
def test_note_behind_a_text_ends_it(behind: str) -> None:
    assert read(page(HEADLINE, f"{DATED}<div>{TEXT}{behind}</div>"))["body"] == READ


TABLE = "<table><tr><td>石桥镇<td>12<tr><td>下洋村<td>34<tr><td>城东村<td>56</table>"


@pytest.mark.parametrize(
    ("markup", "body", "pictures"),
    [
        ("<p><img src=/p/1.jpg></p>", "", 1),
        ("<p><img src=/p/1.jpg></p><p>技术员在田头</p><p><img src=/p/2.jpg></p><p>机子修好了</p>", None, 2),
        (TABLE, None, 0),
        ("<p>县农机站今日下乡检修农机二十三台</p>", "县农机站今日下乡检修农机二十三台", 0),
        ("<p>春雨入田来</p><p>机声响石桥</p><p>农人笑语高</p>", "春雨入田来\n机声响石桥\n农人笑语高", 0),
    ],
)
@pytest.mark.parametrize("is_printed", [True, False])
def test_dated_page_with_a_source_needs_no_running_text(
    markup: str, body: str | None, pictures: int, *, is_printed: bool
) -> None:
    head = "<meta property=og:type content=article>"
    credit = DAY if is_printed else ""
    found = read(page(HEADLINE, f"<h1>{HEADLINE}</h1>{credit}<div>{markup}</div>", "" if is_printed else head))

    assert len(found["images"]) == pictures
    assert body is None or (found["body"] or "") == body


def test_dated_list_with_a_source_stays_a_list() -> None:
    with pytest.raises(UnreadablePage):
        read(page(HEADLINE, f"{DATED}<ul>{LINKS}</ul>"))


REFRAIN = "让我们把机子修好吧"


@pytest.mark.parametrize(
    ("markup", "is_kept"),
    [
        (f"<div><p>{REFRAIN}，</p><p>{REFRAIN}，春天已经到了。</p>{TEXT}</div>", True),
        (f"<div><p>{REFRAIN}，春……</p><p>{REFRAIN}，春天已经到了。</p>{TEXT}</div>", False),
        (f"<div><p>摘要：{REFRAIN}，春</p><p>{REFRAIN}，春天已经到了。</p>{TEXT}</div>", False),
        (f"<div><div><p>{REFRAIN}，春</p></div><p>{REFRAIN}，春天已经到了。</p>{TEXT}</div>", False),
    ],
)
def test_refrain_is_no_summary(markup: str, *, is_kept: bool) -> None:
    lines = read(page(HEADLINE, f"{DATED}{markup}"))["body"].split("\n")

    assert len(lines) == 3 + is_kept
    assert lines[is_kept] == f"{REFRAIN}，春天已经到了。"


SAID = "来得早，修得快，村里的人都说农机站这件事办得好，盼着年年都来，年年都修。"


@pytest.mark.parametrize(
    "entry",
    [
        f"<li><b>云岭网友</b> 2021-06-16 08:30<p>{SAID}</p></li>",
        f"<div><span>石桥人</span><p>{SAID}</p><em>2021-06-16</em><a href=#>回复</a></div>",
        f"<dd><div>下洋客 2021-06-16</div><div>{SAID}</div></dd>",
    ],
)
def test_comments_without_a_head_are_no_body(entry: str) -> None:
    found = read(page(HEADLINE, f"{DATED}<div>{TEXT}</div><div>{entry * 5}</div>"))

    assert found["body"] == READ


def test_chronicle_is_a_body() -> None:
    entries = "".join(f"<p>2005-03-{day}<br>技术员到了村里，修好机子。</p>" for day in (11, 12, 13, 14))
    found = read(page(HEADLINE, f"{DATED}<div>{TEXT}{entries}</div>{FOOTER}"))

    assert found["body"].count("修好机子") == 4
