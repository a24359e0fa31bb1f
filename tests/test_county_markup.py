"""The sample county invents no markup: whatever its pages use was seen in a saved page or is in PLATFORMS.md."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from tests.county import County, Quirk
from tests.scale import scaled

SHARED = Path(__file__).parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "PLATFORMS.md").is_file(), reason="the notes on platforms (../shared) are not beside this checkout"
)
# Attributes whose values are addresses or words.
WORDS = frozenset(("href", "src", "title", "content", "onclick", "tppabs", "value", "height", "width"))


@pytest.fixture(scope="module")
def seen():
    files = [SHARED / "PLATFORMS.md", *sorted((SHARED / "pages").rglob("*.html")), *(SHARED / "pages").rglob("*.js")]
    return normalised("\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files))


@pytest.fixture(scope="module")
def pages():
    county = County(1, 40)
    wanted = {}
    for article in county.articles():
        for quirk in article.quirks:
            if len(wanted.setdefault(quirk, [])) < 3:
                wanted[quirk] += [article.url, *article.parts]
    assert len(wanted) > len(Quirk) - 8
    urls = {url for urls in wanted.values() for url in urls} | {county.not_listed()[0]}
    paths = [url.removeprefix(county.base_url) for url in sorted(urls)]
    lists = [
        "/index.shtml",
        "/hot/index.shtml",
        "/system/count//0088002/000000000000/000/000/c0088002000000000000_000000001.shtml",
    ]
    return [county.page(path)[2].decode("gb18030") for path in paths + lists]


def normalised(text):
    return re.sub(r"[\s\"']+", "", text).lower()


def comment_markers(page):
    """Return what is fixed in each comment of the publishing system."""
    comments = re.findall(r"<!--.*?-->", page, re.DOTALL)
    fixed = (
        re.match(
            r'<!--(enorth cms (?:page|block \w+)(?: \[ name="[\w.]+")?|function: \w+|function \w+|<page cms="\w+)', one
        )
        for one in comments
    )
    return {
        "<!--" + match[1].replace("function: source", "function source") if match else one
        for match, one in zip(fixed, comments, strict=True)
    }


def attribute_markers(page):
    elements = lxml.html.document_fromstring(re.sub(r"<\?xml.*?\?>|encoding=", "", page)).iter(lxml.etree.Element)
    return {
        f"{name}={value}"
        for element in elements
        for name, value in element.attrib.items()
        if name not in WORDS and not value.startswith(("javascript", "http"))
    }


def tags(page):
    return {
        tag.lower()
        for tag in re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", re.sub(r"<!--.*?-->|<script.*?</script>", "", page))
    }


def test_classes_ids_and_attributes_were_seen(pages, seen):
    used = sorted(set().union(*map(attribute_markers, pages)))
    assert [one for one in used if normalised(one) not in seen] == []


def test_comment_markers_were_seen(pages, seen):
    used = sorted(set().union(*map(comment_markers, pages)))
    assert [one for one in used if normalised(one).removesuffix("()") not in seen] == []


def test_tags_were_seen(pages, seen):
    used = sorted(set().union(*map(tags, pages)))
    assert [one for one in used if f"<{one}" not in seen] == []


def test_every_quirk_names_where_it_was_seen():
    cited = re.compile(r"PLATFORMS \d|pages/([\w./]+)|seed/([\w.]+)")
    for quirk in Quirk:
        match = cited.search(quirk.seen_in)
        assert match, quirk
        assert not match[1] or (SHARED / "pages" / match[1]).is_file()
        assert not match[2] or (SHARED / "seed" / match[2]).is_file()


def test_no_sentence_is_copied_from_a_saved_page(pages, seen):
    lines = {
        line
        for article in County(1, scaled(15, 40)).articles()
        for line in re.split("[。\n]", article.body)
        if len(line) > 15
    }
    assert [line for line in sorted(lines) if normalised(line) in seen] == []
