"""`scrapy backup` and `scrapy restore-drill`: one line for a good backup, a table and one line for a bad one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commandline import ask, fine, has_example, refused, tells_that_database_is_unavailable
from tests.conftest import pg_programs
from tests.rows import row, save

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from tests.conftest import Operator


@pytest.fixture
def filled(engine: Engine, operator: Operator) -> Operator:
    """An operator with articles in the database and files in the archive."""
    with engine.begin() as connection:
        save(connection, [row("a"), row("c", "另一篇" * 20)])
    engine.dispose()
    archive = operator.folder / "var" / "archive" / "a"
    archive.mkdir(parents=True)
    (archive / "one.warc.gz").write_bytes(b"one" * 1000)
    operator.environment["PG_BIN"] = pg_programs()
    return operator


def test_a_backup_is_made_and_proved(filled: Operator) -> None:
    target = filled.folder / "backup"

    made = fine(filled, "backup", str(target))
    assert made.out.startswith(f"{target}: database ")
    assert " rows, 1 files 0.0 MB, " in made.out
    assert "is not an empty folder" in refused(filled, "backup", str(target))

    proved = fine(filled, "restore-drill", str(target))
    table = {line["what"]: line for line in proved.table() if line["result"]}
    assert table["table article"] == {
        "what": "table article",
        "in the backup": "2",
        "restored": "2",
        "result": "equal",
    }
    assert table["files archive"]["result"] == "equal"
    assert proved.lines[-1] == f"{target} is whole"

    (target / "archive" / "a" / "one.warc.gz").unlink()
    told = ask(filled, "restore-drill", str(target))
    assert told.code == 1
    assert "file archive/a/one.warc.gz is missing" in told.lines[-1]
    assert told.err == f"{target} cannot be relied on: file archive/a/one.warc.gz is missing\n"


def test_progress_is_told_where_it_is_asked_for(filled: Operator) -> None:
    told = ask(filled, "backup", str(filled.folder / "backup"), "-s", "PROGRESS_INTERVAL=0.000001")

    assert told.code == 0
    assert "… table article: 2 rows\n… table contributor: 2 rows\n" in told.err
    assert told.err.splitlines()[-1] == "… archive: 1 files"


def test_usage(sqlite_operator: Operator) -> None:
    assert "give one folder" in refused(sqlite_operator, "backup")
    inside = sqlite_operator.folder / "var" / "archive" / "backup"
    assert "which is to be backed up" in refused(sqlite_operator, "backup", str(inside))
    assert "is no folder" in refused(sqlite_operator, "restore-drill", str(inside))
    kept = str(sqlite_operator.folder)
    (sqlite_operator.folder / "a file").touch()
    assert "--keep" in refused(sqlite_operator, "restore-drill", kept, "--keep", kept)
    assert "manifest.json is missing" in refused(sqlite_operator, "restore-drill", kept, code=1)


@pytest.mark.parametrize("verb", ["backup", "restore-drill"])
def test_help_has_an_example(sqlite_operator: Operator, verb: str) -> None:
    has_example(sqlite_operator, verb)


def test_unavailable_database(sqlite_operator: Operator) -> None:
    target = str(sqlite_operator.folder / "backup")
    tells_that_database_is_unavailable(sqlite_operator, "port closed", "backup", target)
