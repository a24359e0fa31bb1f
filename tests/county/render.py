"""The site's frames: article, list, pager and home pages around what `body` and the plan give.

The frames in templates/ are the saved pages' own, with their text replaced; article_v5.html is
pages/dbw_enorth_article_trimmed.html.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.county.body import article_box
from tests.county.plan import CHANNELS, Channel, date_of
from tests.county.quirks import Quirk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.county.draft import Draft
    from tests.county.plan import Entry

_TEMPLATES = Path(__file__).with_name("templates")
_MARK = re.compile(r"@@(\w+)@@")
SITE_NAME = "云岭新闻网"
_STEP = "\n&nbsp;&gt;&nbsp;\n"
_TITLE_IN_SIDEBAR = 18


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as a list prints it: its address, its title, and its day."""

    url: str
    title: str
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class SidePage:
    """A page that only sidebars link to; `picture` is the picture it is linked by, None for a text link."""

    path: str
    title: str
    picture: str | None = None


def _side_pages() -> tuple[SidePage, ...]:
    """pages/gaxww_hot_list.html: leaders by picture, an old picture story, and videos titled by day."""
    leaders = [
        SidePage(
            path=f"/system/2011/12/22/0118588{n}.shtml",
            title=f"县领导简介（{n}）",
            picture=f"/images/leader_0{n - 82}.jpg",
        )
        for n in range(83, 87)
    ]
    pictures = [SidePage(path="/system/2014/04/15/013833906.shtml", title="机关办公楼添了读报栏", picture="")]
    videos = [
        SidePage(path=f"/system/2014/09/{n + 7:02d}/013916{n}38.shtml", title=f"2014年9月{n}日《云岭新闻》")
        for n in range(10, 18)
    ]
    return (*leaders, *pictures, *videos)


SIDE_PAGES = _side_pages()
_LEADERS, _OLD_PICTURES, _VIDEOS = SIDE_PAGES[:4], SIDE_PAGES[4:5], SIDE_PAGES[5:]


class Frames:
    """Fills the frames for one address of the site; the sidebars are made once, from the newest entries."""

    def __init__(self, base_url: str, hot: Sequence[Link], pictures: Sequence[Link]) -> None:
        self.base_url = base_url
        common = {"BASE": base_url, "NAV": _nav()} | self._sidebars(hot, pictures)
        self.article, self.article_v5, self.list, self.pager_script = (
            _fill((_TEMPLATES / name).read_text(encoding="utf-8"), common)
            for name in ("enorth_article.html", "article_v5.html", "enorth_list.html", "enorth_pager.js")
        )

    def article_page(self, draft: Draft, part: int) -> str:
        """Return one page of an article."""
        is_v5 = draft.skin is Quirk.SKIN_DBW
        separator = "_" if Quirk.TITLE_UNDERSCORE in draft.quirks else "-"
        title = separator.join((draft.text.headline, draft.channel.name, SITE_NAME))
        page = _fill(
            self.article_v5 if is_v5 else self.article,
            {
                "TITLE": html.escape(title),
                "KEYWORDS": "",
                "DESC": html.escape(_description(draft)) if is_v5 else "",
                "POS": self._position(draft.channel, is_v5=is_v5),
                "ARTICLE": article_box(draft, part, self.base_url),
            },
        )
        return page.replace("\n", "\r\n") if Quirk.CRLF in draft.quirks else page

    def list_page(self, channel: Channel, links: Sequence[Link]) -> str:
        """Return an index or numbered page of a channel, its newest entry first."""
        # pages/gaxww_hot_list.html: index pages name the script with one slash.
        script = f"{self.base_url}/system/count/{_pager_folder(channel)}/count_page_list_{channel.pager_id}.js"
        return _fill(
            self.list,
            {
                "CHNAME": channel.name,
                "POS": self._position(channel),
                "LIST": " ".join(self._entry(link) for link in links),
                "PAGER": f'<script src="{script}"></script><div id="pagetemple"></div>',
            },
        )

    def pager(self, channel: Channel, pages: int) -> str:
        """Return the pager's script, whose `maxpage` is the number of numbered pages."""
        first = f"{self.base_url}/{channel.slug}/index.shtml"
        return _fill(self.pager_script, {"MAX": str(pages), "CHID": channel.pager_id, "FIRST": first})

    def home_page(self, newest: Sequence[tuple[Channel, Sequence[Link]]]) -> str:
        """Return the portal page: a box of titles for every channel."""
        boxes = "".join(
            f'<tr> <td > <div class="nav_name"><h4><a href="/{channel.slug}/" target="_blank" class="amore">更多>></a>'
            f"{channel.name}</h4>\n<ul>{_titles(links)}</ul></div> </td> </tr>"
            for channel, links in newest
        )
        home = f"<a href={self.base_url}/index.shtml>{SITE_NAME}</a>"
        return _fill(self.list, {"CHNAME": SITE_NAME, "POS": home, "LIST": boxes, "PAGER": ""})

    def side_page(self, page: SidePage) -> str:
        """Return a page that no list names."""
        text = f"{page.title}。本页只在边栏里出现，不属于任何一个频道的列表。"
        box = f"""<h1>{page.title}</h1>
<div class="con_wz">
<!--function content() parse begin--><P>&nbsp;&nbsp;&nbsp; {text}</P><!--function: content() parse end  0ms cost! -->
</div>"""
        home = f"<a href={self.base_url}/index.shtml>{SITE_NAME}</a>"
        return _fill(self.article, {"TITLE": page.title, "KEYWORDS": "", "DESC": "", "POS": home, "ARTICLE": box})

    def _position(self, channel: Channel, *, is_v5: bool = False) -> str:
        """Return the breadcrumbs: gaxww's unquoted links, or the dbw page's scheme-relative ones."""
        base = self.base_url.partition(":")[2] if is_v5 else self.base_url
        quote, scheme = ('"', "") if is_v5 else ("", "http:")
        return _STEP.join(
            f"<a href={quote}{url}{quote}>{name}</a>"
            for url, name in (
                (f"{scheme}//www.dongzhou.example/index.shtml", "东州在线首页"),
                (f"{base}/index.shtml", SITE_NAME),
                (f"{base}/{channel.slug}/index.shtml", channel.name),
            )
        )

    def _entry(self, link: Link) -> str:
        """pages/gaxww_hot_list.html: the title's link, and 查阅全文 with its date."""
        href, title = self._href(link), html.escape(link.title)
        return f"""<tr> <td > <div class="newsmb"><dl>
<dt><strong>·</strong><a href="{href}" target="_blank" title="{title}">{title}</a></dt>
<dd><a class=amore href="{href}" target=_blank>查阅全文</a><font color="#BE0000">发表于：</font>\
{date_of(link.entry.day):%Y/%m/%d}</dd></dl>
</div> </td> </tr>"""

    def _href(self, link: Link) -> str:
        if Quirk.SCHEME_RELATIVE_LINK in link.entry.quirks:  # PLATFORMS 2.1
            return link.url.partition(":")[2]
        if Quirk.RELATIVE_LINK in link.entry.quirks:
            return link.url.removeprefix(self.base_url)
        return link.url

    def _sidebars(self, hot: Sequence[Link], pictures: Sequence[Link]) -> dict[str, str]:
        leaders = (
            f'<li><a href="{self.base_url}{page.path}" target="_blank"><img src="{page.picture}" border="0" /></a></li>'
            for page in _LEADERS
        )
        shown = [(link.url, link.title) for link in pictures]
        shown += [(self.base_url + page.path, page.title) for page in _OLD_PICTURES]
        boxes = (
            f'<p><a href="{url}" target="_blank" title="{title}"><img src="" border="0" /></a><span>{title}...'
            f'<a href="{url}" target="_blank">[详细]</a></span></p>'
            for url, title in shown
        )
        videos = (
            f'<li><a href="{self.base_url}{page.path}" target="_blank" title="{page.title}">{page.title}</a></li>'
            for page in _VIDEOS
        )
        return {
            "LEADERS": "\n".join(leaders),
            "SIDEHOT": _titles(hot),
            "SIDEPIC": " ".join(boxes),
            "SIDEVIDEO": " ".join(videos),
        }


def _titles(links: Sequence[Link]) -> str:
    """pages/gaxww_hot_list.html: sidebar titles are cut, their whole is in the attribute."""
    items = []
    for link in links:
        title = html.escape(link.title)
        shown = f"{title[:_TITLE_IN_SIDEBAR]}..." if len(title) > _TITLE_IN_SIDEBAR + 3 else title
        items.append(f'<li><a href="{link.url}" target="_blank" title="{title}">{shown}</a></li>')
    return " ".join(items)


def _nav() -> str:
    links = [f'<a href="/{channel.slug}/" target="_blank">{channel.name}</a>' for channel in CHANNELS]
    return f"<li>\n{'&nbsp;&nbsp;'.join(links[:2])}<br />\n{'&nbsp;&nbsp;'.join(links[2:])}</li>"


def _description(draft: Draft) -> str:
    """The text's beginning, as in pages/dbw_enorth_article_trimmed.html."""
    lead = f"{draft.text.dateline} " if draft.text.dateline else ""
    text = "\n\n".join(f"　　{'' if index else lead}{line.text}" for index, line in enumerate(draft.text.lines))
    return f"{text[:180]}..." if len(text) > 180 else text


def _pager_folder(channel: Channel) -> str:
    return f"{channel.pager_id[:7]}/{channel.pager_id[7:]}"


def _fill(template: str, values: dict[str, str]) -> str:
    """Put the values in their places; places without a value stay for a later call."""
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), template)
