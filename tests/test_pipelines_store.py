"""Groups of records become rows in one transaction; one that the database refuses does not take the others along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from db.ledger import ensure_source
from db.models import article, fetch, resource, run
from db.runs import open_run
from pipelines.deduplicate import mark_text
from pipelines.errors import first_line
from pipelines.items import Article, Contributor, Image, ListedUrl, Paragraph, ScrapedList, ScrapedPart, Visit
from pipelines.rows import write_group
from tests.rows import names, statements

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from pipelines.rows import Record

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
SITE = "http://a.example/"
LIST = f"{SITE}hot/index.shtml"
SURROGATE = "林\ud800川"


def visit(name: str, **given: Any) -> Visit:
    values: dict[str, Any] = {"url": SITE + name, "kind": "article", "at": NOW, "outcome": "stored", "found_on": LIST}
    return Visit(**values | given)


def an_article(name: str, **given: Any) -> Article:
    values: dict[str, Any] = {
        "visit": visit(name),
        "parser": "test",
        "parser_version": "1",
        "published_on": dt.date(2026, 11, 24),
        "date_source": "url",
        "genre": "news",
        "headline": f"{name}号通告",
        "body": f"因线路检修，下洋村将停电八小时，涉及用户三千二百户，检修编号{name}。",
        "contributors": (Contributor(role="reporter", name="王喆"),),
        "images": (Image(url=f"{SITE}{name}.jpg"),),
    }
    return mark_text(Article(**values | given))


def a_list(*urls: str, reopened: tuple[str, ...] = ()) -> ScrapedList:
    return ScrapedList(
        visit=visit("hot/index.shtml", kind="list", outcome="read", found_on=None),
        children=tuple(ListedUrl(url=url, kind="article", listed_on=dt.date(2026, 11, 24)) for url in urls),
        reopened=reopened,
    )


def write(engine: Engine, *records: Record) -> dict[str, int]:
    with engine.begin() as connection:
        source_id = ensure_source(connection, site="a", slug="news", channel="news", name="云", tz="Asia/Shanghai")
        run_id = open_run(connection, source_id=source_id, spider="news", started_at=NOW, versions={})
    outcomes = write_group(engine, run_id, source_id, records)
    with engine.connect() as connection:
        visits = connection.scalar(select(func.count()).where(fetch.c.run_id == run_id))
        kept = connection.execute(select(run.c.counts, run.c.seen_at).where(run.c.id == run_id)).one()
    assert (outcomes.pop("settled"), outcomes.pop("visits")) == (len(records), visits)
    assert kept.counts == outcomes | {"settled": len(records), "visits": visits}
    assert kept.seen_at is not None
    return dict(outcomes)


def ledger(engine: Engine) -> dict[str, tuple[str, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(select(resource.c.url, resource.c.state, resource.c.reason)).all()
    return {row.url.removeprefix(SITE): (row.state, row.reason) for row in rows}


BAD_ON_BOTH = {
    "surrogate_in_the_dateline": {"dateline": SURROGATE},
    "surrogate_in_a_name": {"contributors": (Contributor(role="reporter", name=SURROGATE),)},
    "surrogate_in_a_caption": {"images": (Image(url=f"{SITE}x.jpg", caption=SURROGATE),)},
    "role_outside_the_list": {"contributors": (Contributor(role="owner", name="王喆"),)},  # type: ignore[arg-type]
    "date_source_outside_the_list": {"date_source": "guess"},
    "naive_time": {"published_at": dt.datetime(2026, 11, 24, 8)},  # noqa: DTZ001  that is the mistake
    "missing_genre": {"genre": None},
}
BAD_ON_POSTGRESQL = {
    "nul_character": {"headline": "公告\x00"},
    "too_long_for_its_column": {"parser": "p" * 65},
    "number_too_large": {"removed_chars": 2**40},
}


@pytest.mark.parametrize("given", BAD_ON_BOTH.values(), ids=BAD_ON_BOTH)
def test_bad_row_is_quarantined_and_the_others_of_its_group_are_stored(engine: Engine, given: dict[str, Any]) -> None:
    outcomes = write(engine, an_article("1"), an_article("2", **given), a_list(f"{SITE}9"), an_article("3"))

    assert outcomes == {"stored": 2, "quarantined": 1, "read": 1}
    assert ledger(engine) == {
        "1": ("stored", None),
        "2": ("quarantined", "bad_row"),
        "3": ("stored", None),
        "9": ("pending", None),
        "hot/index.shtml": ("read", None),
    }
    with engine.connect() as connection:
        assert names(connection) == {"1": [], "3": []}
        visits = connection.execute(select(fetch.c.outcome, fetch.c.reason, fetch.c.detail).order_by(fetch.c.id)).all()
    assert [(one.outcome, one.reason) for one in visits] == [
        ("stored", None),
        ("quarantined", "bad_row"),
        ("read", None),
        ("stored", None),
    ]
    assert visits[1].detail
    assert "\n" not in visits[1].detail


@pytest.mark.parametrize("given", BAD_ON_POSTGRESQL.values(), ids=BAD_ON_POSTGRESQL)
def test_row_that_only_postgresql_refuses_loses_nothing_else(engine: Engine, given: dict[str, Any]) -> None:
    write(engine, an_article("1"), an_article("2", **given), an_article("3"))

    is_refused = engine.dialect.name == "postgresql"
    assert ledger(engine) == {
        "1": ("stored", None),
        "2": ("quarantined", "bad_row") if is_refused else ("stored", None),
        "3": ("stored", None),
    }


def test_list_that_names_an_impossible_address_is_quarantined_alone(engine: Engine) -> None:
    outcomes = write(engine, an_article("1"), a_list("http:///no-host"))

    assert outcomes == {"stored": 1, "quarantined": 1}
    assert ledger(engine) == {"1": ("stored", None), "hot/index.shtml": ("quarantined", "bad_row")}


def test_group_that_the_database_cannot_take_leaves_nothing(engine: Engine) -> None:
    write(engine, an_article("1"))
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW bylines"))
        connection.execute(text("DROP VIEW articles"))
        connection.execute(text("DROP TABLE image"))

    with pytest.raises(Exception, match="image") as failure:
        write(engine, an_article("2"))

    assert isinstance(failure.value, OperationalError) == (engine.dialect.name == "sqlite")
    assert ledger(engine) == {"1": ("stored", None)}


def test_article_comes_with_everything_that_belongs_to_it(engine: Engine) -> None:
    part = ScrapedPart(visit=visit("1_01"), paragraphs=(Paragraph(text="　　第二页的话。"),))
    lost = ScrapedPart(visit=visit("1_02", outcome="retry", reason="http_503"))
    write(engine, a_list(f"{SITE}1"))
    assert write(engine, an_article("1", parts=(part, lost), dateline="本报讯")) == {"stored": 1, "retry": 1}

    with engine.connect() as connection:
        kept = connection.execute(select(article.c.parts_expected, article.c.parts_stored, article.c.dateline)).all()
        pages = connection.execute(
            text(
                "SELECT r.url, p.role, p.ordinal, p.text FROM part p JOIN resource r ON r.id = p.resource_id ORDER BY 3"
            )
        ).all()
        found = connection.execute(
            select(resource.c.found_on, resource.c.listed_on).where(resource.c.url == f"{SITE}1")
        )
        assert found.all() == [(LIST, dt.date(2026, 11, 24))]
        assert connection.execute(text("SELECT name FROM bylines")).scalars().all() == ["王喆"]
    assert kept == [(3, 2, "本报讯")]
    assert pages == [
        (f"{SITE}1", "main", 0, None),
        (f"{SITE}1_01", "continuation", 1, "第二页的话。"),
        (f"{SITE}1_02", "continuation", 2, None),
    ]
    assert ledger(engine)["1_02"] == ("retry", "http_503")


def test_copies_in_one_group_are_one_article_and_one_copy(engine: Engine) -> None:
    first = an_article("1")
    copy = replace(first, visit=visit("2"))

    assert write(engine, copy, first) == {"stored": 1, "alias": 1}
    assert ledger(engine) == {"1": ("stored", None), "2": ("alias", None)}


def test_visit_without_a_page_is_kept_with_its_reason(engine: Engine) -> None:
    gone = visit("1", outcome="gone", reason="http_404", http_status=404, detail="not there")

    assert write(engine, gone) == {"gone": 1}
    assert ledger(engine) == {"1": ("gone", "http_404")}
    with engine.connect() as connection:
        assert connection.execute(select(fetch.c.http_status, fetch.c.detail)).all() == [(404, "not there")]


def test_record_that_comes_twice_is_one_article_of_the_later_content(engine: Engine) -> None:
    write(engine, an_article("1"), an_article("1", body="改过的话" * 10))

    with engine.connect() as connection:
        assert connection.scalars(select(article.c.body)).all() == ["改过的话" * 10]


def test_list_reopens_pages_that_were_read_before(engine: Engine) -> None:
    older = f"{SITE}hot/2.shtml"
    write(engine, visit("hot/2.shtml", kind="list", outcome="read"))
    write(engine, a_list(f"{SITE}1", reopened=(older,)))

    assert ledger(engine)["hot/2.shtml"] == ("pending", None)


def test_number_of_statements_does_not_grow_with_the_group(engine: Engine) -> None:
    counts = []
    for size in (1, 30, 60, 90):  # the first two: articles and stories that later ones are compared with
        records = [an_article(f"{size}-{n}") for n in range(size)]
        with statements(engine) as sent:
            write(engine, *records)
        counts.append(len(sent))

    assert counts[2] == counts[3]


def test_url_is_kept_in_its_canonical_form(engine: Engine) -> None:
    odd = replace(an_article("1"), visit=visit("1", url="HTTP://A.example:80/1#top"))
    write(engine, odd, a_list("http://a.EXAMPLE/2#end"), a_list(f"{SITE}2"))

    assert ledger(engine).keys() == {"1", "2", "hot/index.shtml"}


def test_hostile_words_in_a_visit_are_bounded_and_cleaned(engine: Engine) -> None:
    hostile = visit("\ud800\x00", outcome="gone", reason="http_404", detail=f"{SURROGATE}\x00\n" + "x" * 9000)

    assert write(engine, an_article("1"), hostile) == {"stored": 1, "gone": 1}
    with engine.connect() as connection:
        (detail,) = connection.scalars(select(fetch.c.detail).where(fetch.c.detail.is_not(None))).all()
    assert detail.startswith("林川 x")
    assert len(detail) <= 500
    assert ledger(engine).keys() == {"1", "%3F%00"}


@pytest.mark.parametrize(
    ("error", "line"),
    [(ValueError("eins\nzwei"), "eins"), (ValueError(), "ValueError"), (TimeoutError("  \n"), "TimeoutError")],
)
def test_error_is_said_in_one_line_also_when_it_has_no_words(error: Exception, line: str) -> None:
    assert first_line(error) == line
