"""Changes are shown so that a person reads them, and the text before and after can be read off them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.differences import MARKED_CHARS, line_difference, text_difference


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("杨梅今年喜获丰收", "杨梅今年喜获大丰收", "杨梅今年喜获{+大+}丰收"),
        ("总产量三千二百吨，比去年多", "总产量三千五百吨，比去年多", "总产量三千[-二-]{+五+}百吨，比去年多"),
        ("县长王喆主持会议", "副县长王喆主持会议。", "{+副+}县长王喆主持会议{+。+}"),
        ("", "新的标题", "{+新的标题+}"),
        ("旧的标题", "", "[-旧的标题-]"),
        ("今天下雨", "通知：明日停水", "[-今天下雨-]{+通知：明日停水+}"),
        ("一" * (MARKED_CHARS + 1), "二", f"[-{'一' * (MARKED_CHARS + 1)}-]{{+二+}}"),
    ],
)
def test_runs_that_changed_are_marked(before: str, after: str, shown: str) -> None:
    assert line_difference(before, after) == shown


def test_paragraphs_that_stay_are_counted() -> None:
    before = "第一段不变。\n第二段不变。\n第三段有错字。"
    after = "第一段不变。\n第二段不变。\n第三段有别字。\n新的一段。"

    assert text_difference(before, after) == ["(2 paragraphs stay)", "第三段有[-错-]{+别+}字。", "{+新的一段。+}"]


@given(st.text("甲乙丙丁，。", max_size=30), st.text("甲乙丙丁，。", max_size=30))
@settings(max_examples=200)
def test_both_texts_can_be_read_off_the_difference(before: str, after: str) -> None:
    shown = line_difference(before, after)

    assert re.sub(r"\{\+.*?\+\}", "", re.sub(r"\[-(.*?)-\]", r"\1", shown)) == before
    assert re.sub(r"\[-.*?-\]", "", re.sub(r"\{\+(.*?)\+\}", r"\1", shown)) == after
