"""What every platform's page objects share: their input, its decoding, and the error for a page they cannot read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import etree
from w3lib.encoding import resolve_encoding
from web_poet import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# as in the WHATWG encoding standard, but over the whole head: real pages put their meta beyond the first 4,096 bytes
_META_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 65_536
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_WHOLE_URL = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[A-Za-z0-9_./-]*")  # nothing in it to be resolved or cut off
_FEW_BYTES = 16  # a page with fewer non-ASCII bytes may be valid UTF-8 by accident
_CHINESE = "gb18030"  # what gb2312 and gbk really are: a superset of both
_NO_PAGE = frozenset({"idna", "punycode", "undefined", "utf-7"})
_WESTERN = frozenset({"cp1252", "iso8859-1", "latin-1", "ascii"})

_CLOSED = re.compile(r"</(?:body|html)\b", re.IGNORECASE)
_TAIL_CHARS = 2_000  # where the end of a document mostly is
_MARKS = (
    ("parse begin", "parse end"),
    ("enorth cms block start", "enorth cms block end"),
    ("<founder-content", "</founder-content"),
    ("<!--enpcontent", "<!--/enpcontent"),
    ("<map", "</map"),
)
# UTF-8 of nearly all Chinese characters begins with one of these bytes, and two more of 80 to BF follow
_LEAD_LETTERS = "äåæçèé"
_GARBLED = re.compile(rf"[{_LEAD_LETTERS}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{{2}}")
_FEW_GARBLED = 30  # characters
_CJK = re.compile(r"[\u4e00-\u9fff]")
_ENOUGH_BYTES = 48  # of valid UTF-8 before the first fault: in GB text the first fault comes at once
_FEW_FAULTS = 0.05  # of the characters


class UnreadablePage(ValueError):
    """A page that no page object can read; raised by page objects and `detect`, recorded as quarantined.

    Args:
        reason: a stable slug, for example `unknown_platform`.
        detail: one sentence that says what was looked for.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class TruncatedPage(UnreadablePage):
    """A page whose end is missing: it is not the page's fault, and it is recorded as to be tried again."""


@dataclass(frozen=True, kw_only=True)
class Decoding:
    """How a page's bytes became text.

    Args:
        declared: as the header, else the page says; None when neither does.
        used: what the bytes were decoded with.
        replaced_chars: how many characters could not be decoded.
    """

    declared: str | None
    used: str
    replaced_chars: int


def decode_page(
    url: str, body: bytes, headers: Mapping[str, str] | None = None, status: int = 200
) -> tuple[HttpResponse, Decoding]:
    """Make the input of a page object, its encoding settled.

    Bytes that are valid UTF-8 are UTF-8, whatever is declared: pages declared gb2312 are saved as UTF-8, headers lie,
    and GB text is hardly ever valid UTF-8; so are bytes that are valid but for a few faults. Otherwise gb2312 and gbk
    are read as gb18030, and so is a page without a usable declaration: western encodings never fail and would give
    mojibake without a trace.

    Args:
        url: of the page.
        body: its bytes.
        headers: of the response; only Content-Type is looked at.
        status: of the response.
    """
    content_type = {name.lower(): value for name, value in (headers or {}).items()}.get("content-type", "")
    declared = [name for name in (_header_encoding(content_type), _meta_encoding(body)) if name]
    used = _choose_encoding(body, declared)
    response = HttpResponse(url, body, status=status, headers=dict(headers or {}), encoding=used)
    return response, Decoding(
        declared=next(iter(declared), None), used=used, replaced_chars=response.text.count("\ufffd")
    )


def _header_encoding(content_type: str) -> str | None:
    # not w3lib's: it says gb18030 where gb2312 is declared
    match = _HEADER_CHARSET.search(content_type)
    return match[1].lower() if match else None


def _meta_encoding(body: bytes) -> str | None:
    match = _META_CHARSET.search(body, 0, _HEAD_BYTES)
    return match[1].decode("ascii").lower() if match else None


def _choose_encoding(body: bytes, declared: Sequence[str]) -> str:
    known = next(filter(None, map(_text_encoding, declared)), "")
    is_utf8, is_nearly_utf8 = _is_utf8(body)
    if is_nearly_utf8:
        return "utf-8"
    if is_utf8 and not (known == _CHINESE and len(_NON_ASCII.findall(body)) < _FEW_BYTES):
        return "utf-8"
    if known and known not in _WESTERN and known != "utf-8":
        return known
    if known == "utf-8" and not _is_chinese(body):
        return "utf-8"
    return _CHINESE


@lru_cache(maxsize=64)  # a source's pages declare one or two
def _text_encoding(name: str) -> str | None:
    """Resolve the name of an encoding; None for what is none, or decodes no page (zlib, idna, unicode_escape)."""
    resolved = resolve_encoding(name)
    if resolved is None:
        return None
    try:
        b"a".decode(resolved)
    except (LookupError, UnicodeError):
        return None
    return None if resolved in _NO_PAGE or resolved.endswith("escape") else resolved


def _is_utf8(body: bytes) -> tuple[bool, bool]:
    """Tell whether bytes are UTF-8, and whether they are but for a few faults: a page cut within a character, say."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(_NON_ASCII.findall(body, 0, error.start)) < _ENOUGH_BYTES:
            return False, False
    else:
        return True, False
    text = body.decode("utf-8", "replace")
    characters = sum(1 for char in text if ord(char) > 127)
    return False, text.count("\ufffd") <= characters * _FEW_FAULTS


def _is_chinese(body: bytes) -> bool:
    try:
        body.decode(_CHINESE)
    except UnicodeDecodeError:
        return False
    return True


def is_garbled(text: str) -> bool:
    """Tell whether a page's text is Chinese that somebody read as a western encoding (è‹å— for 苍南).

    It carries no replacement character: only its letters show it, in an order that no language writes.
    """
    # a Chinese page has hardly any of them, and to see that there is none is quicker than to count
    if sum(text.count(letter) for letter in _LEAD_LETTERS if letter in text) < _FEW_GARBLED:
        return False
    garbled = len(_GARBLED.findall(text))
    return garbled >= _FEW_GARBLED and garbled > len(_CJK.findall(text))


def is_cut(text: str) -> bool:
    """Tell whether a page ends within its content: a tag or a mark is open, and neither body nor document is closed.

    Pages without end tags exist, and a length that the server states too short leaves no other trace.
    """
    if _CLOSED.search(text, max(0, len(text) - _TAIL_CHARS)) or _CLOSED.search(text):
        return False
    lower = text.lower()
    return lower.rfind("<") > lower.rfind(">") or any(lower.count(begin) > lower.count(end) for begin, end in _MARKS)


def absolute_url(base_url: str, href: str) -> str:
    """Complete a link's address, without its fragment; empty where it is no address."""
    href = href.strip()
    if _WHOLE_URL.fullmatch(href):
        return href
    try:
        return urldefrag(urljoin(base_url, href)).url
    except ValueError:
        return ""


@lru_cache(maxsize=1)
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_pis=True,
        collect_ids=False,  # nobody asks for ids
    )


def parse_html(text: str) -> etree._Element:
    """Parse a page; broken markup is mended as browsers do.

    Raises:
        UnreadablePage: `empty_page` when there is no markup at all.
    """
    data = text.encode("utf-8", "replace").replace(b"\x00", b"")  # libxml2 would end at a NUL
    try:
        root = etree.fromstring(data, _parser())
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadablePage("empty_page", "the page holds no markup") from error
    if root is None:
        raise UnreadablePage("empty_page", "the page holds no markup")
    return root
