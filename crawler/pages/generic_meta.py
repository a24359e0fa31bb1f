"""What a page's own data say of its article: JSON-LD, Open Graph and meta tags; none of it is trusted.

Names are compared without case and blanks (`ArticleTitle`, `og: time`). Junk gives nothing, never an exception.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.names import name_shape
from pipelines.text import HAN, normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_HEADLINE = "articletitle og:title twitter:title headline dc.title title".split()
_PUBLISHED = (
    "pubdate article:published_time publishdate og:published_time datepublished publish_time publishtime og:time "
    "og:release_date weibo:article:create_at createtime pubtime dc.date.issued dc.date release_date"
).split()
_SOURCE = "contentsource mediaid source article:source og:source dc.source".split()
_AUTHOR = "author article:author og:article:author dc.creator byl".split()
_SITE = "og:site_name sitename application-name copyright twitter:site".split()
_TYPES = frozenset("article news newsarticle reportagenewsarticle blogposting".split())
_ARTICLE_TYPES = frozenset(("newsarticle", "article", "reportagenewsarticle", "blogposting"))

_MAX_CHARS = 300  # of a value
_MAX_TAGS = 300
_MAX_SCRIPTS = 10
_MAX_SCRIPT_CHARS = 200_000
_MAX_NODES = 500
_MAX_NESTING = 60
_BRACES = re.compile(r"[\[{\]}]")
_LABEL = re.compile(r"^(?:(?:文章|稿件|信息|内容|本文)?来源|稿源|作者)\s*[：:]\s*")
_BETWEEN = re.compile(r"[、，, ]{1,2}")
_PEOPLE = re.compile(rf"[{HAN}·]{{2,12}}(?:[、，, ]{{1,2}}[{HAN}·]{{2,12}}){{0,5}}")


@dataclass(kw_only=True)
class PageData:
    """What the data say; None and empty where they do not.

    Args:
        headlines: every headline named, in the order of trust.
        sites: names that the page gives its site.
        is_article: the data call the page an article or news.
    """

    headlines: tuple[str, ...] = ()
    published: str | None = None
    source: str | None = None
    author: str | None = None
    sites: frozenset[str] = frozenset()
    is_article: bool = False


@dataclass
class _Linked:
    """What the JSON-LD says."""

    headlines: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    is_article: bool = False


def read_page_data(root: etree._Element) -> PageData:
    """Read the data of a page."""
    tags = _meta_tags(root)
    linked = _read_linked(root)
    sites = frozenset(value for name in _SITE for value in tags.get(name, ()))
    source = next((_LABEL.sub("", text) for text in [*_all(tags, _SOURCE), *linked.sources] if len(text) > 1), None)
    authors = [_LABEL.sub("", text) for text in [*linked.authors, *_all(tags, _AUTHOR)]]
    types = {value.lower() for value in tags.get("og:type", ())}
    title = next(root.iter("title"), None)
    names = " ".join([*sites, source or "", *(title.itertext() if title is not None else ())])
    return PageData(
        headlines=tuple(dict.fromkeys([*linked.headlines, *_all(tags, _HEADLINE)])),
        published=next(iter([*linked.published, *_all(tags, _PUBLISHED), *_times(root)]), None),
        source=source,
        author=next((text for text in authors if _is_person(text, names)), None),
        sites=sites,
        is_article=linked.is_article or bool(types & _TYPES) or bool(_all(tags, ["articletitle"])),
    )


def _all(tags: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in tags.get(name, ())]


def _times(root: etree._Element) -> Iterator[str]:
    """Give the machine-readable times of the page's own elements."""
    for element in root.iter("time"):
        if text := _text(element.get("datetime")):
            yield text
            return


def _is_person(text: str, names: str) -> bool:
    """Tell people's names from what sites put there instead: their own name, a department, a number."""
    if not _PEOPLE.fullmatch(text) or text in names:
        return False
    return all(name_shape(name, trust="running", is_delimited=True) is not None for name in _BETWEEN.split(text))


def _meta_tags(root: etree._Element) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for count, element in enumerate(root.iter("meta")):
        if count >= _MAX_TAGS:
            break
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = _text(element.get("content"))
        if value and len(name) <= 60:
            tags.setdefault("".join(name.lower().split()), []).append(value)
    return tags


def _text(value: object) -> str:
    """Give a value as one line; empty where it is none, or far too long."""
    if not isinstance(value, str) or len(value) > _MAX_CHARS:
        return ""
    return normalise_line(value)


def _read_linked(root: etree._Element) -> _Linked:
    found = _Linked()
    for count, script in enumerate(_linked_scripts(root)):
        if count >= _MAX_SCRIPTS:
            break
        for node in _nodes(script):
            _take(found, node)
    return found


def _linked_scripts(root: etree._Element) -> Iterator[str]:
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            yield element.text


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Give the objects of a script, those of its lists and @graph included."""
    if len(script) > _MAX_SCRIPT_CHARS or _nesting(script) > _MAX_NESTING:
        return
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node[:_MAX_NODES])
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("mainEntity", "@graph") if isinstance(node.get(key), list | dict)]


def _nesting(script: str) -> int:
    depth = deepest = 0
    for brace in _BRACES.findall(script):
        depth += 1 if brace in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _take(found: _Linked, node: dict[str, Any]) -> None:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    is_article = any(isinstance(name, str) and name.lower() in _ARTICLE_TYPES for name in names)
    is_baidu = kinds is None and "pubDate" in node and "title" in node  # Baidu's own context has no types
    if not (is_article or is_baidu):
        return
    found.is_article = True
    found.headlines += filter(None, [_text(node.get("headline")), _text(node.get("title"))])
    found.published += filter(None, [_text(node.get("datePublished")), _text(node.get("pubDate"))])
    found.authors += _names(node.get("author"))
    found.sources += _names(node.get("sourceOrganization"))


def _names(value: object) -> list[str]:
    """Give the names of people or organisations: a string, an object with a name, or a list of those."""
    values = value[:20] if isinstance(value, list) else [value]
    texts = [_text(one.get("name") if isinstance(one, dict) else one) for one in values]
    return [text for text in texts if text]
