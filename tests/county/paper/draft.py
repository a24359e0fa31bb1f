"""An issue as laid out: its pages, the articles on them, and where each stands in the list and the map."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.county.paper import words
from tests.county.paper.plan import HEIGHT, WIDTH, Day, Markup, content_id, issue_folder, node_of
from tests.county.paper.text import ArticleKind, PrintText, Writer, stories_of
from tests.county.quirks import AnyQuirk, Draws, PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.truth import Edition, Polygon

_SEASON = frozenset({"news", "photo"})
_NOISE = (PrintQuirk.HEADLINE_TAIL, PrintQuirk.BARE_TEXT, PrintQuirk.EMPTY_NEWSPIC, PrintQuirk.PAPER_H1)
_TITLES = (PrintQuirk.TITLE_TITLE1, PrintQuirk.TITLE_BT1, PrintQuirk.TITLE_H1)


@dataclass(frozen=True, kw_only=True)
class ArticleDraft:
    """An article on its page.

    Args:
        number: the number in its address.
        copy_of: the number of the article that it repeats; None for most.
        is_gone: it is placed, but its address is not found.
        regions: its polygons in the map; none when only the list has it.
        is_listed: whether the page's list has it.
        quirks: all that its page and its place show.
    """

    number: int
    path: str
    text: PrintText
    copy_of: int | None
    is_gone: bool
    regions: tuple[Polygon, ...]
    is_listed: bool
    quirks: frozenset[AnyQuirk]


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """A page: `articles` in the map's order, `listed` in the list's."""

    edition: Edition
    number: str
    title: str
    ordinal: int
    path: str
    folder: str
    stem: str
    picture: str
    articles: tuple[ArticleDraft, ...]
    listed: tuple[ArticleDraft, ...]
    quirks: frozenset[AnyQuirk]

    @property
    def placed(self) -> tuple[ArticleDraft, ...]:
        """Its articles by the list's order, then those that only the map has."""
        return (*self.listed, *(article for article in self.articles if not article.is_listed))

    @property
    def label(self) -> str:
        """Its name as the pages print it, without a 第: 01版：要闻."""
        return f"{self.edition if self.is_supplement else ''}{self.number}版：{self.title}"

    @property
    def is_supplement(self) -> bool:
        """Whether it belongs to the supplement."""
        return self.edition != "main"


@dataclass(frozen=True, kw_only=True)
class IssueDraft:
    """An issue of one day, its supplement's pages last."""

    day: Day
    markup: Markup
    pages: tuple[PageDraft, ...]
    quirks: frozenset[AnyQuirk]
    page_at: dict[str, PageDraft] = field(default_factory=dict)
    article_at: dict[str, tuple[PageDraft, ArticleDraft]] = field(default_factory=dict)


@dataclass
class _Piece:
    """An article before it has a place."""

    text: PrintText
    key: str
    copy_of: int | None = None
    is_gone: bool = False


def issue_of(seed: int, day: Day, markup: Markup, enabled: frozenset[AnyQuirk]) -> IssueDraft:
    """Return the issue of a day that has one."""
    return _Maker(seed, day, markup, enabled).issue()


class _Maker:
    """Makes one issue: first what stands on each page, then where."""

    def __init__(self, seed: int, day: Day, markup: Markup, enabled: frozenset[AnyQuirk]) -> None:
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
        last = contents[-2 if PrintQuirk.ADVERTISEMENT_PAGE in of_issue else -1]
        self._notices(last)
        if PrintQuirk.JUMP in of_issue:
            self._jump(contents, f"{letter}{numbers[1]}", letter)
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
        self.draws.has(PrintQuirk.HIDDEN_MENU, where=founder)
        self.draws.has(PrintQuirk.PREVIOUS_ISSUE, where=founder and self.day.day > 0)
        self.draws.has(PrintQuirk.GBK_NAMES, where=aheading)
        if self.day.kind == "combined":
            self.draws.drawn.add(PrintQuirk.COMBINED_ISSUE)
        if self.day.is_late:
            self.draws.drawn.add(PrintQuirk.LATE_ISSUE)
        return set(self.draws.drawn)

    # What stands on a page.

    def _piece(self, kind: ArticleKind, page: str, place: int) -> _Piece:
        key = f"{self.key}:{page}:{place}"
        writer = Writer(key, self.enabled, self.markup)
        stories = self.photo_stories if kind == "photo" else self.stories
        wants_story = kind in _SEASON and self.rng.random() < 0.9
        if wants_story and stories:
            slot, news = stories.pop()
            return _Piece(writer.story(news, self.day.day - 1, slot), key)
        return _Piece(writer.write(kind), key)

    def _front(self, letter: str) -> list[_Piece]:
        draws = Draws(random.Random(f"{self.key}:front"), self.enabled)
        kinds: list[ArticleKind] = ["masthead"] if draws.has(PrintQuirk.MASTHEAD) else []
        kinds += ["news"] * self.rng.randint(3, 5)
        kinds += ["photo"] if draws.has(PrintQuirk.PRINT_PHOTO_STORY) else []
        teasers = self.rng.randint(1, 3)
        kinds += ["teaser"] * teasers if draws.has(PrintQuirk.TEASER, where=not letter) else []
        return [self._piece(kind, "front", place) for place, kind in enumerate(kinds)]

    def _inside(self, number: int) -> list[_Piece]:
        draws = Draws(random.Random(f"{self.key}:{number}:inside"), self.enabled)
        kinds: list[ArticleKind] = ["news"] * self.rng.randint(3, 5)
        if draws.has(PrintQuirk.PRINT_PHOTO_STORY):
            kinds.insert(1, "photo")
        return [self._piece(kind, str(number), place) for place, kind in enumerate(kinds)]

    def _notices(self, pieces: list[_Piece]) -> None:
        """Put notices at the end of the last page that is no advertisement."""
        draws = Draws(random.Random(f"{self.key}:notices"), self.enabled)
        forms = [place for place in range(self.rng.randint(3, 6)) if draws.has(PrintQuirk.NOTICE_FORM)]
        pieces += [self._piece("notice", "notice", place) for place in forms]
        bare = [place for place in range(self.rng.randint(1, 3)) if draws.has(PrintQuirk.NOTICE_BARE)]
        pieces += [self._piece("notice_bare", "lost", place) for place in bare]

    def _jump(self, contents: list[list[_Piece]], target: str, letter: str) -> None:
        """Carry an article of the first page to the next: two articles of one headline."""
        key = f"{self.key}:jump"
        writer = Writer(key, self.enabled, self.markup)
        text = writer.news(is_long=True)
        if text.title in {piece.text.title for pieces in contents for piece in pieces}:
            text = replace(text, headline=(f"{text.headline[0]}（长篇通讯）",))
        first, rest = list(text.lines[:2]), list(text.lines[2:])
        first[-1] += words.JUMP_TO.format(page=target)
        rest[0] = words.JUMP_FROM.format(page=f"{letter}1") + rest[0]
        quirks = text.quirks | {PrintQuirk.JUMP}
        kept = quirks & {PrintQuirk.JUMP, PrintQuirk.TWO_LINES}
        second = PrintText(genre="news", headline=text.headline, lines=tuple(rest), quirks=frozenset(kept))
        contents[0].append(_Piece(replace(text, lines=tuple(first), quirks=quirks), f"{key}:1"))
        contents[1].append(_Piece(second, f"{key}:2"))

    def _spoil(self, pieces: list[_Piece], of_issue: set[AnyQuirk]) -> None:
        """Repeat a page's first article at its end; let its third be gone."""
        if PrintQuirk.GONE_ARTICLE in of_issue:
            gone = pieces[2]
            gone.is_gone = True
            gone.text = replace(gone.text, quirks=gone.text.quirks | {PrintQuirk.GONE_ARTICLE})
        if PrintQuirk.COPY_ON_PAGE in of_issue:
            pieces[0].text = replace(pieces[0].text, quirks=pieces[0].text.quirks | {PrintQuirk.COPY_ON_PAGE})
            pieces.append(_Piece(pieces[0].text, pieces[0].key, copy_of=0))

    # Where it stands.

    def _page(
        self, edition: Edition, title: str, pieces: list[_Piece], *, ordinal: int, number: int, printed: str
    ) -> PageDraft:
        key = f"{self.key}:{edition}:{number}:page"
        rng, draws = random.Random(key), Draws(random.Random(f"{key}:quirks"), self.enabled)
        for quirk in (PrintQuirk.FOCUS_BOX, PrintQuirk.UNQUOTED, PrintQuirk.UNCLOSED, PrintQuirk.LIST_ORDER):
            draws.has(quirk)
        draws.has(PrintQuirk.DUPLICATE_AREAS)
        places = [self._place(piece, f"{key}:{place}") for place, piece in enumerate(pieces)]
        if not any(is_mapped for is_mapped, _, _ in places):
            draws.drawn.discard(PrintQuirk.DUPLICATE_AREAS)
        polygons = iter(
            _cells(sum(2 if PrintQuirk.TWO_REGIONS in of_it else 1 for mapped, _, of_it in places if mapped))
        )
        first = self.placed
        articles = []
        for place, (piece, (is_mapped, is_listed, of_it)) in enumerate(zip(pieces, places, strict=True)):
            regions: list[Polygon] = []
            for _ in range(2 if PrintQuirk.TWO_REGIONS in of_it else 1) if is_mapped else ():
                regions.append(_polygon(next(polygons), is_l_shaped=PrintQuirk.L_SHAPED in of_it and not regions))
            number_of_it = content_id(self.markup, self.day.day, first + place)
            articles.append(
                ArticleDraft(
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

    def _place(self, piece: _Piece, key: str) -> tuple[bool, bool, frozenset[AnyQuirk]]:
        """Draw whether the map and the list have an article, and how."""
        rng, draws = random.Random(key), Draws(random.Random(f"{key}:quirks"), self.enabled)
        is_copied = PrintQuirk.COPY_ON_PAGE in piece.text.quirks
        only = draws.one_of((PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY), where=not is_copied)
        if piece.text.genre == "masthead":
            draws.drawn -= {PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY}
            options = [one for one in (PrintQuirk.MAP_ONLY, PrintQuirk.LIST_ONLY) if one in self.enabled]
            only = rng.choice(options) if options else None
            draws.drawn.update((only,) if only else ())
        is_mapped, is_listed = only is not PrintQuirk.LIST_ONLY, only is not PrintQuirk.MAP_ONLY
        draws.has(PrintQuirk.L_SHAPED, where=is_mapped)
        draws.has(PrintQuirk.TWO_REGIONS, where=is_mapped)
        draws.has(PrintQuirk.LISTED_BLANKS, where=is_listed and bool(piece.text.headline))
        self._markup_quirks(draws, piece.text)
        return is_mapped, is_listed, frozenset(draws.drawn)

    def _markup_quirks(self, draws: Draws, text: PrintText) -> None:
        founder = self.markup == "founder"
        draws.one_of(_TITLES, where=founder and bool(text.headline))
        is_bare = draws.has(PrintQuirk.BARE_TEXT, where=bool(text.lines))
        draws.has(PrintQuirk.DOUBLED_ENPCONTENT, where=founder and bool(text.lines) and not is_bare)
        draws.has(PrintQuirk.EMPTY_NEWSPIC, where=not text.pictures)
        draws.has(PrintQuirk.PAPER_H1, where=not founder)
        draws.has(PrintQuirk.HEADLINE_TAIL, where=bool(text.headline))


def _cells(count: int) -> list[tuple[int, int, int, int]]:
    """Divide the page among so many articles, in two columns."""
    rows = max(1, -(-count // 2))
    height = (HEIGHT - 10) // rows
    cells = []
    for place in range(count):
        row, column = divmod(place, 2)
        left, top = 5 + column * 172, 5 + row * height
        right = WIDTH - 7 if place == count - 1 and column == 0 else left + 165
        cells.append((left, top, right, top + height - 6))
    return cells


def _polygon(cell: tuple[int, int, int, int], *, is_l_shaped: bool) -> Polygon:
    """Return a rectangle, or an L whose inner corner is printed three times (pages/jxrb_layout_20171009_A01.html)."""
    left, top, right, bottom = cell
    if not is_l_shaped:
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    x, y = (left + right) // 2, (top + bottom) // 2
    inner = ((x, y),) * 3
    return ((left, top), (right, top), (right, y), *inner, (x, bottom), (left, bottom))
