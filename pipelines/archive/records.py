"""Turn an exchange into gzip members of a WARC file, and a member back into an exchange (ISO 28500, WARC 1.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit
from uuid import uuid4

from isal import igzip, isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.items import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from warcio.recordloader import ArcWarcRecord

_LOADER = ArcWarcRecordLoader()
_GZIP = 31  # what zlib calls gzip with its header and checksum
_DAMAGED: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # which isal types as no exception
_CHUNK = 16 * 1024  # bytes; a page's member is mostly smaller
LEVEL = 1  # of isal: a twentieth of the time of zlib's best, 5 % more bytes
VERSION = "WARC/1.1"
# what was undone before we had the body: the record's body is as it was read
_UNDONE = frozenset(("content-encoding", "transfer-encoding", "content-length"))
_PREFIX = "X-Fetched-"
_NO_BODY = hashlib.sha256(b"").hexdigest()
_CONTROL = re.compile(r"[^\x20-\x7e\xa0-\xff]+")


class UnreadableRecord(ValueError):
    """A place in a WARC file that holds no whole response; the message names file and offset."""


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where an exchange is kept.

    Args:
        file: the WARC file, relative to the archive's folder, with slashes.
        offset: of the response's member in it, in bytes.
        body_sha256: hex digest of the response's body.
    """

    file: str
    offset: int
    body_sha256: str


def body_digest(body: bytes) -> str:
    """Give the hex SHA-256 of a response's body."""
    return hashlib.sha256(body).hexdigest()


def warcinfo_member(name: str, info: Mapping[str, str]) -> bytes:
    """Write the first member of a file, which says who wrote it; `name` is the file's own."""
    writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
    return _member(writer, writer.create_warcinfo_record(name, dict(info)))


def exchange_members(exchange: Exchange, body_sha256: str) -> tuple[bytes, bytes]:
    """Write an exchange as two members: its response, and the request that refers to it.

    Args:
        exchange: what was sent and answered.
        body_sha256: hex digest of its body.
    """
    writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
    date = exchange.at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    of_response = _record_headers("response", exchange, date, body_sha256)
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_AsSent(_status_line(exchange.status), _response_headers(exchange), protocol="HTTP/1.1"),
        warc_headers=of_response,
    )
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    of_request = _record_headers("request", exchange, date, _NO_BODY)
    of_request.add_header("WARC-Concurrent-To", of_response.get_header("WARC-Record-ID"))
    request = writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=_AsSent(
            f"{path} HTTP/1.1", [("Host", parts.netloc), *_clean(exchange.request_headers)], protocol="GET"
        ),
        warc_headers=of_request,
    )
    return _member(writer, response), _member(writer, request)


def read_exchange(stream: BinaryIO, offset: int, name: str) -> Exchange:
    """Read the response that begins at an offset; its request is not read.

    Args:
        stream: an open WARC file.
        offset: in bytes.
        name: of the file, for the error.

    Raises:
        UnreadableRecord: there is no whole response there, or its digest is not the one written with it.
    """
    try:
        content = _member_at(stream, offset)
    except (EOFError, OSError, _DAMAGED) as error:
        raise UnreadableRecord(f"{name}: no whole record at offset {offset} ({type(error).__name__})") from error
    return exchange_in(content, offset, name)


def exchange_in(content: bytes, offset: int, name: str) -> Exchange:
    """Read the response that a member holds.

    Args:
        content: of the member, decompressed.
        offset, name: of the member and its file, for the error.

    Raises:
        UnreadableRecord: it is no whole response, or its digest is not the one written with it.
    """
    try:
        record = _LOADER.parse_record_stream(BytesIO(content), known_format="warc")
        if record.rec_type != "response" or record.http_headers is None:
            raise UnreadableRecord(f"{name}: no response at offset {offset}")
        body = record.raw_stream.read()
        if not _has_our_digests(record, content, body):
            _LOADER.parse_record_stream(BytesIO(content), known_format="warc", check_digests="raise").raw_stream.read()
        headers = record.rec_headers
        at = dt.datetime.fromisoformat(headers.get_header("WARC-Date").replace("Z", "+00:00"))
        if len(body) != record.payload_length and record.payload_length is not None:
            raise UnreadableRecord(f"{name}: the response at offset {offset} is cut")
        return Exchange(
            url=headers.get_header("WARC-Target-URI"),
            at=at,
            status=int(record.http_headers.get_statuscode()),
            headers=tuple(_as_fetched(record.http_headers.headers)),
            body=body,
        )
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        if isinstance(error, UnreadableRecord):
            raise
        raise UnreadableRecord(f"{name}: no whole record at offset {offset} ({type(error).__name__})") from error


def verify_member(content: bytes, name: str) -> None:
    """Read a record of any type and compare it with the digests written with it.

    Args:
        content: of its member, decompressed.
        name: of the file, for the error.

    Raises:
        UnreadableRecord: it is no record, or not as it was written.
    """
    try:
        record = next(iter(ArchiveIterator(BytesIO(content), check_digests="raise")), None)
        if record is None:
            raise UnreadableRecord(f"{name}: no record")
        record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        raise UnreadableRecord(f"{name}: {error}") from error


def _member_at(stream: BinaryIO, offset: int) -> bytes:
    """Decompress the member at an offset; warcio's own reader of files takes twice the time."""
    stream.seek(offset)
    inflater = isal_zlib.decompressobj(_GZIP)
    content: list[bytes] = []
    while not inflater.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            raise EOFError
        content.append(inflater.decompress(chunk))
    return b"".join(content)


def _has_our_digests(record: ArcWarcRecord, content: bytes, body: bytes) -> bool:
    """Tell whether a record's digests are right, and of the kinds that we write: warcio, for any kind, is slower."""
    begin = content.find(b"\r\n\r\n") + 4  # of the block: the headers as sent, and the body
    block = hashlib.sha1(memoryview(content)[begin : begin + (record.length or 0)], usedforsecurity=False)
    right = [f"sha256:{body_digest(body)}", f"sha1:{b32encode(block.digest()).decode()}"]
    return [record.rec_headers.get_header(f"WARC-{of}-Digest") for of in ("Payload", "Block")] == right


class _AsSent(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers whose bytes are those that were sent; warcio would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        sent: bytes = self.to_bytes(filter_func, "latin-1")
        return sent


def _record_headers(kind: str, exchange: Exchange, date: str, body_sha256: str) -> StatusAndHeaders:
    """Give the headers of a record in full, which spares warcio to look for each and to digest the body once more."""
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", date),
        ("WARC-Payload-Digest", f"sha256:{body_sha256}"),
    ]
    return StatusAndHeaders("", headers, protocol=VERSION)


def _member(writer: WARCWriter, record: ArcWarcRecord) -> bytes:
    writer.out = BytesIO()
    writer.write_record(record)
    return igzip.compress(writer.out.getvalue(), LEVEL)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _response_headers(exchange: Exchange) -> list[tuple[str, str]]:
    headers = [(_PREFIX + name if name.lower() in _UNDONE else name, value) for name, value in _clean(exchange.headers)]
    return [*headers, ("Content-Length", str(len(exchange.body)))]


def _as_fetched(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        if name.startswith(_PREFIX):
            yield name.removeprefix(_PREFIX), value
        elif name.lower() not in _UNDONE:
            yield name, value


def _clean(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Let no header of a hostile server end its line, or be one that its name does not say."""
    return [(_CONTROL.sub(" ", name).replace(":", " "), _CONTROL.sub(" ", value)) for name, value in headers]
