"""A real HTTP server on loopback that misbehaves by path; what it was asked can be asked for.

An answer is the bytes to send, or a function that does with the connection what it likes. Every thread is a daemon and
ends by itself: when the client has gone, when the server is closed, or after `PATIENCE_S`.
"""

from __future__ import annotations

import re
import socket
import socketserver
import struct
import sys
import threading
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from tests.smallsite import article_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

PATIENCE_S = 20.0  # no misbehaviour lasts longer
CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"  # 64 KiB, as chunked transfer sends them


@dataclass(frozen=True)
class Exchange:
    """One request, and the connection that waits for its answer.

    Args:
        times: how often the path has been asked for, this time included.
    """

    connection: socket.socket
    path: str
    times: int

    def send(self, data: bytes) -> None:
        """Send bytes; a client that has gone is an OSError, which ends the exchange."""
        self.connection.sendall(data)

    def wait_for_the_end(self) -> None:
        """Say nothing until the client goes."""
        while self.connection.recv(4096):
            pass

    def reset(self) -> None:
        """End the connection with RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


if TYPE_CHECKING:
    Answer = bytes | Callable[[Exchange], None]


class FaultyServer(socketserver.ThreadingTCPServer):
    """Answers by path; a path that nobody wrote is an article's page when it looks like one, else 404.

    Args:
        address: of loopback.

    Attributes:
        answers: by path, without the query.
        otherwise: answers a path that is not among them, or gives None.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.answers: dict[str, Answer] = {}
        self.otherwise: Callable[[str], Answer | None] = lambda _: None
        self.asked: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.received = 0  # bytes
        self._lock = threading.Lock()
        super().__init__((address, port), _Handler)
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://{address}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave a client that has gone in peace."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def note(self, data: bytes) -> tuple[str, int]:
        """Count a request; give its path without the query, and how often it was asked for."""
        head = data.decode("latin-1")
        path = head.split(" ", 2)[1].partition("?")[0] if head.count(" ") > 1 else ""
        host = re.search(r"^host: *([^\r:]+)", head, re.IGNORECASE | re.MULTILINE)
        with self._lock:
            self.received += len(data)
            self.asked[path] += 1
            self.hosts[host[1] if host else ""] += 1
            return path, self.asked[path]

    def answer_to(self, path: str) -> Answer:
        """Find the answer to a path."""
        given = self.answers.get(path) or self.otherwise(path)
        if given:
            return given
        found = re.search(r"/system/\d{4}/\d\d/\d\d/(\d{9})\.shtml$", path)
        return page(article_page(int(found[1]))) if found else status(404)


class _Handler(socketserver.BaseRequestHandler):
    server: FaultyServer

    def handle(self) -> None:
        connection: socket.socket = self.request
        connection.settimeout(PATIENCE_S)
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        path, times = self.server.note(data)
        found = self.server.answer_to(path)
        exchange = Exchange(connection, path, times)
        if isinstance(found, bytes):
            exchange.send(found)
        else:
            found(exchange)


def raw(body: bytes, *, code: int = 200, length: int | None = None, **headers: str) -> bytes:
    """Write a whole answer; underscores in names of headers are hyphens.

    Args:
        length: what Content-Length says; None: the truth; negative: there is none.
    """
    said = len(body) if length is None else length
    given = {"Connection": "close", **({"Content-Length": str(said)} if said >= 0 else {}), "Content_Type": "text/html"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**given, **headers}.items()]
    return "\r\n".join([f"HTTP/1.1 {code} Said", *lines, "", ""]).encode("latin-1") + body


def page(text: str, encoding: str = "gb18030", **headers: Any) -> bytes:
    """Answer with a page."""
    return raw(text.encode(encoding), **headers)


def status(code: int, **headers: Any) -> bytes:
    """Answer with a status and nothing else."""
    return raw(b"", code=code, **headers)


def redirect(target: str) -> Callable[[Exchange], None]:
    """Answer that the page is elsewhere; `{port}` stands for the server's own port, `{path}` for the path asked for."""

    def respond(exchange: Exchange) -> None:
        port = exchange.connection.getsockname()[1]
        exchange.send(status(302, Location=target.format(port=port, path=exchange.path)))

    return respond


def in_turn(*answers: Answer) -> Callable[[Exchange], None]:
    """Answer each request of a path in its own way; the last answer is for all that follow."""

    def respond(exchange: Exchange) -> None:
        found = answers[min(exchange.times, len(answers)) - 1]
        if isinstance(found, bytes):
            exchange.send(found)
        else:
            found(exchange)

    return respond


def silence(exchange: Exchange) -> None:
    """Accept, and say nothing."""
    exchange.wait_for_the_end()


def reset(exchange: Exchange) -> None:
    """Reset the connection at once."""
    exchange.reset()


def reset_midway(exchange: Exchange) -> None:
    """Reset the connection in the middle of an article's page."""
    whole = page(article_page(99))
    exchange.send(whole[: len(whole) * 2 // 3])
    time.sleep(0.05)  # what is on its way would be lost with the reset
    exchange.reset()


def trickle(exchange: Exchange) -> None:
    """Send an article's page one byte at a time: never silent for long, and never done in time."""
    whole = page(article_page(99))
    end = whole.index(b"\r\n\r\n") + 4
    exchange.send(whole[:end])
    for place in range(end, len(whole)):
        exchange.send(whole[place : place + 1])
        time.sleep(0.1)


def endless_chunks(exchange: Exchange) -> None:
    """Send a body without an end."""
    exchange.send(raw(b"", length=-1, Transfer_Encoding="chunked"))
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        exchange.send(CHUNK)


def endless_length(exchange: Exchange) -> None:
    """Announce 10 GB and begin to send them."""
    exchange.send(raw(b"", length=10**10))
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        exchange.send(CHUNK)


def cut_chunks(exchange: Exchange) -> None:
    """Close a chunked body before its last chunk."""
    body = article_page(99).encode("gb18030")
    body = body[: len(body) * 2 // 3]
    exchange.send(raw(b"%x\r\n%s\r\n" % (len(body), body), length=-1, Transfer_Encoding="chunked"))


def short_length(text: str, length: int) -> Callable[[Exchange], None]:
    """Announce fewer bytes than a page has, send all of them, and keep the connection open."""
    body = text.encode("gb18030")

    def respond(exchange: Exchange) -> None:
        exchange.send(raw(body, length=length, Connection="keep-alive"))
        exchange.wait_for_the_end()

    return respond


def bomb(size_mib: int) -> bytes:
    """Answer with a small gzip of a large page."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    head = packer.compress(of_spaces := b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(of_spaces) + packer.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it
    return raw(head + more * (size_mib - 1), Content_Encoding="gzip")
