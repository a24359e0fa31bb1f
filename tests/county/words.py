"""The county's vocabulary: its places, people, and the sentences its articles are made of.

Every sentence was written for this sample; none is taken from a newspaper. A sentence never names a person in
brackets and never begins like a dateline, so a byline or dateline in a page is always one that the truth knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SURNAMES = tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余杜叶程魏苏吕丁沈")
COMPOUND_SURNAMES = ("欧阳", "上官", "诸葛", "司徒", "皇甫", "令狐")
GIVEN = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏辉波宁帆凯晨佳慧琳峰斌雪梅春燕建国志远思源雨欣浩然"
)
# Outside gb2312, which the pages declare; the second two lie outside U+4E00–9FFF too, and 㭎 takes four bytes.
RARE_GIVEN = tuple("喆玥堃翀")
EXTENSION_GIVEN = tuple("㭎䶮")

TOWNS = (
    "云岭镇",
    "石桥镇",
    "白沙镇",
    "松溪镇",
    "南浦镇",
    "北山乡",
    "青田铺镇",
    "双溪乡",
    "望江镇",
    "梅坞镇",
    "龙泉坑乡",
    "大坪镇",
)
VILLAGES = (
    "上坳村",
    "下洋村",
    "竹林村",
    "溪口村",
    "后垟村",
    "东岙村",
    "新联村",
    "红枫村",
    "岭脚村",
    "桃源村",
    "沙岗村",
    "水碓村",
)
ORGS = (
    "县农业局",
    "县教育局",
    "县水利局",
    "县交通局",
    "县卫生局",
    "县林业局",
    "县供销社",
    "县供电所",
    "县文化馆",
    "县气象站",
    "县民政局",
    "县消防队",
)
CROPS = ("茶叶", "杨梅", "番薯", "柑橘", "马蹄笋", "紫菜", "中药材", "水稻", "蜜柚", "食用菌")
SOURCES = ("云岭新闻网", "今日云岭", "东州日报", "东州在线", "云岭县广播电视台", "云岭县融媒体中心")

# (headlines, first sentences, further sentences); {nK} is a number of up to K, {dec} one with a decimal point.
Topic = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

FARM: Topic = (
    (
        "{town}{crop}喜获丰收 户均增收{n9999}元",
        "{village}{n999}亩{crop}基地投产",
        "小{crop}做成大产业 {town}农户忙采收",
    ),
    (
        "眼下正是{crop}采收的时节，{town}{village}的{n999}亩基地里一派忙碌，预计今年总产量可达{n9999}吨。",
        "走进{town}{village}的{crop}合作社，{n99}名社员正在分拣打包，当天发往外地的订单已有{n9999}单。",
        "{town}{village}与{org}签订协议，计划用{n9}年时间把{crop}种植面积扩大到{n9999}亩。",
    ),
    (
        "合作社负责人{name}算了一笔账：每亩成本约{n999}元，除去人工，净收入超过{n9999}元。",
        "{org}派出{n9}名农技员驻点指导，帮助农户改良{crop}品种。",
        "村里还建起了{n99}立方米的冷库，{crop}的保鲜期由{n9}天延长到{n99}天。",
        "种植户{name}说，往年这个时候最愁销路，如今通过网络一天就能卖出{n999}公斤。",
        "目前，该村已有{n999}户村民加入合作社，占全村总户数的{dec}%。",
    ),
)
ROADS: Topic = (
    (
        "{town}至{village}公路改建工程开工",
        "{village}大桥合龙 {n9999}名群众出行更便捷",
        "我县农村公路提升工程完成投资{n9999}万元",
    ),
    (
        "总投资{n9999}万元的{town}至{village}公路改建工程正式开工，路线全长{dec}公里，设计时速{n99}公里。",
        "随着最后一片箱梁架设到位，{town}{village}大桥顺利合龙，大桥全长{n999}米，惠及沿线{n9999}名群众。",
        "{org}公布的数据显示，全县农村公路提升工程已完成投资{n9999}万元，占年度计划的{dec}%。",
    ),
    (
        "工程指挥部负责人{name}介绍，目前已完成路基土石方{n9999}立方米，进度比计划提前{n99}天。",
        "施工期间，过往车辆须经{town}绕行，绕行距离约{dec}公里。",
        "为保证质量，项目部对{n99}个关键点实行旁站监理，抽检合格率达{dec}%。",
        "道路建成后，从{village}到县城的时间将由{n99}分钟缩短到{n9}分钟。",
        "沿线{n999}户村民主动让出菜地和围墙，支持道路拓宽。",
    ),
)
SCHOOL: Topic = (
    ("{town}中心小学新校舍启用", "{n999}名志愿者走进{village}小学", "我县{n99}所学校开展阅读节活动"),
    (
        "{town}中心小学新校舍正式启用，新校舍占地{n99}亩，可容纳{n9999}名学生。",
        "由{org}组织的{n999}名志愿者走进{town}{village}小学，为孩子们送去图书{n9999}册。",
        "全县{n99}所中小学同时启动阅读节活动，预计将有{n9999}名学生参加。",
    ),
    (
        "校长{name}告诉大家，新建的图书室藏书{n9999}册，人均{dec}册。",
        "活动现场，{n99}名学生表演了自编的节目，赢得阵阵掌声。",
        "{org}有关人员表示，今后每学期将安排不少于{n99}课时的实践课。",
        "据统计，今年全县教育投入达{n9999}万元，比上年增长{dec}%。",
        "家住{village}的学生家长{name}说，孩子上学再也不用走{dec}公里的山路了。",
    ),
)
MEETING: Topic = (
    ("我县部署今冬明春水利建设", "县里召开{crop}产业推进会", "{town}召开会议部署安全生产工作"),
    (
        "我县召开今冬明春水利建设工作会议，部署{n99}项重点任务，计划投资{n9999}万元。",
        "全县{crop}产业推进会在{town}召开，来自{n99}个村的{n999}名代表参加会议。",
        "{town}召开安全生产工作会议，通报近期排查出的{n999}处隐患，要求在{n99}天内整改到位。",
    ),
    (
        "会议指出，要把任务分解到{n99}个责任单位，做到件件有着落。",
        "会议要求，各乡镇要在{n99}天内拿出方案，由{org}逐一核对。",
        "{org}主要负责人{name}作了发言，并就{n9}个方面的问题作出说明。",
        "截至目前，全县已清理河道{dec}公里，加固山塘{n99}座。",
        "会前，与会人员实地察看了{village}的{n9}处工程现场。",
    ),
)
RESCUE: Topic = (
    ("{town}消防员深夜救出{n9}名被困群众", "{village}山林火情{n99}分钟内扑灭", "热心村民{name}跳河救人"),
    (
        "{town}{village}一处民房发生险情，{org}调派{n99}人赶赴现场，用{n99}分钟救出{n9}名被困群众。",
        "{town}{village}后山发现火情，{n999}名干部群众连续扑救{n9}小时，过火面积控制在{n99}亩以内。",
        "家住{town}{village}的村民{name}路过河边时听到呼救，下水救起{n9}名落水儿童。",
    ),
    (
        "带队的{name}回忆，当时能见度不足{n99}米，队员只能摸索前进。",
        "{org}提醒，家中应备齐灭火器具，每{n99}天检查一次线路。",
        "事后核查，直接损失约{n9999}元，无人员重伤。",
        "今年以来，该队共出警{n999}次，营救群众{n99}人。",
        "{town}已对全镇{n999}户老旧房屋逐户排查，更换线路{n9999}米。",
    ),
)
CULTURE: Topic = (
    ("{village}举办首届民俗文化节", "{town}文化礼堂演出{n99}场", "{org}送戏下乡走进{village}"),
    (
        "{town}{village}举办首届民俗文化节，{n99}支表演队伍登台，吸引游客{n9999}人次。",
        "{town}文化礼堂自建成以来已演出{n99}场，观众累计{n9999}人次。",
        "{org}的送戏下乡演出队来到{town}{village}，为{n999}名村民献上{n99}个节目。",
    ),
    (
        "{n99}岁的民间艺人{name}带着{n9}名徒弟现场展示竹编手艺。",
        "据介绍，该村的龙灯舞已有{n999}年历史，今年新增演员{n99}名。",
        "演出结束后，{org}还向村里赠送了价值{n9999}元的音响设备。",
        "村民{name}说，在家门口就能看戏，这样的日子越过越有味道。",
        "下一步，{town}将投入{n999}万元修缮古戏台。",
    ),
)
TOPICS = (FARM, ROADS, SCHOOL, MEETING, RESCUE, CULTURE)

NOTICES: Topic = (
    ("关于{town}计划停电的公告", "关于{village}路段封闭施工的公告", "{org}招聘编外人员公告"),
    (
        "因线路检修，{town}{village}将停电{n9}小时，涉及用户{n9999}户，检修编号{n9999}。",
        "因施工需要，{town}至{village}路段封闭{n99}天，长{dec}公里，施工许可第{n9999}号。",
        "因工作需要，{org}面向社会招聘{n99}名编外人员，公告编号{n9999}，工作地点在{town}。",
    ),
    (
        "请相关用户提前做好准备，由此带来的不便敬请谅解，咨询电话0999{n9999}。",
        "报名材料请送{org}{n999}室，联系人{name}，每天受理不超过{n99}人。",
        "如遇雨天，时间顺延{n9}天，不再另行通知。",
        "过往车辆请按标志绕行，限高{dec}米。",
    ),
)
PHOTO_HEADLINES = ("{village}{crop}飘香（图）", "{town}冬日即景", "{village}晒秋忙（图）", "{town}龙灯闹新春")
PHOTO_SENTENCES = (
    "近日，{town}{village}的{n999}亩{crop}进入最佳观赏期，前来游玩的市民达{n9999}人次，成为当地一道亮丽的风景。",
    "清晨，{town}{village}云雾缭绕，{n99}户人家依山而居，{n9999}级石阶通向山顶的老茶亭，引来不少游人驻足。",
    "{town}举行踩街活动，{n99}支队伍、{n9999}名村民沿着{dec}公里的老街巡游，热闹非凡。",
    "{org}组织{n999}名干部职工到{town}{village}义务植树，当天共种下树苗{n9999}株。",
)
CAPTIONS = (
    "图为{village}的村民正在采收{crop}",
    "{town}{village}一角",
    "{n99}名队员在{village}现场作业",
    "工作人员{name}展示新收的{crop}",
)
SUBHEADS = (
    "一个数字看变化 {n999}户受益",
    "从{village}出发",
    "老问题 新办法",
    "{town}的{n9}本账",
    "难在哪里",
    "下一步怎么走",
)
REPORTER_SENTENCES = (
    "记者了解到，类似的做法已在{n99}个村推开。",
    "面对记者的提问，{name}显得有些腼腆。",
    "记者在现场看到，{n99}名工作人员各就各位。",
    "{n99}名摄影爱好者也赶来记录这一刻。",
    "“我们心里有底。”{name}对记者说。",
)
BRACKET_SENTENCES = (
    "随后召开的工作领导小组（扩大）会议审议了{n9}项议题。",
    "该批设备总价{n9999}元（含税），由{org}统一采购。",
    "符合条件的家庭（含{n9}口以上户）可以到村里登记。",
    "首批{n99}个名额（先到先得）已经全部报满。",
)
END_BRACKETS = ("（图）", "（见图）", "（完）")
SECOND_ITEMS = (
    "又讯 同日，{org}在{town}{village}开展回访，走访农户{n999}户，发放资料{n9999}份。",
    "又讯 当天下午，{town}还召开了现场会，对{n99}个村的进度进行通报，涉及资金{n9999}万元。",
)
LATIN_SENTENCES = (
    "{village}还建成5G基站{n99}座，WiFi覆盖率达{dec}%。",
    "项目按AAA级景区标准建设，配有LED路灯{n999}盏。",
)
BLANK_SENTENCES = ("获得表彰的有：{name} {name} {name} {name}。", "活动分为{n9}个单元：看变化 议发展 话未来。")
TWIN_HEADLINES = ("停水通知", "闭馆通知", "改道通知")
TWIN_BODIES = (
    "{village}今日停水{n9}小时，请互相转告。",
    "{town}文化站今日闭馆，第{n999}号。",
    "{n99}路公交今日改道{village}。",
)

_RANGES = {"n9": (2, 9), "n99": (11, 99), "n999": (102, 999), "n9999": (1003, 9998)}


class Facts(dict[str, str]):
    """Fills the sentences of one article: its places stay the same, its numbers and people are drawn at each use."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(
            town=rng.choice(TOWNS), village=rng.choice(VILLAGES), org=rng.choice(ORGS), crop=rng.choice(CROPS)
        )
        self.rng = rng

    def __missing__(self, key: str) -> str:
        if key == "name":
            return plain_name(self.rng)
        if key == "dec":
            return f"{self.rng.randint(2, 98)}.{self.rng.randint(1, 9)}"
        return str(self.rng.randint(*_RANGES[key]))

    def say(self, template: str) -> str:
        """Return the sentence with its places and newly drawn numbers."""
        return template.format_map(self)


def plain_name(rng: random.Random) -> str:
    """Return a name of two or three characters, all of them in gb2312."""
    given = rng.choice(GIVEN) + (rng.choice(GIVEN) if rng.random() < 0.6 else "")
    return rng.choice(SURNAMES) + given
