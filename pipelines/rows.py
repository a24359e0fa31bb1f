"""Turn records into rows, and write a group of records in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError, StatementError

from db.absences import judge_days, save_absences
from db.articles import save_articles
from db.delisting import delist_gone
from db.issue_states import refresh_states
from db.issues import save_layouts
from db.ledger import DiscoveredUrl, VisitedUrl, discover, record_visits, reopen
from db.pointers import resolve_pointers
from db.removals import note_removals
from db.revisions import write_revisions
from db.runs import note_progress
from db.stories.comparing import articles_of, hold_stories
from pipelines.article_rows import article_row
from pipelines.dates import url_date
from pipelines.errors import first_line
from pipelines.issue_rows import absences_of, layout_row
from pipelines.issues import MissingIssue, ScrapedLayout
from pipelines.items import Article, ScrapedList, Visit
from pipelines.named_urls import url_of_visit, urls_named_by
from pipelines.pointers import join_bodies
from pipelines.stories.linking import link_articles
from pipelines.text import optional_line
from pipelines.urls import canonical_url, url_key
from pipelines.validators import validators_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

    from db.revisions import Change
    from pipelines.archive.records import Location
    from pipelines.items import ScrapedPart
    from pipelines.validators import Validators

DETAIL_CHARS = 500  # one sentence; what a hostile page can put into it is bounded
ENCODING_CHARS = 64  # as wide as the column

Record = Article | ScrapedList | ScrapedLayout | MissingIssue | Visit
Keep = Callable[[Sequence[Visit]], Mapping[str, "Location"]]  # see `pipelines.archive.keeping.Keeper.keep`


def keep_nothing(visits: Sequence[Visit]) -> Mapping[str, Location]:
    """Keep no answer in the archive."""
    del visits
    return {}


def write_group(
    engine: Engine,
    run_id: int,
    source_id: int,
    records: Sequence[Record],
    so_far: Mapping[str, int] | None = None,
    *,
    keep: Keep = keep_nothing,
) -> Counter[str]:
    """Write records in one transaction; a record that the database refuses is quarantined, the others are kept.

    Args:
        records: in the order of their arrival.
        so_far: the run's counts before; those after are kept in its row by the same transaction.
        keep: puts the answers into the archive, before anything that refers to them is committed.

    Returns:
        How many records came to which outcome, how many are `settled`, and the `visits` among them.

    Raises:
        OperationalError: the database cannot be used; nothing is written.
        ArchiveFailed: the archive cannot be written; nothing is written.
    """
    locations = keep([visit for record in records for visit in visits_of(record)])
    try:
        with engine.begin() as connection:
            outcomes = _write(connection, run_id, source_id, records, locations)
            _note_progress(connection, run_id, records, outcomes, so_far)
            return outcomes
    except (StatementError, ValueError) as error:
        if not _is_about_the_row(error):
            raise
    outcomes = Counter()
    with engine.begin() as connection:
        for record in records:
            outcomes += _write_alone(connection, run_id, source_id, record, locations=locations, keep=keep)
        _note_progress(connection, run_id, records, outcomes, so_far)
    return outcomes


def _note_progress(
    connection: Connection,
    run_id: int,
    records: Sequence[Record],
    outcomes: Counter[str],
    so_far: Mapping[str, int] | None,
) -> None:
    outcomes["settled"] = len(records)
    seen_at = max((visit.at for record in records for visit in visits_of(record)), default=None)
    note_progress(connection, run_id, seen_at=seen_at, counts=Counter(so_far or {}) + outcomes)


def _is_about_the_row(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        return False
    if isinstance(error, (IntegrityError, DataError, ValueError)):
        return True
    # a StatementError of no narrower kind is a value that the driver cannot bind, unless our statement is wrong
    return type(error) is StatementError and not isinstance(error.orig, SQLAlchemyError)


def _write_alone(
    connection: Connection,
    run_id: int,
    source_id: int,
    record: Record,
    *,
    locations: Mapping[str, Location],
    keep: Keep,
) -> Counter[str]:
    try:
        with connection.begin_nested():
            return _write(connection, run_id, source_id, [record], locations)
    except (StatementError, ValueError) as error:
        if not _is_about_the_row(error):
            raise
        visit = next(visits_of(record), None)
        if visit is None:
            raise
        refused = replace(visit, outcome="quarantined", reason="bad_row", detail=first_line(error))
        if url_key(refused.url) not in locations:  # only what is quarantined is kept
            locations = keep([refused])
        return _write(connection, run_id, source_id, [refused], locations)


def _write(
    connection: Connection,
    run_id: int,
    source_id: int,
    records: Sequence[Record],
    locations: Mapping[str, Location],
) -> Counter[str]:
    visits = [visit for record in records for visit in visits_of(record)]
    if any(isinstance(record, Article) for record in records) or any(visit.kind == "layout" for visit in visits):
        hold_stories(connection)
    at = max((visit.at for visit in visits), default=None)
    urls = [url_of_visit(visit) for visit in visits]
    urls += [_guessed(r.visit, r.published_on) for r in records if isinstance(r, MissingIssue) and r.visit]
    urls += [url for record in records for url in urls_named_by(record)]
    ids = discover(connection, source_id, urls, at) if at else {}
    layouts = {url_key(record.visit.url): record for record in records if isinstance(record, ScrapedLayout)}
    save_layouts(connection, run_id, source_id, [layout_row(layout) for layout in layouts.values()], ids)
    articles = {url_key(record.visit.url): record for record in records if isinstance(record, Article)}
    touched: set[dt.date] = set()
    changes: list[Change] = []
    digests = {key: location.body_sha256 for key, location in locations.items()}
    rows = [article_row(key, a, digests.get(key)) for key, a in articles.items()]
    outcomes = save_articles(connection, source_id, rows, ids, touched_days=touched, changes=changes)
    latest = {url_key(visit.url): visit for visit in visits}
    gone = {ids[key]: visit.at for key, visit in latest.items() if visit.kind == "layout" and visit.outcome == "gone"}
    delist_gone(connection, run_id, gone)
    is_printed = any(article.printed_in is not None for article in articles.values())
    named = {day for key in latest if ids[key] in gone and (day := url_date(latest[key].url))}
    printed = {layout.published_on for layout in layouts.values()} | (touched if is_printed else set())
    rejoined = resolve_pointers(connection, source_id, printed | named, join_bodies)
    link_articles(connection, rejoined | articles_of(connection, [ids[key] for key in articles]))
    validators = {url_key(own.url): validators_of(one) for one in records if (own := next(visits_of(one), None))}
    visited = [_visited(key, visit, outcomes, locations.get(key), validators.get(key)) for key, visit in latest.items()]
    record_visits(connection, run_id, visited, ids)
    write_revisions(connection, run_id, changes)
    note_removals(connection, run_id, visited, ids)
    reopen(connection, [url_key(url) for r in records if isinstance(r, ScrapedList) for url in r.reopened])
    # a layout names pages of further editions too, whose state its own visit does not touch
    refresh_states(connection, ids.values() if layouts else [ids[key] for key in latest])
    absences = [row for record in records for row in absences_of(record)]
    save_absences(connection, source_id, absences, ids)
    days = {layout.published_on for layout in layouts.values()} | {row.published_on for row in absences}
    judge_days(connection, source_id, days)
    counts = Counter(_outcome(record, outcomes) for record in records)
    counts.update(part.visit.outcome for article in articles.values() for part in article.parts if _is_missing(part))
    counts["visits"] = len(latest)
    return counts


def visits_of(record: Record) -> Iterator[Visit]:
    """Give the visits that a record stands for: its own, and those of an article's further pages."""
    if isinstance(record, Visit):
        yield record
        return
    if record.visit is not None:
        yield record.visit
    if isinstance(record, Article):
        yield from (part.visit for part in record.parts)


def _outcome(record: Record, outcomes: dict[str, str]) -> str:
    """Tell under which name a record is counted: an article with two addresses is one new article and one copy."""
    if isinstance(record, Article):
        outcome = outcomes[url_key(record.visit.url)]
        return "alias" if outcome == "main" else outcome
    visit = next(visits_of(record), None)
    if isinstance(record, MissingIssue) and (visit is None or visit.outcome == "gone"):
        return "missing_issues" if visit else "days_on" if record.is_revoked else "days_off"
    outcome = visit.outcome if visit else "gone"
    if isinstance(record, ScrapedLayout) and outcome == "read":
        return "layouts"
    return "files" if outcome == "stored" and visit and visit.kind == "asset" else outcome


def _is_missing(part: ScrapedPart) -> bool:
    """Tell whether a further page failed: it is counted, for without it the article is incomplete."""
    return part.visit.outcome in ("retry", "quarantined")


def _guessed(visit: Visit, day: dt.date) -> DiscoveredUrl:
    return DiscoveredUrl(url_key=url_key(visit.url), url=canonical_url(visit.url), kind=visit.kind, listed_on=day)


def _visited(
    key: str, visit: Visit, outcomes: dict[str, str], location: Location | None, validators: Validators | None
) -> VisitedUrl:
    outcome = outcomes.get(key, visit.outcome)
    return VisitedUrl(
        url_key=key,
        at=visit.at,
        outcome="stored" if outcome in ("updated", "main") else outcome,
        http_status=visit.http_status,
        reason=visit.reason,
        detail=(optional_line(visit.detail) or "")[:DETAIL_CHARS] or None,
        encoding_declared=visit.encoding_declared[:ENCODING_CHARS] if visit.encoding_declared else None,
        encoding_used=visit.encoding_used,
        replaced_chars=visit.replaced_chars,
        retry_after_s=visit.retry_after_s,
        warc_file=location.file if location else None,
        warc_offset=location.offset if location else None,
        body_sha256=location.body_sha256 if location else None,
        etag=validators.etag if validators else None,
        last_modified=validators.last_modified if validators else None,
    )
