"""Bytes become text without a silent loss, whatever header and page declare."""

from __future__ import annotations

import pytest

from crawler.pages.base import decode_page, parse_html

URL = "http://www.yunling.example/system/2021/06/16/014531534.shtml"
# 喆 is outside gb2312, 㭎 takes four bytes in gb18030, and so does the 𠮷 outside the BMP
TEXT = "云岭新闻网消息：村民王喆、林㭎和𠮷田走进合作社，分拣当天的杨梅。"
GB2312 = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'


def page(text: str = TEXT, meta: str = "", before: str = "") -> str:
    return f"<html><head>{before}{meta}<title>云岭</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("meta", "content_type", "encoding", "declared", "used"),
    [
        (GB2312, None, "gb18030", "gb2312", "gb18030"),
        (GB2312, "text/html", "gb18030", "gb2312", "gb18030"),
        ('<meta charset="gbk">', None, "gb18030", "gbk", "gb18030"),
        ("", "text/html; charset=GB2312", "gb18030", "gb2312", "gb18030"),
        (GB2312, None, "utf-8", "gb2312", "utf-8"),
        (GB2312, "text/html;charset='gb2312'", "utf-8", "gb2312", "utf-8"),
        ("", None, "gb18030", None, "gb18030"),
        ("", None, "utf-8", None, "utf-8"),
        ("", "text/html; charset=ISO-8859-1", "gb18030", "iso-8859-1", "gb18030"),
        (GB2312, "text/html; charset=ISO-8859-1", "utf-8", "iso-8859-1", "utf-8"),
        (GB2312, "text/html; charset=utf-8", "gb18030", "utf-8", "gb18030"),
        ("", "text/html; charset=nonsense", "gb18030", "nonsense", "gb18030"),
        ('<meta charset="big5">', "text/html; charset=nonsense", "big5", "nonsense", "big5hkscs"),
        ('<meta charset="big5">', None, "big5", "big5", "big5hkscs"),
        ("", None, "utf-8-sig", None, "utf-8"),
        (GB2312, "text/html; charset=gb2312", "utf-8-sig", "gb2312", "utf-8"),
    ],
)
def test_page_is_read_without_a_lost_character(
    meta: str, content_type: str | None, encoding: str, declared: str | None, used: str
) -> None:
    text = TEXT if encoding != "big5" else "雲嶺新聞網消息，村民走進合作社。"
    headers = {"content-type": content_type} if content_type else None

    response, decoding = decode_page(URL, page(text, meta).encode(encoding), headers)

    assert "".join(parse_html(response.text).xpath("//p/text()")) == text
    assert decoding.replaced_chars == 0
    assert decoding.used == used
    assert decoding.declared == declared


def test_declaration_beyond_the_first_4096_bytes_counts() -> None:
    scripts = f"<script>{'x' * 5000}</script>"
    body = page("雲嶺新聞網", '<meta charset="big5">', scripts).encode("big5")

    response, decoding = decode_page(URL, body)

    assert decoding.declared == "big5"
    assert "雲嶺新聞網" in response.text


@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_bytes_that_cannot_be_decoded_are_counted(declared: str) -> None:
    good = TEXT.encode("gb18030" if declared == "gb2312" else "utf-8")
    body = (
        page("@@", f'<meta charset="{declared}">').encode("ascii", "ignore").replace(b"@@", good + b"\xff!\xff!\xff!")
    )

    response, decoding = decode_page(URL, body)

    assert decoding.replaced_chars == 3 == response.text.count("\ufffd")
    assert TEXT in response.text


def test_replacement_characters_that_the_site_itself_saved_are_counted() -> None:
    _, decoding = decode_page(URL, page("王\ufffd\ufffd").encode())

    assert decoding.replaced_chars == 2


def test_two_gb_characters_that_happen_to_be_utf8_stay_gb() -> None:
    # 学校 in GBK is a sequence of bytes that is valid UTF-8 as well
    body = f"<html>{GB2312}<p>".encode() + "学校".encode("gb18030") + b"</p></html>"
    assert body.decode("utf-8")

    response, decoding = decode_page(URL, body)

    assert "学校" in response.text
    assert decoding.used == "gb18030"


def test_byte_order_mark_is_no_character_of_the_text() -> None:
    response, _ = decode_page(URL, b"\xef\xbb\xbf" + page().encode())

    assert "\ufeff" not in "".join(parse_html(response.text).itertext())


def test_empty_page_is_decoded_to_nothing() -> None:
    response, decoding = decode_page(URL, b"")

    assert (response.text, decoding.declared, decoding.replaced_chars) == ("", None, 0)
