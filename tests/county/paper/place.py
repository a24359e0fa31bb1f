"""Where an article stands on its page: in the list, in the map, and with which polygons."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.county.draws import Draws
from tests.county.paper.plan import HEIGHT, WIDTH
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.plan import Markup
    from tests.county.paper.printed import PrintText
    from tests.county.paper.truth import Polygon
    from tests.county.quirks import AnyQuirk

_TITLES = (PrintQuirk.TITLE_TITLE1, PrintQuirk.TITLE_BT1, PrintQuirk.TITLE_H1, PrintQuirk.TITLE_H2)


def place_of(
    text: PrintText, key: str, markup: Markup, enabled: frozenset[AnyQuirk]
) -> tuple[bool, bool, frozenset[AnyQuirk]]:
    """Draw whether the map and the list have an article, and what its place and its page show."""
    rng, draws = random.Random(key), Draws(random.Random(f"{key}:quirks"), enabled)
    is_copied = PrintQuirk.COPY_ON_PAGE in text.quirks
    only = draws.one_of((PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY), where=not is_copied)
    if text.genre == "masthead":
        draws.drawn -= {PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY}
        options = [one for one in (PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY) if one in enabled]
        only = rng.choice(options) if options else None
        draws.drawn.update((only,) if only else ())
    is_mapped, is_listed = only is not PrintQuirk.LIST_ONLY, only is not PrintQuirk.MAP_ONLY
    draws.has(PrintQuirk.L_SHAPED, where=is_mapped)
    draws.has(PrintQuirk.TWO_REGIONS, where=is_mapped)
    draws.has(PrintQuirk.LISTED_BLANKS, where=is_listed and bool(text.headline))
    _markup_quirks(draws, text, markup)
    return is_mapped, is_listed, frozenset(draws.drawn)


def _markup_quirks(draws: Draws, text: PrintText, markup: Markup) -> None:
    founder = markup == "founder"
    draws.one_of(_TITLES, where=founder and bool(text.headline))
    is_bare = draws.has(PrintQuirk.BARE_TEXT, where=bool(text.lines))
    # Some text before the comments, some between them, some after: with three lines or more.
    draws.has(PrintQuirk.BARE_AROUND, where=is_bare and len(text.lines) >= 3)
    draws.has(PrintQuirk.DOUBLED_ENPCONTENT, where=founder and bool(text.lines) and not is_bare)
    draws.has(PrintQuirk.EMPTY_NEWSPIC, where=not text.pictures)
    draws.has(PrintQuirk.PAPER_H1, where=not founder)
    draws.has(PrintQuirk.HEADLINE_TAIL, where=bool(text.headline))


def cells(count: int) -> list[tuple[int, int, int, int]]:
    """Divide the page among so many articles, in two columns."""
    rows = max(1, -(-count // 2))
    height = (HEIGHT - 10) // rows
    found = []
    for place in range(count):
        row, column = divmod(place, 2)
        left, top = 5 + column * 172, 5 + row * height
        right = WIDTH - 7 if place == count - 1 and column == 0 else left + 165
        found.append((left, top, right, top + height - 6))
    return found


def polygon(cell: tuple[int, int, int, int], *, is_l_shaped: bool) -> Polygon:
    """Return a rectangle, or an L whose inner corner is printed three times (pages/jxrb_layout_20171009_A01.html)."""
    left, top, right, bottom = cell
    if not is_l_shaped:
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    x, y = (left + right) // 2, (top + bottom) // 2
    inner = ((x, y),) * 3
    return ((left, top), (right, top), (right, y), *inner, (x, bottom), (left, bottom))
