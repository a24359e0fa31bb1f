"""Tell when two URLs are one: the canonical form and the key under which the ledger keeps it."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_TO_QUOTE = re.compile(r"[^\x21-\x7e]")


@lru_cache(maxsize=1024)
def canonical_url(url: str) -> str:
    """Write a URL in its canonical form.

    Scheme and host are lower case, a default port, the fragment and an empty query are gone, characters outside ASCII
    are percent-encoded. Bytes that are encoded already stay as they are, in upper case: `%D4%C2` is GBK and must not
    become UTF-8. The scheme, the path's slashes and the query are not touched.

    Raises:
        ValueError: the URL has no host or an impossible port.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".。．｡")  # the dots that IDNA knows
    if not host:
        raise ValueError(f"{url!r} has no host")
    scheme = parts.scheme.lower()
    host = f"[{host}]" if ":" in host else _ascii_host(host).rstrip(".")
    if parts.port is not None and parts.port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{parts.port}"
    return urlunsplit((scheme, host, _quote(parts.path) or "/", _quote(parts.query), ""))


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{host!r} is no host name") from error


def _quote(text: str) -> str:
    quoted = _TO_QUOTE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), text)
    return _PERCENT.sub(lambda match: match[0].upper(), quoted)


@lru_cache(maxsize=1024)
def url_key(url: str) -> str:
    """Hash a URL's canonical form: sha256 in 64 hexadecimal digits.

    Hashes are what the database indexes: PostgreSQL refuses index entries above 2,704 bytes.

    Raises:
        ValueError: see `canonical_url`.
    """
    return hashlib.sha256(canonical_url(url).encode()).hexdigest()
