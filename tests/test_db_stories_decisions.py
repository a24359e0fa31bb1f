"""What a person decides of two articles holds, whatever links them and whatever becomes of their addresses."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from db.stories.comparing import hold_stories
from db.stories.decisions import CannotDecide, decide, show, undo
from db.stories.tables import story_decision
from pipelines.urls import url_key
from tests.rows import NOW
from tests.storyrows import Newsroom, linked_anew, printed, url_of
from tests.storytexts import BEES, BRIDGE, WELL, text_of
from tests.test_db_pointers import since, to

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Engine

    from db.stories.decisions import Story

REPORT = text_of(BRIDGE)
LATER = NOW + dt.timedelta(hours=1)
CHANNEL = {"web": "news", "paper": "epaper", "post": "wechat", "p1": "epaper", "p3": "epaper"}


@pytest.fixture
def room(engine: Engine) -> Newsroom:
    """A newsroom with a story of three appearances, and two that are alone."""
    room = Newsroom(engine)
    room.write(
        printed("web", REPORT, headline="跃进桥通车"),
        printed("paper", text_of(BRIDGE[:6]), later=1, channel="epaper"),
        printed("post", text_of(BRIDGE[:7]), later=2, channel="wechat"),
        printed("bees", text_of(BEES), later=3),
        printed("well", text_of(WELL), later=4),
    )
    return room


def address(name: str) -> str:
    return url_of(name, CHANNEL.get(name, "news"))


def act(room: Newsroom, do: Callable[..., None], a: str, b: str, *, same: bool, reason: str = "r") -> None:
    urls = address(a), address(b)
    with room.engine.begin() as connection:
        do(connection, urls, (url_key(urls[0]), url_key(urls[1])), same=same, reason=reason, by="editor", at=LATER)


def split(room: Newsroom, a: str, b: str) -> None:
    act(room, decide, a, b, same=False)


def join(room: Newsroom, a: str, b: str) -> None:
    act(room, decide, a, b, same=True)


def shown(room: Newsroom, name: str) -> Story:
    with room.engine.connect() as connection:
        return show(connection, address(name), url_key(address(name)))


def stories(room: Newsroom) -> dict[str, set[str]]:
    """The stories of several articles by their names, which are those of linking everything anew."""
    found = room.found()
    assert linked_anew(room.engine) == found
    return {found.canonical[min(story)]: set(story) for story in found.stories}


def count_decisions(room: Newsroom) -> int:
    with room.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(story_decision)) or 0


ALL = {"web": {"web", "paper", "post"}}


def test_two_that_are_told_apart_stay_apart_and_the_third_goes_with_the_nearer_one(room: Newsroom) -> None:
    assert stories(room) == ALL
    with_web = {method for pair, method in room.found().links.items() if pair == ("post", "web")}
    assert with_web

    split(room, "web", "paper")
    apart = stories(room)
    assert apart in ({"web": {"web", "post"}}, {"paper": {"paper", "post"}})

    act(room, undo, "paper", "web", same=False)
    assert stories(room) == ALL


def test_one_that_is_told_apart_from_all_others_is_alone(room: Newsroom) -> None:
    split(room, "post", "web")
    split(room, "paper", "post")

    assert stories(room) == {"web": {"web", "paper"}}


def test_two_that_nothing_links_are_joined_with_all_of_their_stories(room: Newsroom) -> None:
    room.write(printed("honey", text_of(BEES[:5]), later=4, channel="wechat"))
    join(room, "bees", "paper")
    assert stories(room) == {"web": {"web", "paper", "post", "bees", "honey"}}

    act(room, undo, "bees", "paper", same=True)
    assert stories(room) == ALL | {"bees": {"bees", "honey"}}


def test_decisions_survive_a_new_crawl_revisions_and_new_appearances(room: Newsroom) -> None:
    split(room, "web", "paper")
    split(room, "post", "paper")
    join(room, "bees", "well")
    expected = {"web": {"web", "post"}, "bees": {"bees", "well"}}
    assert stories(room) == expected

    room.write(printed("paper", REPORT, later=1, channel="epaper"), printed("bees", text_of(BEES[1:]), later=3))
    assert stories(room) == expected
    assert room.found().links["paper", "web"][0] == "exact"

    room.write(printed("late", REPORT, later=5, headline="又一篇"))
    found = stories(room)
    assert found["bees"] == {"bees", "well"}
    assert [group for group in found.values() if "late" in group] in ([{"web", "post", "late"}], [{"paper", "late"}])


def test_dates_far_apart_do_not_part_what_is_joined(room: Newsroom) -> None:
    join(room, "bees", "well")

    room.write(printed("well", text_of(WELL), later=300))

    assert stories(room) == ALL | {"bees": {"bees", "well"}}


def test_a_decision_follows_an_address_that_becomes_a_copy_and_back(room: Newsroom) -> None:
    split(room, "bees", "well")
    join(room, "well", "web")
    assert stories(room) == {"web": {"web", "paper", "post", "well"}}

    room.write(printed("awell", text_of(WELL), later=4, headline="题目 well"))  # the lesser address of a copy
    assert stories(room) == {"web": {"web", "paper", "post", "awell"}}

    room.write(printed("bees", text_of(WELL), later=4))  # linked with what it is told apart from
    assert ("awell", "bees") in room.found().links
    assert stories(room) == {"web": {"web", "paper", "post", "awell"}}

    room.write(printed("well", text_of(WELL[::-1]), later=4, headline="题目 well"))  # an article of its own again
    assert stories(room)["web"] >= {"web", "paper", "post", "well"}
    assert "bees" not in stories(room)["web"]


def test_two_that_are_told_apart_and_become_one_article_are_one_and_part_again(room: Newsroom) -> None:
    split(room, "bees", "well")

    room.write(printed("well", text_of(BEES), later=3, headline="题目 bees"))
    assert room.found().canonical.keys() == {"web", "paper", "post", "bees"}
    assert stories(room) == ALL

    room.write(printed("well", text_of(BEES[:5]), later=3, headline="题目 bees"))
    assert room.found().canonical.keys() == {"web", "paper", "post", "bees", "well"}
    assert stories(room) == ALL


def test_a_decision_on_a_copy_or_a_later_piece_is_one_on_the_article(room: Newsroom) -> None:
    title = "老桥新生货车不再绕行"
    pieces = (
        printed("p1", text_of(BRIDGE[:5]), later=1, channel="epaper", headline=title, page="2", pointers=(to("3"),)),
        printed("p3", text_of(BRIDGE[5:]), later=1, channel="epaper", headline=title, page="3", pointers=(since("2"),)),
        printed("web2", REPORT, headline="跃进桥通车"),
    )
    room.write(*pieces)
    assert stories(room) == {"web": {"web", "paper", "post", "p1"}}

    for other in ("web2", "paper", "post"):
        split(room, "p3", other)

    assert stories(room) == ALL
    with pytest.raises(CannotDecide):
        split(room, "p1", "web")
    with pytest.raises(CannotDecide):
        split(room, "p1", "p3")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_decision_waits_for_what_is_being_written(room: Newsroom) -> None:
    with room.engine.begin() as writer, room.engine.connect() as observer:
        hold_stories(writer)
        decider = threading.Thread(target=split, args=(room, "web", "paper"))
        decider.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while decider.is_alive() and not observer.scalar(waiting):
            observer.rollback()
        assert count_decisions(room) == 0
    decider.join()

    assert count_decisions(room) == 1
    assert {"web", "paper"} not in [group & {"web", "paper"} for group in stories(room).values()]


# What cannot be decided.


def refused(room: Newsroom, do: Callable[..., None], a: str, b: str, *, same: bool) -> str:
    before, kept = room.found(), count_decisions(room)
    with pytest.raises(CannotDecide) as caught:
        act(room, do, a, b, same=same)
    assert (room.found(), count_decisions(room)) == (before, kept)
    message = str(caught.value)
    assert "\n" not in message
    assert address(a) in message or address(b) in message
    return message


@pytest.mark.parametrize("do", [decide, undo])
@pytest.mark.parametrize("same", [True, False])
def test_unknown_addresses_and_one_and_the_same_article_are_refused(
    room: Newsroom, do: Callable[..., None], *, same: bool
) -> None:
    room.write(printed("web2", REPORT, headline="跃进桥通车"))

    assert address("nowhere") in refused(room, do, "nowhere", "web", same=same)
    assert address("nowhere") in refused(room, do, "web", "nowhere", same=same)
    refused(room, do, "web", "web", same=same)
    refused(room, do, "web", "web2", same=same)


@pytest.mark.parametrize("same", [True, False])
def test_the_same_again_the_contrary_and_what_was_not_decided_are_refused(room: Newsroom, *, same: bool) -> None:
    refused(room, undo, "bees", "well", same=same)
    act(room, decide, "bees", "well", same=same)

    refused(room, decide, "bees", "well", same=same)
    refused(room, decide, "well", "bees", same=same)
    refused(room, decide, "well", "bees", same=not same)
    refused(room, undo, "well", "bees", same=not same)

    act(room, undo, "well", "bees", same=same)
    refused(room, undo, "well", "bees", same=same)
    act(room, decide, "well", "bees", same=not same)
    assert count_decisions(room) == 2


def test_telling_apart_what_was_joined_by_way_of_another_is_refused(room: Newsroom) -> None:
    join(room, "web", "bees")
    join(room, "bees", "well")

    refused(room, decide, "well", "web", same=False)


def test_joining_what_would_join_two_that_were_told_apart_is_refused(room: Newsroom) -> None:
    join(room, "web", "bees")
    split(room, "well", "web")

    refused(room, decide, "bees", "well", same=True)


# What is shown.


def test_a_story_is_shown_with_its_appearances_links_and_decisions(room: Newsroom) -> None:
    split(room, "web", "bees")
    act(room, undo, "web", "bees", same=False, reason="a slip")
    split(room, "paper", "well")

    for name in ("web", "paper", "post"):
        story = shown(room, name)
        assert [one.url for one in story.appearances] == [address(one) for one in ("web", "paper", "post")]
        assert [one.is_canonical for one in story.appearances] == [True, False, False]
        assert {one.channel for one in story.appearances} == {"news", "epaper", "wechat"}
        assert {frozenset((one.url, one.other_url)) for one in story.links} == {
            frozenset(map(address, pair)) for pair in (("web", "paper"), ("web", "post"), ("paper", "post"))
        }
        assert all(one.is_same for one in story.links)
        decided = [(one.same, one.reason, one.undone_reason, one.undone_at) for one in story.decisions]
        assert sorted(decided, key=str) == [(False, "r", "a slip", LATER), (False, "r", None, None)]
        assert {one.decided_by for one in story.decisions} == {"editor"}

    alone = shown(room, "bees")
    assert [(one.url, one.is_canonical) for one in alone.appearances] == [(address("bees"), True)]
    assert list(alone.links) == []
    with pytest.raises(CannotDecide, match="nowhere"):
        shown(room, "nowhere")


def test_links_between_two_stories_are_shown_as_such(room: Newsroom) -> None:
    split(room, "web", "paper")
    split(room, "post", "paper")

    links = {frozenset((one.url, one.other_url)): one.is_same for one in shown(room, "web").links}

    assert links[frozenset((address("web"), address("paper")))] is False
    assert links[frozenset((address("web"), address("post")))] is True
