"""The paper's main job: a crawl of every issue of the sample county equals its ground truth, on both databases."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from db.engine import make_engine
from db.models import article, contributor, issue, page, placement, resource
from tests.conftest import Operator, base_url, empty_database, serve
from tests.county import County, PrintQuirk
from tests.county.plan import date_of
from tests.scale import scaled
from tests.test_crawl_truth import as_printed, plain, stored_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from sqlalchemy.engine import Connection, Engine

    from tests.county import IssueTruth, PrintArticleTruth
    from tests.county.paper.plan import Markup

pytestmark = pytest.mark.faults
DAYS = scaled(20, 110)  # everything that print can be occurs in them, which a test says
FEWER_DAYS = scaled(5, 110)  # for what the other markup, or the other database, has shown
CRAWLS = (
    ("aheading", "sqlite", DAYS),
    ("aheading", "postgresql", FEWER_DAYS),
    ("founder", "sqlite", FEWER_DAYS),
    ("founder", "postgresql", DAYS),
)
ARTICLES_A_DAY = 25  # at least
OF_OTHERS = {  # what a markup does not have; the entry page is no part of an issue
    "aheading": {
        PrintQuirk.CREDIT_BOX,
        PrintQuirk.DIV_QUERY,
        PrintQuirk.DOUBLED_ENPCONTENT,
        PrintQuirk.ENTRY_QUOTED,
        PrintQuirk.ENTRY_UNQUOTED,
        PrintQuirk.FRAME_B,
        PrintQuirk.PREVIOUS_ISSUE,
        PrintQuirk.PREVIOUS_NEAR,
        PrintQuirk.TITLE_BT1,
        PrintQuirk.TITLE_H1,
        PrintQuirk.TITLE_H2,
        PrintQuirk.TITLE_TITLE1,
    },
    "founder": {
        PrintQuirk.ENTRY_QUOTED,
        PrintQuirk.ENTRY_UNQUOTED,
        PrintQuirk.GBK_NAMES,
        PrintQuirk.LIST_DOTS,
        PrintQuirk.MIXED_CASE,
        PrintQuirk.PAPER_H1,
        PrintQuirk.TITLE_DOTS,
        PrintQuirk.TWO_LABELS,
    },
}
FIELDS = (
    "headline",
    "kicker",
    "subheadline",
    "dateline",
    "dateline_on",
    "published_on",
    "date_source",
    "body",
    "byline_printed",
    "credited_source",
    "genre",
    "images",
    "aliases",
)
IN_PRINT = ("edition", "page_number", "page_title", "position")
OF_ISSUE = ("covers_until", "number", "paper_name", "platform", "state")
OF_PAGE = ("url", "number", "title", "ordinal", "image_url", "pdf_url", "width", "height")
OF_PLACEMENT = ("ordinal", "listed_title", "in_map", "in_list", "regions")


@dataclass(frozen=True)
class Crawled:
    """The sample county's paper after one crawl."""

    operator: Operator
    county: County
    markup: Markup
    profile: Path
    server: HTTPServer
    engine: Engine

    def crawl(self) -> tuple[int, str]:
        """Crawl every issue; give the exit code and what was said."""
        days = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(self.county.days - 1)}")
        done = self.operator.scrapy("crawl", "epaper", "-a", f"site={self.profile}", *days)
        return done.returncode, done.stderr


def name_of_crawl(crawl: tuple[str, str, int]) -> str:
    """Name a crawl in the names of its tests."""
    return "-".join(map(str, crawl))


@pytest.fixture(scope="module", params=CRAWLS, ids=name_of_crawl)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer
) -> Iterator[Crawled]:
    """Crawl once for all tests of this module, each markup into each kind of database."""
    markup, request.param, days = request.param
    county = serve(make_httpserver, County(seed=1, days=days, base_url=base_url(make_httpserver), paper=markup))
    folder = tmp_path_factory.mktemp("crawled")
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        engine = make_engine(database_url)
        done = Crawled(operator, county, markup, operator.write_profile(county.base_url), make_httpserver, engine)
        code, said = done.crawl()
        assert code == 0, said
        yield done
        engine.dispose()


def stored_issues(connection: Connection) -> dict[str, dict[str, Any]]:
    """Read every issue with its pages and placements, by day and edition."""
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(select(issue)).mappings():
        fields = {name: as_printed(row[name]) for name in OF_ISSUE}
        found[f"{row['published_on']} {row['edition']}"] = fields | {"pages": []}
    pages: dict[int, dict[str, Any]] = {}
    rows = select(issue.c.published_on, issue.c.edition, resource.c.url, page)
    rows = rows.join_from(issue, page, page.c.issue_id == issue.c.id).join(
        resource, resource.c.id == page.c.resource_id
    )
    for row in connection.execute(rows.order_by(page.c.ordinal)).mappings():
        pages[row["id"]] = {name: row[name] for name in OF_PAGE} | {"placements": []}
        found[f"{row['published_on']} {row['edition']}"]["pages"].append(pages[row["id"]])
    placed = select(resource.c.url, placement).join(resource, resource.c.id == placement.c.resource_id)
    for row in connection.execute(placed.order_by(placement.c.page_id, placement.c.ordinal)).mappings():
        pages[row["page_id"]]["placements"].append({"url": row["url"]} | {name: row[name] for name in OF_PLACEMENT})
    return found


def expected_issue(truth: IssueTruth) -> dict[str, Any]:
    """Give an issue's fields as the database has them."""
    fields = {name: as_printed(getattr(truth, name)) for name in OF_ISSUE}
    if truth.state == "not_published":
        fields |= dict.fromkeys(("number", "paper_name", "platform"))
    pages = [{name: getattr(one, name) for name in OF_PAGE} for one in truth.pages]
    for one, fields_of_page in zip(truth.pages, pages, strict=True):
        fields_of_page["placements"] = [
            {"url": place.url} | {name: plain(getattr(place, name)) for name in OF_PLACEMENT}
            for place in one.placements
        ]
    return fields | {"pages": pages}


def expected_article(truth: PrintArticleTruth) -> dict[str, Any]:
    """Give an article's fields as the database has them."""
    fields = {name: as_printed(plain(getattr(truth, name))) for name in FIELDS}
    fields["images"] = [asdict(one) for one in truth.images]
    people = [(one.role, one.name, one.image_ordinal) for one in truth.contributors]
    return fields | {name: getattr(truth, name) for name in IN_PRINT} | {"people": people}


def stored_print(connection: Connection, urls: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Read articles in print by URL, with their pages; the further pieces of a story that jumps are in no view."""
    view = text(
        "SELECT url, edition, page_number, page_title, page_position AS position FROM articles WHERE channel = 'epaper'"
    )
    places = {row["url"]: row for row in connection.execute(view).mappings()}
    articles = stored_articles(connection)
    found = {}
    for url in articles.keys() & {*urls, *places}:
        fields = {name: articles[url][name] for name in FIELDS}
        place = {name: places[url][name] for name in IN_PRINT} if url in places else {}
        found[url] = fields | {"people": []} | place
    named = select(resource.c.url, contributor.c.role, contributor.c.name, contributor.c.image_ordinal)
    named = named.join_from(contributor, article, article.c.id == contributor.c.article_id)
    named = named.join(resource, resource.c.id == article.c.resource_id).order_by(contributor.c.ordinal)
    for row in connection.execute(named):
        found[row.url]["people"].append((row.role, row.name, row.image_ordinal))
    return found


def stories(connection: Connection) -> dict[str, tuple[str, str]]:
    """Read the stories that jump, as the view has them: further pages and text by the first piece's URL."""
    view = text("SELECT url, jump_pages, body FROM articles WHERE jump_pages IS NOT NULL AND jump_pages <> ''")
    return {url: (pages, body) for url, pages, body in connection.execute(view)}


def wrong(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Give the fields that differ."""
    return {name: (value, found.get(name)) for name, value in expected.items() if value != found.get(name)}


def test_every_field_of_every_article_equals_the_ground_truth(crawled: Crawled) -> None:
    truth = {one.url: one for one in crawled.county.print_articles()}
    further = {url for story in crawled.county.print_joined() for url in story.pieces[1:]}
    with crawled.engine.connect() as connection:
        found = stored_print(connection, truth)
    assert len(truth) >= ARTICLES_A_DAY * crawled.county.days
    assert found.keys() == truth.keys()
    assert {url for url, fields in found.items() if "page_number" not in fields} == further
    differing = {}
    for url, one in truth.items():
        expected = expected_article(one)
        if url in further:
            expected = {name: value for name, value in expected.items() if name not in IN_PRINT}
        if bad := wrong(expected, found[url]):
            differing[url] = bad
    assert differing == {}


@pytest.mark.parametrize("crawled", [one for one in CRAWLS if one[2] == DAYS], ids=name_of_crawl, indirect=True)
def test_everything_that_print_can_be_occurs(crawled: Crawled) -> None:
    county = crawled.county
    issues = list(county.issues())
    pages = [one for issue in issues for one in issue.pages]
    shown = (*county.print_articles(), *issues, *pages, *county.print_refusals())
    quirks = {quirk for one in shown for quirk in getattr(one, "quirks", ())}

    assert set(PrintQuirk) - quirks == OF_OTHERS[crawled.markup]
    assert {one.state for one in issues} == {"complete", "partial", "not_published"}
    assert len({one.edition for one in issues}) > 1
    assert any(one.covers_until for one in issues)
    assert {len(one.pieces) for one in county.print_joined()} == {2, 3}
    assert list(county.print_refusals())


def test_story_that_jumps_is_one_row_with_the_whole_text(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        found = stories(connection)

    truth = {one.url: (", ".join(one.jump_pages), one.body) for one in crawled.county.print_joined()}
    assert found == truth
    assert len(truth) >= crawled.county.days // 10


def test_every_issue_page_placement_and_region_equals_the_ground_truth(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        found = stored_issues(connection)
    truth = {f"{one.published_on} {one.edition}": one for one in crawled.county.issues()}
    assert found.keys() == truth.keys()
    differing = {key: bad for key, one in truth.items() if (bad := wrong(expected_issue(one), found[key]))}
    assert differing == {}


def test_view_gives_the_region_of_each_article(crawled: Crawled) -> None:
    truth = {
        place.url: plain(place.regions)
        for one in crawled.county.issues()
        for printed in one.pages
        for place in printed.placements
    }
    with crawled.engine.connect() as connection:
        found = connection.execute(text("SELECT url, region FROM articles WHERE channel = 'epaper'")).all()
    assert {url: json.loads(region) for url, region in found} == {url: truth[url] for url, _ in found}


def test_every_article_that_is_gone_is_a_row_with_its_reason(crawled: Crawled) -> None:
    with crawled.engine.connect() as connection:
        rows = connection.execute(
            select(resource.c.url, resource.c.state, resource.c.reason).where(
                resource.c.kind == "article", resource.c.state.not_in(("stored", "alias"))
            )
        )
        found = {row.url: (row.state, row.reason) for row in rows}
    assert found == {one.url: (one.state, one.reason) for one in crawled.county.print_refusals()}


def test_second_crawl_requests_no_page_that_was_read_and_changes_no_row(crawled: Crawled) -> None:
    tables = (article, issue, page, placement)
    with crawled.engine.connect() as connection:
        before = [connection.execute(select(table).order_by(*table.primary_key)).all() for table in tables]
    crawled.server.log.clear()
    code, said = crawled.crawl()
    assert code == 0, said
    assert "0 new" in said
    requested = {f"{crawled.county.base_url}{request.path}" for request, _ in crawled.server.log}
    known = {printed.url for one in crawled.county.issues() for printed in one.pages}
    assert not requested & (known | {one.url for one in crawled.county.print_articles()})
    with crawled.engine.connect() as connection:
        assert [connection.execute(select(t).order_by(*t.primary_key)).all() for t in tables] == before
