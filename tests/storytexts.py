"""Made-up texts for the tests of stories: reports sentence by sentence, and ways to print a text otherwise."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipelines.stories.compared import Compared

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = dt.date(2026, 3, 10)
PRESSES = {"news": "云岭新闻网", "epaper": "今日云岭", "wechat": "云岭发布"}
PROVINCIAL = "澜东日报"

BRIDGE = (
    "石桥镇跃进桥加固工程三月八日完工，停行半年的货车重新从桥上驶过。",
    "这座三孔石拱桥建于一九七二年，桥面宽五米，两侧护栏多处断裂。",
    "施工队先用钢管架撑住主拱，再把风化的条石逐块换下，前后用去新石料四百二十立方米。",
    "县公路段工程师闻人策说，最难的是汛期里保住桥墩不被冲刷，夜里每隔一小时就要量一次水位。",
    "养蜂户谭阿桂的车队过去要绕行二十六公里山路，光柴油一趟就多花九十元。",
    "镇里为两岸住户修了临时便道，还请来渡船每天接送后垟小学的四十七名学生。",
    "验收组用两台满载碎石的卡车压了整整一个上午，跨中下沉不到三毫米。",
    "下一步，护栏上将嵌入村民捐献的旧磨盘，桥头的老樟树也要围起石栏。",
)
BEES = (
    "松溪镇的荔枝蜜昨天拍出头一桶，买主是东州的一家糕饼铺。",
    "今年花期比往年迟了九天，蜂农们一度担心流蜜不旺。",
    "合作社理事长容海棠在果园里装了十二个温湿度探头，手机上就能看到哪一片先开花。",
    "头批六百箱蜜蜂分三路上山，沿途的村子都停了农药。",
    "检测室的报告显示，这一批蜜的水分只有百分之十八，达到了出口标准。",
    "合作社打算把空蜂箱借给岭脚村的十五户人家，教他们秋天养土蜂。",
)
WELL = (
    "岭脚村打出一口自流井，井水每小时四吨，够全村二百一十户饮用。",
    "钻机是从邻县租来的，在红砂岩里打到一百三十八米才见水。",
    "水利站站长褚南山蹲在井口守了三夜，天亮时听见管子里咕咕作响。",
    "村里决定先接通小学和敬老院，再按路远近逐户安管。",
    "七十九岁的盘婆婆舀了一瓢尝，说比山那边挑来的还甜。",
)
ALL_SENTENCES = (*BRIDGE, *BEES, *WELL)

BRIDGE_TRADITIONAL = (
    "石橋鎮躍進橋加固工程三月八日完工，停行半年的貨車重新從橋上駛過。",
    "這座三孔石拱橋建於一九七二年，橋面寬五米，兩側護欄多處斷裂。",
    "施工隊先用鋼管架撐住主拱，再把風化的條石逐塊換下，前後用去新石料四百二十立方米。",
    "縣公路段工程師聞人策說，最難的是汛期裡保住橋墩不被沖刷，夜裡每隔一小時就要量一次水位。",
    "養蜂戶譚阿桂的車隊過去要繞行二十六公里山路，光柴油一趟就多花九十元。",
    "鎮裡為兩岸住戶修了臨時便道，還請來渡船每天接送後垟小學的四十七名學生。",
    "驗收組用兩台滿載碎石的卡車壓了整整一個上午，跨中下沉不到三毫米。",
    "下一步，護欄上將嵌入村民捐獻的舊磨盤，橋頭的老樟樹也要圍起石欄。",
)
BRIDGE_DIGITS = (
    "石桥镇跃进桥加固工程3月8日完工，停行半年的货车重新从桥上驶过。",
    "这座三孔石拱桥建于1972年，桥面宽5米，两侧护栏多处断裂。",
    "施工队先用钢管架撑住主拱，再把风化的条石逐块换下，前后用去新石料420立方米。",
    "县公路段工程师闻人策说，最难的是汛期里保住桥墩不被冲刷，夜里每隔1小时就要量1次水位。",
    "养蜂户谭阿桂的车队过去要绕行２６公里山路，光柴油一趟就多花90元。",
    "镇里为两岸住户修了临时便道，还请来渡船每天接送后垟小学的４７名学生。",
    "验收组用2台满载碎石的卡车压了整整一个上午，跨中下沉不到3毫米。",
    "下一步，护栏上将嵌入村民捐献的旧磨盘，桥头的老樟树也要围起石栏。",
)


def text_of(sentences: Sequence[str]) -> str:
    """Give sentences as a text, two a paragraph."""
    return "\n".join("".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2))


def compared(
    body: str,
    *,
    on: dt.date = DAY,
    later: int = 0,
    channel: str = "news",
    press: str | None = None,
    headline: str | None = None,
    credited: str | None = None,
) -> Compared:
    """An article to be compared, `later` days after `on`."""
    return Compared(
        published_on=on + dt.timedelta(days=later),
        channel=channel,
        press=press or PRESSES[channel],
        headline=headline,
        credited_source=credited,
        body=body,
    )
