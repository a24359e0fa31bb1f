"""Tell a page's own list of articles from the other lists around it, where no pager shows it.

Links that stand in the same way and near each other are a group. The page's own group is told by its place (the first
one after the position line), by Enorth's block (`v5.latest` rather than a ranking), by dates beside its entries, and
last by its size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.pages.enorth_body import BLOCK_END, BLOCK_START
from crawler.pages.tree import is_comment, text_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from lxml import etree

_POSITION = re.compile(r"(?:当前|所在|现在)的?位置")
_OTHER_BLOCK = re.compile(r"hot|rank|top|pic|video|vedio|zt|special|ad\b", re.IGNORECASE)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NEAR = 6  # levels up to the element that two entries of one list share
_LINE = 100  # characters; a position line is not longer
_FULL = 12  # entries; a longer list is no surer sign

_FIRST, _LATEST, _OTHER, _DATED, _HEADED, _SIZE = 4.0, 2.0, -3.0, 3.0, -2.0, 3.0  # weights of the signs


@dataclass(eq=False)
class _Group:
    """Links that stand in the same way, near each other."""

    block: str | None
    shape: tuple[str, ...]
    is_headed: bool
    links: list[etree._Element] = field(default_factory=list)
    is_first: bool = False


def own_list(
    root: etree._Element,
    links: Mapping[etree._Element, str],
    printed_day: Callable[[etree._Element], dt.date | None],
) -> list[etree._Element]:
    """Choose the links of the page's own list.

    Args:
        root: the page's tree.
        links: the address of every link to an article.
        printed_day: reads the date that is printed with an entry.

    Returns:
        The links in the page's order; empty when there are none.
    """
    groups = _groups(root, links)
    if not groups:
        return []

    def score(group: _Group) -> float:
        dated = sum(1 for link in group.links if printed_day(link) is not None)
        size = len({links[link] for link in group.links})
        other = group.block is not None and _OTHER_BLOCK.search(group.block) is not None
        return (
            _FIRST * group.is_first
            + _LATEST * (group.block == "v5.latest")
            + _OTHER * other
            + _DATED * (2 * dated >= len(group.links))
            + _HEADED * group.is_headed
            + _SIZE * min(size, _FULL) / _FULL
        )

    return max(groups, key=score).links


def _groups(root: etree._Element, links: Mapping[etree._Element, str]) -> list[_Group]:
    groups: list[_Group] = []
    blocks: list[str] = []
    is_headed = has_position = has_first = False
    for node in root.iter():
        if is_comment(node):
            started = BLOCK_START.search(node.text or "")
            if started:
                blocks.append(started[1])
                has_position |= started[1] == "v5.position"
            elif BLOCK_END.search(node.text or "") and blocks:
                blocks.pop()
            continue
        if not isinstance(node.tag, str):
            continue
        has_position |= any(text and len(text) < _LINE and _POSITION.search(text) for text in (node.text, node.tail))
        if node.tag in _HEADINGS and text_of(node) and not any(link in links for link in node.iter("a")):
            is_headed = True
        if node in links:
            _add(groups, node, links, blocks[-1] if blocks else None, is_headed=is_headed)
            if has_position and not has_first:
                groups[-1].is_first = has_first = True
            is_headed = False
    return groups


def _add(
    groups: list[_Group],
    link: etree._Element,
    links: Mapping[etree._Element, str],
    block: str | None,
    *,
    is_headed: bool,
) -> None:
    """Put a link into the group before it, where it belongs there; else begin a group."""
    shape = tuple(str(ancestor.tag) for ancestor in link.iterancestors())
    last = groups[-1] if groups else None
    if last is not None and last.block == block and not is_headed:
        is_again = links[last.links[-1]] == links[link]  # 查阅全文, a picture: the same entry
        if is_again or (_similar(last.shape, shape) and _distance(last.links[0], link) <= _NEAR):
            last.links.append(link)
            return
    groups.append(_Group(block=block, shape=shape, is_headed=is_headed, links=[link]))


def _similar(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether two links stand in the same way: equal but for inline elements around them."""
    inline = frozenset(("b", "strong", "span", "font", "em", "i"))
    return [tag for tag in first if tag not in inline] == [tag for tag in second if tag not in inline]


def _distance(first: etree._Element, second: etree._Element) -> int:
    """Count the levels from a link up to the element that it shares with another."""
    above = set(first.iterancestors())
    for level, ancestor in enumerate(second.iterancestors(), start=1):
        if ancestor in above:
            return level
    return _NEAR + 1
