"""What a command of the operator said, read as a person reads it: exit code, lines, and tables by their columns."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from tests.smallsite import closed_port

if TYPE_CHECKING:
    from tests.conftest import Operator


def width(text: str) -> int:
    """Count the columns of a terminal that a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a command said.

    Args:
        code: its exit code.
        out: its standard output.
        err: its standard error.
    """

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)

    def table(self) -> list[dict[str, str]]:
        """Read the table by the columns that its rule marks; a cell that is out of line is a failure."""
        at = next(n for n, line in enumerate(self.lines) if "─" in line and set(line) <= {"─", " "})
        spans = [found.span() for found in re.finditer("─+", self.lines[at])]
        names = [self.lines[at - 1][start:end].strip() for start, end in spans]
        read = []
        for line in self.lines[at + 1 :]:
            if not line or re.match(
                r"stale: |note: |database |\d+ more|\* gives|it appeared", line
            ):  # what follows the table
                break
            cells = [_cut(line, start, end) for start, end in spans]
            read.append(dict(zip(names, cells, strict=True)))
        return read


def _cut(line: str, start: int, end: int) -> str:
    """Give the cell between two columns of the terminal."""
    cell, column = "", 0
    for sign in line:
        if start <= column < end:
            cell += sign
        elif column == end:
            assert sign == " ", f"column {end} is not empty: {line!r}"
        column += width(sign)
    return cell.strip()


def ask(operator: Operator, *arguments: str) -> Told:
    """Run a command; it never prints a traceback."""
    done = operator.scrapy(*arguments)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Told(code=done.returncode, out=done.stdout, err=done.stderr)


def fine(operator: Operator, *arguments: str) -> Told:
    """Run a command that exits with 0 and says nothing on standard error."""
    told = ask(operator, *arguments)
    assert (told.code, told.err) == (0, ""), told
    return told


def refused(operator: Operator, *arguments: str, code: int = 2) -> str:
    """Run a command that is wrong, or cannot be done; give the one line that it says."""
    told = ask(operator, *arguments)
    assert (told.code, told.out) == (code, ""), told
    assert len(told.err.splitlines()) == 1, told.err
    if code == 2:
        assert told.err.startswith("usage: "), told.err
    return told.err.strip()


def has_example(operator: Operator, verb: str) -> None:
    """Check that the help of a command has an example that begins with it."""
    told = ask(operator, verb, "--help")
    assert told.code == 0
    assert f"example:\n  scrapy {verb}" in told.out


def tells_that_database_is_unavailable(operator: Operator, kind: str, *arguments: str) -> None:
    """Check that a command ends with 1 and one line that names the database, without its password."""
    path = operator.folder / "broken.db"
    if kind == "port closed":
        operator.database_url = f"postgresql://somebody:secret@127.0.0.1:{closed_port()}/news"
    else:
        path.write_bytes(b"this is no database, but longer than a header of one\n" * 100)
        operator.database_url = f"sqlite:///{path}"
    line = refused(operator, *arguments, code=1)
    assert line.startswith("unavailable: database "), line
    assert "secret" not in line
