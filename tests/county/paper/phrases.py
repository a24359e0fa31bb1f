"""What the paper says of its own parts: jumps, lists of what is inside, series, corrections, and their titles.

Every sentence was written for this sample; none is taken from a newspaper.
"""

from __future__ import annotations

# {p} is a page's number, {t} a title, {n} a page's name; without brackets they are paragraphs of their own.
JUMPS_TO = (
    "（下转第{p}版）",
    "（下转第{p}版）",
    "（下转{p}版）",
    "(紧接第{p}版)",
    "（转第{p}版）",
    "▶下转第{p}版",
    "下转{p}版·{n}",
    "下转第{p}版",
)
JUMPS_FROM = ("（上接第{p}版）", "（上接第{p}版）", "（紧接第{p}版）", "（接{p}版）", "上接{p}版", "(上接第{p}版)")
TITLED_TO = ("（下转第{p}版《{t}》）", "（下转{p}版《{t}》）")
TITLED_FROM = ("（上接第{p}版《{t}》）", "（上接{p}版《{t}》）")
GUIDES = ("导读", "今日导读", "要闻导读", "本期导读", "今日看点")
GUIDE_TAILS = (" …… {p}版", " 第{p}版", "→{p}版", " 详见第{p}版", "▶{p}版", "[{p}版]", " 见{p}版")
SHORT_TAILS = ("（详见第{p}版）", "（详见{p}版）", "（报道见第{p}版）")
TEASER_TAILS = ("", "（详见第{p}版）", " ▶{p}版")

BRIEFS = (
    "{org}日前到{village}开展义诊，接诊村民{n999}人次。",
    "{town}近日清理河道{dec}公里，运走垃圾{n99}车。",
    "{village}文化礼堂本周放映电影{n9}场，观众{n999}人次。",
    "{org}为{n99}家商户更换了计量器具，不收费用。",
    "{town}{village}新添路灯{n99}盏，夜路亮堂了。",
)
SERIES = ("走进百姓家", "溪水边的变化", "老街新事", "山乡账本", "一个村的十年", "看得见的实事")
SERIES_WORDS = ("系列报道", "系列调查", "系列访谈")
SERIES_HEADLINES = ("{village}的路是怎样通的", "{town}集市里的新行当", "{n99}户人家的搬迁日记", "{crop}为什么卖得好")
NO_SERIES = (
    "{town}入选全省十佳乡镇之一",
    "《{village}旧事（一）》首发式举行",
    "{crop}成为我县三大产业之一",
    "天下之一隅 {village}人的守望",
)
CORRECTIONS = ("更正", "更正", "更正说明", "更正启事", "勘误")
CORRECTION_BODIES = (
    "本报{d}第{p}版《{t}》一文中，“{a}户”应为“{b}户”。特此更正。",
    "本报{d}第{p}版刊登的《{t}》一文，文中“{a}亩”有误，应为“{b}亩”，谨此致歉。",
    "{d}本报第{p}版《{t}》一稿，“{a}人”系“{b}人”之误，特此更正，并向读者致歉。",
)
COLUMNS = ("云岭时评", "短评", "社论", "本报评论员", "一家之言·言论", "快评")
COMMENT_HEADLINES = (
    "让实事落到实处",
    "把路修到群众心坎上",
    "少开会也能办成事",
    "莫让农家书屋落了灰",
    "多到田埂上走一走",
)
LITERATURE_TITLES = ("副刊", "文学副刊", "文艺", "诗苑")
ESSAY_HEADLINES = ("外婆的石磨", "村口那棵老樟树", "雨中的古道", "父亲的扁担", "灶火", "溪边的早晨")
VERSE_HEADLINES = ("秋日短章", "写给故乡的河", "山行", "春夜听雨", "梯田")
LITERATURE_KICKERS = ("散文", "随笔", "小小说")
