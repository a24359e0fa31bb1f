"""The counties of the database: each site has its own towns, villages, streets, rivers, firms and offices."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = Path(__file__).parent / "words.toml"
_WORDS = {name: words.split() for name, words in tomllib.loads(_FILE.read_text(encoding="utf-8"))["places"].items()}
_FIRM = [_WORDS[name] for name in ("firm", "firm", "trade", "firm_end")]


class Site:
    """One county and its publisher.

    Args:
        name: of the site, part of its addresses.
        seed: of its names.
    """

    def __init__(self, name: str, seed: str) -> None:
        rng = Random(seed)
        self.name = name
        self.county = rng.choice(_WORDS["county"]) + rng.choice(_WORDS["county_end"]) + "县"
        self.paper = self.county[:-1] + rng.choice(["日报", "报", "新闻"])
        self.towns = [f"{word}{rng.choice('镇镇乡')}" for word in self._names(rng, 14)]
        self.villages = [f"{word}村" for word in self._names(rng, 160)]
        self.streets = [f"{word}{rng.choice('路路街巷')}" for word in self._names(rng, 40)]
        self.rivers = [f"{word}{rng.choice('溪溪江港')}" for word in self._names(rng, 8)]
        self.offices = [f"县{word}" for word in _WORDS["office"]]
        self.phone = str(rng.randrange(2_000_000, 8_999_999))
        self.chief = rng.choice("周吴郑王冯陈褚卫") + rng.choice(_WORDS["place"]) + rng.choice(_WORDS["place_end"])
        self.reporters = [f"{rng.choice('叶毛吴季范刘蔡胡练沈')}{word}" for word in self._names(rng, 16)]

    def _names(self, rng: Random, count: int) -> list[str]:
        return sorted({rng.choice(_WORDS["place"]) + rng.choice(_WORDS["place_end"]) for _ in range(count)})

    def cast(self, rng: Random, day: dt.date, heroes: tuple[str, str]) -> list[str]:
        """Choose the words of `grammar.CAST` for a story that is told on a day."""
        draw = rng.random
        event, ahead = day - dt.timedelta(days=int(draw() * 3)), day + dt.timedelta(days=1 + int(draw() * 6))
        return [
            self.county,
            f"{event.month}月{event.day}日",
            f"{event.day}日",
            ("上午", "下午", "一早", "傍晚")[int(draw() * 4)],
            f"{day.month}月{day.day}日",
            f"{ahead.month}月{ahead.day}日",
            *_some(self.towns, 2, draw),
            *_some(self.villages, 3, draw),
            *_some(self.streets, 2, draw),
            *_some(self.rivers, 1, draw),
            *heroes,
            "".join(words[int(draw() * len(words))] for words in _FIRM),
            *_some(self.offices, 1, draw),
            self.phone,
            self.chief,
            "",
        ]

    def byline(self, rng: Random) -> str | None:
        """Give a line of names as the paper prints it, or None for none."""
        if rng.random() < 0.15:
            return None
        second = f" 通讯员 {rng.choice(self.reporters)}" if rng.random() < 0.4 else ""
        return f"记者 {rng.choice(self.reporters)}{second}"

    def footer(self, rng: Random) -> str:
        """Give the lines under an article of the paper's WeChat account."""
        editor, checker = rng.choice(self.reporters), rng.choice(self.reporters)
        return f"编辑：{editor}　审核：{checker}\n点击下方名片，关注“{self.paper}”公众号，了解更多本地资讯"


def _some(names: list[str], count: int, draw: Callable[[], float]) -> list[str]:
    """Take names from a place drawn, and then in steps through the list, so that no two are one."""
    start, step = int(draw() * len(names)), 1 + int(draw() * (len(names) // count - 1))
    return [names[(start + step * at) % len(names)] for at in range(count)]
