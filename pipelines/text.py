"""Clean printed text: pure functions from strings to strings, that lose no letter, digit or Chinese character.

Chinese punctuation is left alone: NFKC, which other tools apply to a whole page, turns ，：（） into ASCII.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.items import Paragraph
from pipelines.page_marks import ends_in_page, is_mark_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# control, soft hyphen, zero-width and bidirectional marks, byte order mark, interlinear marks, surrogates, private use
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f"
    "\U000f0000-\U0010ffff]"
)
_WIDTHS = {ord("０") + n: ord("0") + n for n in range(10)}
_WIDTHS |= {ord(wide) + n: ord(narrow) + n for wide, narrow in (("Ａ", "A"), ("ａ", "a")) for n in range(26)}
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")  # a table is asked for each character: most texts need no table
# one look where there is nothing to do; U+0085 is unprintable, and other line ends are blanks
_NOT_PLAIN = re.compile(f"{_UNPRINTABLE.pattern}|{_WIDE.pattern}")

_INDENT = re.compile(r"\s*?(?:[\u3000\xa0]|[ ]{2}|\t)")
_SENTENCE_END = re.compile(r"[。！？!?；;：:…—.]$|[。！？!?…；;，,]?[）)】\]》」』]$|[。！？!?…]['\"”’]+$")
_PUNCTUATION = re.compile(r"[，。；：？！…,;:?!]")
_PUNCTUATION_MARKS = re.compile(r"[，。；？！…,;?!]")
_CLAUSES = re.compile(r"[，,\s]")
_NUMBERED = re.compile(rf"(?:第[{HAN}\d]+[章节条]|[（(]?[一二三四五六七八九十百\d]+[）)、．.](?!\d))")
_LABELLED = re.compile(rf"[{HAN}\sA-Za-z]{{1,10}}[：:]\s*\S")

_LABELS = re.compile(rf"[{HAN}]{{2,6}}[：:]")
# □ 本报记者 甲, 通讯员 县公安局 乙, 文/甲: a line by itself, and no sentence goes on with it or after it
_SIGNATURE = re.compile(
    rf"[□■◎⊙]|[{HAN}]{{0,8}}(?:记者|通讯员|实习生)[\s：:]|(?:文|图|摄|文图|图文|撰文|摄影|责任编辑|编辑)\s?[/／|丨：:]"
)

SUBHEAD_CHARS = 30  # a subhead is one line of a column
LINE_CHARS = 80  # a byline is not longer
SHORT_LINE_CHARS = 25  # below this, lines that follow each other are verse or a list rather than a broken sentence


def any_of(words: Iterable[str]) -> str:
    """Give the pattern of any of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def clean_characters(text: str) -> tuple[str, int]:
    """Take out control, zero-width and private-use characters.

    Line ends of every kind become a newline and are not counted.

    Returns:
        The text without them, and how many there were.
    """
    text = _LINE_ENDS.sub("\n", text)
    return _UNPRINTABLE.subn("", text)


def fold_widths(text: str) -> str:
    """Turn full-width digits and Latin letters into ASCII; nothing else changes."""
    return text.translate(_WIDTHS) if _WIDE.search(text) else text


def normalise_line(text: str) -> str:
    """Clean one line: no unprintable characters, ASCII digits and letters, single blanks, none at the ends."""
    if _NOT_PLAIN.search(text):
        text = fold_widths(clean_characters(text)[0])
    return " ".join(text.split())


def optional_line(text: str | None) -> str | None:
    """Clean one line; None stays None, and so becomes a line without any printed character."""
    return normalise_line(text or "") or None


def count_unprintable(texts: Iterable[str]) -> int:
    """Count the characters that `clean_characters` takes out."""
    return sum(clean_characters(text)[1] for text in texts if _UNPRINTABLE.search(text))


def has_indent(text: str) -> bool:
    """Tell whether a paragraph's text begins with a printed indent: U+3000, NBSP, a tab or two blanks."""
    if text[:1].isalnum():
        return False
    return _INDENT.match(text) is not None or _INDENT.match(clean_characters(text)[0]) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a normalised line ends in a sentence mark, closing quotes and brackets considered."""
    return _SENTENCE_END.search(text) is not None


def looks_like_subhead(text: str) -> bool:
    """Tell whether a normalised line reads as a subhead: short and without sentence punctuation.

    Parallel clauses (抓项目，促发展) and numbered heads (一、加强领导，落实责任) are subheads too.
    """
    if len(text) > SUBHEAD_CHARS or text.endswith(("。", "！", "？", "；", "，", "、")):
        return False
    if not _PUNCTUATION.search(text) or _NUMBERED.match(text):
        return True
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    return len(clauses) > 1 and not _PUNCTUATION.search("".join(clauses)) and len({len(c) for c in clauses}) == 1


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Normalise paragraphs, drop empty ones, and join lines that the print column broke.

    Two lines are joined only when both are plain, the first ends in no sentence mark, and the second lacks the indent
    that its siblings have, or no line on the page is indented at all. In the second case the line itself has to tell
    that it is running text: subheads, verse, lists of labelled lines and signatures stay as they are.

    Args:
        paragraphs: in printed order, their indents still in front of them.
    """
    lines: list[tuple[Paragraph, bool]] = []
    for paragraph in paragraphs:
        printed = _LINE_ENDS.sub("\n", paragraph.text).split("\n")
        texts = ((line, normalise_line(line)) for line in printed)
        lines += [(Paragraph(text=text, style=paragraph.style), has_indent(line)) for line, text in texts if text]
    any_indented = any(indented for line, indented in lines if line.style == "plain")
    broken: list[list[Paragraph]] = []  # the printed lines of each paragraph
    for line, indented in lines:
        if broken and not indented and _continues(broken[-1][-1], line, any_indented=any_indented):
            broken[-1].append(line)
        else:
            broken.append([line])
    return [
        Paragraph(text=_glue([part.text for part in parts]), style=parts[0].style) if len(parts) > 1 else parts[0]
        for parts in broken
    ]


def _continues(before: Paragraph, line: Paragraph, *, any_indented: bool) -> bool:
    tail = before.text  # the last printed line alone decides
    if before.style != "plain" or line.style != "plain" or ends_sentence(tail) or looks_like_subhead(line.text):
        return False
    if len(tail) <= LINE_CHARS and _SIGNATURE.match(tail) and not _PUNCTUATION_MARKS.search(tail):
        return False
    if ends_in_page(tail) or is_mark_alone(tail) or is_mark_alone(line.text):
        return False
    if any_indented:
        return True
    return not (
        looks_like_subhead(tail)
        or _LABELLED.match(tail)
        or _LABELLED.match(line.text)
        or len(_LABELS.findall(tail)) > 1
        or _NUMBERED.match(line.text)
        or max(len(tail), len(line.text)) < SHORT_LINE_CHARS
    )


def _glue(lines: Sequence[str]) -> str:
    """Put the lines of a paragraph together: without a blank, but for one between two Latin words."""
    pieces = list(lines[:1])
    for before, line in pairwise(lines):
        is_latin = (before[-1] + line[0]).isascii() and before[-1].isalpha() and line[0].isalpha()
        pieces.append(f" {line}" if is_latin else line)
    return "".join(pieces)
