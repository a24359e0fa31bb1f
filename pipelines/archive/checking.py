"""Read the archive back and compare it with the rows: does every row have its record, is every record whole?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.archive.members import stretches
from pipelines.archive.records import UnreadableRecord, body_digest, exchange_in, verify_member

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from db.archived import KeptFile, KeptRecord
    from pipelines.archive.members import Stretch

ENDING = ".warc.gz"
_RESPONSE = b"\r\nWARC-Type: response\r\n"
_HEAD = 1000  # bytes of a record in which its type stands


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that is not as it was written; `offset` in bytes, `detail` says what."""

    file: str
    offset: int
    detail: str


@dataclass(kw_only=True)
class Findings:
    """What a check found.

    Args:
        files, size_bytes: of the archive.
        records: whole responses.
        rows: those that refer to a record.
        rows_without_record: how many of them have no good one.
        records_without_row: legal: a run was killed between the record and its row.
        torn_files, torn_bytes: ends of files that are half a record; the next run of the source cuts them off.
        faults: what is damaged or lacking.
    """

    files: int = 0
    size_bytes: int = 0
    records: int = 0
    rows: int = 0
    rows_without_record: int = 0
    records_without_row: int = 0
    torn_files: int = 0
    torn_bytes: int = 0
    faults: list[Fault] = field(default_factory=list)


def files_in(folder: Path, site_folder: str = "") -> list[str]:
    """List the archive's files, relative to its folder, in order.

    Args:
        folder: of the archive; it need not be there.
        site_folder: only files in this folder of it; empty: all.
    """
    return sorted(path.relative_to(folder).as_posix() for path in (folder / site_folder).rglob(f"*{ENDING}"))


def check_file(folder: Path, file: str, kept: Sequence[KeptRecord], findings: Findings) -> None:
    """Read a file to its end and compare it with the rows that refer to it.

    Args:
        folder: of the archive.
        file: relative to it.
        kept: the records that rows refer to.
        findings: what was found is added to it.

    Raises:
        OSError: the file is there but cannot be read.
    """
    digests: dict[int, str] = {}  # of the bodies of good responses, by offset
    path = folder / file
    findings.rows += sum(one.rows for one in kept)
    if path.is_file():
        findings.files += 1
        findings.size_bytes += path.stat().st_size
        with path.open("rb") as stream:
            pending: Stretch | None = None
            for stretch in stretches(stream):
                _note_damage(file, pending, findings)
                pending = stretch if stretch.content is None else None
                if stretch.content is not None:
                    _note_record(file, stretch.offset, stretch.content, digests, findings)
            if pending is not None:
                findings.torn_files += 1
                findings.torn_bytes += pending.size
    findings.records += len(digests)
    findings.records_without_row += len(digests.keys() - {one.offset for one in kept})
    for one in kept:
        if digests.get(one.offset) != one.body_sha256:
            findings.rows_without_record += one.rows
            detail = "another body than the row has" if one.offset in digests else "no whole response, but a row has it"
            detail = detail if path.is_file() else "the file is not there, but a row has it"
            findings.faults.append(Fault(file=file, offset=one.offset, detail=detail))


def _note_damage(file: str, damaged: Stretch | None, findings: Findings) -> None:
    if damaged is not None:
        detail = f"{damaged.size} bytes are no whole record"
        findings.faults.append(Fault(file=file, offset=damaged.offset, detail=detail))


def _note_record(file: str, offset: int, content: bytes, digests: dict[int, str], findings: Findings) -> None:
    try:
        if _RESPONSE in content[:_HEAD]:
            digests[offset] = body_digest(exchange_in(content, offset, file).body)
        else:
            verify_member(content, file)
    except UnreadableRecord as error:
        detail = str(error).removeprefix(f"{file}: ")
        findings.faults.append(Fault(file=file, offset=offset, detail=detail))


def unrecorded(folder: Path, kept: Sequence[KeptFile]) -> int:
    """Count the records that no row refers to: those behind the last that one does, for after a failure a run is over.

    Args:
        folder: of the archive.
        kept: the files that rows refer to.

    Raises:
        OSError: a file cannot be read.
    """
    number = 0
    last = {one.file: one.last_offset for one in kept}
    for file in files_in(folder):
        with (folder / file).open("rb") as stream:
            found = [
                one.offset for one in stretches(stream, last.get(file, 0)) if _RESPONSE in (one.content or b"")[:_HEAD]
            ]
        number += sum(offset != last.get(file) for offset in found)
    return number


def missing(folder: Path, kept: Sequence[KeptFile]) -> Iterator[tuple[KeptFile, str]]:
    """Give the files that rows refer to and that are not there, or too short, and say which; the bytes are not read."""
    for one in kept:
        path = folder / one.file
        if not path.is_file():
            yield one, f"{one.rows} rows refer to it, but it is not there"
        elif path.stat().st_size <= one.last_offset:
            yield one, f"a row refers to offset {one.last_offset}, but it ends at {path.stat().st_size}"
