"""More of the county's vocabulary: who may be named in bylines, and sentences that only look as if they named someone.

Every sentence was written for this sample; none is taken from a newspaper.
"""

from __future__ import annotations

# Names that can be glued: none of these characters is a surname, alone or with the one before it.
GLUED_GIVEN = tuple("伟芳娜丽磊勇艳娟涛霞刚鹏辉帆琳峰斌欣浩洁婷")
MINORITY_GIVEN = ("阿依古丽", "古丽米热", "买买提", "阿不都", "迪丽努尔", "巴特尔", "帕提古丽")
MINORITY_FATHERS = ("艾山", "吐尔逊", "买买提", "依明", "热合曼", "达瓦")
REPORTERS = ("记者", "记者", "本报记者", "全媒体记者")
STAFF_REPORTERS = ("见习记者", "融媒记者", "实习记者", "首席记者", "本报见习记者", "特约记者", "驻县记者")
ORG_CORRESPONDENTS = ("县公安局", "县融媒体中心", "县气象局", "县人民法院", "县委宣传部", "县税务局", "县总工会")
AGENCY_CITIES = ("北京", "杭州", "武汉", "西安")

TEMPTATIONS = (
    "记者 {name}从{org}获悉，今年将新增便民服务点{n99}处，覆盖{n999}户居民。",
    "记者{name}日前再次来到{village}，看到{n99}户人家已经搬进新房。",
    "记者了解到，全县已有{n99}个村用上了这套办法，每年省下开支{n9999}元。",
    "面对记者的提问，村民{name}摆了摆手：“这不算什么，换了谁都会这么做。”",
    "{n99}名通讯员和摄影爱好者参加了培训，交流作品{n999}件。",
    "“我是村里的通讯员，这些变化都记在本子上。”{name}翻开第{n99}页说。",
    "编辑部设在{town}文化站二楼，每月出一期，已出{n99}期。",
    "摄影爱好者{name}今年{n99}岁，为这片山水拍下照片{n9999}张。",
    "图片由{org}提供的展板共有{n99}块，摆满了村口的长廊。",
    "校对、审核、监制各由{n9}人负责，{name}说，一个错字也不能放过。",
    "作者单位：{org}，这一行字印在{n99}页手稿的末尾，是{name}当年亲手写下的。",
    "通讯员{name}写的稿子，村里的大喇叭一连播了{n9}天。",
    "据随行记者介绍，从{village}到县城的{dec}公里山路，当年要走{n9}个小时。",
    "供稿的村民来自{town}的{n9}个村，最年长的{n99}岁。",
)
TEMPTING_ENDS = ("（图片由{org}提供）", "（受访者供图）", "（资料图片）", "（本报综合）", "（文中受访者为化名）")
PROVIDED = ("（图片由{org}提供）", "（受访者供图）", "（资料图片）", " 资料图片")
