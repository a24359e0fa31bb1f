"""Articles of several pages: failing, gone and endless ones; copies whose main article is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.smallsite import WORDS, SmallSite, article_page, article_path, change, html, list_of, resources, rows, status

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator

FIRST, SECOND, THIRD = (article_path(1, part=part) for part in range(3))


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """A site whose first article has three pages."""
    site = SmallSite(httpserver)
    site.pages["/hot/index.shtml"] = list_of((1,))
    site.pages[FIRST] = article_page(1, body=f"第一页。{WORDS}", further=(SECOND, THIRD))
    site.pages[SECOND] = article_page(1, body=f"第二页。{WORDS}", further=(FIRST, THIRD))
    site.pages[THIRD] = article_page(1, body=f"第三页。{WORDS}", further=(FIRST, SECOND))
    return site


def crawl(operator: Operator, site: SmallSite, *arguments: str) -> tuple[int, str]:
    """Crawl; give the exit code and what was said."""
    profile: Path = site.write_profile(operator.folder, {"hot": "/hot/index.shtml"})
    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *arguments)
    return done.returncode, done.stderr


def parts_of(operator: Operator) -> list[tuple[int, int, str]]:
    """Give parts expected, parts stored and the body of each article, by URL."""
    sql = "SELECT parts_expected, parts_stored, body FROM articles ORDER BY url"
    return rows(operator.database_url, sql)


def test_a_further_page_that_fails_leaves_the_article_incomplete_until_a_later_run(
    site: SmallSite, operator: Operator
) -> None:
    third = site.pages[THIRD]
    site.pages[THIRD] = status(500)

    code, said = crawl(operator, site, "-s", "RETRY_TIMES=0")

    assert code == 3, said
    assert "1 failed" in said
    assert parts_of(operator) == [(3, 2, f"第一页。{WORDS}\n第二页。{WORDS}")]
    assert resources(operator.database_url)[THIRD] == ("retry", "http_500")
    site.pages[THIRD] = third
    site.take_paths()

    assert crawl(operator, site)[0] == 0
    assert site.take_paths() == ["/hot/index.shtml"]  # it is not due yet

    assert (
        change(operator.database_url, "UPDATE resource SET next_try_at = '2015-01-01 00:00:00' WHERE state = 'retry'")
        == 1
    )
    code, said = crawl(operator, site)

    assert (code, "0 new, 1 updated" in said) == (0, True), said
    assert site.take_paths() == ["/hot/index.shtml", FIRST, SECOND, THIRD]
    assert parts_of(operator) == [(3, 3, f"第一页。{WORDS}\n第二页。{WORDS}\n第三页。{WORDS}")]
    assert resources(operator.database_url)[THIRD] == ("stored", None)


def test_a_further_page_that_fails_once_is_asked_for_again_at_once(site: SmallSite, sqlite_operator: Operator) -> None:
    answers = iter([status(500), status(503), html(article_page(1, body=f"第三页。{WORDS}"))])
    site.pages[THIRD] = lambda: next(answers)

    code, said = crawl(sqlite_operator, site)

    assert code == 0, said
    assert parts_of(sqlite_operator)[0][:2] == (3, 3)


def test_a_further_page_that_is_not_there_is_gone(site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages[SECOND] = status(404)

    code, said = crawl(sqlite_operator, site)

    assert code == 0, said
    assert parts_of(sqlite_operator) == [(3, 2, f"第一页。{WORDS}\n第三页。{WORDS}")]
    assert resources(sqlite_operator.database_url)[SECOND] == ("gone", "http_404")


@pytest.mark.parametrize(
    "answer",
    [
        "<html><title>安全验证</title><h1>安全验证</h1><p>请输入验证码后继续访问，谢谢您的配合。</p></html>",
        article_page(1, body=" "),
    ],
)
def test_a_further_page_that_is_none_gives_no_part(answer: str, site: SmallSite, sqlite_operator: Operator) -> None:
    site.pages[SECOND] = answer.replace("　　", "")

    code, said = crawl(sqlite_operator, site)

    assert code == 3, said
    assert parts_of(sqlite_operator) == [(3, 2, f"第一页。{WORDS}\n第三页。{WORDS}")]
    assert resources(sqlite_operator.database_url)[SECOND] == ("quarantined", "no_article")


def test_further_pages_without_end_stop_at_the_limit(site: SmallSite, sqlite_operator: Operator) -> None:
    for part in range(30):
        site.pages[article_path(1, part=part)] = article_page(
            1, body=f"第{part}页。{WORDS}", further=(article_path(1, part=part + 1),)
        )

    code, said = crawl(sqlite_operator, site, "-s", "ARTICLE_MAX_PARTS=7")

    assert code == 0, said
    assert site.take_paths() == ["/hot/index.shtml", *(article_path(1, part=part) for part in range(8))]
    expected, stored, _ = parts_of(sqlite_operator)[0]
    assert stored == 8
    assert expected == 9  # the next page is known, and left
    assert resources(sqlite_operator.database_url)[article_path(1, part=8)] == ("refused", "too_many_parts")


def test_a_copy_stays_a_copy_when_its_article_is_read_again(site: SmallSite, operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((2, 3))
    for number in (2, 3):
        site.pages[article_path(number)] = article_page(2, body=f"同一篇。{WORDS}")
    assert crawl(operator, site)[0] == 0
    assert resources(operator.database_url)[article_path(3)] == ("alias", None)
    main = f"%{article_path(2)}"
    change(operator.database_url, "UPDATE resource SET state = 'pending' WHERE url LIKE :main", main=main)

    code, said = crawl(operator, site)

    assert (code, "1 unchanged" in said) == (0, True), said
    states = resources(operator.database_url)
    assert (states[article_path(2)], states[article_path(3)]) == (("stored", None), ("alias", None))
    assert rows(operator.database_url, "SELECT url, copies FROM articles") == [(f"{_base(site)}{article_path(2)}", 1)]


def test_a_copy_becomes_its_own_article_when_the_other_has_changed(site: SmallSite, operator: Operator) -> None:
    site.pages["/hot/index.shtml"] = list_of((2, 3))
    for number in (2, 3):
        site.pages[article_path(number)] = article_page(2, body=f"同一篇。{WORDS}")
    assert crawl(operator, site)[0] == 0
    site.pages[article_path(2)] = article_page(2, body=f"改过了。{WORDS}")
    main = f"%{article_path(2)}"
    change(operator.database_url, "UPDATE resource SET state = 'pending' WHERE url LIKE :main", main=main)

    assert crawl(operator, site)[0] == 0
    code, said = crawl(operator, site)

    assert code == 0, said
    bodies = rows(operator.database_url, "SELECT body FROM articles ORDER BY url")
    assert bodies == [f"改过了。{WORDS}", f"同一篇。{WORDS}"]
    assert {state for state, _ in resources(operator.database_url).values()} == {"read", "stored"}


def _base(site: SmallSite) -> str:
    return f"http://127.0.0.1:{site.server.port}"
