"""The archive read anew: what reads as it is stored is no difference, what an earlier version misread is named."""

from __future__ import annotations

import datetime as dt
import re
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from db.engine import make_engine
from db.models import event, fetch, revision, run
from pipelines.normalise import VERSION
from tests.commandline import ask, fine, has_example, refused
from tests.conftest import DATABASES, Operator, base_url, empty_database, serve
from tests.county import County
from tests.dying_pages import DYING
from tests.naturalrows import Rows, differences, natural
from tests.worse_pages import NEWS, is_misread, is_mistitled, is_without_section, setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.county import ArticleTruth

DAYS = 6


@dataclass(frozen=True)
class Misread:
    """The county's news site, crawled with page objects that read worse; and what a crawl with ours gives."""

    operator: Operator
    county: County
    profile: Path
    expected: Rows

    def reparse(self, *arguments: str) -> Any:
        """Read the archive anew; give what is said of the site."""
        [said] = fine(self.operator, "reparse", "--site", str(self.profile), "--json", *arguments).json
        return said

    def rows(self) -> Rows:
        """What is stored."""
        engine = make_engine(self.operator.database_url)
        try:
            return natural(engine)
        finally:
            engine.dispose()

    def noted(self) -> list[int]:
        """How many visits, events, revisions and runs are noted."""
        engine = make_engine(self.operator.database_url)
        with engine.connect() as connection:
            counts = [
                connection.scalar(select(func.count()).select_from(table)) for table in (fetch, event, revision, run)
            ]
        engine.dispose()
        return [int(number or 0) for number in counts]


@pytest.fixture(scope="module")
def county(make_httpserver: HTTPServer) -> County:
    """The county, served."""
    return serve(make_httpserver, County(seed=1, days=DAYS, base_url=base_url(make_httpserver)))


@pytest.fixture(scope="module")
def well_read(tmp_path_factory: pytest.TempPathFactory, county: County) -> tuple[Operator, Path]:
    """The county's news site, crawled with our page objects."""
    folder = tmp_path_factory.mktemp("well")
    operator = Operator(folder, f"sqlite:///{folder / 'news.db'}")
    profile = operator.write_profile(county.base_url)
    assert operator.scrapy("crawl", "news", "-a", f"site={profile}").returncode == 0
    return operator, profile


@pytest.fixture(scope="module", params=DATABASES)
def misread(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    county: County,
    well_read: tuple[Operator, Path],
) -> Iterator[Misread]:
    """The same with page objects that read worse, into each kind of database."""
    engine = make_engine(well_read[0].database_url)
    expected = natural(engine)
    engine.dispose()
    folder = tmp_path_factory.mktemp("misread")
    with empty_database(request, folder) as database_url:
        operator = Operator(folder, database_url)
        profile = operator.write_profile(county.base_url)
        done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *setting(NEWS))
        assert done.returncode == 3, done.stderr
        yield Misread(operator, county, profile, expected)


def addresses(truth: ArticleTruth) -> dict[str, bool]:
    """The article's own address and those of its copies, and whether the page there was not read at all."""
    return {url: is_misread(url) and not truth.parts for url in (truth.url, *truth.aliases)}


def expected_differences(county: County) -> dict[tuple[str, str, str], int]:
    """Say what the worse page objects have misread, by the county's truth."""
    articles = list(county.articles())
    readable = [[url for url, is_lost in addresses(one).items() if not is_lost] for one in articles]
    alike = [[url for url in urls if is_mistitled(url) == is_wrong] for urls in readable for is_wrong in (True, False)]
    stored = [min(urls) for urls in alike if urls]
    unseen = sum(map(is_without_section, stored))
    return {
        ("article", "section", "filled"): unseen,
        ("article", "section", "changed"): len(stored) - unseen,
        ("article", "headline", "changed"): sum(map(is_mistitled, stored)),
        ("article", "quarantined", "gained"): sum(sum(addresses(one).values()) for one in articles),
    }


def counted(said: Any) -> dict[tuple[str, str, str], int]:
    """The counts of the report."""
    return {(one["what"], one["field"], one["kind"]): one["count"] for one in said["differences"]}


def test_site_that_was_just_crawled_reads_as_it_is_stored(well_read: tuple[Operator, Path]) -> None:
    operator, profile = well_read

    said = fine(operator, "reparse", "--site", str(profile), "--jobs", "2").out

    assert said.endswith("pages read; no difference\n")


def test_differences_are_those_of_the_page_objects_field_by_field(misread: Misread) -> None:
    noted, before = misread.noted(), misread.rows()

    said = misread.reparse("--jobs", "1")

    assert counted(said) == expected_differences(misread.county)
    assert min(expected_differences(misread.county).values()) > 0
    versions = [(one["before"], one["now"]) for one in said["versions"]]
    assert versions == [(f"enorth-article 0+{VERSION}", f"enorth-article 1+{VERSION}")]
    assert all(one["examples"] for one in said["differences"])
    assert (misread.noted(), misread.rows()) == (noted, before)


def test_what_a_worse_page_object_would_lose_is_named(well_read: tuple[Operator, Path], county: County) -> None:
    operator, profile = well_read
    articles = list(county.articles())

    [said] = fine(operator, "reparse", "--site", str(profile), "--json", "--jobs", "1", *setting(NEWS)).json

    found = counted(said)
    lost = sum(sum(addresses(one).values()) for one in articles)
    assert found["article", "misread", "lost"] == lost
    unseen = sum(1 for one in articles if is_without_section(one.url) and not addresses(one)[one.url])
    assert found["article", "section", "emptied"] == unseen


def test_applied_it_equals_a_fresh_crawl_although_it_was_killed(misread: Misread) -> None:
    noted = misread.noted()
    order = misread.operator.folder / "order"
    order.write_text("before 2", encoding="utf-8")
    misread.operator.environment = {"DIE_AT_COMMIT": str(order)}
    arguments = ("reparse", "--site", str(misread.profile), "--apply", "--jobs", "2")

    killed = misread.operator.scrapy(*arguments, *setting(DYING))
    misread.operator.environment = {}
    half = misread.rows()
    told = fine(misread.operator, *arguments)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert differences(half, misread.expected) != {}
    assert "differences written" in told.out
    assert differences(misread.rows(), misread.expected) == {}
    assert counted(misread.reparse()) == {}
    assert misread.noted() == noted


def test_what_a_worse_page_object_has_written_ours_puts_right_again(well_read: tuple[Operator, Path]) -> None:
    operator, profile = well_read
    engine = make_engine(operator.database_url)
    before = natural(engine)
    arguments = ("reparse", "--site", str(profile), "--apply", "--jobs", "1")

    worse = fine(operator, *arguments, *setting(NEWS)).out
    between = natural(engine)
    fine(operator, *arguments)

    assert re.search(r"differences written, but for \d+ lost pages, which stay as they are\n", worse)
    assert len(between["article"]) > len(before["article"])  # copies that seemed to be articles of their own
    assert differences(natural(engine), before) == {}
    engine.dispose()


def test_answer_that_came_again_without_a_change_is_no_difference(well_read: tuple[Operator, Path]) -> None:
    operator, profile = well_read
    engine = make_engine(operator.database_url)
    names = [column.name for column in fetch.c if column.name != "id"]
    with engine.begin() as connection:
        rows = [row._asdict() for row in connection.execute(select(*(fetch.c[name] for name in names)))]
        again = [row | {"at": row["at"] + dt.timedelta(days=40)} for row in rows if row["outcome"] == "stored"]
        connection.execute(insert(fetch), again)
    engine.dispose()

    [said] = fine(operator, "reparse", "--site", str(profile), "--json", "--jobs", "1").json

    assert len(again) > 50
    assert said["differences"] == []


def test_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "reparse")


def test_database_without_an_archive_is_told_in_one_line(well_read: tuple[Operator, Path], tmp_path: Path) -> None:
    operator, profile = well_read

    line = refused(operator, "reparse", "--site", str(profile), "-s", f"ARCHIVE_DIR={tmp_path / 'none'}", code=1)

    assert line == f"unavailable: there is no archive in {tmp_path / 'none'}; ARCHIVE_DIR names it, and crawls fill it"


def test_record_that_cannot_be_read_is_named(well_read: tuple[Operator, Path], tmp_path: Path) -> None:
    operator, profile = well_read
    archive = operator.folder / "var" / "archive"
    [file] = list(archive.rglob("*.warc.gz"))
    copy = tmp_path / "archive" / file.relative_to(archive)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    told = ask(operator, "reparse", "--site", str(profile), "-s", f"ARCHIVE_DIR={tmp_path / 'archive'}", "--jobs", "1")

    assert told.code == 1
    assert f"unreadable: {file.relative_to(archive)}: no" in told.out
