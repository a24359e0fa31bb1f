"""One table of a profile's TOML file: its keys are taken one by one, and every mistake names file, key and reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from pathlib import Path

_MISSING = object()


class ProfileError(ValueError):
    """A mistake in a site profile; told to the operator in one line (exit code 2).

    Args:
        file: the profile's path or name.
        key: the dotted key; empty when the file as a whole is meant.
        reason: what is wrong and what to write.
    """

    def __init__(self, file: Path | str, key: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (str(file), key, reason) if part))
        self.file, self.key, self.reason = file, key, reason


class Table:
    """One table of the file: every key is taken once, and what is left over is a mistake."""

    def __init__(self, file: Path, prefix: str, data: dict[str, Any]) -> None:
        self.file, self.prefix, self.data = file, prefix, dict(data)

    def error(self, key: str, reason: str) -> ProfileError:
        """Make the mistake of a key."""
        return ProfileError(self.file, f"{self.prefix}{key}", reason)

    def take(self, key: str, kind: type | tuple[type, ...], what: str, default: Any = _MISSING) -> Any:
        """Take a key's value; raise ProfileError where it is missing without a default, or of another kind."""
        value = self.data.pop(key, _MISSING)
        if value is _MISSING:
            if default is _MISSING:
                raise self.error(key, f"is missing; it must be {what}")
            return default
        is_bool_for_number = isinstance(value, bool) and kind is not bool
        if not isinstance(value, kind) or is_bool_for_number:
            raise self.error(key, f"is {value!r}; it must be {what}")
        return value

    def text(self, key: str, what: str, default: Any = _MISSING) -> Any:
        """Take a text, which may not be empty."""
        value = self.take(key, str, what, default)
        if isinstance(value, str) and not value.strip():
            raise self.error(key, f"is empty; it must be {what}")
        return value

    def table(self, key: str) -> Table | None:
        """Take a table within this one; None where there is none."""
        value = self.take(key, dict, "a table", None)
        return None if value is None else Table(self.file, f"{self.prefix}{key}.", value)

    def url(self, key: str, default: Any = _MISSING) -> Any:
        """Take a URL in its canonical form."""
        value = self.text(key, "a URL such as https://www.example.cn/", default)
        return self.checked_url(key, value) if isinstance(value, str) else value

    def checked_url(self, key: str, value: str) -> str:
        """Give a URL in its canonical form; raise ProfileError for what is none."""
        try:
            parts = urlsplit(value)
            is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_good = False
        if not is_good or re.search(r"\s", value):
            raise self.error(key, f"is {value!r}; it must be a URL such as https://www.example.cn/")
        return canonical_url(value)

    def done(self) -> None:
        """Raise ProfileError for a key that nobody took."""
        for key in self.data:
            raise self.error(key, "is not a key of a site profile; see docs/site-profile.md")
