"""Aheading (杭州前方, 搜报网 cnepaper.com), with the skin of the Zhejiang Daily group too.

Reported from 浙江日报, 钱江晚报 and county papers, for example https://zjrb.zjol.com.cn/html/2023-02/27/node_18.htm.
"""

from __future__ import annotations

from crawler.pages.epaper_article import EpaperArticlePage
from crawler.pages.epaper_layout import EpaperLayoutPage


class AheadingLayoutPage(EpaperLayoutPage):
    """A layout of Aheading."""

    name = "aheading-layout"
    platform = "aheading"


class AheadingArticlePage(EpaperArticlePage):
    """An article of Aheading."""

    name = "aheading-article"
