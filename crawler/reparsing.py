"""Read a source anew from the archive, in worker processes, and write what differs where that is asked for."""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from crawler.judging import Judge
from crawler.rereading import Findings, Job, PageReader
from db.engine import make_engine, without_write_lock
from db.rereading import plan_reading
from pipelines.rereading import rewrite

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.engine import Engine

    from pipelines.rereading import Rewriting

BATCH_URLS = 64  # read by one process at a time: enough that asking the database for them costs little
GROUP_RECORDS = 64  # of one transaction, as a crawl's
WAITING_ROUNDS = 10  # articles whose copies changed are read again, until none is left
# in this order: a list says under which day an article stands, a layout of which issue it is
PHASES = (("lists", ("entry", "list", "pager")), ("layouts", ("layout",)), ("articles", ("article",)))

Batch = list[list[int]]


class _Worker:
    """What a process keeps between two batches."""

    def __init__(self, job: Job) -> None:
        self._job, self._reader = job, PageReader(job)
        self._engine = without_write_lock(make_engine(job.database_url))

    def judge(self, what: str, batch: Batch) -> Findings:
        with self._engine.connect() as connection:
            judge = Judge(self._job, self._reader, connection, batch)
            return {"lists": judge.lists, "layouts": judge.layouts, "articles": judge.articles}[what]()

    def close(self) -> None:
        self._reader.archive.close()
        self._engine.dispose()


_workers: list[_Worker] = []  # of this process: one, where it is a worker


def _start_worker(job: Job) -> None:
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _workers.append(_Worker(job))
    gc.collect()
    gc.freeze()  # what is loaded lives as long as the process
    gc.disable()  # a batch is little; see _judge


def _end_with(sentinel: int) -> None:
    """End this process when the one that started it has ended, however that came."""
    wait([sentinel])
    os._exit(1)


def _judge(what: str, batch: Batch) -> Findings:
    try:
        return _workers[0].judge(what, batch)
    finally:
        gc.collect()


class Reparsing:
    """Reads one source anew.

    Args:
        job: what is read, and how.
        engine: of the database.
        jobs: how many processes read; 1: this one.
        is_applying: whether what differs is written.
        progress: is told the pages and the differences so far, after each batch.
    """

    def __init__(
        self, job: Job, engine: Engine, *, jobs: int, is_applying: bool, progress: Callable[[int, int, int], None]
    ) -> None:
        self.found = Findings()
        self.refused: list[tuple[str, str]] = []
        self._job, self._engine, self._jobs = job, engine, jobs
        self._is_applying, self._progress = is_applying, progress
        self._planned = self._done = 0

    def run(self, since: dt.date | None, until: dt.date | None) -> None:
        """Read and judge everything, in the order lists, layouts, articles.

        Args:
            since, until: of an article's publication or an issue's day, both included; lists are of no day.
        """
        with self._submitting() as submit:
            for what, kinds in PHASES:
                if what == "lists" and (since or until):
                    continue
                plan = self._plan(kinds, since, until)
                self._phase(submit, what, plan)
            if self._is_applying:
                self._read_waiting(submit)

    def _plan(
        self, kinds: Sequence[str], since: dt.date | None, until: dt.date | None, *, only_waiting: bool = False
    ) -> Batch:
        with without_write_lock(self._engine).connect() as connection:
            return plan_reading(connection, self._job.source.id, kinds, since, until, only_waiting=only_waiting)

    def _read_waiting(self, submit: Callable[[str, Batch], Future[Findings]]) -> None:
        """Read the copies again that were copies of a text which has changed."""
        before: Batch = []
        for _ in range(WAITING_ROUNDS):
            plan = self._plan(("article",), None, None, only_waiting=True)
            if not plan or plan == before:
                return
            # they were counted when their article was
            self._phase(submit, "articles", plan, is_counted=False)
            before = plan

    def _phase(
        self, submit: Callable[[str, Batch], Future[Findings]], what: str, plan: Batch, *, is_counted: bool = True
    ) -> None:
        self._planned += sum(map(len, plan))
        running: deque[tuple[int, Future[Findings]]] = deque()
        for batch in batches(plan):
            running.append((sum(map(len, batch)), submit(what, batch)))
            if len(running) > 2 * self._jobs:
                self._take(*running.popleft(), is_counted=is_counted)
        while running:
            self._take(*running.popleft(), is_counted=is_counted)

    def _take(self, urls: int, future: Future[Findings], *, is_counted: bool) -> None:
        found = future.result()
        if is_counted:
            self.found.add(found, self._job.examples)
        if self._is_applying:
            for group in _transactions(found.rewritings):
                self.refused += rewrite(self._engine, self._job.source.id, group)
        self._done += urls
        self._progress(self._done, self._planned, sum(self.found.counts.values()))

    @contextmanager
    def _submitting(self) -> Iterator[Callable[[str, Batch], Future[Findings]]]:
        if self._jobs == 1:
            worker = _Worker(self._job)
            try:
                yield lambda what, batch: _finished(worker.judge(what, batch))
            finally:
                worker.close()
            return
        # spawned: a forked process would keep the lock of the run, and the sockets of the database
        with ProcessPoolExecutor(
            self._jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(self._job,)
        ) as pool:
            try:
                yield lambda what, batch: pool.submit(_judge, what, batch)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _finished(found: Findings) -> Future[Findings]:
    future: Future[Findings] = Future()
    future.set_result(found)
    return future


def batches(groups: Batch) -> Iterator[Batch]:
    """Put groups of URLs together to batches of about `BATCH_URLS`."""
    batch: Batch = []
    for group in groups:
        batch.append(group)
        if sum(map(len, batch)) >= BATCH_URLS:
            yield batch
            batch = []
    if batch:
        yield batch


def _transactions(rewritings: Sequence[Rewriting]) -> Iterator[list[Rewriting]]:
    group: list[Rewriting] = []
    for one in rewritings:
        group.append(one)
        if sum(len(each.records) for each in group) >= GROUP_RECORDS:
            yield group
            group = []
    if group:
        yield group
