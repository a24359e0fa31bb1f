"""The sample county's site: served by pytest-httpserver, and by its own command in its own process."""

from __future__ import annotations

import html
import http.client
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.county import County, Quirk
from tests.county.plan import CHANNELS, HOT
from tests.county.quirks import SKINS

ROOT = Path(__file__).parent.parent
FOLDER = "/system/count//0088001/000000000000"
FOLDED = {code + 0xFEE0: code for code in range(0x30, 0x7B)} | {0xFF1A: "：", 0xFF1B: "；", 0xFF1F: "？"}
ENTRY = re.compile(r'<dt>.*?href="([^"]+)"')


@pytest.fixture
def county(httpserver):
    county = County(1, 15, httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile(".*")).respond_with_handler(county.respond)
    return county


@pytest.fixture
def fetch(county, httpserver):
    connection = http.client.HTTPConnection(httpserver.host, httpserver.port, timeout=10)

    def get(url):
        connection.request("GET", url.removeprefix(county.base_url))
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode("gb18030")

    yield get
    connection.close()


def first_with(county, quirk):
    return next(article for article in county.articles() if quirk in article.quirks)


def test_index_lists_the_newest_twelve_and_names_the_pager(fetch):
    status, headers, page = fetch("/hot/index.shtml")
    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert len(ENTRY.findall(page)) == 12
    assert "/system/count/0088001/000000000000/count_page_list_0088001000000000000.js" in page
    assert "charset=gb2312" in page


def test_pager_script_counts_whole_pages(fetch):
    _, _, script = fetch(f"{FOLDER}/count_page_list_0088001000000000000.js")
    assert re.search(r"var maxpage = (\d+);", script)[1] == str(15 * HOT.per_day // 12)


@pytest.mark.parametrize("folder", [FOLDER, FOLDER.replace("//", "/")])
def test_numbered_page_one_has_the_oldest_entries(fetch, county, folder):
    status, _, page = fetch(f"{folder}/000/000/c0088001000000000000_000000001.shtml")
    assert status == 200
    assert next(county.articles()).headline in page


def test_numbered_pages_are_frozen():
    path = f"{FOLDER}/000/000/c0088001000000000000_000000003.shtml"
    entries = [ENTRY.findall(County(1, days).page(path)[2].decode("gb18030")) for days in (6, 20)]
    assert entries[0] == entries[1]


def test_a_numbered_page_that_is_not_full_is_not_there(fetch):
    assert fetch(f"{FOLDER}/000/000/c0088001000000000000_000000008.shtml")[0] == 404


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.slug)
def test_every_entry_of_a_channel_is_on_the_index_or_a_numbered_page(channel):
    county = County(1, 23)
    folder = f"/system/count//{channel.number}/000000000000/000/000/c{channel.pager_id}"
    numbered = [f"{folder}_{page:09d}.shtml" for page in range(1, 23 * channel.per_day // 12 + 1)]
    pages = [county.page(path)[2].decode("gb18030") for path in (f"/{channel.slug}/index.shtml", *numbered)]
    linked = {href.rpartition("/")[2] for page in pages for href in ENTRY.findall(page)}
    assert len(linked) == 23 * channel.per_day


def test_article_holds_its_headline_and_a_line_of_its_body(fetch, county):
    article = next(one for one in county.articles() if Quirk.SUBHEADS in one.quirks)
    status, headers, page = fetch(article.url)
    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert article.headline.split()[0] in page
    assert article.section in page


def test_further_pages_carry_the_rest_of_the_text(fetch, county):
    article = first_with(county, Quirk.SEVERAL_PAGES)
    first, *others = (fetch(url)[2] for url in (article.url, *article.parts))
    assert article.parts[0].rpartition("/")[2] in first
    assert all(article.headline.split()[0] in page for page in others)
    assert fetch(article.parts[-1].replace(f"_0{len(article.parts)}.", "_09."))[0] == 404


def test_copies_and_refused_pages_are_served(fetch, county):
    copy = first_with(county, Quirk.EXACT_COPY).aliases[0]
    refused = next(one.url for one in county.refusals() if one.reason == "robots")
    assert [fetch(url)[0] for url in (copy, refused)] == [200, 200]
    assert "/inner/" in refused
    assert "Disallow: /inner/" in fetch("/robots.txt")[2]


def test_gone_entries_answer_404_or_lead_home(fetch, county):
    gone = {one.reason: one.url for one in county.refusals() if one.state == "gone"}
    status, headers, _ = fetch(gone["redirected_home"])
    assert fetch(gone["http_404"])[0] == 404
    assert (status, headers["Location"]) == (302, f"{county.base_url}/index.shtml")
    assert fetch("/index.shtml")[0] == 200


def test_sidebar_pages_exist_and_are_no_articles(fetch, county):
    assert {fetch(url)[0] for url in county.not_listed()} == {200}
    assert not {one.url for one in county.articles()} & set(county.not_listed())
    assert county.not_listed()[0] in fetch("/hot/index.shtml")[2]


def test_what_the_site_does_not_have_is_404(fetch):
    paths = (
        "/images/ad21.jpg",
        "/vedio/",
        "/system/2014/12/21/014500000.shtml",
        "/inner/system/2014/12/20/014500000.shtml",
    )
    assert {fetch(path)[0] for path in paths} == {404}


def letters(page):
    """Return a page's text without tags, noise and blanks, its digits and letters folded."""
    text = html.unescape(re.sub(r"<script.*?</script>|<!--.*?-->|<[^>]*>", "", page, flags=re.DOTALL))
    return re.sub("[\\s\u200b\ufeff\ue000-\uf8ff\x00-\x1f]", "", text).translate(FOLDED)


@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: skin.slug)
def test_every_field_of_the_truth_is_printed(skin):
    county = County(1, 40)
    missing = []
    for article in (one for one in county.articles() if skin in one.quirks):
        urls = (article.url, *article.parts)
        pages = [county.page(url.removeprefix(county.base_url))[2].decode("gb18030") for url in urls]
        printed = letters("".join(pages))
        wanted = [article.headline, article.section, *article.body.split("\n"), *article.byline_printed.split("\n")]
        wanted += [one for one in (article.dateline, article.credited_source) if one]
        wanted += [person.name for person in article.contributors]
        wanted += [image.caption for image in article.images if image.caption]
        missing += [(article.url, one) for one in wanted if letters(one) not in printed]
        missing += [(article.url, image.url) for image in article.images if image.url not in pages[0]]
    assert missing == []


@contextmanager
def serving(*arguments):
    command = [sys.executable, "-B", "-m", "tests.county", "serve", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_command_serves_keep_alive_connections_until_it_is_told_to_stop():
    with serving("--days", "3", "--port", "0") as process:
        base_url = process.stdout.readline().removeprefix("serving ").strip()
        connection = http.client.HTTPConnection(base_url.removeprefix("http://"), timeout=10)
        for path in ("/hot/index.shtml", "/robots.txt", "/nothing"):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            assert (answer.version, int(answer.headers["Content-Length"])) == (11, len(body))
            assert not answer.will_close
        connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_one_line_and_exit_2():
    with serving("--port", "0") as first:
        port = first.stdout.readline().strip().rpartition(":")[2]
        with serving("--port", port) as second:
            assert second.wait(timeout=10) == 2
            assert len(second.stderr.read().splitlines()) == 1
