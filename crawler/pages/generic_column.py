"""Find the element of a page that is the column of an article: most running text, fewest links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.blocks import Block

_ENOUGH = 0.97  # of the running text: the element that holds so much of it is the body's
_PARAGRAPHS = frozenset(("p", "section", "span", "font", "strong"))
_MOST_COLUMNS = 8  # elements around a paragraph that are asked for its siblings


@dataclass(kw_only=True)
class Line:
    """A line or picture of the page, with what the search asks of it."""

    block: Block
    text: str  # normalised; of a picture empty
    is_links: bool = False
    is_end: bool = False  # it stands behind articles
    is_list_head: bool = False  # a list of other articles follows
    running: int = 0  # characters of running text
    value: float = 0.0  # what it says for its element


def heaviest_element(lines: Sequence[Line], region: range) -> tuple[etree._Element | None, list[int]]:
    """Find the element with the most to say for it, then the smallest in it that holds nearly all running text."""
    parents: dict[etree._Element, etree._Element | None] = {}
    depths: dict[etree._Element, int] = {}
    values: dict[etree._Element, float] = {}
    running: dict[etree._Element, float] = {}
    for index in region:
        element = lines[index].block.element
        if element is None:
            continue
        _climb(element, parents, depths)
        values[element] = values.get(element, 0.0) + lines[index].value
        running[element] = running.get(element, 0.0) + _weight(lines[index])
    deepest_first = sorted(parents, key=lambda one: -depths[one])
    for element in deepest_first:
        if (parent := parents[element]) is not None:
            values[parent] = values.get(parent, 0.0) + values.get(element, 0.0)
            running[parent] = running.get(parent, 0.0) + running.get(element, 0.0)
    best = max(deepest_first, key=lambda one: values.get(one, 0.0), default=None)
    if best is None or values.get(best, 0.0) <= 0:
        return None, []
    best = _with_siblings(_smallest(best, parents, running), parents, running)
    inside: set[etree._Element] = {best}
    for element in reversed(deepest_first):
        if parents[element] in inside:
            inside.add(element)
    return best, [index for index in region if lines[index].block.element in inside]


def _weight(line: Line) -> float:
    return max(line.value, 0.0)


def _climb(
    element: etree._Element, parents: dict[etree._Element, etree._Element | None], depths: dict[etree._Element, int]
) -> None:
    """Note an element and those around it, each once however many lines it holds."""
    path: list[etree._Element] = []
    current: etree._Element | None = element
    while current is not None and current not in parents:
        path.append(current)
        parents[current] = current.getparent()
        current = parents[current]
    depth = depths[current] if current is not None else -1
    for one in reversed(path):
        depth += 1
        depths[one] = depth


def _smallest(
    best: etree._Element,
    parents: dict[etree._Element, etree._Element | None],
    running: dict[etree._Element, float],
) -> etree._Element:
    heaviest: dict[etree._Element, etree._Element] = {}  # the child that holds most
    for element, parent in parents.items():
        if parent is None:
            continue
        known = heaviest.get(parent)
        if known is None or running.get(element, 0.0) > running.get(known, 0.0):
            heaviest[parent] = element
    most = running.get(best, 0.0) * _ENOUGH
    while (child := heaviest.get(best)) is not None and running.get(child, 0.0) >= most:
        best = child
    return best


def _with_siblings(
    best: etree._Element, parents: dict[etree._Element, etree._Element | None], running: dict[etree._Element, float]
) -> etree._Element:
    """Take the column for its paragraph, where links set between the paragraphs made one alone look better."""
    for _ in range(_MOST_COLUMNS):
        parent = parents.get(best)
        if parent is None or best.tag not in _PARAGRAPHS:
            break
        family = [one for one, around in parents.items() if around is parent and one.tag == best.tag]
        if sum(running.get(one, 0.0) > 0 for one in family) < 2:
            break
        best = parent
    return best
