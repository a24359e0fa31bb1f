"""The main job: a whole crawl of the sample county equals its ground truth, field by field, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from db.engine import make_engine
from db.models import article, image, part, resource
from tests.conftest import DATABASES, Operator, base_url, empty_database, serve
from tests.county import ArticleTruth, County, Quirk
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import Connection, Engine

pytestmark = pytest.mark.faults
DAYS = {"sqlite": scaled(25, 250), "postgresql": scaled(10, 250)}  # everything that can be occurs in the first
ARTICLES_A_DAY = 12  # at least
CHINA = dt.timezone(dt.timedelta(hours=8))
FIELDS = (
    "section",
    "headline",
    "kicker",
    "subheadline",
    "dateline",
    "dateline_on",
    "published_on",
    "published_at",
    "date_source",
    "body",
    "byline_printed",
    "credited_source",
    "genre",
)


def as_printed(value: Any) -> Any:
    """Write dates and times as the ground truth does; SQLite gives those of a view as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(CHINA).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def stored_articles(connection: Connection) -> dict[str, dict[str, Any]]:
    """Read every article with all that belongs to it, by URL."""
    found = {}
    for row in connection.execute(select(resource.c.url, article).join_from(article, resource)).mappings():
        fields = {name: as_printed(row[name]) for name in FIELDS}
        found[row["url"]] = fields | {"contributors": [], "images": [], "parts": [], "aliases": []}
    for row in connection.execute(text("SELECT url, role, name FROM bylines ORDER BY url, ordinal")):
        found[row.url]["contributors"].append({"role": row.role, "name": row.name})
    own = resource.alias("own")
    pictures = select(own.c.url.label("article"), image.c.url, image.c.caption)
    pictures = pictures.select_from(image).join(article).join(own, own.c.id == article.c.resource_id)
    for row in connection.execute(pictures.order_by(own.c.url, image.c.ordinal)):
        found[row.article]["images"].append({"url": row.url, "caption": row.caption})
    pages = select(own.c.url.label("article"), resource.c.url, part.c.role).select_from(part).join(resource)
    pages = pages.join(article, article.c.id == part.c.article_id).join(own, own.c.id == article.c.resource_id)
    for row in connection.execute(pages.order_by(own.c.url, part.c.ordinal, resource.c.url)):
        if row.role != "main":
            found[row.article]["parts" if row.role == "continuation" else "aliases"].append(row.url)
    return found


def differences(truth: ArticleTruth, found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Compare one article; the result is empty when all fields are equal."""
    expected = truth.as_json()
    names = (*FIELDS, "contributors", "images", "parts", "aliases")
    pairs = {name: (plain(expected[name]), found[name]) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def plain(value: Any) -> Any:
    """Turn tuples into lists, as JSON does."""
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class Crawled:
    """The sample county after one crawl."""

    operator: Operator
    county: County
    profile: Path
    server: HTTPServer
    engine: Engine


@pytest.fixture(scope="module", params=DATABASES)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer
) -> Iterator[Crawled]:
    """Crawl once for all tests of this module, into each kind of database."""
    county = serve(make_httpserver, County(seed=1, days=DAYS[request.param], base_url=base_url(make_httpserver)))
    folder = tmp_path_factory.mktemp("crawled")
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        profile = operator.write_profile(county.base_url)
        done = operator.scrapy("crawl", "news", "-a", f"site={profile}")
        assert done.returncode == 0, done.stderr
        engine = make_engine(database_url)
        yield Crawled(operator, county, profile, make_httpserver, engine)
        engine.dispose()


def test_every_field_of_every_article_equals_the_ground_truth(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        found = stored_articles(connection)

    truth = {one.url: one for one in crawled.county.articles()}
    assert len(truth) >= ARTICLES_A_DAY * crawled.county.days
    assert found.keys() == truth.keys()
    wrong = {url: difference for url, one in truth.items() if (difference := differences(one, found[url]))}
    assert wrong == {}


@pytest.mark.parametrize("crawled", ["sqlite"], indirect=True)
def test_everything_that_can_be_occurs(crawled: Crawled) -> None:
    county = crawled.county
    shown = (*county.articles(), *county.refusals(), *county.entries())

    assert {quirk for one in shown for quirk in one.quirks} == set(Quirk)
    assert {one.reason for one in county.refusals()} == {"robots", "http_404", "redirected_home"}


def test_every_refusal_is_a_row_with_its_reason(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        rows = connection.execute(
            select(resource.c.url, resource.c.state, resource.c.reason).where(
                resource.c.kind == "article", resource.c.state.not_in(("stored", "alias"))
            )
        )
        found = {row.url: (row.state, row.reason) for row in rows}

    assert found == {one.url: (one.state, one.reason) for one in crawled.county.refusals()}


def test_second_crawl_requests_no_article_and_changes_no_row(crawled: Crawled) -> None:
    engine = crawled.engine
    tables = (article, part, image)
    with engine.connect() as connection:
        before = [connection.execute(select(table).order_by(*table.primary_key)).all() for table in tables]
        states = connection.execute(select(resource.c.url, resource.c.state).order_by(resource.c.url)).all()
    crawled.server.log.clear()

    done = crawled.operator.scrapy("crawl", "news", "-a", f"site={crawled.profile}")

    assert done.returncode == 0
    assert "0 new" in done.stderr
    requested = [request.path for request, _ in crawled.server.log]
    assert requested
    assert [path for path in requested if "/system/20" in path] == []
    with engine.connect() as connection:
        assert [connection.execute(select(t).order_by(*t.primary_key)).all() for t in tables] == before
        after = connection.execute(select(resource.c.url, resource.c.state).order_by(resource.c.url)).all()
        assert after == states


def test_sidebar_pages_are_never_requested(crawled: Crawled) -> None:
    requested = {f"{crawled.county.base_url}{request.path}" for request, _ in crawled.server.log}

    assert requested & set(crawled.county.not_listed()) == set()
