"""Makes an issue: what stands on each page, and where in the list and the map."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county.draws import Draws
from tests.county.paper import columns, guides, jumps, words
from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft, Piece
from tests.county.paper.place import cells, place_of, polygon
from tests.county.paper.plan import Day, Markup, content_id, issue_folder, node_of
from tests.county.paper.room import Room
from tests.county.paper.text import ArticleKind, Writer, stories_of
from tests.county.quirks import AnyQuirk, PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.truth import Edition, Polygon

_SEASON = frozenset({"news", "photo"})


def issue_of(
    seed: int, day: Day, markup: Markup, enabled: frozenset[AnyQuirk], earlier: tuple[Day, ...] = ()
) -> IssueDraft:
    """Return the issue of a day that has one; it may correct what one of the earlier days printed."""
    return _Maker(seed, day, markup, enabled, earlier).issue()


class _Maker:
    """Makes one issue: first what stands on each page, then where."""

    def __init__(
        self, seed: int, day: Day, markup: Markup, enabled: frozenset[AnyQuirk], earlier: tuple[Day, ...]
    ) -> None:
        self.seed, self.earlier = seed, earlier
        self.day, self.markup, self.enabled = day, markup, enabled
        self.key = f"{seed}:{day.day}:print"
        self.rng = random.Random(f"{self.key}:issue")
        self.draws = Draws(random.Random(f"{self.key}:quirks"), enabled)
        news = stories_of(seed, day.day - 1, enabled)
        random.Random(f"{self.key}:stories").shuffle(news)
        self.stories = [story for story in news if not story[1].is_photo_story]
        self.photo_stories = [story for story in news if story[1].is_photo_story]
        self.placed = 0

    def issue(self) -> IssueDraft:
        """Return the whole issue."""
        of_issue = self._issue_quirks()
        letter = "A" if PrintQuirk.LETTERED_PAGES in of_issue else ""
        count = self.rng.choice((4, 4, 5, 6, 6, 7, 8))
        hole = self.rng.randint(2, count)
        numbers = [n for n in range(1, count + 1) if not (PrintQuirk.PAGE_HOLE in of_issue and n == hole)]
        numbers += [count + 1] if len(numbers) < count else []
        titles = [self.rng.choice(words.FRONT_TITLES), *self.rng.sample(words.PAGE_TITLES, count - 1)]
        contents = [self._front(letter), *(self._inside(number) for number in numbers[1:])]
        if PrintQuirk.ADVERTISEMENT_PAGE in of_issue:
            titles[-1], contents[-1] = "广告", [self._piece("advertisement", "ad", count)]
        room = self._room(letter, numbers, titles, contents)
        columns.literary_page(room)
        last = contents[room.last]
        self._notices(last)
        jumps.add_jumps(room, is_plain=PrintQuirk.JUMP in of_issue)
        columns.add_columns(room)
        guides.add_pointers(room, self._corrected())
        self._spoil(last, of_issue)
        pages = [
            self._page("main", title, pieces, ordinal=ordinal, number=number, printed=f"{letter}{number:02d}")
            for ordinal, (number, title, pieces) in enumerate(zip(numbers, titles, contents, strict=True), start=1)
        ]
        if PrintQuirk.SUPPLEMENT in of_issue:
            title = self.rng.choice(words.SUPPLEMENT_TITLES)
            for ordinal in (1, 2):
                pieces = [self._piece("news", f"supplement{ordinal}", place) for place in range(self.rng.randint(2, 4))]
                pages.append(
                    self._page("增刊", title, pieces, ordinal=ordinal, number=ordinal, printed=f"{ordinal:02d}")
                )
        issue = IssueDraft(day=self.day, markup=self.markup, pages=tuple(pages), quirks=frozenset(of_issue))
        for page in pages:
            issue.page_at[page.path] = page
            issue.article_at.update((article.path, (page, article)) for article in page.articles + page.listed)
        return issue

    def _room(self, letter: str, numbers: list[int], titles: list[str], contents: list[list[Piece]]) -> Room:
        return Room(
            key=self.key,
            markup=self.markup,
            enabled=self.enabled,
            on=self.day.date,
            letter=letter,
            numbers=tuple(numbers),
            titles=titles,
            contents=contents,
        )

    def _corrected(self) -> IssueDraft | None:
        """Return an issue of the days before, which a correction may name; it has no correction itself."""
        rng = random.Random(f"{self.key}:corrected")
        published = [day for day in self.earlier[-6:] if day.has_issue]
        is_wanted = rng.random() < PrintQuirk.CORRECTION.rate and PrintQuirk.CORRECTION in self.enabled
        if not published or not is_wanted:
            return None
        return issue_of(self.seed, rng.choice(published), self.markup, self.enabled)

    def _issue_quirks(self) -> set[AnyQuirk]:
        founder, aheading = self.markup == "founder", self.markup == "aheading"
        for quirk in (
            PrintQuirk.GB_DECLARED,
            PrintQuirk.PRINT_CRLF,
            PrintQuirk.PAGE_HOLE,
            PrintQuirk.LETTERED_PAGES,
            PrintQuirk.ADVERTISEMENT_PAGE,
            PrintQuirk.SUPPLEMENT,
            PrintQuirk.JUMP,
            PrintQuirk.COPY_ON_PAGE,
            PrintQuirk.GONE_ARTICLE,
        ):
            self.draws.has(quirk)
        self.draws.has(PrintQuirk.FRAME_B, where=founder)
        has_menu = self.draws.has(PrintQuirk.HIDDEN_MENU)
        has_before = self.draws.has(PrintQuirk.PREVIOUS_ISSUE, where=founder and self.day.day > 0)
        self.draws.has(PrintQuirk.GBK_NAMES, where=aheading)
        is_lettered = PrintQuirk.LETTERED_PAGES in self.draws.drawn
        self.draws.has(PrintQuirk.TWO_LABELS, where=aheading and has_menu and is_lettered)
        # From the sixth on, the issue before is of the same month.
        self.draws.has(PrintQuirk.PREVIOUS_NEAR, where=has_before and self.day.date.day >= 6)
        self.draws.has(PrintQuirk.ASCII_COLON)
        self.draws.has(PrintQuirk.HEADER_SPAN)
        if self.day.kind == "combined":
            self.draws.drawn.add(PrintQuirk.COMBINED_ISSUE)
        if self.day.is_late:
            self.draws.drawn.add(PrintQuirk.LATE_ISSUE)
        return set(self.draws.drawn)

    # What stands on a page.

    def _piece(self, kind: ArticleKind, page: str, place: int) -> Piece:
        key = f"{self.key}:{page}:{place}"
        writer = Writer(key, self.enabled, self.markup, self.day.date)
        stories = self.photo_stories if kind == "photo" else self.stories
        wants_story = kind in _SEASON and self.rng.random() < 0.9
        if wants_story and stories:
            slot, news = stories.pop()
            return Piece(writer.story(news, self.day.day - 1, slot), key)
        return Piece(writer.write(kind), key)

    def _front(self, letter: str) -> list[Piece]:
        draws = Draws(random.Random(f"{self.key}:front"), self.enabled)
        kinds: list[ArticleKind] = ["masthead"] if draws.has(PrintQuirk.MASTHEAD) else []
        kinds += ["news"] * self.rng.randint(3, 5)
        kinds += ["photo"] if draws.has(PrintQuirk.PRINT_PHOTO_STORY) else []
        teasers = self.rng.randint(1, 3)
        kinds += ["teaser"] * teasers if draws.has(PrintQuirk.TEASER, where=not letter) else []
        return [self._piece(kind, "front", place) for place, kind in enumerate(kinds)]

    def _inside(self, number: int) -> list[Piece]:
        draws = Draws(random.Random(f"{self.key}:{number}:inside"), self.enabled)
        kinds: list[ArticleKind] = ["news"] * self.rng.randint(3, 5)
        if draws.has(PrintQuirk.PRINT_PHOTO_STORY):
            kinds.insert(1, "photo")
        return [self._piece(kind, str(number), place) for place, kind in enumerate(kinds)]

    def _notices(self, pieces: list[Piece]) -> None:
        """Put notices at the end of the last page that is no advertisement."""
        draws = Draws(random.Random(f"{self.key}:notices"), self.enabled)
        forms = [place for place in range(self.rng.randint(3, 6)) if draws.has(PrintQuirk.NOTICE_FORM)]
        pieces += [self._piece("notice", "notice", place) for place in forms]
        bare = [place for place in range(self.rng.randint(1, 3)) if draws.has(PrintQuirk.NOTICE_BARE)]
        pieces += [self._piece("notice_bare", "lost", place) for place in bare]

    def _spoil(self, pieces: list[Piece], of_issue: set[AnyQuirk]) -> None:
        """Repeat a page's first article at its end; let its third be gone."""
        if PrintQuirk.GONE_ARTICLE in of_issue:
            gone = pieces[2]
            gone.is_gone = True
            gone.text = replace(gone.text, quirks=gone.text.quirks | {PrintQuirk.GONE_ARTICLE})
        if PrintQuirk.COPY_ON_PAGE in of_issue:
            pieces[0].text = replace(pieces[0].text, quirks=pieces[0].text.quirks | {PrintQuirk.COPY_ON_PAGE})
            pieces.append(Piece(pieces[0].text, pieces[0].key, copy_of=0))

    # Where it stands.

    def _page(
        self, edition: Edition, title: str, pieces: list[Piece], *, ordinal: int, number: int, printed: str
    ) -> PageDraft:
        key = f"{self.key}:{edition}:{number}:page"
        rng, draws = random.Random(key), Draws(random.Random(f"{key}:quirks"), self.enabled)
        for quirk in (PrintQuirk.FOCUS_BOX, PrintQuirk.UNQUOTED, PrintQuirk.UNCLOSED, PrintQuirk.LIST_ORDER):
            draws.has(quirk)
        draws.has(PrintQuirk.DUPLICATE_AREAS)
        founder = self.markup == "founder"
        draws.has(PrintQuirk.DIV_QUERY, where=founder)
        draws.has(PrintQuirk.MIXED_CASE, where=not founder)
        draws.one_of((PrintQuirk.LIST_DOTS, PrintQuirk.TITLE_DOTS), where=not founder)
        places = [
            place_of(piece.text, f"{key}:{place}", self.markup, self.enabled) for place, piece in enumerate(pieces)
        ]
        if not any(is_mapped for is_mapped, _, _ in places):
            draws.drawn.discard(PrintQuirk.DUPLICATE_AREAS)
        polygons = iter(
            cells(sum(2 if PrintQuirk.TWO_REGIONS in of_it else 1 for mapped, _, of_it in places if mapped))
        )
        first = self.placed
        articles = []
        for place, (piece, (is_mapped, is_listed, of_it)) in enumerate(zip(pieces, places, strict=True)):
            regions: list[Polygon] = []
            for _ in range(2 if PrintQuirk.TWO_REGIONS in of_it else 1) if is_mapped else ():
                regions.append(polygon(next(polygons), is_l_shaped=PrintQuirk.L_SHAPED in of_it and not regions))
            number_of_it = content_id(self.markup, self.day.day, first + place)
            articles.append(
                ArticleDraft(
                    key=piece.key,
                    number=number_of_it,
                    path=f"{issue_folder(self.day.date)}/content_{number_of_it}.htm",
                    text=piece.text,
                    copy_of=None if piece.copy_of is None else articles[piece.copy_of].number,
                    is_gone=piece.is_gone,
                    regions=tuple(regions),
                    is_listed=is_listed,
                    quirks=piece.text.quirks | of_it,
                )
            )
        self.placed += len(pieces)
        listed = [article for article in articles if article.is_listed]
        if PrintQuirk.LIST_ORDER in draws.drawn:
            rng.shuffle(listed)
            if [one.number for one in listed] == sorted(one.number for one in listed):
                draws.drawn.discard(PrintQuirk.LIST_ORDER)
        is_main = edition == "main"
        folder = printed if is_main else f"Z{printed}"
        node = node_of(self.markup, number - 1, is_supplement=not is_main)
        return PageDraft(
            edition=edition,
            number=printed,
            title=title,
            ordinal=ordinal,
            path=f"{issue_folder(self.day.date)}/node_{node}.htm",
            folder=f"{self.day.date:%Y-%m-%d}/{folder}",
            stem=f"jryl{self.day.date:%Y%m%d}{folder}",
            picture=self._picture(f"{self.day.date:%Y%m%d}{folder}", title),
            articles=tuple(article for article in articles if article.regions),
            listed=tuple(listed),
            quirks=frozenset(draws.drawn),
        )

    def _picture(self, stem: str, title: str) -> str:
        """Return the file name of a page's picture, percent-encoded GBK where the issue has such names."""
        if self.markup == "founder":
            return f"JRYL{stem}_brief.jpg"
        if PrintQuirk.GBK_NAMES in self.draws.drawn:
            return "".join(f"%{byte:02X}" for byte in title.encode("gbk")) + "_b.jpg"
        return "Page_b.jpg"
