"""The county's own front page, 2020: broken by its print columns, read as a subscriber reads it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipelines.bylines import Bylines, read_bylines
from pipelines.datelines import split_dateline
from pipelines.items import Paragraph
from pipelines.text import join_paragraphs

SEED = Path(__file__).parents[2] / "shared" / "seed" / "front_page.txt"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason=f"the seed page is not beside this checkout: {SEED}")
HEADLINES = ["黄荣定在争先创优", "讨海人滩涂", "灵溪制造业", "有事做能增收", "镇村联动打通", "苍南发布"]


def letters(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char)[0] in "LN")


def stories() -> dict[str, list[str]]:
    """Cut the page at its headline lines: the headline's first words → the lines below it."""
    found: dict[str, list[str]] = {}
    headline = ""
    for line in SEED.read_text(encoding="utf-8").splitlines():
        words = next((words for words in HEADLINES if line.startswith(words)), None)
        if words is None:
            found.setdefault(headline, []).append(line)
        else:
            headline = words
            found[headline] = []
    return found


def read(headline: str) -> tuple[str | None, list[str], Bylines]:
    """Return a story's dateline, its body's paragraphs, and its bylines."""
    first, *others = [p.text for p in join_paragraphs([Paragraph(text=line) for line in stories()[headline]])]
    dateline, rest = split_dateline(first)
    bylines = read_bylines([text for text in (rest, *others) if text])
    return dateline, [text for text in bylines.paragraphs if text], bylines


def people(bylines: Bylines) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in bylines.contributors]


def test_lead_story_has_six_paragraphs() -> None:
    dateline, paragraphs, _ = read("黄荣定在争先创优")
    assert dateline == "本报讯"
    assert [text[:6] for text in paragraphs] == [
        "昨日下午,我", "据了解,自我", "“任务各乡镇", "黄荣定指出,", "没有等出来的", "张本锋指出,",
    ]  # fmt: skip
    assert [text[-3:] for text in paragraphs] == ["会议。", "现象。", "鼓劲。", "时间。", "发展。", "创优。"]


def test_lead_story_names_its_reporter() -> None:
    _, _, bylines = read("黄荣定在争先创优")
    assert people(bylines) == [("reporter", "陈薇拉")]
    assert [letters(line) for line in bylines.printed] == ["记者陈薇拉"]


@pytest.mark.parametrize(
    "joint",
    ["制定了细化的", "匹夫有责", "并强化数据信息", "坚持挂图作战、对表督办"],
    ids=["column 1", "column 2", "column 3", "column 4"],
)
def test_lead_story_reads_on_across_the_columns(joint: str) -> None:
    _, paragraphs, _ = read("黄荣定在争先创优")
    assert sum(joint in text for text in paragraphs) == 1


def test_village_story_has_five_paragraphs_and_its_correspondent() -> None:
    dateline, paragraphs, bylines = read("镇村联动打通")
    assert dateline == "本报讯"
    assert people(bylines) == [("correspondent", "纪孟庆")]
    assert [text[:4] for text in paragraphs] == ["近段时间", "及时成立", "开展线上", "进村入户", "设立村级"]


@pytest.mark.parametrize("joint", ["增强干部履职", "线下业务培训,联络站", "建立基层监察"], ids=["干部", "培训", "建立"])
def test_village_story_reads_on_across_the_columns(joint: str) -> None:
    _, paragraphs, _ = read("镇村联动打通")
    assert sum(joint in text for text in paragraphs) == 1


def test_photo_story_names_its_photographer() -> None:
    dateline, paragraphs, bylines = read("讨海人滩涂")
    assert dateline is None
    assert people(bylines) == [("photographer", "李士明")]
    assert [(text[:3], text[-3:]) for text in paragraphs] == [("“靠山", "之一。")]


@pytest.mark.parametrize("headline", ["黄荣定在争先创优", "讨海人滩涂", "镇村联动打通"])
def test_no_sentence_is_broken(headline: str) -> None:
    _, paragraphs, _ = read(headline)
    assert all(text.rstrip("”’》）)")[-1] in "。！？…!?" for text in paragraphs)


def test_list_of_links_stays_a_list() -> None:
    _, paragraphs, bylines = read("苍南发布")
    assert [text[:3] for text in paragraphs] == ["“苍南", "链接:", "1、苍", "2、《"]
    assert people(bylines) == []


@pytest.mark.parametrize("headline", HEADLINES)
def test_joining_a_story_keeps_every_letter_in_order(headline: str) -> None:
    lines = stories()[headline]
    joined = join_paragraphs([Paragraph(text=line) for line in lines])
    assert letters("".join(p.text for p in joined)) == letters("".join(lines))


@pytest.mark.parametrize("headline", ["黄荣定在争先创优", "讨海人滩涂", "镇村联动打通"])
def test_dateline_byline_and_body_are_together_the_whole_story(headline: str) -> None:
    dateline, paragraphs, bylines = read(headline)
    parts = "".join([dateline or "", *bylines.printed, *paragraphs])
    assert sorted(letters(parts)) == sorted(letters("".join(stories()[headline])))
