"""What both markups share: filling frames, printing text, areas of a map, a body's paragraphs."""

from __future__ import annotations

import html
import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.county.paper.plan import date_parts
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft
    from tests.county.paper.printed import PrintPicture, PrintText
    from tests.county.quirks import AnyQuirk

_TEMPLATES = Path(__file__).with_name("templates")
_MARK = re.compile(r"@@(\w+)@@")


@cache
def template(name: str) -> str:
    """Return a frame's text."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def fill(frame: str, values: dict[str, str]) -> str:
    """Put the values in their places."""
    return _MARK.sub(lambda mark: values[mark[1]], frame)


def escaped(text: str | None) -> str:
    """Return a text's HTML."""
    return html.escape(text or "", quote=False)


def charset(issue: IssueDraft) -> str:
    """Return the encoding that the pages declare."""
    return "gb2312" if PrintQuirk.GB_DECLARED in issue.quirks else "utf-8"


def plain_date(issue: IssueDraft) -> str:
    """Return the date without the issue's number."""
    year, month, day, weekday = date_parts(issue.day)
    return f"{year}年{month}月{day}日　星期{weekday}"


def relative(path: str) -> str:
    """Return an address as the pages of an issue link it: from three folders up."""
    return "../../.." + path.removeprefix("/jryl")


def has_it(draft: ArticleDraft | PageDraft | IssueDraft, quirk: AnyQuirk) -> bool:
    """Tell whether a draft shows a quirk."""
    return quirk in draft.quirks


def quote_of(page: PageDraft) -> str:
    """Return what stands around a page's attributes."""
    return "" if has_it(page, PrintQuirk.UNQUOTED) else '"'


def close_of(page: PageDraft, tag: str) -> str:
    """Return a closing tag, on pages that close their elements."""
    return "" if has_it(page, PrintQuirk.UNCLOSED) else f"</{tag}>"


def node_of_page(page: PageDraft) -> str:
    """Return a page's address as its neighbours link it."""
    return page.path.rpartition("/")[2]


def colon(issue: IssueDraft) -> str:
    """Return what stands between a page's number and its name."""
    return ":" if has_it(issue, PrintQuirk.ASCII_COLON) else "："


def label(issue: IssueDraft, page: PageDraft, first: str = "") -> str:
    """Return a page's name as lists print it: 01版：要闻, or with a 第 first, which a supplement's never has."""
    first = page.edition if page.is_supplement else first
    return f"{first}{page.number}版{colon(issue)}{page.title}"


def menu_label(issue: IssueDraft, page: PageDraft) -> str:
    """The menu's other form (pages/jxrb_layout_20171009_A01.html): a blank after the colon, no 第 and no 版."""
    if page.is_supplement:
        return label(issue, page)
    return f"{page.number}{'' if page.number.startswith('A') else '版'}{colon(issue)} {page.title}"


def span_header(page: PageDraft) -> str:
    """Return a page's name with its number in short: 第1版　　　　<span>要闻</span>."""
    first = page.edition if page.is_supplement else "第"
    return f"{first}{page.number.lstrip('0')}版　　　　<span>{page.title}</span>"


def headline_html(article: ArticleDraft) -> str:
    """Return the headline, its lines apart."""
    tail = " &nbsp;　" if has_it(article, PrintQuirk.HEADLINE_TAIL) else ""
    return "<br>".join(escaped(line) for line in article.text.headline) + tail


def listed_html(article: ArticleDraft) -> str:
    """Return the headline as lists print it."""
    tail = "  " if has_it(article, PrintQuirk.LISTED_BLANKS) else ""
    return "<BR>".join(escaped(line) for line in article.text.headline) + tail


def polygons(page: PageDraft) -> list[tuple[ArticleDraft, str]]:
    """Return (article, coords) of the map's areas, those that a page prints twice included."""
    shown = [
        (article, ",".join(f"{x},{y}" for x, y in region)) for article in page.articles for region in article.regions
    ]
    if has_it(page, PrintQuirk.DUPLICATE_AREAS):
        repeated = {article.number for article in page.articles[::2]}
        return [one for pair in shown for one in ([pair, pair] if pair[0].number in repeated else [pair])]
    return shown


def paragraphs(article: ArticleDraft) -> list[str]:
    """Return the body's paragraphs, with the dateline and the bylines that stand in it."""
    text, rng = article.text, random.Random(f"{article.path}:body")
    indent = rng.choice(("　　", "&nbsp;&nbsp;&nbsp; ", "&nbsp;　"))
    lines = [escaped(line) for line in text.lines]
    if lines:
        lines[0] = escaped(text.mark("lead")) + lines[0]
        lines[-1] += escaped(text.mark("tail"))
    byline = text.byline
    if byline and byline.place == "head":
        lines[0] = escaped(byline.printed) + byline.gap + lines[0]
    if lines and text.dateline:
        lines[0] = text.dateline + rng.choice(("　", " ", "&nbsp;")) + lines[0]
    if byline and byline.place == "end":
        lines[-1] += byline.gap + escaped(byline.printed)
    if byline and byline.place == "above":
        lines[:0] = (square_of(text) + escaped(byline.printed)).replace(" ", "&nbsp;").split("\n")
    for below in (byline if byline and byline.place == "below" else None, text.closing):
        lines += escaped(below.printed).split("\n") if below else []
    lines = [*filter(None, [escaped(text.mark("above"))]), *lines, *filter(None, [escaped(text.mark("below"))])]
    return [indent + line for line in lines]


def square_of(text: PrintText) -> str:
    """Return the mark in front of the paper's own form of a byline, which the form's words are without."""
    return "■ " if text.byline and text.byline.form is PrintQuirk.BYLINE_SQUARE else ""


def bare_text(article: ArticleDraft, line_break: str) -> str:
    """Return the paragraphs without elements: all between the comments, or the first before and the last after them."""
    lines = paragraphs(article)
    before, after = [], []
    if has_it(article, PrintQuirk.BARE_AROUND):
        before, lines, after = lines[:1], lines[1:-1], lines[-1:]
    groups = [(line_break + "\n").join(group) for group in (before, lines, after)]
    ends = [f"{group}{line_break}\n" if group else "" for group in groups[:2]]
    return f"{ends[0]}<!--<npm:article-content>-->{ends[1]}<!--</npm:article-content>-->{groups[2]}"


def author_html(text: PrintText) -> str:
    """Return what stands in the author slot."""
    if text.byline is None or text.byline.place != "slot":
        return ""
    return escaped(text.byline.printed)


def caption_html(picture: PrintPicture) -> str:
    """Return a caption with its credit: in front in a box of Founder's, else at the end."""
    credit, caption = escaped(picture.photographer_printed), escaped(picture.caption)
    if credit.startswith("作者"):
        return f"{credit}&nbsp;&nbsp;&nbsp;{caption}"
    if credit.startswith(("（", "(")):
        return caption + credit
    return f"{caption} {credit}".strip()


def neighbours(page: PageDraft, article: ArticleDraft) -> tuple[ArticleDraft | None, ArticleDraft | None]:
    """Return the articles before and after, in the page's order."""
    placed = page.placed
    place = placed.index(article)
    return placed[place - 1] if place else None, placed[place + 1] if place + 1 < len(placed) else None


def of_other_pages(issue: IssueDraft, page: PageDraft) -> list[ArticleDraft]:
    """Return what a box of selected articles lists: one of each other page, and one of the page itself."""
    others = [one.listed[0] for one in issue.pages if one is not page and one.listed and one.listed[0].text.headline]
    own = [article for article in page.listed[:1] if article.text.headline]
    return own + others[:5]
