"""Random bytes and broken pages through every page object and the rows made of them: read, or refused with a reason."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.pages import enorth, epaper
from crawler.pages.base import UnreadablePage, absolute_url, decode_page, parse_html
from crawler.pages.detect import PLATFORMS, detect
from crawler.pages.epaper_links import link_url, without_query
from crawler.pages.generic import GenericArticlePage
from crawler.reading import read_saved_page
from pipelines.article_rows import article_row
from pipelines.deduplicate import mark_text
from pipelines.errors import Rejection
from pipelines.issue_rows import layout_row, urls_of_layout
from pipelines.items import Image, Paragraph, PrintContext, ScrapedArticle, Visit
from pipelines.normalise import normalise_article
from pipelines.text import count_unprintable, normalise_line
from pipelines.urls import url_key
from tests.fuzzing import BODIES, ENCODINGS, MUTANTS, TEXTS, URLS, Mutant, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web_poet import HttpResponse

    from pipelines.issues import ScrapedLayout

pytestmark = pytest.mark.faults

TZ = "Asia/Shanghai"
FETCHED = dt.datetime(2020, 3, 1, 2, 30, tzinfo=dt.UTC)
FOLDER = "http://www.yunling.example/html/2020-01/02/"
NODE, CONTENT, NEWS, LIST = (
    f"{FOLDER}node_1.htm",
    f"{FOLDER}content_1.htm",
    "http://www.yunling.example/system/2020/01/02/016478629.shtml",
    "http://www.yunling.example/hot/index.shtml",
)
ADDRESSES = st.sampled_from((NODE, CONTENT, NEWS, LIST, f"{FOLDER}index.htm", "http://www.yunling.example/a.js"))
KINDS: tuple[type[Any], ...] = (
    enorth.EnorthListPage,
    enorth.EnorthPagerPage,
    enorth.EnorthArticlePage,
    epaper.EpaperEntryPage,
    *epaper.LAYOUT_PAGES.values(),
    *epaper.ARTICLE_PAGES.values(),
    GenericArticlePage,
)
PAGES = {page.__name__: page for page in KINDS}
REFUSALS = (UnreadablePage, Rejection)


def properties_of(page: type[Any]) -> list[str]:
    """Name what a page object reads, its own and what it inherits from our classes."""
    own = [one for one in page.__mro__ if one.__module__.startswith("crawler.")]
    return [name for one in own for name, value in vars(one).items() if isinstance(value, cached_property | property)]


def read_all(page: Any) -> None:
    """Read everything that a page object can, and make rows of it."""
    for name in properties_of(type(page)):
        with suppress(UnreadablePage):
            getattr(page, name)
    if not hasattr(type(page), "scrape"):
        return
    visit = Visit(url=str(page.url), kind="article", at=FETCHED, outcome="stored")
    with suppress(*REFUSALS):
        is_layout = hasattr(type(page), "platform")
        keep_layout(page.scrape(visit, "a sign")) if is_layout else keep_article(page.scrape(visit))


def keep_article(scraped: ScrapedArticle) -> None:
    """Make the rows of an article and look at what a database would refuse or a reader miss."""
    article = mark_text(normalise_article(scraped, tz=TZ))
    row = article_row("0" * 64, article)
    strings = [
        *row.values.values(),
        *(one for image in row.images for one in image),
        *(n for _, n, _ in row.contributors),
    ]
    assert_storable(strings)
    assert article.body == "\n".join(filter(None, map(normalise_line, article.body.split("\n"))))
    assert count_unprintable(article.body.split("\n")) == 0
    assert all(name for _, name, _ in row.contributors)
    assert article.published_at is None or article.published_at.astimezone(dt.UTC) <= FETCHED + dt.timedelta(days=2)
    assert len(str(row.values["named_page"] or "")) <= 32


def keep_layout(scraped: ScrapedLayout) -> None:
    """Make the rows of a layout and look at what a database would refuse."""
    row = layout_row(scraped)
    assert_storable(
        [*row.picture.values(), *(one.title for one in row.pages), *(one.listed_title for one in row.placements)]
    )
    assert_storable(value for one in row.issues for value in (one.number, one.paper_name, one.edition, one.evidence))
    assert_storable(one.number for one in row.pages)
    assert all(len(one.number or "") <= 32 and len(one.edition) <= 16 for one in row.pages)
    assert len({one.url_key for one in row.placements}) == len(row.placements)
    assert len({one.url_key for one in row.pages}) == len(row.pages)
    assert row.own in row.pages
    assert len(list(urls_of_layout(scraped))) == len(scraped.pages) + len(scraped.placements)


def assert_storable(values: Any) -> None:
    """Fail on what PostgreSQL refuses: a NUL, a lone surrogate, a number of more than 32 bits."""
    for value in values:
        if isinstance(value, str):
            assert "\x00" not in value
            assert isinstance(value.encode(), bytes)
        elif isinstance(value, int):
            assert abs(value) < 2**31


def respond(body: bytes, url: str) -> HttpResponse:
    return decode_page(url, body)[0]


# Bytes.


@examples(150, 10_000)
@given(
    BODIES,
    st.one_of(
        st.none(),
        st.sampled_from(
            ("text/html; charset=utf-7", "text/html;charset='gb2312'", "charset=zlib", "charset=idna", "charset")
        ),
        st.builds("text/html; charset={}".format, st.one_of(TEXTS, st.sampled_from(ENCODINGS))),
    ),
)
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    response, decoding = decode_page(NEWS, body, {"Content-Type": content_type} if content_type else None)
    assert response.text.count("\ufffd") == decoding.replaced_chars
    assert decoding.used
    assert len(decoding.declared or "") <= 64
    with suppress(UnreadablePage):
        parse_html(response.text)


@examples(150, 10_000)
@given(ADDRESSES, URLS)
def test_any_link_is_an_address_or_none(base: str, href: str) -> None:
    whole = absolute_url(base, href)
    assert "#" not in whole
    link = link_url(base, href)
    assert link is None or link.lower().startswith(("http://", "https://"))
    assert "?" not in without_query(link or "")


# Pages.


@pytest.mark.parametrize("name", PAGES)
@examples(80, 3_000)
@given(mutant=MUTANTS)
def test_broken_page_is_read_or_refused(name: str, mutant: Mutant) -> None:
    read_all(PAGES[name](respond(mutant.body, mutant.url)))


@pytest.mark.parametrize("name", PAGES)
@examples(80, 1_500)
@given(body=BODIES, url=ADDRESSES)
@example(body=f"<h1>题</h1><p>好。<img src=a.jpg width={'9' * 5_000}>".encode(), url=NEWS)
@example(body=f"<h1>题</h1><p>好。<a href=016478629_{'9' * 5_000}.shtml>2</a>".encode(), url=NEWS)
@example(
    body=f"<founder-content>好。</founder-content><founder-author>{'记者王山' * 2_000}</founder-author>".encode(),
    url=CONTENT,
)
def test_random_page_is_read_or_refused(name: str, body: bytes, url: str) -> None:
    read_all(PAGES[name](respond(body, url)))


@examples(80, 4_000)
@given(st.one_of(st.builds(lambda mutant: (mutant.body, mutant.url), MUTANTS), st.tuples(BODIES, ADDRESSES)))
def test_platform_and_kind_are_told_or_not_known(page: tuple[bytes, str]) -> None:
    response = respond(*page)
    for ask in (
        lambda: detect(response.text, str(response.url)),
        lambda: enorth.kind_of(response),
        lambda: epaper.kind_of(response),
    ):
        try:
            found = ask()
        except UnreadablePage as error:
            assert error.reason in ("unknown_platform", "unknown_kind")
        else:
            assert getattr(found, "platform", found) in (*PLATFORMS, "article", "list", "pager", "layout", "entry")


@examples(120, 6_000)
@given(
    st.one_of(st.builds(lambda mutant: (mutant.body, mutant.url), MUTANTS), st.tuples(BODIES, ADDRESSES)),
    st.sampled_from((None, "enorth", "founder-classic", "aheading", "hanweb", "generic")),
)
def test_saved_page_becomes_json_or_is_refused(page: tuple[bytes, str], platform: str | None) -> None:
    with suppress(UnreadablePage):
        found = read_saved_page(page[0], url=page[1], platform=platform, fetched_at=FETCHED)
        assert json.loads(json.dumps(found)) == found
        assert found["kind"] in ("article", "list", "pager", "layout", "entry")


def urls_in(page: Any) -> Iterator[str]:
    yield from (one.url for one in getattr(page, "placements", ()))
    yield from (one.url for one in getattr(page, "pages", ()))
    yield from getattr(page, "further_pages", ())


@examples(80, 4_000)
@given(MUTANTS)
def test_what_a_page_names_of_its_own_issue_has_a_key(mutant: Mutant) -> None:
    response = respond(mutant.body, mutant.url)
    with suppress(UnreadablePage):
        for page in KINDS[2:6]:
            assert all(len(url_key(url)) == 64 for url in urls_in(page(response)))


# Articles that no page object made.

MAYBE = st.one_of(st.none(), TEXTS)
NUMBERS = st.one_of(st.none(), TEXTS.map(normalise_line))  # as page objects give them
ARTICLES = st.builds(
    ScrapedArticle,
    visit=st.just(Visit(url=NEWS, kind="article", at=FETCHED, outcome="stored")),
    parser=st.just("a parser"),
    parser_version=st.just("1"),
    headline=MAYBE,
    kicker=MAYBE,
    subheadline=MAYBE,
    section=MAYBE,
    credits_before=st.lists(TEXTS, max_size=2).map(tuple),
    credits_after=st.lists(TEXTS, max_size=2).map(tuple),
    marked_dateline=MAYBE,
    marked_byline=MAYBE,
    marked_author=MAYBE,
    paragraphs=st.lists(st.builds(Paragraph, text=TEXTS), max_size=4).map(tuple),
    images=st.lists(st.builds(Image, url=TEXTS, caption=MAYBE), max_size=2).map(tuple),
    printed_in=st.one_of(
        st.none(), st.builds(PrintContext, issue_on=st.dates(), page_number=NUMBERS, page_title=MAYBE)
    ),
)


@examples(100, 5_000)
@given(ARTICLES)
def test_any_strings_become_an_article_or_are_rejected(scraped: ScrapedArticle) -> None:
    with suppress(Rejection):
        keep_article(scraped)
