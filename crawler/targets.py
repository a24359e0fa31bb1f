"""A URL with all that a reader of its page has to know of it: what it is for, and who named it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from pipelines.items import ResourceKind


@dataclass(frozen=True, kw_only=True)
class Target:
    """A URL that is being requested, or read back from the archive.

    Args:
        found_on: the page that names it; None: the profile.
        issue_on: in print, the day whose issue it belongs to; None where the page itself has to say.
        is_guess: the URL was worked out from another day's; that there is nothing is an answer.
        is_entrance: the URL is the profile's, or the one that its entry leads to: it is never gone for good.
        is_again: the layout was read, or the article stored, and is visited again to see whether it still is as it was.
        etag, last_modified: the validators of what is here; None: the page is asked for whatever it is.
        depth: steps from what the run began with to this list or layout.
    """

    url: str
    kind: ResourceKind
    found_on: str | None = None
    issue_on: dt.date | None = None
    is_guess: bool = False
    is_entrance: bool = False
    is_again: bool = False
    etag: str | None = None
    last_modified: str | None = None
    depth: int = 0

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only if it is not as it was."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value is not None}
