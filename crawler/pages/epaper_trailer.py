"""Read the comment that Founder puts after </html>: the page's date, number, paper and type; and the paper's name.

It holds a `<founder-content>` of its own with the paper's NAME, so it must never be taken for part of the page.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from crawler.pages.epaper_links import link_text
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

_TRAILER = re.compile(r"<!--\s*enpproperty\b(.*?)(?:/enpproperty\s*-->|-->|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(?:founder-)?(\w+)>(.{0,2000}?)</(?:founder-)?\1>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|</?[a-zA-Z][^>]{0,200}>")

_PAPER_SUFFIX = re.compile(
    r"[\s\-_—·|：:（(]*(?:数字报|电子报|电子版|数字版|多媒体|电子阅报|ePaper)\w*[）)]?\s*$", re.IGNORECASE
)
_TITLE_PARTS = re.compile(r"\s*[-_—–|·]+\s*")
TRAILER_CHARS = 20_000  # a longer comment is no trailer
TRAILER_TAGS = 400  # a trailer has some twenty fields
TITLE_CHARS = 200


def read_trailer(text: str) -> dict[str, str]:
    """Give the fields of the page's trailer, without the prefix founder-: date, pagenum, papername, type, title.

    Args:
        text: the page's source.

    Returns:
        Empty for a page without a trailer; fields that are empty are left out.
    """
    return _fields(_TRAILER.finditer(text))


def split_trailer(text: str) -> tuple[str, dict[str, str]]:
    """Give the page's source without its trailers, and their fields as `read_trailer` does.

    Args:
        text: the page's source.
    """
    found = list(_TRAILER.finditer(text))
    ends = (0, *(comment.end() for comment in found))
    starts = (*(comment.start() for comment in found), len(text))
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True)), _fields(found)


def _fields(comments: Iterable[re.Match[str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for comment in comments:
        if comment[1].count("<", 0, TRAILER_CHARS) > TRAILER_TAGS:
            continue
        for name, value in _FIELD.findall(comment[1][:TRAILER_CHARS]):
            words = normalise_line(html.unescape(_MARKUP.sub(" ", value)))
            if words:
                fields[name.lower()] = words
    return fields


def paper_name(root: etree._Element, trailer: Mapping[str, str]) -> str | None:
    """Name the paper, without 数字报 and the like: as the trailer does, else as the page's title begins.

    Args:
        root: of the page.
        trailer: its fields.
    """
    if name := trailer.get("papername"):
        return name
    element = next(root.iter("title"), None)
    title = link_text(element)[:TITLE_CHARS] if element is not None else ""
    first = next((part for part in _TITLE_PARTS.split(title) if part), "")
    name = _PAPER_SUFFIX.sub("", first).strip("《》 ")
    return (name.removesuffix("社") if name.endswith("报社") else name) or None
