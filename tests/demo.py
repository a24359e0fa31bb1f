"""`make demo`: serve the sample county on loopback, crawl it as a user would, show what came, and what to try next.

It starts the same commands that the README names; nothing in here is part of the service.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.county.plan import FIRST_DAY

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "crawler" / "sites" / "yunling.toml"
SAMPLE_PORT = 8765
BIN = Path(sys.executable).parent

COUNTS = {
    "articles": "SELECT count(*) FROM articles",
    "people in bylines": "SELECT count(*) FROM bylines",
    "issues of the paper": "SELECT count(*) FROM issues WHERE pages > 0",
    "pages": "SELECT count(*) FROM pages",
    "days without an issue": "SELECT count(*) FROM issues WHERE pages = 0",
    "images": "SELECT coalesce(sum(images), 0) FROM articles",
    "stories told again": "SELECT count(*) FROM stories WHERE appearances > 1",
    "exact copies": "SELECT coalesce(sum(copies), 0) FROM articles",
    "refused (robots.txt)": "SELECT count(*) FROM resource WHERE state = 'refused'",
    "gone (404, redirected)": "SELECT count(*) FROM resource WHERE state = 'gone'",
}
NEXT = """\
next:
  DATABASE_URL=sqlite:///var/demo.db .venv/bin/scrapy sql "SELECT published_on, headline FROM articles LIMIT 10"
  make demo    # again: 0 new
  make crawl   # the real thing: Cangnan's news site into var/news.db
"""


def main() -> int:
    """Run the demo; give the exit code of the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: make demo DAYS=10 PORT=9000")
    parser.add_argument("--port", type=int, default=SAMPLE_PORT, help="where to serve the sample county")
    parser.add_argument("--days", type=int, default=21, help="how many days of news it has")
    parser.add_argument("--var", type=Path, default=PROJECT / "var", help="folder for the database demo.db")
    options = parser.parse_args()
    options.var.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.county", "serve", "--days", str(options.days), "--port", str(options.port)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        try:
            ready = server.stdout.readline().strip() if server.stdout else ""
            if not ready:
                print(f"the sample county cannot be served; try: make demo PORT={options.port + 1}", file=sys.stderr)
                return server.wait() or 1
            print(f"the sample county is {ready}")
            return crawl(options.port, options.var, options.days)
        finally:
            server.terminate()


def crawl(port: int, var: Path, days: int) -> int:
    """Migrate, crawl both channels and show the result."""
    until = FIRST_DAY + dt.timedelta(days=days - 1)
    paper_days = ["-a", f"since={FIRST_DAY}", "-a", f"until={until}"]
    site = "yunling" if port == SAMPLE_PORT else str(moved_profile(port, var))
    database_url = f"sqlite:///{var / 'demo.db'}"
    environment = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(var)}
    for arguments in (
        ["migrate"],
        ["crawl", "news", "-a", f"site={site}", "-s", "PROGRESS_INTERVAL=1"],
        ["crawl", "epaper", "-a", f"site={site}", *paper_days, "-s", "PROGRESS_INTERVAL=1"],
    ):
        print(f"$ scrapy {' '.join(arguments)}", flush=True)
        done = subprocess.run([str(BIN / "scrapy"), *arguments], cwd=PROJECT, env=environment, check=False)
        if done.returncode:
            return done.returncode
    show_counts(database_url)
    print(NEXT)
    return 0


def moved_profile(port: int, var: Path) -> Path:
    """Write the sample profile for another port; URLs differ then, so the articles are other ones to the ledger."""
    path = var / f"yunling-{port}.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace(f":{SAMPLE_PORT}", f":{port}"), encoding="utf-8")
    return path


def show_counts(database_url: str) -> None:
    """Print the table."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        print()
        for label, query in COUNTS.items():
            print(f"  {label:<24}{connection.execute(text(query)).scalar_one():>8,}")
        print()
    engine.dispose()


if __name__ == "__main__":
    raise SystemExit(main())
