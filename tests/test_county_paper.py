"""The sample county's daily paper: its truth, and what its server answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import urllib.request
from itertools import pairwise
from urllib.parse import urljoin

import pytest

from tests.county import County, PrintQuirk
from tests.county.groups import STRUCTURE

DAYS = 60
MARKUPS = ("founder", "aheading")


@pytest.fixture(scope="module", params=MARKUPS)
def county(request):
    return County(1, DAYS, paper=request.param)


@pytest.fixture(scope="module")
def issues(county):
    return [issue for issue in county.issues() if issue.pages]


@pytest.fixture(scope="module")
def articles(county):
    return list(county.print_articles())


def fetch(county, url):
    status, headers, body = county.page(url.removeprefix(county.base_url))
    return status, headers, body


def page_of(county, url):
    status, headers, body = fetch(county, url)
    assert (status, headers["Content-Type"]) == (200, "text/html"), url
    declared = re.search(rb"charset=([\w-]+)", body)[1].decode()
    return body.decode({"gb2312": "gb18030"}.get(declared, declared))


def squeezed(text):
    return re.sub(r"\s+", "", text)


# Truth.


@pytest.mark.parametrize("paper", MARKUPS)
def test_same_seed_gives_the_same_truth_and_pages(paper):
    one, other = (County(3, 12, paper=paper) for _ in range(2))
    assert list(one.truth_json()) == list(other.truth_json())
    urls = [page.url for issue in one.issues() for page in issue.pages] + [a.url for a in one.print_articles()]
    # In the other order: a page does not depend on what was asked before.
    shown = {url: fetch(other, url) for url in reversed(urls)}
    assert [fetch(one, url) for url in urls] == [shown[url] for url in urls]


def test_another_seed_gives_another_paper():
    first, second = ([article.body for article in County(seed, 4).print_articles()] for seed in (1, 2))
    assert first != second


def without_urls(value):
    if dataclasses.is_dataclass(value):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        kept = {name: one for name, one in fields.items() if name not in ("quirks", "platform", "byline_printed")}
        return {name: without_urls(one) for name, one in kept.items()}
    if isinstance(value, tuple | list):
        return [without_urls(one) for one in value]
    return "url" if isinstance(value, str) and value.startswith("http") else value


def printed_alike(article):
    """作者：(何雪) in one markup is 何雪 摄 in the other."""
    return re.sub(r"作者：\((.*?)\)", r"\1 摄", article.byline_printed or "")


def test_both_markups_have_one_truth_but_for_their_addresses():
    one, other = (County(1, 25, paper=paper) for paper in MARKUPS)
    assert without_urls(list(one.issues())) == without_urls(list(other.issues()))
    articles = [list(county.print_articles()) for county in (one, other)]
    assert without_urls(articles[0]) == without_urls(articles[1])
    assert [printed_alike(article) for article in articles[0]] == [printed_alike(article) for article in articles[1]]
    assert len(list(one.print_refusals())) == len(list(other.print_refusals()))


def test_the_news_site_is_the_same_with_either_paper():
    one, other = (County(1, 8, paper=paper) for paper in MARKUPS)
    lines = [[line for line in county.truth_json() if '"record"' not in line] for county in (one, other)]
    assert lines[0] == lines[1]
    assert json.loads(lines[0][-1])["state"] == "summary"


def test_json_lines_of_the_paper_come_before_the_summary():
    *lines, summary = (json.loads(line) for line in County(1, 20).truth_json())
    records = [line.get("record") for line in lines]
    first = records.index("issue")
    assert set(records[:first]) == {None}
    assert set(records[first:]) == {"issue", "print_article", "print_joined", "print_refusal"}
    assert summary["state"] == "summary"
    assert lines[first]["published_on"] == "2014-12-20"


def test_there_is_enough_to_read():
    county = County(1, 120)
    articles = list(county.print_articles())
    published = {issue.published_on for issue in county.issues() if issue.pages}
    assert len(articles) >= 3000
    assert len(articles) / len(published) >= 28
    assert {article.genre for article in articles} == {
        "news", "photo", "commentary", "literature", "teaser", "notice", "correction", "masthead", "advertisement",
    }  # fmt: skip
    reports = [article for article in articles if article.genre == "news" and not article.quirks & STRUCTURE]
    assert 0.35 < sum(article.story_of is not None for article in reports) / len(reports) < 0.65


def test_numbers_follow_one_another(issues):
    numbers = [int(one) for issue in issues if issue.edition == "main" for one in issue.number.split("-")]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_every_day_is_accounted_for(county):
    known = {}
    for issue in county.issues():
        if issue.edition == "main":
            day = issue.published_on
            while day <= (issue.covers_until or issue.published_on):
                assert day not in known
                known[day] = issue.state
                day += dt.timedelta(days=1)
    days = [dt.date(2014, 12, 20) + dt.timedelta(days=n) for n in range(DAYS)]
    assert sorted(known) == days
    assert "not_published" not in (known[days[0]], known[days[-1]])
    assert 0.04 < sum(state == "not_published" for state in known.values()) / DAYS < 0.12


def test_not_published_and_partial_issues(county, issues):
    gone = {refusal.url for refusal in county.print_refusals()}
    for issue in county.issues():
        if issue.state == "not_published":
            assert (issue.number, issue.pages) == (None, ())
    for issue in issues:
        placed = {placement.url for page in issue.pages for placement in page.placements}
        assert issue.state == ("partial" if placed & gone else "complete")
    assert gone


def test_supplements_have_their_own_record(issues):
    main = {issue.published_on: issue for issue in issues if issue.edition == "main"}
    supplements = [issue for issue in issues if issue.edition == "增刊"]
    assert supplements
    for issue in supplements:
        assert issue.number == main[issue.published_on].number
        assert [(page.number, page.ordinal) for page in issue.pages] == [("01", 1), ("02", 2)]


def test_placements_and_articles_name_each_other(county, issues, articles):
    placed = {}
    for issue in issues:
        assert 4 <= len(issue.pages) <= 8 or issue.edition != "main"
        assert [page.ordinal for page in issue.pages] == list(range(1, len(issue.pages) + 1))
        for page in issue.pages:
            assert [one.ordinal for one in page.placements] == list(range(1, len(page.placements) + 1))
            for one in page.placements:
                assert one.url not in placed
                placed[one.url] = (issue, page, one)
                assert (one.in_map or one.in_list) and one.in_map == bool(one.regions)
                assert all(0 <= x <= page.width and 0 <= y <= page.height for region in one.regions for x, y in region)
    named = set()
    for article in articles:
        issue, page, placement = placed[article.url]
        assert (issue.published_on, issue.edition) == (article.published_on, article.edition)
        assert (page.number, page.title, placement.ordinal) == (
            article.page_number,
            article.page_title,
            article.position,
        )
        assert not placement.in_list or placement.listed_title == article.headline
        assert all(article.url < alias for alias in article.aliases)
        named |= {article.url, *article.aliases}
    gone = [refusal.url for refusal in county.print_refusals()]
    assert {refusal.reason for refusal in county.print_refusals()} == {"http_404"}
    assert named | set(gone) == set(placed)
    assert not named & set(gone)


def test_stories_are_of_the_news_site_of_the_day_before(county, articles):
    news = {article.url: article for article in county.articles()}
    stories = [article for article in articles if article.story_of]
    assert stories
    for story in stories:
        original = news[story.story_of]
        assert original.published_on <= story.published_on
        assert original.body.startswith(story.body.partition("\n")[0])
        people = {one.name for one in original.contributors}
        assert {one.name for one in story.contributors} <= people


def test_plain_jumps_are_two_articles_of_one_headline(articles):
    by_url = {article.url: article for article in articles}
    firsts = [one for one in articles if PrintQuirk.JUMP in one.quirks and one.pointers[0].kind == "jump_to"]
    assert firsts
    for first in firsts:
        (to,) = first.pointers
        rest = by_url[to.target_url]
        assert (first.published_on, first.headline) == (rest.published_on, rest.headline)
        assert [(one.kind, one.target_url) for one in rest.pointers] == [("jump_from", first.url)]
        assert re.fullmatch(r"（上接第A?1版）", rest.pointers[0].printed)
        assert re.fullmatch(r"（下转第A?\d版）", to.printed)
        assert int(re.search(r"\d+", rest.page_number)[0]) == int(re.search(r"\d", to.printed)[0])
        assert to.printed not in first.body and rest.pointers[0].printed not in rest.body


def test_bylines_name_their_people(articles):
    for article in articles:
        names = [one.name for one in article.contributors]
        printed = squeezed(article.byline_printed or "")
        assert all(name in printed for name in names)
        assert bool(names) == bool(printed) or printed == "本报评论员"
        for one in article.contributors:
            assert one.image_ordinal is None or 1 <= one.image_ordinal <= len(article.images)
        assert article.headline or article.genre == "notice"
        assert (article.body == "") == (article.genre in ("masthead", "advertisement")) or (
            article.genre in ("photo", "teaser")
        )


# Answers.


def test_files_are_served(county, issues, articles):
    for issue in issues[:12]:
        for page in issue.pages:
            assert fetch(county, page.image_url)[:2] == (200, {"Content-Type": "image/jpeg"})
            assert fetch(county, page.pdf_url)[:2] == (200, {"Content-Type": "application/pdf"})
    for article in articles[:300]:
        for image in article.images:
            assert fetch(county, image.url)[0] == 200
    assert fetch(county, issues[0].pages[0].image_url + "x")[0] == 404


def entry_target(county):
    status, _, body = fetch(county, f"{county.base_url}/jryl/paperindex.htm")
    assert status == 200 and len(body) < 800
    return urljoin(f"{county.base_url}/jryl/paperindex.htm", re.search(rb"(?i)url=([^\">]*)", body)[1].decode())


def test_entry_leads_to_the_latest_issue(county, issues):
    main = [issue for issue in issues if issue.edition == "main"]
    assert entry_target(county) == main[-1].pages[0].url
    for path in ("/jryl/", "/jryl/index.htm"):
        status, headers, _ = county.page(path)
        assert (status, headers["Location"]) == (302, f"{county.base_url}/jryl/paperindex.htm")


def test_entry_has_three_forms():
    entries = {County(1, days).page("/jryl/paperindex.htm")[2] for days in range(3, 24)}
    forms = {(b"CONTENT" in one, one.endswith(b"htm>")) for one in entries}
    assert forms == {(True, True), (True, False), (False, False)}


def test_days_without_an_issue(county, issues):
    published = {issue.published_on: issue for issue in issues}
    answers = set()
    for issue in county.issues():
        if issue.state == "not_published":
            day = issue.published_on
            status, headers, _ = county.page(f"/jryl/html/{day:%Y-%m/%d}/node_2.htm")
            expected = (404, None)
            if PrintQuirk.GAP_HOME in issue.quirks:
                expected = (301, f"{county.base_url}/")
            elif PrintQuirk.GAP_REDIRECT in issue.quirks:
                expected = (302, f"{county.base_url}/jryl/paperindex.htm")
            assert (status, headers.get("Location")) == expected
            answers.add(status)
    assert 404 in answers and answers & {301, 302}
    combined = [issue for issue in published.values() if issue.covers_until]
    assert combined
    for issue in combined:
        second = issue.pages[0].url.replace(f"{issue.published_on:%Y-%m/%d}", f"{issue.covers_until:%Y-%m/%d}")
        assert fetch(county, second)[0] == 404


def test_days_without_an_issue_lead_to_the_entry_or_home_or_nowhere():
    county = County(1, 400)
    shown = {issue.quirks for issue in county.issues() if issue.state == "not_published"}
    gap = frozenset({PrintQuirk.GAP})
    redirect = gap | {PrintQuirk.GAP_REDIRECT}
    assert shown == {gap, redirect, redirect | {PrintQuirk.GAP_HOME}}


@pytest.mark.parametrize(
    "path",
    [
        "/jryl/html/2013-01/01/node_2.htm",
        "/jryl/html/2014-02/30/node_2.htm",
        "/jryl/html/2014-12/20/node_1.htm",
        "/jryl/html/2014-12/20/content_1.htm",
        "/jryl/html/2030-12/20/node_2.htm",
        "/jryl/nothing.htm",
    ],
)
def test_other_addresses_are_not_found(county, path):
    assert county.page(path)[0] == 404


def test_gone_articles_and_queries(county, articles):
    for refusal in county.print_refusals():
        assert fetch(county, refusal.url)[0] == 404
    assert fetch(county, f"{articles[0].url}?div=-1") == fetch(county, articles[0].url)


def test_late_issues_can_be_withheld():
    county = County(1, DAYS)
    main = [issue for issue in county.issues() if issue.pages and issue.edition == "main"]
    late = [issue for issue in main if issue.published_on in county.late_days]
    assert 1 <= len(late) <= 2
    assert all(PrintQuirk.LATE_ISSUE in issue.quirks for issue in late)
    released = [fetch(county, page.url) for issue in late for page in issue.pages]
    assert {answer[0] for answer in released} == {200}
    county.withhold_late()
    assert {fetch(county, page.url)[0] for issue in late for page in issue.pages} == {404}
    assert entry_target(county) == [issue for issue in main if issue not in late][-1].pages[0].url
    county.release_late()
    assert [fetch(county, page.url) for issue in late for page in issue.pages] == released
    assert entry_target(county) == main[-1].pages[0].url


def test_late_days_may_be_chosen():
    county = County(1, 10)
    county.late_days = frozenset({dt.date(2014, 12, 20)})
    county.withhold_late()
    assert county.page("/jryl/html/2014-12/20/node_37749.htm")[0] == 404
    county.release_late()
    assert county.page("/jryl/html/2014-12/20/node_37749.htm")[0] == 200


def test_the_issue_before_is_linked_by_founder_only(county, issues):
    linked = 0
    main = [issue for issue in issues if issue.edition == "main"]
    for before, issue in pairwise(main):
        text = page_of(county, issue.pages[0].url)
        match = re.search(r'<a class=preart href="([^"]+)"><FONT face=Webdings>3</FONT>上一期</a>', text)
        assert bool(match) == (PrintQuirk.PREVIOUS_ISSUE in issue.quirks)
        if match:
            linked += 1
            assert urljoin(issue.pages[0].url, match[1]) == before.pages[0].url
            assert match[1].startswith("../../") == (PrintQuirk.PREVIOUS_NEAR not in issue.quirks)
    assert (linked > 0) == (main[0].platform == "founder-classic")


def test_the_http_server_serves_names_that_are_no_utf8(httpserver):
    county = County(1, 30, httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile(".*")).respond_with_handler(county.respond)
    page = next(page for issue in county.issues() for page in issue.pages if "%" in page.image_url)
    with urllib.request.urlopen(page.image_url, timeout=10) as answer:  # noqa: S310  it is our own server
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
