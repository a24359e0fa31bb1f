"""The paper in the markup of Founder classic (PLATFORMS 1.1); the frames are those of the saved pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.county.paper.markup import (
    author_html,
    bare_text,
    caption_html,
    charset,
    close_of,
    colon,
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
from tests.county.paper.plan import HEIGHT, PAPER_NAME, WIDTH, date_parts, issue_line, number_line
from tests.county.paper.truth import asset_folder, pdf_name
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft

_WEBDINGS = "<span style='font-size:12px;font-family:webdings'>"


class FounderPages:
    """Prints the layout pages and the articles of an issue."""

    def layout(self, issue: IssueDraft, page: PageDraft, before: str | None) -> str:
        """Return a layout page; `before` is the first page of the issue before."""
        is_b = has_it(issue, PrintQuirk.FRAME_B)
        year, month, day, weekday = date_parts(issue.day)
        menu = has_it(issue, PrintQuirk.HIDDEN_MENU)
        folder = asset_folder(issue, page)
        values = {
            "PAPER": PAPER_NAME,
            "CHARSET": charset(issue),
            "HEADER": _header(issue, page),
            "MAP": _map(issue, page),
            "NAV": _page_links(issue, page, is_b=is_b),
            "PDF": relative(f"{folder}/{pdf_name(issue, page)}"),
            "LIST": "\n".join(_entry(page, article, is_b=is_b) for article in page.listed),
            "FOCUS": _focus(issue, page),
            "PAGES": "\n".join(_directory_row(issue, one, n) for n, one in enumerate(issue.pages)),
            "PERIOD": _period(issue, before) if before and has_it(issue, PrintQuirk.PREVIOUS_ISSUE) else "",
            "TRAILER": _trailer(issue, page),
            "CNDATE": issue_line(issue.day),
            "BMDH": _hidden_rows(issue) if menu else "",
            "BTDH": "<tr><td></td></tr>",
            "PGN": _hidden_items(issue) if menu else "",
            "SELF": page.path.rpartition("/")[2],
            "Y": year,
            "M": month,
            "D": day,
            "WD": weekday,
            "NUMBER": number_line(issue.day),
        }
        return fill(template("founder_b.html" if is_b else "founder_a.html"), values)

    def article(self, issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
        """Return an article's page."""
        before, after = neighbours(page, article)
        links = [
            f'<a class=preart href="content_{one.number}.htm">{_WEBDINGS}{glyph}</span>{word}</a>'
            for one, glyph, word in ((before, 3, "上一篇"), (after, 4, "下一篇"))
            if one
        ]
        values = {
            "PAPER": PAPER_NAME,
            "CHARSET": charset(issue),
            "HEADER": _header(issue, page),
            "CNDATE": plain_date(issue),
            "NAV": "&nbsp;&nbsp;".join(links),
            "ARTICLE": _article_table(issue, page, article),
            "BMDH": _hidden_rows(issue) if has_it(issue, PrintQuirk.HIDDEN_MENU) else "",
            "TRAILER": _trailer(issue, page, article),
        }
        return fill(template("founder_article.html"), values)


def _header(issue: IssueDraft, page: PageDraft) -> str:
    if has_it(issue, PrintQuirk.HEADER_SPAN):
        return span_header(page)
    first = page.edition if page.is_supplement else "第"
    return f"{first}{page.number}版{colon(issue)}<STRONG>{page.title}</STRONG>"


def _query(page: PageDraft, div: int) -> str:
    """PLATFORMS 1.3: the same article, highlighted differently."""
    return f"?div={div}" if has_it(page, PrintQuirk.DIV_QUERY) else ""


def _map(issue: IssueDraft, page: PageDraft) -> str:
    shown: set[tuple[int, str]] = set()
    areas = ""
    for article, coords in polygons(page):
        query = _query(page, 0 if (article.number, coords) in shown else -1)
        shown.add((article.number, coords))
        areas += f'<Area coords="{coords}" shape="polygon" href="content_{article.number}.htm{query}">'
    picture = relative(f"{asset_folder(issue, page)}/{page.picture}")
    return (
        f"<MAP NAME={quote_of(page)}pagepicmap{quote_of(page)}>{areas}</MAP>"
        f"<img src={picture} border=0 width={WIDTH} height={HEIGHT} USEMAP=#pagepicmap>"
    )


def _page_links(issue: IssueDraft, page: PageDraft, *, is_b: bool) -> str:
    place = issue.pages.index(page)
    links = []
    if place:
        links.append(f'<a class=preart href="{node_of_page(issue.pages[place - 1])}">{_WEBDINGS}3</span>上一版</a>')
    if place + 1 < len(issue.pages):
        links.append(f'<a class=preart href="{node_of_page(issue.pages[place + 1])}">{_WEBDINGS}4</span>下一版</a>')
    if is_b:
        return "".join(f"<td nowrap width=50% class=px12>{link}&nbsp;&nbsp;</td>" for link in links)
    return "&nbsp;".join(links)


def _entry(page: PageDraft, article: ArticleDraft, *, is_b: bool) -> str:
    quote = quote_of(page)
    link = (
        f"<a href={quote}content_{article.number}.htm{_query(page, article.number % 2 - 1)}{quote}>"
        f'<div style="display:inline" id=mp{article.number}>{listed_html(article)}</div></a>'
    )
    if is_b:
        return (
            '<tr> <TD class=default valign="top"> <img src="../../../tplimg/checkbox.gif" width="10" height="10"> '
            f'</TD> <td class=default valign="top"> {link} {close_of(page, "td")} {close_of(page, "TR")}'
        )
    return f"<li>&middot;{link}{close_of(page, 'li')}\n"


def _focus(issue: IssueDraft, page: PageDraft) -> str:
    """pages/jjjcb_founder_layout_trimmed.html: a box of articles, most of them of other pages."""
    if not has_it(page, PrintQuirk.FOCUS_BOX):
        return ""
    tables = "\n".join(
        "<table cellspacing=0 cellpadding=0 border=0><tbody> <tr><td class=px12 align=left> "
        f"<a href=content_{one.number}.htm><div id=mp{one.number}>{listed_html(one)}</div></a> </td></tr> "
        "</tbody></table>"
        for one in of_other_pages(issue, page)
    )
    return f"""<table width="100%" border="0" cellspacing="0" cellpadding="0" class="bm05">
 <tr>
 <td class="bm06">今日关注</td>
 </tr>
 <tr>
 <td class="bm02"><div class="bm07">
{tables}
 </div></td>
 </tr>
</table>"""


def _directory_row(issue: IssueDraft, page: PageDraft, place: int) -> str:
    pdf = relative(f"{asset_folder(issue, page)}/{pdf_name(issue, page)}")
    colour, dot = (" bgcolor=#e8e8e8", "") if place % 2 else ("", "./" if place == 0 else "")
    return (
        f"<tr{colour}> <td class=default align=left>&nbsp;"
        f"<a id=pageLink href={dot}{node_of_page(page)}>{label(issue, page, '第')}</a>"
        f'</td> <td nowrap align=middle width=55><a href={pdf}><img height=16 src="../../../tplimg/pdf.gif" width=16 '
        "border=0></a></td></tr>"
    )


def _hidden_rows(issue: IssueDraft) -> str:
    return "\n".join(
        f'<TR> <TD align=left height=24 class="black" >&nbsp;<a href={node_of_page(page)} class="black" id=pageLink>'
        f"{menu_label(issue, page)}</a></TD> </TR>"
        for page in issue.pages
    )


def _hidden_items(issue: IssueDraft) -> str:
    return " ".join(
        f"<Li>&nbsp;<a id=pageLink href={node_of_page(page)}>{menu_label(issue, page)}</a></Li>" for page in issue.pages
    )


def _period(issue: IssueDraft, before: str) -> str:
    """PLATFORMS 1.6: the link to the issue before, in the words of pages/jjjcb_founder_layout_trimmed.html."""
    month, _, rest = before.partition("/")
    is_near = has_it(issue, PrintQuirk.PREVIOUS_NEAR) and month == f"{issue.day.date:%Y-%m}"
    href = f"../{rest}" if is_near else f"../../{before}"
    return f"""<table width="250" border="0" cellspacing="0" cellpadding="0" class="rq">
 <tr>
 <td class="sqq"><a class=preart href="{href}"><FONT face=Webdings>3</FONT>上一期</a></td>
 </tr>
</table>"""


def _trailer(issue: IssueDraft, page: PageDraft, article: ArticleDraft | None = None) -> str:
    """PLATFORMS 1.1: after </html>, with a founder-content of its own."""
    number = f"增刊{page.number}" if page.is_supplement else page.number
    paper = (
        f"<founder-date>{issue.day.date} 23:59:59</founder-date>%s<founder-pagenum>{number}</founder-pagenum>"
        f"<founder-papername>{PAPER_NAME}</founder-papername><founder-type>{1 if article else 2}</founder-type>"
    )
    if article is None:
        picture = f"jryl/page/1/{page.folder}/{page.stem}_icon.jpg"
        more = f"<founder-pagepicurl>{picture}</founder-pagepicurl><founder-content>{PAPER_NAME}</founder-content>"
        return f"<!--enpproperty {paper % ''}{more} /enpproperty-->"
    text = article.text
    titles = (
        f"<founder-title>{escaped(text.title)}</founder-title>"
        f"<founder-subtitle>{escaped(text.subheadline)}</founder-subtitle>"
        f"<founder-author>{author_html(text)}</founder-author>"
    )
    return f"<!--enpproperty {paper % titles}<founder-content>{PAPER_NAME}</founder-content> /enpproperty-->"


def _article_table(issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
    end = close_of(page, "td") + close_of(page, "tr")
    rows = [f"<tr><td align=center {cell}{end}" for cell in _titles(page, article)]
    return f"""<table width="100%" border=0 cellpadding=5 cellspacing=0 class={quote_of(page)}wz{quote_of(page)}><tbody>
{chr(10).join(rows)}
</tbody></table>
{_pictures(issue, page, article)}
<div id="ozoom" style="zoom: 100%; float: left;" class="content"><founder-content>{_body(page, article)}\
</founder-content></div>"""


def _titles(page: PageDraft, article: ArticleDraft) -> list[str]:
    """Return the title rows without their first half: kicker, title, subtitle, author, each empty where not printed."""
    text, quote = article.text, quote_of(page)
    kicker = f"<!--<npm:article-pretitle>-->{escaped(text.kicker_printed)}<!--</npm:article-pretitle>-->"
    title = f"<founder-title>{headline_html(article)}</founder-title>"
    below = f"<!--<npm:article-subtitle>-->{escaped(text.subheadline)}<!--</npm:article-subtitle>-->"
    author = (
        f"<founder-author><!--<npm:article-author>-->{author_html(text)}<!--</npm:article-author>--></founder-author>"
    )
    last = f"class={quote}font02{quote}>{author}"
    if has_it(article, PrintQuirk.TITLE_H1):
        return [f"><h3>{kicker}</h3><h1>{title}</h1><h2>{below}</h2>", last]
    if has_it(article, PrintQuirk.TITLE_H2):
        return [f"><h4>{kicker}</h4><h2>{title}</h2><h3>{below}</h3>", last]
    name = "font01"
    if has_it(article, PrintQuirk.TITLE_TITLE1):
        name = "title1"
    elif has_it(article, PrintQuirk.TITLE_BT1):
        name = "bt1"
    other = "bt2" if name == "bt1" else "font02"
    return [
        f"class={quote}{other}{quote}>{kicker}",
        f"class={quote}{name}{quote}>{title}",
        f"class={quote}{other}{quote}>{below}",
        last,
    ]


def _pictures(issue: IssueDraft, page: PageDraft, article: ArticleDraft) -> str:
    """PLATFORMS 1.1: the picture box; it stays in the page when it is empty."""
    pictures = article.text.pictures
    if not pictures:
        is_shown = has_it(article, PrintQuirk.EMPTY_NEWSPIC)
        return '<table id="newspic" bgcolor="#efefef"><tbody></tbody></table>' if is_shown else ""
    folder = relative(asset_folder(issue, page))
    rows = "\n".join(
        f"<tr><td align=center><img src={folder}/{one.file} border=0>{close_of(page, 'td')}</tr>\n"
        f"<tr><td align=left>{caption_html(one)}{close_of(page, 'td')}</tr>"
        for one in pictures
    )
    return f'<table id="newspic" bgcolor="#efefef" border=0 cellpadding=5><tbody>\n{rows}\n</tbody></table>'


def _body(page: PageDraft, article: ArticleDraft) -> str:
    if has_it(article, PrintQuirk.BARE_TEXT):
        return bare_text(article, "<BR>")
    twice = 2 if has_it(article, PrintQuirk.DOUBLED_ENPCONTENT) else 1
    text = "\n".join(f"<P>{line}{close_of(page, 'P')}" for line in paragraphs(article))
    return "<!--enpcontent-->" * twice + text + "<!--/enpcontent-->" * twice
