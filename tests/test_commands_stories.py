"""`scrapy stories`: what it shows, what a person decides with it, and the linking of what was stored before."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import delete, insert, select, text, update

from db.engine import _alembic_config, upgrade
from db.stories.tables import signature, story_link
from pipelines.stories.rules import RULE_VERSION
from tests.commandline import ask, fine, has_example, refused, tells_that_database_is_unavailable
from tests.storyrows import KEPT, Newsroom, found, linked_anew, printed, url_of
from tests.storytexts import ALL_SENTENCES, BEES, BRIDGE, text_of
from tests.storywriters import scrapy_that_dies

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from tests.conftest import Operator
    from tests.storyrows import Found

WEB, PAPER, POST = url_of("web"), url_of("paper", "epaper"), url_of("post", "wechat")
BEES_URL, COPY, UNKNOWN = url_of("bees"), url_of("web2"), url_of("nowhere")
REASON = ("--reason", "two bridges")
USAGE = [
    (),
    ("show",),
    ("show", WEB, PAPER),
    ("show", "no-url"),
    ("show", WEB, *REASON),
    ("show", WEB, "--undo"),
    ("split", WEB, *REASON),
    ("split", WEB, PAPER),
    ("split", WEB, PAPER, "--reason", " "),
    ("split", WEB, "no-url", *REASON),
    ("split", WEB, PAPER, *REASON, "--json"),
    ("join", WEB, PAPER, "--undo"),
    ("join", WEB, PAPER, POST, *REASON),
    ("update", WEB),
    ("update", "--json"),
    ("update", *REASON),
    ("part", WEB, PAPER, *REASON),
]
MANY = 100


@pytest.fixture
def room(engine: Engine) -> Newsroom:
    """A newsroom with a story of three appearances, the first at two addresses, and an article that is alone."""
    room = Newsroom(engine)
    room.write(
        printed("web", text_of(BRIDGE), headline="跃进桥重新通车"),
        printed("web2", text_of(BRIDGE), headline="跃进桥重新通车"),
        printed("paper", text_of(BRIDGE[:6]), later=1, channel="epaper", headline="老桥\x1b[31m新生"),
        printed("post", text_of(BRIDGE), later=2, channel="wechat"),
        printed("bees", text_of(BEES), later=3),
    )
    engine.dispose()
    return room


def now(engine: Engine) -> Found:
    with engine.connect() as connection:
        return found(connection)


@pytest.mark.parametrize("url", [WEB, COPY, PAPER, POST])
def test_a_story_is_shown_by_any_of_its_addresses(room: Newsroom, operator: Operator, url: str) -> None:
    told = fine(operator, "stories", "show", url)

    table = told.table()
    assert [(one["published"], one["channel"], one["url"]) for one in table] == [
        ("2026-03-10", "news", WEB),
        ("2026-03-11", "epaper", PAPER),
        ("2026-03-12", "wechat", POST),
    ]
    assert [one[""] for one in table] == ["*", "", ""]
    assert table[0]["headline"] == "跃进桥重新通车"
    assert "\x1b" not in told.out
    assert "* gives the story its name" in told.lines
    assert told.out.count("one story") == 3
    assert "exact" in told.out
    assert "near" in told.out


def test_what_appeared_once_and_nothing_is_linked_with_is_said_so(room: Newsroom, operator: Operator) -> None:
    told = fine(operator, "stories", "show", BEES_URL)

    assert [one["url"] for one in told.table()] == [BEES_URL]
    assert told.lines[-1] == "it appeared once, as far as is known"


def test_decisions_are_made_shown_and_taken_back(room: Newsroom, operator: Operator) -> None:
    before = now(room.engine)

    told = fine(operator, "stories", "split", WEB, PAPER, *REASON, "--by", "the editor")
    assert told.out == f"told apart: {WEB} {PAPER}\n"
    fine(operator, "stories", "split", PAPER, POST, *REASON)
    assert now(room.engine).stories == {frozenset({"web", "post"})}
    assert (
        f"joined: {WEB} {BEES_URL}\n" == fine(operator, "stories", "join", WEB, BEES_URL, "--reason", "told anew").out
    )
    assert now(room.engine).stories == {frozenset({"web", "post", "bees"})}

    shown = fine(operator, "stories", "show", POST, "--json").json
    assert shown.keys() == {"appearances", "links", "decisions"}
    assert [one["url"] for one in shown["appearances"]] == [WEB, POST, BEES_URL]
    assert [one["is_canonical"] for one in shown["appearances"]] == [True, False, False]
    assert {(one["same"], one["reason"]) for one in shown["decisions"]} == {(False, "two bridges"), (True, "told anew")}
    assert "the editor" in {one["decided_by"] for one in shown["decisions"]}
    assert {one["is_same"] for one in shown["links"]} == {True, False}
    assert all(0 < one["score"] <= 1 for one in shown["links"])
    said = fine(operator, "stories", "show", WEB).out
    assert "two bridges" in said
    assert "told anew" in said

    for verb, one, other in (("split", PAPER, WEB), ("split", POST, PAPER), ("join", BEES_URL, COPY)):
        undone = fine(operator, "stories", verb, one, other, "--undo", "--reason", "a slip").out
        assert undone == f"{verb} undone: {one} {other}\n"
    assert now(room.engine) == before
    assert "a slip" in fine(operator, "stories", "show", WEB).out


def test_what_cannot_be_decided_or_shown_is_one_line_and_changes_nothing(room: Newsroom, operator: Operator) -> None:
    before = now(room.engine)
    assert UNKNOWN in refused(operator, "stories", "show", UNKNOWN, code=1)
    assert UNKNOWN in refused(operator, "stories", "join", WEB, UNKNOWN, *REASON, code=1)
    assert WEB in refused(operator, "stories", "split", WEB, COPY, *REASON, code=1)
    assert WEB in refused(operator, "stories", "split", WEB, PAPER, "--undo", *REASON, code=1)
    assert now(room.engine) == before

    fine(operator, "stories", "split", WEB, PAPER, *REASON)
    apart = now(room.engine)
    assert PAPER in refused(operator, "stories", "split", PAPER, WEB, *REASON, code=1)
    assert PAPER in refused(operator, "stories", "join", PAPER, WEB, *REASON, code=1)
    assert PAPER in refused(operator, "stories", "join", PAPER, WEB, "--undo", *REASON, code=1)
    assert now(room.engine) == apart


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_usage(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    refused(sqlite_operator, "stories", *arguments)


def test_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "stories")


@pytest.mark.parametrize("arguments", [("show", WEB), ("split", WEB, PAPER, *REASON), ("update",)], ids=" ".join)
def test_unavailable_database(sqlite_operator: Operator, arguments: tuple[str, ...]) -> None:
    tells_that_database_is_unavailable(sqlite_operator, "port closed", "stories", *arguments)


# What was stored before.


@pytest.fixture
def many(engine: Engine) -> Found:
    """What is found in many articles; a database that has them and nothing of their stories."""
    room = Newsroom(engine)
    step = len(ALL_SENTENCES) - 4
    room.write(
        *(
            printed(
                f"n{n:03}",
                text_of([f"这是第{n % 50}次走访。", *ALL_SENTENCES[n % step : n % step + 4]]),
                later=n // 3,
                headline=ALL_SENTENCES[n % len(ALL_SENTENCES)][:8],
                channel=("news", "epaper", "wechat")[n % 3],
            )
            for n in range(MANY)
        )
    )
    before = room.found()
    with engine.begin() as connection:
        for table in KEPT:
            connection.execute(delete(table))
    assert before.stories
    assert now(engine) != before
    engine.dispose()
    return before


def test_update_links_what_was_stored_before_and_says_how_many(many: Found, engine: Engine, operator: Operator) -> None:
    told = ask(operator, "stories", "update")

    assert (told.code, told.lines[-1]) == (0, f"{MANY} articles linked by rules {RULE_VERSION}")
    assert Newsroom(engine).found() == many
    assert fine(operator, "stories", "update").out == f"0 articles linked by rules {RULE_VERSION}\n"
    assert Newsroom(engine).found() == many


def test_update_that_is_killed_goes_on_where_it_was(many: Found, engine: Engine, operator: Operator) -> None:
    with engine.connect() as connection:
        left = [connection.scalar(text("SELECT count(*) FROM signature"))]
    for die_at in (4, 20):
        assert scrapy_that_dies(operator.environ(), die_at, "stories", "update") == -signal.SIGKILL
        with engine.connect() as connection:
            left.append(connection.scalar(text("SELECT count(*) FROM signature")))
    assert left == sorted(left)
    assert 0 < (left[-1] or 0) < MANY

    told = ask(operator, "stories", "update")

    assert told.lines[-1] == f"{MANY - (left[-1] or 0)} articles linked by rules {RULE_VERSION}"
    assert Newsroom(engine).found() == many


def test_update_links_anew_what_was_linked_by_former_rules(many: Found, engine: Engine, operator: Operator) -> None:
    ask(operator, "stories", "update")
    with engine.begin() as connection:
        a, b = connection.scalars(select(signature.c.article_id).order_by(signature.c.article_id.desc()).limit(2))
        connection.execute(delete(story_link).where(story_link.c.a == b))
        connection.execute(insert(story_link).values(a=b, b=a, method="exact", score=1, rule_version=1))
        for table in (signature, story_link):
            connection.execute(update(table).values(rule_version=0))
    room = Newsroom(engine)
    room.write(printed("late", text_of(ALL_SENTENCES[2:6]), headline="又一篇"))

    assert ask(operator, "stories", "update").lines[-1] == f"{MANY} articles linked by rules {RULE_VERSION}"
    assert linked_anew(engine) == room.found()
    assert room.found().links.items() >= many.links.items()


def test_migration_down_and_up_keeps_the_articles_and_update_brings_the_stories_back(
    many: Found, engine: Engine, operator: Operator
) -> None:
    query = text("SELECT url, published_on, headline, body FROM articles ORDER BY url")
    with engine.connect() as connection:
        before = connection.execute(query).all()
    engine.dispose()

    command.downgrade(_alembic_config(engine), "0005")
    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(query).all() == before
    assert fine(operator, "stories", "show", url_of("n000")).lines[-1] == "it appeared once, as far as is known"
    assert ask(operator, "stories", "update").lines[-1] == f"{MANY} articles linked by rules {RULE_VERSION}"
    assert Newsroom(engine).found() == many
