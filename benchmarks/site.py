"""The site that is crawled: the sample county's, each article page brought to about 30 KB, rendered in advance.

The county's own article pages have 2 to 14 KB: their frames are saved pages with most furniture cut away. What is put
back is what such pages carry: a style sheet and a script in the head, menus above the article, boxes of links below
it, of which there are as many as the page needs. Twenty saved pages of Chinese news sites of 15 to 120 KB have 12 to
20 % of their bytes in scripts and styles and 320 to 470 elements per 30 KB (quartiles); these pages have about as many.

Every quirk of an article's text and markup occurs. Those that would make the number of articles differ from the number
of pages are left out: further pages, copies, entries that are gone, elsewhere, refused, or listed twice.

The lists are the county's as well, with 60 entries a page; saved ones have 12 to 107. They are pages that only the
whole pipeline fetches: about two in a hundred of its requests.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.county.draft import draft_of
from tests.county.plan import CHANNELS, SLOTS, Channel, article_path, entry_of
from tests.county.quirks import PAIRS, Quirk
from tests.county.render import Link
from tests.county.site import County

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_BYTES = 30_000
LIST_ENTRIES = 60
SEED = 7
URLS_PATH = "/urls.txt"  # the address of every article, for spiders that do not look for them

_LEFT_OUT = PAIRS | {
    Quirk.SEVERAL_PAGES,
    Quirk.EXTERNAL_ENTRY,
    Quirk.GONE_404,
    Quirk.GONE_HOME,
    Quirk.ROBOTS,
    Quirk.SHARED_ENTRY,
}
_QUIRKS = frozenset(Quirk) - _LEFT_OUT
_BODY_BEGIN = re.compile(rb"<body[^>]*>")
_NAMES = (
    "政务 要闻 乡镇 社会 经济 文化 教育 卫生 旅游 农业 工业 民生 法治 图片 视频 专题 评论 公告 招商 党建 人大 政协 "
    "工会 青年 妇女 残联 气象 交通 环保 国土 水利 林业 海洋 统计 审计 税务 工商 质监 药监 安监"
).split()
_TITLES = (
    "我县召开农业农村工作会议部署春耕备耕",
    "县领导走访慰问困难群众和老党员",
    "首届山货节开幕 三十余种特产亮相",
    "村级文化礼堂建成投用惠及千余村民",
    "交警部门提醒：雨天路滑谨慎驾驶",
    "全县中小学开展防溺水安全教育活动",
    "杨梅喜获丰收 果农采摘忙",
    "通村公路改造工程提前两个月完工",
)


class BenchmarkSite:
    """Answers by path, whole HTTP responses ready to be sent.

    Args:
        articles: how many article pages at least; a day of the county has 14.
        base_url: where it is served.
    """

    def __init__(self, articles: int, base_url: str) -> None:
        days = -(-articles // len(SLOTS))
        self.base_url = base_url
        self._county = County(SEED, days, base_url, quirks=_QUIRKS)
        self.article_paths = [article_path(day, slot) for day in range(days) for slot in range(len(SLOTS))]
        self.answers = dict(self._articles()) | dict(self._lists())
        urls = "\n".join(base_url + path for path in self.article_paths)
        self.answers[URLS_PATH] = _answer("text/plain", urls.encode())

    def _articles(self) -> Iterator[tuple[str, bytes]]:
        furniture = Furniture(self.base_url, self.article_paths)
        for path in self.article_paths:
            status, headers, body = self._county.page(path)
            if status != HTTPStatus.OK:
                raise ValueError(f"the sample county answers {status} to {path}, where the benchmark needs an article")
            yield path, _answer(headers["Content-Type"], furniture.add(body))

    def _lists(self) -> Iterator[tuple[str, bytes]]:
        """Give robots.txt, and the lists that lead to the articles: index, pager script, numbered pages."""
        yield "/robots.txt", _answer("text/plain", b"User-agent: *\nDisallow: /inner/\n")
        frames = self._county.frames
        for channel in CHANNELS:
            links = [self._link(channel, position) for position in range(channel.per_day * self._county.days)]
            numbered = len(links) // LIST_ENTRIES
            folder, name = f"{channel.pager_id[:7]}/{channel.pager_id[7:]}", channel.pager_id
            script = frames.pager(channel, numbered).encode("gb18030")
            yield f"/system/count/{folder}/count_page_list_{name}.js", _answer("application/x-javascript", script)
            pages = {f"/{channel.slug}/index.shtml": links[-LIST_ENTRIES:]}
            for page in range(1, numbered + 1):
                nine = f"{page:09d}"
                path = f"/system/count//{folder}/{nine[:3]}/{nine[3:6]}/c{name}_{nine}.shtml"  # as the script says it
                pages[path] = links[(page - 1) * LIST_ENTRIES : page * LIST_ENTRIES]
            for path, some in pages.items():
                yield path, _answer("text/html", frames.list_page(channel, some[::-1]).encode("gb18030"))

    def _link(self, channel: Channel, position: int) -> Link:
        entry = entry_of(SEED, channel, position, _QUIRKS)
        title = draft_of(SEED, entry.day, entry.slot, _QUIRKS).text.headline
        return Link(url=self.base_url + article_path(entry.day, entry.slot), title=title, entry=entry)


class Furniture:
    """What stands around the article on a real page."""

    def __init__(self, base_url: str, paths: list[str]) -> None:
        self._head = (_style() + _script()).encode("gb18030")
        self._menu = _menu().encode("gb18030")
        self._boxes = [_box(base_url, name, paths, n).encode("gb18030") for n, name in enumerate(_NAMES)]

    def add(self, page: bytes) -> bytes:
        """Put the head and the menu in their places, and boxes at the end until the page is large enough."""
        page = page.replace(b"</head>", self._head + b"</head>", 1)
        page = _BODY_BEGIN.sub(lambda found: found[0] + self._menu, page, count=1)
        boxes: list[bytes] = []
        missing = PAGE_BYTES - len(page)
        for box in self._boxes:
            if missing < len(box) // 2:
                break
            boxes.append(box)
            missing -= len(box)
        before, end, after = page.rpartition(b"</body>")
        return before + b"\n".join(boxes) + end + after


def _style() -> str:
    rules = (
        f".box_{n} {{ width:{300 + n}px; float:left; margin:0 auto; padding:{n}px 0; color:#333; font-size:14px; }}\n"
        for n in range(20)
    )
    return f'<style type="text/css">\n{"".join(rules)}</style>\n'


def _script() -> str:
    lines = (
        f'  menus[{n}] = {{ id: "nav_{n}", url: "/{n}/index.shtml", target: "_blank", timer: null }};\n'
        for n in range(28)
    )
    return f'<script type="text/javascript">\nvar menus = new Array();\n{"".join(lines)}</script>\n'


def _menu() -> str:
    items = (
        f'<li id="nav_{n}"><a href="/{n}/index.shtml" target="_blank">{name}</a></li>\n'
        for n, name in enumerate(_NAMES)
    )
    return f'\n<div class="menu"><ul>\n{"".join(items)}</ul></div>\n'


def _box(base_url: str, name: str, paths: list[str], number: int) -> str:
    """Give a box of links as the county's frames have them."""
    urls = [base_url + paths[(number * 31 + n) % len(paths)] for n in range(len(_TITLES))]
    items = (
        f'<li>·<a href="{url}" target="_blank" title="{title}">{title}</a></li>\n'
        for url, title in zip(urls, _TITLES, strict=True)
    )
    more = f'<a href="/{number}/" target="_blank" class="amore">更多>></a>'
    return f'<div class="nav_name box_{number}"><h4>{more}{name}</h4>\n<ul>\n{"".join(items)}</ul></div>'


def _answer(content_type: str, body: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
