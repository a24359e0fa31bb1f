"""Datelines and the people whom a Chinese newspaper names around a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.bylines import read_bylines
from pipelines.datelines import split_dateline

BODY = "会议强调，要抓好落实。"
SURNAMES = ["王", "李", "欧阳", "司马", "钟离", "林", "叶"]
NAMES = st.builds(
    "{}{}".format, st.sampled_from(SURNAMES), st.text(alphabet="青宁远小川山舟禾", min_size=1, max_size=2)
)


def letters(text: str) -> list[str]:
    """Return the letters, digits and Chinese characters of a text, sorted."""
    return sorted(char for char in text if unicodedata.category(char)[0] in "LN")


def people(*paragraphs: str) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in read_bylines(paragraphs).contributors]


def remaining(*paragraphs: str) -> list[str]:
    return [text.strip() for text in read_bylines(paragraphs).paragraphs if text.strip()]


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("云岭新闻网10月10日消息：今天下午，我县召开会议。", "云岭新闻网10月10日消息", "今天下午，我县召开会议。"),
        ("云岭新闻网10月10日消息:今天下午，我县召开会议。", "云岭新闻网10月10日消息", "今天下午，我县召开会议。"),
        (
            "苍南新闻网6月16日消息：6月14日下午，县委书记强调：抓。",
            "苍南新闻网6月16日消息",
            "6月14日下午，县委书记强调：抓。",
        ),
        ("本报讯 昨日下午，我县召开会议。", "本报讯", "昨日下午，我县召开会议。"),
        ("本报讯(通讯员 纪云)近段时间以来，石桥镇行动。", "本报讯", "(通讯员 纪云)近段时间以来，石桥镇行动。"),
        ("本报讯（记者 王云 通讯员 李山）昨日，我县行动。", "本报讯", "（记者 王云 通讯员 李山）昨日，我县行动。"),
        ("本报讯", "本报讯", ""),
        ("新华社杭州5月8日电 记者从省政府获悉，会议召开。", "新华社杭州5月8日电", "记者从省政府获悉，会议召开。"),
        ("新华社杭州5月8日电（记者 王云）会议召开。", "新华社杭州5月8日电", "（记者 王云）会议召开。"),
        ("中新网云岭12月31日电 (记者 王云)会议召开。", "中新网云岭12月31日电", "(记者 王云)会议召开。"),
        ("本报云岭5月8日讯 会议召开。", "本报云岭5月8日讯", "会议召开。"),
        ("浙江在线09月14日讯“这里的桥呢？”吴先生问。", "浙江在线09月14日讯", "“这里的桥呢？”吴先生问。"),
        ("黑龙江日报10月25日讯 高温、高压、高转速。", "黑龙江日报10月25日讯", "高温、高压、高转速。"),
    ],
)
def test_dateline_is_split_from_the_first_paragraph(text: str, dateline: str, rest: str) -> None:
    assert split_dateline(text) == (dateline, rest)


@pytest.mark.parametrize(
    "text",
    [
        "", "通讯", "通讯员李山昨日来到石桥镇。", "电视讯号昨晚中断了半小时。", "昨日记者获悉，我县将建新桥。",
        "据悉，会议昨日召开。",
        "又讯 同日下午，县长来到石桥镇。", "据新华社5月8日消息，会议已经召开。",
        "据云岭新闻网10月10日消息：会议已经召开。",
        "云岭县公安局5月8日讯问了两名嫌疑人。", "县供电所5月8日电力抢修全部完成。", "县防指5月8日电话通知各乡镇。",
        "5月8日消息传来后，村民奔走相告。", "今年以来，全县发展提速，云岭新闻网10月10日消息：会议召开。",
        "本报记者昨日来到石桥镇。",
        "新华社记者王云昨日来到云岭。", "昨日下午，我县召开会议，通报情况：进展顺利。", "5月8日，我县召开会议。",
    ],
)  # fmt: skip
def test_ordinary_sentence_has_no_dateline(text: str) -> None:
    assert split_dateline(text) == (None, text)


@given(
    st.sampled_from(["云岭新闻网10月10日消息：", "本报讯 ", "新华社杭州5月8日电 ", "云岭日报12月1日讯 "]),
    st.text(alphabet="云岭县今天下午召开会议，。“”3", min_size=1)
    .map(str.strip)
    .filter(lambda text: text[:1] not in "，。"),
)
def test_dateline_and_rest_are_the_whole_paragraph(dateline: str, body: str) -> None:
    found, rest = split_dateline(dateline + body)
    assert found == dateline.rstrip("： ")
    assert rest == body


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("（记者 郑云群）", [("reporter", "郑云群")]),
        ("（通讯员 罗云坚 李山）", [("correspondent", "罗云坚"), ("correspondent", "李山")]),
        ("（记者 王云 通讯员 李山 赵水）",
         [("reporter", "王云"), ("correspondent", "李山"), ("correspondent", "赵水")]),
        ("(记者 王云)", [("reporter", "王云")]),
        ("（记者 王云、李山）", [("reporter", "王云"), ("reporter", "李山")]),
        ("（记者 王云、李山 通讯员 赵水、何晓）",
         [("reporter", "王云"), ("reporter", "李山"), ("correspondent", "赵水"), ("correspondent", "何晓")]),
        ("（记者王云）", [("reporter", "王云")]),
        (" (李士云/摄）", [("photographer", "李士云")]),
        ("(李士云/摄)", [("photographer", "李士云")]),
        ("（李士云 摄）", [("photographer", "李士云")]),
        ("（刘山摄）", [("photographer", "刘山")]),
        ("（记者 王云 文/图）", [("reporter", "王云"), ("photographer", "王云")]),
        ("（记者 李　明）", [("reporter", "李明")]),
        ("（记者 李 明）", [("reporter", "李明")]),
        ("（记者 李 明 王小山）", [("reporter", "李明"), ("reporter", "王小山")]),
        ("（记者 王小山 李 明）", [("reporter", "王小山"), ("reporter", "李明")]),
        ("（记者 李 明 王 强 通讯员 赵 水）", [("reporter", "李明"), ("reporter", "王强"), ("correspondent", "赵水")]),
        ("（记者 欧阳云山 通讯员 司马水）", [("reporter", "欧阳云山"), ("correspondent", "司马水")]),
        ("（通讯员 买买提·吐尔逊）", [("correspondent", "买买提·吐尔逊")]),
        ("（记者 阿依古丽·买买提江 王云）", [("reporter", "阿依古丽·买买提江"), ("reporter", "王云")]),
        ("（记者 胡喆）", [("reporter", "胡喆")]),
        ("（本报记者 王云）", [("reporter", "王云")]),
        ("（通讯员 李山 记者 王云）", [("correspondent", "李山"), ("reporter", "王云")]),
        ("（记者 王云）（李山 摄）", [("reporter", "王云"), ("photographer", "李山")]),
        ("（记者 查良文）", [("reporter", "查良文")]),
        ("（记者 王志文）", [("reporter", "王志文")]),
        ("（记者 文静）", [("reporter", "文静")]),
        ("（记者 李　文）", [("reporter", "李文")]),
        ("（记者 王云 文）", [("reporter", "王云")]),
        ("（通讯员陈启文、李小军、司徒静）",
         [("correspondent", "陈启文"), ("correspondent", "李小军"), ("correspondent", "司徒静")]),
        ("（张博文 李雅文/文 王强/摄）", [("author", "张博文"), ("author", "李雅文"), ("photographer", "王强")]),
        ("（记者 王云 李山/文 赵水/摄）", [("reporter", "王云"), ("reporter", "李山"), ("photographer", "赵水")]),
        ("（文/王云 图/李山）", [("author", "王云"), ("photographer", "李山")]),
        ("（文 王云 图 李山）", [("author", "王云"), ("photographer", "李山")]),
        ("（王云 文 李山 图）", [("author", "王云"), ("photographer", "李山")]),
        ("（图文 王云）", [("author", "王云"), ("photographer", "王云")]),
        ("（王云 文图）", [("author", "王云"), ("photographer", "王云")]),
        ("（王云 文并摄）", [("author", "王云"), ("photographer", "王云")]),
        ("（文/图 记者 王云）", [("reporter", "王云"), ("photographer", "王云")]),
        ("（文/记者 王云 图/通讯员 李山）",
         [("reporter", "王云"), ("correspondent", "李山"), ("photographer", "李山")]),
        ("（记者 王云 摄影 李山）", [("reporter", "王云"), ("photographer", "李山")]),
        ("(记者张三丰通讯员李四维)", [("reporter", "张三丰"), ("correspondent", "李四维")]),
        ("（记者张三丰 通讯员李四维）", [("reporter", "张三丰"), ("correspondent", "李四维")]),
        ("（见习记者王云实习生李红）", [("reporter", "王云"), ("other", "李红")]),
        ("（新华社记者 王云）", [("reporter", "王云")]),
        ("（云岭日报 记者 王云）", [("reporter", "王云")]),
    ],
)  # fmt: skip
def test_bracket_at_the_end_names_people_and_leaves_the_body(byline: str, expected: list[tuple[str, str]]) -> None:
    assert people(BODY, BODY + byline) == expected
    assert remaining(BODY, BODY + byline) == [BODY, BODY]
    assert letters("".join(read_bylines([BODY + byline]).printed)) == letters(byline)


def test_only_the_bracket_that_names_people_is_taken_away() -> None:
    text = "工作领导小组（扩大）会议昨日召开（地点：县府）。"
    assert remaining(text + "（记者 王云）") == [text]
    assert people(text + "（记者 王云）") == [("reporter", "王云")]


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("(通讯员 纪云庆)", [("correspondent", "纪云庆")]),
        ("（记者 王云 通讯员 李山）", [("reporter", "王云"), ("correspondent", "李山")]),
    ],
)
def test_bracket_after_the_dateline_names_people(byline: str, expected: list[tuple[str, str]]) -> None:
    assert people(byline + BODY, BODY) == expected
    assert remaining(byline + BODY, BODY) == [BODY, BODY]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("记者 陈云拉", [("reporter", "陈云拉")]),
        ("通讯员 李山", [("correspondent", "李山")]),
        ("记者 王云 通讯员 李山", [("reporter", "王云"), ("correspondent", "李山")]),
        ("【编辑：李云仓】", [("editor", "李云仓")]),
        ("责任编辑：王云", [("editor", "王云")]),
        ("[责任编辑: 曾云] ", [("editor", "曾云")]),
        ("责任编辑：李　明", [("editor", "李明")]),
        ("编辑：欧阳云山", [("editor", "欧阳云山")]),
    ],
)
def test_line_of_its_own_names_people_and_leaves_the_body(line: str, expected: list[tuple[str, str]]) -> None:
    assert people(BODY, line) == expected
    assert people(line, BODY) == expected
    assert remaining(BODY, line) == [BODY]
    assert letters("".join(read_bylines([BODY, line]).printed)) == letters(line)


@pytest.mark.parametrize(
    "text",
    [
        "记者了解到，石桥镇将建新桥。", "面对记者的提问，县长作了回答。", "不少摄影爱好者慕名而来。",
        "渔灯闹春（图）", "行动方案公布（详见第3版）",
        "县委工作领导小组（扩大）会议昨日召开。", "图片由县文旅局提供", "法院遂依法作出上述判决。（惟", "记者手记",
        "记者调查",
        "今天是中国记者节（11月8日）。", "受访者小花（化名）说，他不怕。", "通讯员之家",
        "石桥镇通讯员培训班昨日开班。", "县融媒体中心编辑部昨日成立。", "行动继续深入。（下转第2版）",
        "行动继续深入。（完）",
        "行动继续深入。（据新华社）", "他是一名摄影师，拍遍了全县。",
        "昨日，记者从县水利局获悉，水库安全（水位正常）。", "行动继续深入。（记者",
        "行动继续深入。（王云 记者 李山）", "行动继续深入。（编辑 综合整理）", "行动继续深入。（记者站）",
    ],
)  # fmt: skip
def test_words_about_the_trade_name_nobody_and_stay(text: str) -> None:
    found = read_bylines([BODY, text])
    assert list(found.contributors) == []
    assert letters("".join(found.paragraphs)) == letters(BODY + text)
    assert letters("".join(found.printed)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者：王明 摄像：李强", [("reporter", "王明"), ("other", "李强")]),
        ("责编：安平丨一审：夏雨丨二审：欧阳斌", [("editor", "安平"), ("other", "夏雨"), ("other", "欧阳斌")]),
        ("（潮新闻 记者 王明）", [("reporter", "王明")]),
        ("（记者 张亦驰）", [("reporter", "张亦驰")]),
        ("（记者王小明李强张大伟）", [("reporter", "王小明"), ("reporter", "李强"), ("reporter", "张大伟")]),
        ("设计：王明 施工：李强", []),
        ("（唐·李白）", []),
        ("（施工中）", []),
    ],
)
def test_line_behind_the_text_names_whom_its_labels_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert people(BODY, text) == expected


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("记者王明：您好！请问村里有多少人？", "张大爷：三百多。", "记者王明：谢谢。"),
        ("记者 王明 摄影作品展昨日开幕，展期十天。", BODY),
        ("本报记者站 成立，王明任站长。", BODY),
    ],
)
def test_speakers_and_subjects_stay(paragraphs: tuple[str, ...]) -> None:
    assert read_bylines(paragraphs).paragraphs == paragraphs


@pytest.mark.parametrize(
    "label", ["责任编辑：", "【编辑：】", "[责任编辑: ]", "作者：", "（记者）", "（通讯员　）", "（/摄）"]
)
def test_label_without_a_name_names_nobody(label: str) -> None:
    assert people(BODY, label) == people(BODY + label) == []


@pytest.mark.parametrize(
    "text", ["本报记者王云昨日在现场看到，桥已通车。", "通讯员李山告诉笔者，新桥通车了。", "摄影师李山摄下了这一幕。"]
)
def test_words_that_are_part_of_a_sentence_stay_in_it(text: str) -> None:
    assert remaining(text) == [text]


def test_people_are_in_printed_order_with_each_item_of_an_article() -> None:
    found = read_bylines(
        [
            "（通讯员 纪云庆）石桥镇行动。",
            "县里开会。（记者 王云）",
            "又讯 同日，县长调研。（记者 李山）",
            "【编辑：赵水】",
        ]
    )
    assert [text for text in found.paragraphs if text] == ["石桥镇行动。", "县里开会。", "又讯 同日，县长调研。"]
    assert [(p.role, p.name) for p in found.contributors] == [
        ("correspondent", "纪云庆"), ("reporter", "王云"), ("reporter", "李山"), ("editor", "赵水"),
    ]  # fmt: skip
    assert len(found.printed) == 4


def test_nothing_gives_nothing() -> None:
    found = read_bylines([])
    assert (list(found.paragraphs), list(found.printed), list(found.contributors)) == ([], [], [])


@given(
    st.lists(NAMES, min_size=1, max_size=3, unique=True),
    st.lists(NAMES, max_size=2, unique=True),
    st.sampled_from([" ", "、"]),
)
def test_every_named_person_is_found_and_no_letter_is_lost(first: list[str], second: list[str], joint: str) -> None:
    byline = f"（记者 {joint.join(first)}{' 通讯员 ' + joint.join(second) if second else ''}）"
    found = read_bylines([BODY, BODY + byline])
    assert [(p.role, p.name) for p in found.contributors] == [
        *(("reporter", name) for name in first),
        *(("correspondent", name) for name in second),
    ]
    assert letters("".join(found.paragraphs) + "".join(found.printed)) == letters(BODY + BODY + byline)


@given(st.lists(st.text(alphabet="云岭县记者通讯员摄编辑责任：（）()【】 、，。王李文/图", max_size=30), max_size=4))
def test_whatever_is_printed_stands_either_in_the_body_or_in_the_byline(paragraphs: list[str]) -> None:
    found = read_bylines(paragraphs)
    assert letters("".join(found.paragraphs) + "".join(found.printed)) == letters("".join(paragraphs))
    assert all(person.name.strip() for person in found.contributors)
