"""Hold what today's code reads against what is stored, for batches of articles, printed issues and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.rereading import Findings, Job, NotArchivedError, PageReader, Unread
from db.rereading import kept_by_key, kept_urls, listings
from db.revisions import with_former
from db.stored import load_articles, load_issues, load_notices, load_pages
from pipelines.archive.records import UnreadableRecord
from pipelines.article_rows import article_row
from pipelines.differences import (
    Difference,
    article_differences,
    difference,
    issue_differences,
    label_differences,
    layout_differences,
)
from pipelines.issue_rows import layout_row
from pipelines.issues import ScrapedLayout
from pipelines.items import Article, ScrapedList
from pipelines.rereading import Rewriting
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection

    from db.articles import ArticleRow
    from db.rereading import KeptUrl
    from db.stored import StoredArticle


class Judge:
    """Judges one batch.

    Args:
        job: what is read, and how.
        reader: of the pages.
        connection: to the database; nothing is written.
        ids: of the URLs, those together that are judged together.
    """

    def __init__(self, job: Job, reader: PageReader, connection: Connection, ids: Sequence[Sequence[int]]) -> None:
        self.findings = Findings()
        self._job, self._reader, self._connection = job, reader, connection
        kept = {one.id: one for one in kept_urls(connection, [number for group in ids for number in group])}
        self._groups = [[kept[number] for number in group if number in kept] for group in ids]

    def articles(self) -> Findings:
        """Judge articles with their copies."""
        urls = [one for group in self._groups for one in group]
        stored = load_articles(self._connection, {one.article_id for one in urls if one.article_id is not None})
        further = [key for one in stored.values() for key in one.further]
        self._parts: dict[str, KeptUrl | None] = dict(kept_by_key(self._connection, further))
        self._notices = load_notices(self._connection, self._job.source.id)
        parents = [url_key(one.found_on) for one in urls if one.article_id is None and one.found_on]
        kinds = listings(self._connection, parents)
        for group in self._groups:
            article_id = group[0].article_id if group else None
            if article_id is not None and article_id in stored:
                self._judge_article(group, stored[article_id])
            elif group and kinds.get(url_key(group[0].found_on or ""), ("",))[0] != "article":  # no further page
                self._gain(group[0], "article", self._read(group[0], self._article))
        return self._done()

    def layouts(self) -> Findings:
        """Judge the pages of issues, a day at a time."""
        for group in self._groups:
            read = [(one, self._read(one, self._reader.layout)) for one in group]
            records = [record for _, record in read if isinstance(record, ScrapedLayout)]
            self._judge_day(read, records)
        return self._done()

    def lists(self) -> Findings:
        """Judge entries, pagers and list pages: what they name, and under which day."""
        read = [(one, self._read(one, self._reader.listing)) for group in self._groups for one in group]
        children = [child for _, record in read if isinstance(record, ScrapedList) for child in record.children]
        known = listings(self._connection, [url_key(child.url) for child in children])
        for one, record in read:
            if not isinstance(record, ScrapedList) or not one.was_had:
                self._gain(one, "list", record)
                continue
            found: list[Difference | None] = []
            for child in record.children:
                _, _, day = known.get(url_key(child.url), ("", "", None))
                if url_key(child.url) not in known:
                    found.append(Difference(what="list", name="article", kind="gained", url=child.url))
                elif child.listed_on and (day is None or child.listed_on < day):
                    found.append(difference("list", "listed_on", child.url, day, child.listed_on))
            self._note("list", [one for one in found if one is not None], Rewriting(records=(record,)))
        return self._done()

    def _done(self) -> Findings:
        self.findings.pages, self._reader.pages = self._reader.pages, 0
        return self.findings

    def _read(self, kept: KeptUrl, read: Callable[[KeptUrl], Any]) -> Any:
        """Read a page; None where its record is not there."""
        try:
            return self._reader.attempt(kept, read)
        except UnreadableRecord as error:
            self.findings.broken.append(f"{error} ({kept.url})")
        except NotArchivedError:
            self.findings.missing += 1
        return None

    def _article(self, kept: KeptUrl) -> Article:
        return self._reader.article(kept, self._part)

    def _part(self, key: str) -> KeptUrl | None:
        if key not in self._parts:  # a further page that nobody has known of
            self._parts[key] = kept_by_key(self._connection, [key]).get(key)
        return self._parts[key]

    def _note(self, what: str, differences: Sequence[Difference], rewriting: Rewriting | None) -> None:
        self.findings.note(differences, self._job.examples)
        self.findings.differing[what] += bool(differences)
        if differences and rewriting is not None:
            self.findings.rewritings.append(rewriting)

    def _gain(self, kept: KeptUrl, what: str, record: Any) -> None:
        """Note a page that was never stored and can be read now, or one that was and cannot."""
        if record is None:
            return
        if isinstance(record, Unread):
            if kept.was_had and kept.state != "pending":
                lost = Difference(what=what, name=record.reason, kind="lost", url=kept.url, after=record.detail[:120])
                self._note(what, [lost], None)
            return
        words = (record.headline or record.body[:30]) if isinstance(record, Article) else ""
        gained = Difference(what=what, name=kept.state, kind="gained", url=kept.url, after=words)
        self._note(what, [gained], Rewriting(records=(record,)))

    def _judge_article(self, group: Sequence[KeptUrl], stored: StoredArticle) -> None:
        read = [(one, self._read(one, self._article)) for one in group]
        rows = {one.id: article_row(one.url_key, record) for one, record in read if isinstance(record, Article)}
        main = next((one for one in group if one.role == "main"), None)
        today = rows.get(main.id) if main else None
        found: list[Difference] = []
        must_write = False
        for one, record in read:
            if isinstance(record, Unread):
                self._gain(one, "article", record)
            elif isinstance(record, Article):
                some, differs = self._compare(one, rows[one.id], record, stored, today)
                found += some
                must_write |= differs
        if stored.values["withheld_at"] is not None:
            found = [Difference(what=one.what, name=one.name, kind=one.kind, url=one.url) for one in found]
        self._note("article", found, None)
        if must_write:
            records = tuple(record for _, record in read if isinstance(record, Article))
            self.findings.rewritings.append(Rewriting(records=records))

    def _compare(
        self, kept: KeptUrl, row: ArticleRow, record: Article, stored: StoredArticle, today: ArticleRow | None
    ) -> tuple[list[Difference], bool]:
        """Compare one address of an article with what is stored; `today` is what the article's own address says now."""
        if kept.role == "main":
            row = with_former(row, stored)
            found, differs = article_differences(stored, row)
            was, now = (f"{parser} {version}" for parser, version in (_reader(stored.values), _reader(row.values)))
            if was != now:
                self.findings.versions[was, now] += 1
            found += self._compare_notices(kept, record)
            return found, differs or bool(found)
        values = stored.values
        text = (values["published_on"], values["text_sha256"], values["named_page"])
        if row.text != (today.text if today else text):
            words = "a copy of another address"
            own = Difference(
                what="article", name="copy", kind="changed", url=kept.url, before=words, after="its own text"
            )
            return [own], True
        return [], row.text != text or stored.texts.get(kept.url_key) != row.values["body"]

    def _compare_notices(self, kept: KeptUrl, record: Article) -> list[Difference]:
        """Compare the days without an issue that an article announces."""
        before = {day for day, number in self._notices.items() if number == kept.id}
        after = {day for day in record.suspended_days if self._notices.get(day, kept.id) == kept.id}
        days = (" ".join(str(day) for day in sorted(some)) for some in (before, after))
        found = difference("article", "suspended_days", kept.url, *days)
        return [found] if found else []

    def _judge_day(self, read: Sequence[tuple[KeptUrl, Any]], records: Sequence[ScrapedLayout]) -> None:
        others = [(one, record) for one, record in read if not isinstance(record, ScrapedLayout)]
        for one, record in others:
            if not (isinstance(record, ScrapedList) and one.state == "alias"):
                is_lost = isinstance(record, ScrapedList) and one.was_had
                self._gain(one, "page", Unread(reason="alias", detail="another name of a page") if is_lost else record)
        if not records:
            return
        layouts = [(canonical_url(record.visit.url), layout_row(record)) for record in records]
        urls = {url_key(url): url for url in _named(records)}
        days = {record.published_on for record in records}
        pages = load_pages(self._connection, self._job.source.id, days)
        urls |= {key: urls.get(key, layouts[0][0]) for key in pages}
        found: list[Difference] = []
        for url, layout in layouts:
            stored = pages.get(layout.own.url_key)
            if stored is None or not stored.is_read:
                found.append(Difference(what="page", name="layout", kind="gained", url=url))
            else:
                found += layout_differences(stored, layout, url, urls)
        labels, wanted = label_differences(pages, [layout for _, layout in layouts], urls)
        found += labels
        is_whole = len(days) == 1 and all(record is not None and not isinstance(record, Unread) for _, record in read)
        if is_whole:
            issues = load_issues(self._connection, self._job.source.id, days)
            found += issue_differences(issues, layouts)
        whole_day: dt.date | None = next(iter(days)) if is_whole else None
        self._note("page", found, Rewriting(records=tuple(records), labels=wanted, whole_day=whole_day))
        self.findings.differing["page"] += max(0, len({one.url for one in found}) - 1)


def _reader(values: Any) -> tuple[str, str]:
    return values["parser"], values["parser_version"]


def _named(records: Sequence[ScrapedLayout]) -> list[str]:
    """Give the canonical URLs of the pages and articles that layouts name."""
    urls = [page.url for record in records for page in record.pages]
    urls += [one.url for record in records for one in record.placements]
    return [canonical_url(url) for url in (*urls, *(record.page.url for record in records))]
