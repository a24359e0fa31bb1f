"""Run `scrapy` as a process of its own, forked from one that has loaded what it imports: loading takes seconds.

The process is a real one: its own environment, folder, output, signals and exit code. That `scrapy` starts from the
shell is shown by the tests of kills, of locks and of the documents, which start it themselves.
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
        arguments: of the command line.
        folder: the working directory.
        environment: all of the process's.
        timeout_s: seconds after which it is killed; its code is -9 then.
        watch: called with the process's number once it runs.
    """
    with tempfile.TemporaryDirectory(prefix="told-") as told:
        paths = [Path(told) / name for name in ("stdout", "stderr")]
        for path in paths:
            path.touch()
        process = _CONTEXT.Process(
            target=_scrapy, args=(tuple(arguments), str(folder), dict(environment), [str(path) for path in paths])
        )
        process.start()
        patience = threading.Timer(timeout_s, process.kill)
        patience.daemon = True
        patience.start()
        try:
            if watch is not None and process.pid is not None:
                watch(process.pid)
            process.join()
        finally:
            patience.cancel()
        code = process.exitcode
        process.close()
        stdout, stderr = (path.read_text(encoding="utf-8") for path in paths)
        return subprocess.CompletedProcess(["scrapy", *arguments], code or 0, stdout, stderr)


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
