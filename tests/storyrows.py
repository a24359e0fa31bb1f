"""Articles of made-up presses, their way into a database, and the stories found there, by their addresses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from db.ledger import ensure_source
from db.models import article, resource
from db.runs import open_run
from db.stories.comparing import hold_stories, load_texts
from db.stories.fingerprints import unpack
from db.stories.tables import (
    UNITING,
    fingerprint,
    metadata,
    signature,
    story_link,
    story_member,
    unsorted_fingerprint,
)
from db.stories.unsorted import waiting
from pipelines.deduplicate import mark_text
from pipelines.items import Article, Image, PrintContext, Visit
from pipelines.rows import write_group
from pipelines.stories.linking import compared, link_articles
from pipelines.stories.rules import RULE_VERSION, link
from tests.rows import NOW
from tests.storytexts import DAY, PRESSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection, Engine

KEPT = (signature, fingerprint, unsorted_fingerprint, story_link, story_member)
CHANNELS = tuple(PRESSES)
_HASH = (1 << 32) - 1


class Found(NamedTuple):
    """What stories a database has, by the names of the articles.

    Args:
        canonical: of each article the one that names its story.
        links: of two articles method and score, the lesser name first.
        kept: what each article was compared by.
    """

    canonical: dict[str, str]
    links: dict[tuple[str, str], tuple[str, float]]
    kept: dict[str, Any]

    @property
    def stories(self) -> set[frozenset[str]]:
        """The articles of each story that has several."""
        together: dict[str, set[str]] = {}
        for name, of in self.canonical.items():
            together.setdefault(of, set()).add(name)
        return {frozenset(names) for names in together.values() if len(names) > 1}


def url_of(name: str, channel: str = "news", site: str = "yunling") -> str:
    return f"http://{site}.example/{channel}/{name}"


def printed(name: str, body: str, *, on: dt.date = DAY, later: int = 0, channel: str = "news", **given: Any) -> Article:
    """An article at `url_of(name, channel)`, `later` days after `on`; its headline is its own unless given."""
    day = on + dt.timedelta(days=later)
    page = given.pop("page", "1")
    values: dict[str, Any] = {
        "visit": Visit(
            url=url_of(name, channel, given.pop("site", "yunling")), kind="article", at=NOW, outcome="stored"
        ),
        "published_on": day,
        "date_source": "url",
        "genre": "news",
        "headline": f"题目 {name}",
        "body": body,
        "parser": "test",
        "parser_version": "1",
        "images": () if body else (Image(url=f"http://yunling.example/{name}.jpg"),),
        "printed_in": PrintContext(issue_on=day, page_number=page) if channel == "epaper" else None,
    }
    return mark_text(Article(**values | given))


@dataclass
class Newsroom:
    """Writes articles into a database as crawls do, each channel of a site being a source."""

    engine: Engine
    sources: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def source(self, site: str, channel: str) -> tuple[int, int]:
        """Give the numbers of the source and of a run; they are entered when they are asked for."""
        if (site, channel) not in self.sources:
            with self.engine.begin() as connection:
                source_id = ensure_source(
                    connection, site=site, slug=channel, channel=channel, name=f"{site} {channel}", tz="Asia/Shanghai"
                )
                run_id = open_run(connection, source_id=source_id, spider=channel, started_at=NOW, versions={})
            self.sources[site, channel] = source_id, run_id
        return self.sources[site, channel]

    def write(self, *records: Article) -> None:
        """Write articles, those of each source as a group."""
        groups: dict[tuple[str, str], list[Article]] = {}
        for one in records:
            at = urlsplit(one.visit.url)
            groups.setdefault((at.netloc.removesuffix(".example"), at.path.split("/")[1]), []).append(one)
        for (site, channel), group in groups.items():
            source_id, run_id = self.source(site, channel)
            outcomes = write_group(self.engine, run_id, source_id, group)
            assert not outcomes["quarantined"], group

    def found(self) -> Found:
        """Give the stories, and see that what is kept is whole and is what these articles give."""
        with self.engine.connect() as connection:
            left = faults(connection)
            assert not left, left
            return found(connection)


def found(connection: Connection) -> Found:
    """Read the stories of a database."""
    names = {number: short(url) for number, url in connection.execute(_ADDRESSES)}
    canonical = {names[number]: names[number] for number in connection.scalars(_WHOLE)}
    for number, head in connection.execute(select(story_member.c.article_id, story_member.c.canonical_id)):
        canonical[names[number]] = names[head]
    links = {}
    for a, b, method, score, _ in connection.execute(select(story_link)):
        low, high = sorted((names[a], names[b]))
        links[low, high] = method, round(score, 6)
    kept = {names[row.article_id]: tuple(row)[1:] for row in connection.execute(select(signature))}
    return Found(canonical, links, kept)


def short(url: str) -> str:
    """Give the name of an article: the end of its address."""
    return url.rsplit("/", 1)[1]


_ADDRESSES = select(article.c.id, resource.c.url).join(resource, resource.c.id == article.c.resource_id)
_WHOLE = select(article.c.id).where(article.c.joined_to.is_(None))


def faults(connection: Connection) -> list[str]:
    """Name what no change may leave behind: rows of what is not there, and what does not follow from the articles."""
    return [*_of_comparisons(connection), *_of_links(connection), *_of_members(connection)]


def lost_fingerprints(connection: Connection) -> set[int]:
    """Give the numbers of articles that are gone, or are pieces, and still stand in the index of passages."""
    return {number for _, number in indexed(connection)} - {*connection.scalars(_WHOLE)}


def indexed(connection: Connection) -> list[tuple[int, int]]:
    """Give key and article of each row of the index of passages: those sorted in, and those that wait."""
    sorted_in = connection.execute(select(fingerprint.c.key, fingerprint.c.article_id)).all()
    keys, numbers, *_ = waiting(connection).tolist()
    return [*sorted_in, *zip(keys, numbers, strict=True)]


def _of_comparisons(connection: Connection) -> Iterator[str]:
    texts = load_texts(connection, connection.scalars(_WHOLE).all())
    kept = {row.article_id: row for row in connection.execute(select(signature))}
    index: dict[int, set[int]] = {}
    for key, number in indexed(connection):
        index.setdefault(number, set()).add(key & _HASH)
    yield from (f"signature of no article: {number}" for number in kept.keys() - texts.keys())
    yield from (f"no signature: {texts[number].url}" for number in texts.keys() - kept.keys())
    for number in kept.keys() & texts.keys():
        text, row = texts[number], kept[number]
        if (row.digest, row.published_on, row.rule_version) != (text.digest, text.published_on, RULE_VERSION):
            yield f"signature is of another text: {text.url}"
        if {one & _HASH for one in unpack(row.hashes)} != index.get(number, set()):
            yield f"fingerprints are of another text: {text.url}"


def _of_links(connection: Connection) -> Iterator[str]:
    texts = load_texts(connection, connection.scalars(_WHOLE).all())
    for a, b, method, score, _ in connection.execute(select(story_link)):
        if not {a, b} <= texts.keys():
            yield f"link of no article: {a} {b}"
            continue
        now = link(compared(texts[a]), compared(texts[b]))
        if now is None or (now.method, round(now.score, 6)) != (method, round(score, 6)):
            yield f"link is of other texts: {texts[a].url} {texts[b].url} {method}"


def _of_members(connection: Connection) -> Iterator[str]:
    whole = set(connection.scalars(_WHOLE))
    members = {row.article_id: row.canonical_id for row in connection.execute(select(story_member))}
    for number, head in members.items():
        if number not in whole or head not in whole:
            yield f"member of no article: {number} of {head}"
        elif members.get(head) != head:
            yield f"the canonical article is in another story: {number} of {head}"
        elif number == head and list(members.values()).count(head) == 1:
            yield f"a story of one: {number}"


def every_link(connection: Connection) -> dict[tuple[str, str], tuple[str, float]]:
    """Ask the rules about every two articles of a database."""
    texts = load_texts(connection, connection.scalars(_WHOLE).all())
    by_name = sorted(((short(text.url), compared(text)) for text in texts.values()), key=itemgetter(0))
    return {
        (a, b): (how.method, round(how.score, 6))
        for (a, one), (b, other) in combinations(by_name, 2)
        if (how := link(one, other))
    }


def components(found: Found) -> set[frozenset[str]]:
    """Work out which articles the uniting links hang together, apart from the code that is tested."""
    together = {name: {name} for name in found.canonical}
    for (a, b), (method, _) in found.links.items():
        if method in UNITING and together[a] is not together[b]:
            together[a] |= together[b]
            for name in together[b]:
                together[name] = together[a]
    return {frozenset(names) for names in together.values() if len(names) > 1}


def linked_anew(engine: Engine) -> Found:
    """Tell what would be found if nothing had been linked before; nothing is changed."""
    with engine.connect() as connection:
        for table in KEPT:
            connection.execute(delete(table))
        hold_stories(connection)
        link_articles(connection, connection.scalars(_WHOLE).all())
        again = found(connection)
        connection.rollback()
    return again


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of the tables of stories."""
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table)))) for table in KEPT}


def empty(engine: Engine) -> None:
    """Take everything out of a database: faster than another one."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


def in_groups(records: Sequence[Article], sizes: Iterable[int]) -> Iterator[Sequence[Article]]:
    """Cut records into groups of these sizes."""
    start = 0
    for size in sizes:
        if start >= len(records):
            return
        yield records[start : start + size]
        start += size
