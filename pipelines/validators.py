"""By which words of an answer a page may be asked for next time, so that it is sent only when it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from pipelines.issues import ScrapedLayout
from pipelines.items import Article, ScrapedList
from pipelines.urls import url_key

if TYPE_CHECKING:
    from pipelines.issues import MissingIssue
    from pipelines.items import Visit

    Record = Article | ScrapedList | ScrapedLayout | MissingIssue | Visit

VALIDATOR_CHARS = 512  # a longer one is no validator but an attempt to be stored


@dataclass(frozen=True, kw_only=True)
class Validators:
    """The headers ETag and Last-Modified of an answer, as sent; None for each that it has not, or that is unusable."""

    etag: str | None = None
    last_modified: str | None = None


NONE = Validators()
_KINDS = frozenset(("article", "layout", "list"))


def validators_of(record: Record) -> Validators:
    """Give the validators of a record's page.

    There are none where the page was not read, where it is one of several of an article (the others may change without
    it), and where another address answered than was asked for.
    """
    if not isinstance(record, (Article, ScrapedList, ScrapedLayout)) or record.visit.exchange is None:
        return NONE
    visit, answer = record.visit, record.visit.exchange
    is_whole = not (isinstance(record, Article) and record.parts)
    is_read = visit.outcome in ("stored", "read") and answer.status == HTTPStatus.OK and visit.kind in _KINDS
    if not is_whole or not is_read or url_key(answer.url) != url_key(visit.url):
        return NONE
    headers = {name.lower(): value for name, value in answer.headers}
    return Validators(etag=_usable(headers.get("etag")), last_modified=_usable(headers.get("last-modified")))


def _usable(value: str | None) -> str | None:
    is_usable = value and len(value) <= VALIDATOR_CHARS and value.isascii() and value.isprintable()
    return value if is_usable else None
