"""No byte reaches a forbidden address: 127.0.0.2 and others stand for them, only 127.0.0.1 is allowed."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from crawler.guard import is_allowed
from tests.conftest import Operator, base_url
from tests.smallsite import SmallSite, article_path, entry, list_page, rows, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer

SECTIONS = {"hot": "/hot/index.shtml"}
SPELLINGS = (
    "127.0.0.2",
    "2130706434",
    "0x7f000002",
    "0X7F.0.0.2",
    "0177.0.0.2",
    "017700000002",
    "127.2",
    "127.0.2",
    "[::ffff:127.0.0.2]",
    "[::ffff:7f00:2]",
)
NAMES = ("intern.example", "INTERN.example", "intern.example.")


class Listener:
    """A listening socket that keeps every byte it is sent and answers 404."""

    def __init__(self, address: str, port: int = 0) -> None:
        self.received = b""
        self.connections = 0
        self._socket = socket.create_server(
            (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET
        )
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                connection.settimeout(10)
                try:
                    data = connection.recv(65536)
                except OSError:
                    data = b""
                self.received += data
                if data:
                    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        """Stop listening; what was accepted is read to its end."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(15)


@contextmanager
def listening(*addresses: str) -> Iterator[list[Listener]]:
    """Listen on all addresses at one port."""
    with ExitStack() as stack:
        listeners: list[Listener] = []
        for address in addresses:
            listeners.append(Listener(address, listeners[0].port if listeners else 0))
            stack.callback(listeners[-1].close)
        yield listeners


@pytest.fixture
def site(httpserver: HTTPServer) -> SmallSite:
    """The allowed site, whose list names forbidden addresses."""
    return SmallSite(httpserver)


def list_urls(site: SmallSite, folder: Path, urls: list[str], hosts: list[str], allow: str = "127.0.0.1") -> Path:
    """Let the site list some URLs of some hosts that belong to it, and one article of its own."""
    site.pages["/hot/index.shtml"] = list_page([entry(url) for url in (*urls, article_path(1))])
    return site.write_profile(folder, SECTIONS, hosts=hosts, allow=allow)


def crawl(operator: Operator, profile: Path, *arguments: str) -> tuple[int, str]:
    """Crawl with the resolver of the tests; give the exit code and what was said."""
    resolver = ("-s", "TWISTED_DNS_RESOLVER=tests.resolver.TableResolver")
    done = operator.scrapy("crawl", "news", "-a", f"site={profile}", *(arguments or resolver))
    return done.returncode, done.stderr


def states(operator: Operator, like: str) -> list[tuple[str, str, str | None]]:
    """Give state, reason and URL of the articles of an address."""
    sql = "SELECT url, state, reason FROM resource WHERE kind = 'article' AND url LIKE :like ORDER BY url"
    return rows(operator.database_url, sql, like=like)


def test_any_spelling_of_a_forbidden_address_gets_no_byte(site: SmallSite, sqlite_operator: Operator) -> None:
    with listening("127.0.0.2") as (listener,):
        urls = [f"http://{host}:{listener.port}{article_path(n)}" for n, host in enumerate(SPELLINGS, start=2)]
        hosts = [host.strip("[]") for host in SPELLINGS]
        # Scrapy's own resolver: it reads such literals without asking anybody
        code, said = crawl(sqlite_operator, list_urls(site, sqlite_operator.folder, urls, hosts), "-s", "RETRY_TIMES=0")

    assert code == 0, said
    assert (listener.received, listener.connections > 0) == (b"", True)
    found = states(sqlite_operator, f"%:{listener.port}/%")
    assert {(state, reason) for _, state, reason in found} == {("refused", "address")}
    assert len(found) == len(SPELLINGS)
    assert states(sqlite_operator, f"{base_url(site.server)}/%")[0][1] == "stored"


def test_the_listener_would_have_heard_every_spelling(site: SmallSite, sqlite_operator: Operator) -> None:
    with listening("127.0.0.2") as (listener,):
        urls = [f"http://{host}:{listener.port}{article_path(n)}" for n, host in enumerate(SPELLINGS, start=2)]
        hosts = [host.strip("[]") for host in SPELLINGS]
        profile = list_urls(site, sqlite_operator.folder, urls, hosts, allow="127.0.0.0/8")
        crawl(sqlite_operator, profile, "-s", "RETRY_TIMES=0")

    missing = [host for n, host in enumerate(SPELLINGS, start=2) if article_path(n).encode() not in listener.received]
    assert missing == []


def test_the_ipv6_loopback_gets_no_byte(site: SmallSite, sqlite_operator: Operator) -> None:
    with listening("::1") as (listener,):
        urls = [f"http://[::1]:{listener.port}{article_path(2)}", f"http://[0::1]:{listener.port}{article_path(3)}"]
        profile = list_urls(site, sqlite_operator.folder, urls, ["::1", "0::1"])
        code, said = crawl(sqlite_operator, profile, "-s", "RETRY_TIMES=0")

    assert code == 0, said
    assert listener.received == b""
    assert [(state, reason) for _, state, reason in states(sqlite_operator, f"%:{listener.port}/%")] == [
        ("refused", "address"),
        ("refused", "address"),
    ]


def test_names_that_resolve_to_a_forbidden_address_get_no_byte(site: SmallSite, sqlite_operator: Operator) -> None:
    with listening("127.0.0.2", "127.0.0.3") as listeners:
        port = listeners[0].port
        urls = [f"http://{host}:{port}{article_path(n)}" for n, host in enumerate(NAMES, start=2)]
        urls += [f"http://metadata.example:{port}{article_path(8)}", f"https://intern.example:{port}{article_path(9)}"]
        urls += [f"http://allowed.example:{site.server.port}{article_path(7)}"]
        hosts = ["intern.example", "metadata.example", "allowed.example"]
        code, said = crawl(sqlite_operator, list_urls(site, sqlite_operator.folder, urls, hosts))

    assert code == 0, said
    assert [(one.received, one.connections > 0) for one in listeners] == [(b"", True), (b"", True)]
    found = states(sqlite_operator, f"%.example:{port}/%")
    assert {(state, reason) for _, state, reason in found} == {("refused", "address")}
    assert len(found) == len(NAMES) + 2
    assert [state for _, state, _ in states(sqlite_operator, "http://allowed.example%")] == ["stored"]


def test_redirects_to_a_forbidden_address_get_no_byte(site: SmallSite, sqlite_operator: Operator) -> None:
    with listening("127.0.0.2", "127.0.0.3") as (own, foreign):
        targets = {
            2: f"http://127.0.0.2:{own.port}/system/2015/01/02/000000099.shtml",
            3: f"http://2130706434:{own.port}/latest/meta-data/",
            4: f"//intern.example:{own.port}/system/2015/01/02/000000098.shtml",
            5: f"http://127.0.0.3:{foreign.port}/system/2015/01/02/000000099.shtml",
            6: f"http://127.0.0.1@127.0.0.3:{foreign.port}/x.shtml",
            7: "file:///etc/passwd",
            8: "ftp://127.0.0.3/etc/passwd",
            9: f"http://127.0.0.3:{foreign.port}%5C@127.0.0.1/x.shtml",
        }
        for number, target in targets.items():
            site.pages[article_path(number)] = status(302, {"Location": target})
        urls = [article_path(number) for number in targets]
        hosts = ["127.0.0.2", "2130706434", "intern.example"]
        code, said = crawl(sqlite_operator, list_urls(site, sqlite_operator.folder, urls, hosts))

    assert code == 0, said
    assert (own.received, foreign.received) == (b"", b"")
    found = states(sqlite_operator, f"{base_url(site.server)}/system/%")
    assert [(state, reason) for _, state, reason in found] == [
        ("stored", None),
        *[("refused", "address")] * 3,
        *[("refused", "offsite_redirect")] * 5,
    ]


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "127.0.0.1", "127.255.255.254", "172.16.0.1"),  # noqa: S104
        *("172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.0.1"),
        *("100.64.0.1", "100.100.100.200", "100.127.255.255", "192.0.0.8", "192.0.0.192", "192.88.99.1"),
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.250"),
        *("240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1"),
        *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:1::1", "2001:0:0:0:0:0:f5ff:fffe", "100::1"),
        *("2001:db8::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "4000::1"),
        *("ff02::1", "ff0e::1", "fe80::1%eth0", "2606:4700::1111%eth0", "", "localhost", "0x7f000001", "127.1"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "8.8.8.8", "61.153.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1"),
        *("192.169.0.1", "169.253.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2400:3200::1", "240e::1"),
        *("::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed(address)
