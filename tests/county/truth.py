"""The ground truth: every article's fields in final form, as an analyst should see them.

It is made from the same draft as the page, never from the page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from tests.county.quirks import AnyQuirk, slugs

if TYPE_CHECKING:
    from tests.county.draft import Draft

_SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class ContributorTruth:
    """Who is named by the byline: reporter, correspondent (or an organisation), photographer, editor, author, other."""

    role: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ImageTruth:
    """A picture's absolute URL; `caption` is None where none is printed with it."""

    url: str
    caption: str | None


@dataclass(frozen=True, kw_only=True)
class ArticleTruth:
    """A stored article; None means absent on the page.

    Args:
        url: the least of its URLs; the others are `aliases`.
        dateline: as printed, without its colon.
        dateline_on: the day the dateline names, with its year.
        published_on: the printed date where there is one (`date_source` text), else the URL's (url).
        published_at: aware, only where a clock time is printed.
        body: paragraphs joined by a newline, of all its pages.
        byline_printed: the printed spans that name people, in printed order, one a line.
        parts: the URLs of its further pages, in order.
        quirks: which quirks its page and its list entry show.
    """

    url: str
    headline: str
    section: str
    dateline: str | None
    dateline_on: dt.date | None
    published_on: dt.date
    published_at: dt.datetime | None
    date_source: Literal["text", "url"]
    body: str
    byline_printed: str | None
    contributors: tuple[ContributorTruth, ...]
    credited_source: str | None
    genre: Literal["news", "photo"]
    images: tuple[ImageTruth, ...]
    parts: tuple[str, ...]
    aliases: tuple[str, ...]
    quirks: frozenset[AnyQuirk]
    kicker: None = None
    subheadline: None = None
    state: Literal["stored"] = "stored"

    def as_json(self) -> dict[str, Any]:
        """Return the record with ISO dates and the quirks' slugs."""
        record = asdict(replace(self, quirks=frozenset()))  # a copy of quirks takes as long as the rest
        for name in ("dateline_on", "published_on", "published_at"):
            record[name] = record[name].isoformat() if record[name] else None
        return record | {"quirks": slugs(self.quirks)}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A listed URL that must not become an article, and the slug that says why."""

    url: str
    state: Literal["gone", "refused"]
    reason: Literal["http_404", "redirected_home", "robots"]
    quirks: frozenset[AnyQuirk]

    def as_json(self) -> dict[str, Any]:
        """Return the record with the quirks' slugs."""
        return asdict(self) | {"quirks": slugs(self.quirks)}


def article_truth(draft: Draft, base_url: str, aliases: tuple[str, ...] = ()) -> ArticleTruth:
    """Return the fields of a draft as printed at its own URL."""
    text, line = draft.text, draft.source_line
    printed_on = line.at.date() if line.at else line.on
    return ArticleTruth(
        url=base_url + draft.path,
        headline=text.headline,
        section=draft.channel.name,
        dateline=text.dateline,
        dateline_on=text.dateline_on,
        published_on=printed_on or url_date(draft),
        published_at=line.at.replace(tzinfo=_SHANGHAI) if line.at else None,
        date_source="text" if printed_on else "url",
        body="\n".join(one.text for one in text.lines),
        byline_printed=_byline_printed(draft),
        contributors=_contributors(draft),
        credited_source=line.source,
        genre="photo" if text.is_photo_story else "news",
        images=tuple(
            ImageTruth(url=_absolute(picture.src, base_url), caption=picture.caption) for picture in text.pictures
        ),
        parts=tuple(base_url + part_path(draft.path, part) for part in range(1, len(draft.pages))),
        aliases=aliases,
        quirks=draft.quirks,
    )


def url_date(draft: Draft) -> dt.date:
    """Return the date in the article's URL."""
    year, month, day = draft.path.removeprefix("/inner").split("/")[2:5]
    return dt.date(int(year), int(month), int(day))


def part_path(path: str, part: int) -> str:
    """Return the path of an article's further page, or of its first for part 0 (PLATFORMS 2.1)."""
    return path.replace(".shtml", f"_{part:02d}.shtml") if part else path


def _byline_printed(draft: Draft) -> str | None:
    author, byline = draft.source_line.author, draft.text.byline
    spans = [f"作者：{author.printed}"] if author else []
    spans += [byline.printed] if byline else []
    spans += [picture.credit.strip() for picture in draft.text.pictures if picture.credit]
    return "\n".join([*spans, draft.closing.printed]).replace("　", " ")


def _contributors(draft: Draft) -> tuple[ContributorTruth, ...]:
    author, byline = draft.source_line.author, draft.text.byline
    pairs = [("author", author.name)] if author else []
    pairs += byline.people if byline else ()
    pairs += [("photographer", picture.photographer) for picture in draft.text.pictures if picture.photographer]
    pairs += draft.closing.people
    return tuple(ContributorTruth(role=role, name=name) for role, name in pairs)


def _absolute(src: str, base_url: str) -> str:
    return src if src.startswith("http") else base_url + src
