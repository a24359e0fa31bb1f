"""Tell by its words what a line of an unknown page is: running text, the end of an article, or furniture.

The words are those that Chinese sites print everywhere (责任编辑, 相关阅读, 上一篇, 免责声明); none is one site's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages.lines import CREDIT_CHARS, is_control_line, is_credit_line
from pipelines.text import HAN

if TYPE_CHECKING:
    from crawler.pages.blocks import Block

LINE_CHARS = 60  # a line of furniture is mostly not longer
NOTE_CHARS = 300  # a note of rights may be
SHORT_CHARS = 20

_RUNNING = re.compile(r"[，。！？；：、“”…]|[,.!?;:]\s")
_SENTENCE = re.compile(r"[，。！？；]")
_OPENING = r"[\s\[【（(<＜《>＞»|｜·•●■▼◆★\-—*]*"
_EDITORS = re.compile(
    rf"{_OPENING}(?:(?:本文|文章|稿件|新闻)?来源\s?[：:][^，。！？]{{1,40}})?"
    r"(?:(?:本[文报网站期版])?(?:责任|值班|执行|实习|网络|新媒体|本期)?(?:编辑|编审|责编)|责任校对|校对|审核|审签|复审|终审|监制|编校|总编辑?|主编)"
    r"\s*(?:[：:/｜|丨]\s*"
    r"(?![\d一二三四五六七八九十两若]{1,4}\s*[至到-]?\s*\d*[多余干]?\s*[名人位])|[\u3000 ]\s*\S{2,4}\s*[)）】\]]?$)"
)
_CHAIN = re.compile(  # 初审 甲 复审 乙 终审 丙: who let an article pass, one after the other
    rf"{_OPENING}(?:(?:[初复终一二三]审|审核|审签|签发|监制|校对|编审|责任编辑|责编|编辑)[\s：:]\s?[{HAN}·]{{1,8}}?(?:\s[{HAN}])?"
    r"[\s;；|｜/]*){2,6}[)）】\]]?"
)
_RELATED = re.compile(
    rf"{_OPENING}(?:"
    r"(?:相关|延伸|推荐|热点|热门|更多|精彩|拓展|扩展|编辑|今日|最新|近期|往期|本周|一周|图片|频道|视频|头条|为[你您]|猜[你您]|大家|专题|排行|新闻|作者|小编|您|你|站内|同类|本类|其他|其它|24小时|周|月|点击|阅读|浏览)"
    r"[^，。！？：:]{0,6}"
    r"(?:阅读|新闻|文章|推荐|链接|报道|资讯|内容|稿件|专题|视频|图片|图集|喜欢|看过|感兴趣|热点|排行榜?|导读|精选|回顾|信息|关注|动态|热榜|爱看|在看)"
    r"|喜欢此内容的人还喜欢|友情链接|网站导航|站点导航|热词|排行榜"
    rf"){_OPENING}[\s\]】）)>＞»：:|｜+]*(?:更多.{{0,4}}|more.{{0,3}}|\d{{1,3}})?",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(rf"{_OPENING}[上下前后]一(?:篇|条|则|个|页|章)(?:文章|新闻)?(?:[\s\]】）)：:>|｜»]|没有|$)")
_TAGS = re.compile(
    rf"{_OPENING}(?:文章|本文|新闻)?(?:关键[词字]|标签|Tags?|所属专题)[\s\]】）)]*(?:[：:>｜|\s]|$)", re.IGNORECASE
)
_RIGHTS = re.compile(
    rf"{_OPENING}(?:"
    r"(?:本[网站])?(?:免责|版权|特别|郑重|重要|作者|网站|转载|广告)?(?:与免责|及免责|和免责)?(?:声明|申明)[\s\]】）)]*[：:].{0,120}?"
    r"(?:转载|版权|本网|本站|侵权|代表|仅供参考|仅提供|上传|删除|存储)"
    r"|(?:免责|版权|转载)声明(?:[\s\]】）)：:]|$)|版权所有|版权归|本[网站](?:所有|转载|注明|刊[载登])|凡是?(?:本[网站报]|注明|未注明|署名)[^。]{0,20}(?:来源\s?[：:为]|转载)|转载请|转载[、/或]"
    r"|未经(?:本[网站报刊台]|授权|书面|许可|允许|同意)[^。]{0,25}(?:转载|摘编|镜像)"
    r"|(?:以上)?(?:[本该此]文|文章|[本该]?内容|文中)[^。]{0,20}(?:代表(?:本[网站报刊台]|原?作者)[^。]{0,6}(?:观点|立场)|独立观点|仅供参考|由[^。]{1,20}(?:上传|发布))"
    r"|(?:最后)?(?:编辑|发布|修改|更新)于"
    r"|(?:本文|文章|正文)已结束|以上内容(?:由[^。]{1,20}(?:提供|上传|发布|整理)|来自|仅[供代]|如有侵权|转[载自])"
    r"|(?:互联网|网络|信息网络|增值电信|广播电视)[^。]{2,20}许可证"
    r"|(?:网站)?技术支持[：:]|(?:(?:联系|关于)我们|网站地图|网站声明)(?:\s*$|\s*[|｜·/-]|\s+(?:联系|关于|网站|版权|加入|广告|免责|隐私|法律))"
    r"|违法和不良信息举报)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    rf"{_OPENING}(?:Copyright|©|All rights)|[^。]{{0,100}}(?:ICP备|ICP证|公网安备|版权所有)", re.IGNORECASE
)
_COMMENTS = re.compile(
    rf"{_OPENING}(?:"
    r"(?:网友|最新|全部|热门|精彩|我要|发表|相关|查看|用户|文章|参与|暂无)?(?:评论|跟[贴帖]|留言|回复)[\s\d（()）条|：:区]*(?:参与.{0,10})?$"
    r"|\d+\s*条?(?:评论|跟[贴帖]|回复)|我[来也]?说两句|我要(?:评论|反馈|纠错|投诉)"
    r"|登录(?:后|并)(?:可|再|才能)?(?:发[表帖贴言]|评论|参与)|发表(?:您|你)?的?(?:评论|看法|留言)|网友评论)"
)
_SOFT = re.compile(
    rf"{_OPENING}(?:"
    r"分享|扫一?扫|扫描|扫码|微信扫|用微信|长按|打印|关闭|收藏|点赞|举报|字号|字体|展开|阅读全文|返回|点击(?:数|量|率|次数)"
    r"|(?:浏览|阅读)(?:数|量|次数)?[：:（(\d\s]|人气|访问|推荐\s*\d|赞\s*\d|注册|登录|下载|客户端|缩小|放大|转发|复制链接"
    r"|听新闻|语音播报|无障碍|更多精彩|您?当前位置|所在位置|位置[：:]|T?\s*[+-]|A[+-])"
)
_CALLS = re.compile(
    rf"{_OPENING}(?:更多(?:精彩|内容|资讯|新闻)|扫一扫|扫码|长按|点击(?:上方|下方|蓝字|关注|阅读原文)|"
    r"关注(?:我们|公众号|微信|官方)|欢迎(?:关注|扫描)|下载.{0,8}(?:APP|客户端))",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[\d\s:：.,/+()（）【】\[\]×xX|-]{1,40}")
_NUMERALS = "〇○零ＯO0一二三四五六七八九"
_DAY = re.compile(
    r"(?:19|20)\d\d\s?[-/.年－／．—]\s?\d{1,2}\s?[-/.月－／．—]\s?\d{1,2}"
    rf"|[一二][九{_NUMERALS[:6]}][{_NUMERALS}]{{2}}\s?年\s?[元一二三四五六七八九十]{{1,2}}\s?月\s?[一二三四五六七八九十廿卅]{{1,3}}\s?日"
)
_OUTLET = (
    rf"(?!登[录陆]|注册|分享|关注|下载|点击|访问|进入|返回|打开|转发|浏览|我[的要])[{HAN}]{{2,12}}"
    r"(?:[日晚晨时早商周都]报|都市报|报道|网|在线|电视台|广播电台|通讯社|融媒体中心|融媒|周刊)"
)
_BESIDE_DAY = re.compile(
    rf"(?:(?:原创\s)?(?P<before>{_OUTLET})\s?[·|｜/]?\s?)?(?:19|20)\d\d(?:-|/|\.|年)\d{{1,2}}(?:-|/|\.|月)\d{{1,2}}日?"
    rf"(?:\s?\d{{1,2}}:\d\d(?::\d\d)?)?(?:\s?[·|｜/\s]\s?(?P<after>{_OUTLET}))?"
)
_FULL_STOP = re.compile(r"[。！？]")
_LABEL = re.compile(
    r"(?:来\s?源|稿源|作\s?者|时\s?间|日\s?期|编\s?辑|责编|记\s?者|通讯员|供稿|摄影|审核|[初复终]审)\s?[：:]"
)
_SOURCE = re.compile(r"(?:来\s?源|稿源)\s?[：:]\s?[^\s：:]{2}")
_AFTER = re.compile(r"编辑|责编|来源|稿源|供稿|作者|记者|通讯员|摄影|审核|监制|校对|日期[：:]|时间[：:]|[布表辑新改]于")


def is_running(text: str) -> bool:
    """Tell running text by its punctuation, which labels, menus and lists lack."""
    return _SENTENCE.search(text) is not None


def has_punctuation(text: str) -> bool:
    """Tell whether any mark stands in a line that menus do not have."""
    return _RUNNING.search(text) is not None


def is_editors_line(text: str) -> bool:
    """Tell the line that names the editor, after which an article is over."""
    if len(text) > LINE_CHARS or _SENTENCE.search(text):
        return False
    return _EDITORS.match(text) is not None or _CHAIN.fullmatch(text) is not None


def is_related_line(text: str) -> bool:
    """Tell the head of a list of other articles."""
    return len(text) <= SHORT_CHARS and _RELATED.fullmatch(text) is not None


def is_end_line(text: str) -> bool:
    """Tell a line that stands behind an article, and never within one."""
    if len(text) > NOTE_CHARS:
        return False
    if _RIGHTS.match(text) or is_footer_line(text) or is_editors_line(text):
        return True
    if _NEIGHBOUR.match(text):
        return True
    return len(text) <= LINE_CHARS and (_TAGS.match(text) is not None or _COMMENTS.match(text) is not None)


def is_footer_line(text: str) -> bool:
    """Tell a line of the site's own at the foot of the page."""
    return len(text) <= NOTE_CHARS and _FOOTER.match(text) is not None


def is_tags_line(text: str) -> bool:
    """Tell the line of keywords, which stands before the text on some pages."""
    return len(text) <= LINE_CHARS and _TAGS.match(text) is not None


def is_furniture(text: str) -> bool:
    """Tell lines of buttons, counters and share bars."""
    if is_control_line(text) or _NUMBERS.fullmatch(text):
        return True
    if len(text) > LINE_CHARS:
        return False
    return _CALLS.match(text) is not None or (_SOFT.match(text) is not None and not _SENTENCE.search(text))


def has_day(text: str) -> bool:
    """Tell whether a line names a day with its year."""
    return _DAY.search(text) is not None


def outlet_of(text: str) -> str | None:
    """Give the publication that stands beside a day without any label (2019-05-17 · 云岭日报); None for other lines."""
    match = _BESIDE_DAY.fullmatch(text) if len(text) <= LINE_CHARS else None
    return (match["before"] or match["after"]) if match else None


def is_head_credit(text: str) -> bool:
    """Tell a credit line above the text: with a label or a day, in whatever signs or numerals."""
    return is_credit_line(text) or (len(text) <= CREDIT_CHARS and has_day(text) and not _FULL_STOP.search(text))


def names_source(text: str) -> bool:
    """Tell a credit line that names where an article comes from."""
    return is_credit_line(text) and _SOURCE.search(text) is not None


def is_labelled_credit(text: str) -> bool:
    """Tell a credit line that says with a label what it names."""
    return is_credit_line(text) and _LABEL.search(text) is not None


def is_tail_credit(text: str) -> bool:
    """Tell a credit line below the text."""
    is_chain = len(text) <= LINE_CHARS and _CHAIN.fullmatch(text) is not None
    return is_chain or (is_credit_line(text) and _AFTER.search(text) is not None)


def is_mostly_linked(block: Block) -> bool:
    """Tell a line of links, with a date or a bullet beside them or not."""
    if block.is_link or block.unlinked_chars * 2 >= len(block.text):
        return block.is_link
    return block.unlinked_chars * 2 < sum(map(len, block.text.split()))  # blanks are nobody's
