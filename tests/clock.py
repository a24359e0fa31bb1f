"""A clock for tests that starts at the time TEST_NOW says and goes on from there (-s CLOCK=tests.clock.now)."""

from __future__ import annotations

import datetime as dt
import os
import time

_STARTED_S = time.monotonic()


def now() -> dt.datetime:
    """Tell the time, aware UTC."""
    start = dt.datetime.fromisoformat(os.environ["TEST_NOW"]).astimezone(dt.UTC)
    return start + dt.timedelta(seconds=time.monotonic() - _STARTED_S)
