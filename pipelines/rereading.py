"""Write what was read anew from the archive: rows of articles and issues, but no visit, no event and no revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError, StatementError

from db.absences import judge_days, save_absences
from db.articles import save_articles
from db.issue_states import refresh_states
from db.issues import save_layouts
from db.ledger import DiscoveredUrl, discover
from db.pointers import resolve_pointers
from db.rereading import forget_issues, forget_notices, label_pages, settle
from db.stories.comparing import articles_of, hold_stories
from pipelines.article_rows import article_row
from pipelines.errors import first_line
from pipelines.issue_rows import absences_of, layout_row
from pipelines.issues import ScrapedLayout
from pipelines.items import Article, ScrapedList
from pipelines.named_urls import url_of_visit, urls_named_by
from pipelines.pointers import join_bodies
from pipelines.stories.linking import link_articles
from pipelines.urls import url_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine


Reread = Article | ScrapedLayout | ScrapedList


@dataclass(frozen=True, kw_only=True)
class Rewriting:
    """Records that are written together: those of an article and its copies, or of the issues of a day.

    Args:
        labels: number, title and ordinal of pages, by the keys of their URLs.
        whole_day: whose layouts are all among the records, so that what is said of its issues is known anew; None
            where one could not be read.
    """

    records: tuple[Reread, ...]
    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    whole_day: dt.date | None = None


def rewrite(engine: Engine, source_id: int, groups: Sequence[Rewriting]) -> list[tuple[str, str]]:
    """Write groups of records in one transaction, or each in one of its own where the database refuses some.

    Returns:
        Address and reason of what was refused.

    Raises:
        OperationalError: the database cannot be used; nothing is written.
    """
    try:
        with engine.begin() as connection:
            _write(connection, source_id, groups)
    except (StatementError, ValueError) as error:
        if isinstance(error, OperationalError):
            raise
    else:
        return []
    refused = []
    for group in groups:
        try:
            with engine.begin() as connection:
                _write(connection, source_id, [group])
        except (StatementError, ValueError) as error:
            if isinstance(error, OperationalError):
                raise
            refused.append((group.records[0].visit.url, first_line(error)))
    return refused


def _write(connection: Connection, source_id: int, groups: Sequence[Rewriting]) -> None:
    records = [record for group in groups for record in group.records]
    if not records:
        return
    hold_stories(connection)
    at = max(record.visit.at for record in records)
    ids = discover(connection, source_id, [url for record in records for url in _urls(record)], at)
    layouts = [layout_row(record) for record in records if isinstance(record, ScrapedLayout)]
    forget_issues(connection, source_id, [group.whole_day for group in groups if group.whole_day])
    save_layouts(connection, None, source_id, layouts, ids)
    label_pages(connection, {ids[key]: label for group in groups for key, label in group.labels.items() if key in ids})
    articles = {url_key(record.visit.url): record for record in records if isinstance(record, Article)}
    days = forget_notices(connection, [ids[key] for key in articles])
    touched: set[dt.date] = set()
    rows = [article_row(key, article) for key, article in articles.items()]
    outcomes = save_articles(connection, source_id, rows, ids, touched_days=touched)
    settle(connection, {ids[key]: state for one in records for key, state in _states(one, outcomes)})
    lists = {ids[url_key(one.visit.url)]: one.visit.outcome for one in records if isinstance(one, ScrapedList)}
    settle(connection, lists, stay_pending=True)
    is_printed = any(article.printed_in is not None for article in articles.values())
    printed = {layout.published_on for layout in layouts}
    rejoined = resolve_pointers(connection, source_id, printed | (touched if is_printed else set()), join_bodies)
    link_articles(connection, rejoined | articles_of(connection, [ids[key] for key in articles]))
    refresh_states(connection, ids.values())
    absences = [row for record in records for row in absences_of(record)]
    save_absences(connection, source_id, absences, ids)
    judge_days(connection, source_id, printed | days | {row.published_on for row in absences})


def _urls(record: Reread) -> Iterator[DiscoveredUrl]:
    visits = [record.visit, *(part.visit for part in record.parts)] if isinstance(record, Article) else [record.visit]
    yield from map(url_of_visit, visits)
    yield from urls_named_by(record)


def _states(record: Reread, outcomes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Tell what becomes of the URLs of an article, its further pages included, or of a layout."""
    if isinstance(record, ScrapedLayout):
        yield url_key(record.visit.url), record.visit.outcome
    elif isinstance(record, Article):
        key = url_key(record.visit.url)
        yield key, "alias" if outcomes[key] == "alias" else "stored"
        for part in record.parts:
            if part.visit.outcome == "stored":
                yield url_key(part.visit.url), "stored"
