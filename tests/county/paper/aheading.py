"""The paper in the markup of Aheading, in the skin of the Zhejiang Daily group (PLATFORMS 1.3); no page was saved.

The frames are this sample's own around the classes and ids that are reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.county.paper.markup import (
    author_html,
    bare_text,
    caption_html,
    charset,
    close_of,
    escaped,
    fill,
    has_it,
    headline_html,
    label,
    listed_html,
    menu_label,
    neighbours,
    node_of_page,
    of_other_pages,
    paragraphs,
    plain_date,
    polygons,
    quote_of,
    relative,
    span_header,
    template,
)
from tests.county.paper.plan import HEIGHT, PAPER_NAME, WIDTH, issue_line
from tests.county.paper.truth import asset_folder, pdf_name
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft

_TAG = re.compile(r"(</?)(map|area|li|td|tr|img|p|br)\b")
_CASES = {"map": "MAP", "area": "Area", "li": "Li", "td": "TD", "tr": "Tr", "img": "IMG", "p": "P", "br": "BR"}
_ENDS = ("javascript:alert('已经是第一版')", "javascript:alert('已经是最后一版')")


class AheadingPages:
    """Prints the layout pages and the articles of an issue."""

    def layout(self, issue: IssueDraft, page: PageDraft, before: str | None) -> str:
        """Return a layout page; this markup links no issue before, whatever `before` is."""
        del before
        values = _frame(issue, page) | {
            "TITLE": f"{PAPER_NAME}数字报",
            "DATE": issue_line(issue.day),
            "MAP": _cased(page, _map(issue, page)),
            "LIST": _cased(page, "\n".join(_entry(page, article) for article in page.listed)),
            "FOCUS": _focus(issue, page),
        }
        return fill(template("aheading_layout.html"), values)

    def article(self, issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
        """Return an article's page."""
        values = _frame(issue, page) | {
            "TITLE": f"{PAPER_NAME}数字报-{escaped(article.text.title)}",
            "DATE": plain_date(issue),
            "ARTICLE": _cased(page, _article(issue, page, article)),
        }
        return fill(template("aheading_article.html"), values)


def _frame(issue: IssueDraft, page: PageDraft) -> dict[str, str]:
    place = issue.pages.index(page)
    pages = issue.pages
    return {
        "CHARSET": charset(issue),
        "TITLEPAGE": "node_1741.htm",  # an overview that is no page
        "YEAR": str(issue.day.date.year),
        "MONTH": str(issue.day.date.month),
        "HEADER": span_header(page) if has_it(issue, PrintQuirk.HEADER_SPAN) else f"<span>{label(issue, page)}</span>",
        "PRE": node_of_page(pages[place - 1]) if place else _ENDS[0],
        "NEXT": node_of_page(pages[place + 1]) if place + 1 < len(pages) else _ENDS[1],
        "PAGES": "\n".join(_directory_row(issue, one) for one in pages),
        "MENU": _hidden_menu(issue),
    }


def _cased(page: PageDraft, markup: str) -> str:
    """Write some tags in upper and some in mixed case, on pages that do."""
    return _TAG.sub(lambda tag: f"{tag[1]}{_CASES[tag[2]]}", markup) if has_it(page, PrintQuirk.MIXED_CASE) else markup


def _hidden_menu(issue: IssueDraft) -> str:
    """Return the list of pages as the hidden menu repeats it."""
    if not has_it(issue, PrintQuirk.HIDDEN_MENU):
        return ""
    name = menu_label if has_it(issue, PrintQuirk.TWO_LABELS) else label
    items = "".join(
        f'<li><a id="pageLink" href="{node_of_page(page)}">{name(issue, page)}</a></li>' for page in issue.pages
    )
    return f'<div id="bmdhSpan" style="display:none"><ul>{items}</ul></div>'


def _map(issue: IssueDraft, page: PageDraft) -> str:
    """PLATFORMS 1.3: an area may come twice, each time with another div."""
    shown: set[tuple[int, str]] = set()
    areas = []
    for article, coords in polygons(page):
        div = 0 if (article.number, coords) in shown else -1
        shown.add((article.number, coords))
        href = f"content_{article.number}.htm?div={div}"
        areas.append(f'<area coords="{coords}" shape="polygon" href="{href}">')
    picture = relative(f"{asset_folder(issue, page)}/{page.picture}")
    quote = quote_of(page)
    return (
        f"<map name={quote}PagePicMap{quote}>{''.join(areas)}</map>\n"
        f"<img src={quote}{picture}{quote} border=0 width={quote}{WIDTH}{quote} height={quote}{HEIGHT}{quote} "
        f"usemap={quote}#PagePicMap{quote}>"
    )


def _entry(page: PageDraft, article: ArticleDraft) -> str:
    href = f"content_{article.number}.htm?div={article.number % 3 - 1}"
    quote = quote_of(page)
    before = "&middot;" if has_it(page, PrintQuirk.LIST_DOTS) else ""
    inside = "&middot;" if has_it(page, PrintQuirk.TITLE_DOTS) else ""
    return f"<li>{before}<a href={quote}{href}{quote}>{inside}{listed_html(article)}</a>{close_of(page, 'li')}"


def _focus(issue: IssueDraft, page: PageDraft) -> str:
    if not has_it(page, PrintQuirk.FOCUS_BOX):
        return ""
    items = "\n".join(
        f'<li><a href="content_{one.number}.htm?div=-1">{listed_html(one)}</a></li>'
        for one in of_other_pages(issue, page)
    )
    return f'<div class="main-ed-hot"><h2>热点</h2>\n<ul>\n{items}\n</ul></div>'


def _directory_row(issue: IssueDraft, page: PageDraft) -> str:
    """PLATFORMS 1.3: the second picture of the dd names the PDF in an attribute."""
    name = label(issue, page, "第" if has_it(issue, PrintQuirk.TWO_LABELS) else "")
    pdf = relative(f"{asset_folder(issue, page)}/{pdf_name(issue, page)}")
    return (
        f'<dl><dt><a id="pageLink" href="{node_of_page(page)}">{name}</a></dt>'
        f'<dd><img src="../../../image/view.gif" alt="版面" /><img src="../../../image/pdf.gif" filepath="{pdf}" '
        'onclick="openFile(this)" alt="PDF" /></dd></dl>'
    )


def _article(issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
    text = article.text
    above = f"<!--<npm:article-pretitle>-->{escaped(text.kicker_printed)}<!--</npm:article-pretitle>-->"
    name = f"<h1>{PAPER_NAME}</h1>\n" if has_it(article, PrintQuirk.PAPER_H1) else ""
    return f"""{name}<div class="main-article-alltitle">
<h2 class="main-article-pretitle">{above}</h2>
<h1 class="main-article-title"><!--<npm:article-title>-->{headline_html(article)}<!--</npm:article-title>--></h1>
<h2 class="main-article-subtitle"><!--<npm:article-subtitle>-->{escaped(text.subheadline)}\
<!--</npm:article-subtitle>--></h2>
<h6 class="main-article-author"><!--<npm:article-author>-->{author_html(text)}<!--</npm:article-author>--></h6>
</div>
{_aids(page, article)}
<div class="main-article-content">
{_pictures(issue, page, article)}
<div id="ozoom"><founder-content>{_body(page, article)}</founder-content></div>
</div>"""


def _aids(page: PageDraft, article: ArticleDraft) -> str:
    """PLATFORMS 1.3: the reading aids stand inside the article's box."""
    links = []
    for one, word in zip(neighbours(page, article), ("上一篇", "下一篇"), strict=True):
        href = f"content_{one.number}.htm?div=-1" if one else "javascript:;"
        links.append(f'<a href="{href}">{word}</a>')
    links += [f'<a href="javascript:;" class="copyLK">{word}</a>' for word in ("收藏", "推荐", "剪报", "作品")]
    links += [
        f'<a href="javascript:;" onclick="setZoom({step})">'
        f'<img src="../../../image/zoom{name}.gif" alt="{word}" />{word}</a>'
        for word, name, step in (("放大", "in", 2), ("缩小", "out", -2), ("默认", "", 0))
    ]
    return f"""<div class="main-article-tool">{" ".join(links)}
<a href="javascript:;" class="readTxtQY" onclick="readText()">朗读</a>
<iframe id="TTSPlayeriframe" src="" style="display: none"></iframe></div>"""


def _pictures(issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
    pictures = article.text.pictures
    if not pictures:
        return '<table id="newspic"><tbody></tbody></table>' if has_it(article, PrintQuirk.EMPTY_NEWSPIC) else ""
    folder = relative(asset_folder(issue, page))
    rows = "\n".join(
        f'<tr><td align="center"><img src="{folder}/{one.file}" border="0">{close_of(page, "td")}</tr>\n'
        f'<tr><td align="left">{caption_html(one)}{close_of(page, "td")}</tr>'
        for one in pictures
    )
    return f'<table id="newspic"><tbody>\n{rows}\n</tbody></table>'


def _body(page: PageDraft, article: ArticleDraft) -> str:
    if has_it(article, PrintQuirk.BARE_TEXT):
        return bare_text(article, "<br>")
    return "\n".join(f"<p>{line}{close_of(page, 'p')}" for line in paragraphs(article))
