"""The raw archive of a crawl: every answer that a row comes from is there, once, and `scrapy archive` reads it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.archive.reader import ArchiveReader
from tests.archives import folder_of, read_back, whole_files
from tests.commandline import ask, fine, refused
from tests.conftest import Operator, base_url, serve
from tests.county import County
from tests.county.plan import date_of
from tests.smallsite import SmallSite, article_page, article_path, change, list_of, rows, status

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

LIST = "/hot/index.shtml"
NO_ARTICLE = "<html><head><title>空</title></head><body></body></html>"
KEPT = (
    "SELECT r.url, f.outcome, f.http_status, f.warc_file, f.warc_offset, f.body_sha256"
    ' FROM "fetch" AS f JOIN resource AS r ON r.id = f.resource_id ORDER BY f.id'
)


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site of five articles: one has a further page, one is gone, one fails, one cannot be read."""
    site = SmallSite(httpserver)
    site.pages[LIST] = list_of((1, 2, 3, 4, 5))
    further = article_path(1, part=1)
    site.pages[article_path(1)] = article_page(1, further=[further])
    site.pages[further] = article_page(1, body="第二页的文字。" * 8)
    site.pages[article_path(2)] = status(404)
    site.pages[article_path(3)] = status(500)
    site.pages[article_path(4)] = NO_ARTICLE
    return site


def crawl(site: SmallSite, operator: Operator, *arguments: str, code: int = 0) -> str:
    """Crawl the site; it ends with that exit code. Give what it said."""
    profile = site.write_profile(operator.folder, {"hot": LIST})
    told = ask(operator, "crawl", "news", "-a", f"site={profile}", "-s", "RETRY_TIMES=0", *arguments)
    assert told.code == code, told.err
    return told.err


def test_every_answer_that_a_row_comes_from_is_kept(site: SmallSite, operator: Operator) -> None:
    crawl(site, operator, code=3)

    visits = rows(operator.database_url, KEPT)
    outcomes = sorted(f"{outcome} {code}" for _, outcome, code, *_ in visits)
    assert outcomes == [
        "gone 404",
        "quarantined 200",
        "read 200",
        "retry 500",
        "stored 200",
        "stored 200",
        "stored 200",
    ]
    with ArchiveReader(folder_of(operator)) as reader:
        for url, _, http_status, file, offset, _ in visits:
            exchange = reader.read(file, offset)
            assert (exchange.url, exchange.status) == (url, http_status)
            page = site.pages.get(url.removeprefix(base_url(site.server)), article_page(5))
            assert exchange.body == (page.encode("gb18030") if isinstance(page, str) else b"")
    found = read_back(operator)
    assert (found.records, found.rows, found.records_without_row, found.faults) == (7, 7, 0, [])
    assert whole_files(operator) == 1


def test_equal_bytes_are_kept_once_and_changed_ones_again(site: SmallSite, sqlite_operator: Operator) -> None:
    crawl(site, sqlite_operator, code=3)
    change(sqlite_operator.database_url, "UPDATE resource SET state = 'pending' WHERE kind = 'article'")
    site.pages[article_path(5)] = article_page(5, body="改过的文字。" * 9)
    site.pages[article_path(2)] = status(410)  # equal bytes, another answer
    site.pages[article_path(3)] = status(304)  # no bytes

    crawl(site, sqlite_operator, code=3)

    places: dict[str, list[tuple[str | None, int]]] = {}
    for url, _, _, file, offset, _ in rows(sqlite_operator.database_url, KEPT):
        places.setdefault(url.removeprefix(base_url(site.server)), []).append((file, offset))
    again = {path for path, some in places.items() if len(set(some)) > 1}
    assert all(len(some) == 2 for some in places.values())
    assert again == {article_path(2), article_path(3), article_path(5)}
    assert places[article_path(3)][1] == (None, None)
    found = read_back(sqlite_operator)
    assert (found.records, found.rows, found.faults) == (9, 13, [])


def test_archive_that_is_off_keeps_what_could_not_be_read(site: SmallSite, sqlite_operator: Operator) -> None:
    crawl(site, sqlite_operator, "-s", "ARCHIVE=quarantined", code=3)

    visits = rows(sqlite_operator.database_url, KEPT)
    (kept,) = [visit for visit in visits if visit[3]]
    assert len(visits) == 7
    assert kept[0].endswith(article_path(4))
    with ArchiveReader(folder_of(sqlite_operator)) as reader:
        assert reader.read(kept[3], kept[4]).body == NO_ARTICLE.encode("gb18030")


@pytest.mark.parametrize("setting", ["ARCHIVE=some", "ARCHIVE_FILE_MB=0"])
def test_bad_setting_is_one_line(site: SmallSite, sqlite_operator: Operator, setting: str) -> None:
    profile = site.write_profile(sqlite_operator.folder, {"hot": LIST})

    assert f"-s {setting}" in refused(sqlite_operator, "crawl", "news", "-a", f"site={profile}", "-s", setting)


def test_folder_that_cannot_be_written_stops_the_run_before_any_row(site: SmallSite, sqlite_operator: Operator) -> None:
    (sqlite_operator.folder / "file").write_text("no folder")
    folder = sqlite_operator.folder / "file" / "archive"

    said = crawl(site, sqlite_operator, "-s", f"ARCHIVE_DIR={folder}", code=1).splitlines()

    assert [str(folder) in line for line in said] == [True, False], said
    assert "stopped by the raw archive" in said[1]
    assert rows(sqlite_operator.database_url, KEPT) == []


def test_files_of_the_sample_county_are_read_by_other_tools(httpserver: HTTPServer, sqlite_operator: Operator) -> None:
    serve(httpserver, County(days=1, base_url=base_url(httpserver)))
    profile = sqlite_operator.write_profile(base_url(httpserver))
    small = ("-s", "ARCHIVE_FILE_MB=0.02")
    assert ask(sqlite_operator, "crawl", "news", "-a", f"site={profile}", *small).code == 0
    days = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(0)}")
    assert ask(sqlite_operator, "crawl", "epaper", "-a", f"site={profile}", *days, *small).code == 0

    assert whole_files(sqlite_operator) > 3
    found = read_back(sqlite_operator)
    answered = rows(sqlite_operator.database_url, 'SELECT count(*) FROM "fetch" WHERE http_status = 200')
    assert (found.rows_without_record, found.records_without_row, found.faults) == (0, 0, [])
    assert found.rows >= answered[0] > 30
    lines = fine(sqlite_operator, "archive", "check", "--site", "yunling").lines
    assert lines[-1] == "every row has its record, every record is whole"
    assert f"{found.records:,} records, {found.rows:,} rows" in lines[0]
