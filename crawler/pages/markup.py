"""What the tags and attributes of a page's elements mean to a reader: blocks, bold type, hidden text, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

BLOCK_TAGS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
BOLD_TAGS = frozenset("b strong h1 h2 h3 h4 h5 h6".split())
CELLS = frozenset("td th".split())
SILENT_TAGS = frozenset(
    "applet button canvas embed head iframe input link map meta noscript object option param script select style svg "
    "template textarea title video audio".split()
)
ROW_CHARS = 300  # a row of figures is not longer

_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
CSS_INDENT = re.compile(r"text-indent\s*:\s*[1-9]", re.IGNORECASE)
_ICON_PIXELS = 40  # a picture this small is a button or a bullet
_PIXELS = re.compile(r"\s*(\d{1,6})(?!\d)")


def is_centred(element: etree._Element) -> bool:
    """Tell an element whose words stand in the middle; a table's `align` moves the table, and not its words."""
    if element.tag == "center":
        return True
    align, style = element.get("align"), element.get("style")
    return (align is not None and element.tag != "table" and align.lower() == "center") or (
        style is not None and _CENTRED.search(style) is not None
    )


def is_row(row: etree._Element) -> bool:
    """Tell a row of a table of figures from a row that only lays out the page: several short cells, and no pictures."""
    if len([cell for cell in row if cell.tag in CELLS]) < 2 or next(row.iter("table", "img"), None) is not None:
        return False
    return sum(map(len, row.itertext())) <= ROW_CHARS


def picture_source(element: etree._Element) -> str | None:
    """Give the address of a picture as printed; None for buttons, bullets and pictures within the page."""
    source = (element.get("data-src") or element.get("data-original") or element.get("src") or "").strip()
    sizes = [_PIXELS.match(element.get(name) or "") for name in ("width", "height")]
    is_icon = any(size is not None and int(size[1]) <= _ICON_PIXELS for size in sizes)
    return None if not source or source.startswith(("data:", "javascript:")) or is_icon else source
