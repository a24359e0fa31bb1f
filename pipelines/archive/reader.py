"""Read exchanges back from the archive by file and offset."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from pipelines.archive.records import UnreadableRecord, read_exchange

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from pipelines.items import Exchange

OPEN_FILES = 16  # the files of the last runs stay open: what is read in order of time lies in few of them


class ArchiveReader:
    """Reads single records; a context manager that closes its files.

    Args:
        folder: of the archive.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files: OrderedDict[str, BinaryIO] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, file: str, offset: int) -> Exchange:
        """Read one exchange, without its request's headers.

        Args:
            file: as in `Location`.
            offset: in bytes.

        Raises:
            UnreadableRecord: the file is not there, lies outside the archive, or holds no whole response there.
        """
        return read_exchange(self._opened(file), offset, file)

    def close(self) -> None:
        """Close all files."""
        for stream in self._files.values():
            with suppress(OSError):
                stream.close()
        self._files.clear()

    def _opened(self, file: str) -> BinaryIO:
        if file in self._files:
            self._files.move_to_end(file)
            return self._files[file]
        path = (self._folder / file).resolve()
        if not path.is_relative_to(self._folder):
            raise UnreadableRecord(f"{file} lies outside the archive {self._folder}")
        try:
            stream = path.open("rb")
        except OSError as error:
            raise UnreadableRecord(f"{path}: {error.strerror}") from error
        self._files[file] = stream
        if len(self._files) > OPEN_FILES:
            self._files.popitem(last=False)[1].close()
        return stream
