"""The quirks that pages of the county may have, each with the place where it was seen.

Where the form was seen but not this use of it the note says "not seen": such quirks guard the final form that the
truth promises.

A quirk is drawn apart from the text, so leaving quirks out of `County(quirks=…)` changes no other article's words.
PLATFORMS is the project's notes on publishing platforms; pages/ are the saved pages they rest on.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Quirk(Enum):
    """One peculiarity: its slug, how often it is drawn where it can occur, and where it was seen."""

    # The three skins; one of those enabled is drawn for each article.
    SKIN_CNXW = ("skin_cnxw", 0.45, "PLATFORMS 2.1; pages/cnxw_frag_lvse_tail.html")
    SKIN_DBW = ("skin_dbw", 0.35, "pages/dbw_enorth_article_trimmed.html")
    SKIN_ZJOL = ("skin_zjol", 0.20, "pages/zjol_frag_articlecnt_diantou.html")
    # Datelines; at most one of the first two an article.
    DATELINE_DATED = ("dateline_dated", 0.50, "PLATFORMS 0; pages/cnxw_frag_zhetai.html")
    DATELINE_BARE = ("dateline_bare", 0.20, "seed/front_page.txt (本报讯)")
    DATELINE_LAST_YEAR = ("dateline_last_year", 0.60, "PLATFORMS 2.1 (the URL's date gives the year)")
    # Bylines; at most one an article.
    BYLINE_REPORTERS = ("byline_reporters", 0.34, "pages/cnxw_frag_lvse_tail.html (记者 …)")
    BYLINE_CORRESPONDENTS = ("byline_correspondents", 0.14, "PLATFORMS 0 (通讯员 …)")
    BYLINE_BOTH = ("byline_both", 0.16, "PLATFORMS 0; 3.10 (记者 … 通讯员 …)")
    BYLINE_PHOTO_SLASH = ("byline_photo_slash", 0.45, "pages/cnxw_frag_mulan.html (half-width open, full-width close)")
    BYLINE_PHOTO_BLANK = ("byline_photo_blank", 0.22, "PLATFORMS 0 (photo bylines)")
    BYLINE_TEXT_AND_PHOTO = ("byline_text_and_photo", 0.20, "PLATFORMS 0 (photo bylines)")
    # Further bylines, in the paper too; at most one an article, in place of those above.
    HEAD_BARE = ("head_bare", 0.028, "PLATFORMS 0 (bylines); at the head not seen")
    HEAD_BRACKET = ("head_bracket", 0.028, "PLATFORMS 0 (bylines); at the head not seen")
    HEAD_AGENCY = ("head_agency", 0.028, "PLATFORMS 0 (bylines); an agency's not seen")
    SQUARE_OPEN = ("square_open", 0.028, "PLATFORMS 3.10 (■&nbsp;…); □ not seen")
    SQUARE_FILLED = ("square_filled", 0.028, "PLATFORMS 3.10 (■&nbsp;…&nbsp;…)")
    SQUARE_TWO = ("square_two", 0.028, "PLATFORMS 3.10 (+ 　　通讯员&nbsp;… as body paragraphs)")
    END_ALL = ("end_all", 0.028, "PLATFORMS 0 (文/图); for several roles not seen")
    END_SUPPLY = ("end_supply", 0.028, "PLATFORMS 0 (bylines); 供稿 not seen")
    END_SUPPLY_GLUED = ("end_supply_glued", 0.028, "PLATFORMS 0 (bylines); glued names not seen")
    END_SUPPLY_ORG = ("end_supply_org", 0.028, "PLATFORMS 0 (bylines); an organisation's not seen")
    CORRESPONDENT_ORG = ("correspondent_org", 0.028, "PLATFORMS 0 (通讯员 …); an organisation not seen")
    END_ROLES = ("end_roles", 0.028, "PLATFORMS 0 (bylines); 见习, 融媒, 实习生 not seen")
    END_NAMES = ("end_names", 0.028, "PLATFORMS 0 (bylines); without a role not seen")
    END_COMMA = ("end_comma", 0.028, "PLATFORMS 0 (bylines); joined by 、 not seen")
    END_GLUED = ("end_glued", 0.028, "PLATFORMS 0 (bylines); glued names not seen")
    # Those only of articles with pictures.
    END_SHE = ("end_she", 0.070, "PLATFORMS 0 (photo bylines); without brackets not seen")
    END_PHOTO_COLON = ("end_photo_colon", 0.060, "PLATFORMS 0 (photo bylines); 摄影： not seen")
    END_PHOTO_TEXT = ("end_photo_text", 0.070, "PLATFORMS 0 (photo bylines); 图/… 文/… not seen")
    END_TEXT_PHOTO = ("end_text_photo", 0.060, "PLATFORMS 0 (文/图); in front of the name not seen")
    MINORITY_NAME = ("minority_name", 0.080, "PLATFORMS 0 (names in bylines); with · not seen")
    EDITOR_CHAIN = ("editor_chain", 0.060, "PLATFORMS 2.1 (editor below the body); further roles not seen")
    EDITOR_OTHER = ("editor_other", 0.100, "PLATFORMS 2.1 (editor below the body); these words not seen")
    CAPTION_CREDIT = ("caption_credit", 0.300, "PLATFORMS 0 (photo bylines); in captions not seen")
    CAPTION_PROVIDED = ("caption_provided", 0.150, "PLATFORMS 0 (images); 图片由…提供 not seen")
    TEMPTATION = ("temptation", 0.180, "PLATFORMS 0 (bylines); sentences that name no author")
    # Names.
    COMPOUND_SURNAME = ("compound_surname", 0.08, "PLATFORMS 0 (names in bylines)")
    RARE_NAME = ("rare_name", 0.12, "PLATFORMS 2.1 (declared gb2312, decode as gb18030)")
    EXTENSION_NAME = ("extension_name", 0.05, "PLATFORMS 2.1 (declared gb2312, decode as gb18030)")
    PADDED_NAME = ("padded_name", 0.12, "PLATFORMS 3.10 (blanks around names)")
    # Source lines.
    SOURCE_MARKED = ("source_marked", 0.45, "PLATFORMS 2.1 (function source)")
    PRINTED_DATE = ("printed_date", 0.30, "PLATFORMS 2.2 (发表于：2017/10/19)")
    AUTHOR_EMPTY = ("author_empty", 0.60, "pages/dbw_enorth_article_trimmed.html")
    TIME_LINE_EVE = ("time_line_eve", 0.10, "PLATFORMS 2.1 (时间：…); a day before the URL's not seen")
    # Dates on the source line; at most one, where it prints one.
    DATE_GLUED = ("date_glued", 0.07, "PLATFORMS 2.1 (时间：…); without a blank not seen")
    DATE_DOTS = ("date_dots", 0.07, "PLATFORMS 2.2 (发表于：2017/10/19); with dots not seen")
    DATE_AFTERNOON = ("date_afternoon", 0.07, "PLATFORMS 2.1 (时间：…); 下午 not seen")
    DATE_SHORT = ("date_short", 0.07, "PLATFORMS 2.2 (发表于：2017/10/19); without zeros not seen")
    DATE_FULL_WIDTH = ("date_full_width", 0.07, "PLATFORMS 2.1 (时间：…); full-width digits not seen")
    DATE_CHINESE = ("date_chinese", 0.07, "PLATFORMS 2.1 (时间：…); numerals not seen")
    DATE_UPDATED = ("date_updated", 0.07, "PLATFORMS 2.1 (时间：…); 更新时间 not seen")
    DATE_NO_YEAR = ("date_no_year", 0.07, "PLATFORMS 2.1 (the URL's date gives the year)")
    # Words that look like a byline and are none.
    REPORTER_IN_TEXT = ("reporter_in_text", 0.40, "pages/zjol_frag_articlecnt_diantou.html (记者从…了解到)")
    BRACKET_IN_TEXT = ("bracket_in_text", 0.30, "pages/cnxw_frag_fazhi.html (（扩大）会议)")
    END_BRACKET = ("end_bracket", 0.30, "pages/MANIFEST.tsv (title ending in （图）)")
    # Text.
    FULL_WIDTH = ("full_width", 0.20, "pages/news/sina_2.html (京东方Ａ); digits not seen")
    LATIN_WORDS = ("latin_words", 0.15, "pages/news/sina_2.html (京东方Ａ)")
    INNER_BLANKS = ("inner_blanks", 0.15, "PLATFORMS 2.1 (full-width blanks); 3.10")
    ZERO_WIDTH = ("zero_width", 0.08, "pages/news/thepaper_5.html (U+200B); pages/news/zyyfy_1.html (U+FEFF)")
    PRIVATE_USE = ("private_use", 0.06, "pages/news/mingridapan_1.html")
    CONTROL_CHARS = ("control_chars", 0.06, "not seen; PLATFORMS 6: the saved pages lost their bytes")
    SUBHEADS = ("subheads", 0.25, "pages/zjol_frag_articlecnt_diantou.html; pages/dbw_enorth_article_trimmed.html")
    SECOND_ITEM = ("second_item", 0.08, "pages/cnxw_frag_lvse_tail.html (又讯)")
    BROKEN_LINE = ("broken_line", 0.12, "seed/front_page.txt (制定了 / 细化的行动方案)")
    # Markup.
    FONT_NEST = ("font_nest", 0.20, "pages/cnxw_frag_jiazheng.html")
    AD_COMMENTS = ("ad_comments", 0.40, "PLATFORMS 2.1; pages/cnxw_frag_zhetai.html")
    EPE_COMMENT = ("epe_comment", 0.20, "pages/cnxw_frag_mulan.html")
    CRLF = ("crlf", 0.15, "PLATFORMS 3.12")
    EARLIER_CONTENT_PAIR = ("earlier_content_pair", 0.15, "PLATFORMS 2.1 (body = from the LAST parse begin)")
    BR_PARAGRAPHS = ("br_paragraphs", 0.50, "pages/zjol_frag_articlecnt_diantou.html")
    TITLE_UNDERSCORE = ("title_underscore", 0.30, "pages/gaxww_hot_list.html (underscores in titles)")
    HEADLINE_BLANKS = ("headline_blanks", 0.15, "PLATFORMS 3.7 (trailing blanks)")
    # Pictures.
    PHOTO_STORY = ("photo_story", 0.85, "pages/cnxw_frag_mulan.html")
    PICTURE = ("picture", 0.25, "PLATFORMS 0 (images)")
    CAPTION = ("caption", 0.60, "pages/zjol_frag_articlecnt_diantou.html (picture table)")
    PICTURE_ELSEWHERE = ("picture_elsewhere", 0.40, "PLATFORMS 0 (pictures of another host)")
    # Pages and lists.
    SEVERAL_PAGES = ("several_pages", 0.08, "PLATFORMS 2.1 (<id>_01.shtml)")
    SCHEME_RELATIVE_LINK = ("scheme_relative_link", 0.10, "PLATFORMS 2.1 (//host/…)")
    RELATIVE_LINK = ("relative_link", 0.20, "pages/gaxww_hot_list.html (/hot/)")
    EXTERNAL_ENTRY = ("external_entry", 0.06, "PLATFORMS 2.1 (external entries in the same list)")
    GONE_404 = ("gone_404", 0.07, "PLATFORMS 5 (old issues vanish)")
    GONE_HOME = ("gone_home", 0.06, "PLATFORMS 3.11")
    ROBOTS = ("robots", 0.07, "PLATFORMS 2.1 (under a channel: /jxrb/system/…)")
    SHARED_ENTRY = ("shared_entry", 0.40, "pages/gaxww_hot_list.html (one URL in list and sidebar)")
    # Pairs, on fixed days: see `plan`.
    EXACT_COPY = ("exact_copy", 1.0, "PLATFORMS 3.8 (two ids, same title)")
    LOOK_ALIKE = ("look_alike", 1.0, "PLATFORMS 3.7 (notices from one form)")
    REPEATED_LATER = ("repeated_later", 1.0, "PLATFORMS 3.8")
    SHORT_TWINS = ("short_twins", 1.0, "PLATFORMS 3.9 (briefs are news)")

    def __init__(self, slug: str, rate: float, seen_in: str) -> None:
        self.slug = slug
        self.rate = rate
        self.seen_in = seen_in


class PrintQuirk(Enum):
    """One peculiarity of the printed paper's site: slug, rate, where it was seen, and which markup can show it."""

    # The entry and the days.
    ENTRY_UNQUOTED = ("entry_unquoted", 0.40, "PLATFORMS 1.1 (upper-case, no closing quote)")
    ENTRY_QUOTED = ("entry_quoted", 0.40, "PLATFORMS 1.1 (upper-case, closed)")
    GAP = ("gap", 1.0, "PLATFORMS 1.6 (404/403/301-to-home as no issue)")
    GAP_REDIRECT = ("gap_redirect", 0.50, "PLATFORMS 3.11 (301/302 instead of 404)")
    GAP_HOME = ("gap_home", 0.50, "PLATFORMS 1.6 (301-to-home as no issue); 3.11 (301/302 to the home page)")
    COMBINED_ISSUE = ("combined_issue", 1.0, "not seen; PLATFORMS 1.1 (the entry may not be today's)")
    LATE_ISSUE = ("late_issue", 1.0, "PLATFORMS 1.1 (LATEST issue, which may not be today's)")
    # The issue.
    GB_DECLARED = ("gb_declared", 0.35, "PLATFORMS 2.1 (declared gb2312, decode as gb18030); on papers not seen")
    FRAME_B = ("frame_b", 0.50, "pages/frames/founder_b.html", "founder")
    PRINT_CRLF = ("print_crlf", 0.20, "PLATFORMS 3.12")
    PAGE_HOLE = ("page_hole", 0.30, "PLATFORMS 3.3 (no 07)")
    LETTERED_PAGES = ("lettered_pages", 0.15, "PLATFORMS 3.3 (A01–C04)")
    SUPPLEMENT = ("supplement", 0.14, "not seen; PLATFORMS 1.4 (page-number text)")
    HIDDEN_MENU = ("hidden_menu", 0.75, "PLATFORMS 3.2 (list repeated in a hidden menu); 1 (id bmdhSpan)")
    PREVIOUS_ISSUE = (
        "previous_issue",
        0.85,
        "PLATFORMS 1.6 (links exist only where the template writes them)",
        "founder",
    )
    GBK_NAMES = ("gbk_names", 0.20, "PLATFORMS 1.3 (names GBK percent-encoded)", "aheading")
    TWO_LABELS = ("two_labels", 1.0, "pages/jxrb_layout_20171009_A01.html (第A01版：, A01： )", "aheading")
    PREVIOUS_NEAR = ("previous_near", 0.50, "PLATFORMS 1.6 (上一期 ../21/node_2.htm)", "founder")
    ASCII_COLON = ("ascii_colon", 0.25, "pages/rmrb_layout_a.html (01版:要闻)")
    HEADER_SPAN = ("header_span", 0.25, "pages/jjjcb_founder_layout_trimmed.html (第1版　　　　<span>要闻</span>)")
    ADVERTISEMENT_PAGE = ("advertisement_page", 0.40, "PLATFORMS 1.2 (第08版：广告)")
    # A page.
    FOCUS_BOX = ("focus_box", 0.70, "PLATFORMS 3.4 (今日关注 lists other pages' articles)")
    UNQUOTED = ("unquoted", 0.50, "PLATFORMS 3.5 (unquoted attributes)")
    UNCLOSED = ("unclosed", 0.40, "PLATFORMS 3.5 (unclosed tags)")
    LIST_ORDER = ("list_order", 0.30, "pages/jjjcb_founder_layout_trimmed.html (list and map differ)")
    DUPLICATE_AREAS = ("duplicate_areas", 0.25, "PLATFORMS 3.1 (duplicate areas)")
    DIV_QUERY = ("div_query", 0.50, "PLATFORMS 1.1 (content_306582.htm?div=-1); 3.1", "founder")
    MIXED_CASE = ("mixed_case", 0.40, "PLATFORMS 3.5 (mixed-case tags)", "aheading")
    LIST_DOTS = ("list_dots", 0.25, "PLATFORMS 1.1 (<li>&middot;<a …)", "aheading")
    TITLE_DOTS = ("title_dots", 0.20, "PLATFORMS 3.7 (titles: &middot;)", "aheading")
    # A place on a page.
    L_SHAPED = ("l_shaped", 0.25, "PLATFORMS 3.1 (L-shaped polygons with repeated points)")
    TWO_REGIONS = ("two_regions", 0.10, "PLATFORMS 3.1 (6 areas, 5 articles)")
    MAP_ONLY = ("map_only", 0.08, "PLATFORMS 1.3 (hidden titles)")
    LIST_ONLY = ("list_only", 0.06, "PLATFORMS 1.3 (an article whose area is missing)")
    LISTED_BLANKS = ("listed_blanks", 0.15, "PLATFORMS 3.7 (trailing blanks)")
    # What an article is.
    STORY = ("story", 1.0, "not seen; the same story in print and on the news site")
    KICKER = ("kicker", 0.30, "PLATFORMS 1.1 (npm:article-pretitle)")
    SUBHEADLINE = ("subheadline", 0.25, "PLATFORMS 1.1 (npm:article-subtitle)")
    TWO_LINES = ("two_lines", 0.30, "PLATFORMS 3.7 (<br> in titles)")
    PRINT_DATELINE = ("print_dateline", 0.50, "seed/front_page.txt (本报讯)")
    PRINT_PICTURE = ("print_picture", 0.12, "PLATFORMS 1.1 (table newspic)")
    PRINT_PHOTO_STORY = ("print_photo_story", 0.45, "PLATFORMS 3.9 (photo-only)")
    TEASER = ("teaser", 0.60, "PLATFORMS 3.7 (导读)")
    NOTICE_FORM = ("notice_form", 0.80, "PLATFORMS 3.7 (遗失声明 as titles)")
    NOTICE_BARE = ("notice_bare", 0.60, "PLATFORMS 3.7 (title empty)")
    MASTHEAD = ("masthead", 0.60, "PLATFORMS 1.3 (报头)")
    JUMP = ("jump", 0.35, "PLATFORMS 3.8 (two content ids, SAME title); the words of 转第X版 not seen")
    # Parts of an issue; at most one of the first three an issue, beside a plain jump.
    JUMP_ONE_SIDE = ("jump_one_side", 0.16, "PLATFORMS 3.8 (two content ids, SAME title); a mark on one side not seen")
    JUMP_TITLED = ("jump_titled", 0.16, "PLATFORMS 3.8 (two content ids); a title in the mark not seen")
    JUMP_THREE = ("jump_three", 0.12, "PLATFORMS 3.8 (two content ids); three not seen")
    JUMP_IN_SENTENCE = ("jump_in_sentence", 0.40, "PLATFORMS 3.8 (two content ids); inside a sentence not seen")
    TWIN_BRIEFS = ("twin_briefs", 0.18, "PLATFORMS 3.9 (briefs are news); 简讯 on two pages not seen")
    TWIN_PHOTOS = ("twin_photos", 0.14, "PLATFORMS 3.9 (photo-only); 图片新闻 on two pages not seen")
    GUIDE = ("guide", 0.22, "PLATFORMS 3.7 (导读); its lines not seen")
    TEASER_SHORT = ("teaser_short", 0.22, "PLATFORMS 3.7 (导读); （详见第3版） not seen")
    SERIES = ("series", 0.30, "PLATFORMS 1.1 (npm:article-pretitle); a series not seen")
    SERIES_LOOK = ("series_look", 0.12, "not seen; a headline that only looks like a series")
    CORRECTION = ("correction", 0.22, "PLATFORMS 3.7 (notices); 更正 not seen")
    COMMENTARY = ("commentary", 0.28, "PLATFORMS 3.10 (本报…); 评论员 not seen")
    LITERATURE = ("literature", 0.45, "PLATFORMS 3.3 (page names); a literary page not seen")
    THREE_LINES = ("three_lines", 0.16, "PLATFORMS 3.7 (<br> in titles); three not seen")
    COPY_ON_PAGE = ("copy_on_page", 0.08, "PLATFORMS 3.8 (two ids, same title)")
    GONE_ARTICLE = ("gone_article", 0.15, "PLATFORMS 5 (old issues vanish)")
    # Bylines; at most one an article.
    AUTHOR_BOTH = ("author_both", 0.18, "PLATFORMS 1.1 (founder-author); 3.10 (通讯员)")
    AUTHOR_REPORTER = ("author_reporter", 0.20, "PLATFORMS 1.1 (founder-author)")
    AUTHOR_BARE = ("author_bare", 0.15, "PLATFORMS 1.1 (founder-author)")
    BYLINE_AT_END = ("byline_at_end", 0.18, "PLATFORMS 0 (LAST paragraph's end)")
    BYLINE_SQUARE = ("byline_square", 0.12, "PLATFORMS 3.10 (■&nbsp;…&nbsp;…)")
    SQUARE_BELOW = ("square_below", 0.50, "PLATFORMS 3.10 (+ 　　通讯员&nbsp;陈宏 as body paragraphs)")
    # Captions.
    CREDIT_BOX = ("credit_box", 0.50, "PLATFORMS 1.1 (作者：(…)&nbsp;&nbsp;&nbsp;caption)", "founder")
    CREDIT_CLOSING = ("credit_closing", 1.0, "PLATFORMS 0 (photo bylines); in captions not seen")
    CREDIT_ROUND = ("credit_round", 0.20, "PLATFORMS 0 (photo bylines); this form in captions not seen")
    CREDIT_SLASH = ("credit_slash", 0.20, "PLATFORMS 0 (李士明/摄 in half-width brackets); in captions not seen")
    # An article's markup.
    TITLE_TITLE1 = ("title_title1", 0.15, "PLATFORMS 1.1 (td.title1)", "founder")
    TITLE_BT1 = ("title_bt1", 0.15, "PLATFORMS 1.1 (td.bt1)", "founder")
    TITLE_H1 = ("title_h1", 0.20, "PLATFORMS 1.1 (h3 引题, h1 title, h2 副题)", "founder")
    TITLE_H2 = ("title_h2", 0.15, "PLATFORMS 1.1 (h3/h4 around h2)", "founder")
    DOUBLED_ENPCONTENT = ("doubled_enpcontent", 0.20, "PLATFORMS 1.1 (also doubled)", "founder")
    BARE_TEXT = ("bare_text", 0.20, "PLATFORMS 1.1 (bare text nodes, in no <p> at all)")
    BARE_AROUND = ("bare_around", 0.60, "PLATFORMS 1.1 (bare text before, between and after those comments)")
    EMPTY_NEWSPIC = ("empty_newspic", 0.60, "PLATFORMS 1.3 (empty picture box stays in the HTML)")
    PAPER_H1 = ("paper_h1", 0.30, "PLATFORMS 3.6 (two h1, first = paper's name)", "aheading")
    HEADLINE_TAIL = ("headline_tail", 0.15, "PLATFORMS 3.7 (trailing blanks)")

    def __init__(self, slug: str, rate: float, seen_in: str, markup: str = "both") -> None:
        self.slug = slug
        self.rate = rate
        self.seen_in = seen_in
        self.markup = markup


AnyQuirk = Quirk | PrintQuirk
ALL: frozenset[AnyQuirk] = frozenset((*Quirk, *PrintQuirk))
SKINS = (Quirk.SKIN_CNXW, Quirk.SKIN_DBW, Quirk.SKIN_ZJOL)
DATELINES = (Quirk.DATELINE_DATED, Quirk.DATELINE_BARE)
TEXT_BYLINES = (Quirk.BYLINE_REPORTERS, Quirk.BYLINE_CORRESPONDENTS, Quirk.BYLINE_BOTH)
PHOTO_BYLINES = (Quirk.BYLINE_PHOTO_SLASH, Quirk.BYLINE_PHOTO_BLANK, Quirk.BYLINE_TEXT_AND_PHOTO)
PAIRS = frozenset((Quirk.EXACT_COPY, Quirk.LOOK_ALIKE, Quirk.REPEATED_LATER, Quirk.SHORT_TWINS))


def slugs(quirks: Iterable[AnyQuirk]) -> list[str]:
    """Return the slugs in a fixed order."""
    return sorted(quirk.slug for quirk in quirks)
