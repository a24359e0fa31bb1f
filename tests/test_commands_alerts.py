"""A webhook is told what is stale and how a crawl failed, nothing when all is well; a dead one harms nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.commandline import Told, ask
from tests.smallsite import SmallSite, article_path, closed_port, list_of, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Operator

FAILING = {article_path(2): status(500)}
SOON, LATE = "2026-03-04T03:00", "2026-03-09T03:00"


@dataclass
class Hook:
    """A webhook, and what it was given."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook on loopback."""
    hook = Hook()
    with HTTPServer(port=0) as server:
        server.expect_request("/hook", method="POST").respond_with_handler(
            lambda request: hook.got.append(request.get_json()) or Response("")
        )
        hook.url = f"http://127.0.0.1:{server.port}/hook"
        yield hook


def crawl(operator: Operator, server: HTTPServer, hook_url: str, pages: dict[str, Response]) -> Told:
    """Crawl a site of two articles, its pages changed, on the morning of 4 March 2026."""
    site = SmallSite(server)
    site.pages = {"/hot/index.shtml": list_of((1, 2)), **pages}
    profile = site.write_profile(operator.folder, {"hot": "/hot/index.shtml"})
    operator.environment |= {"ALERT_WEBHOOK_URL": hook_url, "TEST_NOW": "2026-03-04T02:00:00+00:00"}
    return ask(operator, "crawl", "news", "-a", f"site={profile}", "-s", "CLOCK=tests.clock.now")


def test_a_crawl_alerts_with_its_verdict(sqlite_operator: Operator, httpserver: HTTPServer, hook: Hook) -> None:
    told = crawl(sqlite_operator, httpserver, hook.url, FAILING)

    (line,) = told.err.splitlines()
    (sent,) = hook.got
    assert (told.code, sent["exit_code"], sent["verdict_line"]) == (3, 3, line)
    assert line in sent["text"]
    assert "small" in sent["subject"], "which of several sites it was"


def test_a_fine_crawl_alerts_nobody(sqlite_operator: Operator, httpserver: HTTPServer, hook: Hook) -> None:
    assert crawl(sqlite_operator, httpserver, hook.url, {}).code == 0
    assert hook.got == []


def test_a_dead_webhook_is_one_line_and_leaves_the_exit_code(sqlite_operator: Operator, httpserver: HTTPServer) -> None:
    told = crawl(sqlite_operator, httpserver, f"http://127.0.0.1:{closed_port()}/s3cret", FAILING)

    lines = told.err.splitlines()
    assert (told.code, len(lines)) == (3, 2)
    (dead,) = [line for line in lines if line.startswith("alert not delivered: webhook: ")]
    assert "s3cret" not in dead
    assert rows(sqlite_operator.database_url, "SELECT verdict, exit_code FROM run") == [("failures", 3)]
    assert lines[-1].startswith("news small: failures — "), "cron mails the last line: it has to be the verdict"


def test_status_alerts_with_what_is_stale(sqlite_operator: Operator, httpserver: HTTPServer, hook: Hook) -> None:
    operator = sqlite_operator
    crawl(operator, httpserver, hook.url, {})

    assert ask(operator, "status", "--at", SOON, "--alert").code == 0
    assert ask(operator, "status", "--at", LATE).code == 1
    assert hook.got == []  # nothing was stale, and then nobody asked for it
    told = ask(operator, "status", "--at", LATE, "--alert")

    (sent,) = hook.got
    said = [line.removeprefix("stale: ") for line in told.lines if line.startswith("stale: ")]
    assert (told.code, sent["stale"]) == (1, said)
    assert len(said) == 2
    assert all(line in sent["text"] for line in said)


def test_status_with_a_dead_webhook(sqlite_operator: Operator, httpserver: HTTPServer) -> None:
    crawl(sqlite_operator, httpserver, f"http://127.0.0.1:{closed_port()}/s3cret", {})

    told = ask(sqlite_operator, "status", "--at", LATE, "--alert")

    lines = [line for line in told.err.splitlines() if "alert" in line]
    assert (told.code, len(lines)) == (1, 1)
    assert "s3cret" not in told.err
    assert ask(sqlite_operator, "status", "--at", SOON, "--alert").code == 0


def test_an_alert_to_nobody_says_that_nobody_was_told(sqlite_operator: Operator, httpserver: HTTPServer) -> None:
    crawl(sqlite_operator, httpserver, "", {})

    assert "ALERT_WEBHOOK_URL" in ask(sqlite_operator, "status", "--at", LATE, "--alert").err
