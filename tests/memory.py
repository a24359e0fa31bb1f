"""How much memory a process of ours took at most.

`wait4` does not tell: what it counts begins with the memory of the process that started it, here the tests' own.
"""

from __future__ import annotations

import os
import re
import select
from contextlib import suppress
from pathlib import Path

_INTERVAL_S = 0.05
_PEAK = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)


def peak_mib(pid: int) -> float:
    """Watch a process until it has ended; give the most that it held, in MiB.

    It is left to be waited for; where that happens at once, what was seen before counts.
    """
    peak_kib = 0
    with suppress(ProcessLookupError, FileNotFoundError):
        ending = os.pidfd_open(pid)
        try:
            while not select.select([ending], [], [], _INTERVAL_S)[0]:
                found = _PEAK.search(Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace"))
                peak_kib = max(peak_kib, int(found[1]) if found else 0)
        finally:
            os.close(ending)
    return peak_kib / 1024
