"""Draws quirks: which of those enabled an article, a page or an entry shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.county.quirks import AnyQuirk


class Draws:
    """The quirks drawn for one article or list entry; every question costs one draw, enabled or not."""

    def __init__(self, rng: random.Random, enabled: frozenset[AnyQuirk]) -> None:
        self.rng = rng
        self.enabled = enabled
        self.drawn: set[AnyQuirk] = set()

    def has(self, quirk: AnyQuirk, *, where: bool = True) -> bool:
        """Draw the quirk; it is kept only where it can be shown."""
        hit = self.rng.random() < quirk.rate and where and quirk in self.enabled
        if hit:
            self.drawn.add(quirk)
        return hit

    def one_of(self, options: tuple[AnyQuirk, ...], *, where: bool = True) -> AnyQuirk | None:
        """Draw at most one of the options, each with its own rate."""
        level = self.rng.random()
        for quirk in options:
            level -= quirk.rate
            if level < 0:
                if where and quirk in self.enabled:
                    self.drawn.add(quirk)
                    return quirk
                break
        return None
