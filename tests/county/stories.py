"""Which articles of the county are one story: the news site's and the paper's, by what they were drawn from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.county.plan import article_path, find, pair_of

if TYPE_CHECKING:
    from tests.county.site import County


def repeated_stories(county: County) -> frozenset[frozenset[str]]:
    """Return the stories that appeared more than once, each as the URLs of its articles.

    An article has the least of its URLs, and one that is carried over to other pages that of its first piece.
    """
    further = {url for one in county.print_joined() for url in one.pieces[1:]}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for news in county.articles():
        found[_first_written(county, news.url)].add(news.url)
    for printed in county.print_articles():
        if printed.url not in further:
            found[printed.story_of or printed.url].add(printed.url)
    return frozenset(frozenset(urls) for urls in found.values() if len(urls) > 1)


def _first_written(county: County, url: str) -> str:
    """Return the address of the article whose words this one has, or its own."""
    place = find(url.removeprefix(county.base_url))
    pair = pair_of(*place[:2], county.quirks) if place else None
    return county.base_url + article_path(*pair[1:]) if pair else url
