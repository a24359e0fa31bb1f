"""Fold Chinese text for comparison; folded text is never stored as the article.

The table is length-preserving, one choice a character, so that an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDED = {chr(code): chr(narrow) for code, narrow in (_WIDE | {0x3000: 0x20, 0xA0: 0x20}).items()}
_TO_FOLD = re.compile("[\uff01-\uff5e\u3000\xa0]")  # a table would be asked for each character of a text


def fold(text: str) -> str:
    """Fold width and case; the result has the same length.

    Args:
        text: any text.
    """
    folded = _TO_FOLD.sub(lambda match: _FOLDED[match[0]], text)
    lowered = folded.lower()
    # a few letters (İ) grow in lower case: they stay as they are, so that offsets hold
    return lowered if len(lowered) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


_NOT_IN_TITLES = re.compile(r"[\W_]+")
_NOT_IN_PAGES = re.compile(r"[\s第版]+")
_LETTERS_AND_NUMBER = re.compile(r"([a-z]*)0*(\d+)")
_NUMERALS = {numeral: number for number, numeral in enumerate("零一二三四五六七八九")} | {"头": 1, "〇": 0, "两": 2}


def fold_title(text: str | None) -> str:
    """Fold a title for comparison: width and case, and no blanks or punctuation; empty for None.

    Args:
        text: as printed.
    """
    return _NOT_IN_TITLES.sub("", fold(text or ""))


def fold_page(number: str | None) -> str:
    """Fold the number of a page: 第03版, 3 and 三 are the same, and so are A03 and a3; empty for None.

    Args:
        number: as printed.
    """
    folded = _NOT_IN_PAGES.sub("", fold(number or ""))
    if match := _LETTERS_AND_NUMBER.fullmatch(folded):
        return match[1] + match[2]
    tens, ten, ones = folded.partition("十")
    digits = [_NUMERALS.get(numeral) for numeral in (tens or "一", ones or "零")]
    if ten and None not in digits and len(tens) <= 1 and len(ones) <= 1:
        return str((digits[0] or 0) * 10 + (digits[1] or 0))
    return str(_NUMERALS[folded]) if folded in _NUMERALS else folded
