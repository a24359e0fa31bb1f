"""What analysts read: views with stable names, documented column by column.

A view is data: a name, one sentence, its columns with an expression and a comment each. The comments reach the
database: as COMMENT ON COLUMN on PostgreSQL, and in the view's own text (`.schema articles`) on SQLite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from db.article_views import ARTICLE_VIEWS
from db.history_views import HISTORY_VIEWS
from db.stories.views import STORY_VIEWS
from db.view import NOT_WITHHELD, View

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


_OF_ISSUE = """FROM issue AS iss
JOIN source AS s ON s.id = iss.source_id"""

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
    *ARTICLE_VIEWS,
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
        comment="One row a change of what a site names or has, after it was read: nothing is deleted for it.",
        columns=(
            ("event_id", "e.id", "number of the event"),
            ("at", "e.at", "when it was noticed, UTC"),
            (
                "event",
                "e.kind",
                "delisted: a page names it no more; relisted: back again; removed, returned: see the view removals",
            ),
            (
                "reason",
                "e.reason",
                "unlisted: the page, or the list of pages, names it no more; gone: its address is; else the answer",
            ),
            ("what", "r.kind", "layout: a page as a whole; article"),
            ("url", "r.url", "its address"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("published_on", "iss.published_on", "local date of the issue"),
            ("edition", "iss.edition", "main, or 增刊, 特刊, 号外"),
            ("page_number", "p.number", "版次 of the page"),
        ),
        tables=f"""FROM event AS e
JOIN resource AS r ON r.id = e.resource_id
JOIN source AS s ON s.id = r.source_id
LEFT JOIN page AS p ON p.id = e.page_id
LEFT JOIN issue AS iss ON iss.id = p.issue_id
WHERE {NOT_WITHHELD.format("e.resource_id")}""",
    ),
    *HISTORY_VIEWS,
    *STORY_VIEWS,
)


def create_views(connection: Connection) -> None:
    """Make all views; they must not exist yet."""
    for view in VIEWS:
        connection.exec_driver_sql(view.create_sql(connection.dialect.name).replace("%", "%%"))
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
