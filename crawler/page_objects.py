"""Which page object reads which kind of page of which platform; the setting PAGE_OBJECTS puts others in place."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crawler.pages.enorth import EnorthArticlePage
from crawler.pages.epaper import ARTICLE_PAGES, LAYOUT_PAGES
from crawler.pages.generic import GenericArticlePage

if TYPE_CHECKING:
    from collections.abc import Mapping

PageObjects = dict[str, type[Any]]  # by kind and platform: article/enorth

OURS: PageObjects = {
    "article/enorth": EnorthArticlePage,
    "article/generic": GenericArticlePage,
    **{f"article/{platform}": page for platform, page in ARTICLE_PAGES.items()},
    **{f"layout/{platform}": page for platform, page in LAYOUT_PAGES.items()},
}


class PageObjectsError(ValueError):
    """The setting PAGE_OBJECTS names what there is not; told to the operator in one line."""


def load_page_objects(names: Mapping[str, str]) -> PageObjects:
    """Give the page objects, some of them replaced.

    Args:
        names: dotted names of classes by kind and platform, `{"article/enorth": "somewhere.OwnArticlePage"}`.

    Raises:
        PageObjectsError: a key is none of ours, or a class cannot be loaded.
    """
    if unknown := names.keys() - OURS.keys():
        raise PageObjectsError(f"PAGE_OBJECTS has the key {min(unknown)}; the keys are: {', '.join(sorted(OURS))}")
    return OURS | {key: _load(key, name) for key, name in names.items()}


def _load(key: str, name: str) -> type[Any]:
    module, _, attribute = name.rpartition(".")
    try:
        found: type[Any] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise PageObjectsError(f"PAGE_OBJECTS: {key} is {name}, which cannot be loaded: {error}") from error
    return found
