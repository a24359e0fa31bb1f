"""Which file of a printed page the setting ASSETS asks for: its picture, its PDF, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spiders.base import OPEN_STATES
from db.due import PageFiles
from pipelines.issues import WantedAsset
from pipelines.urls import url_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from pipelines.issues import ScrapedLayout
    from pipelines.store import StorePipeline

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


class AssetChooser:
    """Chooses the files that a run downloads: what the setting asks for and the ledger lacks.

    Args:
        choice: one of `ASSET_CHOICES`.
        site: the profile's name.
        store: where the run counts, and what it asks.
        asked: keys of the URLs that the run has asked for; the chosen ones are added.
    """

    def __init__(self, choice: str, site: str, store: StorePipeline, asked: set[str]) -> None:
        self._choice, self._site, self._store, self._asked = choice, site, store, asked

    async def of_layout(self, record: ScrapedLayout) -> list[WantedAsset]:
        """Choose the file of a page that was just read."""
        files = PageFiles(
            layout_url=record.visit.url,
            edition=record.page.edition,
            number=record.page.number,
            image_url=record.image_url,
            pdf_url=record.pdf_url,
        )
        return await self._wanted([files])

    async def of_days(self, first: dt.date, last: dt.date) -> list[WantedAsset]:
        """Choose the files of the pages that earlier runs read, of the issues of these days, both included."""
        if self._choice == "none":
            return []
        return await self._wanted(await self._store.ledger.page_files(first, last))

    async def _wanted(self, pages: Iterable[PageFiles]) -> list[WantedAsset]:
        assets = [
            asset
            for asset in (wanted_asset(page, self._choice, self._site) for page in pages)
            if asset and url_key(asset.url) not in self._asked
        ]
        if not assets:
            return []
        known = await self._store.ledger.states([url_key(asset.url) for asset in assets])
        wanted = [asset for asset in assets if known.get(url_key(asset.url)) in OPEN_STATES]
        self._asked.update(url_key(asset.url) for asset in wanted)
        self._store.report.add("requested", len(wanted))
        return wanted
