"""Run `scrapy` as a process of its own, forked from one that has loaded what it imports: loading takes seconds.

The process is a real one: its own environment, folder, output, signals and exit code. That `scrapy` starts from the
shell is shown by the tests of outages and of the documents, which start it themselves.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.loaded", __name__])


class Running:
    """A process of `scrapy` that runs, or has ended; it is used as one of `subprocess.Popen`.

    Args:
        arguments: of the command line.
        folder: the working directory.
        environment: all of the process's.
    """

    def __init__(self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        self.args = ["scrapy", *arguments]
        self._told = tempfile.TemporaryDirectory(prefix="told-")
        self._paths = [Path(self._told.name) / name for name in ("stdout", "stderr")]
        for path in self._paths:
            path.touch()
        given = tuple(arguments), str(folder), dict(environment), [str(path) for path in self._paths]
        self._process = _CONTEXT.Process(target=_scrapy, args=given)
        self._process.start()
        self.pid = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """The exit code, or the number of the signal below 0; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Give the exit code; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait so many seconds for the end; give the exit code."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait so many seconds for the end; give what it wrote to its output and to its standard error."""
        self.wait(timeout)
        out, err = (path.read_text(encoding="utf-8") for path in self._paths)
        self._told.cleanup()
        return out, err

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self._process.kill()


def run_scrapy(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout_s: float,
    watch: Callable[[int], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `scrapy` to its end.

    Args:
        arguments, folder, environment: see `Running`.
        timeout_s: seconds after which it is killed; its code is -9 then.
        watch: called with the process's number once it runs.
    """
    process = Running(arguments, folder=folder, environment=environment)
    patience = threading.Timer(timeout_s, process.kill)
    patience.daemon = True
    patience.start()
    try:
        if watch is not None:
            watch(process.pid)
        stdout, stderr = process.communicate()
    finally:
        patience.cancel()
    return subprocess.CompletedProcess(process.args, process.wait(), stdout, stderr)


def _scrapy(arguments: tuple[str, ...], folder: str, environment: dict[str, str], told: list[str]) -> None:
    """Be the process: what a shell would set up, then the console script's one call."""
    if "crawler.settings" in sys.modules or "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("the server has loaded what every process must load itself")
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(told, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, closefd=False)
    warnings.simplefilter(environment.get("PYTHONWARNINGS", "default"))  # type: ignore[arg-type]
    sys.argv = ["scrapy", *arguments]
    from scrapy.cmdline import execute  # noqa: PLC0415  as the console script does

    execute()
