"""Random Chinese text through every public function of the pipelines: nothing fails, nothing is lost or made up."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.fold import fold
from pipelines.byline_reader import parse_byline
from pipelines.byline_words import Trust
from pipelines.bylines import read_bylines, read_line
from pipelines.captions import caption_tail, read_caption
from pipelines.credits import read_credits, split_trailing_credits
from pipelines.datelines import split_dateline
from pipelines.dates import month_day, printed_date, relative_date, resolve_month_day, url_date, zone
from pipelines.genres import is_photo_story, print_genre
from pipelines.items import Genre, Paragraph
from pipelines.names import name_shape, organisation_ends, reads_as_phrase
from pipelines.printed import read_issue_line, read_page_label
from pipelines.text import (
    clean_characters,
    count_unprintable,
    ends_sentence,
    fold_widths,
    has_indent,
    join_paragraphs,
    looks_like_subhead,
    normalise_line,
    optional_line,
)
from pipelines.urls import canonical_url, url_key
from tests.fuzzing import TEXTS, URLS, examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.items import Contributor

pytestmark = pytest.mark.faults

FEW, MANY = 100, 4_500
TZ = "Asia/Shanghai"
TRUSTS: tuple[Trust, ...] = get_args(Trust)
FETCHED = dt.datetime(2020, 3, 1, 2, 30, tzinfo=dt.UTC)
FULL_WIDTH = {ord(chr(n + 0xFEE0)): n for n in range(0x21, 0x7F) if chr(n).isalnum()}
FILLERS = "\u115f\u1160\u3164"  # letters by their category, and nobody can see them
LINES = TEXTS.map(normalise_line)
PARAGRAPHS = st.lists(LINES.filter(bool), max_size=5)
DAYS = st.dates()
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


def letters(text: str) -> str:
    """Return the letters and digits in order, apart from width."""
    printed = text.translate(FULL_WIDTH)
    return "".join(char for char in printed if unicodedata.category(char)[0] in "LN" and char not in FILLERS)


def counted(texts: Iterable[str], without: str = "") -> Counter[str]:
    """Count the characters that must not be lost."""
    return Counter(char for text in texts for char in text if not char.isspace() and char not in without)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def assert_named_in(people: Iterable[Contributor], text: str) -> None:
    """Fail where a name does not stand in the text; a padded name is printed with a blank."""
    for person in people:
        assert person.name
        assert person.name in squeezed(text)


# Characters and lines.


@examples(FEW, MANY)
@given(TEXTS)
def test_cleaning_takes_out_what_it_counts_and_nothing_that_is_read(text: str) -> None:
    cleaned, removed = clean_characters(text)
    assert clean_characters(cleaned) == (cleaned, 0)
    assert letters(cleaned) == letters(text)
    assert len(cleaned) + removed == len(text) - text.count("\r\n")
    assert count_unprintable([text, text]) == 2 * removed


@examples(FEW, MANY)
@given(TEXTS)
def test_widths_are_folded_character_by_character(text: str) -> None:
    for folded in (fold_widths(text), fold(text)):
        assert len(folded) == len(text)
    assert fold_widths(fold_widths(text)) == fold_widths(text)
    assert fold(fold(text)) == fold(text)
    changed = {before for before, after in zip(text, fold_widths(text), strict=True) if before != after}
    assert {ord(char) for char in changed} <= FULL_WIDTH.keys()


@examples(FEW, MANY)
@given(TEXTS)
def test_line_is_normalised_once_and_loses_no_letter(text: str) -> None:
    line = normalise_line(text)
    assert normalise_line(line) == line == line.strip()
    assert letters(line) == letters(text)
    assert "  " not in line
    assert optional_line(text) == (line or None)
    assert {has_indent(text), ends_sentence(line), looks_like_subhead(line)} <= {True, False}


@examples(FEW, MANY)
@given(st.lists(st.builds(Paragraph, text=TEXTS, style=st.sampled_from(("plain", "subhead", "table"))), max_size=6))
def test_paragraphs_are_joined_without_loss(paragraphs: list[Paragraph]) -> None:
    joined = join_paragraphs(paragraphs)
    assert letters("".join(one.text for one in joined)) == letters("".join(one.text for one in paragraphs))
    assert all(one.text == normalise_line(one.text) != "" for one in joined)
    assert len(joined) <= sum(1 + len(re.findall(r"[\n\r\x0b\x0c\x85\u2028\u2029]", one.text)) for one in paragraphs)


# Dates.


@examples(FEW, MANY)
@given(st.one_of(URLS, TEXTS, st.builds("/{}/{}-{}/x_{}.htm".format, DAYS, TEXTS, TEXTS, TEXTS)))
def test_day_of_an_address_stands_in_it(url: str) -> None:
    day = url_date(url)
    digits = "".join(str(unicodedata.decimal(char)) for char in url if char.isdecimal())
    assert day is None or str(day.year) in digits


@examples(FEW, MANY)
@given(TEXTS, st.sampled_from((TZ, "UTC", "America/New_York")))
def test_printed_date_is_a_day_with_its_own_clock_time(text: str, tz: str) -> None:
    found = printed_date(text, tz=tz)
    if found is not None:
        assert 1900 <= found.on.year <= 2099
        assert found.at is None or (found.at.date(), found.at.tzinfo) == (found.on, zone(tz))


@examples(40, 2_000)
@given(TEXTS, MOMENTS, st.sampled_from((TZ, "UTC", "America/New_York")))
def test_relative_date_is_never_in_the_future(text: str, fetched_at: dt.datetime, tz: str) -> None:
    found = relative_date(text, fetched_at=fetched_at, tz=tz)
    if found is not None:
        assert found.on <= fetched_at.astimezone(zone(tz)).date()
        assert found.at is None or (found.at <= fetched_at and found.at.date() == found.on)


@examples(FEW, MANY)
@given(TEXTS, DAYS, st.integers(-1, 13), st.integers(-1, 32))
def test_day_without_a_year_is_the_latest_that_can_be(text: str, near: dt.date, month: int, day: int) -> None:
    found = resolve_month_day(month, day, near=near)
    if found is not None:
        assert (found.month, found.day) == (month, day)
        assert -366 * 8 <= (found - near).days <= 1
    named = month_day(text, near=near)
    if named is not None and "年" not in text:
        assert (named - near).days <= 1


# People.


@examples(FEW, MANY)
@given(LINES, st.sampled_from(TRUSTS))
def test_people_of_a_byline_stand_in_it(line: str, trust: Trust) -> None:
    for read in (parse_byline, read_line, partial(parse_byline, bare="author")):
        people = read(line, trust=trust)
        assert_named_in(people, line)
        assert len(set(people)) == len(people)


@examples(FEW, MANY)
@given(PARAGRAPHS)
def test_body_and_bylines_are_the_whole_text(paragraphs: list[str]) -> None:
    found = read_bylines(paragraphs)
    assert counted((*found.paragraphs, *found.printed), "：:") == counted(paragraphs, "：:")
    assert all(found.paragraphs)
    assert_named_in(found.contributors, " ".join(found.printed))


@examples(FEW, MANY)
@given(LINES)
def test_caption_and_photographers_are_the_whole_caption(line: str) -> None:
    left, printed, people = read_caption(line)
    assert counted((left, *printed), "：:") == counted([line], "：:")
    assert_named_in(people, " ".join(printed))
    tail = caption_tail(line)
    assert tail is None or line.endswith(tail[0])


@examples(FEW, MANY)
@given(st.lists(TEXTS, max_size=4), st.sampled_from((TZ, "UTC")))
def test_credits_say_only_what_is_printed(lines: list[str], tz: str) -> None:
    printed = [normalise_line(line) for line in lines]
    found = read_credits(lines, tz=tz, fetched_at=FETCHED)
    assert found.published is None or found.published.on <= FETCHED.date() + dt.timedelta(days=1)
    assert all(any(words in line for line in printed) for words in found.printed)
    assert found.credited_source is None or any(found.credited_source in line for line in printed)
    assert_named_in(found.contributors, " ".join(printed))


@examples(FEW, MANY)
@given(PARAGRAPHS)
def test_trailing_credits_are_the_end_of_the_text(paragraphs: list[str]) -> None:
    left, taken = split_trailing_credits(paragraphs)
    assert [*left, *taken] == paragraphs


@examples(FEW, MANY)
@given(LINES)
def test_dateline_and_the_rest_are_the_whole_paragraph(line: str) -> None:
    dateline, rest = split_dateline(line)
    assert (dateline or "") in line
    assert line.endswith(rest)
    assert counted([dateline or "", rest], "：:【】[]（）()〔〕") == counted([line], "：:【】[]（）()〔〕")


@examples(FEW, MANY)
@given(st.one_of(LINES, LINES.map(squeezed)))
def test_names_are_told_from_other_words(word: str) -> None:
    shapes = [name_shape(word, trust=trust, is_delimited=True) for trust in TRUSTS]
    assert [shape is not None for shape in shapes] == sorted((shape is not None for shape in shapes), reverse=True)
    assert name_shape(word, trust="certain", is_delimited=False) in (None, shapes[0])
    assert all(0 < end <= len(word) for end in organisation_ends(word, 0))
    assert reads_as_phrase(word) in (True, False)


# What a newspaper prints about itself.


@examples(FEW, MANY)
@given(TEXTS)
def test_label_of_a_page_stands_in_the_line(text: str) -> None:
    label = read_page_label(text)
    if label is not None:
        assert label.number in normalise_line(text)
        assert (label.title or "") in normalise_line(text)
        assert label.title != ""


@examples(FEW, MANY)
@given(TEXTS, st.one_of(st.none(), DAYS, st.just(dt.date(2020, 5, 8)), st.just(dt.date(2020, 2, 29))))
def test_line_of_an_issue_is_of_its_day(text: str, day: dt.date | None) -> None:
    found = read_issue_line(text, day=day)
    is_read = found.number is not None or found.covers_until is not None
    assert not is_read or (found.days if day is None else day in found.days)
    assert found.number is None or re.fullmatch(r"\d{1,6}(-\d{1,6})?", found.number)
    assert found.covers_until is None or found.covers_until > min(found.days)


@examples(FEW, MANY)
@given(st.one_of(st.none(), TEXTS), PARAGRAPHS, st.booleans(), st.booleans(), st.one_of(st.none(), TEXTS))
def test_genre_is_one_of_the_list(
    headline: str | None, paragraphs: list[str], has_images: bool, is_signed: bool, page_title: str | None
) -> None:
    genre = print_genre(headline, paragraphs, has_images=has_images, is_signed=is_signed, page_title=page_title)
    assert genre in get_args(Genre)
    assert genre != "photo" or (has_images and is_photo_story(paragraphs))


# Addresses.


@examples(FEW, MANY)
@given(URLS)
@example("http://云岭。/")
def test_canonical_address_is_stable_or_refused(url: str) -> None:
    try:
        once = canonical_url(url)
    except ValueError as error:
        assert type(error) in (ValueError, UnicodeError)
        return
    assert canonical_url(once) == once
    assert once.isascii()
    assert re.fullmatch("[0-9a-f]{64}", url_key(url))
    assert url_key(url) == url_key(once)
