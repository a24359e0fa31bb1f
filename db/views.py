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

_SHARED = (
    ("article_id", "a.id", "number of the article; joins the views with each other"),
    ("site", "s.site", "the county's profile, for example cangnan"),
    ("channel", "s.channel", "news, epaper or wechat"),
    ("url", "r.url", "address of the article; of equal copies the least address"),
    ("published_on", "a.published_on", "local date of publication"),
    ("headline", "a.headline", "标题; empty where none is printed"),
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
            ("section", "a.section", "频道: the last step of the page's position line"),
            ("column_title", "a.column_title", "栏目; not read yet, always empty"),
            ("genre", "a.genre", "体裁: news or photo"),
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
        tables=_OF_ARTICLE,
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
