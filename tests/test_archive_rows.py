"""Rows of a group say where its answers are kept; the statements for that do not depend on the group's size."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from db.archived import files_of_runs, kept_files, kept_visit, newest_kept, unclosed_runs, zone_of
from db.ledger import ensure_source
from db.models import fetch, resource
from db.runs import close_run, open_run
from pipelines.archive.keeping import ArchivePlan, Keeper
from pipelines.archive.reader import ArchiveReader
from pipelines.items import Article, Contributor, Visit
from pipelines.rows import write_group
from pipelines.urls import url_key
from tests.archives import exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from pipelines.rows import Record

AT = dt.datetime(2026, 11, 25, 1, 2, 3, tzinfo=dt.UTC)
SITE = "http://www.yunling.example/"


def visit(name: str, body: bytes, **given: Any) -> Visit:
    values: dict[str, Any] = {"kind": "list", "at": AT, "outcome": "read", "http_status": 200}
    url = SITE + name
    return Visit(url=url, **{**values, "exchange": exchange(body, url=url), **given})


class Runs:
    """The runs of one source, one after the other."""

    def __init__(self, engine: Engine, folder: Path, choice: str = "all") -> None:
        self.engine, self.plan = engine, ArchivePlan(folder=folder, choice=choice, max_bytes=10**8)
        self.run_id = 0
        self.keepers: list[Keeper] = []

    def begin(self) -> None:
        """Begin the next run."""
        with self.engine.begin() as connection:
            self.source_id = ensure_source(
                connection, site="a", slug="news", channel="news", name="云", tz="Asia/Tokyo"
            )
            self.run_id = open_run(connection, source_id=self.source_id, spider="news", started_at=AT, versions={})
        at = {"source": ("a", "news"), "run_id": self.run_id, "started_at": AT}
        self.keepers.append(Keeper(self.plan, self.engine, **at, info={"software": "county-press"}))

    @property
    def keeper(self) -> Keeper:
        """What keeps the answers of the run."""
        return self.keepers[-1]

    def write(self, *records: Record) -> list[tuple[str, str, int | None]]:
        """Write a group; give URL, file and offset of each row of the run."""
        write_group(self.engine, self.run_id, self.source_id, records, keep=self.keeper.keep)
        with self.engine.connect() as connection:
            return rows(connection, self.run_id)


@pytest.fixture(params=["all"])
def runs(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Runs]:
    """A source whose first run has begun; the parameter says what is kept."""
    runs = Runs(engine, tmp_path, request.param)
    runs.begin()
    yield runs
    for keeper in runs.keepers:
        keeper.end_file()


def rows(connection: Connection, run_id: int) -> list[tuple[str, str, int | None]]:
    query = select(resource.c.url, fetch.c.warc_file, fetch.c.warc_offset).join_from(fetch, resource)
    found = connection.execute(query.where(fetch.c.run_id == run_id).order_by(fetch.c.id))
    return [(url.removeprefix(SITE), file, offset) for url, file, offset in found]


def bad_article(body: bytes) -> Article:
    """An article that no database takes."""
    return Article(
        visit=visit("bad", body, kind="article", outcome="stored"),
        parser="test",
        parser_version="1",
        published_on=dt.date(2026, 11, 24),
        date_source="url",
        genre="news",
        headline="公告",
        body="因线路检修，下洋村将停电八小时。",
        contributors=(Contributor(role="reporter", name="林\ud800川"),),
    )


@pytest.mark.parametrize("runs", ["all", "quarantined"], indirect=True)
def test_record_that_the_database_refuses_keeps_its_bytes(runs: Runs, tmp_path: Path) -> None:
    written = {name: (file, offset) for name, file, offset in runs.write(visit("1", b"one"), bad_article(b"bad"))}

    assert (written["1"] == (None, None)) == (runs.plan.choice == "quarantined")
    with ArchiveReader(tmp_path) as reader:
        assert reader.read(*written["bad"]).body == b"bad"  # type: ignore[arg-type]


def test_bytes_are_kept_again_only_where_they_have_changed(runs: Runs, tmp_path: Path) -> None:
    first = runs.write(visit("1", b"one"), visit("2", b"two"))
    runs.keeper.end_file()
    runs.begin()

    again = runs.write(visit("1", b"one"), visit("2", b"new"), visit("3", b"one"))
    back = runs.write(visit("2", b"two"), visit("1", b"one", http_status=404))

    assert again[0] == first[0]
    assert len({place[1:] for place in [*first, *again, *back]}) == 6
    path = tmp_path / first[0][1]
    path.unlink()
    assert runs.write(visit("1", b"one", http_status=404))[-1][1] != first[0][1]


def test_number_of_statements_does_not_depend_on_the_group(engine: Engine, runs: Runs) -> None:
    counted: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: counted.append(given[2]))

    runs.keeper.keep([visit("0", b"0")])
    one = len(counted)
    runs.keeper.keep([visit(str(n), b"%d" % n) for n in range(100)])

    assert len(counted) == 2 * one
    assert sum("warc_file" in statement for statement in counted) == 2


def test_what_was_kept_is_found_by_url_and_time(engine: Engine, runs: Runs) -> None:
    later = AT + dt.timedelta(hours=1)
    runs.write(visit("1", b"one"))
    runs.write(visit("1", b"two", at=later))
    runs.write(visit("1", b"", at=later + dt.timedelta(hours=1), exchange=None))
    key = url_key(f"{SITE}1")

    with engine.connect() as connection:
        newest = newest_kept(connection, [key, url_key(f"{SITE}unknown")])
        found = [kept_visit(connection, key, at) for at in (AT - dt.timedelta(seconds=1), AT, later, None)]
        zones = [zone_of(connection, key), zone_of(connection, url_key(f"{SITE}unknown"))]

    assert [one and one.at for one in found] == [None, AT, later, later]
    assert newest == {key: found[3]}
    assert zones == ["Asia/Tokyo", None]


def test_runs_that_were_not_closed_are_known_with_their_files(engine: Engine, tmp_path: Path, runs: Runs) -> None:
    ((_, killed_file, _),) = runs.write(visit("1", b"one"))
    killed = runs.run_id
    last = runs.write(visit("2", b"two"))[-1][2]
    runs.begin()
    runs.write(visit("3", b"three"))
    with engine.begin() as connection:
        close_run(connection, runs.run_id, ended_at=AT, verdict="fine", exit_code=0, counts={})
    runs.begin()

    with engine.connect() as connection:
        assert unclosed_runs(connection, runs.source_id, runs.run_id) == [(killed, AT)]
        assert files_of_runs(connection, [killed]) == {killed_file: last}
        assert next((one.file, one.last_offset, one.rows) for one in kept_files(connection)) == (killed_file, last, 2)

    path = tmp_path / killed_file
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    runs.keeper.trim(runs.source_id)
    assert path.read_bytes() == whole
