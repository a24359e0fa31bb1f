"""How a newspaper names one of its own pages in a line of text: 第3版, A03版, 三版, and the marks that lead there.

Patterns only, for whoever reads lines; what the words mean is told by pipelines/pointers.py.
"""

from __future__ import annotations

import re

_LETTERS_AND_DIGITS = r"[A-Za-z]{0,2}\d{1,3}"
_NUMERAL = r"[一二三四五六七八九十]{1,3}|头"
_NOT_INSIDE = r"(?<![A-Za-z0-9])(?<!\d\.)"
# 第3版, 3版, A03版, 第三版, 头版, 第3、4版, 第2版、第4版; without 版 a number has to have a letter: A03
PAGE = (
    rf"(?:第\s?)?{_NOT_INSIDE}(?P<page>{_LETTERS_AND_DIGITS}|{_NUMERAL})"
    rf"(?:\s?版?\s?[、，,\-—－~～至和及]\s?(?:第\s?)?(?P<last>{_LETTERS_AND_DIGITS}|{_NUMERAL})){{0,4}}\s?版(?![本权画税式次块面主]|图(?![片说文]))"
)
BARE_PAGE = rf"{_NOT_INSIDE}(?P<bare>[A-Za-z]{{1,2}}\d{{1,3}})(?![A-Za-z0-9])"
OPENING, CLOSING = r"（(\[【〔［<〈", r"）)\]】〕］>〉"
ARROWS = "▶►▷▸→⇒➔➜➤↓☞●◆■>＞»"
SIGNS = f"{ARROWS}△▲◀◁◄◂←⇐○◎※"  # before or behind the mark of a jump; elsewhere ○ may be a numeral
_DOTS = r"(?:…{1,}|\.{2,}|·{2,}|-{2,}|—{1,}|－{1,}|_{2,})"
SEE = (
    r"(?:详细?(?:内容|报道)?\s?(?:请?见|刊于|刊|在)"
    r"|(?:相关)?(?:报道|内容|全文|图文|文|图)?\s?(?:[详请]?见|刊于|刊)|参见|另见)"
)
_JUMP = r"(?:下转|紧接|上接|下接|续接|文转|转|接|续)"

_PAGE_AT_END = re.compile(
    rf"(?:[{OPENING}{ARROWS}·•]|{_DOTS}|{SEE}|\s)\s*{PAGE}\s*[{CLOSING}{ARROWS}]*$|[{ARROWS}]\s*{BARE_PAGE}$"
)
_MARK_ALONE = re.compile(rf"[{SIGNS}\s]*{_JUMP}[{ARROWS}\s]*(?:{PAGE}|{BARE_PAGE})[{SIGNS}\s]*")
END_CHARS = 40  # of a line; a mark with its page is not longer


def ends_in_page(line: str) -> bool:
    """Tell whether a normalised line ends in a page that is set off from it (…… 3版, ▶02版), as in a list of 导读."""
    return _PAGE_AT_END.search(line, max(0, len(line) - END_CHARS)) is not None


def is_mark_alone(line: str) -> bool:
    """Tell whether a normalised line is nothing but the mark of a jump (上接01版)."""
    return len(line) <= END_CHARS and _MARK_ALONE.fullmatch(line) is not None
