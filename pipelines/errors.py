"""What may be wrong with a record; each kind has a stable slug under which it is counted and can be found."""

from __future__ import annotations

PARSER_ERROR = "parser_error"  # the reason of a page at which our own code failed; it makes the run `crashed`


def first_line(error: BaseException) -> str:
    """Say an error in one line: the driver's own words where SQLAlchemy wraps them; its name when it has no words."""
    text = str(getattr(error, "orig", None) or error).strip()
    return text.partition("\n")[0] or type(error).__name__


class Rejection(ValueError):
    """A record that cannot be kept as an article; raised by `pipelines.normalise`, kept as quarantined by the store.

    Args:
        reason: a stable slug, for example `empty_body`.
        detail: one sentence that tells the operator what was found.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
