"""`python -m benchmarks.stories.filling URL SIZE SEED YEARS LINKED`: put made-up news into a database, and link it.

A process of its own, so that its memory is that of the linking; the articles are made in another one. The last LINKED
articles are linked as a crawl does it; those before are entered into the index and not looked up, which takes half the
time and leaves the same index. Prints a JSON line for each tenth of what is linked: how many articles are stored, how
many a second were linked since the line before, and the peak of memory. Only the linking is timed, and the commit of
each group; writing the articles is not.
"""

from __future__ import annotations

import datetime as dt
import json
import resource as usage
import sys
import time
from hashlib import sha256
from multiprocessing import Process, Queue
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from benchmarks.stories.generator import generate
from crawler.settings import STORE_GROUP_RECORDS
from db.engine import make_engine, upgrade
from db.ledger import ensure_source
from db.models import article, part, resource
from db.stories.comparing import hold_stories, load_texts, write_signatures
from pipelines.stories.linking import link_articles, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

    from benchmarks.stories.model import Appearance

WAITING_GROUPS = 200
TENTHS = 10


def main() -> int:
    """Fill the database and tell how it went."""
    url, size, seed, years, linked = sys.argv[1], *map(int, sys.argv[2:6])
    engine = make_engine(url)
    upgrade(engine)
    sources: dict[tuple[str, str], int] = {}
    stored, since = 0, max(0, size - linked)
    linking_s = 0.0
    for group in _groups(size, seed, years):
        with engine.begin() as connection:
            hold_stories(connection)
            numbers = _write(connection, group, stored, sources)
            started = time.perf_counter()
            if stored + len(group) <= size - linked:
                texts = load_texts(connection, numbers)
                write_signatures(connection, sign(texts))
            else:
                link_articles(connection, numbers)
        stored += len(group)
        if stored <= size - linked:
            continue
        linking_s += time.perf_counter() - started
        if (stored - since) * TENTHS >= min(linked, size) or stored == size:
            peak_mb = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / 1024
            line = {"stored": stored, "per_second": (stored - since) / linking_s, "peak_mb": peak_mb}
            print(json.dumps(line), flush=True)
            since, linking_s = stored, 0.0
    engine.dispose()
    return 0


def _groups(size: int, seed: int, years: int) -> Iterator[Sequence[Appearance]]:
    """Give the articles in groups as large as those of a crawl."""
    waiting: Queue[list[Appearance] | None] = Queue(WAITING_GROUPS)
    maker = Process(target=_make, args=(waiting, size, seed, years), daemon=True)
    maker.start()
    while group := waiting.get():
        yield group
    maker.join()


def _make(waiting: Queue[list[Appearance] | None], size: int, seed: int, years: int) -> None:
    group: list[Appearance] = []
    for arrival in generate(size, seed, years=years):
        group.append(arrival.article)
        if len(group) == STORE_GROUP_RECORDS:
            waiting.put(group)
            group = []
    if group:
        waiting.put(group)
    waiting.put(None)


def _write(
    connection: Connection, group: Sequence[Appearance], stored: int, sources: dict[tuple[str, str], int]
) -> list[int]:
    """Write the rows of articles as a crawl leaves them; give their ids."""
    now = dt.datetime.now(dt.UTC)
    resources: list[dict[str, Any]] = []
    articles: list[dict[str, Any]] = []
    for number, one in enumerate(group, start=stored + 1):
        key = one.site, one.channel
        if key not in sources:
            names = {"site": one.site, "slug": one.channel, "channel": one.channel}
            sources[key] = ensure_source(connection, **names, name=f"{one.site} {one.channel}", tz="Asia/Shanghai")
        ids = {"id": number, "source_id": sources[key]}
        url_key = sha256(one.url.encode()).hexdigest()
        states = {"kind": "article", "state": "stored", "attempts": 1, "discovered_at": now}
        resources.append({**ids, "url_key": url_key, "url": one.url, **states})
        printed = {"headline": one.headline, "body": one.body, "credited_source": one.credited_source}
        counts = {"parts_expected": 1, "parts_stored": 1, "removed_chars": 0}
        read = {"genre": one.genre, "date_source": "url", "parser": "made-up", "parser_version": "1"}
        dated = {"published_on": one.published_on, "text_sha256": url_key, "resource_id": number}
        articles.append({**ids, **printed, **counts, **read, **dated})
    connection.execute(insert(resource), resources)
    connection.execute(insert(article), articles)
    numbers = [row["id"] for row in articles]
    parts = [{"resource_id": number, "article_id": number, "role": "main", "ordinal": 0} for number in numbers]
    connection.execute(insert(part), parts)
    return numbers


if __name__ == "__main__":
    sys.exit(main())
