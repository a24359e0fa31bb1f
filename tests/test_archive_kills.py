"""A crawl that is killed while it archives: no row without its record, and the next run leaves only whole files."""

from __future__ import annotations

import json
import signal
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.archives import folder_of, read_back, whole_files
from tests.commandline import ask
from tests.conftest import DATABASES, Operator, empty_database
from tests.scale import IS_LONG
from tests.smallsite import SmallSite, list_of, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

pytestmark = pytest.mark.faults

LIST = "/hot/index.shtml"
ARTICLES = 8
GROUPED = ("-s", "STORE_GROUP_RECORDS=2", "-s", "CLOCK=tests.archives.now_until_sync")
SHORT = [("sqlite", "torn 1"), ("sqlite", "torn 4"), ("sqlite", "empty 1"), ("postgresql", "after 3")]
ORDERS = ("empty 1", *(f"{when} {n}" for when in ("torn", "before", "after") for n in range(1, 6)))
LONG = list(product(DATABASES, ORDERS))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind that the parameter names."""
    with empty_database(request, tmp_path, is_ready=True) as url:
        yield url


@pytest.mark.parametrize(("database_url", "order"), LONG if IS_LONG else SHORT, indirect=["database_url"])
def test_killed_crawl_leaves_no_row_without_its_record(httpserver: HTTPServer, operator: Operator, order: str) -> None:
    site = SmallSite(httpserver)
    site.pages[LIST] = list_of(range(1, ARTICLES + 1))
    profile = site.write_profile(operator.folder, {"hot": LIST})
    crawl = ("crawl", "news", "-a", f"site={profile}", *GROUPED)

    operator.environment = {"DIE_AT_SYNC": order}
    assert operator.scrapy(*crawl).returncode == -signal.SIGKILL
    operator.environment = {}

    killed = read_back(operator)
    audited = json.loads(operator.scrapy("audit", "--json").stdout)
    assert (killed.rows_without_record, killed.faults) == (0, [])
    assert audited["archive"]["records_without_row"] == killed.records_without_row <= 2
    assert [one["check"] for one in audited["contradictions"]] == []
    is_torn = order.startswith("torn")
    assert (killed.torn_files, killed.torn_bytes > 0) == (int(is_torn), is_torn)
    if order.startswith("empty"):
        backup = str(operator.folder / "backup")
        assert "every record is whole" in ask(operator, "archive", "check").out
        assert [ask(operator, verb, backup).code for verb in ("backup", "restore-drill")] == [0, 0]
    if order.startswith("after"):
        assert killed.records_without_row > 0

    told = ask(operator, *crawl)

    done = read_back(operator)
    assert told.code == 0, told.err
    assert rows(operator.database_url, "SELECT count(*) FROM articles") == [ARTICLES]
    assert (done.rows_without_record, done.faults, done.torn_bytes) == (0, [], 0)
    assert done.records_without_row == killed.records_without_row
    assert len(list(folder_of(operator).rglob("*.gz"))) == whole_files(operator)
