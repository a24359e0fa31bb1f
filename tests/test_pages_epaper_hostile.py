"""E-paper pages made to keep a reader busy: each of some hundred kilobytes, each read or refused in seconds."""

from __future__ import annotations

import pytest

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page

FOLDER = "http://paper.example/p/html/2020-01/02/"
SIZE = 400_000
BODY = "<founder-content>x</founder-content>"
PAGES = {
    "open founder-title": ("content_1.htm", "<founder-title " * (SIZE // 15) + BODY),
    "open founder-content": ("content_1.htm", "<founder-content " * (SIZE // 17)),
    "slots without an end": ("content_1.htm", "<!--<npm:article-title>-->" * (SIZE // 26) + BODY),
    "trailer of open fields": ("content_1.htm", f"{BODY}<!--enpproperty {'<a>' * (SIZE // 3)}"),
    "trailers": ("content_1.htm", BODY + "<!--enpproperty <a><a>-->" * (SIZE // 25)),
    "open maps": ("node_1.htm", "<map " * (SIZE // 5)),
    "open metas": ("index.htm", "<meta http-equiv " * (SIZE // 17)),
    "areas": ("node_1.htm", "".join(f"<area coords='1,2,3,4' href=content_{n}.htm>" for n in range(SIZE // 42))),
    "lists": ("node_1.htm", "".join(f"<ul><li><a href=content_{n}.htm>t</a></ul>" for n in range(SIZE // 42))),
    "pages": ("node_1.htm", "".join(f"<a id=pageLink href=node_{n}.htm>第{n}版：x</a>" for n in range(SIZE // 50))),
    "nested labels": ("node_1.htm", "<div><span>第01版" * (SIZE // 15)),
    "nested cells": ("content_1.htm", "<table><tr><td class=font01>标题" * (SIZE // 30) + BODY),
    "long title": ("content_1.htm", f"<title>{'- ' * (SIZE // 2)}</title>{BODY}"),
    "nested boxes": ("content_1.htm", "<table id=newspic>" * (SIZE // 18) + f"<img src=a.jpg>{BODY}"),
    "rows of titles": ("content_1.htm", "<td class=font02>a</td>" * (SIZE // 24) + BODY),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_read_or_refused(name: str) -> None:
    path, page = PAGES[name]
    try:
        found = read_saved_page(page.encode(), url=FOLDER + path, platform="founder-classic")
    except UnreadablePage as refused:
        assert refused.reason
    else:
        assert len(found.get("pages", ())) <= 400
        assert len(found.get("articles", ())) <= 3_000


@pytest.mark.parametrize(
    "coordinates", ["1e400,1,2,3,4,5", "99999999999999999999,1,2,3,4,5", "a,b,c", "", "1,2,3,4,5,6,7"]
)
def test_corners_are_places_on_a_picture(coordinates: str) -> None:
    page = f'<map name=pagepicmap><area shape=polygon coords="{coordinates}" href=content_1.htm></map>'
    article = read_saved_page(page.encode(), url=f"{FOLDER}node_1.htm", platform="founder-classic")["articles"][0]
    assert all(abs(number) <= 100_000 for polygon in article["regions"] for corner in polygon for number in corner)
