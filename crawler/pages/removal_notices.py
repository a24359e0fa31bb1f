"""Tell a page that says to its reader that its article was taken away (该文章已被删除) from one that speaks of such.

Such a notice is a sentence that fills its line: an apology may come first, then what the reader looks for, then what
became of it. An article that quotes it has more words in the line, or more lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages.base import UnreadablePage, parse_html
from crawler.pages.blocks import read_blocks
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from web_poet import HttpResponse

    from pipelines.items import ScrapedArticle

LINE_CHARS = 60  # a notice is not longer
_THING = r"(?:文章|稿件|新闻|页面?|网页|内容|信息|资讯|帖子|链接|文档|资源)"
_WHICH = rf"(?:[该此本]|这[篇条个]|[您你](?:所|要|想)?(?:访问|请求|查看|浏览|寻?找)的)?{_THING}"
_BY = r"(?:被|由|因)?(?:作者|发布者|管理员|编辑|系统|本站|网站)?(?:自行)?"
_TAKEN = r"(?:删除|删去|删掉|下线|下架|撤回|撤稿|撤下|移除|失效|过期|关闭)"
_LOST = (
    rf"(?:可能|或许)?(?:已经?{_BY}{_TAKEN}(?:了)?|被{_BY}{_TAKEN}(?:了)?|不存在|找不到了?|不见了|走丢了|"
    r"无法(?:查看|显示|访问|打开|找到))"
)
_OR = rf"(?:[，,]?(?:或者?|或是|也可能)(?:{_WHICH})?{_LOST})*"
_NOTICE = re.compile(
    rf"(?:(?:很|非常)?(?:抱歉|对不起|遗憾)|提示(?:信息)?|温馨提示|sorry)?[，,！!：:。\s]*"
    rf"{_WHICH}[，,\s]*{_LOST}{_OR}[。！!.…~\s]*",
    re.IGNORECASE,
)
# what may stand beside it: ways out of the page
_WAY_OUT = re.compile(
    r"[\[【<（(]?(?:点击(?:这里|此处)?|请)?(?:返回|回到|去|进入)(?:网站)?(?:首页|主页|上一?页|列表)[\]】>）)]?[。！!]?"
    r"|(?:页面)?\d{0,2}\s?秒(?:钟)?后[^。]{0,12}(?:跳转|返回)[^。]{0,8}[。！!]?"
)


def notice_of(article: ScrapedArticle) -> str | None:
    """Give the notice that an article's text consists of; None for a text that says anything else."""
    if article.images or article.parts or len(article.paragraphs) > 3:
        return None
    lines = [line for one in article.paragraphs if (line := normalise_line(one.text))]
    notices = [line for line in lines if _is_notice(line)]
    others = [line for line in lines if line not in notices and not _WAY_OUT.fullmatch(line)]
    return notices[0] if notices and not others else None


def notice_on(page: HttpResponse) -> str | None:
    """Give the line of a page, which cannot be read as an article, that is such a notice; None where there is none."""
    try:
        root = parse_html(page.text)
    except UnreadablePage:
        return None
    lines = (normalise_line(block.text) for block in read_blocks(root, base_url=str(page.url)))
    return next((line for line in lines if _is_notice(line)), None)


def _is_notice(line: str) -> bool:
    return len(line) <= LINE_CHARS and _NOTICE.fullmatch(line) is not None
