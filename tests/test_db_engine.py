"""Connections: which URLs are understood, how SQLite writers wait for each other, and how a bad database is told."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError

from db.engine import (
    DatabaseUnavailable,
    DatabaseUrlError,
    current_revision,
    head_revision,
    make_engine,
    open_database,
    read_url,
    upgrade,
    without_write_lock,
)
from db.ledger import ensure_source
from db.models import run
from db.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Engine

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
HIDDEN = "hidden-word"


def add_source(engine: Engine, site: str) -> int:
    with engine.begin() as connection:
        return ensure_source(connection, site=site, slug="news", channel="news", name="云岭", tz="Asia/Shanghai")


@pytest.mark.parametrize(
    "url",
    ["", "news.db", "sqlite", "//host/name", "mysql://host/name", "oracle://host/name", "postgresql://host:x/name"],
)
def test_url_of_no_supported_database_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as refusal:
        read_url(url)

    assert str(refusal.value).startswith("DATABASE_URL ")
    assert "\n" not in str(refusal.value)


def test_url_whose_driver_is_not_installed_is_refused() -> None:
    with pytest.raises(DatabaseUrlError, match="nodriver"):
        make_engine("postgresql+nodriver://host/name")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_a_postgresql_url_is_read_by_psycopg_3(scheme: str) -> None:
    assert read_url(f"{scheme}://user@host:5433/name").render_as_string() == "postgresql+psycopg://user@host:5433/name"


def test_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/deep/down/news.db")
    engine.dispose()

    assert (tmp_path / "deep" / "down" / "news.db").is_file()


def test_sqlite_is_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/news.db")
    with engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    engine.dispose()

    assert pragmas == ["wal", 1, 1, 30_000]


def test_two_writers_that_read_first_both_commit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    open_database(url).dispose()
    barrier = threading.Barrier(2, timeout=30)
    failures: list[Exception] = []

    def write(name: str) -> None:
        engine = make_engine(url)
        try:
            for number in range(20):
                barrier.wait()
                with engine.begin() as connection:
                    connection.execute(text("SELECT count(*) FROM source")).scalar_one()
                    ensure_source(
                        connection, site=f"{name}{number}", slug="news", channel="news", name=name, tz="Asia/Shanghai"
                    )
        except Exception as error:  # noqa: BLE001  whatever it is, the test tells it
            failures.append(error)
            barrier.abort()
        finally:
            engine.dispose()

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM source")).scalar_one() == 40
    engine.dispose()


def test_reader_neither_waits_for_a_writer_nor_keeps_it_waiting(engine: Engine) -> None:
    with engine.begin() as connection:
        ensure_source(connection, site="a", slug="news", channel="news", name="云岭", tz="Asia/Shanghai")
        with without_write_lock(engine).connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM source")).scalar_one() == 0
    with without_write_lock(engine).connect() as reader:
        assert reader.execute(text("SELECT count(*) FROM source")).scalar_one() == 1
        add_source(engine, "b")


def test_writer_holds_the_write_lock_from_its_beginning(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    engine = open_database(url)
    other = make_engine(url)
    with other.connect() as impatient:
        impatient.exec_driver_sql("PRAGMA busy_timeout = 0")
    with engine.begin(), pytest.raises(OperationalError, match="locked"):
        other.connect().begin()
    engine.dispose()
    other.dispose()


def test_aware_time_comes_back_as_utc(engine: Engine) -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    source_id = add_source(engine, "a")
    with engine.begin() as connection:
        open_run(
            connection,
            source_id=source_id,
            spider="news",
            started_at=dt.datetime(2026, 11, 25, 7, 30, tzinfo=china),
            versions={},
        )
        started_at = connection.scalars(run.select().with_only_columns(run.c.started_at)).one()

    assert started_at == dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    assert started_at.utcoffset() == dt.timedelta(0)


def test_naive_time_is_refused(engine: Engine) -> None:
    source_id = add_source(engine, "a")
    with pytest.raises(StatementError, match="has no time zone"), engine.begin() as connection:
        open_run(
            connection,
            source_id=source_id,
            spider="news",
            started_at=NOW.replace(tzinfo=None),
            versions={},
        )


def test_empty_database_is_set_up_when_it_is_opened(database_url: str) -> None:
    engine = open_database(database_url)

    assert current_revision(engine) == head_revision()
    assert add_source(engine, "a") == 1
    engine.dispose()
    again = open_database(database_url)
    assert add_source(again, "a") == 1
    again.dispose()


def test_revision_of_another_version_is_told_with_the_command_that_mends_it(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseUnavailable, match=r"is at revision 9999, this version needs \w+: run `scrapy migrate`"):
        open_database(database_url)


def test_database_of_somebody_else_is_left_alone(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoice (id INTEGER PRIMARY KEY)"))

    with pytest.raises(DatabaseUnavailable, match="is at revision None"):
        open_database(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM invoice")).scalar_one() == 0
        assert not engine.dialect.has_table(connection, "article")
    engine.dispose()


@pytest.mark.parametrize("place", ["file", "folder", "below_a_file"])
def test_place_that_can_hold_no_database_is_told_in_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("这不是数据库，只是一页文字。" * 100, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    where = tmp_path / {"below_a_file": "file/news.db"}.get(place, place)

    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(f"sqlite:///{where}")

    assert str(where) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailable, match="is unavailable") as refusal:
        open_database(f"postgresql://crawler:{HIDDEN}@127.0.0.1:1/press")

    assert HIDDEN not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    add_source(engine, "a")
    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT site FROM source")).scalars().all() == ["a"]
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar_one() == 0
