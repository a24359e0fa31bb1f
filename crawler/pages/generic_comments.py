"""Find where readers' comments begin that no head announces: entries alike, each with a day and somebody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.pages.generic_lines import has_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.generic_column import Line

_ENTRIES = 3  # so many make a row of comments
_DEPTH = 4  # elements that may stand between a day and its entry
_LINES = 6  # of an entry at most
_DAY_CHARS = 12  # of a line that names a day and nothing else, as the lines of a chronicle do
_BUTTON_CHARS = 5  # of a link in a comment (回复); the links of lists are titles


def first_comment(lines: Sequence[Line], region: range, enough: float) -> int | None:
    """Give the line at which the first comment begins; None without comments behind a text.

    Args:
        lines: of the whole page.
        region: where the article is.
        enough: characters of running text, which a text before the comments has at least.
    """
    days = [index for index in region if has_day(lines[index].text) and not lines[index].running]
    if len(days) < _ENTRIES:
        return None
    places: dict[etree._Element, list[int]] = {}
    for index in region:
        for element in _around(lines[index]):
            places.setdefault(element, []).append(index)
    families: dict[tuple[etree._Element, object], dict[etree._Element, int]] = {}
    for index in days:
        for element in _around(lines[index]):
            parent = element.getparent()
            inside = places[element][: _LINES + 1]
            if parent is not None and _is_comment([lines[place] for place in inside]):
                families.setdefault((parent, element.tag), {}).setdefault(element, places[element][0])
    rows = (min(family.values()) for family in families.values() if len(family) >= _ENTRIES)
    weight = 0.0
    for text_end in region:
        weight += lines[text_end].running
        if weight >= enough:
            return min((begin for begin in rows if begin > text_end), default=None)
    return None


def _around(line: Line) -> list[etree._Element]:
    """Give the elements around a line, its own first."""
    found: list[etree._Element] = []
    element = line.block.element
    while element is not None and len(found) < _DEPTH:
        found.append(element)
        element = element.getparent()
    return found


def _is_comment(entry: Sequence[Line]) -> bool:
    """Tell an entry with words of somebody's, a day, and a name or an hour beside the day."""
    if len(entry) > _LINES or not any(line.running for line in entry):
        return False
    if any(line.is_links and len(line.text) > _BUTTON_CHARS for line in entry):
        return False
    labels = [line.text for line in entry if not line.running and line.text]
    return len(labels) > 1 or any(len(text) > _DAY_CHARS for text in labels)
