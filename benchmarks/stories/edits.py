"""The ways in which one story stands in two places: sentences cut, changed or moved, other signs, corrections."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.stories.grammar import CAST
from benchmarks.stories.reports import Draft, more_sentences

if TYPE_CHECKING:
    from random import Random

SHARES = (5, 10, 20, 30, 40)
BY_SENTENCES = tuple(f"{how}_{share}" for how in ("removed", "replaced", "moved", "mixed") for share in SHARES)
_FACT = re.compile(r"[0-9]|百分之|[一二三四五六七八九十]{2}")
_HEROES = slice(CAST.index("hero"), CAST.index("hero2") + 1)
_HAN = re.compile(r"[一-鿿]")
_FIGURE = re.compile(r"(?<![0-9.])[1-9][0-9]{1,3}(?![0-9年月日时])")
_NUMERAL = re.compile(r"(?<![0-9.])[1-9][0-9](?![0-9.%年月日时:])")
_PERCENT = re.compile(r"(?<![0-9.])([1-9][0-9])%")
_HAN_PERCENT = re.compile(r"百分之([一二三四五六七八九]?十[一二三四五六七八九]?)")
_HAN_NUMERAL = re.compile(
    r"(?<![一二三四五六七八九十百分之])[一二三四五六七八九]?十[一二三四五六七八九]?(?=[个人次户亩家名台斤公米年株只])"
)
_DIGITS = "零一二三四五六七八九"
_CHARACTERS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))["characters"]
_OTHER = {char: group.replace(char, "") for group in _CHARACTERS["alike"].split() for char in group}
_STRAY = "".join(_CHARACTERS["stray"].split())
_TO_FULL = str.maketrans(dict(_CHARACTERS["full"].split()))
_ASCII_PUNCTUATION = str.maketrans({"，": ",", "：": ":", "；": ";", "“": '"', "”": '"', "？": "?", "！": "!"})
_CORNERS = str.maketrans({"“": "「", "”": "」"})
_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


@cache
def fewest_sentences(kind: str) -> int:
    """Give how many sentences a report needs so that the share a kind names is at least half a sentence."""
    if kind == "third_kept":
        return 9
    share = int(kind.rpartition("_")[2]) if kind in BY_SENTENCES else 100
    return max(3, -(-50 // share))


def edit_sentences(draft: Draft, kind: str, rng: Random) -> list[str]:
    """Cut, replace or move the share of sentences that a kind names; the lead stays what and where it is."""
    sentences = list(draft.sentences)
    if kind == "third_kept":
        return _third(sentences, rng)
    how, _, share = kind.partition("_")
    count = min(len(sentences) - 1, max(1, round(len(sentences) * int(share) / 100)))
    at = rng.sample(range(1, len(sentences)), count)
    if how == "mixed":
        third = max(1, count // 3)
        removed, replaced, moved = at[:third], at[third : 2 * third], at[2 * third :]
    else:
        removed, replaced, moved = (at if how == name else [] for name in ("removed", "replaced", "moved"))
    for place, new in zip(replaced, more_sentences(draft, len(replaced), rng), strict=True):
        sentences[place] = new
    left = [text for place, text in enumerate(sentences) if place not in removed and place not in moved]
    for place in moved:
        _put_elsewhere(left, sentences[place], place, rng)
    return left


def _put_elsewhere(left: list[str], text: str, was: int, rng: Random) -> None:
    """Insert a sentence after the lead, and not where it was if there is another place."""
    places = [place for place in range(1, len(left) + 1) if place != was]
    left.insert(rng.choice(places or [was]), text)


def _third(sentences: list[str], rng: Random) -> list[str]:
    """Keep the lead and, up to a third of the letters, such sentences as say a fact."""
    wanted = sum(map(len, sentences)) / 3
    rest = sorted(range(1, len(sentences)), key=lambda at: (not _FACT.search(sentences[at]), rng.random()))
    kept, length = [0], len(sentences[0])
    for at in rest:
        if length + len(sentences[at]) / 2 < wanted:
            kept.append(at)
            length += len(sentences[at])
    return [sentences[at] for at in sorted(kept)]


def mistype(text: str, share: float, rng: Random) -> str:
    """Mistype a share of the Chinese characters, at least one: another, mostly one alike, or it doubled or dropped."""
    places = [found.start() for found in _HAN.finditer(text)]
    chars = list(text)
    for at in rng.sample(places, min(len(places), max(1, round(len(places) * share)))):
        which = rng.random()
        if which < 0.6:
            chars[at] = rng.choice(_OTHER.get(chars[at]) or _STRAY.replace(chars[at], ""))
        else:
            chars[at] = chars[at] * 2 if which < 0.8 else ""
    return "".join(chars)


def correct(draft: Draft, rng: Random) -> list[str]:
    """Change one figure, or one person's name throughout; a typing error of a name is one of its characters."""
    text = "\n".join(draft.sentences)
    figures = list(_FIGURE.finditer(text))
    name = next((name for name in draft.cast[_HEROES] if name in text), None)
    if name and (not figures or rng.random() < 0.4):
        return text.replace(name, name[:-1] + rng.choice(_STRAY.replace(name[-1], ""))).split("\n")
    if not figures:
        return mistype(text, 0, rng).split("\n")
    figure = rng.choice(figures)
    other = str(int(figure[0]) + rng.choice([-7, -3, -1, 1, 2, 5, 10]))
    return f"{text[: figure.start()]}{other}{text[figure.end() :]}".split("\n")


def change_punctuation(text: str, rng: Random) -> str:
    """Print other marks: ASCII ones, or corner brackets."""
    return text.translate(_ASCII_PUNCTUATION if rng.random() < 0.5 else _CORNERS)


def widen(text: str) -> str:
    """Print digits in full width."""
    return text.translate(_WIDE)


def change_numerals(text: str) -> str:
    """Print numbers below a hundred the other way: 35 三十五, 百分之二十 20%."""
    if _PERCENT.search(text) or _NUMERAL.search(text):
        text = _PERCENT.sub(lambda found: f"百分之{_in_han(int(found[1]))}", text)
        return _NUMERAL.sub(lambda found: _in_han(int(found[0])), text)
    text = _HAN_PERCENT.sub(lambda found: f"{_in_digits(found[1])}%", text)
    return _HAN_NUMERAL.sub(lambda found: str(_in_digits(found[0])), text)


def to_traditional(text: str) -> str:
    """Print the commonest simplified characters in their full form."""
    return text.translate(_TO_FULL)


def vary(text: str, rng: Random) -> str:
    """Print a text another way in one to three respects: numerals, punctuation, the width of digits."""
    ways = rng.sample(["numerals", "punctuation", "width"], rng.randint(1, 3))
    for way in sorted(ways):  # numerals before width: these read ASCII digits
        if way == "punctuation":
            text = change_punctuation(text, rng)
        else:
            text = change_numerals(text) if way == "numerals" else widen(text)
    return text


def lay_out(sentences: list[str], rng: Random) -> str:
    """Set sentences in paragraphs, some of them with the indent of two wide blanks."""
    indent = "　　" if rng.random() < 0.3 else ""
    paragraphs, at = [], 0
    while at < len(sentences):
        size = 1 + int(rng.random() * 4)
        paragraphs.append(indent + "".join(sentences[at : at + size]))
        at += size
    return "\n".join(paragraphs)


def _in_han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _in_digits(text: str) -> int:
    tens, _, ones = text.partition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
