"""The county's own front page, 2020, put into the layouts of two platforms and crawled as an e-paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import base_url
from tests.smallpaper import TRAILER, SmallPaper
from tests.smallsite import rows
from tests.test_seed_front_page import SEED, letters, stories

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason=f"the seed page is not beside this checkout: {SEED}")
FOLDER = "/p/html/2020-05/08/"


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story as an editor would enter it; `lines` are those of its text as printed."""

    headline: str
    lines: list[str]
    kicker: str = ""
    picture: str = ""


def seed_stories() -> dict[int, Story]:
    """Cut the printed page into its stories, by the number of their article."""
    printed = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = {words[:3]: [line for line in lines if line.strip()] for words, lines in stories().items()}
    kicker, _, headline = printed[0].partition("强调 ")
    return {
        1: Story(headline=headline.replace(" ", "<br>"), kicker=f"{kicker}强调", lines=text["黄荣定"]),
        2: Story(headline="讨海人滩涂“拾金”", lines=text["讨海人"], picture="a.jpg"),
        3: Story(headline=next(line for line in printed if line.startswith("灵溪制造业")), lines=[]),
        4: Story(headline="<br>".join(["有事做能增收", text["有事做"][0]]), lines=[]),
        5: Story(headline="苍南发布", lines=text["苍南发"][:1]),
    }


def founder_pages() -> dict[str, str]:
    """Write the page and its articles as Founder classic does."""
    found = seed_stories()
    areas = "".join(
        f'<Area coords="{n},0,{n + 50},0,{n + 50},90,{n},90" shape="polygon" href="content_{n}.htm">' for n in found
    )
    titles = "".join(
        f'<li>&middot;<a href=content_{n}.htm><div style="display:inline" id=mp{n}>{story.headline}</div></a>'
        for n, story in found.items()
    )
    pages = {
        "node_2.htm": f"<html><head><title>今日苍南-数字报</title><script src=../../../tplimg/mp.js></script></head>"
        f"<body><MAP NAME=pagepicmap>{areas}</MAP><img src=../../../images/1.jpg width=350 height=550 "
        f"USEMAP=#pagepicmap><table><tr><td>第01版：<STRONG>要闻</STRONG></td></tr></table>"
        f"<p>2020年5月8日　星期五</p><ul>{titles}</ul>"
        "<td><a id=pageLink href=./node_2.htm>第01版：要闻</a></td></body></html>"
        + TRAILER.format(day="2020-05-08", page="01", kind=2)
    }
    for n, story in found.items():
        picture = f"<tr><td><img src=../../../images/{story.picture}></td></tr>" if story.picture else ""
        body = "".join(f"<P>{line}</P>" for line in story.lines)
        pages[f"content_{n}.htm"] = (
            "<html><head><title>今日苍南-数字报</title><script src=../../../tplimg/mp.js></script></head><body>"
            "<table class=wz><tr><td class=font02><!--<npm:article-pretitle>-->"
            f"{story.kicker}<!--</npm:article-pretitle>--></td></tr><tr><td class=font01><founder-title>"
            f"{story.headline}</founder-title></td></tr><tr><td class=font02><!--<npm:article-subtitle>--></td></tr>"
            "<tr><td><founder-author><!--<npm:article-author>--></founder-author></td></tr></table>"
            f'<table id="newspic" bgcolor="#efefef"><tbody>{picture}</tbody></table>'
            '<div id="ozoom" class="content"><founder-content><!--enpcontent-->'
            f"{body}<!--/enpcontent--></founder-content></div></body></html>"
            + TRAILER.format(day="2020-05-08", page="01", kind=1)
        )
    return pages


def aheading_pages() -> dict[str, str]:
    """Write the page and its articles as Aheading does with the skin of the Zhejiang Daily group."""
    found = seed_stories()
    areas = "".join(
        f'<area coords="{n},0,{n + 50},0,{n + 50},90,{n},90" shape="polygon" href="content_{n}.htm?div=-1">'
        for n in found
    )
    titles = "".join(f'<li><a href="content_{n}.htm?div=-1">{one.headline}</a></li>' for n, one in found.items())
    pages = {
        "node_2.htm": f"<html><head><title>今日苍南</title></head><body><div class=main-ed-map><map name=PagePicMap>"
        f'{areas}</map><img src="../../../resfile/2020-05-08/01/Page_b.jpg" usemap="#PagePicMap" width=350 height=550>'
        f'</div><span>01版：要闻</span><p>2020年5月8日 星期五</p><ul class="main-ed-articlenav-list">{titles}</ul>'
        '<div class="main-ednav-nav"><dl><dt><a id="pageLink" href="node_2.htm">01版：要闻</a></dt><dd><img src=a.gif>'
        '<img filepath="../../../resfile/2020-05-08/01/jrcn2020050801.pdf"></dd></dl></div>'
        "<a id=ed_next href=\"javascript:alert('已经是最后一版')\">下一版</a></body></html>"
    }
    for n, story in found.items():
        kicker = f'<h3 class="main-article-pretitle">{story.kicker}</h3>' if story.kicker else ""
        body = "".join(f"<p>{line}</p>" for line in story.lines)
        picture = f'<tr><td><img src="../../../resfile/2020-05-08/01/{story.picture}"></td></tr>'
        pages[f"content_{n}.htm"] = (
            "<html><head><title>今日苍南</title></head><body><span>01版：要闻</span><h1></h1>"
            f'<div class="main-article-alltitle">{kicker}<h1 class="main-article-title">{story.headline}</h1></div>'
            '<h6 class="main-article-author"></h6><a href="javascript:;">放大</a><a href="javascript:;">朗读</a>'
            f'<table id="newspic"><tbody>{picture if story.picture else ""}</tbody></table>'
            f'<div class="main-article-content"><div id="ozoom"><founder-content>{body}</founder-content></div></div>'
            "</body></html>"
        )
    return pages


@pytest.fixture(params=[founder_pages, aheading_pages], ids=["founder", "aheading"])
def front_page(
    request: pytest.FixtureRequest, httpserver: HTTPServer, sqlite_operator: Operator, tmp_path: Path
) -> dict[int, dict[str, Any]]:
    """Crawl the front page; give what the database has of each story."""
    paper = SmallPaper(httpserver)
    paper.pages = {f"{FOLDER}{name}": page for name, page in request.param().items()}
    paper.pages["/p/paperindex.htm"] = '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2020-05/08/node_2.htm">'
    profile = paper.write_paper_profile(tmp_path)
    done = sqlite_operator.scrapy("crawl", "epaper", "-a", f"site={profile}", "-a", "date=2020-05-08")
    assert done.returncode == 0, done.stderr
    assert base_url(httpserver) in profile.read_text(encoding="utf-8")
    names = "url kicker headline genre dateline body images page_number page_position".split()
    query = "SELECT url, kicker, headline, genre, dateline, body, images, page_number, page_position FROM articles"
    found = rows(sqlite_operator.database_url, query)
    people = rows(sqlite_operator.database_url, "SELECT url, role, name FROM bylines ORDER BY url, ordinal")
    return {
        int(one[0].rsplit("_", 1)[1].partition(".")[0]): dict(zip(names, one, strict=True))
        | {"people": [tuple(person[1:]) for person in people if person[0] == one[0]]}
        for one in found
    }


def test_front_page_is_read_as_a_subscriber_reads_it(front_page: dict[int, dict[str, Any]]) -> None:
    assert sorted(front_page) == [1, 2, 3, 4, 5]
    assert [front_page[n]["page_position"] for n in sorted(front_page)] == [1, 2, 3, 4, 5]
    assert {one["page_number"] for one in front_page.values()} == {"01"}
    assert [front_page[n]["genre"] for n in sorted(front_page)] == ["news", "photo", "teaser", "teaser", "notice"]


def test_lead_story_has_its_kicker_its_two_part_headline_and_its_reporter(
    front_page: dict[int, dict[str, Any]],
) -> None:
    lead = front_page[1]
    assert lead["kicker"].startswith("黄荣定在")
    assert lead["kicker"].endswith("会上强调")
    assert lead["headline"] == "集中力量攻短板 坚决打赢翻身仗"
    assert lead["dateline"] == "本报讯"
    assert lead["people"] == [("reporter", "陈薇拉")]
    assert len(lead["body"].split("\n")) == 6


def test_photo_story_has_its_picture_and_its_photographer(front_page: dict[int, dict[str, Any]]) -> None:
    photo = front_page[2]
    assert (photo["headline"], photo["images"], photo["kicker"]) == ("讨海人滩涂“拾金”", 1, None)
    assert photo["people"] == [("photographer", "李士明")]
    assert photo["body"].endswith("之一。")


def test_teasers_are_headlines_without_a_text(front_page: dict[int, dict[str, Any]]) -> None:
    first, second = front_page[3], front_page[4]
    assert (first["headline"][:5], first["body"], first["people"]) == ("灵溪制造业", "", [])
    assert second["headline"].startswith("有事做能增收 “残疾人之家”")
    assert second["body"] == ""


def test_notice_keeps_every_letter(front_page: dict[int, dict[str, Any]]) -> None:
    notice = front_page[5]
    assert notice["headline"] == "苍南发布"
    assert letters(notice["body"]) == letters(seed_stories()[5].lines[0])
    assert notice["people"] == []
