"""A spider with a mistake in it, to see what a run says of one (given as -s SPIDER_MODULES=tests.raising)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.spiders.news import NewsSpider as _NewsSpider
from pipelines.items import ScrapedArticle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

    from crawler.spiders.news import Target


class RaisingSpider(_NewsSpider):
    """Reads lists as the spider `news` does, and fails at every article."""

    name = "news"

    async def parse_article(self, response: Response, target: Target) -> AsyncIterator[Any]:
        """Fail."""
        raise LookupError(f"a mistake in the code, met at {target.url} {response.status}")
        yield


class RaisingPipeline:
    """Gives the normalisation an article that it cannot take: one whose paragraphs are missing."""

    def process_item(self, item: object) -> object:
        """Spoil an article; whatever else travels passes unchanged."""
        return replace(item, paragraphs=None) if isinstance(item, ScrapedArticle) else item  # type: ignore[arg-type]
