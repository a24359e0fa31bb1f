"""Chinese numerals as digits, where they count years, months, days or hours: 二〇二六年十月廿一日, 下午三时."""

from __future__ import annotations

import re

_DIGITS = "〇○零ＯOo0 一壹元 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split()
_VALUES = {char: value for value, chars in enumerate(_DIGITS) for char in chars}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_RUN = re.compile(rf"[{''.join(_VALUES)}{''.join(_TENS)}]{{1,6}}(?=\s?(?:[年月日号时点分秒]|个?小时|天前))")
_ANY = re.compile("[一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾〇○零廿卅元]")


def with_digits(text: str) -> str:
    """Turn the Chinese numerals before a unit of time into digits; all else stays, lengths may change."""
    return _RUN.sub(lambda run: _digits(run[0]), text) if _ANY.search(text) else text


def _digits(run: str) -> str:
    """Give the digits of a numeral, place by place (二〇二六) or with tens (二十一); else the run itself."""
    places = re.split("([十拾廿卅])", run)
    if len(places) == 1:
        return "".join(str(_VALUES[char]) for char in run)
    if len(places) != 3 or len(places[0]) > 1 or len(places[2]) > 1:
        return run
    before, tens, after = places
    value = _TENS[tens] * (_VALUES[before] if before else 1) + (_VALUES[after] if after else 0)
    return str(value)
