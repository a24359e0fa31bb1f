"""The clock of a run; the setting CLOCK names it, so that a test can give another one."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """Tell the time, aware UTC."""
    return dt.datetime.now(dt.UTC)
