"""A small grammar: rules of alternatives with `{slots}`, compiled once, expanded fast and the same for a seed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)")

# A part is a literal, the place of a word in the cast, a range of numbers, or a rule; a rule is a list of alternatives.
# A recursive type says no more than Any here: the rules refer to one another.
Rule = list[Any]
CAST = (
    "county date day clock mday mday2 town town2 village village2 village3 street street2 river school hero hero2 firm "
    "office phone chief"
).split()
_CAST_AT = {name: at for at, name in enumerate(CAST)}


class Grammar:
    """Rules by name.

    Args:
        tables: of names and their alternatives: a string of words, or a list of texts with slots. Later tables go
            before earlier ones.
    """

    def __init__(self, *tables: Mapping[str, str | Sequence[str]]) -> None:
        sources = {name: source for table in tables for name, source in table.items()}
        self.rules: dict[str, Rule] = {name: [] for name in sources}
        for name, source in sources.items():
            words = source.split() if isinstance(source, str) else source
            self.rules[name].extend(self.compile(word) for word in words)

    def compile(self, text: str) -> tuple[Any, ...] | str:
        """Compile one alternative; one without slots stays the text it is."""
        pieces = _SLOT.split(text)
        parts = [self._slot(piece) if at % 2 else piece for at, piece in enumerate(pieces) if piece]
        return pieces[0] if len(pieces) == 1 else tuple(parts)

    def _slot(self, name: str) -> Any:
        if name in self.rules:
            return self.rules[name]
        if name in _CAST_AT:
            return _CAST_AT[name]
        if numbers := _RANGE.fullmatch(name):
            return range(int(numbers[1]), int(numbers[2]) + 1)
        raise KeyError(f"no rule named {name}")


def expand(rule: Rule, cast: Sequence[str], draw: Callable[[], float]) -> str:
    """Make a text of a rule.

    Args:
        rule: of a grammar.
        cast: the words of CAST for this story, in that order.
        draw: gives numbers from 0 to below 1.
    """
    made: list[str] = []
    _expand(rule, cast, draw, made)
    return "".join(made)


def _expand(rule: Rule, cast: Sequence[str], draw: Callable[[], float], made: list[str]) -> None:
    chosen = rule[int(draw() * len(rule))]
    if chosen.__class__ is str:
        made.append(chosen)
        return
    for part in chosen:
        kind = part.__class__
        if kind is str:
            made.append(part)
        elif kind is list:
            _expand(part, cast, draw, made)
        elif kind is int:
            made.append(cast[part])
        else:
            made.append(str(part[int(draw() * len(part))]))
