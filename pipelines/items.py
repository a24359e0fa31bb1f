"""The records that travel from the spiders to the store: what each stage may rely on.

A `Scraped…` record holds what a page says, as printed. An `Article` is normalised: an invalid one cannot exist.
Nothing in here reads HTML or knows a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

ParagraphStyle = Literal["plain", "subhead", "table"]
Role = Literal["reporter", "correspondent", "photographer", "editor", "author", "other"]
Genre = Literal[
    "news", "photo", "commentary", "literature", "notice", "advertisement", "teaser", "masthead", "correction"
]
PointerKind = Literal["jump_to", "jump_from", "teaser", "correction"]
DateSource = Literal["issue", "url", "meta", "text", "fetched"]
ResourceKind = Literal["entry", "layout", "list", "pager", "article", "asset"]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One printed line or paragraph, with its indent and other blanks still in front of it."""

    text: str
    style: ParagraphStyle = "plain"


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture of an article; `caption` is None where nothing is printed with it."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One answer of a server, as it came, for the raw archive.

    Args:
        url: that answered, after any redirect.
        at: when the answer came, aware UTC.
        status: of HTTP.
        headers: of the answer, names and values as sent.
        body: decompressed.
        request_headers: what was sent; empty where an exchange is read back.
    """

    url: str
    at: dt.datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    request_headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What one request for a URL came to; one `fetch` row (of two visits of a URL in one group, the later).

    Args:
        url: the URL as it was discovered, before any redirect.
        kind: what the URL is for.
        at: when the answer came, aware UTC.
        http_status: None when no answer came.
        outcome: `stored`, `read`, `alias` (a layout that is another name of a page), `unchanged` (304),
            `gone`, `refused`, `quarantined`, or `retry`.
        reason: a stable slug, such as `http_404` or `robots`; None for what was had.
        detail: one sentence for the operator.
        encoding_declared: as the header or the page says; None when neither does.
        encoding_used: what the bytes were decoded with; None when nothing was decoded.
        replaced_chars: how many characters of the page could not be decoded.
        found_on: the page that named the URL; None for the URLs of a site profile.
        retry_after_s: seconds after which the site asks to come back; None where it does not say.
        exchange: what the server answered; None where nothing came.
    """

    url: str
    kind: ResourceKind
    at: dt.datetime
    outcome: str
    http_status: int | None = None
    reason: str | None = None
    detail: str | None = None
    encoding_declared: str | None = None
    encoding_used: str | None = None
    replaced_chars: int = 0
    found_on: str | None = None
    retry_after_s: int | None = None
    exchange: Exchange | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ListedUrl:
    """A URL named by a list page: an article, or a further list page."""

    url: str
    kind: ResourceKind
    title: str | None = None
    listed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ScrapedList:
    """A list or pager page that was read, with every URL that it names.

    `reopened` are further list pages that must be read again although they were read before, because what this page
    shows has moved past its end.
    """

    visit: Visit
    children: tuple[ListedUrl, ...]
    reopened: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrintContext:
    """Where an article is printed, as far as its own page says.

    Args:
        issue_on: the day of the issue.
        page_number, page_title: as the article's page prints them; None where it does not.
    """

    issue_on: dt.date
    page_number: str | None = None
    page_title: str | None = None


@dataclass(frozen=True, kw_only=True)
class ScrapedPart:
    """A further page of an article (`…_01.shtml`), with its text as printed."""

    visit: Visit
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScrapedArticle:
    """An article's strings as printed.

    Args:
        visit: the request that brought its first page.
        headline, kicker, subheadline: None where none is printed.
        section: the last step of the page's position line; None where there is none.
        credits_before, credits_after: the lines around the body that say when, from whom and by whom (时间：… 来源：…
            作者：…, 责任编辑：…).
        marked_dateline: the dateline where the platform's markup names it; it is also in `paragraphs`.
        marked_byline: the byline where the markup has a place of its own for it; it is not in `paragraphs`.
        marked_published, marked_source, marked_author: what the page's own data (meta tags, JSON-LD) name; each counts
            only where nothing printed says it, and an editor is no author.
        paragraphs: the first page's body, in printed order.
        parts: the further pages; one that could not be had has no paragraphs.
        parser, parser_version: the page object that read it.
        printed_in: the issue and page, for an article of a newspaper; None elsewhere.
    """

    visit: Visit
    parser: str
    parser_version: str
    headline: str | None = None
    kicker: str | None = None
    subheadline: str | None = None
    section: str | None = None
    credits_before: tuple[str, ...] = ()
    credits_after: tuple[str, ...] = ()
    marked_dateline: str | None = None
    marked_byline: str | None = None
    marked_published: str | None = None
    marked_source: str | None = None
    marked_author: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    images: tuple[Image, ...] = ()
    parts: tuple[ScrapedPart, ...] = ()
    printed_in: PrintContext | None = None


@dataclass(frozen=True, kw_only=True)
class Contributor:
    """A person named by the byline, in a role of the closed list.

    `image_ordinal` is the picture, from 1, in whose caption the person is named; None elsewhere.
    """

    role: Role
    name: str
    image_ordinal: int | None = None


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Words by which an article of a newspaper points to another one.

    Args:
        kind: it goes on elsewhere (下转), or comes from there (上接); a 导读; an earlier article put right (更正).
        printed: the words, as a normalised line.
        page_number: the page that they name, as printed without 第 and 版; None where they name none.
        title: the title that they name; of a teaser that names none the article's own; else None.
        on: the day of the issue that they name; None: the article's own issue.
    """

    kind: PointerKind
    printed: str
    page_number: str | None = None
    title: str | None = None
    on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Article:
    """A normalised article, ready to be kept.

    Args:
        visit: the request that brought it.
        parser, parser_version: the page object that read it; its version and that of the pipelines, as `1+1`.
        published_on: local date (Asia/Shanghai or the source's zone).
        published_at: aware, None unless a clock time is printed.
        date_source: where `published_on` came from.
        is_dated_by_fetch: the dates count from the moment of fetching, and another visit may give others.
        dateline: the printed 电头 without its colon; None where there is none.
        dateline_on: the day that the dateline names, its year worked out; None where it names none.
        body: paragraphs joined by a newline; may be empty when there are images, and in print when there is a title.
        byline_printed: the printed words that name people, one a line; None where nobody is named.
        removed_chars: how many control, zero-width and private-use characters were taken out.
        text_sha256: of the folded headline and body; see pipelines.deduplicate.
        may_be_alias: whether the text is long enough for its URL to be a second address of an equal article.
        printed_in: the issue and page, for an article of a newspaper; None elsewhere.
        suspended_days: on which the newspaper announces in it that it does not appear (休刊).
        series_title, series_part: what it is a part of, and which (之三, 上) without brackets; None for no series.
        pointers: to other articles, in printed order; the words of jumps are taken out of titles and body.
    """

    visit: Visit
    parser: str
    parser_version: str
    published_on: dt.date
    date_source: DateSource
    genre: Genre
    body: str
    headline: str | None = None
    kicker: str | None = None
    subheadline: str | None = None
    section: str | None = None
    column_title: str | None = None
    dateline: str | None = None
    dateline_on: dt.date | None = None
    is_dated_by_fetch: bool = False
    published_at: dt.datetime | None = None
    byline_printed: str | None = None
    credited_source: str | None = None
    contributors: tuple[Contributor, ...] = ()
    images: tuple[Image, ...] = ()
    parts: tuple[ScrapedPart, ...] = ()
    removed_chars: int = 0
    text_sha256: str = ""
    may_be_alias: bool = False
    printed_in: PrintContext | None = None
    suspended_days: tuple[dt.date, ...] = ()
    series_title: str | None = None
    series_part: str | None = None
    pointers: tuple[Pointer, ...] = ()

    def __post_init__(self) -> None:
        has_words = any((self.headline, self.kicker, self.subheadline, self.pointers))
        if not self.body and not self.images and not (self.printed_in is not None and has_words):
            raise ValueError("an article needs a body or an image, or in print a title")
