"""A backup is of one moment though others write, and a drill finds whatever is not as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

from db.backup.drill import drill
from db.backup.files import digest_file
from db.backup.making import make_backup
from db.backup.manifest import BackupError, read_manifest
from db.backup.postgresql import DRILL_PREFIX
from db.engine import DatabaseUnavailable, make_engine, read_url
from tests.conftest import pg_programs
from tests.rows import NOW, row, save
from tests.smallsite import closed_port

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Engine

    from db.backup.drill import Compared
    from db.backup.manifest import Manifest

WORD = "mal:aga"  # a password
PAGE = "云岭镇的杨梅今年喜获丰收。" * 10_000  # a database of many pages, so that it is not copied at once


class Place:
    """A database with articles, an archive and assets, and where they are backed up to."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.target = engine, folder, folder / "backup"
        self.url = engine.url.render_as_string(hide_password=False)
        self.folders = {name: folder / "var" / name for name in ("archive", "assets")}
        self.archived = self.folders["archive"] / "a" / "2026" / "one.warc.gz"
        self.asset = self.folders["assets"] / "a" / "2026-11-24" / "01.pdf"
        for path in (self.archived, self.asset, self.asset.with_name(".02.pdf.part")):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(path.name.encode() * 1000)
        self.written = 0
        for _ in range(4):
            self.write(PAGE)

    def write(self, body: str = "另一篇" * 20) -> None:
        """Commit an article with two people, as a crawl does."""
        self.written += 1
        people = [("reporter", "王一", None), ("editor", "王二", None)]
        with self.engine.begin() as connection:
            save(connection, [row(f"n{self.written}", f"{self.written} {body}", contributors=people)])

    def back_up(self, progress: Callable[[str], None] = lambda _: None, pg_bin: str | None = None) -> Manifest:
        return make_backup(
            self.url,
            self.target,
            folders=self.folders,
            version="1",
            at=NOW,
            pg_bin=pg_programs() if pg_bin is None else pg_bin,
            progress=progress,
        )

    def drill(self, keep: bool = False) -> list[Compared]:
        aside = self.folder / "aside"
        aside.mkdir(exist_ok=True)
        programs = pg_programs()
        return list(drill(self.target, aside, server=self.url, pg_bin=programs, is_kept=keep, progress=lambda _: None))

    def problems(self) -> dict[str, str]:
        return {f"{one.kind} {one.name.rpartition('/')[2]}": one.problem for one in self.drill() if one.problem}

    def change_manifest(self, change: Callable[[Any], None]) -> None:
        path = self.target / "manifest.json"
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Place:
    return Place(engine, tmp_path)


@pytest.fixture
def sqlite_place(newest_file: Path, tmp_path: Path) -> Place:
    (tmp_path / "news.db").write_bytes(newest_file.read_bytes())
    return Place(make_engine(f"sqlite:///{tmp_path / 'news.db'}"), tmp_path)


def test_a_backup_is_of_one_moment_while_others_write(place: Place) -> None:
    before, seen = place.written, []

    def write_meanwhile(line: str) -> None:
        seen.append(line)
        if line.startswith(("database", "table")):
            place.write(PAGE)
        with place.archived.open("ab") as file:
            file.write(b"appended")

    made = place.back_up(write_meanwhile)

    articles, people = made.tables["article"].size, made.tables["contributor"].size
    assert before <= articles < place.written  # others wrote after the moment,
    assert people == 2 * articles  # of which every table is
    assert len(seen) > 8
    assert {one.problem for one in place.drill()} == {None}
    assert made.made_at == NOW == read_manifest(place.target).made_at


def test_files_are_linked_and_may_grow(place: Place) -> None:
    made = place.back_up()

    assert set(made.files) == {made.database, "archive/a/2026/one.warc.gz", "assets/a/2026-11-24/01.pdf"}
    assert (place.target / "archive/a/2026/one.warc.gz").samefile(place.archived)
    with place.archived.open("ab") as file:
        file.write(b"of a later crawl")
    assert place.problems() == {}


def test_a_drill_touches_nothing_and_leaves_nothing(place: Place, request: pytest.FixtureRequest) -> None:
    place.back_up()
    kept = {path: digest_file(path) for path in place.folder.rglob("*") if path.is_file()}

    assert len(place.drill()) > 15

    changed = {path: one for path, one in kept.items() if digest_file(path) != one}
    assert changed == {}
    assert {path.name for path in place.folder.rglob("*") if path.is_file() and path not in kept} <= {"news.db"}
    if place.engine.dialect.name == "postgresql":
        with place.engine.connect() as connection:
            named = connection.execute(text("SELECT datname FROM pg_database")).scalars().all()
        assert [name for name in named if name.startswith(DRILL_PREFIX)] == []


def test_what_is_kept_is_a_restored_place(place: Place) -> None:
    place.back_up()

    kept = next(one for one in place.drill(keep=True) if one.kind == "database").name

    aside = place.folder / "aside"
    assert (aside / "archive/a/2026/one.warc.gz").read_bytes() == place.archived.read_bytes()
    assert not (aside / "archive/a/2026/one.warc.gz").samefile(place.archived)
    if place.engine.dialect.name == "postgresql":
        assert kept.startswith(DRILL_PREFIX)
        restored = create_engine(place.engine.url.set(database=kept))
    else:
        restored = create_engine(f"sqlite:///{aside / kept}")
    query = text("SELECT url, headline, body FROM articles ORDER BY url")
    with restored.connect() as there, place.engine.connect() as here:
        assert there.execute(query).all() == here.execute(query).all()
    restored.dispose()
    if place.engine.dialect.name == "postgresql":
        admin = create_engine(place.engine.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {kept}"))
        admin.dispose()


def _flip(path: Path, at: int = 100) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.unlink()  # it may be a link to what is backed up
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("flipped", "has other bytes"), ("missing", "is missing"), ("cut", "has 50 bytes, the manifest says 11,000")],
)
def test_a_damaged_file_is_named(sqlite_place: Place, name: str, problem: str) -> None:
    sqlite_place.back_up()
    path = sqlite_place.target / "archive/a/2026/one.warc.gz"
    if name == "flipped":
        _flip(path)
    else:
        path.unlink()
    if name == "cut":
        path.write_bytes(b"o" * 50)

    found = sqlite_place.problems()

    assert list(found) == ["file one.warc.gz"]
    assert found["file one.warc.gz"].startswith(problem)


def test_a_row_that_lacks_in_the_copy_is_named_by_its_table(sqlite_place: Place) -> None:
    made = sqlite_place.back_up()
    dump = sqlite_place.target / made.database
    with closing(sqlite3.connect(dump)) as copy, copy:
        copy.execute("DELETE FROM contributor WHERE ordinal = 2 AND article_id = 1")
        copy.execute("UPDATE article SET headline = '改' WHERE id = 2")

    people = made.tables["contributor"].size
    assert sqlite_place.problems() == {
        f"file {made.database}": "has other bytes than the manifest's hash says",
        "table article": "has other values than the manifest's hash says",
        "table contributor": f"has {people - 1} rows, the manifest says {people}",
    }


def test_a_row_that_lacks_in_the_restored_database_is_named_by_its_table(place: Place) -> None:
    made = place.back_up()

    def expect_more(content: Any) -> None:
        content["tables"]["part"]["rows"] += 1
        content["tables"]["image"]["sha256"] = "0" * 64
        content["tables"]["lost"] = content["tables"].pop("source")

    place.change_manifest(expect_more)

    parts = made.tables["part"].size
    assert place.problems() == {
        "table image": "has other values than the manifest's hash says",
        "table lost": "is missing",
        "table part": f"has {parts} rows, the manifest says {parts + 1}",
        "table source": "is not in the manifest",
    }


def test_a_dump_that_cannot_be_restored_is_named(place: Place) -> None:
    made = place.back_up()
    dump = place.target / made.database
    dump.write_bytes(b"this is no dump of anything, but longer than a header of one\n" * 100)

    found = place.problems()

    assert set(found) == {f"file {made.database}", f"database {made.database}"}
    assert found[f"database {made.database}"].startswith("cannot be restored: ")


def test_a_schema_that_this_version_does_not_know_is_named(sqlite_place: Place) -> None:
    made = sqlite_place.back_up()
    with closing(sqlite3.connect(sqlite_place.target / made.database)) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    sqlite_place.change_manifest(lambda content: content["database"].update(revision="9999"))

    assert sqlite_place.problems()["database news.db"] == "revision 9999 of its schema is not known to this version"


@pytest.mark.parametrize("damage", ["missing", "no JSON", "no tables"])
def test_a_backup_without_its_manifest_is_not_whole(sqlite_place: Place, damage: str) -> None:
    sqlite_place.back_up()
    path = sqlite_place.target / "manifest.json"
    if damage == "missing":
        path.unlink()
    else:
        path.write_text("{" if damage == "no JSON" else "{}")

    with pytest.raises(BackupError, match=r"manifest\.json is (missing|damaged)"):
        sqlite_place.drill()


def test_a_copy_that_cannot_be_made_is_one_sentence_and_no_manifest(sqlite_place: Place) -> None:
    (sqlite_place.target / "database.sqlite").mkdir(parents=True)

    with pytest.raises(BackupError, match=r"database\.sqlite cannot be made: "):
        sqlite_place.back_up()

    assert not (sqlite_place.target / "manifest.json").exists()


def test_what_cannot_be_backed_up_is_one_sentence(sqlite_place: Place) -> None:
    for url, error, message in (
        (f"sqlite:///{sqlite_place.folder}/none.db", BackupError, "there is no database"),
        (f"sqlite:///{sqlite_place.asset}", DatabaseUnavailable, "not a database"),
        (f"postgresql://u:secret@127.0.0.1:{closed_port()}/news", DatabaseUnavailable, "is unavailable"),
    ):
        sqlite_place.url = url
        with pytest.raises(error, match=message) as caught:
            sqlite_place.back_up()
        assert "secret" not in str(caught.value)
    (sqlite_place.folder / "empty.db").touch()
    sqlite_place.url = f"sqlite:///{sqlite_place.folder}/empty.db"
    with pytest.raises(BackupError, match="holds no schema"):
        sqlite_place.back_up()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_programs_of_postgresql_are_named_when_they_lack_and_no_password_is_an_argument(place: Place) -> None:
    programs = place.folder / "bin"
    programs.mkdir()
    with pytest.raises(BackupError, match=r"pg_dump is not there: .* PG_BIN"):
        place.back_up(pg_bin=str(programs))
    (programs / "pg_dump").write_text('#!/bin/sh\necho "$*"\nexit 3\n')
    (programs / "pg_dump").chmod(0o755)
    with pytest.raises(BackupError, match="pg_dump: ended with code 3"):
        place.back_up(pg_bin=str(programs))

    said = place.folder / "said"
    (programs / "pg_dump").write_text(
        f'#!/bin/sh\necho "$*" > {said}\ncat $(echo "$1" | sed "s/.*passfile=//; s/%2F/\\//g") >> {said}\n'
        f'exec {pg_programs()}/pg_dump "$@"\n'
    )
    place.url = read_url(place.url).set(password=WORD).render_as_string(hide_password=False)
    place.back_up(pg_bin=str(programs))

    arguments, told = said.read_text().splitlines()
    assert "mal" not in arguments
    assert told == r"*:*:*:*:mal\:aga"
    assert not Path(arguments.partition("passfile=")[2].partition(" ")[0].replace("%2F", "/")).exists()
    assert place.problems() == {}


def test_a_dump_of_postgresql_needs_a_server(sqlite_place: Place) -> None:
    sqlite_place.back_up()
    sqlite_place.change_manifest(lambda content: content["database"].update(kind="postgresql"))

    with pytest.raises(BackupError, match="let DATABASE_URL name"):
        sqlite_place.drill()
