"""Tell what kind of thing an article is (体裁): news unless its words, its pictures or its lack of text say no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.corrections import is_correction_headline
from pipelines.text import HAN

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
    r"|(?:扫描|扫一扫|长按|识别).{0,12}二维码|(?:欢迎|即可|敬请|请).{0,6}(?:关注|订阅|投稿)"
)
# news may end in a telephone number: one makes a notice only where something is offered or asked for
_CONTACT = re.compile(r"(?:咨询|联系|报名|订阅|报料|投稿)(?:电话|热线|邮箱)[：:]")
_OFFER = re.compile(
    r"有意者|意向者|欢迎.{0,6}(?:来电|来函|垂询|洽谈|报名|选购|惠顾)|(?:联系人|(?:联系|报名|公司)地址|报名(?:时间|地点|方式|条件)|(?:起拍|转让|挂牌)价)[：:]"
    r"|(?:现|诚|公开)(?:聘|招聘|招租|转让|出租|出售|拍卖|招标)"
)


_FRAME = "【】[]（）()《》〖〗■●◆□★☆ 　·：:|｜-—"
_OPINION = (
    "社论|短评|时评|快评|锐评|微评|漫评|短论|评论|言论|编后|编后语|编后话|编余|编者按|编者的话|评论员文章|评论员观察|本报评论员|特约评论员"
    "|杂谈|漫谈|杂文|时论|论坛|三言两语|有话直说|微言|观点"
)
_OPINION_RUBRIC = re.compile(rf"(?:[{HAN}]{{0,4}}?·?)(?:{_OPINION})")
_OPINION_PAGE = re.compile(r"评论|言论|时评|观点|社论|杂谈|漫谈")
_COMMENTATOR = re.compile(
    rf"[（(□■●◆—\-\s]*(?:作者[：:]\s?)?(?:本报|本刊|特约)?(?:特约)?评论员(?:文章)?[\s：:]*[{HAN}\s·]{{0,12}}[）)]?"
)
_COMMENTATOR_AT_END = re.compile(rf"[（(]\s*(?:本报|本刊|特约|作者[：:为系]?)*评论员[\s：:]*[{HAN}\s·]{{0,12}}[）)]$")
# 社论：…, 【时评】…, 编后
_OPINION_HEADLINE = re.compile(
    r"[【\[（(]?(?:本报)?(?:社论|短评|时评|快评|锐评|微评|短论|编后语?|编后话|编者按|编者的话|本报评论员文章|评论员文章|本报评论员|评论员观察)"
    r"(?:[】\]）)：:|｜/\s·—].*)?"
)
_NTH_ESSAY = re.compile(
    r"[—\s]*(?:[一二三四五六七八九十再]|十[一二三四五六七八九])论(?![坛文据点证述调及者题战处罪著断理说持]).{2,}"
)
_LITERARY_PAGE = re.compile(r"副刊|文学|文艺|文苑|艺苑|诗[歌词苑刊会页林园廊文]|^诗$|散文|笔会|作品|小说|随笔|美文")
_LITERARY_RUBRIC = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?)(?:散文诗?|诗歌|诗词|诗苑|古诗|新诗|现代诗|组诗|小小说|微小说|短篇小说|小说|随笔|游记|童话|寓言|美文)(?:[一二三两四五六\d]首)?|诗"
)
_VERSE_SIGNS = re.compile(r"[\dA-Za-z：:；《》%＋+=（）()]|[年月日]$")
_OWN_PAPER = re.compile(r"本报|我报|本刊|第?[A-Za-z]{0,2}[\d一二三四五六七八]{1,2}版|头版|编辑|校对|刊[发登]")
VERSE_LINES = 6
VERSE_CHARS = 20


def print_genre(
    headline: str | None,
    paragraphs: Sequence[str],
    *,
    has_images: bool,
    is_signed: bool,
    page_title: str | None,
    kicker: str | None = None,
    subheadline: str | None = None,
    byline: str | None = None,
    is_reported: bool | None = None,
    is_teaser: bool = False,
    is_jump: bool = False,
    is_correction: bool = False,
) -> Genre:
    """Name the genre of an article in print.

    Args:
        headline, kicker, subheadline: None where none is printed.
        paragraphs: the text without bylines.
        has_images: whether pictures belong to it.
        is_signed: whether it has a dateline or names who wrote it: then it reports about a notice and is none.
        page_title: of the page, as the article's own page prints it.
        byline: the printed words that name people.
        is_reported: whether it has a dateline or names a reporter; None: the same as `is_signed`.
        is_teaser: whether it does nothing but point to others.
        is_jump: whether its text goes on elsewhere, or comes from there.
        is_correction: whether it puts an earlier article right.
    """
    words = headline or ""
    body = "\n".join(paragraphs)
    if _MASTHEAD.fullmatch(words):
        return "masthead"
    if _ADVERTISEMENT.fullmatch(words) or (not body and page_title and _AD_PAGE.search(page_title)):
        return "advertisement"
    if is_correction or _is_own_correction((kicker, headline), body):
        return "correction"
    if not has_images and (is_teaser or not (body or is_jump)):
        return "teaser"
    if not is_signed and (_NOTICE_HEADLINE.search(words) or _gives_notice(body)):
        return "notice"
    is_reported = is_signed if is_reported is None else is_reported
    page = None if is_reported else page_title
    return _text_genre(
        (kicker, headline, subheadline),
        paragraphs,
        byline,
        page,
        has_images=has_images and not is_jump,  # a piece of an article is short because the rest is elsewhere
        is_news=is_reported,
    )


def _text_genre(
    titles: Sequence[str | None],
    paragraphs: Sequence[str],
    byline: str | None,
    page_title: str | None,
    *,
    has_images: bool,
    is_news: bool,
) -> Genre:
    """Name the genre of what is told; `page_title` counts where it is not None, `is_news`: somebody reports."""
    if has_images and is_photo_story(paragraphs):
        return "photo"
    if paragraphs and _is_commentary(titles, paragraphs, byline, page_title):
        return "commentary"
    if paragraphs and not is_news and _is_literature(titles[0], paragraphs, page_title):
        return "literature"
    return "news"


def _is_own_correction(titles: Sequence[str | None], body: str) -> bool:
    """Tell whether the paper puts itself right, and not somebody else who has paid for it."""
    is_said = any(is_correction_headline(title) for title in titles)
    is_paid = _NOTICE_WORDS.search(body) is not None or _CONTACT.search(body) is not None
    return is_said and (_OWN_PAPER.search(body) is not None or not is_paid)


def _gives_notice(body: str) -> bool:
    is_offer = _CONTACT.search(body) is not None and _OFFER.search(body) is not None
    return is_offer or _NOTICE_WORDS.search(body) is not None


def web_genre(
    kicker: str | None, headline: str | None, subheadline: str | None, paragraphs: Sequence[str], *, has_images: bool
) -> Genre:
    """Name the genre of an article of a news site, of which the titles say what it is."""
    if is_correction_headline(headline):
        return "correction"
    titles = (kicker, headline, subheadline)
    genre = _text_genre(titles, paragraphs, None, None, has_images=has_images, is_news=True)
    is_literary = (
        genre == "news" and kicker is not None and _LITERARY_RUBRIC.fullmatch(kicker.strip(_FRAME)) is not None
    )
    return "literature" if is_literary else genre


def _is_commentary(
    titles: Sequence[str | None],
    paragraphs: Sequence[str],
    byline: str | None,
    page_title: str | None,
) -> bool:
    _, headline, _ = titles
    if any(title and _OPINION_RUBRIC.fullmatch(title.strip(_FRAME)) for title in titles):
        return True
    if any(title and (_NTH_ESSAY.fullmatch(title) or _COMMENTATOR.fullmatch(title)) for title in titles):
        return True
    if (headline and _OPINION_HEADLINE.fullmatch(headline)) or (page_title and _OPINION_PAGE.search(page_title)):
        return True
    if any(_COMMENTATOR.fullmatch(line) for line in (*paragraphs[:2], *paragraphs[-1:], *(byline or "").split("\n"))):
        return True
    return bool(paragraphs) and _COMMENTATOR_AT_END.search(paragraphs[-1]) is not None


def _is_literature(kicker: str | None, paragraphs: Sequence[str], page_title: str | None) -> bool:
    if page_title and _LITERARY_PAGE.search(page_title):
        return True
    return bool(kicker and _LITERARY_RUBRIC.fullmatch(kicker.strip(_FRAME))) or is_verse(paragraphs)


def is_verse(paragraphs: Sequence[str]) -> bool:
    """Tell whether a text is verse: many short lines without figures or labels, not the names or items of a list."""
    if len(paragraphs) < VERSE_LINES or any(
        len(line) > VERSE_CHARS or _VERSE_SIGNS.search(line) for line in paragraphs
    ):
        return False
    lengths = sorted(len(line.strip("，。！？、；")) for line in paragraphs)
    ended = sum(line.endswith(("，", "。", "！", "？", "；", "…")) for line in paragraphs)
    is_regular = (
        lengths[0] == lengths[-1] and lengths[0] in (5, 7, 11, 15) and not any(" " in line for line in paragraphs)
    )
    return lengths[len(lengths) // 2] >= 4 and (is_regular or ended * 4 >= len(paragraphs))


def is_photo_story(paragraphs: Sequence[str]) -> bool:
    """Tell whether a text is no more than the words to a picture."""
    return len(paragraphs) <= 1 and sum(map(len, paragraphs)) <= PHOTO_BODY_CHARS
