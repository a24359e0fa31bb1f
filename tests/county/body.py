"""An article's box in the three skins: headline, source line, body, further pages, editor.

The markup is copied from the saved pages named beside it; only its words are ours.
"""

from __future__ import annotations

import html
import random
from typing import TYPE_CHECKING

from tests.county.quirks import Quirk
from tests.county.text import Line
from tests.county.truth import part_path

if TYPE_CHECKING:
    from tests.county.draft import Draft
    from tests.county.people import Byline
    from tests.county.text import Picture

# PLATFORMS 2.1, v4; two blanks before the cost.
_BEGIN = "<!--function content() parse begin-->"
_END = "<!--function: content() parse end  0ms cost! -->"
# PLATFORMS 2.1; pages/cnxw_frag_zhetai.html has it without the inner comment.
_ADS = (
    "<!--advertisement code begin--><!--none--><!--advertisement code end-->",
    "<!--advertisement code begin--><!--advertisement code end-->",
)
_INDENT = "&nbsp;&nbsp;&nbsp; "  # pages/cnxw_frag_fazhi.html
_FONT = "<FONT color=#5c5c5c>"  # pages/cnxw_frag_jiazheng.html
_JUNK = "<P>投稿信箱与报料方式见本站首页，转载请注明出处。</P>"
_FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_INVISIBLE = {
    Quirk.ZERO_WIDTH: "\u200b\ufeff",
    Quirk.PRIVATE_USE: "\ue004\ue123",
    Quirk.CONTROL_CHARS: "\x02\x08",
}


class Page:
    """One page of an article: draws where its noise falls, and prints its lines."""

    def __init__(self, draft: Draft, part: int) -> None:
        self.draft = draft
        self.part = part
        self.rng = random.Random(f"{draft.path}:{part}:noise")
        self.lines = draft.pages[part]
        self.said = 0
        self.is_last = part == len(draft.pages) - 1

    def has(self, quirk: Quirk) -> bool:
        """Tell whether the article shows the quirk."""
        return quirk in self.draft.quirks

    def noisy(self, text: str) -> str:
        """Return a line's HTML with the drawn noise, all of which the final form is without."""
        self.said += 1
        if self.has(Quirk.FULL_WIDTH) and (self.said == 1 or self.rng.random() < 0.6):
            text = text.translate(_FULL_WIDTH)
        for quirk, characters in _INVISIBLE.items():
            if self.has(quirk):
                place = self.rng.randrange(1, len(text))
                text = text[:place] + self.rng.choice(characters) + text[place:]
        blank = self.rng.choice(("　", "&nbsp;&nbsp;", "  ", "&nbsp;　")) if self.has(Quirk.INNER_BLANKS) else " "
        return html.escape(text, quote=False).replace(" ", blank)

    def dateline(self, after: str) -> str:
        """Return the dateline with what separates it from the text; empty where the page has none."""
        dateline = self.draft.text.dateline
        if dateline is None or self.part:
            return ""
        return dateline + ("：" if dateline.endswith("消息") else after)

    def paragraphs(self) -> list[tuple[Line, str, bool]]:
        """Return (line, HTML, is indented): a broken line comes as two, the second without an indent."""
        broken = self.draft.broken if self.part == 0 else None
        byline = self.draft.text.byline
        shown = [(line, text, True) for line, text in self.above(byline)]
        for index, line in enumerate(self.lines):
            if broken and broken[0] == index:
                shown.append((line, self.noisy(line.text[: broken[1]]), True))
                shown.append((line, self.noisy(line.text[broken[1] :]), False))
            else:
                shown.append((line, self.noisy(line.text), True))
        if self.is_last and byline and byline.place == "end":
            blank = byline.gap or (" " if byline.printed.startswith("(") else "")
            line, text, is_indented = shown[-1]
            shown[-1] = (line, text + blank + html.escape(byline.printed, quote=False), is_indented)
        elif self.is_last and byline and byline.place == "below":
            shown += [(Line(text=one), html.escape(one, quote=False), True) for one in byline.printed.split("\n")]
        elif self.part == 0 and byline and byline.place == "head":
            line, text, is_indented = shown[0]
            shown[0] = (line, html.escape(byline.printed, quote=False) + byline.gap + text, is_indented)
        return shown

    def above(self, byline: Byline | None) -> list[tuple[Line, str]]:
        """Return the paragraphs of a byline that stands in front of the text."""
        if self.part or byline is None or byline.place != "above":
            return []
        return [(Line(text=one), html.escape(one, quote=False)) for one in byline.printed.split("\n")]


def article_box(draft: Draft, part: int, base_url: str) -> str:
    """Return what stands in the frame's article place."""
    page = Page(draft, part)
    heading = _heading(page)
    if draft.skin is Quirk.SKIN_DBW:
        return _dbw(page, heading, base_url)
    body = _zjol(page, base_url) if draft.skin is Quirk.SKIN_ZJOL else _cnxw(page, base_url)
    # pages/cnxw_frag_lvse_tail.html for the tail; gaxww's body box is .con_wz (PLATFORMS 2.1).
    return f"""{heading}
{_source_line(page)}<div class="con_wz">
{body}
<DIV class="clear_div padd8"></DIV>
<P></P>
<P></P>
<P><SPAN style="PADDING-RIGHT: 2px; FLOAT: right; PADDING-BOTTOM: 10px; COLOR: #5f5f5f; TEXT-ALIGN: right">\
{html.escape(draft.closing.printed, quote=False)}</SPAN></P>
</div>"""


def _heading(page: Page) -> str:
    headline = html.escape(page.draft.text.headline, quote=False)
    if page.has(Quirk.HEADLINE_BLANKS):  # PLATFORMS 3.7
        headline = headline.replace(" ", "　") + " &nbsp; "
    return f"<h1>{headline}</h1>"


def _source_line(page: Page) -> str:
    """Return the line under the headline of the two older skins; empty where neither source nor date is printed."""
    line, printed = page.draft.source_line, []
    if line.source:
        # PLATFORMS 2.1 (`<!--function source… -->`); the labels are those of PLATFORMS 2.2.
        label = page.rng.choice(("来源：", "来源: ", "来源于："))
        printed.append(
            f"{label}<!--function source() parse begin-->{line.source}<!--function: source() parse end  0ms cost! -->"
        )
    if line.on or line.at:
        # pages/gaxww_hot_list.html prints a date so.
        date = line.date_printed or f"{line.on:%Y/%m/%d}"
        printed.append(f'<font color="#BE0000">发表于：</font>{date}')
    return f"<DIV align=center>{'　'.join(printed)}</DIV>\n" if printed else ""


def _dbw(page: Page, heading: str, base_url: str) -> str:
    """The v5 skin: pages/dbw_enorth_article_trimmed.html, line by line."""
    line, closing = page.draft.source_line, html.escape(page.draft.closing.printed, quote=False)
    author = line.author.printed if line.author else ""
    date = line.date_printed or f"{line.at:%Y-%m-%d %H:%M:%S}"
    blocks = [_centred_picture(picture, base_url) for picture in page.draft.text.pictures if not page.part]
    for index, (one, text, is_indented) in enumerate(page.paragraphs()):
        dateline = page.dateline(" ") if index == 0 else ""
        lead = f"<strong>{dateline}</strong>" if dateline else ""
        if one.is_subhead:
            blocks.append(
                page.rng.choice((f"<p><strong>　　{text}</strong></p>", f"<p>　<strong>　{text}</strong></p>"))
            )
        else:
            blocks.append(f"<p>{'　　' if is_indented else ''}{lead}{text}</p>")
    body = "\n\n".join(blocks)
    return f"""<div class="end-k">{heading}

<div class="time hui">时间：{date}　 来源：{line.source}　 作者：{author}</div>
 
 <div class="neirong">
 {body}
 

{_pages_block(page)}</div>
<div class="qhui" style="width:1250px; text-align:right; margin-top:30px;">{closing}</div>

</div>"""  # noqa: W293  # the saved page has these blanks


def _centred_picture(picture: Picture, base_url: str) -> str:
    src, caption = _picture(picture, base_url)
    below = f'\n\n<p align="center">{caption}</p>' if caption else ""
    return f'<p align="center"><img src="{src}" border="0" /></p>{below}'


def _cnxw(page: Page, base_url: str) -> str:
    """The v4 skin of the cnxw fragments: upper-case tags, comments between and inside paragraphs."""
    blocks = [_cnxw_picture(picture, base_url) for picture in page.draft.text.pictures if not page.part]
    has_font = page.has(Quirk.FONT_NEST)
    for index, (line, text, is_indented) in enumerate(page.paragraphs()):
        dateline = page.dateline(page.rng.choice(" 　")) if index == 0 else ""
        indent = _INDENT if is_indented else ""
        epe = "<!--epe-->" if page.has(Quirk.EPE_COMMENT) and index == 0 else ""  # pages/cnxw_frag_mulan.html
        if line.is_subhead:
            content = f"<STRONG>{indent}{text}</STRONG>"
        elif has_font:
            split = f"{dateline}</FONT>{_FONT}" if dateline else ""
            content = f"{_FONT}{_FONT}{indent}{split}{text}</FONT></FONT>"
        else:
            content = indent + dateline + text
        blocks.append(f"<P>{epe}{content}{_inner_ad(page)}</P>{_outer_ad(page, index)}")
    return _marked(page, "\n".join(blocks), base_url)


def _inner_ad(page: Page) -> str:
    return _ADS[0] if page.has(Quirk.AD_COMMENTS) and page.rng.random() < 0.2 else ""


def _outer_ad(page: Page, index: int) -> str:
    return page.rng.choice(_ADS) if page.has(Quirk.AD_COMMENTS) and index in (0, 1) else ""


def _cnxw_picture(picture: Picture, base_url: str) -> str:
    """pages/cnxw_frag_mulan.html."""
    src, caption = _picture(picture, base_url)
    below = f"\n<P align=center>{caption}</P>" if caption else ""
    return f"""<DIV align=center>
<DIV align=center>&nbsp;</DIV>
<DIV align=center><SPAN><IMG id=no_img height=406 src="{src}" width=610 border=0></SPAN></DIV>
<DIV align=center>&nbsp;</DIV></DIV>{below}"""


def _zjol(page: Page, base_url: str) -> str:
    """The zjol skin: pages/zjol_frag_articlecnt_diantou.html."""
    groups: list[list[str]] = []
    last_was_plain = False
    for index, (line, text, _) in enumerate(page.paragraphs()):
        dateline = page.dateline("") if index == 0 else ""
        lead = (
            f"<!--mark ( diantou ) parse begin--><b>{dateline}</b> <!-- mark ( diantou ) parse end-->"
            if dateline
            else ""
        )
        if last_was_plain and not line.is_subhead and page.has(Quirk.BR_PARAGRAPHS):
            groups[-1].append(text)
        else:
            groups.append([f"<strong> {text}</strong>" if line.is_subhead else lead + text])
        last_was_plain = not line.is_subhead
    pictures = "".join(_zjol_picture(picture, base_url) for picture in page.draft.text.pictures if not page.part)
    breaks = "<br />\n"
    paragraphs = "".join(f"\t<p>\n\t\t{breaks.join(group)}\n\t</p>\n" for group in groups)
    return f"""<!----><span style="font-size:14px;line-height:25px;"> 
<div id="ArticleCnt">
\t{_marked(page, pictures + paragraphs, base_url)}
</div></span>"""  # noqa: W291  # the saved page has this blank


def _zjol_picture(picture: Picture, base_url: str) -> str:
    src, caption = _picture(picture, base_url)
    below = f"<br />\n\t\t\t\t\t{caption}" if caption else ""
    return f"""\t<table cellspacing="20" cellpadding="0" align="center">
\t\t<tbody>
\t\t\t<tr>
\t\t\t\t<td>
\t\t\t\t\t<img src="{src}" border="0" />{below}
\t\t\t\t</td>
\t\t\t</tr>
\t\t</tbody>
\t</table>
"""


def _marked(page: Page, body: str, base_url: str) -> str:
    """Put the body between its marks, after an earlier pair where one was drawn; further pages follow the end mark."""
    junk = f"{_BEGIN}\n{_JUNK}\n{_END}\n" if page.has(Quirk.EARLIER_CONTENT_PAIR) else ""
    block = f"\n{_pages_block(page, base_url)}" if len(page.draft.pages) > 1 else ""
    return f"{junk}{_BEGIN}\n{body}{_END}{block}"


def _pages_block(page: Page, base_url: str = "") -> str:
    """Return the v5.pages block; empty inside for an article of one page, as in the saved page."""
    paths = [part_path(page.draft.path, part) for part in range(len(page.draft.pages))]
    hrefs = [base_url + path if base_url else path.rpartition("/")[2] for path in paths]
    links = [f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, start=1) if number != page.part + 1]
    if not page.is_last:
        links.append(f'<a href="{hrefs[page.part + 1]}">下一页</a>')
    shown = "&nbsp;".join(links) if len(paths) > 1 else ""
    start, end = (
        '<!--enorth cms block start [ name="v5.pages" ]-->',
        '<!--enorth cms block end [ name="v5.pages" cost="4"]-->',
    )
    return f"{start}\n{shown}\n{end}"


def _picture(picture: Picture, base_url: str) -> tuple[str, str]:
    """Return a picture's printed address and caption, the latter empty where there is none."""
    src = picture.src if picture.src.startswith("http") else base_url + picture.src
    return src, html.escape(f"{picture.caption or ''}{picture.credit}", quote=False)
