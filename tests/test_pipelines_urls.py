"""One spelling for every URL, and the key that indexes it."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.urls import canonical_url, url_key

ARTICLE = "http://www.yunling.example/system/2022/09/06/014531534.shtml"
URLS = st.builds(
    "{}://{}{}/{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "Https"]),
    st.sampled_from(["www.yunling.example", "WWW.YunLing.Example", "paper.yunling.example"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(alphabet="aZ09/._-~%D4c2+;=中喆", max_size=20),
    st.sampled_from(["", "?", "?div=-1", "?b=2&a=1", "?q=%D4%C2+x", "?div="]),
    st.sampled_from(["", "#", "#rd", "#/a?b"]),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (ARTICLE, ARTICLE),
        ("HTTP://WWW.YunLing.Example/System/A.shtml", "http://www.yunling.example/System/A.shtml"),
        ("http://www.yunling.example:80/a", "http://www.yunling.example/a"),
        ("https://www.yunling.example:443/a", "https://www.yunling.example/a"),
        ("http://www.yunling.example:443/a", "http://www.yunling.example:443/a"),
        ("https://www.yunling.example:80/a", "https://www.yunling.example:80/a"),
        ("http://www.yunling.example:8080/a", "http://www.yunling.example:8080/a"),
        ("http://www.yunling.example/a#top", "http://www.yunling.example/a"),
        ("http://www.yunling.example/a?", "http://www.yunling.example/a"),
        ("http://www.yunling.example/a?#top", "http://www.yunling.example/a"),
        ("http://www.yunling.example/a#b?c=1", "http://www.yunling.example/a"),
        ("http://www.yunling.example/a.htm?div=-1", "http://www.yunling.example/a.htm?div=-1"),
        ("http://www.yunling.example/a?b=2&a=1&b=1", "http://www.yunling.example/a?b=2&a=1&b=1"),
        ("http://www.yunling.example/a?q=", "http://www.yunling.example/a?q="),
        ("http://www.yunling.example/a?Q=A+B", "http://www.yunling.example/a?Q=A+B"),
        ("http://www.yunling.example/05/%D4%C2%C9%A9_b.jpg", "http://www.yunling.example/05/%D4%C2%C9%A9_b.jpg"),
        ("http://www.yunling.example/05/%d4%c2%C9%a9_b.jpg", "http://www.yunling.example/05/%D4%C2%C9%A9_b.jpg"),
        ("http://www.yunling.example/a%2Fb%3Fc%23d", "http://www.yunling.example/a%2Fb%3Fc%23d"),
        ("http://www.yunling.example/a%20b", "http://www.yunling.example/a%20b"),
        ("http://www.yunling.example/a%25D4", "http://www.yunling.example/a%25D4"),
        ("http://www.yunling.example/count//0088001/c_000000304.shtml",) * 2,
        ("http://www.yunling.example/a/", "http://www.yunling.example/a/"),
    ],
)
def test_url_has_one_spelling(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_plain_and_percent_encoded_chinese_are_one_path() -> None:
    encoded = "http://www.yunling.example/%E4%BA%91%E5%B2%AD.shtml"
    assert canonical_url("http://www.yunling.example/云岭.shtml") == canonical_url(encoded) == encoded


@given(URLS)
def test_canonical_form_is_stable(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert "#" not in once
    assert not once.endswith("?")
    assert once.partition("://")[0] == url.partition("://")[0].lower()


@given(URLS)
def test_key_is_the_hash_of_the_canonical_form(url: str) -> None:
    key = url_key(url)
    assert re.fullmatch("[0-9a-f]{64}", key)
    assert key == url_key(canonical_url(url)) == hashlib.sha256(canonical_url(url).encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        "https://www.yunling.example/system/2022/09/06/014531534.shtml",
        "http://yunling.example/system/2022/09/06/014531534.shtml",
        "http://www.yunling.example/system/2022/09/06/014531534_01.shtml",
        "http://www.yunling.example/system/2022/09/06/014531534.shtml?div=1",
        "http://www.yunling.example/system/2022/09/06/014531534.SHTML",
        "http://www.yunling.example//system/2022/09/06/014531534.shtml",
    ],
)
def test_different_addresses_have_different_keys(other: str) -> None:
    assert url_key(other) != url_key(ARTICLE)


def test_key_of_a_hostile_url_is_no_longer_than_any_other() -> None:
    assert len(url_key(ARTICLE + "?" + "x" * 6000)) == 64
