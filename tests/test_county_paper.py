"""The sample county's daily paper: its truth, its two markups, and what its server answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import urllib.request
from itertools import pairwise
from urllib.parse import urldefrag, urljoin

import lxml.html
import pytest

from tests.county import ALL, County, PrintQuirk, Quirk

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


def tree_of(text):
    return lxml.html.document_fromstring(re.sub(r"<\?xml.*?\?>", "", text))


def said(element):
    """The text of an element, its line breaks and blanks as one blank."""
    for line in element.iter("br"):
        line.tail = " " + (line.tail or "")
    return " ".join("".join(element.itertext()).split())


def squeezed(text):
    return re.sub(r"\s+", "", text)


def link_of(url, href):
    return urldefrag(urljoin(url, href)).url.partition("?")[0]


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
    assert set(records[first:]) == {"issue", "print_article", "print_refusal"}
    assert summary["state"] == "summary"
    assert lines[first]["published_on"] == "2014-12-20"


def test_there_is_enough_to_read():
    county = County(1, 120)
    articles = list(county.print_articles())
    published = {issue.published_on for issue in county.issues() if issue.pages}
    assert len(articles) >= 3000
    assert len(articles) / len(published) >= 28
    assert {article.genre for article in articles} == {
        "news", "photo", "teaser", "notice", "masthead", "advertisement",
    }  # fmt: skip
    reports = [article for article in articles if article.genre == "news"]
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
    assert "unavailable" not in (known[days[0]], known[days[-1]])
    assert 0.04 < sum(state == "unavailable" for state in known.values()) / DAYS < 0.12


def test_unavailable_and_partial_issues(county, issues):
    gone = {refusal.url for refusal in county.print_refusals()}
    for issue in county.issues():
        if issue.state == "unavailable":
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


def test_jumps_are_two_articles_of_one_headline(articles):
    firsts = [article for article in articles if "（下转第" in article.body]
    assert firsts
    for first in firsts:
        rest = [
            one
            for one in articles
            if (one.published_on, one.headline) == (first.published_on, first.headline) and one.url != first.url
        ]
        assert len(rest) == 1
        assert re.match(r"（上接第A?1版）", rest[0].body)
        assert re.search(r"（下转第A?\d版）$", first.body)
        assert int(re.search(r"\d+", rest[0].page_number)[0]) == int(re.search(r"下转第A?(\d)", first.body)[1])


def test_bylines_name_their_people(articles):
    for article in articles:
        names = [one.name for one in article.contributors]
        printed = squeezed(article.byline_printed or "")
        assert all(name in printed for name in names)
        assert bool(names) == bool(printed)
        for one in article.contributors:
            assert one.image_ordinal is None or 1 <= one.image_ordinal <= len(article.images)
        assert article.headline or article.genre == "notice"
        assert (article.body == "") == (article.genre in ("teaser", "masthead", "advertisement")) or (
            article.genre == "photo"
        )


# Pages.


def read_layout(county, url):
    """What a reader sees of a layout page, by the names that each markup gives its parts."""
    text = page_of(county, url)
    tree = tree_of(re.sub(r"(?s)<!--.*?-->", "", text))
    if '<ul class="main-ed-articlenav-list">' in text:
        links = tree.xpath('//ul[@class="main-ed-articlenav-list"]/li/a')
        pdfs = dict(
            zip(
                tree.xpath('//div[@class="main-ednav-nav"]/dl/dt/a[@id="pageLink"]/@href'),
                tree.xpath('//div[@class="main-ednav-nav"]/dl/dd/img[2]/@filepath'),
                strict=True,
            )
        )
    else:
        focus = set(tree.xpath('//div[@class="bm07"]//a'))
        links = [one.getparent() for one in tree.xpath('//a/div[starts-with(@id, "mp")]')]
        links = [link for link in links if link not in focus]
        rows = [row for row in tree.xpath("//tr[td/a[@id='pageLink']]") if row.xpath("td/a[contains(@href, '.pdf')]")]
        pdfs = {
            row.xpath("td/a[@id='pageLink']/@href")[0].removeprefix("./"): row.xpath("td/a[2]/@href | td[2]/a/@href")[0]
            for row in rows
        }
    listed = [(link_of(url, link.get("href")), said(link) or None) for link in links]
    areas = {}
    for area in tree.iter("area"):
        numbers = [int(one) for one in area.get("coords").split(",")]
        region = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        regions = areas.setdefault(link_of(url, area.get("href")), [])
        regions += [] if region in regions else [region]
    image = next(one for one in tree.iter("img") if one.get("usemap"))
    return text, tree, listed, areas, image, pdfs


def test_layout_pages_show_their_truth(county, issues):
    for issue in issues:
        for page in issue.pages:
            text, _, listed, areas, image, pdfs = read_layout(county, page.url)
            in_list = [one for one in page.placements if one.in_list]
            assert listed == [(one.url, one.listed_title) for one in in_list]
            assert {url: tuple(regions) for url, regions in areas.items()} == {
                one.url: one.regions for one in page.placements if one.in_map
            }
            only = [one.url for one in page.placements if not one.in_list]
            assert only == [url for url in areas if url in set(only)]
            assert urljoin(page.url, image.get("src")) == page.image_url
            assert (int(image.get("width")), int(image.get("height"))) == (page.width, page.height)
            assert urljoin(page.url, pdfs[page.url.rpartition("/")[2]]) == page.pdf_url
            assert {urljoin(page.url, one) for one in pdfs} >= {one.url for one in issue.pages}
            label = f"{'增刊' if issue.edition == '增刊' else ''}{page.number}版：{page.title}"
            assert label in squeezed(re.sub("<[^>]*>", "", text))
            line = squeezed(re.sub("<[^>]*>", "", text))
            day = issue.published_on
            if issue.covers_until is None:
                assert f"{day.year}年{day.month}月{day.day}日星期{'一二三四五六日'[day.weekday()]}" in line
                assert f"第{issue.number}期" in line
            else:
                assert f"第{issue.number.replace('-', '、')}期合刊" in line
                assert re.search(
                    rf"{day.month}月{day.day}日-(\d+年)?(\d+月)?{issue.covers_until.day}日星期.、.第", line
                )
            assert 10_000 <= len(text.encode()) <= 32_000


def test_articles_show_their_truth(county, articles):
    for article in articles:
        text = page_of(county, article.url)
        tree = tree_of(re.sub(r"(?s)<!--.*?-->", "", text))
        shown = squeezed("".join(tree.xpath("//body")[0].itertext()))
        for printed in (article.headline, article.kicker, article.subheadline):
            assert squeezed(printed or "") in shown
        body = squeezed(said(tree.xpath('//div[@id="ozoom"]')[0]))
        expected = (article.dateline or "") + article.body
        assert squeezed(expected) in body
        rest = body.replace(squeezed(expected), "")
        assert re.fullmatch(r"(■今日云岭记者.+|（记者.+）)?", rest)
        for line in (article.byline_printed or "").split("\n"):
            assert squeezed(line) in shown
        pictures = [
            (urljoin(article.url, one.get("src")), said(caption))
            for one, caption in zip(
                tree.xpath('//table[@id="newspic"]//img'),
                tree.xpath('//table[@id="newspic"]//td[not(img)]'),
                strict=True,
            )
        ]
        assert [url for url, _ in pictures] == [image.url for image in article.images]
        for (_, caption), image in zip(pictures, article.images, strict=True):
            assert squeezed(image.caption or "") in squeezed(caption)
            assert image.caption is not None or "摄" in caption or "作者" in caption or not caption
        assert 9_500 <= len(text.encode()) <= 30_000


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
        if issue.state == "unavailable":
            day = issue.published_on
            status, headers, _ = county.page(f"/jryl/html/{day:%Y-%m/%d}/node_2.htm")
            is_sent_home = PrintQuirk.GAP_REDIRECT in issue.quirks
            assert status == (302 if is_sent_home else 404)
            assert not is_sent_home or headers["Location"] == f"{county.base_url}/jryl/paperindex.htm"
            answers.add(status)
    assert answers == {302, 404}
    combined = [issue for issue in published.values() if issue.covers_until]
    assert combined
    for issue in combined:
        second = issue.pages[0].url.replace(f"{issue.published_on:%Y-%m/%d}", f"{issue.covers_until:%Y-%m/%d}")
        assert fetch(county, second)[0] == 404


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
    assert (linked > 0) == (main[0].platform == "founder-classic")


def test_the_http_server_serves_names_that_are_no_utf8(httpserver):
    county = County(1, 30, httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile(".*")).respond_with_handler(county.respond)
    page = next(page for issue in county.issues() for page in issue.pages if "%" in page.image_url)
    with urllib.request.urlopen(page.image_url, timeout=10) as answer:  # noqa: S310  it is our own server
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")


# Quirks.


def test_no_quirk_no_trace():
    for paper in MARKUPS:
        county = County(1, 12, paper=paper, quirks=frozenset())
        assert not [article for article in county.print_articles() if article.quirks]
        assert {issue.state for issue in county.issues()} == {"complete"}
        assert not [issue for issue in county.issues() if issue.quirks]


@pytest.mark.parametrize("quirk", PrintQuirk, ids=lambda quirk: quirk.slug)
def test_a_quirk_that_is_left_out_is_not_there(quirk):
    county = County(1, 4, quirks=ALL - {quirk}, paper="founder" if quirk.markup == "founder" else "aheading")
    assert not [one for one in (*county.issues(), *county.print_articles()) if quirk in one.quirks]


def test_print_quirks_name_where_they_were_seen():
    slugs = [quirk.slug for quirk in (*Quirk, *PrintQuirk)]
    assert len(set(slugs)) == len(slugs)
    for quirk in PrintQuirk:
        assert re.search(r"PLATFORMS \d|pages/[\w./]+|seed/[\w.]+|not seen", quirk.seen_in), quirk
        assert quirk.markup in ("both", *MARKUPS)


def has(pattern):
    return lambda text, _: re.search(pattern, text) is not None


def lists_more_than_it_places(text, issue):
    own = {one.url.rpartition("/")[2] for page in issue.pages for one in page.placements}
    return ("今日关注" in text or "热点" in text) and len(own) > 1


# What a page of the quirk shows: of a layout page (with its issue) or of an article (with its truth).
LAYOUT = {
    PrintQuirk.COMBINED_ISSUE: has(r"期合刊"),
    PrintQuirk.LATE_ISSUE: has(r"第\d+期"),
    PrintQuirk.GB_DECLARED: has(r"charset=gb2312"),
    PrintQuirk.FRAME_B: has(r"<DIV id=pgn"),
    PrintQuirk.PRINT_CRLF: has(r"\r\n"),
    PrintQuirk.PAGE_HOLE: lambda _, issue: (
        len({one.number for one in issue.pages}) < int(re.search(r"\d+", issue.pages[-1].number)[0])
    ),
    PrintQuirk.LETTERED_PAGES: has(r"A01版"),
    PrintQuirk.SUPPLEMENT: has(r"增刊01版："),
    PrintQuirk.HIDDEN_MENU: has(r"版： |A01： |class=\"black\" id=pageLink"),
    PrintQuirk.PREVIOUS_ISSUE: has(r"上一期</a></td>"),
    PrintQuirk.GBK_NAMES: has(r"/(%[0-9A-F]{2}){4,}_b\.jpg"),
    PrintQuirk.ADVERTISEMENT_PAGE: has(r"0\d版：广告"),
    PrintQuirk.FOCUS_BOX: lists_more_than_it_places,
    PrintQuirk.UNQUOTED: has(r"(?i)<map name=pagepicmap>"),
    PrintQuirk.UNCLOSED: has(r"</a>\s*(\n<li>|\n</ul>|\n *<tr>|  <tr>)"),
    PrintQuirk.LIST_ORDER: lambda _, issue: any(
        [one.url for one in page.placements if one.in_list] != sorted(one.url for one in page.placements if one.in_list)
        for page in issue.pages
    ),
    PrintQuirk.DUPLICATE_AREAS: has(r"(?i)(<area coords=\"([\d,]+)\" [^>]*>)<area coords=\"\2\" "),
}
ARTICLE = {
    PrintQuirk.STORY: lambda _, article: article.story_of is not None,
    PrintQuirk.KICKER: lambda text, article: f"pretitle>-->{article.kicker}<" in text,
    PrintQuirk.SUBHEADLINE: lambda text, article: f"subtitle>-->{article.subheadline}<" in text,
    PrintQuirk.TWO_LINES: lambda text, article: article.headline in re.sub(r"(?<=\S)<br>(?=\S)", " ", text),
    PrintQuirk.PRINT_DATELINE: has(r"本报讯"),
    PrintQuirk.PRINT_PICTURE: has(r"id=\"newspic\"[^>]*><tbody>\s*<tr><td align=\"?center\"?><img"),
    PrintQuirk.PRINT_PHOTO_STORY: has(r"id=\"newspic\"[^>]*><tbody>\s*<tr><td align=\"?center\"?><img"),
    PrintQuirk.TEASER: lambda _, article: article.genre == "teaser",
    PrintQuirk.NOTICE_FORM: lambda _, article: re.search("公告|启事|声明", article.headline) is not None,
    PrintQuirk.NOTICE_BARE: lambda text, article: article.headline is None and "声明作废。" in text,
    PrintQuirk.MASTHEAD: has(r"报头"),
    PrintQuirk.ADVERTISEMENT_PAGE: lambda text, article: article.headline == "广告" and not article.body,
    PrintQuirk.JUMP: has(r"（下转第|（上接第"),
    PrintQuirk.COPY_ON_PAGE: lambda _, article: len(article.aliases) == 1,
    PrintQuirk.AUTHOR_BOTH: has(r"article-author>-->(本报记者 [^<]*)?通讯员 "),
    PrintQuirk.AUTHOR_REPORTER: has(r"article-author>-->(本报)?记者 "),
    PrintQuirk.AUTHOR_BARE: lambda text, article: (
        article.contributors[0].role == "author" and re.search("article-author>-->[^ <]{2,4}<", text) is not None
    ),
    PrintQuirk.BYLINE_AT_END: has(r"（记者 [^）]+）\s*<"),
    PrintQuirk.BYLINE_SQUARE: has(r"■&nbsp;今日云岭记者&nbsp;"),
    PrintQuirk.CREDIT_BOX: has(r"作者：\([^)]+\)&nbsp;&nbsp;&nbsp;"),
    PrintQuirk.CREDIT_CLOSING: has(r"[ >][^ ]+ 摄<"),
    PrintQuirk.TITLE_TITLE1: has(r"class=\"?title1\"?><founder-title>"),
    PrintQuirk.TITLE_BT1: has(r"class=\"?bt1\"?><founder-title>"),
    PrintQuirk.TITLE_H1: has(r"</h3><h1><founder-title>.*</h1><h2>"),
    PrintQuirk.DOUBLED_ENPCONTENT: has(r"<!--enpcontent--><!--enpcontent-->"),
    PrintQuirk.BARE_TEXT: lambda text, _: "<p>" not in text.lower().partition('<div id="ozoom"')[2].partition("</f")[0],
    PrintQuirk.EMPTY_NEWSPIC: has(r"id=\"newspic\"[^>]*><tbody></tbody></table>"),
    PrintQuirk.PAPER_H1: has(r"<h1>今日云岭</h1>"),
    PrintQuirk.HEADLINE_TAIL: has(r" &nbsp;　<"),
}
PLACE = {
    PrintQuirk.L_SHAPED: lambda one, _: any(len(set(region)) < len(region) for region in one.regions),
    PrintQuirk.TWO_REGIONS: lambda one, _: len(one.regions) == 2,
    PrintQuirk.MAP_ONLY: lambda one, _: one.in_map and not one.in_list and one.listed_title is None,
    PrintQuirk.LIST_ONLY: lambda one, _: one.in_list and not one.in_map,
    PrintQuirk.LISTED_BLANKS: lambda one, text: (
        re.search(f"{one.url.rpartition('/')[2]}[^\n]*  </(div|a)>", text) is not None
    ),
}
# Seen in what an address answers, in the tests above.
ELSEWHERE = {
    PrintQuirk.ENTRY_UNQUOTED,
    PrintQuirk.ENTRY_QUOTED,
    PrintQuirk.GAP,
    PrintQuirk.GAP_REDIRECT,
    PrintQuirk.GONE_ARTICLE,
}


def test_every_print_quirk_is_looked_for():
    assert set(LAYOUT) | set(ARTICLE) | set(PLACE) | ELSEWHERE == set(PrintQuirk)


def applies(quirk, issues):
    return quirk.markup in ("both", "founder" if issues[0].platform == "founder-classic" else "aheading")


@pytest.mark.parametrize("quirk", LAYOUT, ids=lambda quirk: quirk.slug)
def test_quirks_of_layout_pages_are_in_the_markup(county, issues, quirk):
    shown = [issue for issue in issues if quirk in issue.quirks]
    assert bool(shown) == applies(quirk, issues)
    for issue in shown[:3]:
        texts = [page_of(county, page.url) for page in issue.pages]
        assert any(LAYOUT[quirk](text, issue) for text in texts), issue.published_on


@pytest.mark.parametrize("quirk", ARTICLE, ids=lambda quirk: quirk.slug)
def test_quirks_of_articles_are_in_the_markup(county, issues, articles, quirk):
    shown = [article for article in articles if quirk in article.quirks]
    assert bool(shown) == applies(quirk, issues)
    for article in shown[:5]:
        assert ARTICLE[quirk](page_of(county, article.url), article), article.url


@pytest.mark.parametrize("quirk", PLACE, ids=lambda quirk: quirk.slug)
def test_quirks_of_placements_are_in_the_markup(county, issues, articles, quirk):
    placed = {one.url: (one, page.url) for issue in issues for page in issue.pages for one in page.placements}
    shown = [article for article in articles if quirk in article.quirks]
    assert shown
    for article in shown[:10]:
        one, url = placed[article.url]
        assert PLACE[quirk](one, page_of(county, url)), article.url
