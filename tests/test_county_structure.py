"""The structure of the sample county's paper: what points to what, and what is one article on several pages."""

from __future__ import annotations

import re

import pytest

from tests.county import County, PrintQuirk

DAYS = 90
NUMERALS = "零一二三四五六七八九"


@pytest.fixture(scope="module", params=["founder", "aheading"])
def county(request):
    return County(1, DAYS, paper=request.param)


@pytest.fixture(scope="module")
def articles(county):
    return {article.url: article for article in county.print_articles()}


def number_of(page):
    """A page's number as a number, its letter kept: A03 and A3, 03 and 三."""
    letter = page.rstrip("0123456789")
    return (0, NUMERALS.index(page)) if letter and letter in NUMERALS else (letter, int(page[len(letter) :]))


def test_pointers_name_the_page_and_title_of_their_target(articles):
    kinds = set()
    for article in articles.values():
        for one in article.pointers:
            kinds.add((one.kind, one.page_number is None, one.title is not None and one.title not in one.printed))
            target = articles[one.target_url]
            assert target.published_on == (one.on or article.published_on)
            if one.page_number:
                assert one.page_number in one.printed
                assert number_of(one.page_number)[1] == number_of(target.page_number)[1]
            if one.title:
                assert one.title in one.printed or one.title in article.headline
                assert one.title in target.headline
    assert {kind for kind, _, _ in kinds} == {"jump_to", "jump_from", "teaser", "correction"}
    assert ("teaser", True, False) in kinds and ("teaser", False, True) in kinds, "title printed, title of its own"


def test_title_of_a_target_is_the_only_one_like_it_on_its_day(articles):
    for article in articles.values():
        for one in article.pointers:
            if one.kind == "teaser":
                target = articles[one.target_url]
                title = one.title or article.headline
                alike = [
                    other.url
                    for other in articles.values()
                    if other.published_on == article.published_on
                    and other.edition == "main"
                    and other.page_number == target.page_number
                    and title in (other.headline or "")
                ]
                assert alike == [target.url]


def test_articles_on_several_pages_are_one_text_by_all_their_people(county, articles):
    joined = list(county.print_joined())
    assert {len(one.pieces) for one in joined} == {2, 3}
    for one in joined:
        pieces = [articles[url] for url in one.pieces]
        assert (one.url, one.headline) == (pieces[0].url, pieces[0].headline)
        assert one.jump_pages == tuple(piece.page_number for piece in pieces[1:])
        assert one.body.replace("\n", "") == "".join(piece.body for piece in pieces).replace("\n", "")
        assert [(each.role, each.name) for each in one.contributors] == [
            (each.role, each.name) for piece in pieces for each in piece.contributors
        ]
        is_broken = PrintQuirk.JUMP_IN_SENTENCE in pieces[0].quirks
        assert is_broken == (f"{pieces[0].body}\n{pieces[1].body}" not in one.body)
        assert is_broken != pieces[0].body.endswith(("。", "”", "！", "）"))


def test_a_jump_is_marked_on_one_side_or_on_both(county, articles):
    sides = set()
    for one in county.print_joined():
        first, *others = (articles[url] for url in one.pieces)
        kinds = [pointer.kind for piece in (first, *others) for pointer in piece.pointers]
        sides.add((len(one.pieces), *kinds))
        if PrintQuirk.JUMP_TITLED in first.quirks:
            assert first.headline != others[0].headline and first.pointers[0].title == others[0].headline
        else:
            assert {piece.headline for piece in others} == {first.headline}
    assert sides == {
        (2, "jump_to", "jump_from"),
        (2, "jump_to"),
        (2, "jump_from"),
        (3, "jump_to", "jump_from", "jump_to", "jump_from"),
    }


def test_only_pieces_of_one_article_have_one_headline_on_two_pages(county, articles):
    chained = {url for one in county.print_joined() for url in one.pieces}
    days = {}
    for article in articles.values():
        if article.headline in ("简讯", "图片新闻"):
            days.setdefault((article.published_on, article.headline), []).append(article)
    assert days and all(len(twins) == 2 and twins[0].body != twins[1].body for twins in days.values())
    assert not {one.url for twins in days.values() for one in twins} & chained


def test_series_name_their_part(articles):
    parts = [one for one in articles.values() if one.series_title]
    assert len(parts) >= 10
    for one in parts:
        printed = [each for each in (one.kicker, one.headline, one.subheadline) if each and one.series_title in each]
        assert any(one.series_part in each.replace(one.series_title, "") for each in printed)
    looks = [one for one in articles.values() if PrintQuirk.SERIES_LOOK in one.quirks]
    assert looks and not [one for one in looks if one.series_title]


def test_genres_follow_from_what_is_printed(articles):
    for one in articles.values():
        if one.genre == "literature":
            assert re.search("副刊|文艺|诗", one.page_title)
            assert one.dateline is None and {each.role for each in one.contributors} == {"author"}
        elif one.genre == "correction":
            assert re.match("更正|勘误", one.headline)
        else:
            assert not re.search("副刊|文艺|诗", one.page_title)
            assert not re.match("更正|勘误", one.headline or "")
