"""Which articles of one issue are pieces of one, and which article a teaser or a correction means.

Pure functions of what is printed: no order of arrival and no number of a row has a say. Where several articles are
possible and nothing decides between them, none is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from db.fold import fold_page, fold_title

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

TITLE_CHARS = 4  # a shorter title is equal by accident
WHOLE_TITLE_CHARS = 6  # where no second sign leads to a title: 天气预报, 图片新闻 stand on many pages
EQUAL, PART = 2, 1


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A pointer: its row's key, and what it names; page and title are folded, empty where none is named."""

    article_id: int
    ordinal: int
    kind: str
    page: str
    title: str
    on_day: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An article in print: its place and folded headline; `page` is empty where it is not known."""

    id: int
    day: dt.date
    edition: str
    page: str
    title: str


@dataclass(frozen=True)
class _Side:
    """An article and its mark of one kind."""

    piece: Piece
    mark: Mark

    @property
    def titles(self) -> tuple[str, str]:
        return self.piece.title, self.mark.title


def make_mark(
    article_id: int, ordinal: int, kind: str, *, page: str | None, title: str | None, on: dt.date | None
) -> Mark:
    """Fold what a row of `pointer` says."""
    return Mark(
        article_id=article_id, ordinal=ordinal, kind=kind, page=fold_page(page), title=fold_title(title), on_day=on
    )


def resolve(pieces: Sequence[Piece], marks: Sequence[Mark]) -> tuple[dict[Mark, int], list[tuple[int, ...]]]:
    """Find the article that each mark means, and what is printed in pieces.

    Args:
        pieces: all articles of every issue that is concerned.
        marks: those to be resolved.

    Returns:
        The article's id by mark, those that mean no single article left out; and of each whole the ids of its pieces.
    """
    by_id = {piece.id: piece for piece in pieces}
    issues: dict[tuple[dt.date, str], list[Piece]] = defaultdict(list)
    for piece in pieces:
        issues[piece.day, piece.edition].append(piece)
    sides = {
        kind: {mark.article_id: _Side(by_id[mark.article_id], mark) for mark in reversed(marks) if mark.kind == kind}
        for kind in ("jump_to", "jump_from")
    }
    chains = _chains(_edges(issues.values(), sides["jump_to"], sides["jump_from"]))
    edges = {a: b for chain in chains for a, b in pairwise(chain)}
    back = {b: a for a, b in edges.items()}
    targets: dict[Mark, int] = {}
    for mark in marks:
        piece = by_id[mark.article_id]
        found: int | None = None
        if mark.kind in sides:
            is_first = mark.page == sides[mark.kind][mark.article_id].mark.page  # it may be printed twice
            found = (edges if mark.kind == "jump_to" else back).get(mark.article_id) if is_first else None
        elif mark.kind == "teaser":
            found = _teased(mark, piece, issues[piece.day, piece.edition])
        elif mark.kind == "correction" and mark.on_day:
            found = _corrected(mark, piece, issues.get((mark.on_day, piece.edition), []))
        if found is not None:
            targets[mark] = found
    return targets, chains


def _edges(issues: Iterable[Sequence[Piece]], senders: dict[int, _Side], receivers: dict[int, _Side]) -> dict[int, int]:
    """Tell on which piece each piece goes on."""
    edges: dict[int, int] = {}
    for issue in issues:
        to = [senders[piece.id] for piece in issue if piece.id in senders]
        since = [receivers[piece.id] for piece in issue if piece.id in receivers]
        found = _marked_on_both_sides(to, since)
        taken = set(found.values())
        claims = [
            (side.piece.id, other)
            for side in to
            if side.piece.id not in found and (other := _only_namesake(side, issue, receivers)) is not None
        ]
        claims += [
            (other, side.piece.id)
            for side in since
            if side.piece.id not in taken and (other := _only_namesake(side, issue, senders)) is not None
        ]
        found |= _unrivalled({claim for claim in claims if claim[0] not in found and claim[1] not in taken})
        edges |= found | _further(since, issue, senders, found)
    return edges


def _further(
    since: Sequence[_Side], issue: Sequence[Piece], senders: dict[int, _Side], found: dict[int, int]
) -> dict[int, int]:
    """Put a piece that says 上接 behind what goes on elsewhere first: 下转第2版、第4版."""
    last = {one: chain[-1] for chain in _chains(found) for one in chain}
    claims = set()
    for side in since:
        own, first = side.piece.id, _only_namesake(side, issue, {})
        if own in found.values() or first not in found or first not in last or first not in senders:
            continue
        if side.piece.page not in ("", senders[first].mark.page) and last.get(own) != last[first]:
            claims.add((last[first], own))
    return _unrivalled(claims)


def _marked_on_both_sides(to: Sequence[_Side], since: Sequence[_Side]) -> dict[int, int]:
    """Join what says 下转 on the page that the other names, and 上接 on the page that this one names."""
    groups: dict[tuple[str, str], tuple[list[_Side], list[_Side]]] = defaultdict(lambda: ([], []))
    for side in to:
        if side.piece.page and side.mark.page and side.piece.page != side.mark.page:
            groups[side.piece.page, side.mark.page][0].append(side)
    for side in since:
        if side.piece.page and side.mark.page:
            groups[side.mark.page, side.piece.page][1].append(side)
    edges: dict[int, int] = {}
    for first, then in groups.values():
        pairs = {(a.piece.id, b.piece.id): level for a in first for b in then if (level := _agreement(a, b))}
        agreed = _unrivalled({pair for pair, level in pairs.items() if level == EQUAL})
        agreed |= _unrivalled({pair for pair in pairs if pair[0] not in agreed and pair[1] not in agreed.values()})
        edges |= agreed
        rest_a = [one for one in first if one.piece.id not in agreed]
        rest_b = [one for one in then if one.piece.id not in agreed.values()]
        if len(rest_a) == 1 and len(rest_b) == 1 and not _is_other(rest_a[0], rest_b[0]):
            edges[rest_a[0].piece.id] = rest_b[0].piece.id
    return edges


def _unrivalled(pairs: set[tuple[int, int]]) -> dict[int, int]:
    """Give the pairs of which neither side is in another pair."""
    firsts, thens = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return {a: b for a, b in pairs if firsts[a] == 1 and thens[b] == 1}


def _agreement(a: _Side, b: _Side) -> int:
    (headline, named), (other, other_named) = a.titles, b.titles
    if (headline and headline in (other, other_named)) or (other and other == named):
        return EQUAL
    return PART if _contains(headline, other) else 0


def _is_other(a: _Side, b: _Side) -> bool:
    """Tell whether a mark prints a title, and the other side has another."""
    return any(
        side.mark.title
        and any(other.titles)
        and not any(side.mark.title == title or _contains(side.mark.title, title) for title in other.titles)
        for side, other in ((a, b), (b, a))
    )


def _contains(one: str, other: str) -> bool:
    """Tell whether one of two titles holds the other."""
    return min(len(one), len(other)) >= TITLE_CHARS and (one in other or other in one)


def _only_namesake(side: _Side, issue: Sequence[Piece], counterparts: dict[int, _Side]) -> int | None:
    """Find the one article on the named page that has the same headline, or the one that the mark names.

    One that has a mark of its own was compared before, unless the page of this side is not known.
    """
    own, named = side.titles
    found = [
        piece.id
        for piece in issue
        if piece.id != side.piece.id
        and piece.page == side.mark.page != side.piece.page
        and piece.title
        and ((piece.title == own and len(own) >= WHOLE_TITLE_CHARS) or piece.title == named)
        and (piece.id not in counterparts or not side.piece.page)
    ]
    return found[0] if len(found) == 1 and side.mark.page else None


def _chains(edges: dict[int, int]) -> list[tuple[int, ...]]:
    """Give the wholes, each as its pieces in order; pieces that lead in a circle are none."""
    starts = edges.keys() - set(edges.values())
    chains = []
    for start in starts:
        chain = [start]
        while chain[-1] in edges:
            chain.append(edges[chain[-1]])
        chains.append(tuple(chain))
    return chains


def _teased(mark: Mark, own: Piece, issue: Sequence[Piece]) -> int | None:
    if mark.page:
        others = [piece for piece in issue if piece.id != own.id and piece.page == mark.page]
        found = _best_title(mark.title, others, TITLE_CHARS)
        return found if found is not None else _most_alike(mark.title, others)
    others = [piece for piece in issue if piece.id != own.id and piece.page and piece.page != own.page]
    return _best_title(mark.title, others, WHOLE_TITLE_CHARS) if len(mark.title) >= WHOLE_TITLE_CHARS else None


def _corrected(mark: Mark, own: Piece, issue: Sequence[Piece]) -> int | None:
    others = [piece for piece in issue if piece.id != own.id and (not mark.page or piece.page == mark.page)]
    return _best_title(mark.title, others, TITLE_CHARS)


def _best_title(title: str, pieces: Sequence[Piece], chars: int) -> int | None:
    """Find the one piece with this headline, else the one whose headline holds it or is held by it."""
    fits: tuple[Callable[[Piece], bool], ...] = (
        lambda piece: bool(title) and piece.title == title,
        lambda piece: len(piece.title) >= chars and _contains(piece.title, title),
    )
    for fit in fits:
        found = [piece.id for piece in pieces if fit(piece)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _most_alike(title: str, pieces: Sequence[Piece]) -> int | None:
    """Find the piece whose headline shares the most pairs of characters, at least half of the shorter one's."""
    if len(title) < TITLE_CHARS:
        return None
    shared: list[tuple[int, int]] = []
    wanted = _pairs(title)
    for piece in pieces:
        there = _pairs(piece.title)
        count = len(wanted & there)
        if len(piece.title) >= TITLE_CHARS and count * 2 >= min(len(wanted), len(there)):
            shared.append((count, piece.id))
    most = max((count for count, _ in shared), default=0)
    best = [number for count, number in shared if count == most]
    return best[0] if most and len(best) == 1 else None


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}
