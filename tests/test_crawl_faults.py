"""Whatever a server does at the address of one article: the ledger says what it was, and everything else is stored."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests import faultyserver as faulty
from tests.conftest import DATABASES, Operator, empty_database
from tests.faultycrawl import IMPATIENT, NOBODY, Crawled, crawl, make_due, write_news_profile
from tests.faultyserver import FaultyServer, in_turn, page, raw, redirect, status
from tests.smallsite import WORDS, article_page, article_path, entry, list_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faultyserver import Answer

    Encoding = tuple[str | None, str, int]  # declared, used, characters replaced

HEALTHY = (1, 2, 3, 4)
LIST, THERE = "/hot/index.shtml", article_path(1)
RESOLVER = ("-s", "TWISTED_DNS_RESOLVER=tests.resolver.TableResolver")
PEAK_MIB = 400
GB2312, UTF8 = "<meta charset=gb2312>", "<meta charset=utf-8>"
HOME = list_page([entry(article_path(number)) for number in HEALTHY])
LOGIN = (
    "<html><head><title>用户登录</title></head><body><form action='/login' method='post'><p>请先登录后再访问本网站，"
    "登录后您可以浏览全部新闻内容，谢谢您的配合与支持。</p>用户名<input name='user'>密码<input type='password'>"
    "<input type='submit' value='登录'></form></body></html>"
)
CAPTCHA = (
    "<html><head><title>安全验证</title></head><body><h1>安全验证</h1><p>您的访问过于频繁，为了保证网站的正常运行，请输入图片中"
    "的验证码之后继续访问，由此带来的不便敬请谅解。</p><img src='/captcha.jpg'><input name='code'></body></html>"
)


@dataclass(frozen=True)
class Fault:
    """What the server does at one address, and what has to come of it.

    Args:
        does: given the article's text, which is the row's own.
        read: how the bytes were read; None: not said here.
        at: where it is, if not at an article's address; `{port}` is the server's.
        lost: the character of the text that cannot be read.
    """

    state: str
    name: str
    does: Callable[[str], Answer]
    reason: str | None = None
    read: Encoding | None = None
    at: str = ""
    lost: str = ""

    @property
    def text(self) -> str:
        """The article's text; 喆 is outside gb2312."""
        return f"{self.name}：村民王喆走进合作社。{WORDS}末句。"


def of(text: str, meta: str = "") -> str:
    """Write an article's page."""
    return article_page(0, body=text).replace("<head>", f"<head>{meta}")


def told(answer: Answer) -> Callable[[str], Answer]:
    """Answer whatever the text is."""
    return lambda _: answer


def well(encoding: str = "gb18030", meta: str = "", **headers: str) -> Callable[[str], Answer]:
    """Answer with the article's page."""
    return lambda text: page(of(text, meta), encoding, **headers)


def typed(charset: str, encoding: str) -> Callable[[str], Answer]:
    """Answer with the article's page, and declare a charset in the header."""
    return well(encoding, Content_Type=f"text/html; charset={charset}")


def at_last(*answers: Answer) -> Callable[[str], Answer]:
    """Answer with the article's page after other answers."""
    return lambda text: in_turn(*answers, page(of(text)))


def broken(meta: str = "") -> Callable[[str], Answer]:
    """Answer in UTF-8 where a byte in the middle, instead of the character 走, belongs to no character."""
    return lambda text: raw(of(text, meta).encode().replace("走".encode(), b"\xff"))


def cut(text: str) -> bytes:
    """Write an article's page that ends in the middle of its text."""
    return of(text).partition("末句")[0].encode("gb18030")


def whole(text: str) -> int:
    """Give how many bytes an article's page has."""
    return len(of(text).encode("gb18030"))


def unclosed(text: str) -> bytes:
    """Write a page with hardly an end tag."""
    markup = of(text).replace("</p>", "<b><i>").replace("</div>", "<table><tr><td>").replace("</h1>", "")
    return page(markup.replace("</body></html>", ""))


def nested(text: str) -> bytes:
    """Write a page in a page."""
    markup = of(text).replace("<body>", "<body><html><head><title>x</title></head><body>")
    return page(markup.replace("</html>", "</html></body></html>"))


retry, quarantined, refused, gone, stored = (
    partial(Fault, state) for state in ("retry", "quarantined", "refused", "gone", "stored")
)
ELSEWHERE = f"http://{NOBODY}:{{port}}{article_path(90)}"
FAILURES = (
    retry("refused connection", told(b""), "connection_refused", at=ELSEWHERE),
    retry("silence", told(faulty.silence), "timeout"),
    retry("reset at once", told(faulty.reset), "connection_lost"),
    retry("reset in the middle of the body", told(faulty.reset_midway), "truncated"),
    retry("403", told(status(403)), "http_403"),
    retry("429 with Retry-After", told(status(429, Retry_After="120")), "http_429"),
    retry("500", told(status(500)), "http_500"),
    retry("503", told(status(503)), "http_503"),
    retry("too long a Content-Length", lambda text: raw(cut(text), length=whole(text)), "truncated"),
    retry("chunks without the last", told(faulty.cut_chunks), "truncated"),
    retry("too short a Content-Length", lambda text: faulty.short_length(of(text), len(cut(text))), "truncated"),
    retry("no length and closed early", lambda text: raw(cut(text), length=-1), "truncated"),
    retry("one byte at a time", told(faulty.trickle), "timeout"),
    retry("gzip that is none", well(Content_Encoding="gzip"), "bad_gzip"),
    retry("redirect to itself", told(redirect("{path}")), "redirect_loop"),
    quarantined("empty page", told(raw(b"")), "empty_page"),
    quarantined("white space", told(raw(b" \r\n\t \n" * 50)), "empty_page"),
    quarantined("login page", told(page(LOGIN)), "no_article"),
    quarantined("captcha page", told(page(CAPTCHA)), "no_article"),
    quarantined("home page", told(page(HOME)), "no_body"),
    quarantined("article without text", told(page(of("　"))), "empty_body"),
)
GREEDY = (
    quarantined("endless chunks", told(faulty.endless_chunks), "too_large"),
    quarantined("10 GB", told(faulty.endless_length), "too_large"),
    quarantined("gzip that grows to 1 GiB", told(faulty.bomb(1024)), "too_large"),
)
FINE = (
    gone("404", told(status(404)), "http_404"),
    gone("410", told(status(410)), "http_410"),
    refused("redirect to a forbidden address", told(redirect(f"http://127.0.0.2:{{port}}{THERE}")), "address"),
    refused("redirect to another address", told(redirect(f"http://127.0.0.3:{{port}}{THERE}")), "offsite_redirect"),
    refused("redirect to another site", told(redirect(f"http://allowed.example:{{port}}{THERE}")), "offsite_redirect"),
    refused("forbidden by robots.txt", well(), "robots", at=f"/inner{article_path(92)}"),
    Fault("alias", "redirect to what was seen", told(redirect(THERE))),
    stored("429, then well", at_last(status(429))),
    stored("500, then well", at_last(status(500))),
    stored("503, then well", at_last(status(503))),
    stored("Content-Length that ends behind the text", lambda text: faulty.short_length(of(text), whole(text) - 14)),
    stored("header utf-8, bytes gb18030", typed("utf-8", "gb18030"), read=("utf-8", "gb18030", 0)),
    stored("header latin-1, bytes gb18030", typed("ISO-8859-1", "gb18030"), read=("iso-8859-1", "gb18030", 0)),
    stored("meta gb2312, a character outside", well(meta=GB2312), read=("gb2312", "gb18030", 0)),
    stored("undeclared gb18030", well(), read=(None, "gb18030", 0)),
    stored("undeclared utf-8", well("utf-8"), read=(None, "utf-8", 0)),
    stored("header gb2312, bytes utf-8", typed("gb2312", "utf-8"), read=("gb2312", "utf-8", 0)),
    stored("a broken byte in utf-8", broken(UTF8), read=("utf-8", "utf-8", 1), lost="走"),
    stored("a broken byte in undeclared utf-8", broken(), read=(None, "utf-8", 1), lost="走"),
    stored("a broken byte in utf-8 called gb2312", broken(GB2312), read=("gb2312", "utf-8", 1), lost="走"),
    stored("unclosed tags", unclosed),
    stored("a page in a page", nested),
    stored("NUL characters", lambda text: page(of(text.replace("走", "\0走\0")))),
    stored("an address of 10 KB", well(), at=f"/{'a' * 10_000}{article_path(93)}"),
)
LATER = (
    stored("429, and well in a later run", at_last(status(429), status(429)), "http_429"),
    stored("500, and well in a later run", at_last(status(500), status(500)), "http_500"),
    stored("503, and well in a later run", at_last(status(503), status(503)), "http_503"),
    stored("silence, and well in a later run", at_last(faulty.silence, faulty.silence), "timeout"),
)
GROUPS = {"failures": FAILURES, "fine": FINE, "greedy": GREEDY, "later": LATER}
LINES = {
    "failures": (3, "failures — 4 new, 6 quarantined, 15 failed, 1 lists read;"),
    "fine": (0, "fine — 21 new, 1 copies, 2 gone, 4 refused, 1 lists read;"),
    "greedy": (3, "failures — 4 new, 3 quarantined, 1 lists read;"),
    "later": (3, "failures — 4 new, 4 failed, 1 lists read;"),
}


@dataclass
class Site:
    """A site with its faults, and the crawls of it."""

    server: FaultyServer
    forbidden: FaultyServer
    urls: dict[str, str] = field(default_factory=dict)
    crawls: list[Crawled] = field(default_factory=list)
    before: dict[str, tuple[str, str | None] | None] = field(default_factory=dict)

    def healthy(self) -> dict[int, tuple[str, str | None] | None]:
        """Give what became of the articles that nothing is wrong with."""
        return {number: self.crawls[0].state(self.server.url + article_path(number)) for number in HEALTHY}


@pytest.fixture(scope="module", params=DATABASES)
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The sites, each of them crawled once, or twice where a later run matters; with each kind of database."""
    with ExitStack() as stack:
        found = {}
        for group, faults in GROUPS.items():
            folder = tmp_path_factory.mktemp(group)
            server = stack.enter_context(FaultyServer())
            site = Site(server, stack.enter_context(FaultyServer("127.0.0.2", port=server.port)))
            operator = Operator(folder, stack.enter_context(empty_database(request, folder)))
            for number, fault in enumerate(faults, start=100):
                path = fault.at or article_path(number)
                server.answers[path] = fault.does(fault.text)
                site.urls[fault.name] = path.format(port=server.port) if "://" in path else server.url + path
            server.answers["/robots.txt"] = raw(b"User-agent: *\nDisallow: /inner/\n", Content_Type="text/plain")
            entries = [entry(url) for url in (*site.urls.values(), *map(article_path, HEALTHY))]
            server.answers[LIST] = page(list_page(entries))
            profile = write_news_profile(folder, server, {"hot": LIST}, hosts=["127.0.0.2", NOBODY])
            patience = () if group == "greedy" else IMPATIENT
            site.crawls.append(crawl(operator, "news", profile, *RESOLVER, *patience))
            if group == "later":
                site.before = {fault.name: site.crawls[0].state(site.urls[fault.name]) for fault in faults}
                make_due(operator)
                site.crawls.append(crawl(operator, "news", profile, *RESOLVER, *patience))
            found[group] = site
        yield found


@pytest.mark.parametrize(
    ("group", "fault"), [pytest.param(group, one, id=one.name) for group, rows in GROUPS.items() for one in rows]
)
def test_fault_is_in_the_ledger_as_what_it_was(sites: dict[str, Site], group: str, fault: Fault) -> None:
    site = sites[group]
    done, url = site.crawls[-1], site.urls[fault.name]
    last = done.fetches(url)[-1]
    reason = None if fault.state == "stored" else fault.reason

    assert done.state(url) == (fault.state, reason)
    assert (last.outcome, last.reason) == (fault.state, reason)
    assert done.bodies(url) == ([fault.text.replace(fault.lost or "\0", "\ufffd")] if fault.state == "stored" else [])
    assert fault.read in (None, (last.declared, last.used, last.replaced))
    assert len(done.fetches(url)) == len(site.crawls)


@pytest.mark.parametrize("group", GROUPS)
def test_everything_else_is_stored_and_the_verdict_counts_every_fault(sites: dict[str, Site], group: str) -> None:
    site = sites[group]
    done = site.crawls[0]
    code, line = LINES[group]

    assert set(site.healthy().values()) == {("stored", None)}, done.said
    assert (done.code, done.line.removeprefix("news faulty: ").startswith(line)) == (code, True), done.said
    assert done.ask("SELECT verdict, exit_code FROM run ORDER BY id")[0] == (line.split(" ")[0], code)


def test_what_failed_is_stored_by_a_later_run(sites: dict[str, Site]) -> None:
    site = sites["later"]
    done = site.crawls[1]

    assert site.before == {fault.name: ("retry", fault.reason) for fault in LATER}
    assert (done.code, done.line) == (0, "news faulty: fine — 4 new, 1 lists read; next: nothing to do"), done.said


def test_no_byte_reaches_a_forbidden_address_and_no_request_another_site(sites: dict[str, Site]) -> None:
    assert [site.forbidden.received for site in sites.values()] == [0] * len(sites)
    assert {host for site in sites.values() for host in site.server.hosts} == {"127.0.0.1"}


def test_a_greedy_answer_does_not_get_the_memory(sites: dict[str, Site]) -> None:
    assert sites["greedy"].crawls[0].peak_mib < PEAK_MIB
