"""Series and their parts in titles, and words that only look like them."""

from __future__ import annotations

import pytest

from pipelines.series import read_series


@pytest.mark.parametrize(
    ("line", "title", "part"),
    [
        ("走进石桥（上）", "走进石桥", "上"),
        ("走进石桥(中)", "走进石桥", "中"),
        ("走进石桥（下篇）", "走进石桥", "下篇"),
        ("石桥故事（三）", "石桥故事", "三"),
        ("学习二十大精神系列访谈（3）", "学习二十大精神系列访谈", "3"),
        ("走进石桥（第2期）", "走进石桥", "第2期"),
        ("描绘乡村蓝图（上）", "描绘乡村蓝图", "上"),
        ("石桥纪事①", "石桥纪事", "①"),
        ("“乡村振兴”系列报道之三", "“乡村振兴”系列报道", "之三"),
        ("——“产业兴县”系列述评③", "“产业兴县”系列述评", "③"),
        ("乡村振兴系列评论二", "乡村振兴系列评论", "二"),
        ("乡村振兴系列报道 之一", "乡村振兴系列报道", "之一"),
        ("乡村振兴系列报道之三：石桥的杨梅", "乡村振兴系列报道", "之三"),
        ("乡村振兴系列报道（四）", "乡村振兴系列报道", "四"),
        ("石桥（系列报道之二）", "石桥", "系列报道之二"),
        ("石桥见闻（之一）", "石桥见闻", "之一"),
        ("县域经济观察之二", "县域经济观察", "之二"),
        ("产业篇之一", "产业篇", "之一"),
        ("石桥调查·之一", "石桥调查", "之一"),
        ("从石桥出发——之四", "从石桥出发", "之四"),
        ("石桥往事 上", "石桥往事", "上"),
        ("石桥往事——下", "石桥往事", "下"),
        ("一论解放思想", "解放思想", "一论"),
        ("再论解放思想", "解放思想", "再论"),
        ("——三论抓落实", "抓落实", "三论"),
        ("全国两会系列报道之二", "全国两会系列报道", "之二"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_series_and_part_are_read_from_any_title(line: str, title: str, part: str, place: int) -> None:
    titles: list[str | None] = [None, "县里的消息", None]
    titles[place] = line

    assert read_series(*titles) == (title, part)


@pytest.mark.parametrize(
    "line",
    [
        "全国百强县之一", "天下之一", "入选全国十大感人故事之一", "成为全省最美故事之一", "我县是全省试点之一",
        "十大新闻之一", "杨梅产业是支柱之一", "上下", "更上一层楼", "上", "（上）", "山上", "石桥更上 更下",
        "天上 地下", "从村口往下", "《石桥（一）》", "读《石桥往事（上）》有感", "石桥（上）村通了公路",
        "石桥杨梅（2）", "天气预报（10）", "走进石桥（3集）", "【石桥见闻】（4）", "土地出让公告（一）", "法院公告②",
        "司法拍卖（三）", "拍卖信息（二）", "石桥规划示意图（一）", "“石桥春色”组图（下）", "图片新闻（一）",
        "石桥（2014）", "石桥（上海）", "三论坛开幕", "一论文获奖", "再论证", "不论贫富", "十论", "系列活动启动",
        "开展系列活动一周年", "系列报道", "讲好红色故事之一是做好", "三下乡活动启动", "云岭一中", "第一名",
    ],
)  # fmt: skip
def test_words_that_are_no_series(line: str) -> None:
    assert read_series(None, line, None) == (None, None)
    assert read_series(line, None, None) == (None, None)


def test_first_title_that_names_a_series_counts() -> None:
    assert read_series("乡村振兴系列报道之三", "杨梅红了（上）", None) == ("乡村振兴系列报道", "之三")
    assert read_series("乡村振兴", "杨梅红了（上）", "石桥调查之二") == ("杨梅红了", "上")
    assert read_series(None, None, None) == (None, None)
    assert read_series(None, "石" * 500 + "（上）", None) == (None, None)
