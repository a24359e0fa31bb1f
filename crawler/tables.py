"""Print for a terminal: tables by width, in which a Chinese character takes two places, and nothing it would obey."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CELL_COLUMNS = 60  # of the terminal; longer values are cut


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Write a text of strangers in one line that no terminal takes for a command or turns round."""
    return _CONTROL.sub(lambda sign: " " if sign[0] in "\n\r\t" else "\ufffd", text)


def as_json(value: object) -> str:
    """Write a value as JSON: days and times as ISO 8601 has them, other objects as text."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return _CONTROL.sub(lambda sign: sign[0] if sign[0] == "\n" else f"\\u{ord(sign[0]):04x}", text)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)


def width(text: str) -> int:
    """Count the terminal's columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cut(cell: str, columns: int = CELL_COLUMNS) -> str:
    """Shorten a value to one line of so many columns."""
    line = printable(cell[: columns + 1].replace("\n", "⏎"))
    if width(line) <= columns:
        return line
    while width(line) > columns - 1:
        line = line[:-1]
    return line + "…"


def lines_of(header: Sequence[str], rows: Iterable[Sequence[object]], columns: int = CELL_COLUMNS) -> list[str]:
    """Lay out a table.

    Args:
        rows: a None is shown as nothing.
        columns: the most that one cell takes.
    """
    cells = [["" if value is None else cut(str(value), columns) for value in row] for row in (header, *rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = [_line(row, widths) for row in cells]
    return [lines[0], "  ".join("─" * one for one in widths), *lines[1:]]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (columns - width(cell)) for cell, columns in zip(row, widths, strict=True))
    return "  ".join(padded).rstrip()
