"""Credit lines around an article: labels, values, the page's controls; and those at the end of a body."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.credits import Credits, read_credits, split_trailing_credits

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
TEXT = "会议强调，要抓好落实。"


def read(*lines: str) -> Credits:
    return read_credits(lines, tz="Asia/Shanghai", fetched_at=NOW)


def people(*lines: str) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in read(*lines).contributors]


def taken(*lines: str) -> list[str]:
    left, credit_lines = split_trailing_credits((TEXT, *lines))
    assert (*left, *credit_lines) == (TEXT, *lines)
    return list(credit_lines)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：澜溪日报", "澜溪日报"),
        ("来源: 澜溪日报", "澜溪日报"),
        ("来源于：澜溪日报", "澜溪日报"),
        ("来 源：澜溪日报 作　者：李玥", "澜溪日报"),
        ("稿源：澜溪新闻网", "澜溪新闻网"),
        ("稿件来源：澜溪新闻网", "澜溪新闻网"),
        ("本文来源：澜溪日报 责任编辑：李玥", "澜溪日报"),
        ("来源：《澜溪日报》", "《澜溪日报》"),
        ("来源：人民日报（海外版）", "人民日报（海外版）"),
        ("【来源：澜溪日报】【作者：李玥】", "澜溪日报"),
        ("来源丨澜溪发布", "澜溪发布"),
        ("来源 | 澜溪发布", "澜溪发布"),
        ("2020-05-08 08:00来源：澜溪日报作者：李玥编辑：王明", "澜溪日报"),
        ("2019年06月15日08:18 来源：人民网-文化频道 分享到：", "人民网-文化频道"),
        ("来源：澜溪日报 2020-05-08 08:00", "澜溪日报"),
        ("来源：澜溪日报　我要评论", "澜溪日报"),
        ("来源：澜溪日报 评论(0)", "澜溪日报"),
        ("来源：澜溪日报 点击：12 打印 关闭", "澜溪日报"),
        ("来源：澜溪日报 阅读 123", "澜溪日报"),
        ("来源：澜溪日报 字体：大 中 小", "澜溪日报"),
        ("来源：澜溪日报 【大 中 小】", "澜溪日报"),
        ("来源：澜溪日报打印本页关闭窗口", "澜溪日报"),
        ("来源：澜溪日报 用微信扫描二维码", "澜溪日报"),
        ("来源：澜溪日报1032人参与308评论", "澜溪日报"),
        ("来源：澜溪日报　通讯员 张三丰", "澜溪日报"),
        ("来源：澜溪日报记者 张三丰", "澜溪日报"),
        ("来源：澜溪日报 栏目：要闻", "澜溪日报"),
        ("来源：中国阅读周刊", "中国阅读周刊"),
        ("来源：大公报", "大公报"),
        ("来源：", None),
        ("来源：　作者：李玥", None),
        ("来源：　通讯员 张三丰", None),
        ("图片来源：县文联", None),
        ("收入来源：种地", None),
    ],
)
def test_source_ends_where_the_next_mark_begins(line: str, source: str | None) -> None:
    assert read(line).credited_source == source


@pytest.mark.parametrize(
    ("line", "expected", "printed"),
    [
        ("作者：张三丰 点击：12", [("author", "张三丰")], ["作者：张三丰"]),
        ("记者：张三丰 点击：12", [("reporter", "张三丰")], ["记者：张三丰"]),
        ("作　者：张三丰", [("author", "张三丰")], ["作 者：张三丰"]),
        ("责 任 编 辑：李 玥", [("editor", "李玥")], ["责 任 编 辑：李 玥"]),
        ("来源：澜溪日报　通讯员 张三丰", [("correspondent", "张三丰")], ["通讯员 张三丰"]),
        ("稿源：澜溪新闻网　通讯员 惟真", [("correspondent", "惟真")], ["通讯员 惟真"]),
        ("来源：澜溪日报记者 张三丰", [("reporter", "张三丰")], ["记者 张三丰"]),
        ("作者：编辑：李玥", [("editor", "李玥")], ["编辑：李玥"]),
        ("时间：2024-10-25 08:03:30　 来源：澜溪日报　 作者：", [], []),
        ("作者：记者 张三丰", [("reporter", "张三丰")], ["作者：记者 张三丰"]),
        ("本文作者：张三丰", [("author", "张三丰")], ["本文作者：张三丰"]),
        ("作者：张三丰（澜溪日报）", [("author", "张三丰")], ["作者：张三丰（澜溪日报"]),
        ("责任编辑：李玥_NF4425", [("editor", "李玥")], ["责任编辑：李玥_NF4425"]),
        ("编辑：李玥 审核：王明", [("editor", "李玥"), ("other", "王明")], ["编辑：李玥 审核：王明"]),
        ("编辑丨李玥 监制丨王明", [("editor", "李玥"), ("other", "王明")], ["编辑丨李玥 监制丨王明"]),
        ("08:00来源：澜溪日报作者：张三丰编辑：李玥", [("author", "张三丰"), ("editor", "李玥")],
         ["作者：张三丰", "编辑：李玥"]),
        ("记者 张三丰 点击 12", [("reporter", "张三丰")], ["记者 张三丰"]),
        ("【编辑：李玥】", [("editor", "李玥")], ["【编辑：李玥】"]),
        ("作者：佚名", [], []),
        ("作者：县文联", [], []),
        ("作者：今日澜溪 我要评论", [], []),
        ("作者：admin 浏览次数：22", [], []),
        ("记者 节专题", [], []),
        ("评论员文章 阅读下一篇", [], []),
    ],
)  # fmt: skip
def test_people_stand_after_their_label_or_role_word(
    line: str, expected: list[tuple[str, str]], printed: list[str]
) -> None:
    assert people(line) == expected
    assert [words.rstrip("）") for words in read(line).printed] == [words.rstrip("）") for words in printed]


def test_relative_time_stands_beside_other_labels() -> None:
    found = read("发布时间：3小时前 来源：澜溪日报 作者：张三丰")

    assert found.published is not None
    assert found.published.on == dt.date(2026, 11, 25)
    assert (found.credited_source, people("发布时间：3小时前 作者：张三丰")) == ("澜溪日报", [("author", "张三丰")])


@given(
    st.sampled_from(["澜溪日报", "《澜溪日报》", "新华社", "澜溪新闻网"]),
    st.sampled_from(["作者：王明", "通讯员 王明", "我要评论", "2020-05-08 08:00", "字号：大 中 小", "打印", "| 12"]),
    st.sampled_from([" ", "　", "\xa0\xa0"]),
)
def test_whatever_follows_is_no_part_of_the_source(source: str, following: str, blank: str) -> None:
    assert read(f"来源：{source}{blank}{following}").credited_source == source


@pytest.mark.parametrize(
    "line",
    [
        "来源：江州日报 编辑：张三丰", "（来源：江州日报）", "编辑：王明 审核：李玥", "责任编辑：王明",
        "[责任编辑：王明]", "来源 | 江州发布", "来源：江州日报 阅读 12", "来源：江州日报 2020-05-08",
        "（来源：江州日报 记者 王明）",
        "一审：王明 二审：李玥 三审：赵水", "来源：江州日报 作者：",
    ],
)  # fmt: skip
def test_credit_line_is_taken_off_the_end(line: str) -> None:
    assert taken(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "来源：一是财政拨款，二是村民自筹。", "来源：一是财政拨款；", "联系人：张三 电话：123",
        "时间：5月8日 地点：县府", "作者：王明 联系电话：123", "作者单位：县文联", "收入来源：种地", "编辑：", "来源：",
        "记者：再见", "记者：谢谢！",
        "记者：您怎么看？", "记者 王明", "（记者 王明）", "本报记者王明昨日获悉", "会议昨日召开", "打印 关闭",
        "会议 来源：江州日报",
    ],
)  # fmt: skip
def test_other_line_stays_at_the_end(line: str) -> None:
    assert taken(line) == []


def test_only_the_end_of_a_body_is_looked_at() -> None:
    assert taken("来源：江州日报", "会议昨日召开。") == []
    assert taken("来源：江州日报", "编辑：王明") == ["来源：江州日报", "编辑：王明"]


def test_byline_goes_with_the_credit_line_above_it_only() -> None:
    assert taken("记者 王明", "来源：江州日报", "通讯员 李玥", "编辑：赵水") == [
        "来源：江州日报",
        "通讯员 李玥",
        "编辑：赵水",
    ]


def test_nothing_has_no_credits_at_its_end() -> None:
    assert split_trailing_credits(()) == ((), ())
    assert split_trailing_credits(("编辑：王明",)) == ((), ("编辑：王明",))
