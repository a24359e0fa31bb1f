"""Read the image map of a page's picture: which articles it names, and where they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.pages.epaper_links import is_article, link_url, without_query

if TYPE_CHECKING:
    from lxml import etree

    from pipelines.issues import Polygon

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PIXELS = re.compile(r"\s*(\d{1,5})")
MAX_AREAS = 1_000  # of one page; a page of classified advertisements has some hundred
MAX_PIXELS = 100_000  # a corner farther out is no place on a picture
MAX_COORDINATES = 2_000  # of one area; more is no region of a page


@dataclass(frozen=True, kw_only=True)
class PageMap:
    """The image map of a page.

    Args:
        regions: the polygons of each article, by its URL, in the map's order.
        titles: what an area itself calls its article (alt, title), where it does.
        picture: the element of the picture that the map lies on; None where there is none.
    """

    regions: dict[str, tuple[Polygon, ...]]
    titles: dict[str, str]
    picture: etree._Element | None

    def pixels(self, name: str) -> int | None:
        """Give the picture's `width` or `height` as it is shown; None where the page does not say."""
        match = _PIXELS.match((self.picture.get(name) or "") if self.picture is not None else "")
        return int(match[1]) if match else None


def read_map(root: etree._Element, page_url: str) -> PageMap:
    """Read the map with the most articles, and the picture that uses it.

    Args:
        root: of the layout page.
        page_url: its address.
    """
    maps = [(element, _areas(element, page_url)) for element in root.iter("map")]
    element, areas = max(maps, key=lambda found: len(found[1]), default=(None, []))
    regions: dict[str, list[Polygon]] = {}
    titles: dict[str, str] = {}
    for url, area in areas[:MAX_AREAS]:
        polygons = regions.setdefault(url, [])
        polygon = _polygon(area)
        if polygon and polygon not in polygons:
            polygons.append(polygon)
        if title := (area.get("alt") or area.get("title") or "").strip():
            titles.setdefault(url, title)
    name = (element.get("name") or element.get("id") or "").lower() if element is not None else ""
    return PageMap(
        regions={url: tuple(polygons) for url, polygons in regions.items()},
        titles=titles,
        picture=_picture(root, name),
    )


def _areas(element: etree._Element, page_url: str) -> list[tuple[str, etree._Element]]:
    links = ((link_url(page_url, area.get("href")), area) for area in element.iter("area"))
    found = ((without_query(url), area) for url, area in links if url)
    return [(url, area) for url, area in found if is_article(url, page_url)]


def _polygon(area: etree._Element) -> Polygon | None:
    """Give an area's corners as printed; a rectangle's clockwise from its top left."""
    found = (float(one) for one in _NUMBER.findall(area.get("coords") or "")[:MAX_COORDINATES])
    numbers = [round(max(-MAX_PIXELS, min(MAX_PIXELS, one))) for one in found]
    corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
    shape = (area.get("shape") or "rect").lower()
    if shape.startswith("rect") and len(corners) == 2:
        (left, top), (right, bottom) = corners
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    return corners if len(corners) >= 3 else None


def _picture(root: etree._Element, name: str) -> etree._Element | None:
    pictures = [image for image in root.iter("img") if image.get("usemap")]
    named = (one for one in pictures if (one.get("usemap") or "").lstrip("#").lower() == name)
    return next(named, pictures[0] if pictures else None)
