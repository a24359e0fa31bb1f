"""`scrapy migrate`: bring the database's schema to this version."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import ScrapyCommand

_EPILOG = """\
example:
  scrapy migrate
  DATABASE_URL=postgresql://crawler@localhost/press scrapy migrate

An empty database is set up by the first crawl as well. Back up before you migrate one that holds articles.
Exit code 1: the database is unavailable; 2: DATABASE_URL cannot be understood.
"""


class Command(ScrapyCommand):
    """Upgrades the database."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """Say what the command does."""
        return "Bring the database's schema to this version"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add an example."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _EPILOG

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Upgrade and say from where to where."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        from db.engine import DatabaseUrlError, current_revision, make_engine, upgrade  # noqa: PLC0415
        from pipelines.errors import first_line  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        try:
            engine = make_engine(self.settings["DATABASE_URL"])
            before = current_revision(engine)
            upgrade(engine)
        except DatabaseUrlError as error:
            self.exitcode = 2
            sys.stderr.write(f"usage: {error}\n")
            return
        except (SQLAlchemyError, OSError) as error:
            self.exitcode = 1
            sys.stderr.write(f"unavailable: {first_line(error)}\n")
            return
        print(f"{engine.url.render_as_string(hide_password=True)}: {before or 'empty'} → {current_revision(engine)}")
