"""Parts that fail, each in its own way, to see what a run says of them (given as settings of `scrapy crawl`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider, DropItem

from crawler.spiders.epaper import EpaperSpider as _EpaperSpider
from crawler.spiders.news import NewsSpider as _NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def _fail(*_: Any, **__: Any) -> AsyncIterator[Any]:
    raise LookupError("a mistake in the code")
    yield


class NewsSpider(_NewsSpider):
    """The spider `news` with a mistake in every callback."""

    name = "news"
    parse = parse_list = parse_article = _fail


class EpaperSpider(_EpaperSpider):
    """The spider `epaper` with a mistake in every callback."""

    name = "epaper"
    parse = parse_entry = parse_layout = parse_article = _fail


class FailingPipeline:
    """Fails at every record, whatever it is."""

    def process_item(self, item: object) -> object:
        """Fail."""
        raise LookupError(f"a mistake in the code, met at a {type(item).__name__}")


class ClosingPipeline:
    """Asks for the end of the crawl at every record."""

    def process_item(self, item: object) -> object:
        """Ask for the end."""
        raise CloseSpider(f"a {type(item).__name__} is too much")


class DroppingPipeline:
    """Drops every record."""

    def process_item(self, item: object) -> object:
        """Drop it."""
        raise DropItem(f"a {type(item).__name__} is not wanted")
