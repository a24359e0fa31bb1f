"""The index of passages finds what a search through all articles finds, whether its rows are sorted in or wait."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import func, select

from db.stories.comparing import hold_stories
from db.stories.fingerprints import MOST_UNSORTED, Passages, delete_fingerprints, find_shared, write_fingerprints
from db.stories.tables import fingerprint
from db.stories.unsorted import waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine

FIRST = dt.date(2024, 1, 1)
REACH_DAYS = 31
HASHES = 6000  # so few that many articles share some

Share = dict[tuple[int, int, int], tuple[float, int, bool]]


def articles(count: int, seed: int, first_id: int = 1) -> list[Passages]:
    drawn = random.Random(seed)
    return [
        Passages(
            number,
            FIRST + dt.timedelta(days=drawn.randrange(200)),
            drawn.choice((0, 1 << drawn.randrange(31), 1 << 30 | 1)),
            np.array(sorted(drawn.sample(range(HASHES), drawn.choice((0, 3, 700, 800)))), np.uint32),
        )
        for number in range(first_id, first_id + count)
    ]


def searched(ours: Sequence[Passages], all_there: Sequence[Passages]) -> Share:
    """Compare each of ours with each other article that is there."""
    wanted = {one.article_id for one in ours}
    shares: Share = {}
    for a, b in combinations(sorted(all_there), 2):
        if not wanted & {a.article_id, b.article_id} or abs((a.published_on - b.published_on).days) > REACH_DAYS:
            continue
        for kind in (0, 1):
            one, other = ({n for n in both.hashes.tolist() if n % 2 == kind} for both in (a, b))
            if one & other:
                share = len(one & other) / min(len(one), len(other))
                apart = abs((a.published_on - b.published_on).days)
                is_other_day = 0 not in (a.day_bits, b.day_bits) and not a.day_bits & b.day_bits
                shares[a.article_id, b.article_id, kind] = share, apart, is_other_day
    return shares


def found(connection: Connection, ours: Sequence[Passages]) -> Share:
    shared = find_shared(connection, ours, REACH_DAYS)
    keys = zip(shared.a.tolist(), shared.b.tolist(), shared.kind.tolist(), strict=True)
    told = zip(shared.share.tolist(), shared.days_apart.tolist(), shared.is_other_day.tolist(), strict=True)
    return dict(zip(keys, told, strict=True))


def in_groups(all_there: Sequence[Passages], size: int) -> list[Sequence[Passages]]:
    return [all_there[start : start + size] for start in range(0, len(all_there), size)]


def sorted_in(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(fingerprint)) or 0


def rows_of(some: Sequence[Passages]) -> int:
    return sum(len(one.hashes) for one in some)


@pytest.mark.parametrize("size", [1, 7, 200], ids=lambda size: f"groups of {size}")
def test_articles_that_share_passages_are_found(engine: Engine, size: int) -> None:
    there: list[Passages] = []
    for group in in_groups(articles(100, seed=size), size):
        with engine.begin() as connection:
            hold_stories(connection)
            write_fingerprints(connection, group)
            there += group
            assert found(connection, group) == searched(group, there)
            assert waiting(connection).shape[1] < 2 * MOST_UNSORTED
    with engine.connect() as connection:
        assert sorted_in(connection) > MOST_UNSORTED
        assert sorted_in(connection) + waiting(connection).shape[1] == rows_of(there)


def test_articles_that_are_taken_out_are_found_no_more(engine: Engine) -> None:
    there = articles(90, seed=3)
    gone, stay = there[::3], [one for number, one in enumerate(there) if number % 3]
    with engine.begin() as connection:
        hold_stories(connection)
        for group in in_groups(there, 4):
            write_fingerprints(connection, group)
        assert waiting(connection).size
        assert sorted_in(connection)

        delete_fingerprints(connection, gone)
        delete_fingerprints(connection, [])

        assert found(connection, stay) == searched(stay, stay)
        for group in in_groups(gone, 4):  # once more, and often enough to be sorted in
            write_fingerprints(connection, group)
        assert found(connection, there) == searched(there, there)


def test_an_article_without_passages_meets_none(engine: Engine) -> None:
    nothing = Passages(1, FIRST, 0, np.zeros(0, np.uint32))
    with engine.begin() as connection:
        hold_stories(connection)
        write_fingerprints(connection, [nothing])
        write_fingerprints(connection, [])
        assert found(connection, [nothing]) == found(connection, []) == {}
        delete_fingerprints(connection, [nothing])


def test_a_group_that_is_rolled_back_changes_nothing(engine: Engine) -> None:
    there = [one for one in articles(60, seed=5) if len(one.hashes)]
    first, second = there[:10], there[10:]
    with engine.begin() as connection:
        hold_stories(connection)
        write_fingerprints(connection, first)
    with engine.connect() as connection:
        hold_stories(connection)
        write_fingerprints(connection, second)
        assert sorted_in(connection) == rows_of(there)
        connection.rollback()
    with engine.connect() as connection:
        assert sorted_in(connection) == 0
        assert set(waiting(connection)[1].tolist()) == {one.article_id for one in first}


def test_rows_of_an_article_that_was_deleted_by_hand_stop_nobody(engine: Engine) -> None:
    there = articles(60, seed=7)
    left = [Passages(one.article_id, one.published_on, 1 << 20, one.hashes) for one in there]
    with engine.begin() as connection:
        hold_stories(connection)
        write_fingerprints(connection, left)
        assert sorted_in(connection) == rows_of(left)
    with engine.begin() as connection:
        hold_stories(connection)
        write_fingerprints(connection, there)  # with the ids of those
        assert found(connection, there) == searched(there, there)
        assert sorted_in(connection) == rows_of(there)
