"""Download pages' pictures and PDFs by Scrapy's own pipeline for files, under names of our own; pipeline 300."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.pipelines.files import FilesPipeline, FSFilesStore
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.failures import Failed, classify
from crawler.spiders.dated_urls import issue_day
from pipelines.issues import WantedAsset
from pipelines.items import Visit
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    from io import BytesIO

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.pipelines.files import FilesStoreProtocol
    from twisted.python.failure import Failure

_ENDING = re.compile(r"\.(pdf|jpe?g|png|gif|webp)$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff-]")
_OK = 200
KEY_CHARS = 12


def asset_file(asset: WantedAsset) -> str:
    """Name the file of an asset below the folder of assets; nothing of a URL but its day and a known ending is used.

    Returns:
        `<site>/<issue's day>/<edition>-<page>-<key>.<ending>`; the key is the beginning of `resource.url_key`.
    """
    ending = _ENDING.search(urlsplit(asset.url).path)
    day = issue_day(asset.found_on)
    name = f"{_UNSAFE.sub('', asset.page)}-{url_key(asset.url)[:KEY_CHARS]}.{ending[1].lower() if ending else 'bin'}"
    return f"{asset.site}/{day.isoformat() if day else 'undated'}/{name}"


class WholeFiles(FSFilesStore):
    """Gives a file its name when it is whole, and never writes into one that is there: a backup may be a link to it."""

    def persist_file(self, path: Any, buf: BytesIO, info: Any, meta: Any = None, headers: Any = None) -> None:
        """Write a file under a name that begins with a dot, and then give it its own."""
        final = PurePath(path)
        unfinished = final.with_name(f".{final.name}.part")
        super().persist_file(unfinished, buf, info, meta, headers)
        self._get_filesystem_path(unfinished).replace(self._get_filesystem_path(final))


class AssetsPipeline(FilesPipeline):
    """Turns a `WantedAsset` into the record of its download; whatever else travels passes unchanged."""

    LOG_FAILED_RESULTS = False  # the ledger has a row for it
    STORE_SCHEMES: ClassVar[dict[str, type[FilesStoreProtocol]]] = {
        **FilesPipeline.STORE_SCHEMES,
        "": WholeFiles,
        "file": WholeFiles,
    }

    def __init__(self, store_uri: Any, *, crawler: Crawler) -> None:
        super().__init__(store_uri, crawler=crawler)
        self._failed: dict[str, Failed] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AssetsPipeline:
        """Read the settings ASSETS and FILES_STORE; raise NotConfigured where nothing is to be downloaded."""
        if crawler.settings["ASSETS"] == "none":
            raise NotConfigured
        return super().from_crawler(crawler)

    def get_media_requests(self, item: object, info: Any) -> list[Request]:
        """Give the request for an asset; none for anything else."""
        if not isinstance(item, WantedAsset):
            return []
        hosts = info.spider.hosts | {urlsplit(item.url).hostname}
        return [Request(item.url, callback=NO_CALLBACK, meta={"hosts": hosts}, priority=-10)]

    def file_path(
        self, request: Request, response: Response | None = None, info: Any = None, *, item: Any = None
    ) -> str:
        """Name the file; see `asset_file`."""
        del request, response, info
        return asset_file(item)

    async def media_downloaded(self, response: Response, request: Request, info: Any, *, item: Any = None) -> Any:
        """Keep the file of a good answer."""
        if response.status != _OK:
            raise HttpError(response, "no file")
        return await super().media_downloaded(response, request, info, item=item)

    def media_failed(self, failure: Failure, request: Request, info: Any) -> Any:
        """Note what a failed download means for its URL."""
        del info
        self._failed[request.url] = classify(failure.value, is_entrance=False)

    def item_completed(self, results: list[Any], item: object, info: Any) -> object:
        """Give the record of the download."""
        if not isinstance(item, WantedAsset):
            return item
        (is_done, file_info), *_ = results
        is_stored = is_done and file_info is not None
        failed = self._failed.pop(Request(item.url).url, None)
        outcome = Failed("stored", "") if is_stored else failed or Failed("retry", "download")
        return Visit(
            url=canonical_url(item.url),
            kind="asset",
            at=info.spider.store.now(),
            outcome=outcome.outcome,
            reason=outcome.reason or None,
            detail=outcome.detail,
            http_status=_OK if is_stored else outcome.http_status,
            found_on=item.found_on,
        )
