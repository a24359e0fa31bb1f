"""What two texts are found and told apart by before they are read: their passages, the days and figures they name."""

from __future__ import annotations

import datetime as dt
import random
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.stories.fingerprints import pack, unpack
from pipelines.stories.compared import Compared
from pipelines.stories.look import Look
from pipelines.stories.passages import (
    FAR_PASSAGE_CHARS,
    FAR_RUN,
    PASSAGE_CHARS,
    RUN,
    SHORT_RUN,
    SHORT_TEXT,
    passages,
)
from pipelines.stories.plain import plain
from pipelines.stories.rules import may_link

LENGTHS = (0, 1, 2, 11, 12, 13, 19, 20, 21, 31, 39, 40, 43, 51, 59, 60, 99, 100, 101, 300)
PIECES = ["3月5日", "5日", "3月", "31日", "4月份", "昨天", "明晚", "45日", "停电", "详见第3版", "99日", "1月31日"]
ON = dt.date(2024, 3, 6)
WORD = 1 << 64


def text_of(length: int, seed: int, letters: int = 400) -> str:
    drawn = random.Random(seed)
    return "".join(chr(0x4E00 + drawn.randrange(letters)) for _ in range(length))


def mixed(first: int, second: int) -> int:
    found = (first * 0x9E3779B97F4A7C15 + second) % WORD
    return (found ^ found >> 29) * 0xBF58476D1CE4E5B9 % WORD


def hash_of(units: list[int]) -> int:
    """Hash a passage as its halves, of twelve and twenty the longest power of two that was not hashed yet."""
    if len(units) == 1:
        return units[0]
    cut = {12: 8, 20: 12}.get(len(units), len(units) // 2)
    return mixed(hash_of(units[:cut]), hash_of(units[cut:]))


def winnowed(text: str, site: str) -> list[int]:
    """Do with one text after the other what `passages` does with all at once."""
    units = list(np.frombuffer(text.encode("utf-16-le"), "<u2").tolist())
    count, units = len(units), units + [0] * FAR_PASSAGE_CHARS
    if not count:
        return []
    seed = crc32(site.encode())
    near = [
        ((hash_of(units[at : at + PASSAGE_CHARS]) ^ seed) * 0xBF58476D1CE4E5B9 % WORD >> 32) & ~1
        for at in range(max(1, count - PASSAGE_CHARS + 1))
    ]
    far = [hash_of(units[at : at + FAR_PASSAGE_CHARS]) >> 32 | 1 for at in range(max(1, count - FAR_PASSAGE_CHARS + 1))]
    kept = {near[0], *least(near, SHORT_RUN if count < SHORT_TEXT else RUN), *least(far, FAR_RUN)}
    return sorted(kept)


def least(hashes: list[int], run: int) -> set[int]:
    return {min(hashes[at : at + run]) for at in range(max(1, len(hashes) - run + 1))}


@pytest.mark.parametrize("letters", [3, 400])
def test_texts_of_every_length_together_have_the_passages_that_each_has_alone(letters: int) -> None:
    texts = [(text_of(length, length, letters), "ab"[length % 2]) for length in LENGTHS]
    assert [one.tolist() for one in passages(texts)] == [winnowed(text, site) for text, site in texts]
    assert [passages([one])[0].tolist() for one in texts] == [winnowed(text, site) for text, site in texts]
    assert passages([]) == []


def test_texts_that_share_a_run_share_a_passage_wherever_it_stands() -> None:
    shared = text_of(RUN + PASSAGE_CHARS - 1, 1)
    for before, after in ((0, 200), (120, 3), (57, 90)):
        one = f"{text_of(before, 2)}{shared}{text_of(after, 3)}"
        other = f"{text_of(after, 4)}{shared}{text_of(before + 60, 5)}"
        ours, theirs = passages([(one, "a"), (other, "a")])
        assert np.intersect1d(ours, theirs).size


def test_another_site_shares_the_odd_ones_alone() -> None:
    text = text_of(300, 1)
    ours, theirs = passages([(text, "a"), (text, "b")])
    shared = np.intersect1d(ours, theirs)
    assert shared.tolist() == [one for one in ours.tolist() if one % 2]
    assert 0 < len(shared) < len(ours)


@pytest.mark.parametrize("text", ["𠮷野家的招牌" * 30, "\ud800" + "字" * 150])
def test_characters_of_two_code_units_and_halves_of_them_are_taken(text: str) -> None:
    assert len(passages([(text, "a")])[0]) > 1


def test_what_was_read_before_does_not_change_the_form_of_a_character() -> None:
    large = "𝟏𝟐公里𠮷"
    before = plain(large)
    for half in "\ud835\udfcf\udfd0\ud842\udfb7":
        plain(half)

    assert plain(large) == before == "12公里𠮷"


def test_hashes_are_kept_as_bytes() -> None:
    kept = passages([(text_of(300, 1), "a")])[0]
    assert unpack(pack(kept)).tolist() == kept.tolist()


def article(body: str, on: dt.date = ON, headline: str = "云岭县气象台发布消息") -> Compared:
    return Compared(
        published_on=on, channel="news", press="云岭新闻网", headline=headline, credited_source=None, body=body
    )


@pytest.mark.parametrize(
    "body",
    [
        "3月5日，全县12个乡镇的3.5万人到了现场，昨天收到2400件作品，其中18件来自邻县。",
        "没有日子，也没有数字。",
        "",
        "详见第3版",
        "价格：" + "、".join(f"{n}元" for n in range(100, 300)),
    ],
)
def test_what_is_kept_of_a_look_gives_it_again(body: str) -> None:
    look = Look.at(article(body))
    assert Look.from_facts(ON, look.facts()) == look


def test_an_item_that_may_point_to_any_other_tells_nothing() -> None:
    look = Look.at(article("3月1日的会议，12人、34人、56人、78人、90人参加，详见第3版"))
    assert (look.facts(), look.days, look.figures) == (None, None, frozenset())
    assert may_link(look, Look.at(article("3月5日开会，21人、43人、65人、87人、99人参加。" * 9)), share=0.1)


@given(st.lists(st.sampled_from(PIECES), max_size=5), st.lists(st.sampled_from(PIECES), max_size=5))
def test_texts_without_a_bit_in_common_name_other_days(ours: list[str], theirs: list[str]) -> None:
    a, b = (Look.at(article("，".join(some))) for some in (ours, theirs))
    if a.day_bits and b.day_bits and not a.day_bits & b.day_bits:
        assert a.days is not None
        assert b.days is not None
        assert a.days.relation_to(b.days) == "other"
    assert max(a.day_bits, b.day_bits) < 1 << 31


FIGURES = "面积{}公顷，投资{}万元，涉及{}户，{}人，工期{}天"


@pytest.mark.parametrize(
    ("ours", "theirs", "days_apart", "share", "expected"),
    [
        ("3月5日停电", "3月5日停电", 0, 0.1, True),
        ("3月5日停电", "3月6日停电", 1, 0.4, False),
        ("3月5日停电", "3月6日停电", 1, 0.9, True),  # the day may have been corrected
        ("3月5日停电", "3月6日停电", 8, 0.9, False),
        ("3月5日停电", "停电", 31, 0.1, True),
        ("3月5日停电", "停电", 32, 0.9, False),
        (FIGURES.format(12, 34, 56, 78, 90), FIGURES.format(21, 43, 65, 87, 90), 1, 0.9, False),
        (FIGURES.format(12, 34, 56, 78, 90), FIGURES.format(21, 43, 65, 87, 90), 0, 0.9, True),
        (FIGURES.format(12, 34, 56, 78, 90), FIGURES.format(12, 34, 56, 87, 99), 1, 0.9, True),
    ],
)
def test_two_articles_are_told_apart_at_a_glance(
    ours: str, theirs: str, days_apart: int, share: float, *, expected: bool
) -> None:
    a, b = Look.at(article(ours)), Look.at(article(theirs, ON + dt.timedelta(days=days_apart)))
    assert (may_link(a, b, share), may_link(b, a, share)) == (expected, expected)
