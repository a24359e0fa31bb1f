"""Pages that came in part, through the wrong encoding, or with a broken byte; and whole ones beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.pages.base import decode_page, is_cut, is_garbled

URL = "http://a.example/1.shtml"
CASES = Path(__file__).parent / "cases"
PAGES = {f"{one.parent.parent.name}/{one.parent.name}": one for one in sorted(CASES.glob("*/*/page.html"))}
END_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# what the platforms open around their content: articles of the two kinds, and a printed page's map
CONTENT = re.compile(
    r"parse begin(.*?)parse end|enorth cms block start(.*?)enorth cms block end"
    r"|<!--enpcontent(.*?)<!--/enpcontent|<founder-content(.*?)</founder-content|<map(.*?)</map",
    re.IGNORECASE | re.DOTALL,
)
CHINESE = "云岭县石桥镇的村民昨天走进合作社，分拣当天采下的杨梅。记者从县里了解到，今年全县的产量比去年增加两成，"
FRENCH = (
    "Le maire a reçu jeudi les habitants du village, qui demandent depuis longtemps la réfection de la route du col. "
    "Les travaux, dont le montant atteint trois millions, doivent commencer au printemps et durer toute une année. "
    "Une classe de l’école voisine a visité le chantier et posé beaucoup de questions aux ouvriers. "
)
VIETNAMESE = (
    "Sáng nay, xã Vân Lĩnh tổ chức lễ khai giảng năm học mới. Các em học sinh được nhận sách vở và quà của hội. "
    "Nhiều gia đình về quê thăm bà con, kể về mùa mận được mùa và giá cả ổn định tại chợ huyện. "
)
SWEDISH = (
    "Kommunen bygger om vägen mellan byarna, och arbetet ska vara klart till sommaren. På måndagen besökte en klass "
    "från skolan platsen och fick se hur maskinerna arbetar. "
)


def text_of(name: str) -> str:
    return decode_page(URL, PAGES[name].read_bytes())[0].text


def page(body: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>{body[:12]}</title></head><body><p>{body}</p></body></html>"


@pytest.mark.parametrize("name", PAGES)
def test_whole_page_is_not_cut_with_or_without_its_end_tags(name: str) -> None:
    whole = text_of(name)

    assert not is_cut(whole)
    assert not is_cut(END_TAGS.sub("", whole))


@pytest.mark.parametrize("name", [name for name in PAGES if CONTENT.search(text_of(name))])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
def test_page_that_ends_within_its_content_is_cut(name: str, part: float) -> None:
    whole = END_TAGS.split(text_of(name))[0]  # what follows them is the platform's notes
    blocks = [match.span(number) for match in CONTENT.finditer(whole) for number in range(1, 6) if match[number]]

    assert [
        whole[begin : begin + 40] for begin, end in blocks if not is_cut(whole[: begin + int((end - begin) * part)])
    ] == []


def test_platforms_are_all_among_the_pages_that_are_cut() -> None:
    assert {name.split("/")[0] for name in PAGES if CONTENT.search(text_of(name))} == {"aheading", "enorth", "founder"}


@pytest.mark.parametrize("text", ["", " ", "短讯", "<p>一段没有标记的文字", "<html><body><p>文", "{}"])
def test_text_without_marks_is_not_cut(text: str) -> None:
    assert not is_cut(text)


def as_western(text: str) -> str:
    """Read UTF-8 as Windows does in western Europe; the five bytes that it lacks stay control characters."""
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


@pytest.mark.parametrize("times", [5, 40, 400])
def test_chinese_page_that_was_read_as_western_is_garbled(times: int) -> None:
    assert is_garbled(as_western(page(CHINESE * times)))


def test_garbled_page_with_a_little_sound_chinese_around_is_garbled() -> None:
    assert is_garbled(page(f"{as_western(CHINESE * 40)} {CHINESE}"))


@pytest.mark.parametrize("text", [CHINESE, FRENCH, VIETNAMESE, SWEDISH, "A page in English. "], ids="cfvse")
@pytest.mark.parametrize("chars", [100, 2_000, 10_000, 60_000])
def test_sound_page_of_any_length_is_not_garbled(text: str, chars: int) -> None:
    assert not is_garbled(page(text * (chars // len(text) + 1)))


def test_chinese_page_with_foreign_names_is_not_garbled() -> None:
    assert not is_garbled(page((CHINESE + "据法国 Société Générale 与 Hermès 的消息，Zoë Brontë 参观了杨梅园。") * 50))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=150, max_size=400))
def test_any_chinese_text_is_garbled_after_and_never_before(text: str) -> None:
    assert is_garbled(as_western(text))
    assert not is_garbled(text)


DECLARATIONS = ["", "utf-8", "gb2312", "gbk", "iso-8859-1", "big5", "nonsense"]


@pytest.mark.parametrize("declared", DECLARATIONS)
@pytest.mark.parametrize("is_header", [True, False])
@pytest.mark.parametrize("place", [0.3, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("broken", [b"\xff", b"\x80", b"\xe4", b"\xe4\xba"])
def test_one_broken_byte_does_not_make_utf8_something_else(
    declared: str, place: float, broken: bytes, *, is_header: bool
) -> None:
    meta = f'<meta charset="{declared}">' if declared and not is_header else ""
    head, tail = page(CHINESE * 20, meta).encode().split(b"<p>")
    content, end = tail.split(b"</p>")
    at = int(len(CHINESE) * 20 * place) * 3
    headers = {"Content-Type": f"text/html; charset={declared}"} if declared and is_header else {}

    response, decoding = decode_page(URL, head + b"<p>" + content[:at] + broken + content[at:] + b"</p>" + end, headers)

    assert decoding.used == "utf-8"
    assert 1 <= decoding.replaced_chars <= 2
    assert response.text.count(CHINESE) >= 18


@pytest.mark.parametrize("declared", DECLARATIONS)
@pytest.mark.parametrize("less", [1, 2])
def test_utf8_page_that_ends_within_a_character_is_utf8(declared: str, less: int) -> None:
    body = f'<meta charset="{declared}"><p>{CHINESE * 20}'.encode()[:-less]

    _, decoding = decode_page(URL, body)

    assert (decoding.used, decoding.replaced_chars) == ("utf-8", 1)


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=16, max_size=300)


@given(chinese, st.sampled_from(["", "gb2312", "gbk", "gb18030", "utf-8", "iso-8859-1", "nonsense"]))
def test_gb_page_is_read_as_one_whatever_it_declares(text: str, declared: str) -> None:
    body = page(text, f'<meta charset="{declared}">' if declared else "").encode("gb18030")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        assume(False)

    response, decoding = decode_page(URL, body)

    assert (decoding.used, decoding.replaced_chars) == ("gb18030", 0)
    assert text in response.text


@given(chinese, st.integers(0, 600), st.binary(min_size=1, max_size=2))
def test_gb_page_with_a_broken_byte_never_becomes_utf8(text: str, at: int, broken: bytes) -> None:
    body = page(text, '<meta charset="gb2312">').encode("gb18030")
    at = body.index(b"<p>") + 3 + 2 * min(at, len(text))
    body = body[:at] + broken + body[at:]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        assert decode_page(URL, body)[1].used == "gb18030"


@given(chinese, st.sampled_from(DECLARATIONS))
def test_utf8_page_is_read_as_one_whatever_it_declares(text: str, declared: str) -> None:
    response, decoding = decode_page(URL, page(text, f'<meta charset="{declared}">').encode())

    assert (decoding.used, decoding.replaced_chars) == ("utf-8", 0)
    assert text in response.text
