"""Tell the lines around an article apart by their words: credits, buttons, running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.pages.blocks import Block

CREDIT = re.compile(
    r"来\s*源|稿源|时间|日期|发表于|发布于|作者|编辑|责编|记者|通讯员|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
)
CREDIT_CHARS = 150  # a credit line is not longer
RUNNING_TEXT = re.compile(r"[，。！？]")
DECORATION = re.compile(r"logo|icon|ico\b|btn|button|share|arrow|dot|line|bg|ad\d*\.|\.gif", re.IGNORECASE)

_SENTENCE = re.compile(r"[。！？]")
# what a reader clicks, and no part of the text: 【打印】【关闭】, 字号：大 中 小, 上一页 1 2 3 下一页, 分享到：
_CONTROL = re.compile(
    r"(?>(?:上一页|下一页|上页|下页|首页|尾页|上一篇|下一篇|前一页|后一页|打印|关闭|收藏|推荐|复制|纠错|返回|顶部|页面|本页|窗口|"
    r"我要评论|评论|点赞|分享到?|转发|扫一扫|字号|字体|大|中|小|更多|阅读全文|共|第|页|\d{1,3}(?!\d)|[\s\[\]【】（）()|｜/·：:,，>＞<＜»«…+-])+)"
)


_WORD = re.compile(rf"[{HAN}]")
_RELATED = re.compile(r"[\[【]?(?:相关|延伸|推荐|更多)(?:新闻|链接|阅读|报道|稿件|专题)[\]】]?[：:]?\s*")


def is_credit_line(text: str) -> bool:
    """Tell a line that says when, from whom or by whom from a sentence that uses the same words."""
    return len(text) <= CREDIT_CHARS and CREDIT.search(text) is not None and not _SENTENCE.search(text)


def is_control_line(text: str) -> bool:
    """Tell a line of buttons and page numbers from text; numbers alone are text."""
    is_short = len(text) <= CREDIT_CHARS
    return is_short and _CONTROL.fullmatch(text) is not None and _WORD.search(text) is not None


def _is_control(block: Block) -> bool:
    # a line of linked numbers is a pager, a number that is no link may be a cell of a table
    return is_control_line(block.text) or (block.is_link and _CONTROL.fullmatch(block.text) is not None)


def without_controls(blocks: Sequence[Block]) -> list[Block]:
    """Leave out lines of buttons, and the list of related links that may follow a body."""
    kept = [block for block in blocks if block.image_url is not None or not _is_control(block)]
    while kept and kept[-1].image_url is None and (kept[-1].is_link or _RELATED.fullmatch(kept[-1].text)):
        kept.pop()
    return kept
