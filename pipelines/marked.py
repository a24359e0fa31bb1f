"""Read what a page's own data say of its day: meta tags and JSON-LD."""

from __future__ import annotations

import datetime as dt
import re

from pipelines.dates import PrintedDate, printed_date, zone

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_ONE_DAY = dt.timedelta(days=1)  # of grace, as for printed lines; a later date is no publication date


def marked_date(text: str, *, tz: str, fetched_at: dt.datetime) -> PrintedDate | None:
    """Read a date as data name it; a zone that it states is honoured.

    Args:
        text: for example 2019-09-07T13:43:45+08:00 or 2019年9月7日 13:43.
        tz: IANA name of the zone that the page is written in.
        fetched_at: aware.

    Returns:
        None where no date stands in the text, an impossible one, or one that was still to come.
    """
    found = _zoned(text.strip(), tz) or printed_date(text, tz=tz)
    return found if found is not None and found.on <= fetched_at.astimezone(zone(tz)).date() + _ONE_DAY else None


def _zoned(text: str, tz: str) -> PrintedDate | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        at = dt.datetime.fromisoformat(text.upper()).astimezone(zone(tz))
    except (ValueError, OverflowError):
        return None
    return PrintedDate(at.date(), at)
