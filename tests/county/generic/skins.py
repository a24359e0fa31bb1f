"""The five skins: tables of 2005, a content system, a blog with JSON-LD, hashed class names, and bare lines."""

from __future__ import annotations

import html
import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.county.generic.draft import picture_url
from tests.county.generic.furniture import Furniture
from tests.county.paper.markup import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.county.generic.draft import GenericDraft, Skin
    from tests.county.text import Picture

_TEMPLATES = Path(__file__).with_name("templates")
_SITES: dict[Skin, str] = {
    "tables": "云岭新闻",
    "cms": "云岭在线",
    "blog": "云岭微报",
    "hashed": "云岭发布",
    "breaks": "云岭广播站",
}


@cache
def _template(skin: Skin) -> str:
    return (_TEMPLATES / f"{skin}.html").read_text(encoding="utf-8")


def escaped(text: str) -> str:
    """Return a text's HTML."""
    return html.escape(text, quote=False)


def lines_of(draft: GenericDraft) -> list[tuple[str, bool]]:
    """Return the paragraphs' HTML with the dateline and the byline in their places, and which are subheads."""
    text, byline = draft.text, draft.text.byline
    lines = [(escaped(line.text), line.is_subhead) for line in text.lines]
    if byline and byline.place == "head":
        lines[0] = (escaped(byline.printed) + byline.gap + lines[0][0], False)
    if text.dateline:
        after = "：" if text.dateline.endswith("消息") else " "
        lines[0] = (text.dateline + after + lines[0][0], False)
    if byline and byline.place == "end":
        lines[-1] = (lines[-1][0] + byline.gap + escaped(byline.printed), lines[-1][1])
    own = [(escaped(line), False) for line in byline.printed.split("\n")] if byline else []
    if byline and byline.place == "above":
        return own + lines
    return lines + own if byline and byline.place == "below" else lines


def page_of(draft: GenericDraft, charset: str = "utf-8") -> str:
    """Return the whole page, which declares the given encoding."""
    furniture = Furniture(draft)
    site = _SITES[draft.skin]
    lead = draft.text.lines[0].text[:60]
    common = {
        "CHARSET": charset,
        "TITLE": escaped(f"{draft.text.headline}{furniture.rng.choice(('-', '_', ' - ', ' | '))}{site}"),
        "SECTION": draft.channel.name,
        "DESC": html.escape(lead),
    }
    return fill(_template(draft.skin), common | _SKINS[draft.skin](draft, furniture))


def _facts(draft: GenericDraft, *, source: str = "来源：", at: str = "时间：", author: str = "作者：") -> list[str]:
    """Return what the source line says, each thing with its label, in the order of the arguments."""
    person = escaped(draft.author.printed) if draft.author else draft.no_author
    said = ((source, draft.source), (at, draft.printed_at), (author, person))
    return [f"{label}{what}" for label, what in said if what]


def _picture(draft: GenericDraft, picture: Picture) -> tuple[str, str]:
    src = picture.src if random.Random(picture.src).random() < 0.5 else picture_url(draft, picture.src)
    return src, escaped(f"{picture.caption or ''}{picture.credit}".strip())


def _below(draft: GenericDraft) -> str:
    return escaped(draft.closing.printed) if draft.closing else ""


def _neighbours(furniture: Furniture, before: str, after: str) -> str:
    """Return links to the articles before and after, in forms with {u} and {t}."""
    return furniture.linked(1, before) + furniture.linked(1, after)


def _tables(draft: GenericDraft, furniture: Furniture) -> dict[str, str]:
    facts = "　".join([*_facts(draft, at="发布时间："), f"点击数：{draft.views}"])
    pictures = "".join(
        f'<p align="center"><img src="{src}" border="0"></p>\n' + (f'<p align="center">{said}</p>\n' if said else "")
        for src, said in (_picture(draft, one) for one in draft.text.pictures)
    )
    paragraphs = "\n".join(
        f"<p>　　<b>{line}</b></p>" if is_subhead else f"<p>　　{line}</p>" for line, is_subhead in lines_of(draft)
    )
    closing = f'\n<tr><td align="right">{_below(draft)}</td></tr>' if draft.closing else ""
    return {
        "ARTICLE": f"""<tr><td align="center"><font size="5"><b>{escaped(draft.text.headline)}</b></font></td></tr>
<tr><td align="center" bgcolor="#f6f6f6">{facts}</td></tr>
<tr><td class="content" style="line-height:180%">{pictures}{paragraphs}</td></tr>{closing}""",
        "NAV": furniture.nav('<a href="{u}"><font color="#ffffff">{t}</font></a>', " | "),
        "POS": furniture.position(" &gt; "),
        "SIDE": furniture.linked(6, '<tr><td>·<a href="{u}">{t}</a></td></tr>'),
        "NEIGHBOURS": _neighbours(furniture, '上一条：<a href="{u}">{t}</a><br>', '下一条：<a href="{u}">{t}</a>'),
        "RELATED": furniture.linked(5, '<tr><td>·<a href="{u}">{t}</a></td></tr>'),
        "COMMENTS": furniture.comments("<tr><td>{who}：{what}</td></tr>"),
    }


def _cms(draft: GenericDraft, furniture: Furniture) -> dict[str, str]:
    facts = "".join(f"<span>{one}</span>" for one in _facts(draft, at="发布时间："))
    blocks = [
        f"<p>&nbsp;&nbsp;&nbsp; <strong>{line}</strong></p>" if is_subhead else f"<p>&nbsp;&nbsp;&nbsp; {line}</p>"
        for line, is_subhead in lines_of(draft)
    ]
    pictures = []
    for src, said in (_picture(draft, one) for one in draft.text.pictures):
        pictures.append(f'<p style="text-align:center"><img src="{src}" alt="" /></p>')
        pictures += [f'<p style="text-align:center;font-size:12px">{said}</p>'] if said else []
    blocks[:0] = pictures
    body = "\n".join(blocks)
    closing = f'\n<div class="editor">{_below(draft)}</div>' if draft.closing else ""
    return {
        "ARTICLE": f"""<h1>{escaped(draft.text.headline)}</h1>
<div class="info">{facts}<span>浏览：{draft.views}次</span></div>
<div class="summary" style="display:none">摘要：本文暂无摘要</div>
<div class="content" id="content">
{body}
</div>{closing}""",
        "NAV": furniture.nav('<li><a href="{u}">{t}</a></li>', ""),
        "POS": furniture.position(" &gt; "),
        "SIDE": furniture.linked(8, '<li><em>{n}</em><a href="{u}" title="{t}">{t}</a></li>'),
        "NEIGHBOURS": _neighbours(
            furniture, '<p>上一篇：<a href="{u}">{t}</a></p>', '<p>下一篇：<a href="{u}">{t}</a></p>'
        ),
        "RELATED": furniture.linked(4, '<li><a href="{u}">{t}</a></li>'),
        "COMMENTS": furniture.comments('<div class="item"><b>{who}</b><p>{what}</p></div>'),
    }


def _blog(draft: GenericDraft, furniture: Furniture) -> dict[str, str]:
    day = f"{draft.at:%Y-%m-%dT%H:%M:00}+08:00" if draft.at else f"{draft.on}"
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": draft.text.headline,
        "datePublished": day,
        "publisher": {"@type": "Organization", "name": "云岭微报"},
    }
    if draft.author:
        record["author"] = {"@type": "Person", "name": draft.author.name}
    figures = "\n".join(
        f'<figure class="post-image"><img src="{src}" alt="">'
        f"{f'<figcaption>{said}</figcaption>' if said else ''}</figure>"
        for src, said in (_picture(draft, one) for one in draft.text.pictures)
    )
    paragraphs = "\n".join(
        f"<h3>{line}</h3>" if is_subhead else f"<p>{line}</p>" for line, is_subhead in lines_of(draft)
    )
    facts = "".join(f'<span class="byline">{one}</span>' for one in _facts(draft, at="") if one != draft.printed_at)
    closing = f'<p class="entry-editor">{_below(draft)}</p>' if draft.closing else ""
    return {
        "HEADLINE": html.escape(draft.text.headline),
        "URL": draft.url,
        "META": f'<meta property="article:published_time" content="{day}">',
        "JSON": json.dumps(record, ensure_ascii=False),
        "ARTICLE": f"""<article id="post-{draft.views}" class="post type-post">
<header class="entry-header"><h1 class="entry-title">{escaped(draft.text.headline)}</h1>
<div class="entry-meta"><time class="entry-date" datetime="{day}">{draft.printed_at}</time>{facts}</div></header>
<div class="entry-content">
{figures}
{paragraphs}
</div>
<footer class="entry-footer">{closing}<span class="tags-links">标签：<a href="/tag/yunling">云岭</a></span></footer>
</article>""",
        "NAV": furniture.nav('<li><a href="{u}">{t}</a></li>', ""),
        "POS": furniture.position(" » "),
        "SIDE": furniture.linked(5, '<li><a href="{u}">{t}</a></li>'),
        "NEIGHBOURS": _neighbours(
            furniture, '<a href="{u}" rel="prev">← {t}</a>', '<a href="{u}" rel="next">{t} →</a>'
        ),
        "RELATED": furniture.linked(3, '<li><a href="{u}">{t}</a></li>'),
        "COMMENTS": furniture.comments('<li class="comment"><cite>{who}</cite><p>{what}</p></li>'),
    }


def _hashed(draft: GenericDraft, furniture: Furniture) -> dict[str, str]:
    facts = "".join(f'<span class="Meta_p7r2">{one}</span>' for one in _facts(draft, at=""))
    pictures = "".join(
        f'<div class="Pic_b8v5"><img data-id="{place}" src="{src}"/>{f"<span>{said}</span>" if said else ""}</div>\n'
        for place, (src, said) in enumerate(_picture(draft, one) for one in draft.text.pictures)
    )
    paragraphs = "\n".join(
        f'<div class="P_e4q8">{f"<strong>{line}</strong>" if is_subhead else f"<span>{line}</span>"}</div>'
        for line, is_subhead in lines_of(draft)
    )
    closing = f'<div class="End_j5k0">{_below(draft)}</div>' if draft.closing else ""
    before, _ = furniture.links(2)
    return {
        "ARTICLE": f"""<article class="Doc_r3f6"><h1 class="Title_g7w2">{escaped(draft.text.headline)}</h1>
<div class="Info_y1c9"><img class="Face_o6t3" src="/_app/face.png" alt=""/>{facts}<span>阅读 {draft.views}</span></div>
<div class="Body_n2m8">
{pictures}{paragraphs}
</div>{closing}</article>""",
        "NAV": furniture.nav('<a href="{u}">{t}</a>', ""),
        "POS": furniture.position(" / "),
        "SIDE": furniture.linked(5, '<a class="Row_s9d4" href="{u}"><i>{n}</i>{t}</a>'),
        "RELATED": furniture.linked(4, '<a class="Card_v0b7" href="{u}"><div>{t}</div></a>')
        + f'<a class="Card_v0b7" href="{before[0]}"><img src="/_app/t.jpg" alt=""/><div>{before[1]}</div></a>',
        "COMMENTS": furniture.comments('<div class="Say_f1u6"><b>{who}</b><div>{what}</div></div>'),
    }


def _breaks(draft: GenericDraft, furniture: Furniture) -> dict[str, str]:
    facts = "　".join(_facts(draft, at=""))
    rows = []
    for src, said in (_picture(draft, one) for one in draft.text.pictures):
        rows.append(f'<CENTER><IMG src="{src}"><BR>{said}</CENTER>')
    rows += [f"　　{f'<B>{line}</B>' if is_subhead else line}<BR>" for line, is_subhead in lines_of(draft)]
    gap = furniture.rng.choice(("\n", "\n<BR>\n"))
    closing = f"<BR>\n{_below(draft)}<BR>" if draft.closing else ""
    return {
        "ARTICLE": f"""<CENTER><FONT size="5"><B>{escaped(draft.text.headline)}</B></FONT></CENTER><BR>
<CENTER>{facts}</CENTER><BR>
{gap.join(rows)}
{closing}""",
        "NAV": furniture.nav('[<A href="{u}">{t}</A>]', " "),
        "POS": f"当前位置：{furniture.position('→')}→正文",
        "SIDE": furniture.linked(6, '{n}. <A href="{u}">{t}</A><BR>'),
        "NEIGHBOURS": _neighbours(furniture, '[上一篇] <A href="{u}">{t}</A><BR>\n', '[下一篇] <A href="{u}">{t}</A>'),
        "RELATED": furniture.linked(4, '· <A href="{u}">{t}</A><BR>'),
        "COMMENTS": furniture.comments("{who} 说：{what}<BR>"),
    }


_SKINS: dict[Skin, Callable[[GenericDraft, Furniture], dict[str, str]]] = {
    "tables": _tables,
    "cms": _cms,
    "blog": _blog,
    "hashed": _hashed,
    "breaks": _breaks,
}
