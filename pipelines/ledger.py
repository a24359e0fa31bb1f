"""What the spiders ask of the ledger before they request anything; each question is answered off the reactor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from scrapy.utils.asyncio import run_in_thread

from db.absences import settle_expected
from db.due import DueUrl, PageFiles, due, first_issue_day, gaps, issue_days, page_files, states
from db.engine import without_write_lock
from db.revisits import list_validators, pagers, revisits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection, Engine

T = TypeVar("T")


class Ledger:
    """Answers for one source.

    Args:
        engine: of the database.
        source_id: of the source.
        now: the clock, aware.
    """

    def __init__(self, engine: Engine, source_id: int, now: Callable[[], dt.datetime]) -> None:
        self._engine, self._source_id, self._now = engine, source_id, now

    async def states(self, url_keys: Sequence[str]) -> dict[str, str]:
        """Tell the ledger's state of URLs; see `db.due.states`."""
        return await self._ask(lambda connection: states(connection, url_keys, self._now()))

    async def due(
        self, kinds: Sequence[str], since: dt.date | None = None, until: dt.date | None = None
    ) -> list[DueUrl]:
        """List what earlier runs left to do; see `db.due.due`."""
        now = self._now()
        return await self._ask(
            lambda connection: due(connection, self._source_id, now, kinds=kinds, since=since, until=until)
        )

    async def revisits(
        self,
        kinds: Sequence[str],
        *,
        young: dt.timedelta,
        pause: dt.timedelta,
        revise: dt.timedelta,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> list[DueUrl]:
        """List what is to be visited again although it is settled; see `db.revisits.revisits`."""
        given: dict[str, Any] = {
            "kinds": kinds,
            "young": young,
            "pause": pause,
            "revise": revise,
            "since": since,
            "until": until,
        }
        now = self._now()
        return await self._ask(lambda connection: revisits(connection, self._source_id, now, **given))

    async def list_validators(self) -> dict[str, tuple[str | None, str | None]]:
        """Give the validators of the list pages that are here; see `db.revisits.list_validators`."""
        return await self._ask(lambda connection: list_validators(connection, self._source_id))

    async def pagers(self) -> dict[str, list[str]]:
        """List the pagers by the page that names them; see `db.revisits.pagers`."""
        return await self._ask(lambda connection: pagers(connection, self._source_id))

    async def gaps(self, first: dt.date, last: dt.date) -> list[DueUrl]:
        """List the pages and articles that issues lack; see `db.due.gaps`."""
        return await self._ask(lambda connection: gaps(connection, self._source_id, first, last))

    async def issue_days(
        self, first: dt.date, last: dt.date, *, with_covered: bool
    ) -> dict[dt.date, tuple[str, str | None]]:
        """Tell what is known of the days of a range; see `db.due.issue_days`."""
        return await self._ask(
            lambda connection: issue_days(connection, self._source_id, first, last, with_covered=with_covered)
        )

    async def first_issue_day(self) -> dt.date | None:
        """Give the earliest day of which an issue is known; see `db.due.first_issue_day`."""
        return await self._ask(lambda connection: first_issue_day(connection, self._source_id))

    async def settle_expected(self, today: dt.date) -> None:
        """Let what was expected and did not appear be unavailable; see `db.absences.settle_expected`."""

        def settle_in_thread() -> None:
            with self._engine.begin() as connection:
                settle_expected(connection, self._source_id, today)

        await run_in_thread(settle_in_thread)

    async def page_files(self, first: dt.date, last: dt.date) -> list[PageFiles]:
        """List the files of the pages of a range of days; see `db.due.page_files`."""
        return await self._ask(lambda connection: page_files(connection, self._source_id, first, last))

    async def _ask(self, question: Callable[[Connection], T]) -> T:
        def ask_in_thread() -> T:
            with without_write_lock(self._engine).connect() as connection:
                return question(connection)

        return await run_in_thread(ask_in_thread)
