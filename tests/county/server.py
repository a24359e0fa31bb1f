"""Serves a county on loopback: HTTP/1.1 with keep-alive, one thread a connection, one write an answer."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.county.site import County

if TYPE_CHECKING:
    from tests.county.paper.plan import Markup


class CountyServer(ThreadingHTTPServer):
    """A server that owns its county; with port 0 the county is made for the port that was free.

    Raises:
        OSError: the address is taken or is not this machine's.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, *, seed: int, days: int, paper: Markup = "aheading") -> None:
        super().__init__((host, port), _Handler)
        self.county = County(seed, days, f"http://{host}:{self.server_port}", paper=paper)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: CountyServer

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        status, headers, body = self.server.county.page(self.path)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if has_body:
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Stay quiet: the server's output is its one ready line."""
