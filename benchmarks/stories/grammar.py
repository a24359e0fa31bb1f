"""A small grammar: rules of alternatives with `{slots}`, compiled once, expanded fast and the same for a seed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)")

# A rule is a sequence of alternatives: words, numbers, or tuples of parts. A part is a literal, the place of a word in
# the cast, a range of many numbers, or a rule. A recursive type says no more than Any here: rules refer to one another.
Rule = Sequence[Any]
CAST = (
    "county date day clock mday mday2 town town2 village village2 village3 street street2 river hero hero2 firm "
    "office phone chief theme"
).split()
_MOST_WORDS = 1000
_POOL = 1500
_CAST_AT = {name: at for at, name in enumerate(CAST)}


class Grammar:
    """Rules by name.

    Args:
        tables: of names and their alternatives: a string of words, or a list of texts with slots. Later tables go
            before earlier ones.
        pooled: rules without words of the cast, of which a number of texts is made beforehand, to be fast.
    """

    def __init__(self, *tables: Mapping[str, str | Sequence[str]], pooled: Sequence[str] = ()) -> None:
        sources = {name: source for table in tables for name, source in table.items()}
        rules: dict[str, list[Any]] = {name: [] for name in sources}
        self.rules: Mapping[str, Rule] = rules
        for name, source in sources.items():
            rules[name] += source.split() if isinstance(source, str) else map(self.compile, source)
        for name in pooled:
            draw = Random(name).random
            rules[name][:] = [expand(rules[name], (), draw) for _ in range(_POOL)]

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
            span = range(int(numbers[1]), int(numbers[2]) + 1)
            return list(map(str, span)) if len(span) <= _MOST_WORDS else span
        raise KeyError(f"no rule named {name}")


def expand(rule: Rule, cast: Sequence[str], draw: Callable[[], float]) -> str:
    """Make a text of a rule.

    Args:
        rule: of a grammar.
        cast: the words of CAST for this story, in that order.
        draw: gives numbers from 0 to below 1.
    """
    chosen = rule[int(draw() * len(rule))]
    if chosen.__class__ is str:
        return str(chosen)
    made: list[str] = []
    _expand(chosen, cast, draw, made)
    return "".join(made)


def _expand(parts: Sequence[Any], cast: Sequence[str], draw: Callable[[], float], made: list[str]) -> None:
    for part in parts:
        kind = part.__class__
        if kind is str:
            made.append(part)
        elif kind is int:
            made.append(cast[part])
        else:
            chosen = part[int(draw() * len(part))]
            kind = chosen.__class__
            if kind is str:
                made.append(chosen)
            elif kind is int:
                made.append(str(chosen))
            else:
                _expand(chosen, cast, draw, made)
