"""The benchmark's server, in a process of its own: answers that were rendered before, HTTP/1.1 with keep-alive."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, cast

from benchmarks.site import BenchmarkSite

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_END = b"\r\n\r\n"


class _Connection(asyncio.Protocol):
    """Reads requests without bodies and writes whole answers."""

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self.answers = answers
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        *requests, self.received = (self.received + data).split(_END)
        for request in requests:
            path = request.split(b" ", 2)[1].decode("latin-1")
            self.transport.write(self.answers.get(path, _NOT_FOUND))


async def serve(articles: int) -> None:
    """Take a free port of loopback, render the site for it, say so in one line, and answer for ever."""
    answers: dict[str, bytes] = {}
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(answers), "127.0.0.1", 0)
    site = BenchmarkSite(articles, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    answers.update(site.answers)
    size = sum(len(answers[path]) for path in site.article_paths) // len(site.article_paths)
    sys.stdout.write(f"{site.base_url} {len(site.article_paths)} {len(answers)} {size}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
