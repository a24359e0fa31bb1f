"""A crawl reads articles of a platform without page object; what is no article is quarantined and never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faultycrawl import crawl, write_news_profile
from tests.faultyserver import FaultyServer, page
from tests.smallsite import article_path, list_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Operator

ARTICLE = (
    "<html><head><title>农机站下乡检修-云岭网</title></head><body><h1>农机站下乡检修</h1>"
    "<div>时间：2015-01-02 09:05　来源：云岭日报　作者：方喆</div><div class=TRS_Editor>"
    "<p>　　惊蛰刚过，县农机站的技术员带着配件进了村。</p></div><p>责任编辑：何晓</p></body></html>"
)
CAPTCHA = (
    "<html><head><title>安全验证</title></head><body><div class=TRS_Editor><h1>安全验证</h1>"
    "<p>您的访问过于频繁，请输入验证码后继续访问。</p></div></body></html>"
)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A site with one list of two addresses: behind one is an article, behind the other a captcha."""
    with FaultyServer() as server:
        server.answers["/hot/index.shtml"] = page(list_of((1, 2)))
        server.answers[article_path(1)] = page(ARTICLE)
        server.answers[article_path(2)] = page(CAPTCHA)
        yield server


@pytest.mark.parametrize("platform", ["auto", "generic"])
def test_articles_are_read_and_nothing_else(server: FaultyServer, sqlite_operator: Operator, platform: str) -> None:
    profile = write_news_profile(sqlite_operator.folder, server, {"hot": "/hot/index.shtml"})
    named = profile.read_text(encoding="utf-8").replace('platform = "enorth"', f'platform = "{platform}"')
    profile.write_text(named, encoding="utf-8")

    done = crawl(sqlite_operator, "news", profile)

    assert done.code == 3, done.said
    assert done.ask("SELECT headline FROM articles") == ["农机站下乡检修"]
    assert done.ask("SELECT body FROM articles") == ["惊蛰刚过，县农机站的技术员带着配件进了村。"]
    assert done.ask("SELECT credited_source FROM articles") == ["云岭日报"]
    assert done.ask("SELECT reason FROM resource WHERE state = 'quarantined'") == ["no_article"]
