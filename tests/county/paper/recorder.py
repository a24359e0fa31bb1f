"""Writes down the truth of an issue, from the draft that its pages are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county.paper.plan import HEIGHT, WIDTH, number_printed
from tests.county.paper.truth import (
    IssueTruth,
    JoinedTruth,
    PageTruth,
    PlacementTruth,
    PointerTruth,
    PrintArticleTruth,
    PrintContributorTruth,
    asset_folder,
    pdf_name,
)
from tests.county.quirks import PrintQuirk
from tests.county.truth import ImageTruth, Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft
    from tests.county.paper.plan import Day
    from tests.county.paper.printed import Pointer, PrintText

_SENTENCE_ENDS = ("。", "！", "？", "”", "）", "……")
# An issue's quirks that its supplement does not show.
_OF_MAIN_PAGES = frozenset(
    (
        PrintQuirk.PAGE_HOLE,
        PrintQuirk.LETTERED_PAGES,
        PrintQuirk.ADVERTISEMENT_PAGE,
        PrintQuirk.JUMP,
        PrintQuirk.COPY_ON_PAGE,
        PrintQuirk.GONE_ARTICLE,
    )
)


class Recorder:
    """Writes down the truth of one issue for one address of the site."""

    def __init__(self, issue: IssueDraft, base_url: str) -> None:
        self.issue = issue
        self.base_url = base_url
        self.path_of = {one.key: one.path for page in issue.pages for one in page.placed if one.copy_of is None}

    def issues(self) -> Iterator[IssueTruth]:
        """Yield the issue, and its supplement where it has one."""
        editions = dict.fromkeys(page.edition for page in self.issue.pages)
        for edition in editions:
            pages = [page for page in self.issue.pages if page.edition == edition]
            articles = [article for page in pages for article in page.placed]
            of_issue = self.issue.quirks - _OF_MAIN_PAGES if edition == "增刊" else self.issue.quirks
            quirks = of_issue.union(*(page.quirks for page in pages))
            yield IssueTruth(
                published_on=self.issue.day.date,
                edition=edition,
                covers_until=_covers_until(self.issue.day),
                number=number_printed(self.issue.day),
                platform="aheading" if self.issue.markup == "aheading" else "founder-classic",
                state="partial" if any(article.is_gone for article in articles) else "complete",
                pages=tuple(self._page(page) for page in pages),
                quirks=frozenset(quirks),
            )

    def articles(self) -> Iterator[PrintArticleTruth]:
        """Yield the articles by page, in the order of their positions."""
        for page in self.issue.pages:
            for position, article in enumerate(page.placed, start=1):
                if not article.is_gone and article.copy_of is None:
                    yield self._article(page, position, article)

    def joined(self) -> Iterator[JoinedTruth]:
        """Yield the articles on several pages."""
        chains: dict[str, list[tuple[int, PrintArticleTruth, bool]]] = {}
        for page in self.issue.pages:
            for position, article in enumerate(page.placed, start=1):
                if article.text.chain and article.copy_of is None:
                    name, place = article.text.chain
                    breaks = not article.text.lines[-1].endswith(_SENTENCE_ENDS)
                    chains.setdefault(name, []).append((place, self._article(page, position, article), breaks))
        for pieces in chains.values():
            yield _joined([(one, breaks) for _, one, breaks in sorted(pieces, key=lambda piece: piece[0])])

    def refusals(self) -> Iterator[Refusal]:
        """Yield the placed articles that are gone."""
        for page in self.issue.pages:
            for article in page.placed:
                if article.is_gone:
                    url = self.base_url + article.path
                    yield Refusal(url=url, state="gone", reason="http_404", quirks=article.quirks)

    def _page(self, page: PageDraft) -> PageTruth:
        placements = [
            PlacementTruth(
                url=self.base_url + article.path,
                ordinal=ordinal,
                listed_title=article.text.title if article.is_listed else None,
                in_map=bool(article.regions),
                in_list=article.is_listed,
                regions=article.regions,
            )
            for ordinal, article in enumerate(page.placed, start=1)
        ]
        return PageTruth(
            url=self.base_url + page.path,
            number=page.number,
            title=page.title,
            ordinal=page.ordinal,
            image_url=f"{self.base_url}{asset_folder(self.issue, page)}/{page.picture}",
            pdf_url=f"{self.base_url}{asset_folder(self.issue, page)}/{pdf_name(self.issue, page)}",
            width=WIDTH,
            height=HEIGHT,
            placements=tuple(placements),
        )

    def _pointer(self, one: Pointer) -> PointerTruth:
        target = one.target
        if target and not target.startswith("/"):
            target = self.path_of[target]
        return PointerTruth(
            kind=one.kind,
            printed=one.printed,
            page_number=one.page_number,
            title=one.title,
            on=one.on,
            target_url=self.base_url + target if target else None,
        )

    def _article(self, page: PageDraft, position: int, article: ArticleDraft) -> PrintArticleTruth:
        text, folder = article.text, self.base_url + asset_folder(self.issue, page)
        return PrintArticleTruth(
            url=self.base_url + article.path,
            published_on=self.issue.day.date,
            edition=page.edition,
            page_number=page.number,
            page_title=page.title,
            position=position,
            headline=text.title,
            kicker=text.kicker,
            subheadline=text.subheadline,
            dateline=text.dateline,
            dateline_on=text.dateline_on,
            body="\n".join(text.lines),
            byline_printed=_byline_printed(text),
            contributors=_contributors(text),
            genre=text.genre,
            images=tuple(ImageTruth(url=f"{folder}/{one.file}", caption=one.caption) for one in text.pictures),
            aliases=tuple(self.base_url + one.path for one in page.placed if one.copy_of == article.number),
            pointers=tuple(self._pointer(one) for one in text.pointers),
            series_title=text.series_title,
            series_part=text.series_part,
            story_of=self.base_url + text.story_path if text.story_path else None,
            quirks=article.quirks,
        )


def _joined(pieces: list[tuple[PrintArticleTruth, bool]]) -> JoinedTruth:
    """Put the pieces of an article together; of each it is known whether it breaks off in a sentence."""
    first = pieces[0][0]
    body = ""
    images: list[ImageTruth] = []
    people: list[PrintContributorTruth] = []
    for place, (one, _) in enumerate(pieces):
        body += ("" if not place or pieces[place - 1][1] else "\n") + one.body
        for person in one.contributors:
            ordinal = person.image_ordinal + len(images) if person.image_ordinal else None
            people.append(replace(person, image_ordinal=ordinal))
        images += one.images
    return JoinedTruth(
        url=first.url,
        published_on=first.published_on,
        edition=first.edition,
        headline=first.headline,
        pieces=tuple(one.url for one, _ in pieces),
        jump_pages=tuple(one.page_number for one, _ in pieces[1:]),
        body=body,
        contributors=tuple(people),
        images=tuple(images),
    )


def _covers_until(day: Day) -> dt.date | None:
    return day.covers_until if day.covers_until > day.date else None


def _byline_printed(text: PrintText) -> str | None:
    mark = "■ " if text.byline and text.byline.form is PrintQuirk.BYLINE_SQUARE else ""
    is_byline = text.byline and (text.byline.people or text.byline.form is PrintQuirk.COMMENTARY)
    spans = [mark + text.byline.printed] if text.byline and is_byline else []
    spans += [one.photographer_printed for one in text.pictures if one.photographer_printed]
    spans += [text.closing.printed] if text.closing else []
    return "\n".join(spans).replace("　", " ") or None


def _contributors(text: PrintText) -> tuple[PrintContributorTruth, ...]:
    named = text.byline.people if text.byline else ()
    editors = text.closing.people if text.closing else ()
    by_text = [PrintContributorTruth(role=role, name=name) for role, name in named]
    by_picture = [
        PrintContributorTruth(role="photographer", name=one.photographer, image_ordinal=ordinal)
        for ordinal, one in enumerate(text.pictures, start=1)
        if one.photographer
    ]
    below = [PrintContributorTruth(role=role, name=name) for role, name in editors]
    return (*by_text, *by_picture, *below)
