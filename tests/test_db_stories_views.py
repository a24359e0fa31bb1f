"""The views of stories: what their columns mean, and that nothing withheld stands or counts in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, table, text

from db.stories.decisions import decide
from db.withholding import undo, withhold
from pipelines.stories.rules import RULE_VERSION
from pipelines.urls import url_key
from tests.rows import NOW
from tests.storyrows import Newsroom, printed, short, url_of
from tests.storytexts import BEES, BRIDGE, DAY, WELL, text_of
from tests.test_db_pointers import since, to

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

TITLE = "老桥新生货车不再绕行"
CHANNEL = {"web": "news", "paper": "epaper", "post": "wechat", "point": "epaper", "bees": "news", "well": "wechat"}


@pytest.fixture
def room(engine: Engine) -> Newsroom:
    """A story that appeared three times, one that points to it, and two articles that a person joined."""
    room = Newsroom(engine)
    room.write(
        printed("web", text_of(BRIDGE), headline=TITLE),
        printed("paper", text_of(BRIDGE[:6]), later=1, channel="epaper", headline=TITLE, page="A2"),
        printed("post", text_of(BRIDGE), later=2, channel="wechat", headline=None),
        printed("point", f"{BRIDGE[0]}（详见第2版）", later=1, channel="epaper", headline=TITLE, page="A1"),
        printed("bees", text_of(BEES), later=3, headline="荔枝蜜"),
        printed("well", text_of(WELL), later=5, channel="wechat", headline="自流井"),
    )
    with engine.begin() as connection:
        urls = url_of("bees"), url_of("well", "wechat")
        keys = url_key(urls[0]), url_key(urls[1])
        decide(connection, urls, keys, same=True, reason="r", by="b", at=NOW)
    return room


def rows(room: Newsroom, view: str, order: str) -> list[dict[str, Any]]:
    """Everything that a view has, its addresses as names."""
    query = select(text("*")).select_from(table(view)).order_by(text(order))
    with room.engine.connect() as connection:
        shown = [dict(row) for row in connection.execute(query).mappings()]
    return [{key: short(value) if key.endswith("url") else value for key, value in row.items()} for row in shown]


def hide(room: Newsroom, name: str, *, back: bool = False) -> None:
    url = url_of(name, CHANNEL[name])
    with room.engine.begin() as connection:
        (undo if back else withhold)(connection, url, url_key(url), reason="r", by="b", at=NOW)


def day(value: object) -> int:
    """How many days after the first one; SQLite gives days as text."""
    return (dt.date.fromisoformat(str(value)) - DAY).days


def counted(room: Newsroom) -> dict[str, tuple[int, ...]]:
    """The stories by address: days of the first and last appearance, and the counts."""
    columns = ("appearances", "in_news", "in_epaper", "in_wechat")
    return {
        row["url"]: (day(row["published_on"]), day(row["last_published_on"]), *(row[name] for name in columns))
        for row in rows(room, "stories", "url")
    }


def appearances(room: Newsroom) -> dict[str, tuple[Any, ...]]:
    """The articles by address: the address of their story, whether they name it, and what unites them."""
    of = {row["story_id"]: row["url"] for row in rows(room, "stories", "url")}
    shown = rows(room, "appearances", "url")
    return {row["url"]: (of[row["story_id"]], row["is_canonical"], row["method"]) for row in shown}


def test_stories_say_what_their_canonical_appearance_says_and_count_all(room: Newsroom) -> None:
    assert counted(room) == {
        "web": (0, 2, 3, 1, 1, 1),
        "point": (1, 1, 1, 0, 1, 0),
        "bees": (3, 5, 2, 1, 0, 1),
    }
    web = next(row for row in rows(room, "stories", "url") if row["url"] == "web")
    assert (web["site"], web["channel"], web["headline"]) == ("yunling", "news", TITLE)
    articles = {row["url"]: row["article_id"] for row in rows(room, "articles", "url")}
    assert web["story_id"] == articles["web"]


def test_appearances_name_their_story_page_and_what_unites_them(room: Newsroom) -> None:
    assert appearances(room) == {
        "web": ("web", 1, "exact"),
        "post": ("web", 0, "exact"),
        "paper": ("web", 0, "near"),
        "point": ("point", 1, None),
        "bees": ("bees", 1, None),
        "well": ("bees", 0, None),
    }
    shown = {row["url"]: row for row in rows(room, "appearances", "url")}
    assert {name: row["page_number"] for name, row in shown.items() if row["page_number"]} == {
        "paper": "A2",
        "point": "A1",
    }
    assert {row["url"]: row["channel"] for row in shown.values()} == CHANNEL


def test_links_say_how_two_articles_hang_together_and_whether_they_are_one_story(room: Newsroom) -> None:
    shown = rows(room, "story_links", "article_id, other_id")
    articles = {row["url"]: row["article_id"] for row in rows(room, "articles", "url")}

    found = {frozenset((row["url"], row["other_url"])): (row["method"], row["is_one_story"]) for row in shown}
    assert found[frozenset(("web", "post"))] == ("exact", 1)
    assert found[frozenset(("web", "paper"))] == ("near", 1)
    assert found[frozenset(("paper", "post"))] == ("near", 1)
    assert found[frozenset(("point", "paper"))] == ("teaser", 0)
    assert not any({"bees", "well"} & pair for pair in found)
    for row in shown:
        assert (row["article_id"], row["other_id"]) == (articles[row["url"]], articles[row["other_url"]])
        assert 0 < row["score"] <= 1
        assert row["rule_version"] == RULE_VERSION


def test_what_a_person_told_apart_is_a_link_of_two_stories(room: Newsroom) -> None:
    urls = url_of("paper", "epaper"), url_of("web")
    with room.engine.begin() as connection:
        for other in (urls[1], url_of("post", "wechat")):
            keys = url_key(urls[0]), url_key(other)
            decide(connection, (urls[0], other), keys, same=False, reason="r", by="b", at=NOW)

    links = {frozenset((row["url"], row["other_url"])): row for row in rows(room, "story_links", "url")}
    assert links[frozenset(("web", "paper"))]["is_one_story"] == 0
    assert counted(room)["web"] == (0, 2, 2, 1, 0, 1)
    assert appearances(room)["paper"] == ("paper", 1, None)


def test_what_is_withheld_stands_in_no_view_and_does_not_count(room: Newsroom) -> None:
    before = [rows(room, view, "1, 2") for view in ("stories", "appearances", "story_links")]

    hide(room, "paper")
    assert counted(room)["web"] == (0, 2, 2, 1, 0, 1)
    hide(room, "web")
    hide(room, "well")
    assert counted(room) == {
        "post": (2, 2, 1, 0, 0, 1),
        "point": (1, 1, 1, 0, 1, 0),
        "bees": (3, 3, 1, 1, 0, 0),
    }
    assert appearances(room).keys() == {"post", "point", "bees"}
    links = rows(room, "story_links", "url")
    assert not any({row["url"], row["other_url"]} & {"paper", "web", "well"} for row in links)

    hide(room, "post")
    assert counted(room).keys() == {"point", "bees"}

    for name in ("post", "web", "well", "paper"):
        hide(room, name, back=True)
    assert [rows(room, view, "1, 2") for view in ("stories", "appearances", "story_links")] == before


def test_what_stands_alone_beside_what_is_withheld_looks_alone(room: Newsroom) -> None:
    for name in ("web", "paper"):
        hide(room, name)

    assert appearances(room)["post"] == ("post", 1, None)


def test_method_is_what_unites_with_an_appearance_that_is_shown(room: Newsroom) -> None:
    hide(room, "web")

    assert appearances(room)["post"][2] == "near"


def test_a_report_that_jumps_is_one_appearance_of_its_first_page(room: Newsroom) -> None:
    title = "灯火三村"
    room.write(
        printed("p1", text_of(BEES[:4]), later=4, channel="epaper", headline=title, page="1", pointers=(to("3"),)),
        printed("p3", text_of(BEES[4:]), later=4, channel="epaper", headline=title, page="3", pointers=(since("1"),)),
    )

    assert counted(room)["bees"] == (3, 5, 3, 1, 1, 1)
    assert "p3" not in appearances(room)
    shown = {row["url"]: row["page_number"] for row in rows(room, "appearances", "url")}
    assert shown["p1"] == "1"
    assert appearances(room)["p1"] == ("bees", 0, "exact")
