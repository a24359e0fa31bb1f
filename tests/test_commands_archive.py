"""`scrapy archive`: a page as it was, and a check that names what is damaged or lacking."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.archives import folder_of
from tests.commandline import ask, fine, has_example, refused
from tests.conftest import PROJECT, SCRAPY, Operator, base_url
from tests.smallsite import SmallSite, article_page, article_path, change, list_of, rows

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

LIST = "/hot/index.shtml"
CHANGED = "改过的文字。" * 9
PLACES = 'SELECT warc_file, warc_offset FROM "fetch" ORDER BY id'
PLACE_OF = (
    'SELECT f.warc_file, f.warc_offset FROM "fetch" AS f JOIN resource AS r ON r.id = f.resource_id '
    "WHERE r.url = :url ORDER BY f.id"
)
LOCAL = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class Crawled:
    """A site that was crawled twice; one article was another one the second time."""

    operator: Operator
    url: str
    between: dt.datetime

    def show(self, *arguments: str) -> str:
        """Give the page that `scrapy archive show` writes."""
        command = [SCRAPY, "archive", "show", self.url, *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.operator.environ(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode("gb18030")


@pytest.fixture(scope="module")
def crawled(make_httpserver: HTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """What is only looked at."""
    folder = tmp_path_factory.mktemp("crawled")
    operator, site = Operator(folder, f"sqlite:///{folder / 'news.db'}"), SmallSite(make_httpserver)
    site.pages[LIST] = list_of((1, 2))
    profile = site.write_profile(folder, {"hot": LIST})
    crawl = ("crawl", "news", "-a", f"site={profile}", "-s", "ARCHIVE_FILE_MB=0.002")
    assert ask(operator, *crawl).code == 0
    site.pages[article_path(2)] = article_page(2, body=CHANGED)
    change(
        operator.database_url, "UPDATE resource SET state = 'pending' WHERE url LIKE :url", url=f"%{article_path(2)}"
    )
    between = dt.datetime.now(dt.UTC)
    assert ask(operator, *crawl).code == 0
    return Crawled(operator, base_url(make_httpserver) + article_path(2), between)


def test_page_is_shown_as_it_was(crawled: Crawled) -> None:
    local = crawled.between.astimezone(LOCAL)

    assert CHANGED in crawled.show()
    assert CHANGED in crawled.show("--at", f"{local:%Y-%m-%d}")
    assert crawled.show("--at", f"{local:%Y-%m-%dT%H:%M:%S.%f}") == article_page(2)
    assert crawled.show("--at", crawled.between.isoformat()) == article_page(2)


def test_headers_tell_where_the_page_is(crawled: Crawled) -> None:
    told = crawled.show("--headers").splitlines()

    file, offset = rows(crawled.operator.database_url, PLACE_OF, url=crawled.url)[-1]
    assert told[0] == f"200 {crawled.url}"
    assert "Content-Type: text/html" in told
    assert told[-1] == f"{file} offset {offset}"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "give check, or show URL"),
        (("show", "no-url"), 2, "no-url"),
        (("check", "--site", "nowhere"), 2, "nowhere"),
        (("show", "http://www.yunling.example/none"), 1, "http://www.yunling.example/none is not in the ledger"),
        (("show", "{url}", "--at", "yesterday"), 2, "--at yesterday"),
        (("show", "{url}", "--at", "2015-01-01"), 1, "is kept of 2015-01-01 or before"),
    ],
)
def test_what_cannot_be_done_is_one_line(crawled: Crawled, arguments: tuple[str, ...], code: int, said: str) -> None:
    given = [argument.format(url=crawled.url) for argument in arguments]

    assert said in refused(crawled.operator, "archive", *given, code=code)


def test_help_has_an_example(crawled: Crawled) -> None:
    has_example(crawled.operator, "archive")


def test_archive_of_nothing_is_whole(sqlite_operator: Operator) -> None:
    lines = fine(sqlite_operator, "archive", "check").lines

    assert lines[0] == "0 files of 0.0 MB, 0 records, 0 rows"
    assert lines[-1] == "every row has its record, every record is whole"


def test_what_is_damaged_or_lacking_is_named(crawled: Crawled, tmp_path: Path) -> None:
    shutil.copytree(crawled.operator.folder, tmp_path, dirs_exist_ok=True)
    operator = Operator(tmp_path, f"sqlite:///{tmp_path / 'news.db'}")
    kept = sorted(set(rows(operator.database_url, PLACES)))
    (damaged, at), (gone, _) = kept[0], kept[-1]
    path = folder_of(operator) / damaged
    whole = path.read_bytes()
    path.write_bytes(whole[: at + 30] + bytes(8) + whole[at + 38 :])
    (folder_of(operator) / gone).unlink()
    lost = [f"{gone} offset {offset}: the file is not there, but a row has it" for file, offset in kept if file == gone]

    told = ask(operator, "archive", "check", "--site", "small")
    audited = ask(operator, "audit", "--json")

    assert gone != damaged
    assert told.code == 1
    assert f"{damaged} offset {at}: no whole response, but a row has it" in told.lines
    assert set(lost) <= set(told.lines)
    assert audited.code == 1
    assert [one["subject"] for one in audited.json["contradictions"]] == [gone]
    assert gone in refused(operator, "archive", "show", crawled.url, code=1)
