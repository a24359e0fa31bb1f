"""Where bylines and datelines stand: in brackets, behind bullets, before the first sentence, at a caption's end."""

from __future__ import annotations

import pytest

from pipelines.bylines import read_bylines
from pipelines.captions import read_caption
from pipelines.datelines import split_dateline

BODY = "会议强调，要抓好落实。"


def people(*paragraphs: str) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in read_bylines(paragraphs).contributors]


@pytest.mark.parametrize(
    "line",
    [
        "□ 本报记者 令狐婉 通讯员 郝倩",
        "□本报记者 令狐婉 通讯员 郝倩",
        "□记者令狐婉 □通讯员郝倩",
        *(f"{bullet} 记者 令狐婉 通讯员 郝倩" for bullet in "■●○◎▲△◆◇"),
    ],
)
def test_bullet_may_stand_before_a_byline(line: str) -> None:
    found = read_bylines([line, BODY])

    assert people(line, BODY) == [("reporter", "令狐婉"), ("correspondent", "郝倩")]
    assert (found.paragraphs, found.printed) == ((BODY,), (line,))


@pytest.mark.parametrize(
    "line", ["● 会议", "■ 工作要点", "□ 春天的故事", "◆ 王明", "◆ 记者节活动", "□ 记者 李家村", "▲ 图为会议现场"]
)
def test_bullet_alone_makes_no_byline(line: str) -> None:
    assert people(line, BODY) == []
    assert read_bylines([line, BODY]).paragraphs == (line, BODY)


@pytest.mark.parametrize(
    ("byline", "rest", "expected"),
    [
        ("记者 宗政禄、淳于倩 报道：", "一方水土，养一方人。", [("reporter", "宗政禄"), ("reporter", "淳于倩")]),
        ("记者 王明 ", "昨日下午，我县召开会议。", [("reporter", "王明")]),
        ("记者王明 通讯员李红 ", "昨日，我县召开会议。", [("reporter", "王明"), ("correspondent", "李红")]),
        ("记者王明通讯员李红报道：", "昨日，我县召开会议。", [("reporter", "王明"), ("correspondent", "李红")]),
        ("记者 王明 李红：", "昨日，我县召开会议。", [("reporter", "王明"), ("reporter", "李红")]),
        ("□ 本报记者 王明 ", "昨日，我县召开会议。", [("reporter", "王明")]),
        ("记者 王明 通讯员 李红 ", "安平镇 近日行动，效果好。", [("reporter", "王明"), ("correspondent", "李红")]),
        ("记者 于洋 ", "在全国助残日到来之际，我县行动。", [("reporter", "于洋")]),
    ],
)
def test_byline_without_brackets_before_the_first_sentence(
    byline: str, rest: str, expected: list[tuple[str, str]]
) -> None:
    found = read_bylines([byline + rest, BODY])

    assert people(byline + rest) == expected
    assert found.paragraphs == (rest, BODY)
    assert found.printed == (byline.strip(" ："),)


def test_byline_without_brackets_in_the_midst_of_a_text_stands_after_a_further_item_only() -> None:
    text = "记者 王明 昨日下午，我县召开会议。"

    assert read_bylines([BODY, text]).paragraphs == (BODY, text)
    assert read_bylines([BODY, f"又讯 {text}"]).paragraphs == (BODY, "又讯 昨日下午，我县召开会议。")
    assert people(BODY, f"又讯 {text}") == [("reporter", "王明")]


def test_byline_without_brackets_may_follow_a_line_of_its_own() -> None:
    assert people("编辑：李红", "记者 王明 昨日下午，我县召开会议。") == [("editor", "李红"), ("reporter", "王明")]


@pytest.mark.parametrize(
    "text",
    [
        "记者 从县农业局获悉，今年丰收。", "记者了解到，石桥镇将建新桥。", "记者 近日走进石桥镇，看到新桥。",
        "记者 从县里 获悉，今年丰收。", "记者 周末 来到石桥镇，看到新桥。", "记者 连日来 走访石桥镇，看到新桥。",
        "记者 王明 从县农业局获悉，今年丰收。", "通讯员 李山 告诉笔者，新桥通车了。",
        "记者 王明 昨日在现场看到，桥已通车。", "记者：请问县长，您怎么看？", "记者：张县长 您好，请问。",
        "作者 王明 在书中写道，山高水长。", "编辑 王明 说，山高水长。",
        "本报记者王明昨日在现场看到，桥已通车。", "记者 安平镇 消息，桥已通车。",
    ],
)  # fmt: skip
def test_subject_of_the_first_sentence_is_no_byline(text: str) -> None:
    found = read_bylines([text, BODY])

    assert (found.paragraphs, found.contributors) == ((text, BODY), ())


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("【澜溪新闻网10月18日讯】昨天，我县开会。", "澜溪新闻网10月18日讯", "昨天，我县开会。"),
        ("【澜溪新闻网10月18日消息：】昨天，我县开会。", "澜溪新闻网10月18日消息", "昨天，我县开会。"),
        ("【本报讯】昨天，我县开会。", "本报讯", "昨天，我县开会。"),
        ("（本报讯） 昨天，我县开会。", "本报讯", "昨天，我县开会。"),
        ("新京报快讯（记者 王明）昨天，开会。", "新京报快讯", "（记者 王明）昨天，开会。"),
        ("据新华社杭州10月18日电 会议召开。", "据新华社杭州10月18日电", "会议召开。"),
        ("据新华社北京10月18日电（记者 王明）会议召开。", "据新华社北京10月18日电", "（记者 王明）会议召开。"),
        ("据新华社电 会议召开。", "据新华社电", "会议召开。"),
        ("据中新社北京10月18日电：会议召开。", "据中新社北京10月18日电", "会议召开。"),
    ],
)
def test_dateline_in_brackets_or_of_an_agency(text: str, dateline: str, rest: str) -> None:
    assert split_dateline(text) == (dateline, rest)


@pytest.mark.parametrize(
    "text",
    [
        "据新华社5月8日消息，会议召开。", "据云岭新闻网10月10日消息：会议召开。", "据新华社5月8日电，会议召开。",
        "据新华社北京10月18日电文称，会议召开。", "据县供电所报电话 通知。", "【编者按】会议召开。",
        "【5月8日讯】会议召开。",
    ],
)  # fmt: skip
def test_sentence_and_heading_are_no_datelines(text: str) -> None:
    assert split_dateline(text) == (None, text)


def test_byline_in_brackets_follows_an_agency_dateline() -> None:
    assert people("（本报记者 王明）会议召开。") == [("reporter", "王明")]


@pytest.mark.parametrize(
    ("printed", "caption", "names"),
    [
        ("图为百家宴现场。 通讯员 李四维 摄", "图为百家宴现场。", ["李四维"]),
        ("图为百家宴现场。记者 王明 摄", "图为百家宴现场。", ["王明"]),
        ("图为百家宴现场。本报记者王明摄", "图为百家宴现场。", ["王明"]),
        ("图为百家宴现场 李四/摄", "图为百家宴现场", ["李四"]),
        ("图为百家宴现场 李四维 摄", "图为百家宴现场", ["李四维"]),
        ("图为百家宴现场。王明、李红 摄", "图为百家宴现场。", ["王明", "李红"]),
        ("图为百家宴现场。王明 李红 摄", "图为百家宴现场。", ["王明", "李红"]),
        ("图为百家宴现场（记者 王明 摄）", "图为百家宴现场", ["王明"]),
        ("图为百家宴现场。摄影：王明", "图为百家宴现场。", ["王明"]),
        ("石桥镇 李家村 王明 摄", "石桥镇 李家村", ["王明"]),
        ("摄影：王明", "", ["王明"]),
        ("图为记者在现场拍摄", "图为记者在现场拍摄", []),
        ("图为王明 摄于县城", "图为王明 摄于县城", []),
        ("小花用手机拍下。 小花母亲供图", "小花用手机拍下。 小花母亲供图", []),
    ],
)
def test_photographer_at_the_end_of_a_caption_is_that_and_only_that(
    printed: str, caption: str, names: list[str]
) -> None:
    left, _, named = read_caption(printed)

    assert left == caption
    assert [(person.role, person.name) for person in named] == [("photographer", name) for name in names]


def test_reporter_who_wrote_too_keeps_both_roles_in_a_caption() -> None:
    _, _, named = read_caption("会议现场。（记者 王明 文/图）")

    assert [(person.role, person.name) for person in named] == [("reporter", "王明"), ("photographer", "王明")]


@pytest.mark.parametrize(
    "byline",
    [
        "（钱库所薛小静供稿）",
        "（钱库所 薛小静 供稿）",
        "（县委宣传部薛小静供稿）",
        "（钱库镇薛小静供稿）",
        "（通讯员 县文联薛小静）",
        "（通讯员 钱库镇政府 薛小静）",
    ],
)
def test_organisation_before_a_name_is_where_the_correspondent_works(byline: str) -> None:
    assert people(BODY + byline) == [("correspondent", "薛小静")]
    assert read_bylines([BODY + byline]).printed == (byline,)


@pytest.mark.parametrize("byline", ["（县委宣传部供稿）", "（通讯员 县委宣传部）", "（供稿：县委宣传部）"])
def test_organisation_alone_is_a_correspondent(byline: str) -> None:
    assert people(BODY + byline) == [("correspondent", "县委宣传部")]


@pytest.mark.parametrize("byline", ["（县委宣传部 张三丰）", "（县委宣传部张三丰）", "（张三丰）"])
def test_name_alone_in_the_last_bracket_is_the_author(byline: str) -> None:
    assert people(BODY + byline) == [("author", "张三丰")]
    assert people(BODY + byline, BODY) == []
    assert people("（记者 李四维）" + BODY, BODY + byline) == [("reporter", "李四维")]


@pytest.mark.parametrize("words", ["（记者 调查队）", "（编辑 县委宣传部）", "（张三丰县委宣传部）"])
def test_organisation_without_a_person_in_a_role_stays(words: str) -> None:
    assert people(BODY + words) == []
    assert read_bylines([BODY + words]).paragraphs == (BODY + words,)


@pytest.mark.parametrize("line", ["□ 林小同", "■林小同", "□ 林小同 王明"])
def test_square_before_nothing_but_names_marks_an_author(line: str) -> None:
    assert people(line, BODY)[0] == ("author", "林小同")
