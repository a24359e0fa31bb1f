"""An e-paper of a few pages that a test writes by hand, in the markup of Founder classic, on the test server."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.conftest import base_url
from tests.smallsite import WORDS, SmallSite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TODAY = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
TRAILER = (
    "<!--enpproperty <founder-date>{day} 23:59:59</founder-date><founder-pagenum>{page}</founder-pagenum>"
    "<founder-papername>今日小镇</founder-papername><founder-type>{kind}</founder-type>"
    "<founder-content>今日小镇</founder-content> /enpproperty-->"
)


def day_before(days: int) -> dt.date:
    """Give the day so many days ago, in the paper's zone."""
    return TODAY - dt.timedelta(days=days)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of an issue: its node, its label, and the numbers of its articles."""

    node: int
    label: str
    articles: tuple[int, ...]


@dataclass
class SmallPaper(SmallSite):
    """A paper below `/p/`; whatever is not written is 404."""

    issues: dict[dt.date, tuple[Page, ...]] = field(default_factory=dict)

    def write_issue(
        self,
        day: dt.date,
        pages: Sequence[Page] | None = None,
        *,
        before: str = "",
        printed: dt.date | None = None,
        line: str = "",
    ) -> None:
        """Write an issue; by default one page 第01版：要闻 with two articles, their numbers made from the day.

        Args:
            before: a link to the issue before.
            printed: the day that its pages print; None: its own.
            line: what else stands in the line with the date.
        """
        first = (day - dt.date(2020, 1, 1)).days * 100
        shown = tuple(pages or (Page(node=2, label="第01版：要闻", articles=(first + 1, first + 2)),))
        self.issues[day] = shown
        said = printed or day
        menu = "".join(f"<li><a id=pageLink href=node_{page.node}.htm>{page.label}</a></li>" for page in shown)
        back = f'<a class=preart href="{before}"><font face=Webdings>3</font>上一期</a>' if before else ""
        for page in shown:
            number = page.label.partition("版")[0].strip("第增刊")
            areas = "".join(
                f'<Area coords="0,{n * 50},100,{n * 50},100,{n * 50 + 40},0,{n * 50 + 40}" shape="polygon" '
                f'href="content_{article}.htm">'
                for n, article in enumerate(page.articles)
            )
            titles = "".join(
                f"<li><a href=content_{one}.htm><div id=mp{one}>报道{one}</div></a></li>" for one in page.articles
            )
            self.pages[self.path(day, f"node_{page.node}.htm")] = (
                f"<html><head><title>今日小镇-数字报</title><script src=../../../tplimg/mp.js></script></head><body>"
                f"<MAP NAME=pagepicmap>{areas}</MAP>"
                f"<img src=../../../images/{day}/{number}.jpg width=350 height=550 usemap=#pagepicmap>"
                f"<a href=../../../images/{day}/{number}.pdf>PDF</a>"
                f"<p>{said.year}年{said.month}月{said.day}日　星期一{line}</p><td>{page.label}</td>{back}"
                f"<ul>{titles}</ul><ul>{menu}</ul></body></html>" + TRAILER.format(day=said, page=number, kind=2)
            )
            for article in page.articles:
                self.write_article(day, article, number)

    def write_article(self, day: dt.date, article: int, page: str, *, body: str = "", title: str = "") -> None:
        """Write an article's page; its text and title are its own unless they are given."""
        shown = title or f"报道{article}"
        text = body or f"<P>　　这是第{article}篇报道。{WORDS}</P>"
        self.pages[self.path(day, f"content_{article}.htm")] = (
            "<html><head><title>今日小镇-数字报</title><script src=../../../tplimg/mp.js></script></head><body>"
            f"<table class=wz><tr><td class=font01><founder-title>{shown}</founder-title></td></tr></table>"
            f"<div id=ozoom><founder-content><!--enpcontent-->{text}<!--/enpcontent--></founder-content></div>"
            "</body></html>" + TRAILER.format(day=day, page=page, kind=1)
        )

    def write_entry(self, day: dt.date, node: int = 2) -> None:
        """Let the entry lead to a day's issue."""
        self.pages["/p/paperindex.htm"] = (
            f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/{day:%Y-%m/%d}/node_{node}.htm">'
        )

    @staticmethod
    def path(day: dt.date, name: str) -> str:
        """Give the path of a page of an issue."""
        return f"/p/html/{day:%Y-%m/%d}/{name}"

    def write_paper_profile(self, folder: Path, *, url: str | None = None, more: str = "") -> Path:
        """Write a profile with nothing but the paper, and give its path."""
        path = folder / "small.toml"
        entry = f"{base_url(self.server)}/p/paperindex.htm" if url is None else url
        path.write_text(
            'name = "small"\ncounty = "小镇"\n[politeness]\ndelay_s = 0\nautothrottle = false\n'
            '[guard]\nallow = ["127.0.0.1"]\n[epaper]\nname = "今日小镇"\n'
            + (f'url = "{entry}"\n' if entry else "")
            + more,
            encoding="utf-8",
        )
        return path
