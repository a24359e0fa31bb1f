"""Show what changed in a text so that a person reads it in a terminal: [-taken out-] and {+put in+}."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKED_CHARS = 4_000  # a longer paragraph is shown as a whole: comparing two takes the product of their lengths
MARKED_LINES = 2_000  # likewise
_ALIKE = 0.3  # two lines that share less are two lines, and not one that was changed
_GLUE = 2  # equal characters between two changes that are read as one change


def line_difference(before: str, after: str) -> str:
    """Mark the runs of characters that were taken out of a line and put into it."""
    if len(before) > MARKED_CHARS or len(after) > MARKED_CHARS:
        return _runs(before, after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _runs(before, after)
    shown, old, new = "", "", ""
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        is_short = kind == "equal" and end - start <= _GLUE and (old or new) and end < len(before)
        if kind == "equal" and not is_short:
            shown += _runs(old, new) + before[start:end]
            old, new = "", ""
        else:
            old, new = old + before[start:end], new + after[new_start:new_end]
    return shown + _runs(old, new)


def _runs(old: str, new: str) -> str:
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")


def text_difference(before: str, after: str) -> list[str]:
    """Mark what changed in a text of paragraphs, one a line; those that stay are counted."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) > MARKED_LINES or len(new) > MARKED_LINES:
        return [_runs(before, after)]
    lines: list[str] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            count = end - start
            lines.append(f"({count} {'paragraph stays' if count == 1 else 'paragraphs stay'})")
        else:
            lines += _changed_lines(old[start:end], new[new_start:new_end])
    return lines


def _changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Show changed paragraphs beside those that took their place, in order."""
    for n in range(max(len(old), len(new))):
        yield line_difference(old[n] if n < len(old) else "", new[n] if n < len(new) else "")
