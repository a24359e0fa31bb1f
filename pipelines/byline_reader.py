"""Read words as roles and names, to the last character: 记者 甲 通讯员 乙 丙 文/图.

A byline is cut at its blanks and signs into chunks, and each chunk into role words, names and organisations: of all
ways to cut it the cheapest counts, where a word costs the less the more it looks like what it is taken for. Then each
role word is bound to the names on one of its sides.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.byline_binder import COLONS, Binder, Word
from pipelines.byline_words import (
    FILLER,
    GLUED_AFTER,
    LABEL_DESK,
    ROLE_START,
    ROLE_WORDS,
    SIGN,
    SINGLE,
    UNKNOWN_OUTLET,
)
from pipelines.names import name_shape, organisation_ends
from pipelines.text import HAN, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.byline_words import Trust
    from pipelines.items import Contributor, Role

BULLETS = "□■●○◎▲△◆◇▶►★☆⊙"
BYLINE_CHARS = 400  # of the longest byline; more is no byline, and would cost more with each word
CHUNK_CHARS = 40  # of the longest run without a blank or a sign
_NAME_CHARS = 30  # of the longest name in other languages
_BETWEEN = rf"\s、，,；;/／∕|｜丨│┃：:&+＋{BULLETS}"
_TOKEN = re.compile(rf"([^{_BETWEEN}]+)|([{_BETWEEN}]+)")
_CONJUNCTIONS = ("和", "与", "及")
_LABEL = re.compile(rf"(?:{LABEL_DESK})+({any_of(word for word in ROLE_WORDS if len(word) > 1)})")
_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{2,15}")
_TORN_NAME = re.compile(rf"(?:记者|通讯员|实习生|编辑|责编)[{HAN}]$")
_WORDS_AFTER = sorted((word for word, one in ROLE_WORDS.items() if one.side != "before"), key=len, reverse=True)

# What a word costs beside what `names` says of a name
_ROLE_COST, _GLUED_COST, _UNKNOWN_OUTLET_COST = 0.5, 1.0, 2.5
_NEIGHBOUR_COST, _MISPLACED_COST, _ORGANISATION_COST, _CHAR_COST = 0.4, 3.0, 1.5, 0.05


def parse_byline(text: str, *, trust: Trust = "certain", bare: Role | None = None) -> tuple[Contributor, ...]:
    """Read words as roles and names, to the last character.

    Args:
        text: normalised, without brackets around it: 记者 甲 通讯员 乙 丙, 甲/摄, 责任编辑：甲.
        trust: how sure it is that this is a byline: the less, the more a name has to look like one.
        bare: the role of people where no word names any; None: without a role word there is no byline.

    Returns:
        The people in printed order; empty where the words are anything else.
    """
    if len(text) > BYLINE_CHARS or (bare is None and SIGN.search(text) is None):
        return ()
    words: list[Word] = []
    for chunk, separator in _chunks(text):
        cut = _cut_label(chunk) if COLONS.intersection(separator) else None
        cut = cut or _cut(chunk, trust)
        if cut is None and words and _HANDLE.fullmatch(chunk) and _is_editors_label(words[-1]):
            cut = (Word("name", chunk, is_known=False),)  # 责任编辑：biao
        if cut is None or (cut[-1].kind == "name" and COLONS.intersection(separator)):
            return ()  # a label that nobody knows is no person: 值班：甲
        words += cut[:-1]
        words.append(replace(cut[-1], after=separator or " "))
    if bare is not None and any(word.kind == "filler" and word.text not in _CONJUNCTIONS for word in words):
        return ()  # 单位：万元
    if trust == "line" and not _is_told(words, is_bare=bare is not None):
        return ()
    return Binder(words, is_strict=trust != "certain", bare=bare).people()


def _is_told(words: Sequence[Word], *, is_bare: bool) -> bool:
    """Tell whether the words of a line speak for a byline: a known surname does, or whom a reporter works for."""
    names = [word.is_known for word in words if word.kind == "name"]
    if is_bare:
        return all(names)
    return not names or any(names) or any(word.kind == "role" and word.is_known for word in words)


def _chunks(text: str) -> list[tuple[str, str]]:
    """Cut into (chunk, separator after it); what is printed with blanks between (李 明, 通 讯 员) is one chunk."""
    pairs: list[tuple[str, str]] = []
    run: list[str] = []  # single characters with nothing but blanks between
    for chunk, separator in _TOKEN.findall(f"{text} "):
        if len(chunk) == 1 and pairs and not run and _TORN_NAME.search(pairs[-1][0]) and pairs[-1][1].isspace():
            pairs[-1] = (pairs[-1][0] + chunk, "")  # 记者高 明
        elif len(chunk) == 1:
            run.append(chunk)
        elif chunk:
            pairs += [*((one, " ") for one in _joined(run)), (chunk, "")]
            run = []
        elif not separator.isspace() or not run:
            pairs += [(one, " ") for one in _joined(run)]
            run = []
            if pairs:
                pairs[-1] = (pairs[-1][0], separator)
    return [*pairs, *((one, " ") for one in _joined(run))]


def _joined(run: list[str]) -> list[str]:
    """Join single characters to names of two and to role words: 李 明 王 强, 李 明 文, 责 任 编 辑."""
    joined: list[str] = []
    while len(run) > 1:
        words = ("".join(run[:length]) for length in (4, 3) if length <= len(run))
        if word := next((word for word in words if word in ROLE_WORDS), None):
            joined.append(word)
        else:
            joined.append(run[0] if len(run) % 2 and run[0] in SINGLE else run[0] + run[1])
        run = run[len(joined[-1]) :]
    return [*joined, *run]


def _is_editors_label(word: Word) -> bool:
    return word.kind == "role" and ROLE_WORDS[word.text].roles == ("editor",) and bool(COLONS.intersection(word.after))


def _cut_label(chunk: str) -> tuple[Word, ...] | None:
    """Read what stands before a colon by its last word: 视频剪辑：, 指导记者：; None where that is no role."""
    match = _LABEL.fullmatch(chunk)
    return (Word("role", match[1]),) if match else None


@lru_cache(maxsize=8192)
def _cut(chunk: str, trust: Trust) -> tuple[Word, ...] | None:
    """Cut a chunk into words; None where it holds anything else."""
    if len(chunk) > CHUNK_CHARS:
        return None
    if chunk in _CONJUNCTIONS:
        return (Word("filler", chunk),)
    best: list[tuple[float, tuple[Word, ...]] | None] = [None] * (len(chunk) + 1)
    best[0] = (0.0, ())
    for start in range(len(chunk)):
        reached = best[start]
        if reached is None:
            continue
        cost, words = reached
        for end, word, price in _words_at(chunk, start, words, trust):
            total = cost + price
            known = best[end]
            if known is None or total < known[0]:
                best[end] = (total, (*words, word))
    if found := best[-1]:
        return found[1]
    return (Word("filler", chunk),) if FILLER.fullmatch(chunk) else None


def _words_at(chunk: str, start: int, before: Sequence[Word], trust: Trust) -> Iterator[tuple[int, Word, float]]:
    """Give the words that may begin at a place: where each ends, and what it costs."""
    previous = before[-1].kind if before else None
    if chunk[start] in "·•" and previous is not None:
        yield start + 1, Word("filler", chunk[start]), 0.0
        return
    yield from _roles_at(chunk, start, before, trust)
    for end in range(start + 2, min(len(chunk), start + _NAME_CHARS) + 1):
        is_delimited = previous in (None, "filler") and end == len(chunk)
        shape = name_shape(chunk[start:end], trust=trust, is_delimited=is_delimited, is_after_name=previous == "name")
        if shape is not None:
            price = shape.cost + (_NEIGHBOUR_COST if previous == "name" else 0)
            yield end, Word("name", chunk[start:end], is_known=shape.is_known), price
    for end in organisation_ends(chunk, start):
        price = _ORGANISATION_COST + _CHAR_COST * (end - start)
        price += _MISPLACED_COST if previous == "name" else _NEIGHBOUR_COST if previous == "organisation" else 0
        yield end, Word("organisation", chunk[start:end]), price


def _roles_at(chunk: str, start: int, before: Sequence[Word], trust: Trust) -> Iterator[tuple[int, Word, float]]:
    if match := ROLE_START.match(chunk, start):
        word = match["qualified"] or match["bare"]
        yield match.end(), Word("role", word, is_known=match.end() - start > len(word)), _ROLE_COST
    if trust == "certain" and (match := UNKNOWN_OUTLET.match(chunk, start)):
        yield match.end(), Word("role", match[1]), _UNKNOWN_OUTLET_COST
    is_behind = bool(before) and before[-1].kind in ("name", "organisation")
    for word in _WORDS_AFTER:
        if not chunk.startswith(word, start):
            continue
        end = start + len(word)
        is_whole = start == 0 and end == len(chunk)
        is_glued = is_behind and end == len(chunk) and (word in GLUED_AFTER or len(before[-1].text) > 2)
        if len(word) > 1 or is_whole or is_glued:
            price = _ROLE_COST if len(word) > 1 or is_whole else _GLUED_COST
            yield end, Word("role", word, is_known=False), price
