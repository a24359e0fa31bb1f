"""`make bench`: our whole pipeline against Scrapy alone, on the same pages, on one core.

A server in a process of its own answers from memory (benchmarks/site.py says with what); each crawl is a process of its
own as well (benchmarks/crawl.py says what is timed, and how the four kinds differ). Where the machine lets it, the
server has one core and the crawl another. In each round the four kinds come one after the other, so that what slows
the machine slows all of them; a round in which the bare crawl did not keep nine tenths of its core busy is void and
done again: there something else was the bottleneck.

Prints a table and then one JSON line: `ratio` is the median over the rounds of pipeline / bare in pages a second,
`ratio_unarchived` that of unarchived / bare, `ratio_tuned` that of pipeline / tuned, `disk_mb_per_1000` what 1,000
articles take on disk, `reading_times_parse` how many times as long as lxml parses a page its reading takes: decoding,
page object and normalisation (benchmarks/reading.py), `reparse_times_crawl` how many times as fast as the crawl two
processes read the archive anew (benchmarks/reparse.py). Exit code 1 when a crawl lost an article, or every round was
void.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.reading import reading_costs, reading_table
from benchmarks.reparse import PROCESSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Measured = dict[str, float]
    Round = dict[str, Measured]

PROJECT = Path(__file__).parents[1]
KINDS = ("bare", "tuned", "pipeline", "unarchived")
BUSY = 0.9  # of a core, below which a bare crawl shows that something else was the bottleneck
TIMEOUT_S = 600  # of one crawl
_EPILOG = """\
example:
  python -m benchmarks --quick
  python -m benchmarks --rounds 3 --pages 1000 --many 5000
"""


class BenchmarkError(Exception):
    """A crawl failed or lost articles, or the machine was too busy; told in one line, exit code 1."""


@dataclass(frozen=True)
class Site:
    """The running server: its address, and how many article pages of how many bytes it has."""

    base_url: str
    articles: int
    answers: int
    page_bytes: int


def main() -> int:
    """Run the rounds, print the table and the JSON line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="one round of 42 pages, to see that it runs")
    parser.add_argument("--rounds", type=int, default=5, help="how many have to count; void ones are done again")
    parser.add_argument("--pages", type=int, default=2000, help="articles a round; made up to whole days of 14")
    parser.add_argument("--many", type=int, default=10_000, help="articles of the crawl that shows the peak of memory")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.pages, options.many = 1, 42, 84
    try:
        with serve(options.pages) as site:
            rounds = run_rounds(site, options.rounds, least_busy=0 if options.quick else BUSY)
        with serve(options.many) as many:
            large = crawl(many, "pipeline")
            reparsed = reparse(many)  # on few pages the start of its processes would count
        reading = reading_costs(count=14, passes=1) if options.quick else reading_costs()
    except BenchmarkError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    result = summarise(site, rounds, many, large) | reparse_summary(rounds, reparsed)
    result |= {"reading_times_parse": {name: round(cost.times, 2) for name, cost in reading.items()}}
    lines = [table(site, rounds, many, large), reparse_line(rounds, reparsed), reading_table(reading)]
    sys.stdout.write("\n".join([*lines, json.dumps(result)]) + "\n")
    return 0


@contextmanager
def serve(articles: int) -> Iterator[Site]:
    """Start the server, wait until it has rendered its pages, and end it afterwards."""
    command = [sys.executable, "-m", "benchmarks.server", str(articles)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  our own
        pin(server.pid, 0)
        try:
            base_url, *numbers = (server.stdout.readline() if server.stdout else "").split() or [""]
            if not numbers:
                raise BenchmarkError("the benchmark's server did not start")
            yield Site(base_url, *map(int, numbers))
        finally:
            server.terminate()


def pin(pid: int, place: int) -> None:
    """Keep a process on the first (0) or last (-1) of the cores that we may use; not where the system cannot."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {sorted(os.sched_getaffinity(0))[place]})


def run_rounds(site: Site, number: int, *, least_busy: float) -> list[Round]:
    """Crawl each kind once a round; void rounds are done again, as many as were asked for at most.

    Raises:
        BenchmarkError: no round counts.
    """
    rounds: list[Round] = []
    void: list[str] = []
    for attempt in range(1, 2 * number + 1):
        one = {kind: crawl(site, kind) for kind in KINDS}
        bare = busy(one["bare"])
        speeds = ", ".join(f"{kind} {speed(one[kind]):.0f}" for kind in KINDS)
        is_void = bare < least_busy
        sys.stderr.write(f"round {attempt}{' is void' if is_void else ''}: {speeds} pages/s; bare {bare:.0%} busy\n")
        if is_void:
            void.append(str(attempt))
        else:
            rounds.append(one)
        if len(rounds) == number:
            break
    if void:
        sys.stderr.write(
            f"{len(rounds)} of {number} rounds count; void: {', '.join(void)} (bare < {least_busy:.0%} busy)\n"
        )
    if not rounds:
        raise BenchmarkError("every round is void; run it on a machine that does nothing else")
    return rounds


def crawl(site: Site, kind: str) -> Measured:
    """Crawl once in a process of its own.

    Raises:
        BenchmarkError: it failed, or not every article came with headline and body.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return crawl_into(folder, site, kind)


def crawl_into(folder: str, site: Site, kind: str) -> Measured:
    """Crawl once in a process of its own, and leave in a folder what the crawl leaves."""
    command = [sys.executable, "-m", "benchmarks.crawl", kind, site.base_url, folder]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603  our own
        pin(process.pid, -1)
        try:
            printed, errors = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise BenchmarkError(f"{kind}: not done after {TIMEOUT_S} s") from error
    if process.returncode:
        raise BenchmarkError(f"{kind}: exit code {process.returncode}: {errors.decode()[-2000:]}")
    measured: Measured = json.loads(printed)
    if measured["articles"] != site.articles:
        raise BenchmarkError(f"{kind}: {measured['articles']} of {site.articles} articles: {errors.decode()[-2000:]}")
    return measured


def reparse(site: Site) -> Measured:
    """Crawl once more, and read anew what is in its archive, on all cores.

    Raises:
        BenchmarkError: it failed, or anything reads otherwise than it was stored.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        crawl_into(folder, site, "pipeline")
        command = [sys.executable, "-m", "benchmarks.reparse", folder]
        done = subprocess.run(  # noqa: S603  our own
            command, cwd=PROJECT, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    if done.returncode:
        raise BenchmarkError(f"reparse: exit code {done.returncode}: {done.stderr[-2000:]}")
    measured: Measured = json.loads(done.stdout)
    if measured["differences"]:
        raise BenchmarkError(f"reparse: {measured['differences']} differences right after the crawl")
    return measured


def reparse_summary(rounds: Sequence[Round], reparsed: Measured) -> dict[str, object]:
    """Give what the JSON line says of reading anew: pages a second, and how many times as fast as crawling that is."""
    pages_per_s = reparsed["pages"] / reparsed["wall_s"]
    crawling = median(speed(one["pipeline"]) for one in rounds)
    return {"reparse_pages_per_s": round(pages_per_s, 1), "reparse_times_crawl": round(pages_per_s / crawling, 2)}


def reparse_line(rounds: Sequence[Round], reparsed: Measured) -> str:
    """Give the line for people."""
    said = reparse_summary(rounds, reparsed)
    return (
        f"read anew from the archive by {PROCESSES} processes: {said['reparse_pages_per_s']} pages/s, "
        f"{said['reparse_times_crawl']} times as fast as the crawl"
    )


def speed(measured: Measured) -> float:
    """Articles a second."""
    return measured["articles"] / measured["wall_s"]


def busy(measured: Measured) -> float:
    """The share of a core that was used."""
    return measured["cpu_s"] / measured["wall_s"]


def cpu_ms(measured: Measured) -> float:
    """CPU time an article, in milliseconds."""
    return 1000 * measured["cpu_s"] / measured["articles"]


def ratios(rounds: Sequence[Round], kind: str, ours: str = "pipeline") -> list[float]:
    """Speed of the pipeline over that of another kind, each round."""
    return [speed(one[ours]) / speed(one[kind]) for one in rounds]


def disk_mb(large: Measured) -> dict[str, float]:
    """Give the MB on disk that 1,000 articles take, with the lists that lead to them."""
    return {name: round(1000 * large[f"{name}_mb"] / large["articles"], 1) for name in ("database", "archive")}


def summarise(site: Site, rounds: Sequence[Round], many: Site, large: Measured) -> dict[str, object]:
    """Give the JSON line."""
    peak = median(one["pipeline"]["peak_mib"] for one in rounds)
    return {
        "ratio": round(median(ratios(rounds, "bare")), 3),
        "ratio_tuned": round(median(ratios(rounds, "tuned")), 3),
        "ratio_unarchived": round(median(ratios(rounds, "bare", "unarchived")), 3),
        "ratios": [round(one, 3) for one in ratios(rounds, "bare")],
        "ratios_tuned": [round(one, 3) for one in ratios(rounds, "tuned")],
        "pages_per_s": {kind: round(median(speed(one[kind]) for one in rounds), 1) for kind in KINDS},
        "cpu_ms_per_page": {kind: round(median(cpu_ms(one[kind]) for one in rounds), 3) for kind in KINDS},
        "peak_mib": {str(site.articles): round(peak, 1), str(many.articles): round(large["peak_mib"], 1)},
        "memory_growth": round(large["peak_mib"] / peak - 1, 3),
        "disk_mb_per_1000": disk_mb(large),
        "articles": site.articles,
        "page_bytes": site.page_bytes,
    }


def table(site: Site, rounds: Sequence[Round], many: Site, large: Measured) -> str:
    """Give the table for people."""
    lines = [
        f"{site.articles} article pages of {site.page_bytes:,} bytes, {len(rounds)} rounds, medians (least–most)",
        f"{'':10}{'pages/s':>20}{'busy':>8}{'CPU ms/page':>14}{'requests':>10}{'peak MiB':>10}",
    ]
    for kind in KINDS:
        runs = [one[kind] for one in rounds]
        lines.append(
            f"{kind:10}{_spread([speed(run) for run in runs], 0):>20}{median(map(busy, runs)):>8.0%}"
            f"{median(map(cpu_ms, runs)):>14.2f}{runs[0]['requests']:>10.0f}"
            f"{median(run['peak_mib'] for run in runs):>10.0f}"
        )
    lines += [f"pipeline / {kind}: {_spread(ratios(rounds, kind), 2)}" for kind in ("bare", "tuned")]
    lines.append(f"unarchived / bare: {_spread(ratios(rounds, 'bare', 'unarchived'), 2)}")
    disk = disk_mb(large)
    lines.append(f"disk per 1,000 articles: database {disk['database']} MB, archive {disk['archive']} MB")
    growth = large["peak_mib"] / median(one["pipeline"]["peak_mib"] for one in rounds) - 1
    lines.append(
        f"pipeline at {many.articles} articles: {speed(large):.0f} pages/s, "
        f"peak {large['peak_mib']:.0f} MiB ({growth:+.1%})"
    )
    return "\n".join(lines)


def _spread(numbers: Sequence[float], digits: int) -> str:
    return f"{median(numbers):.{digits}f} ({min(numbers):.{digits}f}–{max(numbers):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
