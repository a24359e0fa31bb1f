"""The counties of the database: each site has its own towns, villages, streets, rivers, firms and offices."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTY = "云 青 龙 泰 景 松 遂 缙 永 磐 浦 安 德 桐 长 淳 建 临 富 天 仙 玉 平 文 苍 瑞 乐 洞".split()
_COUNTY_END = "溪 和 川 宁 阳 昌 泉 岭 江 清 湖 浦 元 山 康 化 田 顺".split()
_PLACE = (
    "石 桥 前 后 上 下 东 西 南 北 大 小 黄 白 青 红 金 银 双 三 九 高 长 新 古 梅 竹 松 柳 桃 李 杨 枫 樟 桐 荷 兰 菊 茶 龙 虎 "
    "凤 马 牛 羊 鹤 雁 鹿 云 雾 雪 霞 月 星 日 寺 庙 塔 井 泉 源 洪 叶 吴 周 郑 潘 蒋 沈 陆 汤 章 项 柯 麻 练 阙 蓝 雷 钟"
).split()
_MIDDLE = (
    "塘 坑 垟 岙 坪 湾 岭 溪 源 坞 畈 田 山 洲 埠 屿 坛 墩 垄 桥 店 头 根 潭 川 口 岸 畔 岗 坳 堂 宅 家 圩 渡".split()
)
_FIRM = (
    "恒 鑫 宏 达 盛 华 创 益 丰 泰 源 通 瑞 科 润 嘉 诚 力 凯 捷 联 邦 方 圆 佳 禾 森 蓝 绿 欧 美 亿 锐 铭 远".split()
)
_TRADE = (
    "竹木 机械 食品 服饰 电子 农业 物流 建材 生物 文旅 汽配 阀门 工艺品 家居 新材料 包装 茶业 环保 塑业 教玩具".split()
)
_FORM = "有限公司 公司 厂 集团 科技公司".split()
_OFFICE = (
    "农业农村局 水利局 教育局 卫健局 交通运输局 文旅局 生态环境分局 经信局 公安局 应急管理局 民政局 体育中心 市场监管局 "
    "司法局 林业局 住建局 团委 妇联 残联 总工会 红十字会 商务局 科协 供销社"
).split()


class Site:
    """One county and its publisher.

    Args:
        name: of the site, part of its addresses.
        seed: of its names.
    """

    def __init__(self, name: str, seed: str) -> None:
        rng = Random(seed)
        self.name = name
        self.county = rng.choice(_COUNTY) + rng.choice(_COUNTY_END) + "县"
        self.paper = self.county[:-1] + rng.choice(["日报", "报", "新闻"])
        self.towns = [f"{word}{rng.choice('镇镇乡')}" for word in self._names(rng, 14)]
        self.villages = [f"{word}村" for word in self._names(rng, 160)]
        self.streets = [f"{word}{rng.choice('路路街巷')}" for word in self._names(rng, 40)]
        self.rivers = [f"{word}{rng.choice('溪溪江港')}" for word in self._names(rng, 8)]
        self.schools = [f"{word}{rng.choice(['小学', '中学', '幼儿园'])}" for word in self._names(rng, 12)]
        self.offices = [f"县{word}" for word in _OFFICE]
        self.phone = str(rng.randrange(2_000_000, 8_999_999))
        self.chief = "周吴郑王冯陈褚卫"[rng.randrange(8)] + rng.choice(_PLACE) + rng.choice(_MIDDLE)
        self.reporters = [f"{rng.choice('叶毛吴季范刘蔡胡练沈')}{word}" for word in self._names(rng, 16)]

    def _names(self, rng: Random, count: int) -> list[str]:
        return sorted({rng.choice(_PLACE) + rng.choice(_MIDDLE) for _ in range(count)})

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
            *_some(self.schools, 1, draw),
            *heroes,
            "".join(words[int(draw() * len(words))] for words in (_FIRM, _FIRM, _TRADE, _FORM)),
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


def _some(names: list[str], count: int, draw: Callable[[], float]) -> list[str]:
    """Take names from a place drawn, and then in steps through the list, so that no two are one."""
    start, step = int(draw() * len(names)), 1 + int(draw() * (len(names) // count - 1))
    return [names[(start + step * at) % len(names)] for at in range(count)]
