"""The URLs that records name, as the ledger enters them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.ledger import DiscoveredUrl
from pipelines.issue_rows import urls_of_layout
from pipelines.issues import ScrapedLayout
from pipelines.items import ScrapedList
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import Visit


def url_of_visit(visit: Visit) -> DiscoveredUrl:
    """Give the URL that was visited, with the page that named it."""
    found_on = canonical_url(visit.found_on) if visit.found_on else None
    return DiscoveredUrl(url_key=url_key(visit.url), url=canonical_url(visit.url), kind=visit.kind, found_on=found_on)


def urls_named_by(record: object) -> Iterator[DiscoveredUrl]:
    """Give the URLs that a list page or a layout names; other records name none."""
    if isinstance(record, ScrapedLayout):
        yield from urls_of_layout(record)
    elif isinstance(record, ScrapedList):
        for child in record.children:
            yield DiscoveredUrl(
                url_key=url_key(child.url),
                url=canonical_url(child.url),
                kind=child.kind,
                found_on=canonical_url(record.visit.url),
                listed_on=child.listed_on,
            )
