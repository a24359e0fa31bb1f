"""The views of articles: what was printed and what is on the web, who made it, and what it points to."""

from __future__ import annotations

from db.view import View

# of what is printed in pieces either all are withheld or none, and with it all addresses: db/withholding.py
OF_ARTICLE = """FROM article AS a
JOIN source AS s ON s.id = a.source_id AND a.withheld_at IS NULL
JOIN resource AS r ON r.id = a.resource_id"""

# a URL that two pages claim belongs to the page whose map has it, else to the page that the article names; a page that
# names it no more claims it only if no other does
ON_PAGE = """LEFT JOIN placement AS pl ON pl.resource_id = r.id AND pl.page_id = (
    SELECT page_id FROM (
        SELECT c.page_id, c.in_map, cp.ordinal, CASE WHEN cp.number = a.named_page THEN 0 ELSE 1 END AS is_other,
            CASE WHEN c.delisted_at IS NULL THEN 0 ELSE 1 END AS is_delisted
        FROM placement AS c JOIN page AS cp ON cp.id = c.page_id WHERE c.resource_id = r.id
    ) AS claims ORDER BY is_delisted, in_map DESC, is_other, coalesce(ordinal, 9999), page_id LIMIT 1)
LEFT JOIN page AS pg ON pg.id = pl.page_id
LEFT JOIN issue AS iss ON iss.id = pg.issue_id"""

# the pages that a joined article goes on, in order
_JUMP_PAGES = """(SELECT group_concat(n, ', ') FROM (
        SELECT coalesce((
            SELECT number FROM (
                SELECT cp.number, c.in_map, cp.ordinal, cp.id,
                    CASE WHEN cp.number = j.named_page THEN 0 ELSE 1 END AS is_other,
                    CASE WHEN c.delisted_at IS NULL THEN 0 ELSE 1 END AS is_delisted
                FROM placement AS c JOIN page AS cp ON cp.id = c.page_id WHERE c.resource_id = j.resource_id
            ) AS claims ORDER BY is_delisted, in_map DESC, is_other, coalesce(ordinal, 9999), id LIMIT 1
        ), j.named_page) AS n
        FROM article AS j WHERE j.joined_to = a.id ORDER BY j.joined_ordinal) AS pages)"""

# the people of later pieces follow those of its first one; who is named again is not counted again
_PEOPLE = """(
    SELECT c.article_id, c.ordinal, c.role, c.name, c.image_ordinal
    FROM contributor AS c JOIN article AS o ON o.id = c.article_id WHERE o.joined_to IS NULL
    UNION ALL
    SELECT o.joined_to,
        (SELECT count(*) FROM contributor AS f WHERE f.article_id = o.joined_to)
            + row_number() OVER (PARTITION BY o.joined_to ORDER BY o.joined_ordinal, c.ordinal),
        c.role, c.name,
        c.image_ordinal + (SELECT count(*) FROM image AS i JOIN article AS p ON p.id = i.article_id
            WHERE p.id = o.joined_to OR (p.joined_to = o.joined_to AND p.joined_ordinal < o.joined_ordinal))
    FROM contributor AS c JOIN article AS o ON o.id = c.article_id
    WHERE o.joined_to IS NOT NULL AND (c.image_ordinal IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM contributor AS e JOIN article AS p ON p.id = e.article_id
        WHERE e.name = c.name AND e.role = c.role AND e.image_ordinal IS NULL
            AND (p.id = o.joined_to OR (p.joined_to = o.joined_to AND p.joined_ordinal < o.joined_ordinal))))
)"""

SHARED = (
    ("article_id", "a.id", "number of the article; joins the views with each other"),
    ("site", "s.site", "the county's profile, for example cangnan"),
    ("channel", "s.channel", "news, epaper or wechat"),
    ("url", "r.url", "address of the article; of equal copies the least address"),
    ("published_on", "a.published_on", "local date of publication"),
    ("headline", "a.headline", "标题; empty where none is printed"),
)

ARTICLE_VIEWS = (
    View(
        name="articles",
        comment="One row an article, as it reads today; one that jumps to another page is one row.",
        columns=(
            *SHARED,
            ("published_at", "a.published_at", "time of publication in UTC; empty unless a clock time is printed"),
            ("date_source", "a.date_source", "where published_on comes from: issue, url, meta, text or fetched"),
            ("source", "s.name", "name of the publication that was crawled"),
            (
                "edition",
                "iss.edition",
                "of the printed issue: main, or 增刊, 特刊, 号外; empty for what is not printed",
            ),
            ("page_number", "pg.number", "版次: the printed page, for example 01 or A01"),
            ("page_title", "pg.title", "版名 of that page, for example 要闻"),
            ("page_position", "pl.ordinal", "place among the articles of that page, from 1"),
            (
                "region",
                "CAST(pl.regions AS text)",
                "where on the page's picture: JSON polygons, each a list of [x, y]; the view pages has its size",
            ),
            ("section", "a.section", "频道: the last step of the page's position line"),
            ("column_title", "a.column_title", "栏目; not read yet, always empty"),
            (
                "genre",
                "a.genre",
                "体裁: news, photo, commentary, literature or correction; in print also notice, teaser and others",
            ),
            ("kicker", "a.kicker", "引题 above the headline"),
            ("subheadline", "a.subheadline", "副题 below the headline"),
            ("series_title", "a.series_title", "of a series (系列报道, 上中下): what its parts share; empty for most"),
            ("series_part", "a.series_part", "which part of it, as printed without brackets, for example 之三 or 上"),
            ("dateline", "a.dateline", "电头 as printed, for example 本报讯; not repeated in the body"),
            ("dateline_on", "a.dateline_on", "the day that the dateline names, with its year worked out"),
            (
                "byline_printed",
                "CASE WHEN a.joined_body IS NULL THEN a.byline_printed ELSE a.joined_byline END",
                "the printed words that name people, one a line; the view bylines has them as rows",
            ),
            (
                "body",
                "coalesce(a.joined_body, a.body)",
                "the text, one paragraph a line; of one that jumps (下转) the whole",
            ),
            ("body_chars", "length(coalesce(a.joined_body, a.body))", "length of the body in characters"),
            (
                "jump_pages",
                _JUMP_PAGES,
                "版次 of the pages that it goes on, in order, for example 03 or 02, 04; empty for most",
            ),
            ("credited_source", "a.credited_source", "来源: whom the article itself names as its source"),
            (
                "images",
                """(SELECT count(*) FROM image AS i WHERE i.article_id = a.id)
        + (SELECT count(*) FROM image AS i JOIN article AS j ON j.id = i.article_id WHERE j.joined_to = a.id)""",
                "how many pictures it has",
            ),
            (
                "copies",
                "(SELECT count(*) FROM part AS p WHERE p.article_id = a.id AND p.role = 'alias')",
                "how many further addresses carry exactly this article",
            ),
            ("parts_expected", "a.parts_expected", "pages that the article says it has"),
            (
                "parts_stored",
                "a.parts_stored",
                "pages of it that are here; fewer than expected: the body is incomplete",
            ),
            (
                "removed_chars",
                "a.removed_chars",
                "control, zero-width and private-use characters taken out of the text",
            ),
            ("first_seen_at", "r.discovered_at", "when a list first named its address, UTC"),
            ("visited_at", "r.visited_at", "when it was last fetched, UTC"),
            ("removed_at", "a.removed_at", "when its site was first found to have taken it away, UTC; empty for most"),
            ("parser", "a.parser", "page object that read it"),
            (
                "parser_version",
                "a.parser_version",
                "version of that page object and of the pipelines after it, for example 1+1",
            ),
        ),
        tables=f"{OF_ARTICLE}\n{ON_PAGE}\nWHERE a.joined_to IS NULL",
    ),
    View(
        name="bylines",
        comment="One row a person and article, in printed order.",
        columns=(
            *SHARED,
            ("ordinal", "c.ordinal", "place in the byline, from 1"),
            (
                "role",
                "c.role",
                "reporter 记者, correspondent 通讯员, photographer 摄, editor 编辑, author 作者 or other",
            ),
            ("name", "c.name", "the person's name"),
            (
                "image_ordinal",
                "c.image_ordinal",
                "the picture that the person took; empty where the byline does not say",
            ),
        ),
        tables=f"{OF_ARTICLE}\nJOIN {_PEOPLE} AS c ON c.article_id = a.id",
    ),
    View(
        name="pointers",
        comment="One row the words by which an article in print points to another one.",
        columns=(
            ("article_id", "coalesce(a.joined_to, a.id)", "number of the article; of one that jumps, the whole"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("url", "r.url", "address of the article, or of the piece of it, where the words stand"),
            ("published_on", "a.published_on", "local date of publication"),
            ("ordinal", "p.ordinal", "place among the pointers at that address, from 1"),
            (
                "kind",
                "p.kind",
                "jump_to 下转, jump_from 上接, teaser 导读 or 详见, correction 更正 of an earlier article",
            ),
            ("printed", "p.printed", "the words as printed; those of jumps are in no title and no body"),
            ("page_number", "p.page_number", "the page that they name, as printed, for example 3, A03 or 三"),
            ("title", "p.title", "the title that they name; of a teaser that names none the article's own"),
            ("named_on", "p.on_day", "the day of the issue that they name; empty: the article's own issue"),
            (
                "target_article_id",
                "coalesce(t.joined_to, t.id)",
                "the article that they mean; empty where none, or no single one, is here",
            ),
            ("target_url", "tr.url", "its address, or that of the piece of it"),
        ),
        # words that name what is withheld are its title, mostly
        tables="""FROM pointer AS p
JOIN article AS a ON a.id = p.article_id
JOIN source AS s ON s.id = a.source_id
JOIN resource AS r ON r.id = a.resource_id
LEFT JOIN article AS t ON t.id = p.target_id
LEFT JOIN resource AS tr ON tr.id = t.resource_id
WHERE a.withheld_at IS NULL AND t.withheld_at IS NULL""",
    ),
)
