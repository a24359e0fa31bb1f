"""Equal copies are one article whatever the order of arrival, and all rows of an article change together."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from db.articles import ArticleRow, save_articles
from db.ledger import DiscoveredUrl, discover, ensure_source
from db.models import article, contributor, image, part
from tests.rows import DAY, NOW, OTHER, TEXT, dump, names, row, save, state_of, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine

GROUPINGS = ((3,), (1, 2), (2, 1), (1, 1, 1))


@pytest.mark.parametrize("pages", [1, 3], ids=["one_page", "three_pages"])
def test_three_copies_give_the_same_rows_whatever_their_order_and_grouping(engine: Engine, pages: int) -> None:
    dumps = set()
    with engine.begin() as connection:
        for number, (order, sizes) in enumerate((o, s) for o in permutations("abc") for s in GROUPINGS):
            rows = [row(name, site=f"s{number}", pages=pages, printed=f"{TEXT} ({name})") for name in order]
            starts = [sum(sizes[:n]) for n in range(len(sizes))]
            groups = [rows[start : start + size] for start, size in zip(starts, sizes, strict=True)]
            save(connection, *groups, site=f"s{number}")
            dumps.add("\n".join(map(str, dump(connection, f"s{number}"))))

    assert len(dumps) == 1


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_least_url_gives_the_article_all_that_is_printed_there(engine: Engine, order: str) -> None:
    with engine.begin() as connection:
        outcomes = save(connection, *([row(name, printed=f"{TEXT} ({name})")] for name in order))
        kept = connection.execute(select(article.c.section, article.c.body)).one()
        people = connection.scalars(select(contributor.c.name)).all()
        pictures = connection.execute(select(image.c.url, image.c.caption)).all()
        texts = dict(connection.execute(select(part.c.role, part.c.text)).all())
        assert names(connection) == {"a": ["b"]}

    assert outcomes == [{order[0]: "stored"}, {order[1]: "alias" if order == "ab" else "main"}]
    assert kept == ("频道 a", f"{TEXT} (a)")
    assert people == ["王a"]
    assert pictures == [("http://a.example/a.jpg", "图 a")]
    assert texts["alias"] == f"{TEXT} (b)"


@pytest.mark.parametrize("grouping", [1, 2])
def test_text_too_short_to_tell_a_copy_is_an_article_at_each_url(engine: Engine, grouping: int) -> None:
    rows = [row("a", "今日停水八小时，请互相转告。"), row("b", "今日停水八小时，请互相转告。")]
    with engine.begin() as connection:
        save(connection, *([rows] if grouping == 1 else [[one] for one in rows]))

        assert names(connection) == {"a": [], "b": []}


def test_text_of_another_day_is_another_article(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a"), row("b", on=DAY + dt.timedelta(days=1))], [row("c", on=DAY)])

        assert names(connection) == {"a": ["c"], "b": []}


def test_text_of_another_source_is_another_article(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a")])
        save(connection, [row("b", site="b")], site="b")

        assert names(connection) == {"a": [], "b": []}


def test_alias_whose_text_changes_becomes_an_article_of_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a"), row("b")])
        outcomes = save(connection, [row("b", OTHER)])

        assert names(connection) == {"a": [], "b": []}
        assert outcomes == [{"b": "stored"}]
        assert state_of(connection, "b") == "stored"


def test_alias_that_is_visited_again_unchanged_stays_an_alias(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a"), row("b")])
        before = dump(connection)
        outcomes = save(connection, [row("b")])

        assert outcomes == [{"b": "alias"}]
        assert dump(connection) == before


def test_copies_of_an_article_whose_text_changes_are_looked_at_again(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a"), row("b"), row("c")])
        outcomes = save(connection, [row("a", OTHER)])

        assert outcomes == [{"a": "updated"}]
        assert names(connection) == {"a": []}
        assert (state_of(connection, "b"), state_of(connection, "c")) == ("pending", "pending")
        save(connection, [row("b", OTHER), row("c")])
        assert names(connection) == {"a": ["b"], "c": []}


@pytest.mark.parametrize(("changed", "expected"), [("a", {"a": ["b"]}), ("b", {"a": ["b"]})])
def test_article_that_becomes_equal_to_another_merges_with_it(
    engine: Engine, changed: str, expected: dict[str, list[str]]
) -> None:
    with engine.begin() as connection:
        save(connection, [row("a", TEXT if changed == "b" else OTHER), row("b", OTHER if changed == "b" else TEXT)])
        save(connection, [row(changed)])

        assert names(connection) == expected
        assert state_of(connection, "b") == "alias"
        assert connection.scalars(select(contributor.c.name)).all() == ["王a"]
        assert connection.scalar(select(func.count()).select_from(article)) == 1


def test_article_that_merges_brings_its_copies_with_it(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("b"), row("c"), row("a", OTHER)])
        save(connection, [row("a")])

        assert names(connection) == {"a": ["b", "c"]}


@pytest.mark.parametrize("together", [True, False], ids=["one_group", "two_groups"])
@pytest.mark.parametrize("new", ["a", "c"])
def test_copy_of_a_text_that_its_article_no_longer_has_is_an_article(
    engine: Engine, new: str, *, together: bool
) -> None:
    changed, copy = row("b", OTHER), row(new)
    with engine.begin() as connection:
        save(connection, [row("b")])
        save(connection, *([[copy, changed]] if together else [[changed], [copy]]))

        assert names(connection) == {"b": [], new: []}
        assert connection.scalar(select(article.c.body).where(article.c.section == f"频道 {new}")) == TEXT
        assert connection.scalar(select(article.c.body).where(article.c.section == "频道 b")) == OTHER


def test_article_visited_again_beside_a_new_copy_with_a_lesser_url_becomes_its_alias(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("b")])
        outcomes = save(connection, [row("b"), row("a")])

        assert names(connection) == {"a": ["b"]}
        assert outcomes == [{"b": "alias", "a": "main"}]
        assert connection.scalars(select(article.c.section)).all() == ["频道 a"]


def test_copy_of_a_merging_article_visited_in_the_same_group_goes_with_it(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("b"), row("c"), row("a", OTHER)])
        save(connection, [row("a"), row("c")])

        assert names(connection) == {"a": ["b", "c"]}


def test_group_may_hold_articles_copies_and_changes_at_once(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a", OTHER), row("m", "旧文" * 20)])
        outcomes = save(connection, [row("z"), row("m", "新文" * 20), row("b", OTHER), row("y"), row("x", "短讯")])

        assert outcomes == [{"z": "alias", "m": "updated", "b": "alias", "y": "stored", "x": "stored"}]
        assert names(connection) == {"a": ["b"], "m": [], "x": [], "y": ["z"]}


def test_update_replaces_people_pictures_and_pages(engine: Engine) -> None:
    with engine.begin() as connection:
        people = [("reporter", "王甲", None), ("photographer", "李乙", 1), ("other", "赵丙", None)]
        save(connection, [row("a", pages=3, contributors=people, images=[("http://a.example/1.jpg", None)] * 2)])
        save(connection, [row("a", OTHER, pages=2, contributors=[("author", "李乙", None)], images=[])])

        assert connection.execute(select(contributor.c.ordinal, contributor.c.role, contributor.c.name)).all() == [
            (1, "author", "李乙")
        ]
        assert connection.scalar(select(func.count()).select_from(image)) == 0
        assert names(connection) == {"a": ["a_1"]}
        assert connection.execute(select(article.c.body, article.c.parts_expected)).all() == [(OTHER, 2)]


def test_no_rows_change_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        assert save_articles(connection, 1, [], {}) == {}


@pytest.mark.parametrize("visit", ["first", "second"])
def test_number_of_statements_does_not_grow_with_the_group(engine: Engine, visit: str) -> None:
    counts = []
    for site, size in (("a", 3), ("b", 90)):
        rows = [row(f"{n:03d}", f"{TEXT}{n // 2}", site=site, pages=2) for n in range(size)]
        with engine.begin() as connection:
            if visit == "second":
                save_only(connection, rows, site)
            with statements(engine) as sent:
                save_only(connection, rows, site)
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 22


def save_only(connection: Connection, rows: Sequence[ArticleRow], site: str) -> None:
    source_id = ensure_source(connection, site=site, slug="news", channel="news", name="云", tz="Asia/Shanghai")
    found = [
        DiscoveredUrl(url_key=one.url_key, url=f"{site}{one.url_key}", kind="article") for r in rows for one in r.parts
    ]
    ids = discover(connection, source_id, found, NOW)
    save_articles(connection, source_id, rows, ids)


def test_article_and_its_rows_go_together(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("a", pages=2)])
        connection.execute(text("DELETE FROM article"))

        assert connection.scalar(select(func.count()).select_from(contributor)) == 0
        assert connection.scalar(select(func.count()).select_from(image)) == 0
        assert connection.scalar(select(func.count()).select_from(part)) == 0
