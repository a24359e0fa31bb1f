"""A file of an asset is whole under its name, and a link to it, as a backup has, never changes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from crawler.assets import AssetsPipeline, WholeFiles

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_is_downloaded_again_leaves_a_link_to_the_former_one_as_it_is(tmp_path: Path) -> None:
    store = WholeFiles(tmp_path / "assets")
    store.persist_file("a/2026-11-24/01.pdf", BytesIO(b"former"), None)
    path, link = tmp_path / "assets/a/2026-11-24/01.pdf", tmp_path / "link"
    link.hardlink_to(path)

    store.persist_file("a/2026-11-24/01.pdf", BytesIO(b"new"), None)

    assert (path.read_bytes(), link.read_bytes()) == (b"new", b"former")
    assert [one.name for one in path.parent.iterdir()] == ["01.pdf"]


def test_assets_are_kept_so() -> None:
    assert AssetsPipeline.STORE_SCHEMES[""] is AssetsPipeline.STORE_SCHEMES["file"] is WholeFiles
