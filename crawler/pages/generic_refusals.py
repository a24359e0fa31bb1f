"""Tell by its words a page that asks its reader for something, or says that it has nothing, from a short article."""

from __future__ import annotations

import re

_CLAUSE = r"(?:^|(?<=[\s，。！？；,!?]))"
_CLAUSE_END = r"(?=$|[\s，。！？,!?])"
_READ = r"(?:阅读|查看|浏览|访问)"
_WHOLE = r"(?:全文|本文|本页|该页|正文|剩余|完整|全部内容|更多内容|此内容)"
_THING = r"(?:文章?|稿件|页面?|网页|内容|信息|新闻|地址|链接)"
_LOST = (
    r"(?:不存在|找不到|走丢|无法(?:查看|显示|访问|打开)|"
    r"已经?(?:被)?(?:[^，。！？\s]{0,6})(?:删除|下线|下架|撤回|失效|过期))"
)
# what a page says to its own reader; an article that speaks of captchas and passwords says it of others
_ASKS = re.compile(
    rf"{_CLAUSE}请您?先?(?:输入|填写|完成|通过|拖动|滑动)[^，。！？\n]{{0,10}}(?:验证码?|滑块)"
    rf"(?:{_CLAUSE_END}|[^。！？\n]{{0,3}}(?:继续|再)?{_READ})"
    rf"|{_CLAUSE}请您?先(?:登[录陆]|注册)(?:{_CLAUSE_END}|后)|{_CLAUSE}请登[录陆](?:{_CLAUSE_END}|后(?:再|继续|{_READ}))"
    r"|您(?:还|尚)?(?:没有|未)登[录陆]"
    rf"|(?:登[录陆]|注册|购买|付费|订阅|会员)[^。！？\n]{{0,6}}{_READ}{_WHOLE}"
    r"|本(?:文|篇|内容)[^，。！？\n]{0,3}(?:付费|会员|VIP)(?:内容|文章|专享|阅读)"
    rf"|您(?:所|要|想)?(?:访问|请求|查看|浏览|寻?找)的{_THING}[^，。！？\n]{{0,4}}{_LOST}"
    rf"|^\s*(?:很?抱歉|对不起)?[，,！\s]*(?:[本该此]{_THING}|{_THING}){_LOST}{_CLAUSE_END}"
    r"|您的(?:请求|访问|IP|操作|网络)[^。！？\n]{0,20}(?:威胁|拦截|异常|频繁|拒绝|受限|限制|禁止)"
    r"|正在(?:检查|检测|验证)您的(?:浏览器|网络|访问|连接)|您(?:没有|无)权(?:限)?(?:访问|查看|浏览)|找不到您(?:要|所|访问)",
    re.IGNORECASE | re.MULTILINE,
)
_TITLES = re.compile(
    r"(?:(?:安全|人机|滑动|身份|访问)验证|验证码|(?:用户|会员)?登[录陆](?:页面)?|(?:用户|会员|立即)注册|访问(?:被|受)(?:拒绝?|限制?|阻)|"
    r"(?:拒绝|禁止)访问|(?:站内|高级)搜索|搜索结果|(?:页面|网页|文章|内容|信息)(?:不存在|找不到|走丢了?|已(?:被)?删除)|"
    r"找不到页面|系统(?:错误|繁忙|维护中?)|出错了|请稍[候后等]|(?:error\s*)?(?:40[34]|50[0234])|captcha|"
    r".*(?:not found|forbidden).*)"
    r"\s*[！!。.…]*(?:\s*[-_—|：:].*|\s*(?:错误|页面|提示|error|bad.*|internal.*))?",
    re.IGNORECASE,
)
# words of such pages that an article may use as well: they count where nothing names a day, a source or people
_WORDS = re.compile(
    r"安全验证|人机验证|滑动验证|用户登[录陆]|忘记密码|立即注册|访问(?:被|受)(?:拒|限|阻)|拒绝访问|禁止访问|"
    r"(?:页面|网页)(?:不存在|已(?:被)?删除|找不到|走丢|无法)|找不到页面|"
    r"(?<!\d)(?:40[34]|50[0234])\s*(?:错误|not|forbidden|error|bad|internal|\n|$)|系统(?:错误|繁忙)|"
    r"拦截|异常流量|过于频繁|正在检查|已下线|出错了|not found|forbidden|captcha|搜索结果|高级搜索",
    re.IGNORECASE,
)


def is_refusal(headline: str, text: str, *, is_credited: bool) -> bool:
    """Tell a short page that is no article.

    Args:
        headline: of the page.
        text: of its body.
        is_credited: it names its day, its source or its people.
    """
    if _TITLES.fullmatch(headline) or _ASKS.search(f"{headline}\n{text}"):
        return True
    return not is_credited and _WORDS.search(f"{headline}\n{text}") is not None
