"""Hostile pages cost time in proportion to their size: no shape of a page of a megabyte holds up a run.

Each shape once took more than quadratic time. The bound is wide: it tells seconds from hours, not fast from slow.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import re
from typing import Any

import pytest

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page

ARTICLE = "http://www.yunling.example/system/2017/10/19/016478629.shtml"
LIST = "http://www.yunling.example/hot/index.shtml"
BOUND_S = 60
HTML = "<html><head><title>x</title></head><body><h1>标题在此</h1><div>{}</div></body></html>"

SHAPES = {
    "digits": (ARTICLE, HTML.format("<p>一句话。</p>" + f"<p>{'1' * 500}汉</p>" * 2_000)),
    "buttons": (ARTICLE, HTML.format(f"<p>一句话。</p><p>{'上一页12' * 200_000}汉</p>")),
    "pager words": (ARTICLE, "maxpage=" * 120_000),
    "bylines in brackets": (ARTICLE, HTML.format(f"<p>一句话。{'（记者 张三）' * 100_000}</p>")),
    "caption without end": (ARTICLE, HTML.format(f"<table><tr><td><img src=a.jpg><p>{'好。' * 300_000}</p></table>")),
    "one article linked often": (LIST, HTML.format(f'<li><a href="{ARTICLE}">标题</a></li>' * 12_000)),
    "arrows": (LIST, HTML.format('<a href="2.html">&gt;</a>' * 30_000)),
    "advertisement marks": (ARTICLE, HTML.format("<p>一句话。</p>" + "<!--advertisement code begin-->" * 30_000)),
    "rows of figures": (ARTICLE, HTML.format(f"<p>句。</p><table>{'<tr><td>格</td><td>9</td></tr>' * 40_000}</table>")),
    "cells": (ARTICLE, HTML.format(f"<p>一句话。</p><img src=a.jpg><table>{'<tr><td>格</td></tr>' * 50_000}</table>")),
    "broken lines": (ARTICLE, HTML.format("<p>　　开头</p>" + "<p>没有缩进的一行文字接着上一行</p>" * 20_000)),
    "further pages": (ARTICLE, HTML.format("".join(f'<a href="016478629_{n:04}.shtml">2</a>' for n in range(20_000)))),
    "nesting": (ARTICLE, HTML.format("<div>" * 100_000 + "一句话。")),
    "unclosed tags": (ARTICLE, "<p><b><font><a href=x>字，" * 40_000),
    "siblings": (ARTICLE, HTML.format("<p>2021-06-16</p><p>好，</p>" * 100_000)),
    "headlines": (ARTICLE, HTML.format("<h1>标题在此</h1><h2>标题</h2>" * 50_000 + "<p>一句话。</p>")),
    "ends": (ARTICLE, HTML.format("<p>时间：2021-06-16</p>" + "<p>一句话，说了很多。</p><p>相关阅读</p>" * 40_000)),
    "keywords": (ARTICLE, HTML.format("<p>一句话，说了很多，很多。</p>" + "<p>标签：</p>" * 80_000)),
    "sections": (ARTICLE, HTML.format("<section>一句话。" * 60_000)),
    "rights": (ARTICLE, HTML.format(f"<p>一句话。</p><p>{'声明：转' * 75}</p>" * 5_000)),
    "linked data": (
        ARTICLE,
        f"<script type=application/ld+json>{'[{' * 200_000}</script>" + HTML.format("<p>句。</p>"),
    ),
    "meta tags": (ARTICLE, "<meta name=author content=方>" * 40_000 + HTML.format("<p>一句话。</p>")),
    "blanks": (ARTICLE, HTML.format(f"<p>一句话。{'　 ' * 300_000}</p>")),
}


def read(url: str, page: str, platform: str) -> Any:
    """Read a page to its end; a page that cannot be read has been read."""
    try:
        return read_saved_page(page.encode(), url=url, platform=platform, fetched_at=dt.datetime.now(dt.UTC))
    except UnreadablePage:
        return None


@pytest.mark.parametrize("platform", ["enorth", "generic"])
@pytest.mark.parametrize("shape", list(SHAPES), ids=[re.sub(r"\W", "-", name) for name in SHAPES])
def test_hostile_page_is_read_in_bounded_time(shape: str, platform: str) -> None:
    url, page = SHAPES[shape]
    # in a process of its own: a regular expression cannot be interrupted
    reader = multiprocessing.get_context("spawn").Process(target=read, args=(url, page, platform), daemon=True)

    reader.start()
    reader.join(BOUND_S)
    is_done = not reader.is_alive()
    reader.kill()

    assert is_done
    assert reader.exitcode == 0
