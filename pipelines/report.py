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
    advice="failed URLs are tried again by later runs, quarantined ones wait for you: `scrapy quarantine list`",
)
UNREACHABLE = Verdict(slug="unreachable", exit_code=4, advice="no list page answered; look at the site in a browser")
LAYOUT_CHANGED = Verdict(
    slug="layout_changed",
    exit_code=5,
    advice="pages answered but are not what they were: look at the site, and at `scrapy quarantine list`",
)
UNFINISHED = Verdict(
    slug="unfinished", exit_code=6, advice="stopped before it was done; the next run goes on from here"
)

VERDICTS = (CRASHED, UNREACHABLE, LAYOUT_CHANGED, UNFINISHED, FAILURES, FINE)
ADVICE = {verdict.slug: verdict.advice for verdict in VERDICTS}
STOPPED = "stopped:"  # begins the name of a count that says what stopped a run before it was done
STOPS = {
    "shutdown": "a signal",
    "closespider_timeout": "the time limit (CLOSESPIDER_TIMEOUT)",
    "closespider_pagecount": "the page limit (CLOSESPIDER_PAGECOUNT)",
    "memusage_exceeded": "the memory limit (MEMUSAGE_LIMIT_MB)",
    "pages": "an issue with pages without end",
    "depth": "the depth limit (DEPTH_LIMIT)",
    "archive": "the raw archive (ARCHIVE_DIR)",
    "disk": "too little free disk (DISK_FREE_MIN)",
}


class RunReport:
    """Counts what a run asked for and what became of it.

    `requested` counts URLs, `settled` those of them whose record is committed; `listings` counts list pages and layouts
    that answered, `listings_with_articles` those that named any; the other names are outcomes.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.collapsed: list[str] = []  # fields that are mostly empty now; see pipelines.fill_rates

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
        if (counts["listings"] and not counts["listings_with_articles"]) or self.collapsed:
            return LAYOUT_CHANGED
        if self.waiting > 0 or self._stops():
            return UNFINISHED
        if counts["retry"] or counts["quarantined"]:
            return FAILURES
        return FINE

    def summary(self) -> str:
        """Say in one line what the run brought, and what it did not get to."""
        stops = [f"stopped by {STOPS.get(reason, reason)}" for reason in self._stops()]
        left = [f"{self.waiting} not done"] if self.waiting > 0 else []
        return ", ".join((self._brought(), *left, *stops))

    def _stops(self) -> list[str]:
        return [name.removeprefix(STOPPED) for name in self.counts if name.startswith(STOPPED)]

    def progress(self) -> str:
        """Say in one line how far the run is."""
        return f"{self._brought()}; {max(self.waiting, 0)} URLs in work"

    def _brought(self) -> str:
        counts = self.counts
        parts = [
            f"{counts['stored']} new",
            f"{counts['updated']} updated" if counts["updated"] else "",
            f"{counts['unchanged']} unchanged" if counts["unchanged"] else "",
            f"{counts['alias']} copies" if counts["alias"] else "",
            f"{counts['gone']} gone" if counts["gone"] else "",
            f"{counts['refused']} refused" if counts["refused"] else "",
            f"{counts['quarantined']} quarantined" if counts["quarantined"] else "",
            f"{counts['retry']} failed" if counts["retry"] else "",
            f"{counts['errors']} errors" if counts["errors"] else "",
            f"{counts['missing_issues']} dated addresses without an issue" if counts["missing_issues"] else "",
            f"{counts['days_off']} days off by the schedule" if counts["days_off"] else "",
            f"{counts['files']} files" if counts["files"] else "",
            f"{counts['layouts']} pages read" if counts["layouts"] else "",
            f"{counts['read']} lists read",
        ]
        return ", ".join(part for part in parts if part)
