"""What the links of an e-paper page lead to: articles and pages of the same issue, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.text import normalise_line

# content_306582.htm, content_1_9.htm (Founder, Aheading); con_…, c123.html (later Founder)
ARTICLE_NAME = re.compile(r"(?:content|con)_[\w-]+\.s?html?|c\d+\.s?html?", re.IGNORECASE)
# node_187.htm; zjrbindex.htm, the first page under its own name
LAYOUT_NAME = re.compile(r"(?:node|col)_?\w+\.s?html?|\w*index\.s?html?", re.IGNORECASE)
ISSUE_FOLDER = re.compile(r"/(?:19|20)\d\d-?\d\d[/-]\d\d/")
_WEBDINGS = re.compile(r"webdings|wingdings", re.IGNORECASE)
_NO_WORDS = frozenset(("script", "style", "noscript"))
_LINKS = frozenset(("a",))
_NOT_PLAIN = _NO_WORDS | {"title", "option", "a"}
MAX_DEPTH = 50  # of elements inside a link; hostile pages nest deeper
_BULLETS = "·•▪■□◆◇●○>»- "


def link_url(base_url: str, href: str | None) -> str | None:
    """Complete a link; None for one that leads nowhere, such as javascript:alert('已经是第一版')."""
    target = (href or "").strip()
    if not target or target.startswith("#") or target.split(":", 1)[0].lower() in ("javascript", "mailto", "data"):
        return None
    try:
        url = urljoin(base_url, target)
        parts, base = urlsplit(url), urlsplit(base_url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    if is_good and parts.netloc == base.netloc and parts.scheme != base.scheme:
        url = parts._replace(scheme=base.scheme).geturl()  # one page has one address, whatever its links say
    return url if is_good else None


def without_query(url: str) -> str:
    """Give the address without ?div=-1 and the like, which only choose what is highlighted."""
    return url.partition("#")[0].partition("?")[0]


def is_article(url: str, page_url: str) -> bool:
    """Tell whether a URL is an article of the issue that the page belongs to."""
    return _is_beside(url, page_url) and ARTICLE_NAME.fullmatch(_name(url)) is not None


def is_layout(url: str, page_url: str) -> bool:
    """Tell whether a URL is a page of the issue that the page belongs to."""
    return _is_beside(url, page_url) and LAYOUT_NAME.fullmatch(_name(url)) is not None and not is_article(url, page_url)


def is_other_issue(url: str, page_url: str) -> bool:
    """Tell whether a URL is a page of another issue of the same paper."""
    here, there = ISSUE_FOLDER.search(urlsplit(page_url).path), ISSUE_FOLDER.search(urlsplit(url).path)
    if here is None or there is None or urlsplit(url).netloc != urlsplit(page_url).netloc:
        return False
    return here[0] != there[0] and LAYOUT_NAME.fullmatch(_name(url)) is not None


def _name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1]


def _is_beside(url: str, page_url: str) -> bool:
    """Tell whether two URLs lie in the same folder of the same host; an issue's folder is named for its day."""
    there, here = urlsplit(url), urlsplit(page_url)
    return there.netloc == here.netloc and there.path.rpartition("/")[0] == here.path.rpartition("/")[0]


def link_text(element: etree._Element, *, skip_links: bool = False) -> str:
    """Give the words of a link or cell: no script, no glyph of a symbol font (a webdings 4 is an arrow), no bullet.

    Args:
        skip_links: leave out what stands in links inside the element.
    """
    pieces: list[str] = []
    _gather(element, pieces, _LINKS if skip_links else frozenset())
    return line_words("".join(pieces))


def line_words(line: str) -> str:
    """Give the words of a printed line, without the bullets at its ends."""
    return normalise_line(line).strip(_BULLETS)


def _gather(element: etree._Element, pieces: list[str], skip: frozenset[str], depth: int = 0) -> None:
    tag = element.tag
    if depth > MAX_DEPTH or not isinstance(tag, str) or tag in _NO_WORDS or tag in skip:
        return
    if tag == "br":
        pieces.append(" ")
    style, face = element.get("style"), element.get("face")
    if (style or face) and _WEBDINGS.search(f"{style or ''} {face or ''}"):
        return
    pieces.append(element.text or "")
    for child in element:
        _gather(child, pieces, skip, depth + 1)
        pieces.append(child.tail or "")


def plain_text(root: etree._Element) -> str:
    """Give a page's words in printed order, a blank between elements, without links, scripts and its title."""
    pieces: list[str] = []
    depth = 0  # inside elements that are left out
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            depth += element.tag in _NOT_PLAIN
            pieces.append((element.text or "") if not depth else "")
            continue
        if event == "end":
            depth -= element.tag in _NOT_PLAIN
        pieces.append((element.tail or "") if not depth else "")
    return " ".join(pieces)
