"""Processes that write articles into one database at a time, and may kill themselves in the middle of it."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
from itertools import repeat
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import Engine

from db.engine import make_engine
from tests.storyrows import Newsroom, in_groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.items import Article

TIMEOUT_S = 120
_CONTEXT = multiprocessing.get_context("forkserver")  # which has loaded what is slow to load, see tests/forked.py


def write_together(
    url: str, shares: Sequence[Sequence[Article]], die_at: Mapping[int, int] | None = None
) -> list[int | None]:
    """Let a process for each share write it in groups, all at a time.

    Args:
        url: of the database.
        die_at: at which of its statements about stories a process kills itself, by its number.

    Returns:
        Their exit codes; None of one that did not end.
    """
    processes = [
        _CONTEXT.Process(target=_write, args=(url, share, number, (die_at or {}).get(number, 0)))
        for number, share in enumerate(shares)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(TIMEOUT_S)
    codes = [process.exitcode for process in processes]
    for process in processes:
        process.kill()
        process.join()
        process.close()
    return codes


def _write(url: str, articles: Sequence[Article], number: int, die_at: int) -> None:
    """Be one of the processes."""
    engine = make_engine(url)
    if die_at:
        _kill_at(engine, die_at)
    room, rng = Newsroom(engine), random.Random(number)
    for group in in_groups(articles, (rng.choice((1, 4, 8)) for _ in repeat(None))):
        room.write(*group)
    engine.dispose()


def _kill_at(engine: Engine | type[Engine], left: int) -> None:
    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal left
        left -= any(name in statement for name in ("story_", "fingerprint", "signature"))
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count)


def scrapy_that_dies(environment: Mapping[str, str], die_at: int, *arguments: str) -> int | None:
    """Run `scrapy`; it kills itself at that statement about stories. Gives its exit code."""
    process = _CONTEXT.Process(target=_scrapy, args=(dict(environment), die_at, arguments))
    process.start()
    process.join(TIMEOUT_S)
    code = process.exitcode
    process.kill()
    process.join()
    process.close()
    return code


def _scrapy(environment: dict[str, str], die_at: int, arguments: tuple[str, ...]) -> None:
    os.environ.update(environment)
    _kill_at(Engine, die_at)
    sys.argv = ["scrapy", *arguments]
    from scrapy.cmdline import execute  # noqa: PLC0415  as the console script does

    execute()
