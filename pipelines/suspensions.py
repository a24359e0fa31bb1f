"""Read a newspaper's own announcement that it does not appear on certain days (休刊启事)."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice

from pipelines.day_lists import UNTIL, DayList, days_between, read_day_lists
from pipelines.text import HAN, clean_characters, fold_widths

DAYS_BACK, DAYS_AHEAD = 3, 60  # an announcement is about days near the issue that prints it
SENTENCE_CHARS = 300  # a longer sentence is a list or a broken page
SENTENCES, VERBS = 50, 6  # read of one text, of one sentence: no announcement has more
FAR_CHARS = 40  # between the days and the verb
NEAR_CHARS = 120  # before and after the sentence: the holiday, and when the paper comes back

_BLANKS = re.compile(r"[^\S\n]+|(?<=[至到、，年月])\n")
_VERB = re.compile(r"休刊|停刊|停报(?![道告名价表])|(?:不|停止|暂停)出(?:版(?![面社物权])|报(?![道告名价表])|刊)")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
_ANY_TODAY = re.compile(rf"《今日[{HAN}]{{1,6}}》")  # as many county papers are called
_JOINT = re.compile(r"(?<=本报)(?:和|与|及|以及|、)《[^》]{1,20}》")
_NUMERALS = "一二三四五六七八九十两〇○零"
_NUMERAL = re.compile(rf"(?<![期周{_NUMERALS}])[{_NUMERALS}]{{1,4}}(?=[年月日号天周]|期(?!间))")
_DIGITS = str.maketrans("一二三四五六七八九两〇○零", "1234567892000")
_LUNAR_DAY = rf"初?[{_NUMERALS}廿]{{1,3}}日?"
_LUNAR = re.compile(
    rf"(?:农历|阴历)?(?:[正腊]月{_LUNAR_DAY}|初[{_NUMERALS}]|除夕)|(?:农历|阴历)[{_NUMERALS}]{{1,2}}月{_LUNAR_DAY}"
)
_BRACKETS = re.compile(r"[（(\[【]([^（()）\[\]【】\n]{0,30})[）)\]】]")
_COUNTED = re.compile(r"\d[日号天期]")
_WEEKDAY = re.compile(r"(?<=\d[日号])(?:星期|周|礼拜)[一二三四五六日天]")

_HOLIDAYS = "春节|元旦|新年|国庆|中秋|端午|清明|劳动节|五一|十一|双节|两节|节日|假日|假期|长假|放假|节"
_HOLIDAY = re.compile(_HOLIDAYS)
_OFF = re.compile(r"[，）]?(?:为[^，。]{0,10}?)?(?:放假|假期)")
_HEADLINE = re.compile(  # atomic groups (?>…): Python before 3.11.5 misreads possessive quantifiers
    rf"(?>(?:关于|本报|我报|\d{{4}}年|今年|{_HOLIDAYS}|期间|暂时|临时|[的小“”、])*)(?:休刊|停刊|停报|不?出[报版刊])的?"
    r"(?:启事|公告|通告|通知|告示|告知|声明|说明|预告|安排)|敬?[告致](?:广大)?读者书?"
)
_SUBJECT = re.compile(
    r"(?P<own>(?:本报(?!讯|电|网|记者|消息|通讯员|读者|前身)|我报)(?![道告名]))|《[^》]{1,30}》|报纸|报社|杂志|栏|频道|网站"
    r"|(?:(?<!\d)日|[晚早周时商简快学校月机字子该贵他她其各多])报(?![道告名])|[期周月季内会校专副特]刊|公众号|客户端"
    r"|(?<![出改个\d])版(?![面式])|第\d+版"
)
_DENIED = re.compile(r"(?:不|未|没有?|无|非|免|结束|取消|停止)[再会将予能需]?$|[《“「『][^》”」』]*$")
_ANOTHER_TIME = re.compile(
    r"曾|[当那去前往历]年|前身|被迫|日记|如果|假如|倘若|要是|[是能会]否|每[周月年日逢]|每星期|逢周|逢星期|双休日"
)
_YEAR = re.compile(r"(?:18|19|20)\d\d(?=年)")

_FROM = re.compile(r"[，）]?(?:起|开始|始)")
_AFTER = re.compile(r"）?(?:出[版报刊])?[之以]?后")
_APPEARS = re.compile(r"[^。\n]{0,10}?(?:恢复|复刊|照常|正常|继续|如期|出版|出报|见面|见报|上班)|[^。，]{0,8}外")
_BACK_ON = re.compile(r"(?:恢复(?:正常)?出[版报刊]|复刊)(?:时间|日期|日)?[为是于：]{0,2}$")
_SAID = re.compile("宣布|通知|决定|公布|获悉|了解|讨论|会议|召开|举行|启事|刊登|发布|发出|刊发|推出|报道|关注")
_LEADS = re.compile(
    r"(?>(?:启事|公告|通知|安排|时间|日期|具体|如下|定于|定为|从|自|于|为|是|即|分别|\d{1,3}[天日期周]|[，：、（\n])*)"
)
_COUNT = r"(?P<count>\d{1,3})(?P<unit>天|日|期|周(?!年))(?!间|起|恢复|复刊|正常|照常|出)"
_COUNT_BEFORE = re.compile(rf"[，）]?(?:起|开始)?，?(?:本报)?(?:连续|共)?{_COUNT}(?:本报|将)?")
_COUNT_AFTER = re.compile(rf"(?:[，：（]?(?:共计?|一共|连续|时间为?|为期))?{_COUNT}")


def read_suspension(text: str, *, printed_on: dt.date, paper: str | None = None) -> tuple[dt.date, ...]:
    """Read on which days a newspaper says that it does not appear.

    Args:
        text: headline and body, a line for each paragraph.
        printed_on: day of the issue that prints it; days without a year are near it, and days far from it not taken.
        paper: its name; None: only 本报, 《今日…》 and a headline such as 休刊启事 tell that the paper means itself.

    Returns:
        Every day, in order; empty where nothing is announced, or a pause without an end.
    """
    text = _BLANKS.sub("", clean_characters(text)[0])
    if not _VERB.search(text) or not 1900 < printed_on.year < 2100:
        return ()
    text = _prepare(text, _BLANKS.sub("", paper or ""))
    found: set[dt.date] = set()
    has_headline = is_own = False
    for sentence in islice(filter(_is_about, _SENTENCE.finditer(text)), SENTENCES):
        start, end = sentence.span()
        earlier = text[max(0, start - NEAR_CHARS) : start]
        if _is_headline(sentence[0]):
            has_headline = is_own = True
        elif has_headline or all(
            abs(int(year) - printed_on.year) <= 1 for year in _YEAR.findall(earlier + sentence[0])
        ):
            is_own, days = _read_sentence(sentence[0], earlier, text[end : end + NEAR_CHARS], printed_on, is_own=is_own)
            found |= days
    first, last = printed_on - dt.timedelta(days=DAYS_BACK), printed_on + dt.timedelta(days=DAYS_AHEAD)
    return tuple(sorted(day for day in found if first <= day <= last))


def _prepare(text: str, paper: str) -> str:
    """Write the paper's name as 本报 and days in digits; leave out weekdays and days of the lunar calendar."""
    for name in (f"《{paper}》", f"“{paper}”", paper) if paper else ():
        text = text.replace(name, "本报")
    text = _JOINT.sub("", fold_widths(text if paper else _ANY_TODAY.sub("本报", text)))
    text = _NUMERAL.sub(lambda match: _digits(match[0]), _LUNAR.sub("", text))
    return _WEEKDAY.sub("", _BRACKETS.sub(lambda match: f"（{match[1]}）" if _COUNTED.search(match[1]) else "", text))


def _digits(numeral: str) -> str:
    """Give 十六 as 16, 二〇一五 as 2015."""
    tens, ten, ones = numeral.partition("十")
    return (f"{tens or '一'}{ones or '〇'}" if ten else numeral).translate(_DIGITS)


def _is_headline(line: str) -> bool:
    return _HEADLINE.fullmatch(line.rstrip("。！；;：\n")) is not None


def _is_about(sentence: re.Match[str]) -> bool:
    is_read = len(sentence[0]) <= SENTENCE_CHARS and sentence[0][-1] not in "？?"
    return is_read and (_VERB.search(sentence[0]) is not None or _is_headline(sentence[0]))


def _read_sentence(
    line: str, earlier: str, later: str, printed_on: dt.date, *, is_own: bool
) -> tuple[bool, set[dt.date]]:
    """Read a sentence; `is_own`: the paper itself is meant where no subject is named, which holds for the next too."""
    found: set[dt.date] = set()
    since = 0
    for verb in islice(_VERB.finditer(line), VERBS):
        before = line[: verb.start()]
        if not _DENIED.search(before) and not _ANOTHER_TIME.search(before):
            *_, subject = None, *_SUBJECT.finditer(before)
            is_own = subject["own"] is not None if subject else is_own
            found.update(_announced(line + later, verb, since, earlier, printed_on) if is_own else ())
        since = verb.end()
    return is_own, found


def _announced(text: str, verb: re.Match[str], since: int, earlier: str, printed_on: dt.date) -> set[dt.date]:
    """Give the days of one verb.

    Args:
        text: its sentence and a little more.
        since: where the verb before it ends.
        earlier: what stands before the sentence: 10月1日至7日放假。本报在此期间休刊.
    """
    lists = read_day_lists(text, printed_on=printed_on)
    stops = sorted([one.begin for one in lists if one.is_whole] + [one.start() for one in _VERB.finditer(text)])
    tails = {one: text[one.end : next((stop for stop in stops if stop >= one.end), len(text))] for one in lists}
    back = [
        one
        for one in lists
        if (_APPEARS.match(tails[one]) and not _AFTER.match(tails[one])) or _BACK_ON.search(text, 0, one.begin)
    ]
    free = [one for one in lists if one.is_whole and one.days and one not in back]
    lead = _LEADS.match(text, verb.end())
    leads_to = lead.end() if lead and (lead[0].strip("，、\n") or not lead[0]) else -1
    before = [
        one
        for one in free
        if since <= one.begin
        and one.end <= verb.start() <= one.end + FAR_CHARS
        and (len(one.days) > 1 or not _SAID.search(tails[one]))
    ]
    chosen = before[-1] if before else next((one for one in free if one.begin == leads_to), None)
    if chosen is None:
        off = [one.days for one in read_day_lists(earlier, printed_on=printed_on) if _OFF.match(earlier, one.end)]
        return set(off[-1]) if off and "期间" in text[since : verb.start()] else set()
    days = chosen.days
    if len(days) == 1:
        days = _stretch(days[0], tails[chosen], text=text, verb=verb, lists=lists, back=back)
    return set(days) - {day for one in back for day in one.days}


def _stretch(
    start: dt.date, tail: str, *, text: str, verb: re.Match[str], lists: list[DayList], back: list[DayList]
) -> tuple[dt.date, ...]:
    """Give the days of a pause of which one day is named: its last day, a number of days or its end may follow."""
    is_open = _FROM.match(tail) is not None
    if _AFTER.match(tail):
        start, is_open = start + dt.timedelta(days=1), True
    until = UNTIL.match(text, verb.end())
    last = next((one.days[0] for one in lists if until and one.begin == until.end() and one.days), None)
    later = (one.days[0] for one in back if one.begin >= verb.end() and one.days)
    resumed = next((day for day in later if day > start), None)
    count = _COUNT_AFTER.match(text, verb.end()) or _COUNT_BEFORE.fullmatch(tail)
    if last and last != resumed:
        return days_between(start, last)
    if count and (count["unit"] != "期" or count["count"] == "1" or not resumed):
        return days_between(
            start, start + dt.timedelta(days=int(count["count"]) * (7 if count["unit"] == "周" else 1) - 1)
        )
    if resumed:
        return days_between(start, resumed - dt.timedelta(days=1))
    is_for_ever = verb[0].startswith(("停刊", "停止")) and not _HOLIDAY.search(text)
    return () if is_for_ever or is_open else (start,)
