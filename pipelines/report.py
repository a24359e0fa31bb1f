"""A run's own counters and the verdict that follows from them.

The verdict never comes from the log or from Scrapy's finish reason: neither tells a run that lost pages from one that
did not. Every requested URL must have come back as a committed record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a run ended: a stable slug, the exit code of `scrapy crawl`, and what to do next."""

    slug: str
    exit_code: int
    advice: str


FINE = Verdict(slug="fine", exit_code=0, advice="nothing to do")
CRASHED = Verdict(slug="crashed", exit_code=1, advice="see the errors above; the next run goes on from here")
FAILURES = Verdict(
    slug="failures",
    exit_code=3,
    advice="failed URLs are tried again by later runs, quarantined pages wait for you (docs/operator-guide.md)",
)
UNREACHABLE = Verdict(slug="unreachable", exit_code=4, advice="no list page answered; look at the site in a browser")
UNFINISHED = Verdict(
    slug="unfinished", exit_code=6, advice="stopped before it was done; the next run goes on from here"
)

ADVICE = {verdict.slug: verdict.advice for verdict in (FINE, CRASHED, FAILURES, UNREACHABLE, UNFINISHED)}


class RunReport:
    """Counts what a run asked for and what became of it.

    `requested` counts URLs, `settled` those of them whose record is committed; the other names are outcomes.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self.counts[name] += number

    @property
    def waiting(self) -> int:
        """How many requested URLs have no committed record."""
        return self.counts["requested"] - self.counts["settled"]

    def verdict(self) -> Verdict:
        """Judge the run; the first that holds."""
        counts = self.counts
        if counts["errors"]:
            return CRASHED
        if counts["lists_requested"] and not counts["lists_answered"] and self.waiting <= 0:
            return UNREACHABLE
        if self.waiting > 0:
            return UNFINISHED
        if counts["retry"] or counts["quarantined"]:
            return FAILURES
        return FINE

    def summary(self) -> str:
        """Say in one line what the run brought, and what it did not get to."""
        return ", ".join((self._brought(), *([f"{self.waiting} not done"] if self.waiting > 0 else [])))

    def progress(self) -> str:
        """Say in one line how far the run is."""
        return f"{self._brought()}; {max(self.waiting, 0)} URLs in work"

    def _brought(self) -> str:
        counts = self.counts
        parts = [
            f"{counts['stored']} new",
            f"{counts['updated']} updated" if counts["updated"] else "",
            f"{counts['alias']} copies" if counts["alias"] else "",
            f"{counts['gone']} gone" if counts["gone"] else "",
            f"{counts['refused']} refused" if counts["refused"] else "",
            f"{counts['quarantined']} quarantined" if counts["quarantined"] else "",
            f"{counts['retry']} failed" if counts["retry"] else "",
            f"{counts['errors']} errors" if counts["errors"] else "",
            f"{counts['missing_issues']} dated addresses without an issue" if counts["missing_issues"] else "",
            f"{counts['files']} files" if counts["files"] else "",
            f"{counts['layouts']} pages read" if counts["layouts"] else "",
            f"{counts['read']} lists read",
        ]
        return ", ".join(part for part in parts if part)
