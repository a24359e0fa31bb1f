"""A resolver for tests: a fixed table of names, so that no question leaves the machine (TWISTED_DNS_RESOLVER)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.internet import defer
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

ADDRESSES = {
    "allowed.example": "127.0.0.1",
    "intern.example": "127.0.0.2",
    "metadata.example": "127.0.0.3",
}


@implementer(IResolverSimple)
class TableResolver:
    """Answers from the table; a dotted address is itself, any other name does not exist."""

    def __init__(self, reactor: ReactorBase) -> None:
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, _crawler: Crawler, reactor: ReactorBase) -> TableResolver:
        """Make the resolver."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Let the reactor ask this resolver only."""
        self.reactor.installResolver(self)

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> defer.Deferred[str]:  # noqa: N802  Twisted's
        """Give the address of a name."""
        address = ADDRESSES.get(name, name if name.replace(".", "").isdigit() else "")
        return defer.succeed(address) if address else defer.fail(DNSLookupError(f"{name} is not in the table"))
