"""The words of essays, verse and commentary: sentences of short parts, each drawn anew, so that two texts share few.

Everything was written for this sample; nothing is taken from a newspaper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.county.words import Facts

if TYPE_CHECKING:
    import random

ESSAY_SENTENCES = (
    "{when}，{who}{hold}{thing}走过{spot}，{nature}{stir}。",
    "{who}总说，{nature}{stir}的时候，{thing}要收好。",
    "离家{n99}年，梦里还是{spot}的{nature}。",
    "{spot}{state}，{nature}和{nature}都{stir}。",
    "后来{thing}{gone}，{who}{mood}，{when}仍到{spot}坐坐。",
    "那年{when}，{spot}的{thing}{gone}，{nature}却{stir}。",
    "{nature}{stir}，像{who}{hold}的{thing}。",
    "有人问起{thing}，{who}{mood}，{nature}{stir}。",
    "{who}和{who}在{spot}{hold}{thing}，{when}才回。",
    "如今{spot}{state}，{thing}{gone}，我{mood}。",
)
VERSE_LINES = (
    "{nature}{stir}",
    "{spot}{state}",
    "{who}{hold}{thing}",
    "像{thing}{gone}",
    "{when}的{nature}",
    "{nature}落进{spot}",
    "我在{spot}{mood}",
    "{thing}记得{who}",
    "{nature}问{nature}",
    "{who}{mood}",
    "只有{nature}醒着",
    "把{thing}还给{spot}",
)
COMMENT_SENTENCES = (
    "{work}办得怎样，{paper}说了不算，{judge}在{place}说了才算。",
    "{n99}个村{virtue}，{fruit}；另有{n9}个村{vice}，{judge}{feel}。",
    "为{work}盖{n9}个章、交{n9}份{paper}，{judge}{feel}。",
    "{fruit}，{fruit}，{place}的{judge}{feel}，胜过{paper}。",
    "也要看到，{work}还剩{n99}件难事，{vice}可不行。",
    "干部{virtue}，{place}就少一回{vice}，{work}就快一步。",
    "把{paper}放一放，到{place}听{judge}讲{work}。",
    "{work}如此，{work}亦然：{virtue}，{fruit}。",
    "{judge}不怕{work}难，只怕{vice}，{org}{virtue}。",
    "{place}的{judge}算过账：{fruit}，每年省{n999}元，{paper}里却没有。",
)
_PARTS = {
    "when": "清晨 黄昏 雨后 霜降 入冬 开春 夜里 午后 立秋 年关 三月 小满 腊月 收工后 落雪时".split(),
    "spot": "桥头 井边 檐下 渡口 晒场 灶间 谷仓 村口 溪滩 茶山 阁楼 磨坊 祠堂 后门 石阶上".split(),
    "who": "外婆 父亲 母亲 祖父 姑妈 堂姐 小叔 阿公 篾匠 木匠 船工 舅公 教书先生 邻家妹妹".split(),
    "hold": "提着 守着 背着 捧着 擦着 晾着 补着 数着 抱着 挑着 念着 护着".split(),
    "thing": "石磨 竹篮 蓑衣 铜壶 扁担 油灯 豆腐 酱缸 柴刀 布鞋 算盘 风车 米酒 纸伞 木梳".split(),
    "nature": "樟树 燕子 萤火 芦苇 月光 炊烟 白鹭 青苔 山雀 桂花 柿子 晨雾 溪水 雨声 稻花".split(),
    "stir": "都来了 慢慢散 低下头 不作声 亮起来 落满地 飘过山 靠得很近 摇一摇 又一年 醒得早 走远了".split(),
    "state": "静悄悄的 亮堂堂的 湿漉漉的 暖烘烘的 空荡荡的 还是老样子 落了锁 没有人 挂着霜 开着门".split(),
    "gone": "旧了 不见了 送了人 裂了缝 生了锈 搁在墙角 没人认得 等人来取 换了主人 泡在雨里".split(),
    "mood": "不说话 笑一笑 抹抹眼睛 叹口气 想起从前 摆摆手 点了点头 站了很久 哼起山歌 转过身去".split(),
    "work": "修路 治水 办学 养老 春耕 防汛 就业 普法 垃圾分类 旧村改造 送药下乡 改厕 护林 禁烧".split(),
    "paper": "台账 汇报 照片 展板 报表 讲稿 简报 方案 总结 锦旗".split(),
    "judge": "乡亲 老人 家长 摊主 茶农 住户 司机 病人 学徒 渔民 租客 果农".split(),
    "place": "田头 集市 渠边 码头 诊室 校门口 院坝 车站 果园 窗口 巷子里 工地".split(),
    "virtue": "肯带头 沉下心 算细账 听得进 耐得烦 敢碰硬 记在本上 跑断腿 不怕难 说到做到".split(),
    "vice": "推一推 绕圈子 走过场 摆样子 唱高调 和稀泥 等通知 看风向 打太极 躲着走".split(),
    "fruit": "路灯亮了 渠水清了 课桌新了 药费少了 班车通了 茶价稳了 荒山绿了 证好办了 危墙拆了 网速快了".split(),
    "feel": "竖大拇指 直摇头 看得明白 心里有数 有话要说 记得清楚 不买账 最有体会 服了气 皱起眉".split(),
}


class Parts(Facts):
    """Fills sentences with parts that come in turn, in an order of this text's own; the others as the facts have."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self._left: dict[str, list[str]] = {}

    def __missing__(self, key: str) -> str:
        if key not in _PARTS:
            return super().__missing__(key)
        if not self._left.get(key):
            self._left[key] = self.rng.sample(_PARTS[key], len(_PARTS[key]))
        return self._left[key].pop()

    def say_some(self, templates: tuple[str, ...], least: int, most: int) -> list[str]:
        """Return so many of the sentences, in any order."""
        return [self.say(one) for one in self.rng.sample(templates, self.rng.randint(least, most))]
