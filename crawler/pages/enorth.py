"""Enorth webpublisher (北方网): which kind of page this is, and the page object that reads it.

Seen on 苍南新闻网 (inferred), zjol, 66wz, jxnews, gaxww and dbw: for example
http://www.gaxww.com/hot/index.shtml in 2017 and https://www.dbw.cn/ in 2024.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from crawler.pages.base import UnreadablePage
from crawler.pages.enorth_article import EnorthArticlePage
from crawler.pages.enorth_list import ARTICLE_URL, EnorthListPage, EnorthPagerPage

if TYPE_CHECKING:
    from web_poet import HttpResponse

Kind = Literal["article", "list", "pager"]

_PAGER_WORDS = (re.compile(r"\bmaxpage\s*="), re.compile(r"\bschannelId\s*="))
_HEAD_CHARS = 5_000  # within which a page says that it is HTML
_LIST_URL = re.compile(r"/system/(?:count|more)/|/(?:index(?:_\d+)?\.s?html?)?$")
_ARTICLE_MARK = re.compile(r"content\(\)\s*parse (?:begin|end)|block start\s*\[\s*name=\"v5\.pages\"")
_LIST_MARK = re.compile(r"block start\s*\[\s*name=\"v5\.(?:latest|select_page)\"")


def kind_of(response: HttpResponse) -> Kind:
    """Tell what a page of this platform is, by its address, else by its marks.

    Raises:
        UnreadablePage: `unknown_kind` when neither tells.
    """
    path = urlsplit(str(response.url)).path
    is_html = "<html" in response.text[:_HEAD_CHARS].lower()
    if path.endswith(".js") or (not is_html and all(word.search(response.text) for word in _PAGER_WORDS)):
        return "pager"
    if ARTICLE_URL.search(re.sub(r"_\d+(?=\.)", "", path)):
        return "article"
    if _LIST_URL.search(path):
        return "list"
    if _ARTICLE_MARK.search(response.text):
        return "article"
    if _LIST_MARK.search(response.text):
        return "list"
    raise UnreadablePage("unknown_kind", "neither the address nor the page's marks tell an article from a list")


__all__ = ["ARTICLE_URL", "EnorthArticlePage", "EnorthListPage", "EnorthPagerPage", "Kind", "kind_of"]
