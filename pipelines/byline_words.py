"""The words of bylines: which role each names, and on which side of the names it may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipelines.text import HAN, any_of

if TYPE_CHECKING:
    from pipelines.items import Role

Side = Literal["before", "after", "either"]
# How sure it is from where words stand that they are a byline: a bracket, a label or a bullet says so (certain), they
# are a line by themselves (line), or running text follows (running)
Trust = Literal["certain", "line", "running"]

_BEFORE: dict[Role, str] = {
    "reporter": "记者 特派员 记者站 记者组",
    "correspondent": "通讯员 报道员 通联员 特约撰稿人 供稿人",
    "photographer": "摄影记者 摄影师",
    "editor": "责任编辑 网络编辑 值班编辑 本版编辑 版面编辑 新媒体编辑 文字编辑 图片编辑 美术编辑 编辑 责编 美编 编审 "
    "主编 副主编 执行主编 值班主编 编委 值班编委 值班总编 网编 版式设计",
    "author": "作者 笔者 执笔 主笔 采访 特约评论员 评论员 采写 参与采写 撰稿 撰稿人 拟稿人",
    "other": "实习生 指导老师 指导教师 审核 审校 监制 总监制 出品人 出品 校对 责任校对 责校 检校 初审 复审 终审 审稿 "
    "核稿 一审 二审 三审 一校 二校 三校 一读 二读 签发 执行 策划 总策划 统筹 总统筹 剪辑 后期 视频 配音 播音 主播 "
    "朗读 设计 制作 排版 组版 翻译 编译 摄像 出镜 运营 海报 文案 点评 监审 审核人",
}
_EITHER: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(("文", "文字", "撰文", "整理"), ("author",)),
    **dict.fromkeys(("图", "图片", "摄", "摄影", "航拍", "供图", "配图"), ("photographer",)),
    **dict.fromkeys(("制图", "绘图", "漫画", "口述"), ("other",)),
    **dict.fromkeys(("文图", "图文", "文摄"), ("author", "photographer")),
}
_AFTER: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(("供稿", "来稿"), ("correspondent",)),
    **dict.fromkeys("报道 报导 综合报道 采访报道 采访整理 综合整理 联合报道 撰写".split(), ("author",)),
    **dict.fromkeys("文并图 文并摄 摄影报道 图文报道 文图报道 摄影并文".split(), ("author", "photographer")),
}
# names begin or end with them (文静, 查良文): role words only where something stands between
SINGLE = ("文", "图", "摄")
GLUED_AFTER = ("摄",)  # but hardly a name ends with this one


@dataclass(frozen=True, kw_only=True)
class RoleWord:
    """A role word: `roles` that it names, and the side of the names on which it may stand."""

    roles: tuple[Role, ...]
    side: Side


ROLE_WORDS: dict[str, RoleWord] = {
    **{word: RoleWord(roles=(role,), side="before") for role, words in _BEFORE.items() for word in words.split()},
    **{word: RoleWord(roles=roles, side="either") for word, roles in _EITHER.items()},
    **{word: RoleWord(roles=roles, side="after") for word, roles in _AFTER.items()},
}


_DESK = any_of(
    "全媒体 全媒 融媒体 融媒 见习 实习 职工 特约 特邀 首席 资深 特派 驻地 骨干 视频 文字 小 新媒体 时政 体育 财经 "
    "高级 主任 本报 本网 本台 本刊 本社 我报".split()
)
# 云岭日报, 县融媒体中心, 《云岭日报》: for whom a reporter works stands before the role word, often without a blank
_OUTLET = (
    rf"《[{HAN}]{{2,12}}》|今日[{HAN}]{{2,4}}?"
    rf"|[{HAN}A-Z]{{1,10}}?(?:[日晚时商早周导快]报|报社|报|网|通讯社|社|电视台|广播电台|电台|台|广播|融媒体中心|融媒中心|融媒"
    r"|传媒|客户端|新闻|发布|集团|周刊|在线|频道)"
)
QUALIFIER = rf"(?:{_OUTLET})?(?>(?:{_DESK})*)(?:驻[{HAN}]{{1,6}}?(?>(?:{_DESK})*))?"
_QUALIFIED = any_of(
    "记者 记者站 记者组 作者 通讯员 报道员 编辑 责编 责任编辑 特派员 评论员 摄影记者 实习生 摄影 摄影师".split()
)
ROLE_START = re.compile(
    rf"(?P<qualifier>{QUALIFIER}(?:[{HAN}]{{2,4}}?(?=记者站))?)(?P<qualified>{_QUALIFIED})"
    rf"|(?P<bare>{any_of(word for word, one in ROLE_WORDS.items() if one.side == 'before')})"
)
# 南都见习记者, 极目记者: a name of a paper that nothing in itself shows, where it is sure that this is a byline
UNKNOWN_OUTLET = re.compile(
    rf"(?!优秀|先进|十佳|最佳|模范|获奖|全体|[一两多几各]名)[{HAN}]{{2,6}}?(?:{_DESK})*(记者|通讯员)"
)
# what may stand before the role word of a label: 视频剪辑：, 指导记者：; not 优秀通讯员：, 新闻工作者：
LABEL_DESK = any_of(
    "视频 音频 文字 图片 图文 视觉 美术 技术 新媒体 指导 高级 助理 联合 栏目 版面 值班 值守 执行 实习 见习 本期 "
    "本文 今日 主任 首席 全媒体 融媒体 英文".split()
)
# what stands in a byline and names neither a role nor anybody: 记者 王明 等, 记者 王明 杭州报道
FILLER = re.compile(
    rf"等|等人|单位|联合|综合|通讯|[{HAN}]{{2,4}}(?:报道|报导|专电|电)|发自[{HAN}]{{2,6}}|本报讯|本报|本网|本台|工作室"
)
SIGN = re.compile(any_of(ROLE_WORDS))  # a byline with a role holds one of them
