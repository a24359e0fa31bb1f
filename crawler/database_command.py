"""What the operator's commands on the database share: their errors are one line, and end with a code that says so."""

from __future__ import annotations

import argparse
import getpass
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, NoReturn, ParamSpec, TypeVar

from scrapy.commands import ScrapyCommand
from scrapy.utils.misc import load_object

from crawler.tables import printable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

P = ParamSpec("P")
T = TypeVar("T")

UNAVAILABLE, USAGE_ERROR = 1, 2


class CommandError(Exception):
    """A command that cannot do what it was asked; told in one line.

    Args:
        exit_code: 2 for what the operator can write otherwise, else 1.
    """

    def __init__(self, message: str, exit_code: int = USAGE_ERROR) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class DatabaseCommand(ScrapyCommand):
    """A command that asks or changes the database; a subclass says `summary`, `epilog`, `arguments` and `act`."""

    requires_project = True
    requires_crawler_process = False
    summary: ClassVar[str]
    epilog: ClassVar[str]
    arguments: ClassVar[str] = "[options]"
    failure = ""  # the line that told why it could not be done

    def syntax(self) -> str:
        """Name the arguments."""
        return self.arguments

    def short_desc(self) -> str:
        """Say what the command does."""
        return self.summary

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add an example."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = self.epilog
        parser.error = _refuse  # type: ignore[method-assign]  # its own takes two lines

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do it and give the exit code.

        Raises:
            CommandError: it cannot be done.
        """
        raise NotImplementedError

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; tell a failure in one line."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  every `scrapy` call imports every command

        from db.engine import DatabaseUnavailable, DatabaseUrlError  # noqa: PLC0415
        from pipelines.errors import first_line  # noqa: PLC0415

        try:
            self.exitcode = self.act(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough: scrapy issues list | head -1
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = 128 + signal.SIGPIPE
        except CommandError as error:
            self._fail(error.exit_code, f"usage: {error}" if error.exit_code == USAGE_ERROR else str(error))
        except DatabaseUrlError as error:
            self._fail(USAGE_ERROR, f"usage: {error}")
        except DatabaseUnavailable as error:
            self._fail(UNAVAILABLE, f"unavailable: {error}")
        except (SQLAlchemyError, OSError) as error:
            self._fail(UNAVAILABLE, f"unavailable: {first_line(error)}")

    def _fail(self, exit_code: int, line: str) -> None:
        self.exitcode, self.failure = exit_code, printable(line)
        sys.stderr.write(self.failure + "\n")

    def send_alert(self, subject: str, text: str, data: dict[str, object]) -> None:
        """Tell somebody by mail or webhook; say so where neither is configured."""
        from crawler.alerts import Alert, tell  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        if not (self.setting("ALERT_MAIL_TO") or self.setting("ALERT_WEBHOOK_URL")):
            sys.stderr.write("nobody was told: neither ALERT_MAIL_TO nor ALERT_WEBHOOK_URL is set\n")
        tell(Alert(subject=f"county-press: {subject}", text=text, data=data), self.settings)

    def setting(self, name: str) -> Any:
        """Give a setting."""
        assert self.settings is not None  # noqa: S101  Scrapy sets it
        return self.settings[name]

    def now(self) -> dt.datetime:
        """Tell the time, aware, by the setting CLOCK."""
        moment: dt.datetime = load_object(self.setting("CLOCK"))()
        return moment

    def ask(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer a question from the database, without a write lock; one that is not there is empty, and not made."""
        from db.engine import EMPTY, is_missing, open_database, without_write_lock  # noqa: PLC0415

        url = self.setting("DATABASE_URL")
        engine = open_database(EMPTY if is_missing(url) else url)
        try:
            if engine.dialect.name == "postgresql":  # as on SQLite: all of a question sees one moment
                engine = engine.execution_options(isolation_level="REPEATABLE READ")
            with without_write_lock(engine).connect() as connection:
                return question(connection, *args, **kwargs)
        finally:
            engine.dispose()

    def change(self, action: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Change the database in one transaction."""
        from db.engine import open_database  # noqa: PLC0415

        engine = open_database(self.setting("DATABASE_URL"))
        try:
            with engine.begin() as connection:
                return action(connection, *args, **kwargs)
        finally:
            engine.dispose()

    def require_site(self, site: str | None) -> None:
        """Refuse a site that the database does not have: it is a slip of the pen, and no news is no good news."""
        from db.calendar import sources  # noqa: PLC0415

        known = sorted({source.site for source in self.ask(sources)})
        if site is not None and site not in known:
            raise CommandError(f"--site {site} is not in the database; the sites there: {', '.join(known) or 'none'}")


def _refuse(message: str) -> NoReturn:
    sys.stderr.write(f"usage: {message}\n")
    raise SystemExit(USAGE_ERROR)


def read_day(name: str, text: str | None) -> dt.date | None:
    """Read a day that was given on the command line; None where none was.

    Args:
        name: as it was written, for example --since.

    Raises:
        CommandError: it is no day.
    """
    from crawler.spiders.arguments import ArgumentError, read_argument_day  # noqa: PLC0415

    try:
        return read_argument_day(name, text)
    except ArgumentError as error:
        raise CommandError(str(error)) from error


def read_range(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Read the options --since and --until.

    Raises:
        CommandError: one of them is no day, or they are the wrong way round.
    """
    first, last = read_day("--since", since), read_day("--until", until)
    if first and last and first > last:
        raise CommandError(f"--since {first} is later than --until {last}")
    return first, last


def read_url_key(url: str) -> str:
    """Give the key of a URL that was given on the command line.

    Raises:
        CommandError: it is no URL.
    """
    from pipelines.urls import url_key  # noqa: PLC0415  every `scrapy` call imports every command

    try:
        return url_key(url)
    except ValueError as error:
        raise CommandError(f"{url} is no URL; write it as http://…") from error


def read_reason(reason: str | None) -> str:
    """Check the option --reason of a decision.

    Raises:
        CommandError: there is none.
    """
    if reason is None or not reason.strip():
        raise CommandError('say why with --reason "…": it stays in the database')
    return reason.strip()


def who(name: str | None) -> str:
    """Name who decides: as given with --by, else the user of this computer.

    Raises:
        CommandError: neither has a name.
    """
    if name is not None and name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise CommandError("say who decides with --by NAME: this computer's user has no name") from error


def read_limit(limit: int) -> int:
    """Check the option --limit.

    Raises:
        CommandError: it is not above 0.
    """
    if not 0 < limit < 2**31:
        raise CommandError(f"--limit {limit} must be a number above 0")
    return limit
