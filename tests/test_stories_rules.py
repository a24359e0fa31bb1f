"""The rules that link two articles: what holds for every two texts, and what is told of the usual cases."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stories.pairs import hand_pairs, judge, judged_table
from pipelines.stories.compared import Compared
from pipelines.stories.look import Look
from pipelines.stories.rules import link, may_link
from tests.fuzzing import examples
from tests.storytexts import (
    ALL_SENTENCES,
    BEES,
    BRIDGE,
    BRIDGE_DIGITS,
    BRIDGE_TRADITIONAL,
    PRESSES,
    PROVINCIAL,
    WELL,
    compared,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.stories.model import Appearance

UNITING = {"exact", "near", "reprint"}
METHODS = {*UNITING, "contained", "teaser"}
REPORT = text_of(BRIDGE)
RIGHT_PAIRS = 190
QUICK_S = 2.0
ENOUGH_LETTERS = 60  # shorter texts may be equal by chance

HEADLINES = st.sampled_from([None, "", "跃进桥重新通车", "老桥新生 货车不再绕行", "3月10日 要闻", "图片新闻"])
CHANNELS = st.sampled_from(list(PRESSES))
CREDITS = st.sampled_from([None, None, PROVINCIAL, "云岭新闻网", "今日云岭"])
SENTENCES = st.lists(st.sampled_from(ALL_SENTENCES), max_size=12)
ODD = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="一二三四五六七八九十百千万亿点0123456789.,％%月日昨今明天第期版", max_size=80),
    st.text(alphabet="。！？；\n 　，…—“”", max_size=60),
    st.text(alphabet=st.characters(categories=["Lo", "Nd", "Nl", "No", "Cs", "Co", "So", "Mn"]), max_size=80),
)
BODIES = st.one_of(SENTENCES.map(text_of), ODD, st.tuples(SENTENCES.map(text_of), ODD).map("\n".join))


@st.composite
def articles(draw: st.DrawFn, days: int = 45) -> Compared:
    """Any article of some weeks."""
    return compared(
        draw(BODIES),
        later=draw(st.integers(0, days)),
        channel=draw(CHANNELS),
        headline=draw(HEADLINES | ODD),
        credited=draw(CREDITS | ODD),
    )


def again(one: Compared) -> Compared:
    """The same article with nothing worked out yet."""
    return Compared(
        published_on=one.published_on,
        channel=one.channel,
        press=one.press,
        headline=one.headline,
        credited_source=one.credited_source,
        body=one.body,
    )


def method(a: Compared, b: Compared) -> str | None:
    """How two articles hang together, in whichever order they are given."""
    found, back = link(a, b), link(again(b), again(a))
    assert found == back
    return found.method if found else None


# What holds for every two articles.


@examples(100, 4000)
@given(articles(), articles())
def test_link_does_not_depend_on_order_or_on_what_was_asked_before(a: Compared, b: Compared) -> None:
    found = link(a, b)

    assert link(b, a) == found == link(again(a), again(b)) == link(again(b), again(a))
    if found:
        assert found.method in METHODS
        assert 0 <= found.score <= 1
        assert abs((a.published_on - b.published_on).days) <= 31


@examples(60, 2000)
@given(BODIES, st.integers(0, 31), HEADLINES, CHANNELS)
def test_an_article_and_its_copy_are_exact_whatever_they_say(
    body: str, later: int, headline: str | None, channel: str
) -> None:
    one, copy = compared(body), compared(body, later=later, channel=channel, headline=headline)

    assert method(one, copy) in ({"exact"} if len(one.folded) >= ENOUGH_LETTERS else {"exact", None})


@examples(100, 4000)
@given(articles(), articles())
def test_what_is_linked_is_not_told_apart_at_a_glance(a: Compared, b: Compared) -> None:
    for one in (b, again(a)):
        assert link(a, one) is None or may_link(Look.at(a), Look.at(one), share=1)


@pytest.mark.parametrize(("later", "expected"), [(0, "exact"), (30, "exact"), (31, "exact"), (32, None), (400, None)])
def test_copies_are_linked_up_to_31_days(later: int, expected: str | None) -> None:
    assert method(compared(REPORT), compared(REPORT, later=later, channel="epaper")) == expected


@pytest.mark.parametrize("short", [BRIDGE[:6], BRIDGE[::-1], (*BRIDGE[:4], *BRIDGE[5:])])
def test_versions_are_linked_up_to_31_days(short: Sequence[str]) -> None:
    whole = compared(REPORT, channel="epaper")

    assert method(whole, compared(text_of(short), later=31)) == "near"
    assert method(whole, compared(text_of(short), later=32)) is None


@examples(100, 2000)
@given(articles(days=0), articles(days=0), st.integers(32, 4000))
def test_nothing_links_articles_that_are_further_apart(a: Compared, b: Compared, later: int) -> None:
    far = compared(b.body, later=later, channel=b.channel, headline=b.headline, credited=b.credited_source)

    assert method(a, far) is None


# Exact.

SIGNS = {"，": ("，", ",", "、", " ", ""), "。": ("。", ".", "！", "；", "\n"), "、": ("、", "，", "")}


@st.composite
def reset(draw: st.DrawFn, body: str) -> str:
    """A text as another press sets it: other signs, blanks, line ends and widths between the same letters."""
    wide = draw(st.booleans())
    gap = st.sampled_from(["", "", "", "", " ", "　", "\n", "\u200b", "😄", "——"])
    printed = []
    for char in body:
        shown = draw(st.sampled_from(SIGNS[char])) if char in SIGNS else char
        if wide and shown.isascii() and shown.isdigit():
            shown = chr(ord(shown) + 0xFEE0)
        printed.append(shown + draw(gap))
    return "".join(printed)


@examples(40, 1000)
@given(st.data(), HEADLINES, HEADLINES, CHANNELS, st.integers(0, 31))
def test_same_letters_are_exact_whatever_stands_around_and_between_them(
    data: st.DataObject, headline: str | None, other: str | None, channel: str, later: int
) -> None:
    sentences = data.draw(st.lists(st.sampled_from(BRIDGE_DIGITS), min_size=2, max_size=6, unique=True))
    body = text_of(sentences)
    again_set = data.draw(reset(body))

    found = link(compared(body, headline=headline), compared(again_set, later=later, channel=channel, headline=other))
    assert (found and found.method) == "exact"
    assert found is not None
    assert found.score == 1


def test_letters_of_another_case_and_width_are_the_same() -> None:
    body = f"{REPORT}\nＡ座３０１室的ＷｉＦｉ已经开通，电话０５７７－６１２３４５。"

    assert method(compared(body), compared(body.replace("ＷｉＦｉ", "WiFi").replace("３０１", "301"))) == "exact"


# Near.


@pytest.mark.parametrize("other", [BRIDGE_TRADITIONAL, BRIDGE_DIGITS], ids=["traditional", "digits"])
@pytest.mark.parametrize("count", [3, 5, 8])
def test_characters_and_numerals_of_another_form_are_near(other: tuple[str, ...], count: int) -> None:
    a, b = compared(text_of(BRIDGE[:count])), compared(text_of(other[:count]), later=1, channel="wechat")

    assert method(a, b) == "near"


@examples(60, 1500)
@given(st.permutations(BRIDGE), CHANNELS, st.integers(0, 31))
def test_sentences_in_another_order_are_near(order: list[str], channel: str, later: int) -> None:
    expected = "exact" if tuple(order) == BRIDGE else "near"

    assert method(compared(REPORT), compared(text_of(order), later=later, channel=channel)) == expected


@examples(80, 1500)
@given(
    st.sets(st.sampled_from(range(1, len(BRIDGE))), min_size=1, max_size=3), st.booleans(), CHANNELS, st.integers(0, 31)
)
def test_cuts_of_up_to_three_sentences_of_eight_are_near(
    cut: set[int], is_reversed: bool, channel: str, later: int
) -> None:
    kept = [one for place, one in enumerate(BRIDGE) if place not in cut]

    found = method(
        compared(REPORT), compared(text_of(kept[::-1] if is_reversed else kept), later=later, channel=channel)
    )
    assert found == "near"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("四百二十", "四百五十"),
        ("九十元", "六十元"),
        ("闻人策", "闻人笨"),
        ("谭阿桂", "覃阿桂"),
        ("后垟小学", "前进小学"),
        ("一九七二年", "一九七三年"),
    ],
)
def test_a_corrected_figure_or_name_is_near(before: str, after: str) -> None:
    corrected = REPORT.replace(before, after)
    assert corrected != REPORT

    assert method(compared(REPORT), compared(corrected, later=1)) == "near"
    assert method(compared(REPORT, channel="epaper"), compared(corrected, later=3, channel="wechat")) == "near"


def test_two_slips_and_an_editors_note_are_near() -> None:
    slips = REPORT.replace("风化", "风华").replace("渡船", "度船")

    assert method(compared(REPORT), compared(f"{slips}\n（编辑：仲孙晚）", channel="wechat")) == "near"
    assert method(compared(REPORT), compared(f"编者按：这座桥牵动两岸人心。\n{REPORT}", later=2)) == "near"


# Reprint, extract, teaser.


@pytest.mark.parametrize("kept", [8, 7, 6])
def test_what_credits_a_provincial_paper_is_a_reprint(kept: int) -> None:
    own = compared(REPORT)
    reprint = compared(text_of(BRIDGE[:kept]), later=1, channel="epaper", credited=PROVINCIAL)
    other = compared(REPORT, later=2, channel="wechat", credited=PROVINCIAL)

    assert method(own, reprint) in ({"reprint", "exact"} if kept == len(BRIDGE) else {"reprint"})
    assert method(reprint, other) in ({"reprint", "exact"} if kept == len(BRIDGE) else {"reprint"})


def test_a_credit_makes_no_story_of_two() -> None:
    a, b = (
        compared(text_of(one), credited=PROVINCIAL, channel=name) for one, name in ((BRIDGE, "news"), (BEES, "epaper"))
    )

    assert method(a, b) is None


ROUNDUP = f"""要闻简讯
◆石桥镇跃进桥加固工程三月八日完工，停行半年的货车重新从桥上驶过。这座三孔石拱桥建于一九七二年，桥面宽五米，两侧护栏多处断裂。
◆{BEES[0]}{BEES[1]}
◆{WELL[0]}{WELL[1]}
◆大坪镇把闲置的粮仓改成农具图书馆，农户凭身份证就能借走犁、耙和小型收割机，押金一律免收。
◆白沙中学的女子龙舟队在东州邀请赛上划出两分零九秒，比去年快了整整七秒，拿到第三名。"""
FEATURE = f"""{REPORT}
{text_of(WELL)}
{text_of(BEES)}
入夜以后，三个村子的灯一盏一盏亮起来。老支书翻出一本油印的账簿，上面记着每一户出过的工、抬过的石头，字迹已经发黄。
他说，山里的事情都是这样，一代人修一点，另一代人接着修，谁也不必把名字刻在石头上。
孩子们在便道上追着萤火虫跑，远处又传来卡车过桥的声音，很沉，也很稳。"""


def test_an_item_of_a_roundup_and_an_extract_of_a_feature_are_contained() -> None:
    item = compared(text_of(BRIDGE[:2]), headline="跃进桥重新通车")
    roundup = compared(ROUNDUP, later=1, channel="epaper", headline="简讯")
    extract = compared(text_of(BEES[2:5]), later=2, channel="wechat", headline="荔枝蜜达到出口标准")
    feature = compared(FEATURE, channel="epaper", headline="灯火三村")

    assert method(item, roundup) == "contained"
    assert method(extract, feature) == "contained"


def test_what_points_to_a_report_is_a_teaser() -> None:
    report = compared(REPORT, channel="epaper", headline="老桥新生 货车不再绕行")
    pointing = compared(f"{BRIDGE[0]}（详见第3版）", channel="epaper", headline="老桥新生 货车不再绕行")
    promise = compared(
        f"预告：{BRIDGE[0]}老桥怎样修好，明天见报。", later=-1, channel="wechat", headline="预告｜老桥新生"
    )

    assert method(pointing, report) == "teaser"
    assert method(promise, report) == "teaser"


# Two stories that look alike.

WEATHER = (
    "县气象台3月{day}日17时发布：今天夜里到明天{sky}，偏{wind}风{force}级，最低气温{low}度，最高气温{high}度，"
    "森林火险等级{risk}级，请注意防火。"
)
SCHOOL = (
    "{name}因教学需要，面向社会公开招聘{subject}教师{count}名。要求本科以上学历，持有相应教师资格证，年龄在三十五周岁以下。"
    "有意者请于3月{day}日前携带简历到学校办公室报名，联系人{who}，联系电话{phone}。"
)
LOST = "{who}遗失{what}一本，证号{number}，声明作废。"
POWER = (
    "因线路检修，{place}将于3月{day}日{start}时至{end}时停电，停电范围：{range}。请相关用户提前做好准备，给您带来不便，敬请谅解。"
    "供电服务热线95598。"
)
TENDER = (
    "受{owner}委托，云岭县招标代理有限公司就{what}进行公开招标。项目编号：YL2026-{number}，预算金额{money}万元。"
    "投标人须具有{grade}以上资质，投标截止时间为3月{day}日9时30分，地点为县公共资源交易中心第二开标室。"
)
MEETING = (
    "3月{day}日，县委召开{what}会议。县委书记诸葛平主持会议并讲话。会议强调，要提高站位，压实责任，{point}。"
    "县领导闻人策、谭秋白等参加会议。各乡镇、县级有关单位主要负责人在分会场收听收看。"
)
LOOK_ALIKE = {
    "weather": (
        WEATHER.format(day=9, sky="多云转阴", wind="东", force="2到3", low=9, high=17, risk="二"),
        WEATHER.format(day=10, sky="阴有小雨", wind="北", force="3到4", low=7, high=12, risk="一"),
    ),
    "recruitment": (
        SCHOOL.format(name="白沙中学", subject="数学", count="三", day=20, who="岑老师", phone="61230011"),
        SCHOOL.format(name="石桥小学", subject="音乐", count="一", day=22, who="卞老师", phone="61450072"),
    ),
    "lost": (
        LOST.format(who="云岭县松溪镇容海棠", what="林权证", number="YL0098123"),
        LOST.format(who="云岭县大坪镇盘阿四", what="营业执照副本", number="330327600112"),
    ),
    "power cut": (
        POWER.format(place="石桥镇", day=12, start=8, end=17, range="后垟村、桥头村及沿街商铺"),
        POWER.format(place="松溪镇", day=14, start=7, end=11, range="果园路1号至88号、蜂场专变"),
    ),
    "tender": (
        TENDER.format(owner="县水利局", what="石桥溪堤防工程施工", number="017", money="860", grade="水利三级", day=25),
        TENDER.format(owner="白沙镇政府", what="老街路灯采购", number="031", money="74.5", grade="照明二级", day=27),
    ),
    "meeting": (
        MEETING.format(day=5, what="防汛抗旱工作", point="抓紧检修水库涵闸，备足抢险物资，确保安全度汛"),
        MEETING.format(day=9, what="春季农业生产", point="把种子化肥送到田头，守住播种面积，不误一季春耕"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOOK_ALIKE)
@pytest.mark.parametrize("channel", ["epaper", "news"])
def test_two_notices_of_one_form_are_two_stories(kind: str, channel: str) -> None:
    first, then = LOOK_ALIKE[kind]

    assert method(compared(first, channel="epaper"), compared(then, later=1, channel=channel)) is None
    assert method(compared(first, headline="通知"), compared(then, headline="通知", channel=channel)) is None


@pytest.mark.parametrize("kind", LOOK_ALIKE)
def test_a_notice_that_is_printed_again_is_one_story(kind: str) -> None:
    first = LOOK_ALIKE[kind][0]

    assert method(compared(first, channel="epaper"), compared(first, later=1, channel="wechat")) == "exact"


def test_the_same_form_a_day_later_with_only_other_figures_is_another_story() -> None:
    table = "今日云岭县生猪出栏价每公斤{}元，鸡蛋每公斤{}元，白菜每公斤{}元，稻谷每百斤{}元。数据由县农贸市场提供。"

    days = [
        compared(table.format(15.2, 9.4, 2.1, 131), channel="epaper"),
        compared(table.format(15.6, 9.1, 2.4, 133), later=1, channel="epaper"),
    ]
    assert method(*days) is None


def test_reports_of_different_things_are_not_linked() -> None:
    texts = [text_of(one) for one in (BRIDGE, BEES, WELL)]

    assert {method(compared(a), compared(b)) for a in texts for b in texts if a != b} == {None}


# Texts that are hardly any.


@pytest.mark.parametrize("body", ["", " ", "\n\n", "。", "……！？", "😄😄", "——", "\u200b"])
def test_articles_without_a_letter_are_linked_to_nothing(body: str) -> None:
    empty = compared(body, headline="图片新闻")

    for other in ("", body, "图", REPORT):
        assert method(empty, compared(other, headline="图片新闻", channel="epaper")) is None


@pytest.mark.parametrize("body", ["完", "本报讯", "责任编辑王喆", "广告", "今日无报"])
def test_words_that_anybody_prints_are_linked_to_no_report(body: str) -> None:
    assert method(compared(body), compared(f"{REPORT}\n{body}", channel="epaper")) is None


def test_short_captions_that_are_equal_are_exact_and_others_are_not_linked() -> None:
    caption = "三月八日，满载碎石的卡车驶过修缮一新的跃进桥，两岸村民围观。谭秋白摄"
    other = "三月九日，蜂农在松溪镇的荔枝园里查看蜂箱，花期比往年迟。谭秋白摄"

    assert method(compared(caption), compared(caption, later=1, channel="epaper")) == "exact"
    assert method(compared(caption), compared(other, later=1, channel="epaper")) is None


HOSTILE = {
    "one character": "啊" * 100_000,
    "two characters": "啊哦" * 50_000,
    "digits": "7" * 100_000,
    "numerals": "九" * 100_000,
    "tens": "十百千万亿" * 20_000,
    "a numeral without end": "十" + "九" * 100_000,
    "no letters": "。！，" * 34_000,
    "sentence ends": "是。" * 50_000,
    "days": "3月5日昨天" * 16_000,
    "items": "◆1、（2）" * 16_000,
    "surrogates": "\ud800\udfff" * 20_000,
    "combining": "e\u0301\u0302" * 30_000,
    "separators": "1,000," * 16_000,
    "thousands of sentences": "".join(f"第{n}户人家种了{n * 7 % 101}亩茶。" for n in range(6000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_quickly(name: str) -> None:
    body = HOSTILE[name]
    others = [body, body[1 : len(body) // 2], f"{REPORT}{body[:500]}", ""]
    begin = time.process_time()

    for other in others:
        method(compared(body, headline=body[:300]), compared(other, headline=body[:200], channel="epaper"))
    took = time.process_time() - begin

    assert took < QUICK_S * len(others), f"{took:.1f} s"


def test_unlike_hostile_texts_are_not_linked() -> None:
    a, b = compared(HOSTILE["one character"]), compared(REPORT)

    assert method(a, b) is None


# The pairs that a person labelled.


def test_labelled_pairs_are_judged_as_labelled() -> None:
    def as_compared(one: Appearance) -> Compared:
        return Compared(
            published_on=one.published_on,
            channel=one.channel,
            press=PRESSES[one.channel],
            headline=one.headline,
            credited_source=one.credited_source,
            body=one.body,
        )

    judged = judge(hand_pairs(), lambda a, b: method(as_compared(a), as_compared(b)))
    right = sum(one.is_same_right for one in judged), sum(one.is_link_right for one in judged)

    assert len(judged) == 200
    assert min(right) >= RIGHT_PAIRS, judged_table(judged)
