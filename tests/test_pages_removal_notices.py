"""A notice that an article was taken away is told from an article that speaks of such notices."""

from __future__ import annotations

import pytest

from crawler.pages.base import decode_page
from crawler.pages.removal_notices import notice_of, notice_on
from pipelines.items import Paragraph, ScrapedArticle, Visit
from tests.rows import NOW

URL = "http://www.yunling.example/system/2026/11/24/000000001.shtml"
NOTICES = (
    "该文章已被删除",
    "该文章已被删除。",
    "抱歉，您访问的文章已被删除！",
    "很抱歉，您要查看的页面不存在或已被删除。",
    "内容已下线",
    "此内容已下线。",
    "页面不存在",
    "对不起，您访问的页面不存在或者已被删除！",
    "该稿件已被作者撤回",
    "这篇文章已经被发布者删除。",
    "您所访问的网页找不到了",
    "本文章已撤稿。",
)
NO_NOTICES = (
    "点开链接，屏幕上只剩一行字：该文章已被删除。",
    "该文章已被删除，但截图仍在朋友圈流传。",
    "“该文章已被删除”六个字让市民陈女士愣住了。",
    "镇里回应称，不实信息已被删除。",
    "县里的老城门已经不存在了。",
    "页面不存在的问题昨日修复，市民可以正常办理。",
    "违规新闻已被下架，当事人被约谈。",
    "该文章的作者是本县退休教师。",
)


def an_article(*lines: str) -> ScrapedArticle:
    visit = Visit(url=URL, kind="article", at=NOW, outcome="stored")
    return ScrapedArticle(
        visit=visit,
        parser="test",
        parser_version="1",
        headline="题",
        paragraphs=tuple(Paragraph(text=x) for x in lines),
    )


@pytest.mark.parametrize("words", NOTICES)
def test_notice_is_told(words: str) -> None:
    page, _ = decode_page(URL, f"<html><body><ul><li>首页</li></ul><div><b>{words}</b></div></body></html>".encode())

    assert notice_on(page) == words
    assert notice_of(an_article(f"　　{words}", "3秒后自动跳转到首页", "返回首页")) == words


@pytest.mark.parametrize("words", NO_NOTICES)
def test_sentence_of_an_article_is_no_notice(words: str) -> None:
    page, _ = decode_page(URL, f"<html><body><p>{words}</p></body></html>".encode())

    assert notice_on(page) is None
    assert notice_of(an_article(words)) is None


@pytest.mark.parametrize("words", NOTICES)
def test_article_that_quotes_a_notice_is_none(words: str) -> None:
    assert notice_of(an_article("昨日有市民反映，县图书馆的网页打不开。", words)) is None
    assert notice_of(an_article(words, "图书馆说，原因是服务器故障。")) is None
