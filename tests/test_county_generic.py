"""The county's news on sites of no known platform: every page prints its truth, and shows no platform's marks."""

from __future__ import annotations

import html
import re

import lxml.html
import pytest

from tests.county.generic.draft import SKINS, generic_draft, generic_truth, picture_url
from tests.county.generic.skins import page_of

FEW = 150
FOREIGN = re.compile(r"(?i)enorth|founder|npm:|aheading|\btrs\b|hanweb|enpcontent|cms block|parse begin")


@pytest.fixture(scope="module", params=SKINS)
def drafts(request):
    return [generic_draft(1, number // 14, number % 14, request.param) for number in range(FEW)]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def words_of(page):
    text = re.sub(r"(?s)<!--.*?-->|<script.*?</script>|<style.*?</style>|<head>.*?</head>", "", page)
    return squeezed(html.unescape(re.sub("<[^>]*>", "", text)))


def test_every_field_of_the_truth_is_printed(drafts):
    for draft in drafts:
        truth, page = generic_truth(draft), page_of(draft)
        shown = words_of(page)
        for field in (truth.headline, truth.section, truth.dateline, truth.credited_source, draft.printed_at):
            assert squeezed(field or "") in shown, truth.url
        for line in (truth.byline_printed or "").split("\n"):
            assert squeezed(line) in shown, truth.url
        for person in truth.contributors:
            assert person.name in shown
        for image in truth.images:
            assert squeezed(image.caption or "") in shown


def test_paragraphs_stand_in_their_order(drafts):
    for draft in drafts:
        shown, place = words_of(page_of(draft)), 0
        for paragraph in generic_truth(draft).body.split("\n"):
            place = shown.find(squeezed(paragraph), place)
            assert place >= 0, draft.url
            place += len(squeezed(paragraph))


def test_pictures_of_the_truth_are_on_the_page(drafts):
    for draft in drafts:
        sources = lxml.html.document_fromstring(page_of(draft)).xpath("//img/@src")
        on_page = {picture_url(draft, src) for src in sources}
        assert {image.url for image in generic_truth(draft).images} <= on_page


def test_pages_show_no_mark_of_a_platform(drafts):
    for draft in drafts:
        page = page_of(draft)
        assert not FOREIGN.search(page)
        assert "@@" not in page and not re.search(r"\bNone\b", page)


def test_dates_are_printed_or_in_the_address(drafts):
    sources = set()
    for draft in drafts:
        truth = generic_truth(draft)
        sources.add(truth.date_source)
        assert truth.published_at is None or truth.published_at.date() == truth.published_on
        if truth.date_source == "url":
            assert f"{truth.published_on:%Y%m}" in truth.url
    assert "text" in sources


def test_addresses_are_different():
    urls = [generic_draft(1, n // 14, n % 14, SKINS[n % 5]).url for n in range(2000)]
    assert len(set(urls)) == len(urls)


def test_skins_show_the_furniture_that_belongs_to_a_site(drafts):
    commented = 0
    for draft in drafts:
        page = page_of(draft)
        assert page.count("<a ") + page.count("<A ") >= 12
        commented += any(word in page for word in ("点个赞", "好人好事", "也能修", "记者辛苦", "前排围观", "有点小"))
    assert 0 < commented < len(drafts)
