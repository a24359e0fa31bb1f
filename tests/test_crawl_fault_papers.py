"""Whatever the server does at one address of an e-paper: ledger, issue and verdict say it, and the rest is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.faultycrawl import IMPATIENT, crawl
from tests.smallpaper import TODAY, Page, SmallPaper, day_before
from tests.smallsite import resources, rows, status

if TYPE_CHECKING:
    import datetime as dt

    from pytest_httpserver import HTTPServer

    from tests.conftest import Operator
    from tests.smallsite import Answer

YESTERDAY, BEFORE = day_before(1), day_before(2)
ENTRY = "/p/paperindex.htm"
NO_ARTICLES = "pages that name no article"
AN_ADVERTISEMENT = "a page that names no article"
NODES = tuple(SmallPaper.path(TODAY, f"node_{node}.htm") for node in (2, 3, 4))
PAGES = (
    Page(node=2, label="第01版：要闻", articles=(11, 12)),
    Page(node=3, label="第02版：综合", articles=(13, 14)),
    Page(node=4, label="第03版：副刊", articles=(15, 16)),
)
LOGIN = (
    "<html><head><title>用户登录</title></head><body><form action='/login' method='post'><p>请先登录后再阅读数字报，"
    "登录后您可以浏览全部版面，谢谢。</p><input name='user'><input type='password' name='pw'></form></body></html>"
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What the server does at some addresses, and what has to come of it.

    Args:
        does: the answer; the path of a page instead: what stands there.
        stored: how many articles of the three days are stored.
        issue: state and reason of the day's issue; None: there is no row.
    """

    name: str
    at: tuple[str, ...]
    does: Answer
    code: int
    slug: str
    state: str
    reason: str | None
    stored: int
    day: dt.date = TODAY
    issue: tuple[str, str | None] | None


def content(article: int) -> str:
    """Give the path of an article of today's."""
    return SmallPaper.path(TODAY, f"content_{article}.htm")


def faulty(name: str, at: str, does: Answer, state: str, reason: str, *, stored: int, issue: str) -> Fault:
    """Write a row of one page that leaves today's issue partial."""
    return Fault(
        name=name,
        at=(at,),
        does=does,
        code=3,
        slug="failures",
        state=state,
        reason=reason,
        stored=stored,
        issue=("partial", issue),
    )


def dead(name: str, does: Answer, reason: str) -> Fault:
    """Write a row of an entry that does not answer: nothing is known of any issue."""
    return Fault(
        name=name,
        at=(ENTRY,),
        does=does,
        code=4,
        slug="unreachable",
        state="retry",
        reason=reason,
        stored=0,
        issue=None,
    )


FAULTS = (
    Fault(
        name="first page of a day 404",
        at=(SmallPaper.path(YESTERDAY, "node_2.htm"),),
        does=status(404),
        code=0,
        slug="fine",
        state="gone",
        reason="http_404",
        stored=8,
        day=YESTERDAY,
        issue=("unavailable", "http_404"),
    ),
    dead("entry 500", status(500), "http_500"),
    dead("entry 403", status(403), "http_403"),
    dead("entry redirected to itself", status(302, {"Location": ENTRY}), "redirect_loop"),
    faulty("layout 500", NODES[1], status(500), "retry", "http_500", stored=8, issue="pages_retry"),
    faulty(
        "layout that is a login page", NODES[1], LOGIN, "quarantined", "no_layout", stored=8, issue="pages_quarantined"
    ),
    faulty("layout that is empty", NODES[1], "", "quarantined", "empty_page", stored=8, issue="pages_quarantined"),
    Fault(
        name="layout without articles, as of an advertisement",
        at=(NODES[1],),
        does=AN_ADVERTISEMENT,
        code=0,
        slug="fine",
        state="read",
        reason=None,
        stored=8,
        issue=("complete", None),
    ),
    faulty("article 500", content(13), status(500), "retry", "http_500", stored=9, issue="articles_retry"),
    faulty(
        "article that is a login page",
        content(13),
        LOGIN,
        "quarantined",
        "no_body",
        stored=9,
        issue="articles_quarantined",
    ),
    faulty(
        "article that is a layout",
        content(13),
        NODES[0],
        "quarantined",
        "no_body",
        stored=9,
        issue="articles_quarantined",
    ),
    Fault(
        name="every layout a login page",
        at=tuple(SmallPaper.path(day, f"node_{node}.htm") for day in (TODAY, YESTERDAY, BEFORE) for node in (2, 3, 4)),
        does=LOGIN,
        code=5,
        slug="layout_changed",
        state="quarantined",
        reason="no_layout",
        stored=0,
        issue=("expected", "no_layout"),
    ),
    Fault(
        name="every layout without articles",
        at=tuple(SmallPaper.path(day, "node_2.htm") for day in (TODAY, YESTERDAY, BEFORE)),
        does=NO_ARTICLES,
        code=5,
        slug="layout_changed",
        state="read",
        reason=None,
        stored=0,
        issue=("partial", "no_articles"),
    ),
)


@pytest.fixture
def paper(httpserver: HTTPServer) -> SmallPaper:
    """A paper of three days: today's issue has three pages and six articles, the others one page and two."""
    paper = SmallPaper(httpserver)
    paper.write_issue(BEFORE)
    paper.write_issue(YESTERDAY)
    paper.write_issue(TODAY, PAGES)
    paper.write_entry(TODAY)
    return paper


def write(paper: SmallPaper, fault: Fault) -> None:
    """Put what a row says at its addresses."""
    if fault.does == NO_ARTICLES:
        for day in (BEFORE, YESTERDAY, TODAY):
            paper.write_issue(day, (Page(node=2, label="第01版：要闻", articles=()),))
    elif fault.does == AN_ADVERTISEMENT:
        paper.write_issue(TODAY, (PAGES[0], Page(node=3, label="第02版：综合", articles=()), PAGES[2]))
    else:
        answer = paper.pages[fault.does] if fault.does in NODES else fault.does
        paper.pages |= dict.fromkeys(fault.at, answer)


@pytest.mark.parametrize("fault", [pytest.param(fault, id=fault.name) for fault in FAULTS])
def test_fault_is_in_ledger_issue_and_verdict_as_what_it_was(
    paper: SmallPaper, sqlite_operator: Operator, fault: Fault
) -> None:
    write(paper, fault)
    profile = paper.write_paper_profile(sqlite_operator.folder)

    done = crawl(sqlite_operator, "epaper", profile, "-a", f"since={BEFORE}", "-a", f"until={TODAY}", *IMPATIENT)

    assert (done.code, done.line.split(" — ")[0]) == (fault.code, f"epaper small: {fault.slug}"), done.said
    found = resources(sqlite_operator.database_url)
    url = sqlite_operator.database_url
    assert {found[path] for path in fault.at if path in found} == {(fault.state, fault.reason)}
    assert rows(url, "SELECT count(*) FROM articles") == [fault.stored]
    sql = "SELECT state, reason FROM issues WHERE published_on = :day"
    assert rows(url, sql, day=str(fault.day)) == ([fault.issue] if fault.issue else [])
