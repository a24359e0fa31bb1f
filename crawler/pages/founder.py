"""Founder classic (方正翔宇, 2006– ).

Seen on 中国旅游报, 江西日报 and 中国纪检监察报, for example http://www.ctnews.com.cn/zglyb/html/2017-10/13/node_1.htm.
"""

from __future__ import annotations

from crawler.pages.epaper_article import EpaperArticlePage
from crawler.pages.epaper_layout import EpaperLayoutPage


class FounderLayoutPage(EpaperLayoutPage):
    """A layout of Founder classic."""

    name = "founder-layout"
    platform = "founder-classic"


class FounderArticlePage(EpaperArticlePage):
    """An article of Founder classic."""

    name = "founder-article"
