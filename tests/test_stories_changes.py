"""Stories follow their articles: what is revised, moved, merged, joined, parted or withheld leaves nothing behind."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from db.models import article
from db.stories.comparing import hold_stories
from db.stories.decisions import CannotDecide, decide
from db.stories.decisions import undo as take_back
from db.withholding import CannotDecide as CannotHide
from db.withholding import undo, withhold
from pipelines.rereading import Rewriting, rewrite
from pipelines.stories.linking import link_articles
from pipelines.urls import url_key
from tests.rows import NOW, statements
from tests.scale import scaled
from tests.storyrows import Newsroom, contents, found, linked_anew, lost_fingerprints, printed, url_of
from tests.storytexts import BEES, BRIDGE, BRIDGE_TRADITIONAL, WELL, text_of
from tests.test_db_pointers import since, to

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from pipelines.items import Article

REPORT, CUT, OTHER = text_of(BRIDGE), text_of(BRIDGE[:6]), text_of(BEES)
STEPS = scaled(25, 400)


@pytest.fixture
def room(engine: Engine) -> Newsroom:
    """A newsroom without articles."""
    return Newsroom(engine)


def stories(room: Newsroom) -> dict[str, set[str]]:
    """The stories of several articles by their names, which are those of linking everything anew."""
    now = room.found()
    assert linked_anew(room.engine) == now
    return {now.canonical[min(story)]: set(story) for story in now.stories}


def hide(room: Newsroom, name: str, channel: str = "news", *, back: bool = False) -> None:
    url = url_of(name, channel)
    with room.engine.begin() as connection:
        (undo if back else withhold)(connection, url, url_key(url), reason="r", by="b", at=NOW)


def pair(**given: Any) -> tuple[Article, Article]:
    """A report on the site, and its cut version in print a day later."""
    return printed("web", REPORT), printed("paper", CUT, later=1, channel="epaper", **given)


def test_a_story_is_two_articles_and_one_that_is_alone_has_no_row(room: Newsroom) -> None:
    room.write(*pair(), printed("bees", OTHER))

    assert stories(room) == {"web": {"web", "paper"}}
    assert len(contents(room.engine)["story_member"]) == 2


@pytest.mark.parametrize("revised", [OTHER, "", "更正启事", text_of(WELL)])
def test_a_revised_text_leaves_its_story_and_comes_back(room: Newsroom, revised: str) -> None:
    room.write(*pair())
    before = room.found()

    room.write(printed("paper", revised, later=1, channel="epaper"))
    assert stories(room) == {}
    assert room.found().links == {}

    room.write(pair()[1])
    assert stories(room) == {"web": {"web", "paper"}}
    assert room.found() == before


def test_a_revised_text_goes_from_one_story_to_another(room: Newsroom) -> None:
    room.write(*pair(), printed("bees", OTHER, later=2), printed("honey", text_of(BEES[:5]), later=3, channel="wechat"))
    assert stories(room) == {"web": {"web", "paper"}, "bees": {"bees", "honey"}}

    room.write(printed("paper", OTHER, later=1, channel="epaper"))

    assert stories(room) == {"paper": {"paper", "bees", "honey"}}


def test_one_that_held_a_story_together_parts_it(room: Newsroom) -> None:
    """The first and the last version have too little in common for a link of their own."""
    room.write(
        printed("first", text_of([*BRIDGE[:4], *WELL])),
        printed("between", text_of([*WELL, *BEES]), channel="epaper"),
        printed("last", text_of([*BEES, *BRIDGE[4:]]), channel="wechat"),
    )
    together = stories(room)
    room.write(printed("between", REPORT.translate({ord("桥"): "路"})[:40], channel="epaper"))

    assert len(stories(room)) <= len(together)


def test_a_date_that_moves_out_of_reach_parts_a_story(room: Newsroom) -> None:
    room.write(*pair())

    for later, expected in ((32, {}), (31, {"web": {"web", "paper"}}), (400, {}), (-31, {"paper": {"web", "paper"}})):
        room.write(printed("paper", CUT, later=later, channel="epaper"))
        assert stories(room) == expected


def test_a_changed_headline_or_credit_is_compared_anew(room: Newsroom) -> None:
    room.write(*pair())
    assert room.found().links["paper", "web"][0] == "near"

    room.write(printed("paper", CUT, later=1, channel="epaper", credited_source="澜东日报"))
    assert room.found().links["paper", "web"][0] == "reprint"
    assert stories(room) == {"web": {"web", "paper"}}


@pytest.mark.parametrize(
    ("articles", "first"),
    [
        ((("a", "wechat", 0), ("b", "epaper", 1), ("c", "news", 2)), "a"),
        ((("a", "wechat", 0), ("b", "epaper", 0), ("c", "news", 0)), "c"),
        ((("a", "wechat", 0), ("b", "epaper", 0), ("c", "news", 1)), "b"),
        ((("b", "news", 0), ("a", "news", 0), ("c", "wechat", 0)), "a"),
    ],
)
def test_the_first_day_then_the_channel_then_the_address_name_a_story(
    room: Newsroom, articles: tuple[tuple[str, str, int], ...], first: str
) -> None:
    for name, channel, later in articles:
        room.write(printed(name, REPORT, channel=channel, later=later))

    assert stories(room) == {first: {"a", "b", "c"}}


def test_an_earlier_appearance_that_is_found_later_names_the_story(room: Newsroom) -> None:
    room.write(*pair())
    room.write(printed("post", text_of(BRIDGE_TRADITIONAL), later=-2, channel="wechat"))

    assert stories(room) == {"post": {"post", "web", "paper"}}


def test_a_story_that_loses_its_canonical_appearance_is_named_by_the_next(room: Newsroom) -> None:
    room.write(*pair(), printed("post", REPORT, later=3, channel="wechat"))

    room.write(printed("web", OTHER))

    assert stories(room) == {"paper": {"paper", "post"}}


def test_what_is_read_anew_from_the_archive_is_linked_anew(room: Newsroom) -> None:
    room.write(*pair(), printed("bees", OTHER))
    source_id, _ = room.source("yunling", "epaper")

    refused = rewrite(
        room.engine, source_id, [Rewriting(records=(printed("paper", OTHER, later=1, channel="epaper"),))]
    )

    assert refused == []
    assert stories(room) == {"bees": {"bees", "paper"}}


# Copies of one address.


def test_an_article_that_becomes_a_copy_leaves_nothing(room: Newsroom) -> None:
    room.write(*pair(), printed("web2", text_of(BRIDGE[1:]), headline="题目 web"))
    assert stories(room) == {"web": {"web", "web2", "paper"}}

    room.write(printed("web2", REPORT, headline="题目 web"))
    assert stories(room) == {"web": {"web", "paper"}}
    assert room.found().canonical.keys() == {"web", "paper"}

    room.write(printed("web2", OTHER, headline="题目 web"))
    assert stories(room) == {"web": {"web", "paper"}}
    assert room.found().canonical.keys() == {"web", "paper", "web2"}


@pytest.mark.parametrize("is_one_group", [True, False])
def test_the_canonical_article_becomes_a_copy_of_another(room: Newsroom, is_one_group: bool) -> None:
    room.write(printed("m", REPORT, headline="同题"), pair()[1])
    copies = [printed("z", REPORT, headline="同题"), printed("a", REPORT, headline="同题")]

    for group in [copies] if is_one_group else [[one] for one in copies]:
        room.write(*group)

    assert stories(room) == {"a": {"a", "paper"}}


def test_copies_that_part_are_two_appearances(room: Newsroom) -> None:
    room.write(*(printed(name, REPORT, headline="同题") for name in "ab"))
    assert stories(room) == {}

    room.write(printed("a", text_of(BRIDGE[:7]), headline="同题"))
    room.write(printed("b", REPORT, headline="同题"))  # which is visited again

    assert stories(room) == {"a": {"a", "b"}}


@pytest.mark.parametrize("name", ["a", "z"])
def test_an_article_that_merges_with_another_leaves_no_passages_in_the_index(room: Newsroom, name: str) -> None:
    room.write(printed("m", REPORT, headline="同题"), printed(name, OTHER, headline="同题"))
    room.write(printed(name, REPORT, headline="同题"))
    assert len(room.found().canonical) == 1

    with room.engine.connect() as connection:
        assert lost_fingerprints(connection) == set()


@pytest.mark.parametrize("body", [CUT, text_of(BRIDGE[2:]), OTHER], ids=["same", "alike", "other"])
def test_an_article_that_gets_the_number_of_one_that_is_gone_is_compared_as_itself(room: Newsroom, body: str) -> None:
    room.write(printed("web", REPORT, headline="同题"), printed("x", CUT, headline="同题"))
    room.write(printed("x", REPORT, headline="同题"))  # a copy from now on: its row is gone

    room.write(printed("new", body, later=1, channel="epaper"))

    with room.engine.connect() as connection:
        assert found(connection).canonical.keys() == {"web", "new"}
    assert stories(room) == ({} if body == OTHER else {"web": {"web", "new"}})


def test_two_canonical_articles_merge_with_their_stories(room: Newsroom) -> None:
    room.write(printed("a", REPORT, headline="同题"), printed("paper", CUT, later=1, channel="epaper"))
    room.write(printed("b", OTHER, headline="同题"), printed("honey", text_of(BEES[:5]), later=1, channel="wechat"))
    assert stories(room) == {"a": {"a", "paper"}, "b": {"b", "honey"}}

    room.write(printed("b", REPORT, headline="同题"))

    assert stories(room) == {"a": {"a", "paper"}}


# Reports that jump.


def jumping(*, is_joined: bool = True) -> tuple[Article, Article]:
    """A report on two printed pages: the second piece alone is hardly the report."""
    marks: Any = ((to("3"),), (since("1"),)) if is_joined else ((), ())
    title = "老桥新生货车不再绕行"
    first = printed("p1", text_of(BRIDGE[:5]), channel="epaper", headline=title, page="1", pointers=marks[0])
    second = printed("p3", text_of(BRIDGE[5:]), channel="epaper", headline=title, page="3", pointers=marks[1])
    return first, second


@pytest.mark.parametrize("order", [1, -1])
def test_a_report_that_jumps_is_one_appearance(room: Newsroom, order: int) -> None:
    room.write(printed("web", REPORT, later=-1))
    for piece in jumping()[::order]:
        room.write(piece)

    assert stories(room) == {"web": {"web", "p1"}}
    assert room.found().links == {("p1", "web"): ("exact", 1.0)}


def test_pieces_that_are_joined_and_parted_are_compared_as_what_they_are(room: Newsroom) -> None:
    room.write(printed("web", REPORT, later=-1), *jumping(is_joined=False))
    apart = room.found()
    assert apart.canonical.keys() == {"web", "p1", "p3"}

    room.write(*jumping())
    assert stories(room) == {"web": {"web", "p1"}}

    room.write(*jumping(is_joined=False))
    assert room.found() == apart
    assert stories(room)


def test_a_piece_that_is_revised_changes_the_whole(room: Newsroom) -> None:
    room.write(printed("web", REPORT, later=-1), *jumping())
    first, second = jumping()

    room.write(printed("p3", OTHER, channel="epaper", headline=second.headline, page="3", pointers=second.pointers))
    assert room.found().links.get(("p1", "web"), ("none", 0))[0] != "exact"
    assert room.found().canonical.keys() == {"web", "p1"}
    assert linked_anew(room.engine) == room.found()

    room.write(second)
    assert stories(room) == {"web": {"web", "p1"}}
    room.write(first)
    assert room.found().links == {("p1", "web"): ("exact", 1.0)}


# What is withheld.


def test_what_is_withheld_gives_its_story_no_name_until_it_is_shown_again(room: Newsroom) -> None:
    room.write(*pair(), printed("post", REPORT, later=3, channel="wechat"))

    hide(room, "web")
    assert stories(room) == {"paper": {"web", "paper", "post"}}
    hide(room, "paper", "epaper")
    assert stories(room) == {"post": {"web", "paper", "post"}}
    hide(room, "post", "wechat")
    assert stories(room) == {"web": {"web", "paper", "post"}}
    hide(room, "post", "wechat", back=True)
    assert stories(room) == {"post": {"web", "paper", "post"}}
    hide(room, "web", back=True)
    assert stories(room) == {"web": {"web", "paper", "post"}}


def test_what_is_withheld_stays_nameless_when_it_is_read_again(room: Newsroom) -> None:
    room.write(*pair())
    hide(room, "web")

    room.write(printed("web", text_of(BRIDGE[:7])))
    assert stories(room) == {"paper": {"web", "paper"}}
    room.write(printed("aweb", text_of(BRIDGE[:7]), headline="题目 web"))  # the lesser address of a copy
    assert stories(room) == {"paper": {"aweb", "paper"}}


def test_an_article_that_merges_with_what_is_withheld_loses_its_name(room: Newsroom) -> None:
    room.write(*pair(), printed("hidden", OTHER, headline="题目 web"))
    hide(room, "hidden")
    assert stories(room) == {"web": {"web", "paper"}}

    room.write(printed("web", OTHER, headline="题目 web"), printed("web3", REPORT))
    room.write(printed("hidden", REPORT, headline="题目 web3"))

    assert linked_anew(room.engine) == room.found()


# Nothing is done twice.


def test_linking_again_writes_nothing(room: Newsroom) -> None:
    room.write(*pair(), printed("bees", OTHER), *jumping())
    before = contents(room.engine)

    with room.engine.begin() as connection, statements(room.engine) as sent:
        hold_stories(connection)
        numbers = [*connection.scalars(select(article.c.id)), 10**6]
        compared = link_articles(connection, numbers)

    assert compared == 0
    assert [one for one in sent if one.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert contents(room.engine) == before


def test_articles_that_are_read_again_unchanged_write_nothing_about_stories(room: Newsroom) -> None:
    records = [*pair(), *jumping()]
    room.write(*records)
    before = contents(room.engine)

    with statements(room.engine) as sent:
        room.write(*records)

    own = [one for one in sent if any(name in one for name in ("signature", "fingerprint", "story_"))]
    assert [one for one in own if one.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert contents(room.engine) == before


def test_what_a_group_asks_does_not_grow_with_its_articles(room: Newsroom) -> None:
    counts = []
    for size in (4, 80):
        group = [
            printed(f"{size}-{n}", f"{text_of(BRIDGE[n % 3 : 5 + n % 4])}第{n}号稿。", channel="wechat")
            for n in range(size)
        ]
        with statements(room.engine) as sent:
            room.write(*group)
        counts.append(sum(any(name in one for name in ("signature", "fingerprint", "story_")) for one in sent))

    assert counts[1] <= counts[0] + 12, counts


# Whatever happens, in whichever order.

TEXTS = (
    *(REPORT, CUT, OTHER, REPORT + OTHER, "", "图"),
    *map(text_of, (BRIDGE[::-1], BRIDGE_TRADITIONAL, BEES[1:])),
)


NAMES = [f"{channel}{number}" for channel in ("news", "epaper", "wechat") for number in range(4)]


def happen(room: Newsroom, rng: random.Random) -> None:
    """Let an article be read with other words, or a person decide something, where it can be decided."""
    name, other = rng.sample(NAMES, 2)
    channel = name[:-1]
    kind = rng.choices(("read", "withhold", "decide"), (8, 1, 1))[0]
    if kind == "read":
        marks = rng.choice([(), (), (to("2"),), (since("1"),)]) if channel == "epaper" else ()
        room.write(
            printed(
                name,
                rng.choice(TEXTS),
                later=rng.choice((0, 0, 1, 20, 40)),
                channel=channel,
                headline=rng.choice(("老桥新生货车不再绕行", "荔枝蜜")),
                page=rng.choice("12"),
                pointers=marks,
                credited_source=rng.choice((None, None, "澜东日报")),
            )
        )
    elif kind == "withhold":
        with suppress(CannotHide):
            hide(room, name, channel, back=rng.random() < 0.5)
    else:
        urls = url_of(name, channel), url_of(other, other[:-1])
        do = rng.choice((decide, take_back))
        with suppress(CannotDecide), room.engine.begin() as connection:
            keys = url_key(urls[0]), url_key(urls[1])
            do(connection, urls, keys, same=rng.random() < 0.5, reason="r", by="b", at=NOW)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(scaled(2, 12)))
def test_any_history_ends_with_what_linking_everything_anew_gives(room: Newsroom, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(STEPS):
        happen(room, rng)
        assert linked_anew(room.engine) == room.found()
