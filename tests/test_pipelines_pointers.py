"""Jumps, teasers and corrections as newspapers print them, and words that only look like them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from crawler.reading import read_saved_page
from pipelines.corrections import is_correction_headline, read_corrections
from pipelines.items import Article, Image, Paragraph, PrintContext, ScrapedArticle, Visit
from pipelines.normalise import normalise_article
from pipelines.pointers import Marked, join_bodies, take_jumps
from pipelines.teasers import is_teaser, read_teasers
from tests.fuzzing import assert_bounded

if TYPE_CHECKING:
    from pipelines.items import Pointer

DAY = dt.date(2026, 1, 1)
BEFORE = "全县经济工作会议昨日召开，会议部署了今年的各项重点工作，要求各乡镇抓紧落实。"


def words(*paragraphs: str, **titles: str | None) -> Marked:
    given: dict[str, Any] = {"kicker": None, "headline": None, "subheadline": None} | titles
    return Marked(**given, paragraphs=paragraphs)


def said(pointers: tuple[Pointer, ...]) -> list[tuple[str | None, ...]]:
    return [(one.kind, one.printed, one.page_number, one.title) for one in pointers]


@pytest.mark.parametrize(
    ("end", "left", "mark", "page", "title"),
    [
        ("推动全县（下转第3版）", "推动全县", "（下转第3版）", "3", None),
        ("抓好落实。（下转3版）", "抓好落实。", "（下转3版）", "3", None),
        ("抓好落实。下转A03版", "抓好落实。", "下转A03版", "A03", None),
        ("加快建设(紧接第二版)", "加快建设", "(紧接第二版)", "二", None),
        ("加快建设（转第4版）", "加快建设", "（转第4版）", "4", None),
        ("加快建设（文转第4版）", "加快建设", "（文转第4版）", "4", None),
        ("加快建设（下转第3版《石桥杨梅红》）", "加快建设", "（下转第3版《石桥杨梅红》）", "3", "石桥杨梅红"),
        ("▶下转第三版", "", "▶下转第三版", "三", None),
        ("推进项目▶下转第三版", "推进项目", "▶下转第三版", "三", None),
        ("推进项目 下转02版·要闻", "推进项目", "下转02版·要闻", "02", None),
        ("（未完，下转第3版）", "", "（未完，下转第3版）", "3", None),
        ("推进项目（下转第2、3版）", "推进项目", "（下转第2、3版）", "2", None),
        ("推进项目【下转A03】", "推进项目", "【下转A03】", "A03", None),
        ("推进项目（下转 第 3 版）", "推进项目", "（下转 第 3 版）", "3", None),
        ("推进项目（下转02）", "推进项目", "（下转02）", "02", None),
        ("推进项目（下转第2版右下）", "推进项目", "（下转第2版右下）", "2", None),
        ("推进项目（下转第3版）。", "推进项目", "（下转第3版）。", "3", None),
        ("推进项目（下转第十二版）", "推进项目", "（下转第十二版）", "十二", None),
        ("推进项目（下转第3版）（记者 张三）", "推进项目（记者 张三）", "（下转第3版）", "3", None),
        (
            "推进项目（下转第3版） （本报记者 张三 通讯员 李四）",
            "推进项目（本报记者 张三 通讯员 李四）",
            "（下转第3版）",
            "3",
            None,
        ),
        ("（下转第3版）（张三 文/图）", "（张三 文/图）", "（下转第3版）", "3", None),
        ("推进项目。下转3版（记者 张三）", "推进项目。（记者 张三）", "下转3版", "3", None),
        ("推进项目（下转第四版。）", "推进项目", "（下转第四版。）", "四", None),
        ("推进项目○下转3版", "推进项目", "○下转3版", "3", None),
        ("推进项目◎下转3版", "推进项目", "◎下转3版", "3", None),
        ("※下转3版", "", "※下转3版", "3", None),
        ("推进项目。下转▶3版", "推进项目。", "下转▶3版", "3", None),
        ("推进项目（下转▶3版）", "推进项目", "（下转▶3版）", "3", None),
        ("推进项目（下转第2版、第4版）", "推进项目", "（下转第2版、第4版）", "2", None),
        ("推进项目。下转第2版、第4版", "推进项目。", "下转第2版、第4版", "2", None),
        ("推进项目（紧接A3）", "推进项目", "（紧接A3）", "A3", None),
        ("推进项目（转A03版）", "推进项目", "（转A03版）", "A03", None),
        ("推进项目（转G25版）", "推进项目", "（转G25版）", "G25", None),
        ("转3版", "", "转3版", "3", None),
        ("开工。紧接第二版", "开工。", "紧接第二版", "二", None),
    ],
)
def test_jump_to_another_page_is_taken_off_the_end(
    end: str, left: str, mark: str, page: str, title: str | None
) -> None:
    read = take_jumps(words(BEFORE, end))

    assert read.paragraphs == ((BEFORE, left) if left else (BEFORE,))
    assert said(read.pointers) == [("jump_to", mark, page, title)]


@pytest.mark.parametrize(
    ("start", "left", "mark", "page", "title"),
    [
        ("（上接第1版）继续推进。", "继续推进。", "（上接第1版）", "1", None),
        ("（紧接第一版）", "", "（紧接第一版）", "一", None),
        ("（接1版）", "", "（接1版）", "1", None),
        ("（上接A01版《石桥杨梅红》）继续", "继续", "（上接A01版《石桥杨梅红》）", "A01", "石桥杨梅红"),
        ("上接01版", "", "上接01版", "01", None),
        ("上接01版 推进", "推进", "上接01版", "01", None),
        ("（上接第1、2版）继续", "继续", "（上接第1、2版）", "2", None),
        ("（上接第一版）：继续", "继续", "（上接第一版）", "一", None),
        ("▲上接一版", "", "▲上接一版", "一", None),
        ("◀上接1版", "", "◀上接1版", "1", None),
        ("◀上接1版 为加快发展，", "为加快发展，", "◀上接1版", "1", None),
        ("▲上接第一版为加快发展，", "为加快发展，", "▲上接第一版", "一", None),
        ("▲上接第一版：会议指出，", "会议指出，", "▲上接第一版", "一", None),
        ("（上接第1版、第3版、第4版）继续", "继续", "（上接第1版、第3版、第4版）", "4", None),
        ("（上接第一版。）继续", "继续", "（上接第一版。）", "一", None),
        ("（上接头版）继续", "继续", "（上接头版）", "头", None),
        ("[上接第1版]继续", "继续", "[上接第1版]", "1", None),
    ],
)
def test_jump_from_another_page_is_taken_off_the_beginning(
    start: str, left: str, mark: str, page: str, title: str | None
) -> None:
    read = take_jumps(words(start, BEFORE))

    assert read.paragraphs == ((left, BEFORE) if left else (BEFORE,))
    assert said(read.pointers) == [("jump_from", mark, page, title)]


@pytest.mark.parametrize(
    ("title", "left", "kind"),
    [
        ("（上接第1版）", None, "jump_from"),
        ("上接第1版", None, "jump_from"),
        ("——上接A01版", None, "jump_from"),
        ("石桥杨梅红（上接第1版）", "石桥杨梅红", "jump_from"),
        ("（紧接第一版）石桥杨梅红", "石桥杨梅红", "jump_from"),
        ("石桥杨梅红 上接01版", "石桥杨梅红", "jump_from"),
        ("石桥杨梅红（下转第3版）", "石桥杨梅红", "jump_to"),
    ],
)
@pytest.mark.parametrize("name", ["kicker", "headline", "subheadline"])
def test_jump_is_taken_out_of_a_title(title: str, left: str | None, kind: str, name: str) -> None:
    read = take_jumps(words(BEFORE, **{name: title}))

    assert getattr(read, name) == left
    assert [one.kind for one in read.pointers] == [kind]
    assert read.paragraphs == (BEFORE,)


@pytest.mark.parametrize(
    "text",
    [
        "我县在全省的排名下转第3版",
        "他把这条消息转发3版",
        "上接天线，下接地气，干部要沉到一线。",
        "上接第3版的内容，记者继续走访。",
        "上接第1版推动发展",
        "（接上级通知）各单位放假三天。",
        "（转3版权）",
        "让他接3版编辑的电话。",
        "请读者下转第3版阅读。",
        "合同转第三方（转第三方）",
        "（转自第3版）",
        "本报讯 县里昨日开会。",
        "全国百强县，天下之一。",
        "上下一心，该书再版。",
        "软件升级到3.0版",
        "（续建项目3个）",
        "车辆可走S26高速（接S26）",
        "下高速后转国道（转G25）",
        "转G25",
        "▲上接12个村，下接3个镇。",
        "（记者 张三）",
        "续写新篇章（接续奋斗）",
        "转型升级（转产3版）",
        "（见第3版）",
        "（《辞海》第3版）",
        "转了3版设计稿",
        "接3版",
    ],
)
def test_words_that_are_no_jump_stay(text: str) -> None:
    for given in (words(BEFORE, text), words(headline=text)):
        assert [one for one in take_jumps(given).pointers if text != "接3版"] == []
    if text != "接3版":
        assert take_jumps(words(text, BEFORE)).paragraphs == (text, BEFORE)


def test_mark_inside_a_text_is_no_jump() -> None:
    text = (BEFORE, "推进（下转第3版）", f"（上接第1版）项目。{BEFORE}", BEFORE)

    assert take_jumps(words(*text)).paragraphs == text


@pytest.mark.parametrize("byline", ["（记者 王明）", "记者 王明", "摄影 李强"])
def test_byline_may_stand_outside_of_the_mark(byline: str) -> None:
    end, start = take_jumps(words(BEFORE, "推进（下转第3版）", byline)), take_jumps(words(byline, "（接1版）", BEFORE))

    assert (end.paragraphs, start.paragraphs) == ((BEFORE, "推进", byline), (byline, BEFORE))
    assert [one.kind for one in (*end.pointers, *start.pointers)] == ["jump_to", "jump_from"]


@pytest.mark.parametrize(
    ("bodies", "whole"),
    [
        (("推动全县", "高质量发展。"), "推动全县高质量发展。"),
        (("推动全县。", "二是发展。"), "推动全县。\n二是发展。"),
        (("一\n推动全县，", "发展。\n三"), "一\n推动全县，发展。\n三"),
        (("他说：“好。”", "又说。"), "他说：“好。”\n又说。"),
        (("一、加强领导", "会议指出。"), "一、加强领导\n会议指出。"),
        (("", "发展。"), "发展。"),
        (("推动", "", "发展", "。"), "推动发展。"),
        (("the county", "press"), "the county press"),
    ],
)
def test_texts_of_pieces_are_joined_and_a_broken_sentence_is_made_whole(bodies: tuple[str, ...], whole: str) -> None:
    assert join_bodies(bodies) == whole


@pytest.mark.parametrize(
    ("line", "page", "title"),
    [
        ("县两会今日开幕 …… 3版", "3", "县两会今日开幕"),
        ("经济会议召开，部署明年工作→A03", "A03", "经济会议召开，部署明年工作"),
        ("乡村振兴▶02版", "02", "乡村振兴"),
        ("春耕正忙 第4版", "4", "春耕正忙"),
        ("夏收[3版]", "3", "夏收"),
        ("秋收时节见3版", "3", "秋收时节"),
        ("冬藏（详见第5版）", "5", "冬藏"),
        ("A05 杨梅熟了", "A05", "杨梅熟了"),
        ("第6版：番薯丰收", "6", "番薯丰收"),
        ("夜市·7版", "7", "夜市"),
        ("《清明》 8版", "8", "清明"),
        ("走进石桥（上） 三版", "三", "走进石桥（上）"),
    ],
)
def test_list_of_teasers_is_read_line_by_line(line: str, page: str, title: str) -> None:
    for guide in ("导读", "【今日导读】", "要闻导读", "本期导读", "今日看点", "版面导航"):
        given = words(line, "又一条消息 9版", headline=guide)
        pointers = read_teasers(given, has_images=False)

        assert said(pointers) == [("teaser", line, page, title), ("teaser", "又一条消息 9版", "9", "又一条消息")]
        assert is_teaser(given, pointers)


def test_several_teasers_may_share_a_line_and_a_page_may_stand_alone() -> None:
    shared = read_teasers(words("县两会开幕 2版 经济会议召开 3版", headline="导读"), has_images=False)
    alone = read_teasers(words("县两会开幕", "详见第2版", headline="导读"), has_images=False)
    without = read_teasers(words("县两会开幕", "石桥杨梅熟了", headline="导读"), has_images=False)

    assert [(one.title, one.page_number) for one in shared] == [("县两会开幕", "2"), ("经济会议召开", "3")]
    assert [(one.title, one.page_number, one.printed) for one in alone] == [("县两会开幕", "2", "详见第2版")]
    assert [(one.title, one.page_number) for one in without] == [("县两会开幕", None), ("石桥杨梅熟了", None)]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ({"headline": "县两会开幕（详见第3版）"}, [("县两会开幕（详见第3版）", "3", "县两会开幕")]),
        ({"headline": "县两会开幕", "subheadline": "详见3版"}, [("详见3版", "3", "县两会开幕")]),
        ({"headline": "县两会开幕"}, [("县两会开幕", None, "县两会开幕")]),
        ({"headline": "今日8版"}, []),
        ({"headline": "今日 8版"}, []),
        ({"headline": "《辞海》（第3版）"}, [("《辞海》（第3版）", None, "《辞海》（第3版）")]),
        ({"headline": "A3 高速公路通车"}, [("A3 高速公路通车", None, "A3 高速公路通车")]),
    ],
)
def test_headline_without_a_text_is_a_teaser(titles: dict[str, str], expected: list[tuple[str | None, ...]]) -> None:
    assert [one[1:] for one in said(read_teasers(words(**titles), has_images=False))] == expected


@pytest.mark.parametrize(
    ("text", "page", "title", "is_short"),
    [
        (("昨日，县两会开幕。代表出席。（报道见第2版）",), "2", "县两会", True),
        (("昨日，县两会开幕。（图文见第3版《两会开幕》）",), "3", "两会开幕", True),
        (("昨日，县两会开幕。（相关报道详见A2版）",), "A2", "县两会", True),
        (("昨日，县两会开幕。 ▶详见第3版",), "3", "县两会", True),
        (("昨日开幕。", "代表出席。", "代表审议。（详见3版）"), "3", "县两会", False),
    ],
)
def test_item_that_ends_in_a_page_points_there_and_a_short_one_is_a_teaser(
    text: tuple[str, ...], page: str, title: str, *, is_short: bool
) -> None:
    given = words(*text, headline="县两会")
    pointers = read_teasers(given, has_images=False)

    assert [(one.page_number, one.title) for one in pointers] == [(page, title)]
    assert is_teaser(given, pointers) is is_short


@pytest.mark.parametrize(
    "text",
    [
        "作者出版《县志》（第3版）", "该书近日再版。", "该书已是第3版", "他接见3版编辑。", "读者可在本报3版见到。",
        "软件升级到3.0版", "该教材共2版", "县志第三版", "（见第3页）", "沿A3公路行驶", "意见3版", "今日出版",
    ],
)  # fmt: skip
def test_words_that_are_no_teaser(text: str) -> None:
    assert read_teasers(words(BEFORE, text, headline="新书"), has_images=False) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报10月9日第3版《番薯丰收》一文，“王明”应为“王鸣”。特此更正。", ("2025-10-09", "3", "番薯丰收")),
        ("本报12月31日头版刊登的《县两会》有误，谨此致歉。", ("2025-12-31", "头", "县两会")),
        ("本报1月1日A3版《县两会》一文有误。", ("2025-01-01", "A3", "县两会")),
        ("10月9日本报三版《丰收》一文，误将王明写作王鸣，特此更正。", ("2025-10-09", "三", "丰收")),
        ("本报10月9日第3版《丰收》一文中，“张三”应为“李四”。", ("2025-10-09", "3", "丰收")),
        ("本报10月9日第3版《丰收了！》一文中，“好。”应为“很好。”。", ("2025-10-09", "3", "丰收了！")),
        ("本报10月9日3版《丰收》文中王明系王鸣之误。", ("2025-10-09", "3", "丰收")),
        ("本报10月9日3版《丰收》刊发后，读者指正。“张三”应为“李四”，现更正。", ("2025-10-09", "3", "丰收")),
        ("本报10月9日3版《丰收》配图不当。本报编辑部谨向作者致歉。", ("2025-10-09", "3", "丰收")),
        ("本报10月9日3版《丰收》配图不当，编辑部对此深表歉意。", ("2025-10-09", "3", "丰收")),
        ("本报昨日3版《丰收》一文，图片说明有误。", ("2025-12-31", "3", "丰收")),
        ("本报9日2版《丰收》作者应为王明，特此更正。", ("2025-12-09", "2", "丰收")),
        ("本报2025年10月9日第3版《丰收》，特此更正。", ("2025-10-09", "3", "丰收")),
        ("本报10月9日《“番薯”丰收》一文有误。", ("2025-10-09", None, "“番薯”丰收")),
        ("本报10月9日第3版图片说明有误，特此更正。", ("2025-10-09", "3", None)),
    ],
)
def test_correction_names_day_page_and_title(text: str, expected: tuple[str | None, ...]) -> None:
    (one,) = read_corrections(words(text), issue_on=DAY)

    assert (one.on and one.on.isoformat(), one.page_number, one.title) == expected
    assert one.printed in text


@pytest.mark.parametrize(
    "headline", ["更正", "更正启事", "更正说明", "勘误", "致歉声明", "更正两则", "【更正】", "本报更正"]
)
def test_under_a_headline_that_says_so_a_day_is_enough(headline: str) -> None:
    read = read_corrections(
        words("10月9日第3版《丰收》中“一”应为“二”；10月10日第2版《杨梅》。", headline=headline), issue_on=DAY
    )

    assert is_correction_headline(headline)
    assert [(one.page_number, one.title) for one in read] == [("3", "丰收"), ("2", "杨梅")]


@pytest.mark.parametrize(
    "text",
    [
        "本报10月9日3版刊登《丰收》后，反响热烈，作为党员应为群众服务。",
        "10月9日，法院更正了裁定有误的判决。",
        "《人民日报》10月9日第3版《乡村振兴》有误。",
        "本报讯 10月9日，县里召开会议，纠正错误做法。",
        "本报2月30日3版《丰收》有误。",
        "本报2027年1月9日3版《丰收》有误。",
        "本报10月9日起改版，不当之处，敬请指正。",
        "公司因地址有误，特此更正。",
        "本报10月9日A3版《小区停水三天》报道刊发后，引起关注。昨日，供水公司向居民致歉。",
        "本报10月9日A3版《老人走失》一文后，民警找到了老人。原来工作人员误将地址写错。",
        "本报10月9日A3版《路面塌陷》报道刊发后，施工方对此深表歉意。",
        "本报10月9日A3版《路面塌陷》报道了此事。施工方称图纸有误。",
        "本报10月9日A3版《电费之谜》见报后，供电公司核实电表读数有误。",
        "本报10月9日A3版《电费之谜》见报后，在本报记者协调下供电公司致歉。",
        "本报10月9日A3版《路面塌陷》报道了此事。本报对施工方致歉一事将继续关注。",
        "本报10月9日A3版《路牌写错》报道后，路牌已更正。",
        "本报10月9日3版《丰收》报道，干部应为群众服务。",
    ],
)
def test_words_that_are_no_correction(text: str) -> None:
    assert read_corrections(words(text), issue_on=DAY) == ()


@pytest.mark.parametrize("headline", ["关于更正的故事", "法院更正错案", "更正报道", "向英雄致歉", "一路向北"])
def test_headline_that_is_about_a_correction_is_none(headline: str) -> None:
    assert not is_correction_headline(headline)


def printed(*lines: str, page: str = "1", **given: Any) -> Article:
    values: dict[str, Any] = {
        "visit": Visit(
            url="http://a.example/1", kind="article", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), outcome="stored"
        ),
        "parser": "test",
        "parser_version": "1",
        "paragraphs": tuple(Paragraph(text=line) for line in lines),
        "printed_in": PrintContext(issue_on=DAY, page_number=page),
    }
    return normalise_article(ScrapedArticle(**values | given), tz="Asia/Shanghai")


def test_jump_leaves_dateline_and_byline_to_be_read() -> None:
    first = printed(f"　　本报讯 （记者 王明） {BEFORE}", "　　会议要求，抓紧（下转第3版）", headline="会议召开")
    rest = printed("　　（上接第1版）", "抓紧落实各项工作。", headline="会议召开（上接第1版）", page="3")
    signed = printed(f"　　{BEFORE}（记者 王明）（下转第3版）")

    assert (first.dateline, first.byline_printed, first.genre) == ("本报讯", "（记者 王明）", "news")
    assert first.body == f"{BEFORE}\n会议要求，抓紧"
    assert (rest.headline, rest.body) == ("会议召开", "抓紧落实各项工作。")
    assert [one.kind for one in rest.pointers] == ["jump_from", "jump_from"]
    assert (signed.body, signed.byline_printed) == (BEFORE, "（记者 王明）")


def test_mark_alone_is_not_joined_with_the_line_that_follows_without_an_indent() -> None:
    article = printed(
        "　　上接01版", "经济社会高质量发展，全县上下要一心一意抓好各项重点工作的落实。", "　　会议结束。"
    )

    assert article.body.startswith("经济社会高质量发展")
    assert [one.page_number for one in article.pointers] == ["01"]


def test_teasers_stay_lines_of_their_own_and_nothing_is_dropped() -> None:
    lines = (
        "全县经济工作会议召开，部署明年各项重点工作……02版",
        "县农业局派出技术员，指导农户种植番薯和杨梅……03版",
        "天气转晴▶4版",
    )
    article = printed(*lines, headline="导读")

    assert article.body == "\n".join(lines)
    assert [one.page_number for one in article.pointers] == ["02", "03", "4"]
    assert article.genre == "teaser"


def test_article_that_is_nothing_but_a_mark_or_a_kicker_is_kept() -> None:
    assert printed("（上接第1版）").pointers[0].page_number == "1"
    assert printed(kicker="县两会今日开幕").genre == "teaser"


def test_picture_without_a_text_and_a_page_of_the_web_have_no_pointers() -> None:
    picture = printed(headline="春到石桥", images=(Image(url="1.jpg"),))
    web = printed(BEFORE, "推进（下转第3版）", printed_in=None)

    assert (picture.pointers, picture.genre) == ((), "photo")
    assert (web.pointers, web.body) == ((), f"{BEFORE}\n推进（下转第3版）")


TITLES = (
    "<html><head><title>今日小镇</title></head><body><td>第01版：要闻</td>{titles}"
    "<div id=ozoom><founder-content><P>　　" + BEFORE + "</P></founder-content></div></body></html>"
)


def read_titles(titles: str) -> dict[str, Any]:
    url = "http://a.example/p/html/2026-01/01/content_1.htm"
    page = TITLES.format(titles=titles).encode()
    return read_saved_page(page, url=url, platform="founder-classic")


@pytest.mark.parametrize(
    ("titles", "kicker", "headline", "subheadline"),
    [
        ("<h3>书记强调</h3><h2><founder-title></founder-title></h2>", "书记强调", None, None),
        ("<h2><founder-title></founder-title></h2><h3>——三个乡镇表态</h3>", None, None, "——三个乡镇表态"),
        ("<td class=font02>书记强调</td><td class=font01><founder-title></founder-title></td>", "书记强调", None, None),
        ("<h2><founder-title>集中力量<br>打赢硬仗</founder-title></h2>", None, "集中力量 打赢硬仗", None),
        ("<h3>书记强调</h3><h2><founder-title>打赢硬仗</founder-title></h2>", "书记强调", "打赢硬仗", None),
    ],
)
def test_titles_beside_an_empty_headline_are_kept(
    titles: str, kicker: str | None, headline: str | None, subheadline: str | None
) -> None:
    found = read_titles(titles)

    assert (found["kicker"], found["headline"], found["subheadline"]) == (kicker, headline, subheadline)


def test_a_page_that_is_looked_at_shows_its_pointers_and_its_series() -> None:
    found = read_titles("<h2><founder-title>石桥见闻（上）（上接第2版《石桥》）</founder-title></h2>")

    pointer = {"kind": "jump_from", "printed": "（上接第2版《石桥》）", "page_number": "2", "title": "石桥", "on": None}
    assert json.loads(json.dumps(found["pointers"])) == [pointer]
    assert (found["headline"], found["series_title"], found["series_part"]) == ("石桥见闻（上）", "石桥见闻", "上")


def test_notice_is_part_of_no_series() -> None:
    notice = printed("石桥综合楼的租金如下。特此公告。", headline="石桥综合楼（一）")
    news = printed(BEFORE, headline="石桥综合楼（一）")

    assert (notice.genre, notice.series_part, news.series_part) == ("notice", None, "一")


@pytest.mark.parametrize("piece", ["本报对", "本报1月1日向", "对此，", "（下转第2版、", "◀上接1版", "（记者 "])
def test_marks_are_looked_for_in_bounded_time(piece: str) -> None:
    def read(text: str) -> None:
        read_corrections(take_jumps(words(text)), issue_on=DAY)

    assert_bounded(read, lambda size: f"本报{piece * (size // len(piece))}")
