"""Hostile pages cost time in proportion to their size: no shape of a page of a megabyte holds up a run.

Each shape once took more than quadratic time. The bound is wide: it tells seconds from hours, not fast from slow.
"""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = "http://www.yunling.example/system/2017/10/19/016478629.shtml"
LIST = "http://www.yunling.example/hot/index.shtml"
BOUND_S = scaled(20, 60)
PART = scaled(4, 1)  # of a page of a megabyte


def many(count: int) -> int:
    """Give how often a piece stands in a page: as often as said under `make faults`, else a fourth of it."""
    return count // PART


HTML = "<html><head><title>x</title></head><body><h1>标题在此</h1><div>{}</div></body></html>"

SHAPES = {
    "digits": (ARTICLE, HTML.format("<p>一句话。</p>" + f"<p>{'1' * 500}汉</p>" * many(2_000))),
    "buttons": (ARTICLE, HTML.format(f"<p>一句话。</p><p>{'上一页12' * many(200_000)}汉</p>")),
    "pager words": (ARTICLE, "maxpage=" * many(120_000)),
    "bylines in brackets": (ARTICLE, HTML.format(f"<p>一句话。{'（记者 张三）' * many(100_000)}</p>")),
    "caption without end": (
        ARTICLE,
        HTML.format(f"<table><tr><td><img src=a.jpg><p>{'好。' * many(300_000)}</p></table>"),
    ),
    "one article linked often": (LIST, HTML.format(f'<li><a href="{ARTICLE}">标题</a></li>' * many(12_000))),
    "arrows": (LIST, HTML.format('<a href="2.html">&gt;</a>' * many(30_000))),
    "advertisement marks": (ARTICLE, HTML.format("<p>一句话。</p>" + "<!--advertisement code begin-->" * many(30_000))),
    "rows of figures": (
        ARTICLE,
        HTML.format(f"<p>句。</p><table>{'<tr><td>格</td><td>9</td></tr>' * many(40_000)}</table>"),
    ),
    "cells": (
        ARTICLE,
        HTML.format(f"<p>一句话。</p><img src=a.jpg><table>{'<tr><td>格</td></tr>' * many(50_000)}</table>"),
    ),
    "broken lines": (ARTICLE, HTML.format("<p>　　开头</p>" + "<p>没有缩进的一行文字接着上一行</p>" * many(20_000))),
    "further pages": (
        ARTICLE,
        HTML.format("".join(f'<a href="016478629_{n:04}.shtml">2</a>' for n in range(many(20_000)))),
    ),
    "nesting": (ARTICLE, HTML.format("<div>" * many(100_000) + "一句话。")),
    "unclosed tags": (ARTICLE, "<p><b><font><a href=x>字，" * many(40_000)),
    "siblings": (ARTICLE, HTML.format("<p>2021-06-16</p><p>好，</p>" * many(100_000))),
    "headlines": (ARTICLE, HTML.format("<h1>标题在此</h1><h2>标题</h2>" * many(50_000) + "<p>一句话。</p>")),
    "ends": (
        ARTICLE,
        HTML.format("<p>时间：2021-06-16</p>" + "<p>一句话，说了很多。</p><p>相关阅读</p>" * many(40_000)),
    ),
    "keywords": (ARTICLE, HTML.format("<p>一句话，说了很多，很多。</p>" + "<p>标签：</p>" * many(80_000))),
    "sections": (ARTICLE, HTML.format("<section>一句话。" * many(60_000))),
    "rights": (ARTICLE, HTML.format(f"<p>一句话。</p><p>{'声明：转' * 75}</p>" * many(5_000))),
    "linked data": (
        ARTICLE,
        f"<script type=application/ld+json>{'[{' * many(200_000)}</script>" + HTML.format("<p>句。</p>"),
    ),
    "meta tags": (ARTICLE, "<meta name=author content=方>" * many(40_000) + HTML.format("<p>一句话。</p>")),
    "blanks": (ARTICLE, HTML.format(f"<p>一句话。{'　 ' * many(300_000)}</p>")),
}


def read(url: str, page: str, platform: str) -> None:
    """Read a page to its end; a page that cannot be read has been read."""
    with suppress(UnreadablePage):
        read_saved_page(page.encode(), url=url, platform=platform, fetched_at=dt.datetime.now(dt.UTC))


@pytest.fixture(scope="module")
def readers() -> Iterator[list[ProcessPoolExecutor]]:
    """Hold a process that reads one page after the other; a regular expression cannot be interrupted."""
    held = [ProcessPoolExecutor(1, mp_context=get_context("spawn"))]
    yield held
    for process in held[0]._processes.values():
        process.kill()
    held[0].shutdown()


@pytest.mark.faults
@pytest.mark.parametrize("platform", ["enorth", "generic"])
@pytest.mark.parametrize("shape", list(SHAPES), ids=[re.sub(r"\W", "-", name) for name in SHAPES])
def test_hostile_page_is_read_in_bounded_time(shape: str, platform: str, readers: list[ProcessPoolExecutor]) -> None:
    url, page = SHAPES[shape]

    reading = readers[0].submit(read, url, page, platform)
    try:
        reading.result(BOUND_S)
    except TimeoutError:
        for process in readers[0]._processes.values():
            process.kill()
        readers[0] = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        pytest.fail(f"{len(page):,} characters take more than {BOUND_S} s")
