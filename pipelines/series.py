"""Read what series a text is a part of, and which part: （上）, ③, 系列报道之三, 三论…; the titles stay as printed."""

from __future__ import annotations

import re

_HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
_CIRCLED = "①-⑳㉑-㉟❶-❿➀-➉"
_NUMBER = rf"(?:{_HAN_NUMBER}|\d{{1,2}}|[{_CIRCLED}])"
_FORMS = (
    "报道|述评|评论|调查|访谈|观察|走笔|故事|纪实|综述|巡礼|手记|札记|特写|解读|专访|探访|回眸|追踪|透视|纪行|见闻"
    "|随笔|文章|专题|新闻|宣讲|展播|短评|时评|快评"
)
_FORM = rf"(?:{_FORMS}|[^之]篇|[^之]谈|[^之不无理]论|系列)"
_CLOSERS = "”’》」』】）)"
_SEPARATORS = r"\s·—–\-－―：:|｜,，"
_DASHES = r"\s·—–\-－―"

_PART_IN_BRACKETS = (
    rf"(?:系列)?(?:{_FORMS})?"
    rf"(?:之\s?{_NUMBER}|其{_HAN_NUMBER}|第?{_NUMBER}(?:[篇集期讲季部章]|篇章)?|[上中下](?:篇|集)?)"
)
_BRACKETED = re.compile(
    rf"(?P<title>.{{2,}}?)[{_SEPARATORS}]*[（(〔【\[]\s*(?P<part>{_PART_IN_BRACKETS})\s*[）)〕】\]](?:[：:].*)?"
)
_CIRCLED_END = re.compile(rf"(?P<title>.{{2,}}?)[{_SEPARATORS}]*(?P<part>[{_CIRCLED}])")
_HALF = re.compile(r"(?P<title>.{4,}?)(?:\s|[—–－―]+|\s?-\s?|·)\s*(?P<part>[上中下](?:篇|集)?)")
_OF_SERIES = rf"(?:.*?系列)(?:{_FORMS})?[{_CLOSERS}]*"
# 系列报道之三, 系列评论一; the title proper may follow after a colon or a dash
_SERIES = re.compile(
    rf"(?P<title>{_OF_SERIES})[{_DASHES}]*(?P<part>之\s?{_NUMBER}|第{_NUMBER}篇|(?<=[评报述访调观综解专文新谈{_CLOSERS}论道查察]){_NUMBER})"
    rf"(?:[{_SEPARATORS}]+.*)?"
)
_OF_FORM = re.compile(rf"(?P<title>.*?{_FORM}[{_CLOSERS}]*)\s?(?P<part>之\s?{_NUMBER})(?:[：:—|｜]+.*)?")
_SET_OFF = re.compile(rf"(?P<title>.{{2,}}?)(?:\s|[—–－―]+|\s?-\s?|·|[|｜])\s*(?P<part>之\s?{_NUMBER})")
_NTH_ESSAY = re.compile(
    rf"[{_DASHES}]*(?P<part>(?:[一二三四五六七八九十]|十[一二三四五六七八九]|再)论)(?![坛文据点证述调及者题战处罪著断理说持])[{_DASHES}：:]*(?P<title>.{{2,}})"
)
# 全国百强县之一: a place in a ranking is no part of a series
_RANKED = re.compile(
    r"成为|入选|评为|列为|跻身|位列|当选|获评|获选|誉为|称为|作为|[十百千]大|[百千]强|最|唯一|首批|(?<![但就还])[是系](?!列)|名列|之首"
)
_DIGITS = re.compile(r"\d{1,2}[篇集期讲季部章]?|\d{1,2}篇章")
_ENDS_IN_SERIES = re.compile(rf"系列(?:{_FORMS})?[{_CLOSERS}]*$")
# notices and pictures of one issue are numbered too
_NUMBERED_ITEM = re.compile(
    r"(?:公告|通告|公示|启事|声明|通知|讣告|布告|告示|须知|广告|名单)$"
    r"|(?:拍卖|招租|招聘|招标|中标|出让|转让|遗失|注销|挂牌)(?:信息|消息|名录|一览|专栏)?$"
    r"|(?<![宏蓝版企力])图$|图(?:片|片新闻|片报道|文|集|表|解|说)$"
)
TITLE_CHARS = 200  # a longer line is no title
_EDGES = " ·—–-－―：:|｜,，"


def read_series(
    kicker: str | None, headline: str | None, subheadline: str | None
) -> tuple[str, str] | tuple[None, None]:
    """Read a series and the part of it from the first title that names one.

    Args:
        kicker, headline, subheadline: normalised; None where none is printed.

    Returns:
        The title without the part, and the part as printed without brackets; two times None for no series.
    """
    for line in (kicker, headline, subheadline):
        if line and len(line) <= TITLE_CHARS and (found := _read(line)):
            return found
    return None, None


def _read(line: str) -> tuple[str, str] | None:
    for pattern in (_SERIES, _BRACKETED, _CIRCLED_END, _OF_FORM, _SET_OFF, _HALF, _NTH_ESSAY):
        match = pattern.fullmatch(line)
        if match is None or (pattern is _OF_FORM and _RANKED.search(match["title"])):
            continue
        title, part = match["title"].strip(_EDGES), match["part"].strip()
        if title and _is_whole(title) and _counts(title, part):
            return title, part
    return None


def _counts(title: str, part: str) -> bool:
    """Tell whether the part is one of a series: a bare number in digits counts many things."""
    if _NUMBERED_ITEM.search(title.rstrip(_CLOSERS)):
        return False
    return _DIGITS.fullmatch(part) is None or _ENDS_IN_SERIES.search(title) is not None


def _is_whole(title: str) -> bool:
    """Tell whether no bracket or title mark is open where the part begins."""
    return all(title.count(opening) == title.count(closing) for opening, closing in ("《》", "（）", "()", "【】"))
