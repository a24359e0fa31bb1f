"""Compare what is stored with what today's code reads, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from db.stored import OF_ISSUE, OF_PAGE, OF_PLACEMENT
from pipelines.text import optional_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from db.articles import ArticleRow
    from db.issues import LayoutRow, PageRow
    from db.stored import StoredArticle, StoredPage

Kind = Literal["filled", "emptied", "changed", "gained", "lost"]
KINDS: tuple[Kind, ...] = ("filled", "emptied", "changed", "gained", "lost")
SHOWN_CHARS = 60  # of a value in an example
# follow from others or name who read; they are written, but are no difference of what is printed
_SILENT = frozenset(("parser", "parser_version", "parts_expected"))
_EMPTY: tuple[Any, ...] = (None, "", (), [])


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that reads otherwise than it is stored.

    Args:
        what: article, page, placement, issue or list.
        name: of the field.
        kind: `filled` was empty, `emptied` would be lost, `changed`; `gained` and `lost` are whole rows.
        url: of the page that says it.
        before, after: the values, shortened.
    """

    what: str
    name: str
    kind: Kind
    url: str
    before: str = ""
    after: str = ""


def difference(what: str, name: str, url: str, before: Any, after: Any) -> Difference | None:
    """Compare two values; None where they are equal, or both empty."""
    before, after = (None if value in _EMPTY else value for value in (before, after))
    if before == after:
        return None
    kind: Kind = "filled" if before is None else "emptied" if after is None else "changed"
    was, now = _apart(_text(before), _text(after))
    return Difference(what=what, name=name, kind=kind, url=url, before=was, after=now)


def article_differences(stored: StoredArticle, row: ArticleRow) -> tuple[list[Difference], bool]:
    """Compare an article with its stored rows.

    Returns:
        The differences, and whether anything has to be written: who read it counts for that as well.
    """
    new: dict[str, Any] = {**row.values, "published_on": row.published_on}
    pairs = [(name, stored.values[name], value) for name, value in new.items()]
    pairs += [
        ("contributors", stored.contributors, [tuple(one) for one in row.contributors]),
        ("images", stored.images, [tuple(one) for one in row.images]),
        ("pointers", stored.pointers, [tuple(one) for one in row.pointers]),
    ]
    found = [
        difference("article", name, row.url, before, after) for name, before, after in pairs if name not in _SILENT
    ]
    further = [(one.url_key, one.text) for one in row.parts if one.role != "main"]
    is_same = (
        all(stored.values[name] == new[name] for name in _SILENT)
        and stored.values["text_sha256"] == row.text_sha256
        and further == [(key, stored.texts[key]) for key in stored.further]
    )
    differences = [one for one in found if one is not None]
    return differences, bool(differences) or not is_same


def layout_differences(
    stored: StoredPage, layout: LayoutRow, url: str, urls: Mapping[str, str]
) -> Iterator[Difference]:
    """Compare a printed page with its stored rows.

    Args:
        url: of the page.
        urls: of the articles, by key.
    """
    new = {"edition": layout.own.edition, **_own_values(layout)}
    for name, before in (("edition", stored.edition), *stored.values.items()):
        if name not in ("number", "title", "ordinal") and (
            found := difference("page", name, url, before, new.get(name))
        ):
            yield found
    placed = {one.url_key: one for one in layout.placements}
    for key in stored.placements.keys() - placed.keys() - stored.delisted:
        title = stored.placements[key]["listed_title"]
        yield Difference(
            what="placement", name="article", kind="lost", url=urls.get(key, url), before=_apart(_text(title), "")[0]
        )
    for key, one in placed.items():
        before = stored.placements.get(key) if key not in stored.delisted else None
        if before is None:
            title = optional_line(one.listed_title)
            yield Difference(
                what="placement", name="article", kind="gained", url=urls[key], after=_apart("", _text(title))[1]
            )
            continue
        for name in OF_PLACEMENT:
            after = getattr(one, name)
            if found := difference("placement", name, urls[key], _plain(before[name]), _plain(after)):
                yield found


def label_differences(
    pages: Mapping[str, StoredPage], layouts: Sequence[LayoutRow], urls: Mapping[str, str]
) -> tuple[list[Difference], dict[str, dict[str, Any]]]:
    """Compare number, title and place of the pages of an issue, which several layouts name.

    Args:
        pages: as stored, by key.
        layouts: all that can be read of the day.
        urls: of the pages, by key.

    Returns:
        The differences, and what to write, by key.
    """
    own = {layout.own.url_key: layout.own for layout in layouts}
    named: dict[str, list[PageRow]] = {}
    for layout in layouts:
        for row in layout.pages:
            named.setdefault(row.url_key, []).append(row)
    found: list[Difference] = []
    wanted: dict[str, dict[str, Any]] = {}
    for key, stored in pages.items():
        rows = [own[key]] if key in own else []
        rows += named.get(key, [])
        if not rows:
            continue
        values: dict[str, Any] = {}
        for name in ("number", "title", "ordinal"):
            said = [value for row in rows if (value := getattr(row, name)) is not None]
            is_own = key in own and getattr(own[key], name) is not None
            kept = stored.values[name]
            # of a page that does not say it itself, whichever layout was read first has said it
            values[name] = kept if not is_own and kept in said else next(iter(said), None)
            if one := difference("page", name, urls[key], kept, values[name]):
                found.append(one)
        if any(values[name] != stored.values[name] for name in values):
            wanted[key] = values
    return found, wanted


def issue_differences(
    stored: Mapping[tuple[dt.date, str], Mapping[str, Any]], layouts: Iterable[tuple[str, LayoutRow]]
) -> list[Difference]:
    """Compare what is known of issues with what all their layouts say together: of several values the least.

    Args:
        layouts: with their URLs.
    """
    said: dict[tuple[dt.date, str], dict[str, list[Any]]] = {}
    by_issue: dict[tuple[dt.date, str], str] = {}
    for url, layout in layouts:
        for row in layout.issues:
            key = (row.published_on, row.edition)
            by_issue.setdefault(key, url)
            for name in OF_ISSUE:
                values = said.setdefault(key, {}).setdefault(name, [])
                values += [value for value in (getattr(row, name),) if value is not None]
    found = []
    for key, fields in said.items():
        before = stored.get(key, {})
        for name, values in fields.items():
            found.append(difference("issue", name, by_issue[key], before.get(name), min(values, default=None)))
    return [one for one in found if one is not None]


def _own_values(layout: LayoutRow) -> dict[str, Any]:
    return {**layout.picture, **{name: getattr(layout.own, name) for name in OF_PAGE[:3]}}


def _plain(value: Any) -> Any:
    """Turn tuples into lists, as JSON does."""
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(one) for one in value if one is not None)
    return str(value).replace("\n", " ⏎ ")


def _apart(before: str, after: str) -> tuple[str, str]:
    """Shorten two texts to where they begin to differ."""
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, min(at, max(len(before), len(after)) - SHOWN_CHARS // 2) - SHOWN_CHARS // 3) if at else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + SHOWN_CHARS
    return f"{'…' if start and text else ''}{text[start:end]}{'…' if len(text) > end else ''}"
