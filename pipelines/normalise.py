"""Turn scraped articles into normalised ones, or reject them with a reason; pipeline 100."""

from __future__ import annotations

import datetime as dt
import logging
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipelines.byline_reader import parse_byline
from pipelines.bylines import read_bylines, read_line
from pipelines.captions import caption_tail, read_caption
from pipelines.credits import read_credits, split_trailing_credits
from pipelines.datelines import split_dateline
from pipelines.dates import PrintedDate, month_day, url_date, zone
from pipelines.errors import PARSER_ERROR, Rejection
from pipelines.items import Article, Image, Paragraph, ScrapedArticle
from pipelines.marked import marked_date
from pipelines.structure import read_marks, read_structure
from pipelines.suspensions import read_suspension
from pipelines.text import clean_characters, count_unprintable, join_paragraphs, optional_line
from pipelines.time_lines import read_published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.bylines import Bylines
    from pipelines.credits import Credits
    from pipelines.items import Contributor, DateSource
    from pipelines.pointers import Marked

    Caption = tuple[str, tuple[str, ...], tuple[Contributor, ...]]

logger = logging.getLogger(__name__)

VERSION = "2"  # of the pipelines: another one when an article comes out otherwise, as tests/parser_outputs.py tells
OPENING_BYLINES = 3  # paragraphs of bylines that may stand before the dateline
DATELINE_CHARS = 30
_PLACE = re.compile(r"\s?[（(][^（）()]{1,20}[）)]$")  # 甲（石桥镇）


def normalise_article(scraped: ScrapedArticle, *, tz: str, paper: str | None = None) -> Article:
    """Normalise an article: text, dateline, dates, bylines, genre.

    Args:
        scraped: the strings as printed.
        tz: IANA name of the zone that the source prints its times in.
        paper: the newspaper's name, whose own notices (休刊) are read; None for what is no newspaper.

    Raises:
        Rejection: `empty_body` when there is neither text nor a picture; `undecodable` when more than a quarter of the
            text is replacement characters.
    """
    at, near = scraped.visit.at, url_date(scraped.visit.url, until=_last_day(scraped, tz))
    before = read_credits(scraped.credits_before, tz=tz, fetched_at=at, near=near)
    text = _read_text(scraped, before.credited_source)
    after = read_credits((*text.trailing, *scraped.credits_after), tz=tz, fetched_at=at, near=near)
    printed_on = before.published or read_published(text.trailing, tz=tz, fetched_at=at, near=near)
    published_on, published_at, date_source = _published(scraped, printed_on, tz=tz)
    before = _with_byline(before, optional_line(scraped.marked_byline))
    if not _is_signed(before, text.bylines, after):
        before = _with_byline(before, optional_line(scraped.marked_author))
    printed, people = _gather(before, text.bylines, text.captions, after)
    body, byline_printed = "\n".join(text.bylines.paragraphs), "\n".join(printed) or None
    pairs = zip(scraped.images, text.captions, strict=True)
    images = tuple(Image(url=clean_url(image.url), caption=caption or None) for image, (caption, _, _) in pairs)
    _require_text(body, images, is_titled=scraped.printed_in is not None and _is_titled(text.marked))
    return Article(
        visit=scraped.visit,
        parser=scraped.parser,
        parser_version=f"{scraped.parser_version}+{VERSION}",
        section=optional_line(scraped.section),
        published_on=published_on,
        published_at=published_at,
        date_source=date_source,
        is_dated_by_fetch=date_source == "fetched" or (printed_on is not None and printed_on.is_counted),
        dateline=text.dateline,
        dateline_on=month_day(text.dateline, near=published_on) if text.dateline else None,
        body=body,
        byline_printed=byline_printed,
        contributors=people,
        credited_source=before.credited_source or after.credited_source or optional_line(scraped.marked_source),
        images=images,
        parts=scraped.parts,
        removed_chars=count_unprintable(_printed_texts(scraped)),
        printed_in=scraped.printed_in,
        suspended_days=_suspended(text.marked.headline, body, published_on, paper) if scraped.printed_in else (),
        **read_structure(
            scraped,
            text.marked,
            text.bylines.paragraphs,
            dateline=text.dateline,
            people=people,
            byline=byline_printed,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Text:
    """An article's words taken apart; `trailing` are the credit lines at the end of its body."""

    marked: Marked
    dateline: str | None
    bylines: Bylines
    captions: list[Caption]
    trailing: tuple[str, ...]


def _read_text(scraped: ScrapedArticle, source: str | None) -> _Text:
    printed_lines = [line.text for line in join_paragraphs(list(_all_paragraphs(scraped)))]
    lines, trailing = split_trailing_credits(printed_lines, source=source)
    marked = read_marks(scraped, lines)
    dateline, paragraphs = _take_dateline(list(marked.paragraphs), scraped.marked_dateline)
    bylines = read_bylines(paragraphs, has_dateline=dateline is not None)
    return _Text(
        marked=marked,
        dateline=dateline,
        bylines=_with_closing_credit(bylines, has_images=bool(scraped.images)),
        captions=[read_caption(optional_line(image.caption) or "") for image in scraped.images],
        trailing=trailing,
    )


def _suspended(headline: str | None, body: str, printed_on: dt.date, paper: str | None) -> tuple[dt.date, ...]:
    days = read_suspension(f"{headline or ''}\n{body}", printed_on=printed_on, paper=paper)
    return tuple(day for day in days if day != printed_on)  # 今日起 is said by an issue of today


def _with_byline(before: Credits, words: str | None) -> Credits:
    """Put what stands in the byline's own place before what the credit lines say; a bare name there is an author's."""
    if words is None:
        return before
    people = _named_in_slot(words)
    return replace(before, printed=(words, *before.printed), contributors=(*people, *before.contributors))


def _is_signed(*read: Credits | Bylines) -> bool:
    """Tell whether anybody but an editor is named."""
    return any(person.role != "editor" for one in read for person in one.contributors)


def _with_closing_credit(bylines: Bylines, *, has_images: bool) -> Bylines:
    """Take the photographer off the end of a text with pictures: …踏青。甲 摄."""
    if not has_images or not bylines.paragraphs or any(one.role == "photographer" for one in bylines.contributors):
        return bylines
    *others, last = bylines.paragraphs
    cut = caption_tail(last)
    if cut is None:
        return bylines
    words, people = cut
    left = last.removesuffix(words).strip()
    return replace(
        bylines,
        paragraphs=(*others, *([left] if left else [])),
        printed=(*bylines.printed, words),
        contributors=(*bylines.contributors, *people),
    )


def _named_in_slot(words: str) -> tuple[Contributor, ...]:
    """Read the byline's own place: roles and names, else bare names; in brackets, or with their place behind them."""
    without_place = _PLACE.sub("", words)
    for text in (words, words.strip("（()） "), without_place):
        if people := read_line(text) or parse_byline(f"作者 {text}"):
            return people
    return parse_byline(f"作者 {words.rsplit(' ', 1)[-1]}", trust="running")  # 县实验小学 甲


def _gather(
    before: Credits, bylines: Bylines, captions: Sequence[Caption], after: Credits
) -> tuple[tuple[str, ...], tuple[Contributor, ...]]:
    """Put together the printed words that name people, and the people, each once and in printed order."""
    printed = [
        *before.printed,
        *bylines.printed,
        *(words for _, taken, _ in captions for words in taken),
        *after.printed,
    ]
    people = [
        *before.contributors,
        *bylines.contributors,
        *(
            replace(person, image_ordinal=ordinal)
            for ordinal, (_, _, named) in enumerate(captions, start=1)
            for person in named
        ),
        *after.contributors,
    ]
    return tuple(dict.fromkeys(printed)), tuple(dict.fromkeys(people))


def clean_url(url: str) -> str:
    """Take out of a picture's URL what no URL may hold; it is kept for people and never requested from here."""
    return clean_characters(url)[0].replace("\n", "").strip()


def page_text(paragraphs: Sequence[Paragraph]) -> str | None:
    """Give the normalised text of one page of an article; None for a page without text."""
    return "\n".join(line.text for line in join_paragraphs(paragraphs)) or None


def _all_paragraphs(scraped: ScrapedArticle) -> Iterator[Paragraph]:
    yield from scraped.paragraphs
    for part in scraped.parts:
        yield from part.paragraphs


def _printed_texts(scraped: ScrapedArticle) -> Iterator[str]:
    yield scraped.headline or ""
    yield from (paragraph.text for paragraph in _all_paragraphs(scraped))
    yield from (image.caption or "" for image in scraped.images)


def _take_dateline(paragraphs: list[str], marked: str | None) -> tuple[str | None, list[str]]:
    """Split off the dateline of the first paragraph that is no byline.

    What the platform marks as the dateline is one, whatever its words, unless it holds more than that.
    """
    name = (marked or "").rstrip("：: ")
    if name and len(name) <= DATELINE_CHARS and paragraphs and paragraphs[0].startswith(name) and name.isalnum():
        rest = paragraphs[0].removeprefix(name).lstrip("：: ")
        return name, [*([rest] if rest else []), *paragraphs[1:]]
    for index, text in enumerate(paragraphs[: OPENING_BYLINES + 1]):
        dateline, rest = split_dateline(text)
        if dateline is not None:
            return dateline, [*paragraphs[:index], *([rest] if rest else []), *paragraphs[index + 1 :]]
        if not read_line(text):
            break
    return None, paragraphs


def _published(
    scraped: ScrapedArticle, printed: PrintedDate | None, *, tz: str
) -> tuple[dt.date, dt.datetime | None, DateSource]:
    if scraped.printed_in is not None:
        return scraped.printed_in.issue_on, printed.at if printed else None, "issue"  # of its page on the web
    if printed is not None:
        return printed.on, printed.at, "text"
    if marked := marked_date(scraped.marked_published or "", tz=tz, fetched_at=scraped.visit.at):
        return marked.on, marked.at, "meta"
    if on := url_date(scraped.visit.url, until=_last_day(scraped, tz)):
        return on, None, "url"
    return scraped.visit.at.astimezone(zone(tz)).date(), None, "fetched"


def _last_day(scraped: ScrapedArticle, tz: str) -> dt.date:
    """Give the last day on which what was fetched can have been published; one day of grace for clocks and zones."""
    return scraped.visit.at.astimezone(zone(tz)).date() + dt.timedelta(days=1)


def _is_titled(marked: Marked) -> bool:
    return any((marked.headline, marked.kicker, marked.subheadline, marked.pointers))


def _require_text(body: str, images: Sequence[Image], *, is_titled: bool) -> None:
    if not body and not images and not is_titled:
        raise Rejection("empty_body", "the page has neither text nor a picture where the article should be")
    if body.count("\ufffd") > len(body) // 4:
        raise Rejection(
            "undecodable", "more than a quarter of the text is replacement characters: the encoding was not recognised"
        )


class NormalisePipeline:
    """Normalises the scraped articles; whatever else travels passes unchanged.

    An exception that nobody expected quarantines its article, so that it does not come back with every run.
    """

    def __init__(self, tz: str, paper: str | None = None) -> None:
        self.tz, self.paper = tz, paper

    @classmethod
    def from_crawler(cls, crawler: Any) -> NormalisePipeline:
        """Take the time zone and the newspaper's name from the spider's profile."""
        spider = crawler.spider
        return cls(spider.profile.tz, spider.source["name"] if spider.source["channel"] == "epaper" else None)

    def process_item(self, item: object) -> object:
        """Give the normalised article; for a rejected one, its visit as quarantined."""
        if not isinstance(item, ScrapedArticle):
            return item
        try:
            return normalise_article(item, tz=self.tz, paper=self.paper)
        except Rejection as error:
            return replace(item.visit, outcome="quarantined", reason=error.reason, detail=error.detail)
        except Exception as error:
            logger.exception("The article at %s could not be normalised", item.visit.url)
            return replace(item.visit, outcome="quarantined", reason=PARSER_ERROR, detail=repr(error))
