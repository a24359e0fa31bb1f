"""Say what `scrapy reparse` found: for people, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.tables import lines_of, printable
from pipelines.differences import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.reparsing import Reparsing
    from db.rereading import KnownSource
    from pipelines.differences import Difference

_NAMES = {"list": "lists", "page": "pages", "issue": "issues", "placement": "placements", "article": "articles"}
_SIGNS = {"filled": "+", "emptied": "-", "changed": "~", "gained": "+", "lost": "-"}


def report(source: KnownSource, run: Reparsing, *, is_applied: bool) -> Iterator[str]:
    """Give the lines for people: a table of the differences, examples, and what could not be done."""
    found = run.found
    total = sum(found.counts.values())
    missing = f", {found.missing:,} answers are not in the archive" if found.missing else ""
    lost = sum(number for (_, name, kind), number in found.counts.items() if kind == "lost" and name != "article")
    stays = f", but for {lost:,} lost pages, which stay as they are" if lost else ""
    verb = f"written{stays}" if is_applied else "found; --apply writes them"
    told = f"{total:,} differences {verb}" if total else "no difference"
    yield printable(f"{source.channel} {source.site}: {found.pages:,} pages read{missing}; {told}")
    for (was, now), number in sorted(found.versions.items()):
        yield printable(f"read by {was} before, by {now} now: {number:,} articles")
    for what, number in sorted(found.differing.items()):
        if number:
            yield f"{_NAMES[what]} with a difference: {number:,}"
    if total:
        yield ""
        yield from lines_of(("what", "field", *KINDS), _rows(run), columns=60)
        yield from _examples(run)
    for line in found.broken:
        yield printable(f"unreadable: {line}")
    for url, reason in run.refused:
        yield printable(f"refused by the database: {url}: {reason}")


def _rows(run: Reparsing) -> list[tuple[Any, ...]]:
    names = sorted({(what, name) for what, name, _ in run.found.counts})
    return [
        (what, name, *(f"{number:,}" if (number := run.found.counts[what, name, kind]) else "" for kind in KINDS))
        for what, name in names
    ]


def _examples(run: Reparsing) -> Iterator[str]:
    for (what, name, kind), some in sorted(run.found.examples.items()):
        if some:
            yield ""
            yield printable(f"{_SIGNS[kind]} {what} {name} {kind}")
        for one in some:
            yield printable(f"  {one.url}")
            if one.before or one.after:
                yield printable(f"    {one.before or '(empty)'} → {one.after or '(empty)'}")


def as_record(source: KnownSource, run: Reparsing) -> dict[str, Any]:
    """Give what JSON says."""
    found = run.found
    return {
        "site": source.site,
        "channel": source.channel,
        "pages": found.pages,
        "missing": found.missing,
        "differing": {what: number for what, number in sorted(found.differing.items()) if number},
        "versions": [{"before": was, "now": now, "articles": n} for (was, now), n in sorted(found.versions.items())],
        "differences": [
            {"what": what, "field": name, "kind": kind, "count": number}
            | {"examples": [_example(one) for one in found.examples.get((what, name, kind), [])]}
            for (what, name, kind), number in sorted(found.counts.items())
        ],
        "unreadable": found.broken,
        "refused": [{"url": url, "reason": reason} for url, reason in run.refused],
    }


def _example(one: Difference) -> dict[str, str]:
    return {"url": one.url, "before": one.before, "after": one.after}
