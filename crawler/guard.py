"""The address guard: no byte is sent to an address that is neither public nor allowed by the profile.

The peer is checked when a connection is made and before anything is written, TLS included. That catches literals in
any spelling, names that resolve to private addresses, and redirects; one check a connection.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientFactory
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")  # RFC 4291; what lies outside is local, translated or not assigned
# special by the IANA registries, but public to the `ipaddress` of Python 3.11
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))


class AddressRefused(IgnoreRequest):
    """A connection that the guard refused; the request's errback records it as refused.

    Args:
        address: of the peer.
    """

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is not a public address; a profile allows others under [guard] allow")
        self.address = address


def is_allowed(address: str, allow: Sequence[Network] = ()) -> bool:
    """Tell whether an address may be connected to.

    Args:
        address: an IPv4 or IPv6 address; a scope (%eth0) is never public.
        allow: networks that may be connected to although they are not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id:
        return False
    embedded = _embedded_ipv4(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    ip = embedded or ip
    if any(ip.version == network.version and ip in network for network in allow):
        return True
    if (ip.version == 6 and ip not in _PUBLIC_IPV6) or any(ip in network for network in _SPECIAL):
        return False
    return ip.is_global and not ip.is_multicast


def _embedded_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def _guarded_factory(allow: Sequence[Network]) -> type[_LenientHTTP11ClientFactory]:
    class GuardedFactory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802  Twisted's name
            host = str(getattr(addr, "host", ""))
            if not is_allowed(host, allow):
                raise AddressRefused(host)
            return super().buildProtocol(addr)

    return GuardedFactory


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler with the guard in its connection pool."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._allow = [ipaddress.ip_network(text) for text in crawler.settings.getlist("GUARD_ALLOW")]
        self._pool._factory = _guarded_factory(self._allow)

    async def download_request(self, request: Request) -> Response:
        """Refuse an IPv6 address at once: the resolver knows IPv4 only and would call it a name that does not exist."""
        host = urlsplit(request.url).hostname or ""
        if ":" in host and not is_allowed(host, self._allow):
            raise AddressRefused(host)
        return await super().download_request(request)
