"""Tell what kind of thing an article is (体裁): news unless its words, its pictures or its lack of text say no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.items import Genre

PHOTO_BODY_CHARS = 200  # a photo story's text is one paragraph, hardly longer than a caption
_MASTHEAD = re.compile(r"报头|报眼|刊头|今日报头")
_ADVERTISEMENT = re.compile(r"(?:[\u4e00-\u9fff]{0,4}广告|广而告之)[\s\d（）()]*")
_AD_PAGE = re.compile(r"广告")
_NOTICE_HEADLINE = re.compile(
    r"(?:公告|通告|公示|启事|声明|通知|讣告|布告|告示|须知)(?:[（(].{0,12}[）)])?$|^(?:遗失|注销|招租|招聘|拍卖|认领).{0,12}$"
)
_NOTICE_WORDS = re.compile(
    r"(?:声明|宣布|登报)作废|特此(?:公告|通告|公示|声明|通知|启事|函告|登报)|(?<=[。；，])此(?:布|告|启)[。]?$"
    r"|(?:扫描|扫一扫|长按|识别).{0,12}二维码|(?:欢迎|即可|敬请|请).{0,6}(?:关注|订阅|投稿)|(?:咨询|联系|报名|订阅|报料|投稿)(?:电话|热线|邮箱)[：:]"
)


def print_genre(
    headline: str | None, paragraphs: Sequence[str], *, has_images: bool, is_signed: bool, page_title: str | None
) -> Genre:
    """Name the genre of an article in print.

    Args:
        headline: None where none is printed.
        paragraphs: the text without bylines.
        has_images: whether pictures belong to it.
        is_signed: whether it has a dateline or names who wrote it: then it reports about a notice and is none.
        page_title: of the page, as the article's own page prints it.
    """
    words = headline or ""
    body = "\n".join(paragraphs)
    if _MASTHEAD.fullmatch(words):
        return "masthead"
    if _ADVERTISEMENT.fullmatch(words) or (not body and page_title and _AD_PAGE.search(page_title)):
        return "advertisement"
    if not body and not has_images:
        return "teaser"
    if not is_signed and (_NOTICE_HEADLINE.search(words) or _NOTICE_WORDS.search(body)):
        return "notice"
    return "photo" if has_images and is_photo_story(paragraphs) else "news"


def is_photo_story(paragraphs: Sequence[str]) -> bool:
    """Tell whether a text is no more than the words to a picture."""
    return len(paragraphs) <= 1 and sum(map(len, paragraphs)) <= PHOTO_BODY_CHARS
