"""The raw archive as files: what is written is read back, by us and by warcio; a torn tail is cut and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import io
import resource
import tempfile
from base64 import b32encode
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.archive.members import stretches
from pipelines.archive.reader import ArchiveReader
from pipelines.archive.records import UnreadableRecord, body_digest, exchange_members, warcinfo_member
from pipelines.archive.torn import UnclosedRun, trim, trim_files
from tests.archives import AT, exchange, index_of, writer
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER_NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40)
HEADERS = st.lists(st.tuples(HEADER_NAME, PRINTABLE), max_size=8).map(tuple)
ANYTHING = st.lists(st.tuples(st.text(max_size=20), st.text(max_size=60)), max_size=6).map(tuple)
LATIN = st.text(st.characters(max_codepoint=0xFF), max_size=60)
SENT = st.lists(st.tuples(LATIN, LATIN), max_size=6).map(tuple)  # as a server's bytes arrive
NOT_KEPT = ("content-length",)  # which is that of the body


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let the kernel refuse every write beyond a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@settings(deadline=None, max_examples=scaled(40, 400))
@given(body=st.binary(max_size=5000), status=st.integers(200, 599), headers=HEADERS, sent=HEADERS)
def test_what_was_fetched_is_read_back(body: bytes, status: int, headers: tuple, sent: tuple) -> None:
    given_ones = [exchange(body, status=status, headers=headers, request_headers=sent), exchange(body[::-1])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = writer(folder)
        places = [archive.append(one) for one in given_ones]
        archive.close()
        with ArchiveReader(folder) as reader:
            read = [reader.read(place.file, place.offset) for place in places]
        entries = index_of(folder / places[0].file)

    assert [(one.url, one.at, one.status, one.body) for one in read] == [
        (one.url, one.at, one.status, one.body) for one in given_ones
    ]
    assert [pair for pair in read[0].headers if pair[0].lower() not in NOT_KEPT] == [
        pair for pair in headers if pair[0].lower() not in NOT_KEPT
    ]
    responses = [int(one["offset"]) for one in entries if one["warc-type"] == "response"]
    assert responses == [place.offset for place in places]


@settings(deadline=None, max_examples=scaled(40, 400))
@given(headers=st.one_of(SENT, ANYTHING), body=st.binary(max_size=200))
def test_no_header_of_a_hostile_server_breaks_its_record(headers: tuple, body: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        archive = writer(Path(name))
        place = archive.append(exchange(body, headers=headers, request_headers=headers))
        archive.close()
        entries = index_of(Path(name) / place.file)
        with ArchiveReader(Path(name)) as reader:
            read = reader.read(place.file, place.offset)

    assert [one["warc-type"] for one in entries] == ["warcinfo", "response", "request"]
    assert (read.body, read.status) == (body, 200)


def test_bytes_of_a_header_are_kept_as_they_were_sent(tmp_path: Path) -> None:
    printed = "filename=县报.pdf".encode("gb18030")
    archive = writer(tmp_path)
    place = archive.append(exchange(headers=(("Content-Disposition", printed.decode("latin-1")),)))
    archive.close()

    assert b"Content-Disposition: " + printed + b"\r\n" in gzip.decompress((tmp_path / place.file).read_bytes())


def test_body_that_was_decompressed_is_no_compressed_one_for_other_tools(tmp_path: Path) -> None:
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Type", "text/html"))
    archive = writer(tmp_path)
    place = archive.append(exchange(b"<html>", headers=headers))
    archive.close()

    with ArchiveReader(tmp_path) as reader:
        assert reader.read(place.file, place.offset).headers == headers
    index_of(tmp_path / place.file)


@pytest.mark.parametrize("site", ["../../etc", "/etc/passwd", "a/b", "县", "*", "", ".", "a\nb", "x" * 60])
def test_name_of_a_hostile_site_stays_in_the_folder(tmp_path: Path, site: str) -> None:
    folder = tmp_path / "archive"
    archive = writer(folder, site=site, channel=site)
    place = archive.append(exchange())
    archive.close()

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written == [folder / place.file]
    assert written[0].resolve().is_relative_to(folder.resolve())
    with ArchiveReader(folder) as reader:
        assert reader.read(place.file, place.offset).body == b"body"


def test_file_of_full_size_is_followed_by_the_next(tmp_path: Path) -> None:
    archive = writer(tmp_path, max_bytes=2000)
    places = [archive.append(exchange(bytes([n]) * 50)) for n in range(9)]
    archive.close()

    assert len({place.file for place in places}) == 3
    assert len({(place.file, place.offset) for place in places}) == 9
    with ArchiveReader(tmp_path) as reader:
        assert [reader.read(place.file, place.offset).body[0] for place in places] == list(range(9))
    for path in tmp_path.rglob("*.warc.gz"):
        assert index_of(path)[0] == {"offset": "0", "warc-type": "warcinfo"}


def test_nothing_is_made_before_there_is_something_to_keep(tmp_path: Path) -> None:
    archive = writer(tmp_path / "archive")
    archive.sync()
    archive.close()

    assert list(tmp_path.iterdir()) == []


def test_full_disk_leaves_what_was_synced_before(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    first = archive.append(exchange(b"first"))
    archive.sync()
    path = tmp_path / first.file
    before = path.read_bytes()

    archive.append(exchange(b"second"))
    with no_file_above(len(before) + 20), pytest.raises(OSError, match="File too large"):
        archive.sync()
    assert path.read_bytes() == before

    third = archive.append(exchange(b"third"))
    archive.close()
    with ArchiveReader(tmp_path) as reader:
        assert reader.read(third.file, third.offset).body == b"third"
    assert len(index_of(path)) == 5


def members(body: bytes) -> tuple[bytes, bytes]:
    """Write a response and its request."""
    return exchange_members(exchange(body), body_digest(body))


MEMBERS = [warcinfo_member("a.warc.gz", {"software": "county-press"})] + [
    member for n in range(3) for member in members(b"%d" % n * 300)
]
ENDS = list(accumulate(map(len, MEMBERS)))
WHOLE = b"".join(MEMBERS)


@settings(deadline=None, max_examples=scaled(60, 600))
@given(cut=st.integers(0, len(WHOLE)), tail=st.sampled_from([b"", b"\0" * 40, b"\x1f\x8b\x08", b"\x1f\x8b\x08garbage"]))
@example(cut=ENDS[2] - 2, tail=b"\0" * 40)
@example(cut=0, tail=b"")  # its run was killed between making it and writing to it
def test_torn_file_is_cut_to_its_last_whole_member(cut: int, tail: bytes) -> None:
    written = WHOLE[:cut] + tail
    # a member ends in zeros: those of the tail may complete it
    end = max((one for one in ENDS if written.startswith(WHOLE[:one])), default=0)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.warc.gz"
        path.write_bytes(written)

        number = trim(path)

        assert number == len(written) - end
        assert path.exists() == (end > 0)
        if end:
            assert path.read_bytes() == WHOLE[:end]
            index_of(path)
            assert trim(path) == 0


@settings(deadline=None, max_examples=scaled(60, 600))
@given(start=st.integers(0, len(WHOLE) - 1), size=st.integers(1, 400), sign=st.integers(1, 255))
def test_whole_member_behind_damage_is_never_cut_off(start: int, size: int, sign: int) -> None:
    damaged = bytearray(WHOLE)
    for n in range(start, min(start + size, len(WHOLE))):
        damaged[n] ^= sign

    found = list(stretches(io.BytesIO(bytes(damaged))))

    untouched = {
        end - len(member): member
        for member, end in zip(MEMBERS, ENDS, strict=True)
        if end <= start or end - len(member) >= start + size
    }
    assert untouched.keys() <= {one.offset for one in found if one.content is not None}
    assert list(accumulate((one.size for one in found), initial=0)) == [*(one.offset for one in found), len(WHOLE)]


def test_gzip_inside_a_body_is_no_record(tmp_path: Path) -> None:
    inner = gzip.compress(bytes(range(256)) * 8)
    member, _ = members(inner)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(MEMBERS[0] + member[:-4])

    assert trim(path) == len(member) - 4
    assert path.read_bytes() == MEMBERS[0]


def test_only_files_of_the_runs_that_were_not_closed_are_trimmed(tmp_path: Path) -> None:
    for run_id, site in ((7, "yunling"), (8, "yunling"), (7, "other")):
        archive = writer(tmp_path, run_id=run_id, site=site)
        archive.append(exchange())
        archive.close()
    paths = sorted(tmp_path.rglob("*.warc.gz"))
    for path in paths:
        path.write_bytes(path.read_bytes() + MEMBERS[1][:30])
    mine = next(path for path in paths if path.name.startswith("yunling-news-20261125T010203-000007"))

    runs = [UnclosedRun(id=7, started_at=AT)]
    cut = trim_files(tmp_path, site="yunling", channel="news", runs=runs, known={})

    assert cut == {mine.relative_to(tmp_path).as_posix(): 30}
    assert sum(path.read_bytes().endswith(MEMBERS[1][:30]) for path in paths) == 2


@pytest.mark.parametrize(
    "offset",
    [1, len(MEMBERS[0]) - 1, ENDS[1], ENDS[-1], ENDS[-1] + 5],
    ids=["1", "before an end", "a request", "the end", "behind it"],
)
def test_place_without_a_response_is_one_line_that_names_it(tmp_path: Path, offset: int) -> None:
    (tmp_path / "a.warc.gz").write_bytes(WHOLE)

    with ArchiveReader(tmp_path) as reader, pytest.raises(UnreadableRecord, match=rf"^a\.warc\.gz: .*{offset}"):
        reader.read("a.warc.gz", offset)


def one_record(tmp_path: Path, *changed: tuple[bytes, bytes]) -> bytes:
    """Write a record that was changed behind its digests, and give the body that is read from it."""
    content = gzip.decompress(members(BODY)[0])
    for before, after in changed:
        assert content.count(before) == 1
        content = content.replace(before, after)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(content))
    with ArchiveReader(tmp_path) as reader:
        return reader.read("a.warc.gz", 0).body


BODY = "云岭县".encode()
SHA256 = f"sha256:{body_digest(BODY)}".encode()
SHA1 = b"sha1:" + b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest())


@pytest.mark.parametrize(
    ("before", "after"),
    [(BODY, "云岭市".encode()), (b"HTTP/1.1 200", b"HTTP/1.1 201"), (SHA256, b"sha256:0" + SHA256[8:])],
    ids=["body", "headers as sent", "digest"],
)
def test_record_that_was_changed_is_not_read(tmp_path: Path, before: bytes, after: bytes) -> None:
    with pytest.raises(UnreadableRecord, match=r"^a\.warc\.gz: no whole record at offset 0"):
        one_record(tmp_path, (before, after))


@pytest.mark.parametrize(
    "after", [SHA1, SHA256.upper().replace(b"SHA256", b"sha256"), b""], ids=["sha1", "upper", "none"]
)
def test_digest_of_another_kind_is_read_too(tmp_path: Path, after: bytes) -> None:
    assert one_record(tmp_path, (SHA256, after)) == BODY


@pytest.mark.parametrize("file", ["../outside.warc.gz", "/etc/passwd", "none.warc.gz"])
def test_file_that_is_not_in_the_archive_is_not_read(tmp_path: Path, file: str) -> None:
    (tmp_path / "outside.warc.gz").write_bytes(WHOLE)
    (tmp_path / "archive").mkdir()

    with ArchiveReader(tmp_path / "archive") as reader, pytest.raises(UnreadableRecord):
        reader.read(file, 0)
