"""Fold Chinese text for comparison; folded text is never stored as the article.

The table is length-preserving, one choice a character, so that an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE = str.maketrans(_WIDE | {0x3000: 0x20, 0xA0: 0x20})


def fold(text: str) -> str:
    """Fold width and case; the result has the same length.

    Args:
        text: any text.
    """
    folded = text.translate(_TABLE)
    lowered = folded.lower()
    # a few letters (İ) grow in lower case: they stay as they are, so that offsets hold
    return lowered if len(lowered) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
