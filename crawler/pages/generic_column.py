"""Find the element of a page that is the column of an article: most running text, fewest links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.blocks import Block

_ENOUGH = 0.97  # of the running text: the element that holds so much of it is the body's
_MOST = 0.7  # of it: so much is enough where but a line or two stand outside: a summary, an appeal
_STRAY_LINES = 2
_MIN_LINES = 2
_ENTRY_DEPTH = 4  # elements that may stand between a text and its entry in a list
_ENTRY_TEXTS = 2  # lines of text that an entry has at most
_ENTRIES = 3
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


@dataclass
class _Sums:
    """What the lines of an element come to.

    Args:
        value: for and against it.
        weight: for it alone.
        texts: how many lines of running text it holds.
        links: how many lines of links.
    """

    value: float = 0.0
    weight: float = 0.0
    texts: int = 0
    links: int = 0

    def add(self, value: float, weight: float, texts: int, links: int) -> None:
        """Add a line's, or an inner element's."""
        self.value += value
        self.weight += weight
        self.texts += texts
        self.links += links


class _Tree:
    """The elements that lines stand in, and those around them, each with its sums."""

    def __init__(self) -> None:
        self.parents: dict[etree._Element, etree._Element | None] = {}
        self.sums: dict[etree._Element, _Sums] = {}
        self._depths: dict[etree._Element, int] = {}

    def put(self, line: Line) -> None:
        """Note a line's element and those around it, each once however many lines it holds."""
        element = line.block.element
        path: list[etree._Element] = []
        current = element
        while current is not None and current not in self.parents:
            path.append(current)
            self.parents[current] = current.getparent()
            self.sums[current] = _Sums()
            current = self.parents[current]
        depth = self._depths[current] if current is not None else -1
        for one in reversed(path):
            depth += 1
            self._depths[one] = depth
        if element is not None:
            self.sums[element].add(line.value, max(line.value, 0.0), int(line.running > 0), int(line.is_links))

    def add_up(self) -> list[etree._Element]:
        """Add each element's sums to those of the element around it; gives the elements, the outer ones first."""
        outer_first = sorted(self.parents, key=lambda one: self._depths[one])
        for element in reversed(outer_first):
            if (parent := self.parents[element]) is not None:
                own = self.sums[element]
                self.sums[parent].add(own.value, own.weight, own.texts, own.links)
        return outer_first

    def smallest(self, best: etree._Element) -> etree._Element:
        """Give the smallest element in another that holds nearly all of its text."""
        heaviest: dict[etree._Element, etree._Element] = {}  # the child that holds most
        for element, parent in self.parents.items():
            if parent is None:
                continue
            known = heaviest.get(parent)
            if known is None or self.sums[element].weight > self.sums[known].weight:
                heaviest[parent] = element
        whole = self.sums[best]
        while (child := heaviest.get(best)) is not None and _is_nearly(self.sums[child], whole):
            best = child
        return best

    def with_siblings(self, best: etree._Element) -> etree._Element:
        """Give the column for its paragraph, where links between the paragraphs made one alone look better."""
        for _ in range(_MOST_COLUMNS):
            parent = self.parents[best]
            if parent is None or best.tag not in _PARAGRAPHS:
                break
            if sum(self.sums[one].weight > 0 for one in self._family(best)) < _MIN_LINES:
                break
            best = parent
        return best

    def is_entry(self, best: etree._Element) -> bool:
        """Tell an entry of a list: it stands among others like it, each with a link and a text."""
        one: etree._Element | None = best
        for _ in range(_ENTRY_DEPTH):
            if one is None:
                break
            entries = [self.sums[other] for other in self._family(one)] if self.sums[one].links else []
            if sum(entry.links > 0 and 0 < entry.texts <= _ENTRY_TEXTS for entry in entries) >= _ENTRIES:
                return True
            one = self.parents[one]
        return False

    def _family(self, one: etree._Element) -> list[etree._Element]:
        parent = self.parents[one]
        return [other for other, around in self.parents.items() if around is parent and other.tag == one.tag]


def _is_nearly(part: _Sums, whole: _Sums) -> bool:
    is_all_but_strays = part.texts >= max(_MIN_LINES, whole.texts - _STRAY_LINES)
    return part.weight >= whole.weight * _ENOUGH or (part.weight >= whole.weight * _MOST and is_all_but_strays)


class Column(NamedTuple):
    """The element that an article stands in.

    Args:
        element: None where nothing speaks for any.
        lines: those in it, by their numbers on the page.
        is_entry: it is one entry of a list.
    """

    element: etree._Element | None
    lines: list[int]
    is_entry: bool


def heaviest_element(lines: Sequence[Line], region: range) -> Column:
    """Find the element with the most to say for it, then the smallest in it that holds nearly all running text."""
    tree = _Tree()
    for index in region:
        tree.put(lines[index])
    outer_first = tree.add_up()
    best = max(reversed(outer_first), key=lambda one: tree.sums[one].value, default=None)
    if best is None or tree.sums[best].value <= 0:
        return Column(None, [], is_entry=False)
    best = tree.with_siblings(tree.smallest(best))
    inside = {best}
    for element in outer_first:
        if tree.parents[element] in inside:
            inside.add(element)
    members = [index for index in region if lines[index].block.element in inside]
    return Column(best, members, tree.is_entry(best))
