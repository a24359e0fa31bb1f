"""Random input for the tests: Chinese-biased text, addresses, and saved pages that are cut, mixed and broken."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.county import County
from tests.scale import IS_LONG, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parent / "cases"
ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5", "latin-1", "utf-8-sig")
PLATFORMS = ("enorth", "founder-classic", "aheading")

# Text.

ODD = "\u200b\u200d\ufeff\u00ad\x00\x07\x0b\x1c\x1f\x7f\x85\u2028\ue000\ud800\udfff\U000e0001\ufffd\u202e\u0301"
MARKS = "，。：；！？、（）()“”《》【】[]〔〕…—·-/／.|｜□■▲<>&%#?＞ "
WORDS = (
    "记者 通讯员 摄影记者 摄 摄影 文 图 文/图 编辑 责任编辑 责编 作者 供稿 供图 报道 本报记者 实习生 见习记者 "
    "全媒体 本报讯 又讯 新华社 消息 电 据 来源 来源： 时间： 日期： 发布时间： 责任编辑： 作者： 打印 关闭 点击 "
    "评论 字号 王山 李 明 欧阳小云 买买提·艾山 张三丰 县委宣传部 钱库所 云岭县 云岭新闻网 今日云岭 石桥镇 获悉 "
    "昨日 昨天 前天 3小时前 今天 下午 晚上 上午 刚刚 第01版 第A1版：要闻 增刊 版 期 第1234期 总第4009期 合刊 "
    "星期三 周一 周日 广告 公告 启事 声明作废 特此公告 扫描二维码 2017年2月30日 2020-02-29 10月10日 13月32日 "
    "0月0日 2019年06月15日08:18 24:00 99:99 2020年5月8日、9日 5月11日—12日合刊 9999-12-31 0001年1月1日 20201 "
    "２０２０年５月８日 ＧＤＰ Ａ股 ＡＢc 12 7 ² ٣٤ ① 会议指出，要抓落实。 云岭县昨日召开会议，研究制定了 一、 "
    "第一章 Hello World"
).split(" ")
CHARACTERS = st.sampled_from(
    "云岭县喆𠮷〇あé①Ⅴ㎡²０９Ａｚ09azZ年月日时点版期王李赵报网社" + MARKS + ODD + " \t\n\r\u00a0\u3000"
)
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), CHARACTERS, st.sampled_from("：:（）()、 　，。/"))
LONG_PIECES = st.builds(lambda piece, times: piece * times, PIECES, st.sampled_from((2, 9, 81, 300)))
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=9).map(" ".join),
    st.lists(st.one_of(PIECES, LONG_PIECES), max_size=5).map("".join),
    st.text(max_size=20),
    st.text(alphabet=st.characters(), max_size=12),  # lone surrogates too
)
URLS = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(("http://", "HTTPS://", "//", "", "ftp://", "http:", "http://u:p@", " http://", "\x00http://")),
        st.sampled_from(
            ("a.example", "云岭.中国", "云岭。", "A.B..", "[::1]", "[fe80::1%25x]", "1.2.3.4", "", "xn--a", "ß.de")
        ),
        st.sampled_from(("", "", ":80", ":443", ":0", ":99999", ":x", ":", ":８０")),
        st.sampled_from(
            ("", "/", "/2017-02/30/", "/t20190918_1.htm", "/system/2022/09/06/014531534.shtml", "//a//../b")
        ),
        st.one_of(st.just(""), TEXTS, st.sampled_from(("?", "#", "?a=%d4%C2&b=%", "%", "%e4%zz", "/;x?#f", "?#"))),
    ),
    TEXTS,
)

# Pages.

INSERTS = (
    '\x00 ¦ \x00\x01\x02 ¦ 汉字，正文。 ¦ 　　 ¦ < ¦ > ¦ " ¦ <!-- ¦ --> ¦ ]]> ¦ </html> ¦ '
    "</div></td></tr></table> ¦ <table> ¦ <table><tr><td> ¦ <tr><td>a</td><td>b</td> ¦ <figure> ¦ <h1>标题</h1> ¦ "
    "<h1>标<br>题</h1> ¦ <br> ¦ <p> ¦ <td> ¦ <title> ¦ <title>要闻-云岭新闻网</title> ¦ <a href= ¦ <script> ¦ "
    '<style> ¦ <textarea> ¦ <plaintext> ¦ <svg><p> ¦ <frameset> ¦ <base href="http://["> ¦ '
    '<img src="http://[" usemap="#x"> ¦ <img src="a.jpg"> ¦ <img src="data:x"> ¦ '
    '<a href="http://[::1">第1版：要闻</a> ¦ <a href="javascript:x">1</a> ¦ <a href="//:99999/">下一页</a> ¦ '
    '<a href="http://云。/content_1.htm">下一版</a> ¦ <a href="&#0;&#xD800;&#x110000;">下一版</a> ¦ '
    '<a id=pageLink href="node_2.htm"> ¦ <area shape=polygon coords="1,2,3" href="content_1.htm"> ¦ '
    '<area coords="-1e9,٣" href="content_2.htm"></map> ¦ <map name="pagepicmap"> ¦ <founder-title> ¦ '
    "<founder-title></founder-title> ¦ <founder-author>记者王山记者李云</founder-author> ¦ <founder-content> ¦ "
    "</founder-content> ¦ <!--enpproperty <date>2017-02-30</date><type>1</type> ¦ <founder-type>2</founder-type> ¦ "
    "<!--<npm:article-title>--> ¦ <!--<npm:article-content>--> ¦ <!--enpcontent--> ¦ <!--/enpcontent--> ¦ &#0; ¦ "
    "&#xD800; ¦ &#xfffe; ¦ <!--function content() parse begin--> ¦ <!--function: content() parse end--> ¦ "
    '<!--enorth cms block start [ name="v5.pages" ]--> ¦ <!--enorth cms block start [ name="v5.select_page" ]--> ¦ '
    "<!--advertisement code begin--> ¦ <!--mark(diantou) parse begin--> ¦ <!--mark(diantou) parse end--> ¦ "
    '<div id="ArticleCnt"> ¦ <div id="ozoom"> ¦ （记者 王山 李云） ¦ 来源：时间：2099-01-01 ¦ 时间：昨天 25:61 ¦ '
    '2019年13月41日星期三 第12345678期 ¦ maxpage = 99999; ¦ schannelId = "٣"; ¦ baseurl = "http://["; ¦ '
    '<meta http-equiv=refresh content="0;url=http://["> ¦ location.href="//x:y/" ¦ ٢٠١٧ ¦ \ufeff ¦ \ufffe ¦ \x1b$B'
).split(" ¦ ")
INSERTS.append(f"<img src=a.jpg width={'9' * 5_000}>")


@dataclass(frozen=True)
class Saved:
    """A good page: its address and its characters."""

    url: str
    text: str


@dataclass(frozen=True)
class Edit:
    """One change: `at` and `size` are thousandths of the page."""

    kind: str
    at: int
    size: int
    insert: str
    other: str


@dataclass(frozen=True)
class Mutant:
    """A saved page after its changes, saved again in an encoding; the address may be another page's."""

    page: str
    address: str
    edits: tuple[Edit, ...]
    encoding: str

    @property
    def url(self) -> str:
        """Where it is said to come from."""
        return saved_pages()[self.address].url

    @property
    def text(self) -> str:
        """The changed page."""
        text = saved_pages()[self.page].text
        for edit in self.edits:
            text = edited(text, edit)
        return text[:60_000]

    @property
    def body(self) -> bytes:
        """The changed page as bytes."""
        return self.text.encode(self.encoding, "replace")


def _repeat_tag(text: str, start: int, times: int) -> str:
    tag = re.compile(r"<[^>]{1,80}>").search(text, start)
    return text[: tag.start()] + tag[0] * times + text[tag.end() :] if tag else text


EDITS: dict[str, Callable[[str, int, int, Edit], str]] = {
    "cut": lambda text, a, b, edit: text[:a],
    "behead": lambda text, a, b, edit: text[a:],
    "delete": lambda text, a, b, edit: text[:a] + text[b:],
    "double": lambda text, a, b, edit: text[:b] + text[a:],
    "swap": lambda text, a, b, edit: text[:a] + text[b : 2 * b - a] + text[a:b] + text[2 * b - a :],
    "insert": lambda text, a, b, edit: text[:a] + edit.insert + text[a:],
    "replace": lambda text, a, b, edit: text[:a] + edit.insert + text[b:],
    "digits": lambda text, a, b, edit: text[:a] + re.sub(r"\d", str(edit.size % 10), text[a:b]) + text[b:],
    "attribute": lambda text, a, b, edit: text[:a] + re.sub('"[^"]*"', lambda _: f'"{edit.insert}"', text[a:], count=2),
    "graft": lambda text, a, b, edit: text[:a] + _slice(edit) + text[a:],
    "repeat": lambda text, a, b, edit: _repeat_tag(text, a, 1_000),
    "nest": lambda text, a, b, edit: text[:a] + f"<{('div', 'table', 'b', 'span')[edit.size % 4]}>" * 300 + text[a:],
    "spread": lambda text, a, b, edit: text[:a] + edit.insert.join(text[a:b][:200]) + text[b:],
}


def _slice(edit: Edit) -> str:
    text = saved_pages()[edit.other].text
    return text[_place(text, edit.at) : _place(text, edit.at + edit.size)]


def _place(text: str, thousandths: int) -> int:
    return len(text) * min(thousandths, 1_000) // 1_000


def edited(text: str, edit: Edit) -> str:
    """Change a page."""
    return EDITS[edit.kind](text, _place(text, edit.at), _place(text, edit.at + edit.size), edit)


@cache
def saved_pages() -> dict[str, Saved]:
    """Give the pages to start from by name: the cases, and some of each kind of the sample county."""
    return dict([*_case_pages(), *_county_pages("founder"), *_county_pages("aheading")])


def _case_pages() -> Iterator[tuple[str, Saved]]:
    for folder in sorted(path.parent for path in CASES.glob("*/*/case.json")):
        case: dict[str, Any] = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        text = (folder / "page.html").read_bytes().decode(case["encoding"], "replace")
        yield folder.relative_to(CASES).as_posix(), Saved(case["url"], text)


def _county_pages(markup: Any) -> Iterator[tuple[str, Saved]]:
    county = County(1, 12, paper=markup)
    layouts = [page.url for issue in county.issues() for page in issue.pages][:3]
    printed = [article.url for article in county.print_articles()][:8]
    news = [article.url for article in county.articles()][:12] if markup == "founder" else []
    lists = [f"{county.base_url}/", f"{county.base_url}/hot/index.shtml"] if markup == "founder" else []
    for url in (*layouts, *printed, *news, *lists):
        body = county.page(url.removeprefix(county.base_url))[2]
        charset = re.search(rb"charset=([\w-]+)", body)
        is_utf8 = charset is not None and charset[1].lower() == b"utf-8"
        yield f"{markup} {url}", Saved(url, body.decode("utf-8" if is_utf8 else "gb18030", "replace"))


NAMES = st.sampled_from(sorted(saved_pages()))
MUTANTS = st.builds(
    Mutant,
    page=NAMES,
    address=NAMES,
    edits=st.lists(
        st.builds(
            Edit,
            kind=st.sampled_from(sorted(EDITS)),
            at=st.integers(0, 1_000),
            size=st.sampled_from((1, 3, 10, 40, 150, 400)),
            insert=st.one_of(st.sampled_from(INSERTS), st.sampled_from(INSERTS), TEXTS),
            other=NAMES,
        ),
        max_size=5,
    ).map(tuple),
    encoding=st.sampled_from(ENCODINGS),
)
MARKUP = st.lists(st.one_of(st.sampled_from(INSERTS), TEXTS), max_size=25).map("".join)
BODIES = st.one_of(
    st.binary(max_size=300),
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), TEXTS, st.sampled_from(ENCODINGS)),
    st.builds(lambda text, encoding: text.encode(encoding, "replace"), MARKUP, st.sampled_from(ENCODINGS)),
)

# Sizes.

SIZES = (50, 200, 800, 3_200, 12_800, 51_200, 204_800)
QUICK_S = 1.0


def examples(short: int, long: int) -> settings:
    """Give the settings of a property: the same examples each time in the short form, other ones in the long form."""
    return settings(
        max_examples=scaled(short, long),
        deadline=None,
        derandomize=not IS_LONG,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=False,
    )


def cpu_seconds(function: Callable[[str], object], text: str) -> float:
    """Measure a call by the processor's time; what it refuses is done too."""
    begin = time.process_time()
    with suppress(ValueError):
        function(text)
    return time.process_time() - begin


def assert_bounded(function: Callable[[str], object], shape: Callable[[int], str]) -> None:
    """Fail where four times the input takes much more than four times as long; what is quick cannot tell.

    The sizes grow, so that what would never end is found while it is short.
    """
    before = 0.0
    for size in SIZES[: scaled(6, 7)]:
        took = cpu_seconds(function, shape(size))
        assert took < max(QUICK_S, 10 * before), f"{shape(50)!r}: {size // 4} take {before:.2f} s, {size} {took:.2f} s"
        before = took
