"""The views: what analysts rely on. A column that goes or is renamed breaks their queries, so the lists are pinned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, table, text

from db.ledger import record_visits
from db.models import article
from db.runs import open_run
from db.views import VIEWS, create_views, drop_views
from tests.rows import DAY, NOW, OTHER, row, save
from tests.test_db_ledger import visit

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

SHARED = ["article_id", "site", "channel", "url", "published_on", "headline"]
ISSUE = ["site", "published_on", "edition"]
COLUMNS = {
    "articles": [
        *SHARED,
        "published_at",
        "date_source",
        "source",
        "edition",
        "page_number",
        "page_title",
        "page_position",
        "region",
        "section",
        "column_title",
        "genre",
        "kicker",
        "subheadline",
        "series_title",
        "series_part",
        "dateline",
        "dateline_on",
        "byline_printed",
        "body",
        "body_chars",
        "jump_pages",
        "credited_source",
        "images",
        "copies",
        "parts_expected",
        "parts_stored",
        "removed_chars",
        "first_seen_at",
        "visited_at",
        "removed_at",
        "parser",
        "parser_version",
    ],
    "bylines": [*SHARED, "ordinal", "role", "name", "image_ordinal"],
    "events": "event_id at event reason what url site published_on edition page_number".split(),
    "revisions": "article_id site channel url n seen_at field before after parser_changed".split(),
    "removals": (
        "url article_id site channel published_on headline removed_at confirmed_at reason returned_at"
    ).split(),
    "pointers": (
        "article_id site url published_on ordinal kind printed page_number title named_on target_article_id target_url"
    ).split(),
    "issues": [
        "issue_id",
        *ISSUE,
        "state",
        "reason",
        "covers_until",
        "issue_number",
        "paper_name",
        "pages",
        "pages_read",
        "articles",
        "articles_stored",
        "platform",
        "evidence",
    ],
    "pages": [
        "issue_id",
        *ISSUE,
        "page_number",
        "page_title",
        "ordinal",
        "state",
        "url",
        "articles",
        "image_url",
        "pdf_url",
        "width",
        "height",
    ],
    "stories": [
        "story_id",
        "site",
        "channel",
        "url",
        "published_on",
        "headline",
        "last_published_on",
        "appearances",
        "in_news",
        "in_epaper",
        "in_wechat",
    ],
    "appearances": [
        "story_id",
        "article_id",
        "site",
        "channel",
        "url",
        "published_on",
        "headline",
        "page_number",
        "is_canonical",
        "method",
    ],
    "story_links": [
        "article_id",
        "other_id",
        "method",
        "score",
        "rule_version",
        "url",
        "other_url",
        "is_one_story",
    ],
}


def rows_of(connection: Connection, view: str) -> list[dict[str, Any]]:
    """Read a view; SQLite gives its dates and times as text."""
    found = connection.execute(select(text("*")).select_from(table(view)).order_by(text("url")))
    return [{name: plain(value) for name, value in one.items()} for one in found.mappings()]


def plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("view", COLUMNS)
def test_columns_of_a_view_are_stable(engine: Engine, view: str) -> None:
    with engine.connect() as connection:
        assert list(connection.execute(select(text("*")).select_from(table(view))).keys()) == COLUMNS[view]


def test_every_view_is_pinned_here() -> None:
    assert {view.name for view in VIEWS} == set(COLUMNS)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_has_a_comment_of_its_own_in_the_database(engine: Engine, view: Any) -> None:
    comments = {name: comment for name, _, comment in view.columns}
    assert all(len(comment) > 10 for comment in comments.values())
    assert len(set(comments.values())) == len(comments)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            found = connection.execute(
                text(
                    "SELECT a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute a "
                    "WHERE a.attrelid = CAST(:view AS regclass) AND a.attnum > 0"
                ),
                {"view": view.name},
            ).all()
            assert dict(found) == comments
            of_view = text("SELECT obj_description(CAST(:view AS regclass))")
            assert connection.execute(of_view, {"view": view.name}).scalar_one() == view.comment
        else:
            sql = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = :view"), {"view": view.name}
            ).scalar_one()
            lines = [line.strip() for line in sql.splitlines()]
            assert f"-- {view.comment}" in lines
            told = dict(line.rsplit(" AS ", 1)[1].split("  -- ", 1) for line in lines if "  -- " in line)
            assert {name.rstrip(","): comment for name, comment in told.items()} == comments


def test_article_reads_as_it_was_stored(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("1", pages=3, images=[("http://a.example/1.jpg", "图")] * 2), row("2"), row("3", OTHER)])
        connection.execute(
            article.update()
            .where(article.c.section == "频道 1")
            .values(
                kicker="引题",
                subheadline="副题",
                column_title="栏目",
                dateline="本报讯",
                dateline_on=DAY,
                published_at=dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))),
                byline_printed="（记者 王1）",
                credited_source="今日云岭",
                removed_chars=4,
                parts_stored=2,
            )
        )
        ids: dict[str, int] = dict(connection.execute(text("SELECT url_key, id FROM resource")).all())
        run_id = open_run(connection, source_id=1, spider="news", started_at=NOW, versions={})
        record_visits(connection, run_id, [visit("1", "stored")], ids)
        first, second = rows_of(connection, "articles")
        number = connection.execute(text("SELECT id FROM article WHERE kicker = '引题'")).scalar_one()

    assert first == {
        "article_id": number,
        "site": "a",
        "channel": "news",
        "url": "http://a.example/1",
        "published_on": "2026-11-24",
        "headline": "喜获丰收",
        "published_at": "2026-11-24 00:30:00.000000",
        "date_source": "url",
        "source": "云岭新闻网",
        **dict.fromkeys(("edition", "page_number", "page_title", "page_position", "region")),
        "section": "频道 1",
        "column_title": "栏目",
        "genre": "news",
        "kicker": "引题",
        "subheadline": "副题",
        "dateline": "本报讯",
        "dateline_on": "2026-11-24",
        "byline_printed": "（记者 王1）",
        "body": first["body"],
        "body_chars": len(first["body"]),
        "jump_pages": None,
        "series_title": None,
        "series_part": None,
        "credited_source": "今日云岭",
        "images": 2,
        "copies": 1,
        "parts_expected": 3,
        "parts_stored": 2,
        "removed_chars": 4,
        "first_seen_at": "2026-11-25 03:00:00.000000",
        "visited_at": "2026-11-25 03:00:00.000000",
        "removed_at": None,
        "parser": "test",
        "parser_version": "1",
    }
    assert (second["url"], second["body"], second["copies"]) == ("http://a.example/3", OTHER, 0)


def test_byline_is_a_row_a_person_in_printed_order(engine: Engine) -> None:
    people = [("reporter", "王喆", None), ("photographer", "王喆", 2), ("editor", "欧阳小川", None)]
    with engine.begin() as connection:
        save(connection, [row("1", contributors=people), row("2", OTHER, contributors=[])])
        found = connection.execute(text("SELECT url, ordinal, role, name, image_ordinal FROM bylines ORDER BY ordinal"))

        assert found.all() == [("http://a.example/1", n, *person) for n, person in enumerate(people, start=1)]


def test_views_can_be_dropped_and_made_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("1")])
        before = rows_of(connection, "articles")
        drop_views(connection)
        drop_views(connection)
        create_views(connection)

        assert rows_of(connection, "articles") == before
