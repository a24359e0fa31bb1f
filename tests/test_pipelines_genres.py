"""What kind of thing an article is: commentary, literature, correction, and what only looks like them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipelines.genres import is_verse
from pipelines.items import Image, Paragraph, PrintContext, ScrapedArticle, Visit
from pipelines.normalise import normalise_article

DAY = dt.date(2026, 1, 1)
TEXT = "石桥的杨梅今年丰收，村民们忙着采摘，合作社收购了三千二百吨，价格比去年高了两成。"
VERSE = (
    "石桥的雨落下来，",
    "落在杨梅的叶上。",
    "我从山里走过，",
    "听见溪水歌唱。",
    "远处的村庄啊，",
    "是谁点亮了灯光？",
)
QUATRAINS = ("春到石桥杨柳青", "溪边浣女笑声轻", "东风不识农家路", "吹得山花满地明", "昨夜新雨洗青山", "今朝白鹭过前湾")


def genre(*lines: str, page_title: str | None = "要闻", is_web: bool = False, **given: Any) -> str:
    values: dict[str, Any] = {
        "visit": Visit(
            url="http://a.example/1", kind="article", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), outcome="stored"
        ),
        "parser": "test",
        "parser_version": "1",
        "paragraphs": tuple(Paragraph(text=f"　　{line}") for line in lines or (TEXT,)),
        "printed_in": None if is_web else PrintContext(issue_on=DAY, page_number="1", page_title=page_title),
    }
    return normalise_article(ScrapedArticle(**values | given), tz="Asia/Shanghai").genre


@pytest.mark.parametrize(
    "given",
    [
        {"kicker": "社论"}, {"kicker": "石桥时评"}, {"kicker": "【短评】"}, {"kicker": "本报评论员"},
        {"kicker": "百姓漫谈"}, {"kicker": "一家之言·言论"},
        {"headline": "社论：抓好春耕"}, {"headline": "【时评】抓好春耕"}, {"headline": "编后"}, {"headline": "编者按"},
        {"headline": "短评｜抓好春耕"}, {"headline": "三论抓落实"}, {"subheadline": "——再论抓落实"},
        {"subheadline": "本报评论员 王明"}, {"page_title": "评论"}, {"page_title": "言论·观点"},
    ],
)  # fmt: skip
def test_titles_and_page_say_that_it_is_commentary(given: dict[str, Any]) -> None:
    assert genre(**{"headline": "抓好春耕"} | given) == "commentary"


@pytest.mark.parametrize("line", ["本报评论员", "□ 本报评论员 王明", "（本报评论员）", "■评论员：王明"])
def test_commentator_says_that_it_is_commentary(line: str) -> None:
    assert genre(line, TEXT, headline="抓好春耕") == "commentary"
    assert genre(TEXT, line, headline="抓好春耕") == "commentary"


def test_commentator_in_brackets_at_the_end_says_that_it_is_commentary() -> None:
    assert genre(f"{TEXT}（本报评论员 王明）", headline="抓好春耕") == "commentary"


@pytest.mark.parametrize(
    "given",
    [
        {"kicker": "县领导评论春耕"}, {"headline": "评论区里的石桥"}, {"headline": "三论坛今日开幕"},
        {"headline": "网友评论暖人心"}, {"headline": "不论贫富都要帮"}, {"headline": "编后记者王明获奖"},
        {"kicker": "县委书记在会上发表重要言论强调"},
    ],
)  # fmt: skip
def test_words_about_commentary_are_news(given: dict[str, Any]) -> None:
    assert genre(**{"headline": "抓好春耕"} | given) == "news"


def test_news_on_a_page_of_commentary_or_literature_is_news() -> None:
    for page_title in ("评论", "副刊"):
        assert genre(f"本报讯 {TEXT}", headline="抓好春耕", page_title=page_title) == "news"
        assert genre(f"（记者 王明）{TEXT}", headline="抓好春耕", page_title=page_title) == "news"


@pytest.mark.parametrize("page_title", ["副刊", "文学", "文艺", "诗苑", "散文", "玉苍笔会", "学生作品"])
def test_text_on_a_literary_page_is_literature(page_title: str) -> None:
    assert genre(headline="石桥的雨", page_title=page_title) == "literature"
    assert genre(TEXT, "□ 王明", headline="石桥的雨", page_title=page_title) == "literature"


@pytest.mark.parametrize("kicker", ["散文", "【诗歌】", "小小说", "随笔", "生活随笔", "诗二首", "古诗三首"])
def test_rubric_says_that_it_is_literature(kicker: str) -> None:
    expected = "literature" if kicker != "诗二首" else "news"
    assert genre(headline="石桥的雨", kicker=kicker) == expected
    assert genre(f"本报讯 {TEXT}", headline="石桥的雨", kicker=kicker) == "news"


@pytest.mark.parametrize("lines", [VERSE, QUATRAINS])
def test_verse_is_literature(lines: tuple[str, ...]) -> None:
    assert is_verse(lines)
    assert genre(*lines, headline="石桥的雨") == "literature"


@pytest.mark.parametrize(
    "lines",
    [
        ("王明 李强", "张三 李四", "赵六 孙七", "周八 吴九", "郑十 王一", "冯二 陈三"),
        ("杨梅：三元", "番薯：两元", "白菜：一元", "萝卜：一元", "茄子：两元", "辣椒：四元"),
        ("石桥镇人民政府", "县农业局", "县水利局", "县教育局", "县融媒体中心", "县供电公司"),
        ("第1名王明", "第2名李强", "第3名张三", "第4名李四", "第5名赵六", "第6名孙七"),
        VERSE[:3],
        (TEXT,) * 6,
    ],
)
def test_lists_and_prose_are_no_verse(lines: tuple[str, ...]) -> None:
    assert not is_verse(lines)


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("更正", "本报10月9日第3版《丰收》一文，“王明”应为“王鸣”。", "correction"),
        ("更正启事", "因编辑疏忽，昨日的报道将王明误写为王鸣，特此更正。", "correction"),
        ("更正声明", "本公司原公章因磨损已更换，自即日起启用新章，特此声明。", "notice"),
        (None, "本报10月9日第3版《丰收》一文有误，特此更正。", "correction"),
        ("说明", "本报10月9日第3版《丰收》一文中，“张三”应为“李四”。", "correction"),
        ("通水了", "本报10月9日A3版《停水三天》报道刊发后，供水公司昨日向居民致歉。", "news"),
        ("征稿启事", "本刊长期征稿，特此公告。", "notice"),
        ("法院更正错案", TEXT, "news"),
    ],
)
def test_correction_is_the_paper_s_own(headline: str | None, text: str, expected: str) -> None:
    assert genre(text, headline=headline) == expected


def test_short_item_that_points_elsewhere_is_a_teaser_and_a_picture_is_a_photo() -> None:
    short = "石桥的杨梅今年丰收。（详见第3版）"

    assert genre(short, headline="杨梅丰收") == "teaser"
    assert genre(short, headline="杨梅丰收", images=(Image(url="1.jpg"),)) == "photo"
    assert genre(TEXT, TEXT, f"{TEXT}（详见第3版）", headline="杨梅丰收") == "news"
    assert genre("　", headline="县两会开幕（下转第3版）") == "news"


def test_piece_of_a_story_with_a_picture_is_no_photo_story() -> None:
    picture = (Image(url="1.jpg"),)

    assert genre("石桥的杨梅今年丰收，（下转第3版）", headline="杨梅丰收", images=picture) == "news"
    assert genre("（上接第1版）石桥的杨梅今年丰收。", headline="杨梅丰收", images=picture) == "news"
    assert genre("石桥的杨梅今年丰收。", headline="杨梅丰收", images=picture) == "photo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TEXT}咨询电话：0577-64660000", "news"),
        (f"{TEXT}联系电话：64660000", "news"),
        (f"{TEXT}市民如有线索，可拨打报料热线：64660000。", "news"),
        ("石桥镇综合楼现招租，有意者请与王先生联系，联系电话：64660000", "notice"),
        ("少年宫春季班招生。报名时间：3月1日。报名电话：64660000", "notice"),
        ("本公司公章遗失，声明作废。联系电话：64660000", "notice"),
    ],
)
def test_telephone_number_alone_makes_no_notice(text: str, expected: str) -> None:
    assert genre(text, headline="石桥杨梅") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"headline": "社论：抓好春耕"}, "commentary"),
        ({"headline": "三论抓落实"}, "commentary"),
        ({"headline": "更正"}, "correction"),
        ({"headline": "石桥的雨", "kicker": "散文"}, "literature"),
        ({"headline": "抓好春耕"}, "news"),
        ({"headline": "抓好春耕", "section": "评论"}, "news"),
    ],
)
def test_titles_on_the_web_say_what_it_is(given: dict[str, Any], expected: str) -> None:
    assert genre(is_web=True, **given) == expected
