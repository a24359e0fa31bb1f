"""Days of edits: what a site changes and takes away is seen, each once and nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT, base_url, empty_database, scaled_databases, serve
from tests.county.edits import EditedCounty, noon
from tests.scale import scaled
from tests.smallsite import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

pytestmark = pytest.mark.faults

DAYS = scaled(14, 60)
CHANNEL = "notice"  # two articles a day


@pytest.fixture(params=scaled_databases())
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; of both kinds in the long form only."""
    with empty_database(request, tmp_path, is_ready=True) as url:
        yield url


def test_days_of_edits_leave_the_revisions_and_removals_that_there_were_and_no_other(
    httpserver: HTTPServer, operator: Operator
) -> None:
    county = EditedCounty(3, base_url(httpserver), CHANNEL)
    serve(httpserver, county)
    profile = operator.write_profile(county.base_url)

    done = subprocess.run(
        [sys.executable, "-m", "tests.daily", str(profile), CHANNEL, str(DAYS), county.base_url],
        cwd=PROJECT,
        env=operator.environ(),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    url = operator.database_url
    assert set(rows(url, "SELECT exit_code FROM run")) == {0}, done.stderr
    found = [
        (address, n, str(seen_at)[:10], field, before, after)
        for address, n, seen_at, field, before, after in rows(
            url, "SELECT url, n, seen_at, field, before, after FROM revisions WHERE NOT parser_changed"
        )
    ]
    expected = [
        (address, n, f"{noon(day):%Y-%m-%d}", field, before, after)
        for address, n, day, fields in county.revisions(DAYS)
        for field, (before, after) in fields.items()
    ]
    assert sorted(found) == sorted(expected)
    assert {field for *_, field, _, _ in found} == {"headline", "body"}
    removed = [
        (address, *(str(time)[:10] if time else None for time in times), reason)
        for address, *times, reason in rows(
            url, "SELECT url, removed_at, confirmed_at, returned_at, reason FROM removals"
        )
    ]
    days = [
        (address, *(f"{noon(day):%Y-%m-%d}" if day else None for day in (first, again, back)), reason)
        for address, first, again, reason, back in county.removals(DAYS)
    ]
    assert sorted(removed, key=str) == sorted(days, key=str)
    assert removed
    gone = sorted(address for address, *_, back, _ in removed if back is None)
    assert sorted(rows(url, "SELECT url FROM articles WHERE removed_at IS NOT NULL")) == gone
    assert rows(url, "SELECT count(*) FROM articles") == [2 * DAYS]
    assert county.unchanged_answers > 2 * DAYS
