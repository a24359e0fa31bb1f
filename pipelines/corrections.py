"""Read corrections (更正): which article of which earlier issue a newspaper puts right. No word is taken out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pipelines.dates import resolve_month_day
from pipelines.items import Pointer
from pipelines.page_marks import BARE_PAGE, PAGE

if TYPE_CHECKING:
    from pipelines.pointers import Marked

_HEADLINE = re.compile(
    r"(?:本报|重要|特别|有关|关于[^，。]{0,20}的)?(?:更正|勘误|致歉|道歉|纠错)(?:[与和及、暨]?(?:更正|说明|致歉|道歉|声明|启事|公告|启示|信|表|通知|告示|补充))*"
    r"(?:[一二两三四五\d]则)?(?:[（(].{0,12}[）)])?"
)
_FRAME = "【】[]〖〗■●◆□ 　·：:|｜-—。！!"
_YEAR = r"(?:(?P<year>20\d\d|19\d\d)\s?年\s?)?"
_DATE = rf"{_YEAR}(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日"
_OWN = r"(?:本报|我报|本刊|《[^《》]{2,12}》)"
_BETWEEN = r"(?:于|在|的|所|上|出版的?|刊发的?|刊登的?|刊载的?|出刊的?|[（(][^（）()]{0,12}[）)]|[，,\s])*"
# 本报10月9日第3版, 10月9日本报A3版, 本报昨日头版, 本报9日三版
_ISSUE = re.compile(
    rf"(?:{_OWN}{_BETWEEN}(?:{_DATE}|(?P<only_day>\d{{1,2}})\s?日|(?P<word>昨日|昨天|前天|前日))"
    rf"|{_DATE.replace('P<', 'P<other_')}{_BETWEEN}"
    rf"(?:{_OWN}|(?=第?\s?[A-Za-z]{{0,2}}\d{{1,2}}\s?版|[一二三四五六七八]版|头版)))"
)
_PLACE = re.compile(rf"^[^。；;！？]{{0,20}}?(?:{PAGE}|{BARE_PAGE})")
_TITLE = re.compile(r"^[^。；;！？]{0,40}?《([^《》]{2,60}(?:《[^《》]{1,40}》[^《》]{0,40})?)》")
# the paper's own word, and nobody else's of whom it tells
_SURE = re.compile(
    r"(?:特此|谨此|现|予以|作(?:以下|如下|出)?|特作?|一并)(?:致歉)?(?:说明)?[并和、]?更正|更正(?:如下|为|[：:])|(?<![已经作予了])更正[。！]|勘误"
)
_MANNER = r"(?:编辑部|全体|[谨特仅再，,]|在此|[对就为]此|表示|深表|致以|表达|诚挚的?|诚恳|真诚){0,4}"
_OWN_REGRET = re.compile(
    rf"(?:本报|我报|本刊|编辑部|编者){_MANNER}(?:[向对][^。！？；，,]{{1,20}}?{_MANNER})?(?:致歉|道歉|歉意)(?![一之后的信])"
)
_NAMED_WRONG = (
    r"作者|记者|通讯员|摄影|姓名|名字|署名|名单|单位|职务|标题|说明|时间|日期|地点|地址|电话|号码|数字|数据|金额|比分"
)
_WRONG = re.compile(
    rf"有误|笔误|系[^。！？]{{1,12}}之误|[”’》」』\d]\S{{0,2}}应(?:为|是)|应(?:为|是)\s?[“‘《「『\d]|(?:{_NAMED_WRONG})应(?:为|是)"
)
_SENTENCE = re.compile(r"(?:《[^《》]*》|“[^“”]*”|(?<=[：:])\n|[^。！？\n《“]|[《“])*")
_REACTION = re.compile(
    r"(?:文|报道|报导|消息|稿件?|新闻|[刊登载发见播][发登载报出]|》)(?:[刊登载发见播][发登载报出]?)?(?:之|以)?后"
)
SENTENCES_CHARS = 300  # how far from the issue's day the words that something was wrong may stand


def is_correction_headline(headline: str | None) -> bool:
    """Tell whether a headline says that something is put right."""
    return headline is not None and _HEADLINE.fullmatch(headline.strip(_FRAME)) is not None


def read_corrections(words: Marked, *, issue_on: dt.date) -> tuple[Pointer, ...]:
    """Read which articles a text puts right, in printed order.

    Args:
        words: titles, and the paragraphs without bylines.
        issue_on: the day of the issue that prints it; the issues that it names came before.

    Returns:
        Empty where the text is no correction, or names no issue.
    """
    is_said = any(is_correction_headline(title) for title in (words.headline, words.kicker))
    text = "\n".join(words.paragraphs)
    if not is_said and not any(sign.search(text) for sign in (_SURE, _WRONG, _OWN_REGRET)):
        return ()
    found = []
    for match in _ISSUE.finditer(text):
        on = _day(match, issue_on)
        pointer = _read(match, text, on) if on else None
        if pointer and (is_said or ((pointer.page_number or pointer.title) and _is_wrong(text, match))):
            found.append(pointer)
    return tuple(dict.fromkeys(found))


def _is_wrong(text: str, match: re.Match[str]) -> bool:
    """Tell whether the paper says that something was wrong in the issue, and not what came of a report in it."""
    if match[0].startswith("《") or not re.search(r"本报|我报|本刊", match[0]):
        return False
    after = text[match.end() : match.end() + SENTENCES_CHARS]
    if _SURE.search(after) or _OWN_REGRET.search(after):
        return True
    sentence = _SENTENCE.match(after)
    wrong = _WRONG.search(sentence[0]) if sentence else None
    return wrong is not None and _REACTION.search(after, 0, wrong.start()) is None


def _read(match: re.Match[str], text: str, on: dt.date) -> Pointer | None:
    rest = text[match.end() : match.end() + SENTENCES_CHARS].split("\n", 1)[0]
    other = _ISSUE.search(rest)
    rest = rest[: other.start()] if other else rest
    place, title = _PLACE.match(rest), _TITLE.match(rest)
    if place and title and place.end() > title.end():
        place = None  # a page that is named after the title belongs to something else
    end = max((one.end() for one in (place, title) if one), default=0)
    return Pointer(
        kind="correction",
        printed=" ".join((match[0] + rest[:end]).split()),
        page_number=(place["page"] or place["bare"]) if place else None,
        title=title[1] if title else None,
        on=on,
    )


def _day(match: re.Match[str], issue_on: dt.date) -> dt.date | None:
    """Give the day that is named, the latest before the issue; None for one that cannot be."""
    before = issue_on - dt.timedelta(days=1)
    if match["word"]:
        return issue_on - dt.timedelta(days=1 if match["word"].startswith("昨") else 2)
    if match["only_day"]:
        month = before if int(match["only_day"]) <= before.day else before.replace(day=1) - dt.timedelta(days=1)
        return _date(month.year, month.month, int(match["only_day"]))
    found = {name: match[name] or match[f"other_{name}"] for name in ("year", "month", "day")}
    if found["year"]:
        day = _date(int(found["year"]), int(found["month"]), int(found["day"]))
        return day if day and day < issue_on else None
    # that function allows one day after
    return resolve_month_day(int(found["month"]), int(found["day"]), near=before - dt.timedelta(days=1))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
