"""Real articles of twenty news sites, labelled by hand; no rule knows any of the sites by name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.quality.pages import Scores, as_text, score_each, score_pages

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).parents[2] / "shared" / "pages" / "news"
pytestmark = pytest.mark.skipif(
    not (PAGES / "labels.json").is_file(), reason=f"the labelled news pages are not beside this checkout: {PAGES}"
)
DATA = re.compile(r"<meta[^>]*>|<script[^>]*ld\+json.*?</script>", re.IGNORECASE | re.DOTALL)


def without_data(body: bytes) -> bytes:
    return DATA.sub("", body.decode("utf-8", "replace")).encode()


def without_names(body: bytes) -> bytes:
    return _changed(body, lambda element: [element.attrib.pop(name, None) for name in ("class", "id")])


def without_headings(body: bytes) -> bytes:
    return _changed(body, _no_heading)


def as_gb18030(body: bytes) -> bytes:
    text = re.sub(r"charset=([\"']?)utf-8", r"charset=\1gb2312", body.decode("utf-8", "replace"), flags=re.IGNORECASE)
    return text.encode("gb18030", "replace")


def _no_heading(element: html.HtmlElement) -> None:
    if re.fullmatch("h[1-6]", str(element.tag)):
        element.tag = "div"


def _changed(body: bytes, change: Callable[[html.HtmlElement], object]) -> bytes:
    root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    for element in root.iter("*"):
        change(element)
    return html.tostring(root, encoding="utf-8")


CHANGES = {
    "as saved": None,
    "without data": without_data,
    "without names": without_names,
    "without headings": without_headings,
    "gb18030": as_gb18030,
}


@cache
def scores_of(name: str) -> Scores:
    return score_pages(PAGES, CHANGES[name])


@pytest.mark.parametrize("name", CHANGES)
def test_pages_are_read_as_labelled(name: str) -> None:
    scores = scores_of(name)

    assert scores.pages == 24
    assert scores.headline >= 0.95, as_text(scores)
    assert scores.day >= 0.95, as_text(scores)
    assert scores.body_f1 >= 0.96, as_text(scores)


def test_people_and_sources_are_read_mostly() -> None:
    scores = scores_of("as saved")

    assert scores.people_exact >= 0.7, as_text(scores)
    assert scores.editor >= 0.75, as_text(scores)
    assert scores.source >= 0.75, as_text(scores)


def test_no_page_is_refused_or_read_badly() -> None:
    pages, _ = score_each(PAGES)

    assert {page.file: page.body for page in pages if page.body < 0.8} == {}
