"""How fast the archive is read anew: articles a second with two processes, after a crawl of the benchmark's site.

Run as a process of its own it prints one JSON line. The clock runs from the first batch that comes back until the last
one: as with a crawl, starting the interpreters and importing is left out. Nothing differs, so nothing is written.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from crawler.profile import load_profile
from crawler.reparsing import Reparsing
from crawler.rereading import Job
from db.engine import open_database, without_write_lock
from db.rereading import known_sources

PROCESSES = 2


def reread(folder: Path) -> dict[str, float]:
    """Read anew what a crawl has left in a folder.

    Args:
        folder: of `benchmarks.crawl`, with its database, archive and profile.

    Returns:
        `pages` and `wall_s` while the clock ran, and how many `differences` there are.
    """
    url = f"sqlite:///{folder / 'news.db'}"
    engine = open_database(url)
    with without_write_lock(engine).connect() as connection:
        [source] = known_sources(connection)
    job = Job(
        database_url=url,
        archive=str(folder / "archive"),
        source=source,
        profile=load_profile(str(folder / "benchmark.toml")),
        page_objects={},
        max_replaced=20,
        max_parts=50,
        examples=0,
    )
    marks: list[tuple[float, int]] = []
    reading = Reparsing(
        job,
        engine,
        jobs=PROCESSES,
        is_applying=False,
        progress=lambda done, _, __: marks.append((time.perf_counter(), done)),
    )
    reading.run(None, None)
    engine.dispose()
    (started, before), (ended, after) = marks[0], marks[-1]
    return {"pages": after - before, "wall_s": ended - started, "differences": sum(reading.found.counts.values())}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(reread(Path(sys.argv[1]))) + "\n")
