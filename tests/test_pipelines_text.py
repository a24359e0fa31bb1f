"""Cleaning characters, normalising lines, and joining what the printed column broke."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import Paragraph
from pipelines.text import clean_characters, join_paragraphs, normalise_line

FULL_WIDTH = {ord(chr(n + 0xFEE0)): n for n in range(0x21, 0x7F) if chr(n).isalnum()}
BLANKS = " \t\u00a0\u3000"
ODD = "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00\x07\x1f\x7f\x90\ue000\uf8ff\U000f0000\U0010fffd"
PRINTED = "云岭县喆𠮷〇あé①Ⅴ㎡²ＡｚＺ０９Az09，。：；！？、（）()“”《》【】…—·-/.％＋"
LINES = st.text(alphabet=PRINTED + BLANKS + ODD, max_size=60)


def letters(text: str) -> str:
    """Return the letters, digits and Chinese characters, in order, apart from width."""
    return "".join(char for char in text.translate(FULL_WIDTH) if unicodedata.category(char)[0] in "LN")


def plain(*texts: str) -> list[Paragraph]:
    return [Paragraph(text=text) for text in texts]


def joined(*texts: str) -> list[str]:
    return [paragraph.text for paragraph in join_paragraphs(plain(*texts))]


@pytest.mark.parametrize("odd", ODD, ids=lambda char: f"U+{ord(char):04X}")
def test_character_that_nobody_can_see_is_removed_and_counted(odd: str) -> None:
    assert clean_characters(f"云{odd}岭{odd}") == ("云岭", 2)


@pytest.mark.parametrize(
    "text", ["", "云岭\n\t县", "胡喆𠮷〇", "　　\u00a0甲", "买买提·艾山", "a\u0301é", "①Ⅴ㎡…", "\ufffd"]
)
def test_visible_text_blanks_and_line_ends_are_kept(text: str) -> None:
    assert clean_characters(text) == (text, 0)


@given(LINES)
def test_cleaning_removes_exactly_what_it_counts_and_is_done_once(text: str) -> None:
    cleaned, removed = clean_characters(text)
    assert len(cleaned) + removed == len(text)
    assert removed == sum(char in ODD for char in text)
    assert clean_characters(cleaned) == (cleaned, 0)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("　　云岭", "云岭"),
        ("\u00a0\u00a0\u00a0 云岭县", "云岭县"),
        ("云岭县　\t \u00a0　今日", "云岭县 今日"),
        ("云岭\u2003县", "云岭 县"),
        ("２０２０年５月８日", "2020年5月8日"),
        ("ＧＤＰ增长，Ａ股ｘ", "GDP增长，A股x"),
        ("“甲乙”，丙：丁！（戊）？；《己》、……——", "“甲乙”，丙：丁！（戊）？；《己》、……——"),
        ("１２：３０", "12：30"),
        ("１２－５０％", "12－50％"),
        ("甲,乙.(丙)!", "甲,乙.(丙)!"),
        ("劣Ⅴ类水①５０㎡½²", "劣Ⅴ类水①50㎡½²"),
        ("\uf90a\u2f3c", "\uf90a\u2f3c"),
        ("甲 \u200b 乙", "甲 乙"),
        ("\u200b 甲\ufeff ", "甲"),
        ("　\u00a0\u200b", ""),
        ("𠮷云喆", "𠮷云喆"),
    ],
)
def test_line_is_normalised_without_touching_its_punctuation(line: str, expected: str) -> None:
    assert normalise_line(line) == expected


@given(LINES)
def test_normalising_is_idempotent_and_loses_no_letter(line: str) -> None:
    once = normalise_line(line)
    assert normalise_line(once) == once
    assert letters(once) == letters(line)
    assert once == once.strip()
    assert "  " not in once
    assert not set(once) & set("\t\u00a0\u3000" + ODD)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["　　云岭县昨日开会，研究制定了", "细化的行动方案。", "　　会议指出，要抓落实。"],
            ["云岭县昨日开会，研究制定了细化的行动方案。", "会议指出，要抓落实。"],
            id="next line lacks the indent of its siblings",
        ),
        pytest.param(
            [
                "云岭县昨日召开第一次月度工作例会，通报指标、分析形势，并研究制定了",
                "",
                "细化的行动方案，推动各项工作取得积极成效，指标总体持续回升。",
                "　",
                "会议指出，各乡镇要落实通报、督查、考核三项机制，形成浓厚氛围。",
            ],
            [
                (
                    "云岭县昨日召开第一次月度工作例会，通报指标、分析形势，并研究制定了细化的行动方案，"
                    "推动各项工作取得积极成效，指标总体持续回升。"
                ),
                "会议指出，各乡镇要落实通报、督查、考核三项机制，形成浓厚氛围。",
            ],
            id="no line is indented and empty lines stand between",
        ),
        pytest.param(
            ["\u00a0\u00a0\u00a0 会上公布了先进名单，其中包括", "\u00a0\u00a0\u00a0 云岭镇获得一等奖。"],
            ["会上公布了先进名单，其中包括", "云岭镇获得一等奖。"],
            id="next line is indented like its siblings",
        ),
        pytest.param(
            ["　　要围绕目标，始终打有准备", "的仗，更要围绕项目，强化数", "据收集。", "　　会议强调落实。"],
            ["要围绕目标，始终打有准备的仗，更要围绕项目，强化数据收集。", "会议强调落实。"],
            id="three pieces",
        ),
        pytest.param(
            ["　　全县上下齐心协力，进一步推动了各项工作", "落实。", "　　会议指出，要抓紧。"],
            ["全县上下齐心协力，进一步推动了各项工作落实。", "会议指出，要抓紧。"],
            id="last piece is short",
        ),
        pytest.param(
            ["　　一季度全县实现工业产值１２", "３亿元，同比增长。", "　　会议指出，要抓紧。"],
            ["一季度全县实现工业产值123亿元，同比增长。", "会议指出，要抓紧。"],
            id="a number is broken and no blank is put in",
        ),
        pytest.param(
            ["会议由县长主持，他说：“我们会尽力的。”", "云岭镇等参加会议。"],
            ["会议由县长主持，他说：“我们会尽力的。”", "云岭镇等参加会议。"],
            id="a closing quote after the sentence mark",
        ),
        pytest.param(
            ["县里的变化，大家都看在眼里（这还只是开始！）", "云岭镇等参加会议。"],
            ["县里的变化，大家都看在眼里（这还只是开始！）", "云岭镇等参加会议。"],
            id="a closing bracket after the sentence mark",
        ),
        pytest.param(
            ["县里的变化，村民都看在眼里，记在心里……", "云岭镇等参加会议。"],
            ["县里的变化，村民都看在眼里，记在心里……", "云岭镇等参加会议。"],
            id="an ellipsis ends a paragraph",
        ),
        pytest.param(
            ["“任务清楚了吗?”“调研了吗?”", "会上，县长现场抽查了部分乡镇。"],
            ["“任务清楚了吗?”“调研了吗?”", "会上，县长现场抽查了部分乡镇。"],
            id="a half-width question mark",
        ),
        pytest.param(
            ["各村站长检查账册，工作进展顺利。（记者 叶秋）", "又讯 同日下午，县长来到石桥镇。"],
            ["各村站长检查账册，工作进展顺利。（记者 叶秋）", "又讯 同日下午，县长来到石桥镇。"],
            id="a byline ends a paragraph",
        ),
        pytest.param(
            ["会议研究了各项工作。", "抓重点 补短板", "云岭镇对标先进，全面推进。"],
            ["会议研究了各项工作。", "抓重点 补短板", "云岭镇对标先进，全面推进。"],
            id="a subhead that only its form shows",
        ),
        pytest.param(
            ["　　会议研究了各项工作。", "　　记者手记", "　　云岭镇对标先进，全面推进。"],
            ["会议研究了各项工作。", "记者手记", "云岭镇对标先进，全面推进。"],
            id="an indented subhead",
        ),
        pytest.param(
            ["如有疑问，请拨打电话咨询。", "联系人：张工", "联系电话：0999-0000042", "地址：云岭县城东路1号"],
            ["如有疑问，请拨打电话咨询。", "联系人：张工", "联系电话：0999-0000042", "地址：云岭县城东路1号"],
            id="labelled lines",
        ),
        pytest.param(
            ["链接:", "1、云岭新闻网", "2、《今日云岭》数字报"],
            ["链接:", "1、云岭新闻网", "2、《今日云岭》数字报"],
            id="numbered links",
        ),
        pytest.param(
            ["云岭山高水又长，", "春风一夜到村庄。", "渔舟唱晚归来处，", "灯火人家是故乡。"],
            ["云岭山高水又长，", "春风一夜到村庄。", "渔舟唱晚归来处，", "灯火人家是故乡。"],
            id="verse in classical form",
        ),
        pytest.param(
            ["山那边是海", "海那边是你", "我在山的这边", "等一封旧信"],
            ["山那边是海", "海那边是你", "我在山的这边", "等一封旧信"],
            id="verse without punctuation",
        ),
        pytest.param(
            ["请广大市民相互转告，自觉遵守。", "特此公告。", "云岭县住房和城乡建设局", "2020年5月8日"],
            ["请广大市民相互转告，自觉遵守。", "特此公告。", "云岭县住房和城乡建设局", "2020年5月8日"],
            id="a signature",
        ),
        pytest.param(
            [
                "请广大市民相互转告，自觉遵守。",
                "云岭县新型冠状病毒肺炎疫情防控工作领导小组办公室",
                "云岭县卫生健康局",
                "二〇二〇年五月八日",
            ],
            [
                "请广大市民相互转告，自觉遵守。",
                "云岭县新型冠状病毒肺炎疫情防控工作领导小组办公室",
                "云岭县卫生健康局",
                "二〇二〇年五月八日",
            ],
            id="a signature of two offices, one with a long name",
        ),
    ],
)
def test_lines_become_the_paragraphs_that_a_reader_sees(lines: list[str], expected: list[str]) -> None:
    assert joined(*lines) == expected


@pytest.mark.parametrize("style", ["subhead", "table"])
def test_only_plain_paragraphs_are_joined(style: str) -> None:
    middle = Paragraph(text="全县上下齐心协力，进一步推动了各项工作", style=style)  # type: ignore[arg-type]
    lines = [*plain("会议围绕目标，研究制定了"), middle, *plain("细化的行动方案，会议到此结束。")]
    assert [(p.text, p.style) for p in join_paragraphs(lines)] == [
        ("会议围绕目标，研究制定了", "plain"),
        ("全县上下齐心协力，进一步推动了各项工作", style),
        ("细化的行动方案，会议到此结束。", "plain"),
    ]


def test_nothing_gives_nothing() -> None:
    assert list(join_paragraphs([])) == []
    assert joined("", "　　", "\u00a0", "\u200b") == []


@given(st.lists(LINES, max_size=8))
def test_joining_loses_no_letter_and_leaves_no_empty_paragraph(lines: list[str]) -> None:
    result = joined(*lines)
    assert letters("".join(result)) == letters("".join(lines))
    assert all(line and line == normalise_line(line) for line in result)


@given(
    st.lists(st.sampled_from(["云岭县召开会议。", "　　他说：“好！”", "\u00a0谁来？", "工作（推进中）。"]), max_size=8)
)
def test_finished_sentences_are_never_joined(lines: list[str]) -> None:
    assert joined(*lines) == [normalise_line(line) for line in lines]
