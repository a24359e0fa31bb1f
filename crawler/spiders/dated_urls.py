"""The day in the address of an e-paper's page, and the same address on another day (…/html/2026-11/25/node_2.htm)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.dates import url_date

if TYPE_CHECKING:
    import datetime as dt

_FOLDER = re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<dash>-?)(?P<month>\d\d)(?P<slash>[/-]?)(?P<day>\d\d)(?=/)")


def issue_day(url: str) -> dt.date | None:
    """Give the day whose issue a page is of; None where its address has no folder for one."""
    return url_date(url) if _FOLDER.search(url) else None


def on_day(url: str, day: dt.date) -> str:
    """Give the address that a page would have in the issue of another day."""
    return _FOLDER.sub(
        lambda match: f"/{day.year:04d}{match['dash']}{day.month:02d}{match['slash']}{day.day:02d}", url, count=1
    )
