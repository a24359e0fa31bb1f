"""`make demo`: serve the sample county on loopback, crawl it as a user would, show what came, and what to try next.

It starts the same commands that the README names; nothing in here is part of the service.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

PROJECT = Path(__file__).parents[1]
VAR = PROJECT / "var"
DATABASE = VAR / "demo.db"
SAMPLE = PROJECT / "crawler" / "sites" / "yunling.toml"
SAMPLE_PORT = 8765
BIN = Path(sys.executable).parent

COUNTS = {
    "articles": "SELECT count(*) FROM articles",
    "people in bylines": "SELECT count(*) FROM bylines",
    "images": "SELECT coalesce(sum(images), 0) FROM articles",
    "exact copies": "SELECT coalesce(sum(copies), 0) FROM articles",
    "refused (robots.txt)": "SELECT count(*) FROM resource WHERE state = 'refused'",
    "gone (404, redirected)": "SELECT count(*) FROM resource WHERE state = 'gone'",
}
NEXT = """\
next:
  .venv/bin/python -c "import sqlite3; print(*sqlite3.connect('var/demo.db').execute('SELECT published_on, headline FROM articles ORDER BY published_on DESC LIMIT 5'), sep='\\n')"
  .venv/bin/python -m tests.county truth --days 1
  make crawl
"""  # noqa: E501  a command is one line


def main() -> int:
    """Run the demo; give the exit code of the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: make demo DAYS=10 PORT=9000")
    parser.add_argument("--port", type=int, default=SAMPLE_PORT, help="where to serve the sample county")
    parser.add_argument("--days", type=int, default=60, help="how many days of news it has")
    options = parser.parse_args()
    VAR.mkdir(exist_ok=True)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{DATABASE}"}
    command = [sys.executable, "-m", "tests.county", "serve", "--days", str(options.days), "--port", str(options.port)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        try:
            ready = server.stdout.readline().strip() if server.stdout else ""
            if not ready:
                print(f"the sample county cannot be served; try: make demo PORT={options.port + 1}", file=sys.stderr)
                return server.wait() or 1
            print(f"the sample county is {ready}")
            return crawl(options.port, environment)
        finally:
            server.terminate()


def crawl(port: int, environment: dict[str, str]) -> int:
    """Migrate, crawl and show the result."""
    site = "yunling" if port == SAMPLE_PORT else str(moved_profile(port))
    for arguments in (
        ["migrate"],
        ["crawl", "news", "-a", f"site={site}", "-s", "PROGRESS_INTERVAL=1"],
    ):
        print(f"$ scrapy {' '.join(arguments)}", flush=True)
        done = subprocess.run([str(BIN / "scrapy"), *arguments], cwd=PROJECT, env=environment, check=False)
        if done.returncode:
            return done.returncode
    show_counts()
    print(NEXT)
    return 0


def moved_profile(port: int) -> Path:
    """Write the sample profile for another port; URLs differ then, so the articles are other ones to the ledger."""
    path = VAR / f"yunling-{port}.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace(f":{SAMPLE_PORT}", f":{port}"), encoding="utf-8")
    return path


def show_counts() -> None:
    """Print the table."""
    engine = create_engine(f"sqlite:///{DATABASE}")
    with engine.connect() as connection:
        print()
        for label, query in COUNTS.items():
            print(f"  {label:<24}{connection.execute(text(query)).scalar_one():>8,}")
        print()
    engine.dispose()


if __name__ == "__main__":
    raise SystemExit(main())
