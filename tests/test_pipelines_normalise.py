"""A scraped article, made by hand, becomes a normalised one: each field, and each reason to reject it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pipelines.deduplicate import DeduplicatePipeline, mark_text
from pipelines.errors import Rejection
from pipelines.items import Article, Contributor, Image, Paragraph, ScrapedArticle, ScrapedPart, Visit
from pipelines.normalise import VERSION, NormalisePipeline, normalise_article, page_text

CHINA = "Asia/Shanghai"
NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
URL = "http://www.yunling.example/system/2021/06/16/014531534.shtml"
NO_DATE_URL = "http://www.yunling.example/article/14531534"
SENTENCE = "昨天上午，我县召开防汛工作会议，部署各乡镇的防汛任务。"


def visit(url: str = URL, **given: Any) -> Visit:
    values: dict[str, Any] = {"url": url, "kind": "article", "at": NOW, "outcome": "stored"}
    return Visit(**values | given)


def scraped(*lines: str, **given: Any) -> ScrapedArticle:
    paragraphs = tuple(Paragraph(text=line) for line in lines)
    values: dict[str, Any] = {"visit": visit(), "parser": "p", "parser_version": "1", "paragraphs": paragraphs}
    return ScrapedArticle(**values | given)


def normalised(*lines: str, **given: Any) -> Article:
    return normalise_article(scraped(*lines, **given), tz=CHINA)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "empty_body"),
        ({"paragraphs": (Paragraph(text=" \u3000\u200b "),)}, "empty_body"),
        ({"headline": "只有标题", "credits_before": ("来源：今日云岭",)}, "empty_body"),
        ({"paragraphs": (Paragraph(text="（记者 叶知秋）"),)}, "empty_body"),
        ({"paragraphs": (Paragraph(text="\ufffd\ufffd锟斤拷\ufffd"),)}, "undecodable"),
    ],
)
def test_page_without_an_article_is_rejected_with_its_reason(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(Rejection) as rejection:
        normalise_article(scraped(**given), tz=CHINA)

    assert rejection.value.reason == reason
    assert rejection.value.detail
    assert "\n" not in str(rejection.value)


def test_rejected_article_travels_on_as_its_visit_in_quarantine() -> None:
    item = NormalisePipeline(CHINA).process_item(scraped())

    assert isinstance(item, Visit)
    assert (item.url, item.outcome, item.reason) == (URL, "quarantined", "empty_body")
    assert item.detail


def test_pipelines_pass_on_what_is_no_article() -> None:
    item = visit()

    assert NormalisePipeline(CHINA).process_item(item) is item
    assert DeduplicatePipeline().process_item(item) is item


def test_few_replacement_characters_do_not_reject_an_article() -> None:
    assert normalised(f"{SENTENCE}\ufffd").body == f"{SENTENCE}\ufffd"


def test_lines_are_cleaned_and_empty_ones_are_absent() -> None:
    article = normalised(
        SENTENCE,
        headline="　我县\u200b部署 \n ２０２１年防汛工作 ",
        kicker=" ",
        subheadline="——确保安全度汛",
        section="乡镇\xa0",
    )

    assert article.headline == "我县部署 2021年防汛工作"
    assert article.kicker is None
    assert article.subheadline == "——确保安全度汛"
    assert article.section == "乡镇"


def test_body_is_all_pages_a_paragraph_a_line() -> None:
    lost = ScrapedPart(visit=visit(f"{URL}_02", outcome="retry"))
    second = ScrapedPart(visit=visit(f"{URL}_01"), paragraphs=(Paragraph(text="　　第二页的话。"),))
    article = normalised(f"　　{SENTENCE}", "　　排查隐患，不留死角。", parts=(second, lost))

    assert article.body == f"{SENTENCE}\n排查隐患，不留死角。\n第二页的话。"
    assert article.parts == (second, lost)
    assert [page_text(part.paragraphs) for part in article.parts] == ["第二页的话。", None]


@pytest.mark.parametrize(
    ("credits_before", "url", "expected"),
    [
        (("时间：2021-06-15 23:30:05　 来源：今日云岭",), URL, ("text", dt.date(2021, 6, 15), (15, 15, 30, 5))),
        (("发表于：2021/06/15",), URL, ("text", dt.date(2021, 6, 15), None)),
        (("来源：今日云岭",), URL, ("url", dt.date(2021, 6, 16), None)),
        ((), NO_DATE_URL, ("fetched", dt.date(2026, 11, 26), None)),
        (("时间：2041-06-15 08:00:00",), URL, ("url", dt.date(2021, 6, 16), None)),
        (("发布时间：3小时前",), NO_DATE_URL, ("text", dt.date(2026, 11, 26), None)),
    ],
    ids=["clock_time", "day", "url", "fetched", "in_the_future", "relative"],
)
def test_day_of_publication_and_where_it_comes_from(
    credits_before: tuple[str, ...], url: str, expected: tuple[str, dt.date, tuple[int, int, int, int] | None]
) -> None:
    late = dt.datetime(2026, 11, 25, 20, tzinfo=dt.UTC)  # 26 November in China
    article = normalised(SENTENCE, visit=visit(url, at=late), credits_before=credits_before)
    at = article.published_at and article.published_at.astimezone(dt.UTC)

    assert (article.date_source, article.published_on) == expected[:2]
    assert (at and (at.day, at.hour, at.minute, at.second)) == expected[2]


@pytest.mark.parametrize(
    ("lines", "dateline", "day", "body"),
    [
        ((f"苍南新闻网6月15日消息：{SENTENCE}",), "苍南新闻网6月15日消息", dt.date(2021, 6, 15), SENTENCE),
        ((f"本报讯　{SENTENCE}",), "本报讯", None, SENTENCE),
        ((f"云岭新闻网12月31日消息 {SENTENCE}",), "云岭新闻网12月31日消息", dt.date(2020, 12, 31), SENTENCE),
        (("记者 叶知秋", f"　　本报讯 {SENTENCE}"), "本报讯", None, SENTENCE),
        (("　　本报讯", f"　　{SENTENCE}"), "本报讯", None, SENTENCE),
        ((SENTENCE, f"　　本报讯 {SENTENCE}"), None, None, f"{SENTENCE}\n本报讯 {SENTENCE}"),
        ((f"据6月15日消息，{SENTENCE}",), None, None, f"据6月15日消息，{SENTENCE}"),
    ],
    ids=["dated", "bare", "year_before", "after_a_byline", "on_its_own_line", "not_first", "in_a_sentence"],
)
def test_dateline_is_split_off_the_body(
    lines: tuple[str, ...], dateline: str | None, day: dt.date | None, body: str
) -> None:
    article = normalised(*lines)

    assert (article.dateline, article.dateline_on, article.body) == (dateline, day, body)


def test_people_stand_in_printed_order_with_the_printed_words() -> None:
    article = normalised(
        f"{SENTENCE}（记者 叶知秋 通讯员 欧阳小川）",
        credits_before=("来源：今日云岭　作者：苏木",),
        credits_after=("【编辑：沈　青】",),
        images=(Image(url="1.jpg", caption="会议现场（王明 摄）"),),
    )

    assert article.contributors == (
        Contributor(role="author", name="苏木"),
        Contributor(role="reporter", name="叶知秋"),
        Contributor(role="correspondent", name="欧阳小川"),
        Contributor(role="photographer", name="王明", image_ordinal=1),
        Contributor(role="editor", name="沈青"),
    )
    assert (article.byline_printed or "").split("\n") == [
        "作者：苏木",
        "（记者 叶知秋 通讯员 欧阳小川）",
        "（王明 摄）",
        "【编辑：沈 青】",
    ]
    assert article.body == SENTENCE
    assert article.credited_source == "今日云岭"


def test_nobody_named_is_no_byline() -> None:
    article = normalised(SENTENCE)

    assert (article.byline_printed, article.contributors, article.credited_source) == (None, (), None)


@pytest.mark.parametrize(
    ("printed", "caption", "names"),
    [
        ("会议现场（王明 摄）", "会议现场", ["王明"]),
        ("会议\u200b现场（王\u200b明　摄）", "会议现场", ["王明"]),
        ("王明 摄", None, ["王明"]),
        ("图为会议现场", "图为会议现场", []),
        (" \u3000", None, []),
        (None, None, []),
    ],
)
def test_caption_gives_its_photographer(printed: str | None, caption: str | None, names: list[str]) -> None:
    article = normalised(SENTENCE, images=(Image(url="1.jpg", caption=printed),))

    assert article.images == (Image(url="1.jpg", caption=caption),)
    assert [(one.role, one.name) for one in article.contributors] == [("photographer", name) for name in names]


@pytest.mark.parametrize(
    ("lines", "has_image", "genre"),
    [
        ((SENTENCE,), True, "photo"),
        ((), True, "photo"),
        ((SENTENCE,), False, "news"),
        ((f"　　{SENTENCE}", f"　　{SENTENCE}"), True, "news"),
        ((SENTENCE * 8,), True, "news"),
        ((f"{SENTENCE}（王明 摄）",), True, "photo"),
    ],
)
def test_picture_with_one_short_paragraph_is_a_photo_story(
    lines: tuple[str, ...], genre: str, *, has_image: bool
) -> None:
    assert normalised(*lines, images=(Image(url="1.jpg"),) if has_image else ()).genre == genre


def test_removed_characters_are_counted_in_headline_body_parts_and_captions() -> None:
    part = ScrapedPart(visit=visit(), paragraphs=(Paragraph(text="第二页\x02的话。"),))
    article = normalised(
        f"\ufeff{SENTENCE}\ue004",
        headline="防\u200b汛",
        images=(Image(url="1.jpg", caption="现\x08场"),),
        parts=(part,),
    )

    assert article.removed_chars == 5
    assert article.body == f"{SENTENCE}\n第二页的话。"
    assert normalised(SENTENCE, headline="防汛").removed_chars == 0


def test_page_object_and_visit_are_handed_on() -> None:
    article = normalised(SENTENCE)

    assert (article.parser, article.parser_version, article.visit) == ("p", f"1+{VERSION}", visit())


@pytest.mark.parametrize(
    "other",
    [
        {"headline": "Ｗｉｆｉ防汛"},
        {"headline": "wifi防汛"},
        {"body": SENTENCE.replace("，", ",") * 2},
        {"body": f"{SENTENCE}\n　{SENTENCE}"},
        {"body": SENTENCE * 2, "byline_printed": "（记者 叶知秋）"},
    ],
    ids=["width", "case", "width_of_the_body", "blanks", "byline"],
)
def test_copies_have_the_same_mark_in_spite_of_width_case_blanks_and_byline(other: dict[str, Any]) -> None:
    article = replace(normalised(SENTENCE, headline="WiFi防汛"), body=SENTENCE * 2)

    assert mark_text(replace(article, **other)).text_sha256 == mark_text(article).text_sha256


@pytest.mark.parametrize("other", [{"headline": "Wifi抗旱"}, {"headline": None}, {"body": f"{SENTENCE}又讯"}])
def test_other_headline_or_body_has_another_mark(other: dict[str, Any]) -> None:
    article = normalised(SENTENCE, headline="Wifi防汛")

    assert mark_text(replace(article, **other)).text_sha256 != mark_text(article).text_sha256


@pytest.mark.parametrize(("chars", "expected"), [(29, False), (30, True)])
def test_text_of_thirty_characters_may_be_a_copy(chars: int, *, expected: bool) -> None:
    assert mark_text(normalised("停水" * 20)).may_be_alias
    assert mark_text(replace(normalised(SENTENCE), body=f"{'停 ' * chars}")).may_be_alias is expected
