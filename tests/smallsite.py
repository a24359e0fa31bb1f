"""A site of a few Enorth pages that a test writes by hand, on the test server; what was requested can be asked for."""

from __future__ import annotations

import logging
import re
import socket
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from werkzeug import Response

from db.engine import make_engine
from tests.conftest import base_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pytest_httpserver import HTTPServer
    from werkzeug import Request

    Answer = str | Response | Callable[[], Response]

WORDS = "县里昨日召开会议，部署今冬明春农田水利建设，要求各乡镇落实责任，确保工程按时完工。"  # more than 30 characters


def article_path(number: int, day: str = "2015/01/02", part: int = 0) -> str:
    """Give the path of an article, or of one of its further pages."""
    return f"/system/{day}/{number:09d}{f'_{part:02d}' if part else ''}.shtml"


def article_page(number: int, *, body: str = "", further: Iterable[str] = ()) -> str:
    """Write an article's page; its text is its own unless `body` is given."""
    links = "".join(f'<a href="{path}">[{n}]</a>' for n, path in enumerate(further, start=2))
    lines = body or f"这是第{number}篇报道。{WORDS}"
    return (
        f"<html><head><title>报道{number}-要闻-云岭新闻网</title></head><body><h1>报道{number}</h1>\n"
        f"<div><!--function content() parse begin--><p>　　{lines}</p>"
        f"<!--function: content() parse end  0ms cost! --></div>{links}</body></html>"
    )


def entry(path: str, printed: str = "2015/01/02") -> str:
    """Write one entry of a list."""
    return f'<dl><dt><a href="{path}">报道的标题</a></dt><dd><font>发表于：</font>{printed}</dd></dl>'


def list_page(entries: Iterable[str], *, next_path: str = "", script: str = "", above: str = "") -> str:
    """Write a list page with a plain link to the next page, a pager script, or neither."""
    pager = f'<a href="{next_path}">下一页</a>' if next_path else ""
    pager += f'<script src="{script}"></script><div id="pagetemple"></div>' if script else ""
    return (
        f"<html><head><title>要闻</title></head><body>{above}<div class='con_wz'>"
        f'<!--enorth cms block start [ name="v5.latest" ]-->{"".join(entries)}<!--enorth cms block end-->'
        f'<div><!--enorth cms block start [ name="v5.select_page" ]-->{pager}<!--enorth cms block end--></div>'
        "</div></body></html>"
    )


def list_of(numbers: Iterable[int], next_path: str = "") -> str:
    """Write a list page that names articles by number."""
    return list_page([entry(article_path(number)) for number in numbers], next_path=next_path)


def html(page: str) -> Response:
    """Answer with a page, encoded as Enorth does."""
    return Response(page.encode("gb18030"), content_type="text/html")


def status(code: int, headers: dict[str, str] | None = None) -> Response:
    """Answer with a status and nothing else."""
    return Response("", status=code, headers=headers)


@dataclass
class SmallSite:
    """Answers by path; a path that no test wrote is an article's page when it looks like one, else 404."""

    server: HTTPServer
    pages: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self.server.clear()
        self.server.expect_request(re.compile(".*")).respond_with_handler(self.respond)

    def respond(self, request: Request) -> Response:
        """Answer a request."""
        answer = self.pages.get(request.path)
        if answer is None:
            found = re.fullmatch(r"/system/\d{4}/\d\d/\d\d/(\d{9})\.shtml", request.path)
            answer = article_page(int(found[1])) if found else status(404)
        if isinstance(answer, str):
            return html(answer)
        return answer if isinstance(answer, Response) else answer()

    def take_paths(self) -> list[str]:
        """Give the paths requested since the last call, robots.txt left out."""
        paths = [request.path for request, _ in self.server.log if request.path != "/robots.txt"]
        self.server.log.clear()
        return paths

    def write_profile(
        self,
        folder: Path,
        sections: dict[str, str] | None = None,
        *,
        hosts: Sequence[str] = (),
        allow: str = "127.0.0.1",
    ) -> Path:
        """Write the site's profile and give its path; without sections the home page names the lists."""
        path = folder / "small.toml"
        lists = "\n".join(f'{name} = "{url}"' for name, url in (sections or {}).items())
        path.write_text(
            textwrap.dedent(
                f"""\
                name = "small"
                county = "云岭县"
                [politeness]
                delay_s = 0
                autothrottle = false
                [guard]
                allow = ["{allow}"]
                [news]
                name = "云岭新闻网"
                url = "{base_url(self.server)}/"
                platform = "enorth"
                hosts = {list(hosts)}
                """
            )
            + (f"[news.sections]\n{lists}\n" if lists else ""),
            encoding="utf-8",
        )
        return path


def rows(database_url: str, sql: str, **values: Any) -> list[Any]:
    """Ask a database; a single column comes without its tuple."""
    engine = make_engine(database_url)
    with engine.connect() as connection:
        found = connection.execute(text(sql), values).all()
    engine.dispose()
    return [row[0] if len(row) == 1 else tuple(row) for row in found]


def change(database_url: str, sql: str, **values: Any) -> int:
    """Change a database by hand; give the number of rows."""
    engine = make_engine(database_url)
    with engine.begin() as connection:
        count = connection.execute(text(sql), values).rowcount
    engine.dispose()
    return count


def resources(database_url: str) -> dict[str, tuple[str, str | None]]:
    """Give state and reason of every URL, by what follows the test server's address."""
    found = rows(database_url, "SELECT url, state, reason FROM resource")
    return {re.sub(r"^http://127\.0\.0\.1:\d+", "", url): (state, reason) for url, state, reason in found}


def closed_port() -> int:
    """Give a port of 127.0.0.1 at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
