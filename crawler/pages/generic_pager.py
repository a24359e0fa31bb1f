"""Find the further pages of an article on a page of an unknown platform.

They have the address of the first page with a number behind it (123.html, 123_2.html), and the link says that number
or 下一页: links to the articles before and after have other words, and other addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages.base import absolute_url
from crawler.pages.tree import text_of

if TYPE_CHECKING:
    from lxml import etree

_FILE = re.compile(r"(?P<stem>[^?#]*/[^/?#]+)(?P<ending>\.s?html?)")
_NUMBERED = re.compile(r"(?P<stem>.*[^/_-])[_-]0?(?P<number>[1-9]\d?)")
_NEXT = re.compile(r"[\s\[【（(]*(?:下一?页|后一?页|next(?:\s?page)?)[\s\]】）)>＞»›]*", re.IGNORECASE)
_NUMBER = re.compile(r"[\s\[【（(]*第?\s?(\d{1,2})\s?页?[\s\]】）)]*")
_TEXT_CHARS = 12  # of a link to a page
_SECOND = 2
_MOST_LINKS = 2000


def further_pages(root: etree._Element, address: str) -> tuple[str, ...]:
    """Give the addresses of an article's other pages that a page links to, in order; the first page is none of them.

    Args:
        root: of the page.
        address: of the page, which may be the first or any other.
    """
    own = _FILE.fullmatch(address)
    if own is None:
        return ()
    stem, ending = own["stem"], own["ending"]
    links = _numbered_links(root, address, ending)
    if pages := _pages(links, address, stem, 0):
        return pages
    numbered = _NUMBERED.fullmatch(stem)
    if numbered is None:
        return ()
    stem, number = numbered["stem"], int(numbered["number"])
    is_part = number == 1 or any(absolute_url(address, link.get("href") or "") == stem + ending for link in links)
    return _pages(links, address, stem, number) if is_part else ()


def _numbered_links(root: etree._Element, address: str, ending: str) -> list[etree._Element]:
    """Give the links whose words may be those of a page of the article."""
    found = []
    for count, link in enumerate(root.iter("a")):
        if count >= _MOST_LINKS:
            break
        if ending in (link.get("href") or "") and len(text := text_of(link)) <= _TEXT_CHARS:
            found += [link] if _NEXT.fullmatch(text) or _NUMBER.fullmatch(text) else []
    return found


def _pages(links: list[etree._Element], address: str, stem: str, own: int) -> tuple[str, ...]:
    """Give the pages of a stem in the order of their numbers."""
    found: dict[int, str] = {}
    for link in links:
        url = absolute_url(address, link.get("href") or "")
        file = _FILE.fullmatch(url)
        numbered = _NUMBERED.fullmatch(file["stem"]) if file else None
        if numbered is not None and numbered["stem"] == stem and url != address:
            number = int(numbered["number"])
            if _says(text_of(link), number, own):
                found.setdefault(number, url)
    return tuple(found[number] for number in sorted(found))


def _says(text: str, number: int, own: int) -> bool:
    """Tell whether a link says the number of its address, or one more where the second page has the number 1."""
    if (said := _NUMBER.fullmatch(text)) is not None:
        return int(said[1]) > 1 and int(said[1]) in (number, number + 1)
    return number == own + 1 or (own == 0 and number == _SECOND)
