"""Say on standard error how far a long command is, where somebody watches or PROGRESS_INTERVAL asks for it."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from crawler.tables import printable

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

TERMINAL_INTERVAL_S = 5.0


class ProgressLines:
    """Prints at most one line an interval of all that it is told."""

    def __init__(self, settings: BaseSettings) -> None:
        self._interval_s = settings.getfloat("PROGRESS_INTERVAL") or (TERMINAL_INTERVAL_S * sys.stderr.isatty())
        self._last_s = time.monotonic()

    def __call__(self, line: str) -> None:
        """Print a line, if it is time for one."""
        if self._interval_s and time.monotonic() - self._last_s >= self._interval_s:
            self._last_s = time.monotonic()
            sys.stderr.write(f"… {printable(line)}\n")
            sys.stderr.flush()
