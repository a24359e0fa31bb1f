"""What analysts read: views with stable names, documented column by column.

A view is data: a name, one sentence, its columns with an expression and a comment each. The comments reach the
database: as COMMENT ON COLUMN on PostgreSQL, and in the view's own text (`.schema articles`) on SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class View:
    """A view for analysts: `columns` holds (name, SQL expression, comment)."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]
    tables: str

    def create_sql(self) -> str:
        """Write the CREATE VIEW statement, with its comments in it."""
        last = len(self.columns) - 1
        lines = [
            f"    {sql} AS {name}{'' if n == last else ','}  -- {comment}"
            for n, (name, sql, comment) in enumerate(self.columns)
        ]
        return f"CREATE VIEW {self.name} AS\n-- {self.comment}\nSELECT\n" + "\n".join(lines) + f"\n{self.tables}"


_OF_ARTICLE = """FROM article AS a
JOIN source AS s ON s.id = a.source_id
JOIN resource AS r ON r.id = a.resource_id"""

# a URL that two pages claim belongs to the page whose map has it, else to the page that the article names; a page that
# names it no more claims it only if no other does
_ON_PAGE = """LEFT JOIN placement AS pl ON pl.resource_id = r.id AND pl.page_id = (
    SELECT page_id FROM (
        SELECT c.page_id, c.in_map, cp.ordinal, CASE WHEN cp.number = a.named_page THEN 0 ELSE 1 END AS is_other,
            CASE WHEN c.delisted_at IS NULL THEN 0 ELSE 1 END AS is_delisted
        FROM placement AS c JOIN page AS cp ON cp.id = c.page_id WHERE c.resource_id = r.id
    ) AS claims ORDER BY is_delisted, in_map DESC, is_other, coalesce(ordinal, 9999), page_id LIMIT 1)
LEFT JOIN page AS pg ON pg.id = pl.page_id
LEFT JOIN issue AS iss ON iss.id = pg.issue_id"""

_OF_ISSUE = """FROM issue AS iss
JOIN source AS s ON s.id = iss.source_id"""

_SHARED = (
    ("article_id", "a.id", "number of the article; joins the views with each other"),
    ("site", "s.site", "the county's profile, for example cangnan"),
    ("channel", "s.channel", "news, epaper or wechat"),
    ("url", "r.url", "address of the article; of equal copies the least address"),
    ("published_on", "a.published_on", "local date of publication"),
    ("headline", "a.headline", "标题; empty where none is printed"),
)

_PAGES_READ = """(SELECT count(*) FROM page AS p JOIN resource AS pr ON pr.id = p.resource_id
        WHERE p.issue_id = iss.id AND pr.state = 'read')"""
_PLACED = """(SELECT count(DISTINCT pl.resource_id) FROM placement AS pl JOIN page AS p ON p.id = pl.page_id
        WHERE p.issue_id = iss.id)"""
_PLACED_AND_STORED = """(SELECT count(DISTINCT pl.resource_id) FROM placement AS pl JOIN page AS p ON p.id = pl.page_id
        JOIN resource AS ar ON ar.id = pl.resource_id
        WHERE p.issue_id = iss.id AND ar.state IN ('stored', 'alias'))"""

_ISSUE = (
    ("site", "s.site", "the county's profile, for example cangnan"),
    ("published_on", "iss.published_on", "local date of the issue"),
    ("edition", "iss.edition", "main, or 增刊, 特刊, 号外"),
)

VIEWS = (
    View(
        name="articles",
        comment="One row an article, as it reads today.",
        columns=(
            *_SHARED,
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
            ("genre", "a.genre", "体裁: news or photo; in print also teaser, notice, advertisement or masthead"),
            ("kicker", "a.kicker", "引题 above the headline"),
            ("subheadline", "a.subheadline", "副题 below the headline"),
            ("dateline", "a.dateline", "电头 as printed, for example 本报讯; not repeated in the body"),
            ("dateline_on", "a.dateline_on", "the day that the dateline names, with its year worked out"),
            (
                "byline_printed",
                "a.byline_printed",
                "the printed words that name people, one a line; the view bylines has them as rows",
            ),
            ("body", "a.body", "the text, one paragraph a line"),
            ("body_chars", "length(a.body)", "length of the body in characters"),
            ("credited_source", "a.credited_source", "来源: whom the article itself names as its source"),
            ("images", "(SELECT count(*) FROM image AS i WHERE i.article_id = a.id)", "how many pictures it has"),
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
            ("parser", "a.parser", "page object that read it"),
            ("parser_version", "a.parser_version", "version of that page object"),
        ),
        tables=f"{_OF_ARTICLE}\n{_ON_PAGE}",
    ),
    View(
        name="bylines",
        comment="One row a person and article, in printed order.",
        columns=(
            *_SHARED,
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
        tables=f"{_OF_ARTICLE}\nJOIN contributor AS c ON c.article_id = a.id",
    ),
    View(
        name="issues",
        comment="One row an issue of a newspaper, those that are missing included.",
        columns=(
            ("issue_id", "iss.id", "number of the issue; joins the views issues and pages"),
            *_ISSUE,
            (
                "state",
                "iss.state",
                "complete, partial, unavailable (asked for, not there), expected (may still appear) or not_published",
            ),
            (
                "reason",
                "iss.reason",
                "the worst that is left, such as articles_gone; or why there is no issue, such as http_404 or notice",
            ),
            ("covers_until", "iss.covers_until", "合刊: the last day that it covers; empty for an issue of one day"),
            ("issue_number", "iss.number", "期号 as printed; of a combined issue the first and the last"),
            ("paper_name", "iss.paper_name", "the paper's name as printed"),
            ("pages", "(SELECT count(*) FROM page AS p WHERE p.issue_id = iss.id)", "how many pages it has"),
            ("pages_read", _PAGES_READ, "how many of them were read"),
            ("articles", _PLACED, "how many articles its pages name, each address once"),
            ("articles_stored", _PLACED_AND_STORED, "how many of them are here"),
            ("platform", "iss.platform", "publishing platform that its pages are from"),
            ("evidence", "iss.evidence", "what shows the platform; of a day without an issue, what shows that"),
        ),
        tables=_OF_ISSUE,
    ),
    View(
        name="pages",
        comment="One row a page of an issue.",
        columns=(
            ("issue_id", "iss.id", "number of the issue; joins the views issues and pages"),
            *_ISSUE,
            ("page_number", "p.number", "版次 as printed, for example 01 or A01; empty while it is not known"),
            ("page_title", "p.title", "版名, for example 要闻"),
            ("ordinal", "p.ordinal", "place in the issue's list of pages, from 1"),
            ("state", "r.state", "read, or what its address came to: pending, retry, gone, quarantined, failed"),
            ("url", "r.url", "address of its layout"),
            (
                "articles",
                "(SELECT count(*) FROM placement AS pl WHERE pl.page_id = p.id)",
                "how many articles it names",
            ),
            ("image_url", "p.image_url", "address of its picture"),
            ("pdf_url", "p.pdf_url", "address of its PDF"),
            ("width", "p.width", "of the picture as the layout shows it, in the pixels of the column region"),
            ("height", "p.height", "likewise its height"),
        ),
        tables=f"{_OF_ISSUE}\nJOIN page AS p ON p.issue_id = iss.id\nJOIN resource AS r ON r.id = p.resource_id",
    ),
    View(
        name="events",
        comment="One row a change of what a printed page names, after it was read: nothing is deleted for it.",
        columns=(
            ("event_id", "e.id", "number of the event"),
            ("at", "e.at", "when it was noticed, UTC"),
            ("event", "e.kind", "delisted: named no more, or gone; relisted: back again"),
            ("reason", "e.reason", "unlisted: the page, or the list of pages, names it no more; gone: its address is"),
            ("what", "r.kind", "layout: a page as a whole; article"),
            ("url", "r.url", "its address"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("published_on", "iss.published_on", "local date of the issue"),
            ("edition", "iss.edition", "main, or 增刊, 特刊, 号外"),
            ("page_number", "p.number", "版次 of the page"),
        ),
        tables="""FROM event AS e
JOIN resource AS r ON r.id = e.resource_id
JOIN source AS s ON s.id = r.source_id
LEFT JOIN page AS p ON p.id = e.page_id
LEFT JOIN issue AS iss ON iss.id = p.issue_id""",
    ),
)


def create_views(connection: Connection) -> None:
    """Make all views; they must not exist yet."""
    for view in VIEWS:
        connection.exec_driver_sql(view.create_sql().replace("%", "%%"))
        if connection.dialect.name == "postgresql":
            _comment_view(connection, view)


def _comment_view(connection: Connection, view: View) -> None:
    comments = [("VIEW", view.name, view.comment)]
    comments += [("COLUMN", f"{view.name}.{name}", comment) for name, _, comment in view.columns]
    for kind, target, comment in comments:
        quoted = comment.replace("'", "''")
        connection.execute(text(f"COMMENT ON {kind} {target} IS '{quoted}'").execution_options(no_parameters=True))


def drop_views(connection: Connection) -> None:
    """Drop those views that exist, so that a migration may change the tables below them."""
    existing = set(inspect(connection).get_view_names())
    for view in reversed(VIEWS):
        if view.name in existing:
            connection.exec_driver_sql(f"DROP VIEW {view.name}")
