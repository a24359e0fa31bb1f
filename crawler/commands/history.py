"""`scrapy history`: what became of one article: found, changed, taken away, brought back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler.database_command import UNAVAILABLE, CommandError, DatabaseCommand, read_url_key
from crawler.tables import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from db.history import Happening, History

_EPILOG = """\
example:
  scrapy history http://www.cnxw.com.cn/system/2026/11/24/015000001.shtml

Times are those of the source's zone, and tell when a crawl noticed something. What was taken out of a text is shown as
[-old-], what was put in as {+new+}. Of an address that is one of several the history is that of its article.
"""
_KINDS = {"removed": "taken away by the site", "returned": "there again"}


class Command(DatabaseCommand):
    """Shows the history of an article."""

    summary = "Show when an article was found, and what its site changed or took away"
    epilog = _EPILOG
    arguments = "URL"

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print the history in order of time."""
        from db.history import history  # noqa: PLC0415

        if len(args) != 1:
            raise CommandError("give the address of one article, see scrapy history --help")
        found = self.ask(history, read_url_key(args[0]))
        if found is None:
            raise CommandError(
                f"{args[0]} is the address of no article that is here; the view articles has those that are",
                UNAVAILABLE,
            )
        if found.is_withheld:
            raise CommandError(f"{found.url} is withheld: what it says is not shown", UNAVAILABLE)
        print("\n".join(printable(line) for line in _lines(found)))
        return 0


def _lines(found: History) -> Iterator[str]:
    yield found.headline or "(no headline)"
    yield found.url
    yield f"{_time(found.found_at, found)}  found"
    for one in found.happenings:
        yield ""
        elsewhere = f", at {one.url}" if one.url != found.url else ""
        if one.kind != "changed":
            yield f"{_time(one.at, found)}  {_KINDS[one.kind]} ({one.reason}){elsewhere}"
            continue
        read = " (read in another way than before)" if one.parser_changed else ""
        yield f"{_time(one.at, found)}  changed{elsewhere}{read}"
        yield from _fields(one, found)
    yield ""
    if found.removed_at is not None:
        yield f"It has been gone since {_time(found.removed_at, found)}; its text is kept."
    elif not any(one.kind == "changed" for one in found.happenings):
        yield "No change was seen."


def _fields(one: Happening, found: History) -> Iterator[str]:
    from crawler.differences import text_difference  # noqa: PLC0415

    for name, sides in one.fields.items():
        before, after = (_text(name, side, found) for side in sides)
        shown = text_difference(before, after)
        if len(shown) == 1:
            yield f"  {name}: {shown[0]}"
        else:
            yield f"  {name}:"
            yield from (f"    {line}" for line in shown)


def _text(name: str, value: Any, found: History) -> str:
    """Write a value as text, an entry of a list a line."""
    if name == "published_at" and value is not None:
        return _time(dt.datetime.fromisoformat(value), found)
    if isinstance(value, list):
        return "\n".join(" ".join(str(part) for part in entry if part is not None) for entry in value)
    return "" if value is None else str(value)


def _time(at: dt.datetime, found: History) -> str:
    return f"{at.astimezone(ZoneInfo(found.tz)):%Y-%m-%d %H:%M}"
