"""Read datelines (电头): who sends the news, from where, of which day, before the first word of the text."""

from __future__ import annotations

import re

from pipelines.text import HAN

_NUMERALS = "一二三四五六七八九十廿卅"
_DAY = (
    rf"(?:(?:\d{{4}}|[〇○零{_NUMERALS}]{{4}})年)?"
    rf"(?:\d{{1,2}}|[{_NUMERALS}]{{1,2}})\s?月\s?(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s?日"
)
# what an agency sends; not 电话, 电网, 讯问
_SENT = r"(?:电(?![话视子力影网站价器商路梯动气缆量厂脑台池工源流压机线费灯信])|讯(?![号息问期飞员速]))"
_OPENING, _CLOSING = r"【\[（(〔", r"】\]）)〕"
# 苍南新闻网10月10日消息, 新华社杭州5月8日电, 浙江在线09月14日讯: with a day, the sender may be any name
_DATED = (
    rf"(?!据|记者|从|来自|截至|截止|日前|昨|今|自)[{HAN}A-Za-z0-9·](?:\s?[{HAN}A-Za-z0-9·]){{1,19}}?\s?{_DAY}\s?"
    rf"(?:(?:专|急|综合|上午|下午|晚|凌晨)?{_SENT}"
    rf"|(?:消息|报道)(?=[：:\s（(“{_CLOSING}]|$))"
    rf"|(?:本报|本网|本台|[{HAN}]{{2,4}}社){_DAY}[{HAN}]{{2,3}}(?:电|讯)(?=[\s：:（(]|$)"  # 本报10月10日北京电
)
# 本报讯, 云岭新闻网讯: without a day, the sender has to be a paper, a site or a station
_UNDATED = (
    rf"(?:(?:本报|本网|本台|本刊|本站)(?:[{HAN}]{{2,3}})?(?:综合|专|快)?|(?!据|记者|从)[{HAN}]{{2,12}}?(?:网|社|报|台|在线|发布|客户端|融媒|中心)快?)"
    r"(?:讯(?![号息问期飞员速])|消息(?=\s?[：:（(]))"
)
# 据新华社杭州10月18日电: an agency's telegram, shortened by the paper; 据…消息 is the beginning of a sentence
_SHORTENED = (
    rf"据[{HAN}]{{1,8}}?(?:社|网|报|台)(?:[{HAN}]{{0,12}}?{_DAY})?(?:专|急|综合)?(?:电|讯)(?=[\s：:（({_CLOSING}]|$)"
)
_WORDS = rf"{_DATED}|{_UNDATED}|{_SHORTENED}"
_DATELINE = re.compile(rf"(?P<words>{_WORDS})")
_IN_BRACKETS = re.compile(rf"[{_OPENING}]\s*(?P<words>{_WORDS})\s*[：:]?\s*[{_CLOSING}]")
_AFTER_DATELINE = re.compile(r"[：:\s]+")


def split_dateline(text: str) -> tuple[str | None, str]:
    """Split the dateline (电头) off the first paragraph.

    Args:
        text: normalised.

    Returns:
        The dateline as printed without its brackets, colon and blanks, or None; and the text after it.
    """
    match = _IN_BRACKETS.match(text) or _DATELINE.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    separator = _AFTER_DATELINE.match(rest)
    if separator is None and rest[:1] in ("，", ",", "。", "、", "的", "称", "说"):
        return None, text  # the words are the subject of a sentence
    return match["words"], rest[separator.end() if separator else 0 :]
