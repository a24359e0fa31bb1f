"""Turn Scrapy's answer into the record of an exchange, for the raw archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Exchange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scrapy.http import Headers, Response


def exchange_of(response: Response, at: dt.datetime) -> Exchange:
    """Give the exchange that a response ends.

    Args:
        response: whole; its body is decompressed.
        at: when it came, aware UTC.
    """
    request = response.request
    return Exchange(
        url=response.url,
        at=at,
        status=response.status,
        headers=tuple(_pairs(response.headers)),
        body=response.body,
        request_headers=tuple(_pairs(request.headers)) if request is not None else (),
    )


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
