"""Read the comment that Founder puts after </html>: the page's date, number, paper and type.

It holds a `<founder-content>` of its own with the paper's NAME, so it must never be taken for part of the page.
"""

from __future__ import annotations

import html
import re

from pipelines.text import normalise_line

_TRAILER = re.compile(r"<!--\s*enpproperty\b(.*?)(?:/enpproperty\s*-->|-->|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(?:founder-)?(\w+)>(.*?)</(?:founder-)?\1>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|</?[a-zA-Z][^>]{0,200}>")


def read_trailer(text: str) -> dict[str, str]:
    """Give the fields of the page's trailer, without the prefix founder-: date, pagenum, papername, type, title.

    Args:
        text: the page's source.

    Returns:
        Empty for a page without a trailer; fields that are empty are left out.
    """
    fields: dict[str, str] = {}
    for comment in _TRAILER.finditer(text):
        for name, value in _FIELD.findall(comment[1]):
            words = normalise_line(html.unescape(_MARKUP.sub(" ", value)))
            if words:
                fields[name.lower()] = words
    return fields


def without_trailer(text: str) -> str:
    """Give the page's source without its trailers."""
    return _TRAILER.sub("", text)
