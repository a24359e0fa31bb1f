"""Walk through the gzip members of a WARC file, and through what is damaged between them."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = b"\x1f\x8b\x08"  # of every gzip member
_CHUNK = 32 * 1024  # bytes; a page's member is mostly smaller
_GZIP = 31  # what zlib calls gzip with its header and checksum


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a file: one whole member, or bytes that belong to none.

    Args:
        offset, size: in bytes of the file.
        content: the member's, decompressed, its checksum verified; None where the bytes are no whole member.
    """

    offset: int
    size: int
    content: bytes | None = field(repr=False)


def stretches(stream: BinaryIO, start: int = 0) -> Iterator[Stretch]:
    """Give the parts of a WARC file from an offset to its end, without a gap; a torn tail is one part.

    Args:
        stream: an open file.
        start: where a member begins, in bytes.
    """
    position, broken_at = start, start
    while True:
        found = _whole_member(stream, position)
        if found is not None:
            content, end = found
            if broken_at < position:
                yield Stretch(offset=broken_at, size=position - broken_at, content=None)
            yield Stretch(offset=position, size=end - position, content=content)
            position = broken_at = end
            continue
        following = _find_begin(stream, position + 1)
        if following is None:
            break
        position = following
    size = stream.seek(0, os.SEEK_END)
    if broken_at < size:
        yield Stretch(offset=broken_at, size=size - broken_at, content=None)


def _whole_member(stream: BinaryIO, offset: int) -> tuple[bytes, int] | None:
    """Read the record at an offset and tell where it ends; None where no whole one begins."""
    stream.seek(offset)
    inflater = zlib.decompressobj(_GZIP)
    content: list[bytes] = []
    end = offset
    while not inflater.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return None
        end += len(chunk)
        try:
            content.append(inflater.decompress(chunk))
        except zlib.error:
            return None
    whole = b"".join(content)
    return (whole, end - len(inflater.unused_data)) if whole.startswith(b"WARC/") else None


def _find_begin(stream: BinaryIO, offset: int) -> int | None:
    stream.seek(offset)
    window = b""
    while chunk := stream.read(_CHUNK):
        window = window[1 - len(_BEGIN) :] + chunk
        if (at := window.find(_BEGIN)) >= 0:
            return stream.tell() - len(window) + at
    return None
