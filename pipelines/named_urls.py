"""The URLs that records name, as the ledger enters them; those of a layout see pipelines/issue_rows.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.ledger import DiscoveredUrl
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import ScrapedList, Visit


def url_of_visit(visit: Visit) -> DiscoveredUrl:
    """Give the URL that was visited, with the page that named it."""
    found_on = canonical_url(visit.found_on) if visit.found_on else None
    return DiscoveredUrl(url_key=url_key(visit.url), url=canonical_url(visit.url), kind=visit.kind, found_on=found_on)


def urls_of_list(record: ScrapedList) -> Iterator[DiscoveredUrl]:
    """Give the URLs that a list page names."""
    for child in record.children:
        yield DiscoveredUrl(
            url_key=url_key(child.url),
            url=canonical_url(child.url),
            kind=child.kind,
            found_on=canonical_url(record.visit.url),
            listed_on=child.listed_on,
        )
