"""Which file of a printed page the setting ASSETS asks for: its picture, its PDF, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.issues import WantedAsset
from pipelines.urls import url_key

if TYPE_CHECKING:
    from db.due import PageFiles

ASSET_CHOICES = ("none", "images", "pdf")
NUMBER_CHARS = 32  # of a page's number, in the name of a file


def wanted_asset(files: PageFiles, choice: str, site: str) -> WantedAsset | None:
    """Give the file of a page that is to be downloaded; None where there is none, or its address is none.

    Args:
        choice: one of `ASSET_CHOICES`.
        site: the profile's name.
    """
    url = {"images": files.image_url, "pdf": files.pdf_url}.get(choice)
    try:
        is_usable = url is not None and bool(url_key(url))
    except ValueError:  # a page may print anything
        is_usable = False
    if url is None or not is_usable:
        return None
    page = f"{files.edition}-{(files.number or 'unknown')[:NUMBER_CHARS]}"
    return WantedAsset(url=url, found_on=files.layout_url, site=site, page=page)
