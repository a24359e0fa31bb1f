"""Runs `scrapy crawl` against a server that misbehaves, and says what the ledger made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conftest import PROJECT, Operator
from tests.forked import run_scrapy
from tests.memory import peak_mib
from tests.smallsite import change, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.faultyserver import FaultyServer

IMPATIENT = ("-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_TIMES=1")
NOBODY = "127.0.0.9"  # an address that may be connected to, and where nobody listens
FETCH = (
    "SELECT f.outcome, f.reason, f.http_status, f.encoding_declared, f.encoding_used, f.replaced_chars"
    ' FROM "fetch" AS f JOIN resource AS r ON r.id = f.resource_id WHERE r.url = :url ORDER BY f.id'
)


@dataclass(frozen=True)
class Fetch:
    """One row of the ledger's table `fetch`."""

    outcome: str
    reason: str | None
    http_status: int | None
    declared: str | None
    used: str | None
    replaced: int


@dataclass(frozen=True)
class Crawled:
    """What a crawl came to.

    Args:
        line: the last on standard error, the verdict.
        peak_mib: the most memory that the process ever held.
    """

    operator: Operator
    code: int
    line: str
    said: str
    peak_mib: float

    def state(self, url: str) -> tuple[str, str | None] | None:
        """Give state and reason of a URL; None when the ledger does not know it."""
        sql = "SELECT state, reason FROM resource WHERE url = :url"
        return next(iter(rows(self.operator.database_url, sql, url=url)), None)

    def fetches(self, url: str) -> list[Fetch]:
        """Give what became of each visit of a URL."""
        return [Fetch(*row) for row in rows(self.operator.database_url, FETCH, url=url)]

    def bodies(self, url: str) -> list[str]:
        """Give the text that is stored for a URL: one, or none."""
        return rows(self.operator.database_url, "SELECT body FROM articles WHERE url = :url", url=url)

    def ask(self, sql: str) -> list[object]:
        """Ask the database."""
        return rows(self.operator.database_url, sql)


def crawl(operator: Operator, spider: str, profile: Path, *arguments: str, timeout_s: float = 90) -> Crawled:
    """Run a spider as a process to its end; one that finds none is killed, and its code is -9."""
    peaks: list[float] = []
    done = run_scrapy(
        ["crawl", spider, "-a", f"site={profile}", *arguments],
        folder=PROJECT,
        environment=operator.environ(),
        timeout_s=timeout_s,
        watch=lambda pid: peaks.append(peak_mib(pid)),
    )
    said = done.stdout + done.stderr
    return Crawled(operator, done.returncode, (said.splitlines() or [""])[-1], said, peaks[0])


def make_due(operator: Operator) -> int:
    """Let the time come at which what failed is tried again; give the number of URLs."""
    return change(
        operator.database_url, "UPDATE resource SET next_try_at = '2015-01-01 00:00:00' WHERE state = 'retry'"
    )


def write_news_profile(
    folder: Path,
    server: FaultyServer,
    sections: Mapping[str, str],
    *,
    hosts: Iterable[str] = (),
    allow: Iterable[str] = ("127.0.0.1", NOBODY),
) -> Path:
    """Write the profile of a news site and give its path."""
    lists = "\n".join(f'{name} = "{path}"' for name, path in sections.items())
    path = folder / "faulty.toml"
    path.write_text(
        'name = "faulty"\ncounty = "云岭县"\n[politeness]\ndelay_s = 0\nautothrottle = false\n'
        f'[guard]\nallow = {list(allow)}\n[news]\nname = "云岭新闻网"\nurl = "{server.url}/"\nplatform = "enorth"\n'
        f"hosts = {list(hosts)}\n[news.sections]\n{lists}\n",
        encoding="utf-8",
    )
    return path
