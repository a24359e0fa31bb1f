"""Tell a person's name from other words by its shape: surname, length, the interpunct of minority names.

An organisation is told by its last character, and only where a role word near by says that a person is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.text import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.byline_words import Trust

# The surnames of 百家姓 and of the 400 most frequent ones in use.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖涂仝闫岳占代覃付邸苑鄢靖粟镇"
    "迟冼区帅亓来佟么揭谌楚敬矫修原苟丛楼展栗训麦佘钱光植牟官候海商闪钦畅亢况隋郄库门初区化仉练银火但旷佴哈谯笪年爱阳佟墨言福"
    "兰芦晋汝缑郈琴卿郄泮"
)
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 "
    "公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 即墨 达奚 褚师 "
    "吴铭 纳兰 归海 东门 完颜 叶赫 那拉 淳于 单于".split()
)

# Words that have a name's shape and follow a role word without being a name.
_NO_NAMES = frozenset(
    "单位 化名 简介 简历 强调 介绍 表示 认为 联系 报道 报导 编辑 记者 通讯 作者 作品 摄影 手记 协会 时间 地点 "
    "图片 图文 文字 来源 内容 供稿 供图 提供 采访 了解 获悉 采写 撰稿 整理 综合 从业 部门 高级 专业 爱好者 "
    "工作者 发布 会议 扩大 方面 平台 节目 常务 全体 代表 相关 本报 本网 本刊 未来 有关 成员 主任 主编 总监 "
    "团队 现场 连线 观察 视角 调查 评论 评论员 时评 笔记 札记 感言 见闻 之家 来信 来稿 明日 广告 安全 "
    "文明 文化 文艺 文学 应急 国际 国内 国家 海外 东方 红色 金融 经济 广大 公安 公共 公益 融媒 农业 农村 "
    "农民 后记 前言 关注 关于 解读 向导 万家 佚名 匿名 未知 不详 本站 本台 网友 原创 转载 谢谢 再见 "
    "笔名 网名 程序 施工中 农工党 受访者 当事人 主办方 视频 走基层 面对面 "
    "华东 华南 温州 金华 杭州 宁波 广州 福州 郑州 常州 徐州 台州 柳州 贵州 安徽 江苏 江西 云南 海南 广东 广西 石家庄 "
    "周末 周日 周一 周二 周三 周四 周五 周六 "
    "全文完 全文 连载 连续剧 左起 左图 左一 左二 左三 方言 成语 游记 单行本 时事 封面 原文 章节".split()
)
# Before a sentence these have a name's shape too: 记者 国庆 来到…
_RUNNING_WORDS = frozenset(
    "马上 成功 经过 相继 明显 时隔 应该 平均 白天 夏日 夏季 秋天 秋日 秋季 元旦 元宵 国庆 农历 连续 连夜 通过 "
    "通宵 应邀 应约 路过 步入 步行 终于 平时 平日 常年 全程 全天 万里 方才 单独 高温 和平".split()
)
_PREPOSITIONS = frozenset("从于向和时经别但能都来后那相方由连通应")  # surnames that more often are none
_TIMES_AND_PLACES = frozenset("日月年天晚晨午夜前后时里中上下此是来常县镇乡村市省区局办部会场农水公教")
_TITLES = tuple("县长 市长 镇长 乡长 局长 校长 院长 书记 主任 主席 先生 女士 老师 教授 医生 同志".split())
_PLACE_ENDINGS = frozenset("镇乡村县市区局所厅办站")
_ORGANISATION_END = re.compile(
    r"(?=(中心|公司|客户端|融媒|新闻|传媒|支行|银行|大学|中学|小学|幼儿园|街道|集团|在线|发布|[一二三四五六七八九十](?:中|小|院)|[所局镇乡村校院社队部委办站室厅处科府县市区会联台报网厂店馆园组团]))"
)
_NO_ENDS = frozenset("摄稿报讯")  # no name ends so, and a byline goes on with them
_ORGANISATION_ENDS = frozenset("所局办厅站县委部院校镇乡村社队处科府会厂店馆")  # hardly the end of a given name
ORGANISATION_CHARS = (3, 24)
_WORDS = re.compile(rf"[{HAN}A-Za-z0-9·“”]+")
_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_INTERPUNCT_NAME = re.compile(rf"[{HAN}]{{1,8}}(?:[·•・‧][{HAN}]{{1,8}}){{1,4}}")

# Characters that names of other languages are written with: 阿依努尔, 买买提
_TRANSLITERATED = frozenset(
    "阿艾依古丽努尔买提江吐逊克里木拉拜合热曼孜娜娅迪力肯扎措卓玛巴桑尼仁次旦珠多吉才让德哈森特格日勒其塔萨乌斯琴帕夏沙"
)
# Given names have them so rarely that a word with one of them is a piece of a sentence: 实习生甲对此文亦有贡献
_IN_SENTENCES = frozenset("的了在是此对被把就不这那哪最都吗呢吧她他你我您它们也亦")
_TRADE = re.compile(r"记者|通讯员|编辑|摄影|实习生")


@dataclass(frozen=True)
class NameShape:
    """How much a word costs that is taken for a name: the less, the more it looks like one.

    `is_known`: its surname is one of the list, or it is written like a name of another language.
    """

    cost: float
    is_known: bool


_INTERPUNCT, _UNKNOWN = NameShape(0.8, is_known=True), NameShape(3.0, is_known=False)
_LIKE_ORGANISATION = 1.6
_RARE = 0.5  # where names are glued: 记者王明李强 is not 王明李 and 强


def name_shape(word: str, *, trust: Trust, is_delimited: bool, is_after_name: bool = False) -> NameShape | None:
    """Say how little a word looks like a person's name.

    Args:
        word: normalised, without blanks.
        trust: how sure it is that this is a byline, see `pipelines.byline_words`: "certain" accepts pen names,
            "running" asks for a surname of the list and for no other meaning, for nothing but the word itself tells.
        is_delimited: signs or blanks set the word off, so that it is one.
        is_after_name: another name stands right before it.

    Returns:
        None for what is no name.
    """
    if not _NAME.fullmatch(word):
        is_name = not is_after_name and _INTERPUNCT_NAME.fullmatch(word) and word[-1] not in _NO_ENDS
        return _INTERPUNCT if is_name and not _TRADE.search(word) else None
    if is_delimited and len(word) > 2 and _TRANSLITERATED.issuperset(word):
        return _INTERPUNCT
    is_set_off = trust == "certain" and is_delimited and len(word) < 4 and word[0] in SURNAMES
    if word in _NO_NAMES or word[-1] in _NO_ENDS or not (is_set_off or _IN_SENTENCES.isdisjoint(word)):
        return None
    if (trust != "certain" and reads_as_phrase(word)) or (trust == "running" and word in _RUNNING_WORDS):
        return None
    cost = _surname_cost(word)
    if cost is None:
        return _UNKNOWN if is_delimited and trust != "running" and len(word) < 4 else None
    cost += _RARE if not is_delimited and word[0] not in _COMMON_SURNAMES else 0
    return NameShape(cost + (_LIKE_ORGANISATION if word[-1] in _ORGANISATION_ENDS else 0), is_known=True)


def _surname_cost(word: str) -> float | None:
    """Give the cost of a name with a known surname; None for any other word."""
    if word[:2] in COMPOUND_SURNAMES and len(word) > 2:
        return 0.9
    if word[:1] not in SURNAMES:
        return None
    if len(word) == 4:
        return 2.7 if word[1] in SURNAMES else None  # two surnames: dearer than two names side by side
    return 1.0 if len(word) == 3 else 1.1


def reads_as_phrase(name: str) -> bool:
    """Tell whether what has a name's shape is rather a time, a place or a title (连日来, 安平镇, 张县长)."""
    is_phrase = name[:1] in _PREPOSITIONS and not _TIMES_AND_PLACES.isdisjoint(name[1:])
    return is_phrase or (len(name) > 2 and (name[-1] in _PLACE_ENDINGS or name.endswith(_TITLES)))


def organisation_ends(text: str, start: int) -> Iterator[int]:
    """Give the places where an organisation that begins at `start` may end (县委|宣传部, 钱库所)."""
    for match in _ORGANISATION_END.finditer(text, start + 1):
        end = match.end(1)
        if end - start > ORGANISATION_CHARS[1]:
            break
        if end - start >= ORGANISATION_CHARS[0] and _WORDS.fullmatch(text, start, end):
            yield end
