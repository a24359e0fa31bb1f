"""The sample county's daily paper: what its pages show, in both markups, quirk by quirk."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

import lxml.html
import pytest

from tests.county import ALL, County, PrintQuirk, Quirk
from tests.test_county_paper import DAYS, MARKUPS, page_of, squeezed


@pytest.fixture(scope="module", params=MARKUPS)
def county(request):
    return County(1, DAYS, paper=request.param)


@pytest.fixture(scope="module")
def issues(county):
    return [issue for issue in county.issues() if issue.pages]


@pytest.fixture(scope="module")
def articles(county):
    return list(county.print_articles())


def tree_of(text):
    return lxml.html.document_fromstring(re.sub(r"<\?xml.*?\?>", "", text))


def said(element):
    """The text of an element, its line breaks and blanks as one blank."""
    for line in element.iter("br"):
        line.tail = " " + (line.tail or "")
    return " ".join("".join(element.itertext()).split())


def link_of(url, href):
    return urldefrag(urljoin(url, href)).url.partition("?")[0]


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
    listed = [(link_of(url, link.get("href")), said(link).removeprefix("·") or None) for link in links]
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
            colon = ":" if PrintQuirk.ASCII_COLON in issue.quirks else "："
            label = f"{'增刊' if issue.edition == '增刊' else ''}{page.number}版{colon}{page.title}"
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


def left_of(body, article):
    """What is printed in a body besides dateline and paragraphs, in their order, and what names people."""
    rest, place = [], 0
    for part in (article.dateline or "", *article.body.split("\n")):
        found = body.find(squeezed(part), place)
        assert found >= 0, (article.url, part)
        rest.append(body[place:found])
        place = found + len(squeezed(part))
    others = "".join([*rest, body[place:]])
    said_of_others = [one.printed for one in article.pointers if one.kind.startswith("jump")]
    named = [*(article.byline_printed or "").split("\n"), *said_of_others]
    for line in sorted(map(squeezed, named), key=len, reverse=True):
        others = others.replace(line, "", 1)
    return others


def test_articles_show_their_truth(county, articles):
    for article in articles:
        text = page_of(county, article.url)
        tree = tree_of(re.sub(r"(?s)<!--.*?-->", "", text))
        shown = squeezed("".join(tree.xpath("//body")[0].itertext()))
        for printed in (article.headline, article.kicker, article.subheadline):
            assert squeezed(printed or "") in shown
        body = squeezed(said(tree.xpath('//div[@id="ozoom"]')[0]))
        assert left_of(body, article) == ""
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
    PrintQuirk.SUPPLEMENT: has(r"增刊01版[：:]"),
    PrintQuirk.HIDDEN_MENU: has(
        r"版[：:] |A01[：:] |class=\"black\" id=pageLink|<div id=\"bmdhSpan\" style=\"display:none\"><ul>"
    ),
    PrintQuirk.PREVIOUS_ISSUE: has(r"上一期</a></td>"),
    PrintQuirk.TWO_LABELS: has(r"(?s)>第A01版[：:].*>A01[：:] "),
    PrintQuirk.PREVIOUS_NEAR: has(r"href=\"\.\./\d\d/node_2\.htm\"><FONT face=Webdings>3</FONT>上一期"),
    PrintQuirk.ASCII_COLON: has(r">(第|增刊)?A?01版:"),
    PrintQuirk.HEADER_SPAN: has(r"第A?0?1版　　　　<span>"),
    PrintQuirk.GBK_NAMES: has(r"/(%[0-9A-F]{2}){4,}_b\.jpg"),
    PrintQuirk.ADVERTISEMENT_PAGE: has(r"0\d版[：:]广告"),
    PrintQuirk.FOCUS_BOX: lists_more_than_it_places,
    PrintQuirk.UNQUOTED: has(r"(?i)<map name=pagepicmap>"),
    PrintQuirk.UNCLOSED: has(r"(?i)</a>\s*(\n<li>|\n</ul>|\n *<tr>|  <tr>)"),
    PrintQuirk.LIST_ORDER: lambda _, issue: any(
        [one.url for one in page.placements if one.in_list] != sorted(one.url for one in page.placements if one.in_list)
        for page in issue.pages
    ),
    PrintQuirk.DIV_QUERY: has(r"(?s)<Area [^>]*content_\d+\.htm\?div=-1.*<a href=\"?content_\d+\.htm\?div=(0|-1)"),
    PrintQuirk.MIXED_CASE: has(r"<MAP name.*<Area .*\n<IMG "),
    PrintQuirk.LIST_DOTS: has(r"(?i)<li>&middot;<a "),
    PrintQuirk.TITLE_DOTS: has(r"(?i)<li><a [^>]*>&middot;"),
    PrintQuirk.DUPLICATE_AREAS: has(r"(?i)(<area coords=\"([\d,]+)\" [^>]*>)<area coords=\"\2\" "),
}
ARTICLE = {
    PrintQuirk.STORY: lambda _, article: article.story_of is not None,
    PrintQuirk.KICKER: lambda text, article: f"pretitle>-->{article.kicker}<" in text,
    PrintQuirk.SUBHEADLINE: lambda text, article: f"subtitle>-->{article.subheadline}<" in text,
    PrintQuirk.TWO_LINES: lambda text, article: article.headline in re.sub(r"(?i)(?<=\S)<br>(?=\S)", " ", text),
    PrintQuirk.PRINT_DATELINE: has(r"本报讯"),
    PrintQuirk.PRINT_PICTURE: has(r"(?i)id=\"newspic\"[^>]*><tbody>\s*<tr><td align=\"?center\"?><img"),
    PrintQuirk.PRINT_PHOTO_STORY: has(r"(?i)id=\"newspic\"[^>]*><tbody>\s*<tr><td align=\"?center\"?><img"),
    PrintQuirk.TEASER: lambda _, article: article.genre == "teaser",
    PrintQuirk.NOTICE_FORM: lambda _, article: re.search("公告|启事|声明", article.headline) is not None,
    PrintQuirk.NOTICE_BARE: lambda text, article: article.headline is None and "声明作废。" in text,
    PrintQuirk.MASTHEAD: has(r"报头"),
    PrintQuirk.ADVERTISEMENT_PAGE: lambda text, article: article.headline == "广告" and not article.body,
    PrintQuirk.JUMP: has(r"（下转第|（上接第"),
    PrintQuirk.JUMP_ONE_SIDE: lambda text, article: all(one.printed in text for one in article.pointers),
    PrintQuirk.JUMP_TITLED: lambda text, article: all(one.printed in text for one in article.pointers),
    PrintQuirk.JUMP_THREE: lambda text, article: (
        len(article.pointers) in (1, 2) and all(one.printed in text for one in article.pointers)
    ),
    PrintQuirk.JUMP_IN_SENTENCE: lambda _, article: article.genre == "news",
    PrintQuirk.TWIN_BRIEFS: lambda _, article: article.headline == "简讯" and not article.pointers,
    PrintQuirk.TWIN_PHOTOS: lambda _, article: article.headline == "图片新闻" and not article.pointers,
    PrintQuirk.GUIDE: lambda _, article: article.body.split("\n") == [one.printed for one in article.pointers],
    PrintQuirk.TEASER_SHORT: has(r"（(详见|报道见)第?A?[\d一二三四五六七八九]+版）"),
    PrintQuirk.SERIES: lambda text, article: article.series_title in text and article.series_part in text,
    PrintQuirk.SERIES_LOOK: lambda _, article: "一" in article.headline and article.series_title is None,
    PrintQuirk.CORRECTION: lambda _, article: article.pointers[0].printed in article.body,
    PrintQuirk.COMMENTARY: lambda text, article: (
        article.genre == "commentary" and (bool(article.kicker) or "本报评论员" in text)
    ),
    PrintQuirk.LITERATURE: lambda _, article: article.genre == "literature",
    PrintQuirk.THREE_LINES: lambda text, article: article.headline in re.sub(r"(?i)(?<=\S)<br>(?=\S)", " ", text),
    PrintQuirk.COPY_ON_PAGE: lambda _, article: len(article.aliases) == 1,
    PrintQuirk.AUTHOR_BOTH: has(r"article-author>-->(本报记者 [^<]*)?通讯员 "),
    PrintQuirk.AUTHOR_REPORTER: has(r"article-author>-->(本报)?记者 "),
    PrintQuirk.AUTHOR_BARE: lambda text, article: (
        article.contributors[0].role == "author" and re.search("article-author>-->[^ <]{2,4}<", text) is not None
    ),
    PrintQuirk.BYLINE_AT_END: has(r"（记者 [^）]+）\s*<"),
    PrintQuirk.BYLINE_SQUARE: has(r"■&nbsp;今日云岭记者&nbsp;"),
    PrintQuirk.SQUARE_BELOW: lambda text, article: (
        re.search(r"■&nbsp;今日云岭记者&nbsp;[^<]+(<[^>]*>(-->)?\s*)+(　|&nbsp;| )+通讯员&nbsp;", text) is not None
        and re.match("■ 今日云岭记者 [^\n]+\n通讯员 ", article.byline_printed) is not None
        and [one.role for one in article.contributors[:2]] == ["reporter", "correspondent"]
    ),
    PrintQuirk.CREDIT_ROUND: has(r"（[^（<]+ 摄）<"),
    PrintQuirk.CREDIT_SLASH: has(r"\([^(<]+/摄\)<"),
    PrintQuirk.CREDIT_BOX: has(r"作者：\([^)]+\)&nbsp;&nbsp;&nbsp;"),
    PrintQuirk.CREDIT_CLOSING: has(r"[ >][^ ]+ 摄<"),
    PrintQuirk.TITLE_TITLE1: has(r"class=\"?title1\"?><founder-title>"),
    PrintQuirk.TITLE_BT1: has(r"class=\"?bt1\"?><founder-title>"),
    PrintQuirk.TITLE_H1: has(r"</h3><h1><founder-title>.*</h1><h2>"),
    PrintQuirk.TITLE_H2: has(r"<h4><!--<npm:article-pretitle>-->.*</h4><h2><founder-title>"),
    PrintQuirk.DOUBLED_ENPCONTENT: has(r"<!--enpcontent--><!--enpcontent-->"),
    PrintQuirk.BARE_TEXT: lambda text, _: "<p>" not in text.lower().partition('<div id="ozoom"')[2].partition("</f")[0],
    PrintQuirk.BARE_AROUND: has(
        r"(?is)<founder-content>[^<]+<br>\s*<!--<npm:article-content>-->.+<br>\s*<!--</npm:article-content>-->[^<]+</founder"
    ),
    PrintQuirk.EMPTY_NEWSPIC: has(r"(?i)id=\"newspic\"[^>]*><tbody></tbody></table>"),
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
    PrintQuirk.GAP_HOME,
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
