"""Find a page's own list of articles among the other lists on its layout (今日关注, 标题导航).

An article is not on a page merely because the page links to it. Lists are groups of links that stand together; a
page's own is the one that agrees best with its image map, and no list under the heading of a box of highlights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.pages.epaper_links import is_article, link_text, link_url, without_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

_BOX = re.compile(r"关注|热点|热文|热门|热评|焦点|推荐|排行|往期|相关|精彩|点击|导读|速览|更多")
_OWN_CLASS = re.compile(r"articlenav-list|titleList|news-list", re.IGNORECASE)
_HEADING_LEVELS = 4  # how far around a list its heading may be
_HEADING_CHARS = 12  # a longer text is no heading of a box

MAX_LINKS = 3_000  # to articles, of one layout
MAX_GROUPS = 200

_KNOWN, _FIRST, _BOXED = 0.6, 0.15, -0.6  # besides the agreement with the map, which is 0 to 1


@dataclass(frozen=True, kw_only=True)
class LinkGroup:
    """Links to articles that stand together: the titles by URL, in printed order, and the element around them."""

    holder: etree._Element
    titles: dict[str, str]


def own_list(root: etree._Element, page_url: str, in_map: Collection[str]) -> dict[str, str]:
    """Give the titles of the page's own list by URL, in printed order; a title may be empty.

    Args:
        root: of the layout page.
        page_url: its address.
        in_map: the articles that the page's image map names.
    """
    groups = _groups(root, page_url)
    if not groups:
        return {}
    chosen = max(groups, key=lambda group: _score(group, in_map, is_first=group is groups[0]))
    is_foreign = bool(in_map) and not chosen.titles.keys() & set(in_map)
    if is_foreign and (_is_boxed(chosen.holder) or _has_own_list(root)):
        return {}  # the page's own list is empty: it names other pages' articles only
    own = dict(chosen.titles)
    for group in groups:  # the list may have several columns, and its titles may be printed more fully elsewhere
        if group.titles.keys() <= {*own, *in_map}:
            for url, title in group.titles.items():
                own[url] = own.get(url) or title
    return own


def _score(group: LinkGroup, in_map: Collection[str], *, is_first: bool) -> float:
    urls = set(group.titles)
    agreement = len(urls.intersection(in_map)) / len(urls.union(in_map))
    classes = (f"{one.get('class') or ''} {one.get('id') or ''}" for one in (group.holder, *_around(group.holder)))
    is_known = any(_OWN_CLASS.search(words) for words in classes)
    size = len(urls) / (100 + len(urls))  # of two that are alike, the longer
    return agreement + _KNOWN * is_known + _FIRST * is_first + _BOXED * _is_boxed(group.holder) + size


def _has_own_list(root: etree._Element) -> bool:
    return any(_OWN_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in root.iter("ul", "div"))


def _groups(root: etree._Element, page_url: str) -> list[LinkGroup]:
    links: dict[etree._Element, str] = {}
    for link in root.iter("a"):
        url = link_url(page_url, link.get("href"))
        if url and is_article(url, page_url) and len(links) < MAX_LINKS:
            links[link] = without_query(url)
    holds: dict[etree._Element, set[str]] = {}
    for link, url in links.items():
        for ancestor in link.iterancestors():
            holds.setdefault(ancestor, set()).add(url)
    groups: dict[etree._Element, LinkGroup] = {}
    for link, url in links.items():
        around = [one for one in link.iterancestors() if one.tag not in ("body", "html")]
        lists = (one for one in around if len(holds[one]) > 1 or one.tag in ("ul", "ol", "dl"))
        holder = next(lists, link.getparent())
        if holder is None:
            continue
        titles = groups.setdefault(holder, LinkGroup(holder=holder, titles={})).titles
        titles[url] = max(titles.get(url, ""), link_text(link), key=len)
    return list(groups.values())[:MAX_GROUPS]


def _around(element: etree._Element) -> Iterator[etree._Element]:
    for level, ancestor in enumerate(element.iterancestors()):
        if level >= _HEADING_LEVELS or ancestor.tag in ("body", "html"):
            return
        yield ancestor


def _is_boxed(holder: etree._Element) -> bool:
    """Tell whether the nearest words before a list are the heading of a box of highlights."""
    for element in (holder, *_around(holder)):
        for before in element.itersiblings(preceding=True):
            text = link_text(before) if isinstance(before.tag, str) else ""
            if text:
                return len(text) <= _HEADING_CHARS and _BOX.search(text) is not None
        parent = element.getparent()
        if parent is not None and parent.text and parent.text.strip():
            text = parent.text.strip()
            return len(text) <= _HEADING_CHARS and _BOX.search(text) is not None
    return False
