"""An issue as laid out: its pages, the articles on them, and where each stands in the list and the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.county.paper.plan import Day, Markup
    from tests.county.paper.printed import PrintText
    from tests.county.paper.truth import Edition, Polygon
    from tests.county.quirks import AnyQuirk


@dataclass
class Piece:
    """An article before it has a place; `key` names it within its issue."""

    text: PrintText
    key: str
    copy_of: int | None = None
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class ArticleDraft:
    """An article on its page.

    Args:
        key: its piece's; an exact copy has that of the first.
        number: the number in its address.
        copy_of: the number of the article that it repeats; None for most.
        is_gone: it is placed, but its address is not found.
        regions: its polygons in the map; none when only the list has it.
        is_listed: whether the page's list has it.
        quirks: all that its page and its place show.
    """

    key: str
    number: int
    path: str
    text: PrintText
    copy_of: int | None
    is_gone: bool
    regions: tuple[Polygon, ...]
    is_listed: bool
    quirks: frozenset[AnyQuirk]


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """A page: `articles` in the map's order, `listed` in the list's."""

    edition: Edition
    number: str
    title: str
    ordinal: int
    path: str
    folder: str
    stem: str
    picture: str
    articles: tuple[ArticleDraft, ...]
    listed: tuple[ArticleDraft, ...]
    quirks: frozenset[AnyQuirk]

    @property
    def placed(self) -> tuple[ArticleDraft, ...]:
        """Its articles by the list's order, then those that only the map has."""
        return (*self.listed, *(article for article in self.articles if not article.is_listed))

    @property
    def is_supplement(self) -> bool:
        """Whether it belongs to the supplement."""
        return self.edition != "main"


@dataclass(frozen=True, kw_only=True)
class IssueDraft:
    """An issue of one day, its supplement's pages last."""

    day: Day
    markup: Markup
    pages: tuple[PageDraft, ...]
    quirks: frozenset[AnyQuirk]
    page_at: dict[str, PageDraft] = field(default_factory=dict)
    article_at: dict[str, tuple[PageDraft, ArticleDraft]] = field(default_factory=dict)
