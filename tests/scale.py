"""How long the tests of faults take: their short form belongs to `make test`, the long one is `make faults`."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("FAULTS") == "1"


def scaled(short: int, long: int) -> int:
    """Choose a number of kills, examples or days: the long one under `make faults`."""
    return long if IS_LONG else short
