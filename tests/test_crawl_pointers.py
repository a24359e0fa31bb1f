"""A crawl of a paper whose stories jump, whose teasers point inside and which puts an earlier issue right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from db.audit import contradictions
from db.engine import make_engine
from tests.smallpaper import Page, SmallPaper, day_before
from tests.smallsite import WORDS, rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

FIRST, THEN = day_before(2), day_before(1)


def write(paper: SmallPaper) -> None:
    """Write two issues: the second one's stories jump, and it puts the first one right."""
    paper.write_issue(FIRST, [Page(node=2, label="第01版：要闻", articles=(1, 2))])
    paper.write_article(FIRST, 1, "01", title="番薯喜获丰收", body=f"<P>　　{WORDS}</P>")
    paper.write_issue(
        THEN,
        [
            Page(node=2, label="第01版：要闻", articles=(11, 12, 13, 14)),
            Page(node=3, label="第02版：综合", articles=(21, 22)),
            Page(node=4, label="第03版：要闻", articles=(31, 32, 33)),
        ],
    )
    lead = f"<P>　　本报讯（记者 王明）{WORDS}</P><P>　　会议要求，全县上下要推动（下转第3版）</P>"
    paper.write_article(THEN, 11, "01", title="县两会隆重开幕", body=lead)
    teasers = "<P>县两会隆重开幕 代表热议……2版</P><P>石桥杨梅红了，农户增收有盼头▶03版</P>"
    paper.write_article(THEN, 12, "01", title="今日导读", body=teasers)
    right = f"本报{FIRST.month}月{FIRST.day}日第1版《番薯喜获丰收》一文，“三千”应为“二千”。特此更正。"
    paper.write_article(THEN, 13, "01", title="更正", body=f"<P>　　{right}</P>")
    paper.write_article(THEN, 14, "01", title="简讯", body=f"<P>　　一。{WORDS}</P>")
    paper.write_article(THEN, 21, "02", title="县两会隆重开幕 代表热议", body=f"<P>　　代表说。{WORDS}</P>")
    paper.write_article(THEN, 22, "02", title="简讯", body=f"<P>　　二。{WORDS}</P>")
    paper.write_entry(THEN)
    rest = f"<P>（上接第1版）高质量发展。</P><P>　　{WORDS}（通讯员 李强）</P>"
    paper.write_article(THEN, 31, "03", title="县两会隆重开幕", body=rest)
    paper.write_article(THEN, 32, "03", title="石桥杨梅红了 农户增收", body=f"<P>　　杨梅红了。{WORDS}</P>")
    paper.write_article(THEN, 33, "03", title="产业兴县系列报道之三", body=f"<P>　　产业。{WORDS}</P>")


def crawl(operator: Operator, profile: Path, *arguments: str) -> None:
    days = ("-a", f"since={FIRST}", "-a", f"until={THEN}")
    done = operator.scrapy("crawl", "epaper", "-a", f"site={profile}", *days, *arguments)
    assert done.returncode == 0, done.stderr


def ask(operator: Operator, sql: str) -> list[Any]:
    return [tuple(row) if isinstance(row, tuple) else row for row in rows(operator.database_url, sql)]


@pytest.mark.parametrize("group", ["1", "100"])
def test_views_show_whole_stories_and_what_points_where(
    operator: Operator, httpserver: HTTPServer, tmp_path: Path, group: str
) -> None:
    paper = SmallPaper(httpserver)
    write(paper)
    profile = paper.write_paper_profile(tmp_path)
    for _ in range(2):
        crawl(operator, profile, "-s", f"STORE_GROUP_RECORDS={group}")

        story = ask(operator, "SELECT page_number, jump_pages, body FROM articles WHERE headline = '县两会隆重开幕'")
        assert story == [("01", "03", f"{WORDS}\n会议要求，全县上下要推动高质量发展。\n{WORDS}")]
        people = "SELECT ordinal, role, name FROM bylines WHERE headline = '县两会隆重开幕' ORDER BY ordinal"
        assert ask(operator, people) == [(1, "reporter", "王明"), (2, "correspondent", "李强")]
        assert ask(operator, "SELECT page_number FROM articles WHERE headline = '简讯' ORDER BY page_number") == [
            "01",
            "02",
        ]
        pointers = (
            "SELECT p.kind, p.page_number, a.headline, a.page_number, a.published_on FROM pointers AS p "
            "LEFT JOIN articles AS a ON a.article_id = p.target_article_id ORDER BY p.url, p.ordinal"
        )
        assert [(*row[:4], str(row[4])) for row in ask(operator, pointers)] == expected_pointers(FIRST, THEN)
    genres = ask(operator, "SELECT headline, genre FROM articles WHERE genre <> 'news' ORDER BY url")
    assert genres == [("今日导读", "teaser"), ("更正", "correction")]
    series = ask(operator, "SELECT series_title, series_part FROM articles WHERE series_title IS NOT NULL")
    assert series == [("产业兴县系列报道", "之三")]
    engine = make_engine(operator.database_url)
    with engine.connect() as connection:
        assert contradictions(connection) == []
    engine.dispose()


def expected_pointers(first: dt.date, then: dt.date) -> list[tuple[str | None, ...]]:
    return [
        ("jump_to", "3", "县两会隆重开幕", "01", str(then)),
        ("teaser", "2", "县两会隆重开幕 代表热议", "02", str(then)),
        ("teaser", "03", "石桥杨梅红了 农户增收", "03", str(then)),
        ("correction", "1", "番薯喜获丰收", "01", str(first)),
        ("jump_from", "1", "县两会隆重开幕", "01", str(then)),
    ]
