"""E-papers: which kind of page this is, and the page objects that read it, by platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from crawler.pages.aheading import AheadingArticlePage, AheadingLayoutPage
from crawler.pages.base import UnreadablePage
from crawler.pages.epaper_entry import EpaperEntryPage, entry_target
from crawler.pages.epaper_links import ARTICLE_NAME
from crawler.pages.epaper_trailer import read_trailer
from crawler.pages.founder import FounderArticlePage, FounderLayoutPage

if TYPE_CHECKING:
    from web_poet import HttpResponse

    from crawler.pages.epaper_article import EpaperArticlePage
    from crawler.pages.epaper_layout import EpaperLayoutPage

Kind = Literal["entry", "layout", "article"]

LAYOUT_PAGES: dict[str, type[EpaperLayoutPage]] = {"founder-classic": FounderLayoutPage, "aheading": AheadingLayoutPage}
ARTICLE_PAGES: dict[str, type[EpaperArticlePage]] = {
    "founder-classic": FounderArticlePage,
    "aheading": AheadingArticlePage,
}

_NODE_URL = re.compile(r"/node_\w+\.s?html?$", re.IGNORECASE)
_LAYOUT_MARK = re.compile(r"<map\b[^>]{0,300}pagepicmap|id\s*=\s*[\"']?pageLink\b|main-ed-map", re.IGNORECASE)
_ARTICLE_MARK = re.compile(r"<founder-content\b|<!--\s*<npm:article-|main-article-content", re.IGNORECASE)
_TYPES: dict[str, Kind] = {"1": "article", "2": "layout"}


def kind_of(response: HttpResponse) -> Kind:
    """Tell what a page of an e-paper is, by its trailer, its address, else its marks.

    Raises:
        UnreadablePage: `unknown_kind` when nothing tells.
    """
    text, path = response.text, urlsplit(str(response.url)).path
    if kind := _TYPES.get(read_trailer(text).get("type", "")):
        return kind
    is_article = ARTICLE_NAME.fullmatch(path.rsplit("/", 1)[-1]) is not None
    has_layout = _LAYOUT_MARK.search(text) is not None
    if not has_layout and not is_article and entry_target(text, str(response.url)) is not None:
        return "entry"
    if is_article:
        return "article"
    if _NODE_URL.search(path) or (has_layout and not _ARTICLE_MARK.search(text)):
        return "layout"
    if _ARTICLE_MARK.search(text):
        return "article"
    raise UnreadablePage("unknown_kind", "neither the address nor the page's marks tell a layout from an article")


__all__ = ["ARTICLE_PAGES", "LAYOUT_PAGES", "EpaperEntryPage", "Kind", "kind_of"]
