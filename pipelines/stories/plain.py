"""Bring printed text to the form in which articles are compared: simplified, in digits, letters only; never stored.

Unlike `db.fold` this changes lengths, for nothing is found by an offset in it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from opencc import OpenCC

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_LETTERS = re.compile(r"[^\W_]+")
_SENTENCE_ENDS = re.compile(r"[。！？!?；;…\n]+")

_single = np.zeros(0x10000, "<u2")  # by code unit, the form of one unit that stands for it; 0 while it is not known

_DIGITS = "〇零○ 一壹 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split()
_VALUES = {char: value for value, chars in enumerate(_DIGITS) for char in chars}
_DIGIT_OF = str.maketrans({char: str(value) for char, value in _VALUES.items()})
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LONGEST_NUMERAL = 100  # characters; in a longer run tens stay as they are: it is no number
_NUMERAL = re.compile(rf"[{''.join(_VALUES)}{''.join(_TENS)}]+")
_SEPARATOR = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")  # the comma first: only where one is the rest is tried
_MYRIADS = re.compile(r"(\d{1,9}(?:\.\d{1,8})?)([万亿])(?:(\d{1,4})(?![\d.]))?")
_MYRIAD = {"万": 10_000, "亿": 100_000_000}


def plain(text: str) -> str:
    """Give a text with narrow characters, simplified, and numbers in digits: 一萬二千、１．２万 are 12000.

    Args:
        text: any text; punctuation and line ends stay.
    """
    found = _NUMERAL.sub(_numeral, _narrow(text).replace("百分之", ""))
    found = _SEPARATOR.sub("", found)
    return _MYRIADS.sub(_in_full, found) if "万" in found or "亿" in found else found


def letters(text: str) -> str:
    """Give the letters and digits of a text, and nothing between them."""
    return "".join(_LETTERS.findall(text))


def printed_letters(text: str) -> str:
    """Give the letters and digits of a printed text in their usual width: what exact copies share."""
    return letters(unicodedata.normalize("NFKC", text))


def code_units(text: str, at_least: int = 0) -> NDArray[np.uint64]:
    """Give the UTF-16 code units of a text, and zeros behind them up to a length."""
    encoded = text.encode("utf-16-le", "surrogatepass").ljust(2 * at_least, b"\0")
    return np.frombuffer(encoded, "<u2").astype(np.uint64)


def sentences(text: str) -> list[str]:
    """Give the letters of each sentence of a plain text; parts between semicolons are sentences."""
    return [found for one in _SENTENCE_ENDS.split(text) if (found := letters(one))]


def _narrow(text: str) -> str:
    """Give a text in narrow, simplified, and small characters."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    found = _single[units]
    if np.count_nonzero(found) == len(found):  # a lookup for all at once takes a sixth of the time of one for each
        return str(found.tobytes(), "utf-16-le", "surrogatepass")
    return "".join([_form_of(char) for char in text])


@lru_cache(maxsize=8192)
def _form_of(char: str) -> str:
    """Give what stands for a character that is of another width (NFKC), traditional, or a capital; keep it for all."""
    form = unicodedata.normalize("NFKC", char).lower()
    if any(ord(char) in block for block in _HAN):
        simplified = _simplifier().convert(char)
        form = simplified if len(simplified) == 1 else char
    if len(form) == 1 and max(ord(char), ord(form)) < len(_single) and not _is_half(char):
        _single[ord(char)] = ord(form)
    return form


def _is_half(char: str) -> bool:
    """Tell whether a character is one of the two code units of another one, which has a form of its own."""
    return 0xD800 <= ord(char) < 0xE000


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _numeral(found: re.Match[str]) -> str:
    run = found[0]
    return _in_digits(run) if len(run) <= _LONGEST_NUMERAL else run.translate(_DIGIT_OF)


@lru_cache(maxsize=4096)
def _in_digits(run: str) -> str:
    if not any(char in _TENS for char in run):
        return run.translate(_DIGIT_OF)
    total, digit = 0, None
    for char in run:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            digit = (digit or 0) * 10 + _VALUES[char]
    return str(total + (digit or 0))


def _in_full(number: re.Match[str]) -> str:
    value = round(float(number[1]) * _MYRIAD[number[2]])
    return str(value + int(number[3] or 0))
