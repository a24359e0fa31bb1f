"""Writes a printed article in final form: headline lines, body, bylines, pictures."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from tests.county import people, phrases, words
from tests.county.draws import Draws
from tests.county.paper import extras
from tests.county.paper import words as print_words
from tests.county.paper.printed import PrintByline, PrintPicture, PrintText, name_quirks
from tests.county.plan import NOTICE, SLOTS, article_path, entry_at, pair_of
from tests.county.quirks import AnyQuirk, PrintQuirk, Quirk
from tests.county.text import text_of

if TYPE_CHECKING:
    import datetime as dt

    from tests.county.paper.plan import Markup
    from tests.county.text import Text

ArticleKind = Literal["news", "photo", "teaser", "notice", "notice_bare", "masthead", "advertisement"]
BYLINES = (
    PrintQuirk.AUTHOR_BOTH,
    PrintQuirk.AUTHOR_REPORTER,
    PrintQuirk.AUTHOR_BARE,
    PrintQuirk.BYLINE_AT_END,
    PrintQuirk.BYLINE_SQUARE,
)
AUTHOR_SLOT = frozenset(BYLINES[:3])


def stories_of(seed: int, day: int, enabled: frozenset[AnyQuirk]) -> list[tuple[int, Text]]:
    """Return (slot, words) of the day's news that the paper may print the day after."""
    if day < 0 or PrintQuirk.STORY not in enabled:
        return []
    stories = []
    for slot, (channel, _) in enumerate(SLOTS):
        entry = entry_at(seed, day, slot, enabled)
        if channel is not NOTICE and entry.kind == "article" and entry.slot == slot and not pair_of(day, slot, enabled):
            stories.append((slot, text_of(seed, day, slot, enabled)))
    return stories


class Writer:
    """Writes one article: its words, its quirks and its people are drawn apart."""

    def __init__(self, key: str, enabled: frozenset[AnyQuirk], markup: Markup, on: dt.date) -> None:
        self.key, self.on = key, on
        self.facts = words.Facts(random.Random(f"{key}:text"))
        self.rng = self.facts.rng
        self.draws = Draws(random.Random(f"{key}:quirks"), enabled)
        self.people_rng = random.Random(f"{key}:people")
        self.cast = people.Cast(self.people_rng, Draws(random.Random(f"{key}:names"), enabled))
        self.markup = markup

    def write(self, kind: ArticleKind) -> PrintText:
        """Return an article of the kind."""
        if kind == "news":
            return self.news()
        text = {
            "photo": self._photo,
            "teaser": self._teaser,
            "notice": self._notice,
            "notice_bare": self._lost,
            "masthead": lambda: self._picture_only("报头", PrintQuirk.MASTHEAD),
            "advertisement": lambda: self._picture_only("广告", PrintQuirk.ADVERTISEMENT_PAGE),
        }[kind]()
        return self._done(text)

    def news(self, *, is_long: bool = False) -> PrintText:
        """Return a report of the paper's own; a long one has at least four paragraphs and no byline at its end."""
        headlines, leads, details = self.rng.choice(words.TOPICS)
        lead = self.rng.randrange(len(leads))
        others = tuple(one for topic in self.rng.sample(words.TOPICS, 2) for one in topic[2])
        pool = list(dict.fromkeys(details + others))
        sentences = [self.facts.say(one) for one in self.rng.sample(pool, self.rng.randint(5 if is_long else 2, 9))]
        extra = self.facts.say(self.rng.choice(words.REPORTER_SENTENCES + words.BRACKET_SENTENCES))
        if self.rng.random() < 0.4:
            sentences.insert(1, extra)
        lines = [self.facts.say(leads[lead])]
        while sentences:
            size = self.rng.choice((1, 2) if is_long else (1, 2, 2, 3))
            lines.append("".join(sentences[:size]))
            del sentences[:size]
        byline = self._byline(BYLINES[:3] if is_long else BYLINES)
        has_picture = self.draws.has(PrintQuirk.PRINT_PICTURE)
        pictures = self._pictures(1) if has_picture else ()
        text = PrintText(
            genre="news",
            headline=self._headline(self.facts.say(headlines[lead])),
            lines=tuple(lines),
            dateline=self._dateline(where=byline is None or byline.form is not PrintQuirk.BYLINE_SQUARE),
            byline=byline,
            pictures=pictures,
        )
        return self._done(extras.added(self, self._with_titles(text), is_long=is_long))

    def story(self, news: Text, day: int, slot: int) -> PrintText:
        """Return a news site's article as printed the next day: at least a fifth of it, some under another headline."""
        is_photo = news.is_photo_story
        count, sizes = self.rng.randint(2, 4), [len(line.text) for line in news.lines]
        while sum(sizes[:count]) * 5 < sum(sizes):
            count += 1
        lines = [line for line in news.lines[:count] if not line.is_subhead]
        other = self.facts.say(self.rng.choice(print_words.OTHER_HEADLINES))
        headline = self._headline(other if self.rng.random() < 0.4 and not is_photo else news.headline)
        named = news.byline.people if news.byline else ()
        photographers = [name for role, name in named if role == "photographer"]
        captions = [picture.caption for picture in news.pictures]
        text = PrintText(
            genre="photo" if is_photo else "news",
            headline=headline,
            lines=tuple(line.text for line in lines),
            dateline=self._dateline(where=not is_photo),
            byline=self._moved_byline(tuple(pair for pair in named if pair[0] in ("reporter", "correspondent"))),
            pictures=self._story_pictures(captions, photographers),
            story_path=article_path(day, slot),
        )
        self.draws.drawn.add(PrintQuirk.STORY)
        if is_photo:
            self.draws.drawn.add(PrintQuirk.PRINT_PHOTO_STORY)
            return self._done(text)
        return self._done(self._with_titles(text))

    def _done(self, text: PrintText) -> PrintText:
        return replace(text, quirks=frozenset(self.draws.drawn) | name_quirks(text))

    def _headline(self, headline: str) -> tuple[str, ...]:
        """Break a headline at its blank, or put a second line below it."""
        second = self.facts.say(self.rng.choice(print_words.SECOND_LINES))
        if not self.draws.has(PrintQuirk.TWO_LINES):
            return (headline,)
        first, blank, rest = headline.partition(" ")
        return (first, rest) if blank else (headline, second)

    def _dateline(self, *, where: bool) -> str | None:
        return "本报讯" if self.draws.has(PrintQuirk.PRINT_DATELINE, where=where) else None

    def _with_titles(self, text: PrintText) -> PrintText:
        kicker = self.facts.say(self.rng.choice(print_words.KICKERS))
        below = self.facts.say(self.rng.choice(print_words.SUBHEADLINES))
        return replace(
            text,
            kicker=kicker if self.draws.has(PrintQuirk.KICKER) else None,
            subheadline=below if self.draws.has(PrintQuirk.SUBHEADLINE) else None,
        )

    def _byline(self, forms: tuple[PrintQuirk, ...]) -> PrintByline | None:
        form = self.draws.one_of(forms)
        is_below = self.draws.has(PrintQuirk.SQUARE_BELOW, where=form is PrintQuirk.BYLINE_SQUARE)
        if form is None:
            return None
        first, second = self.cast.several(2), self.cast.person()
        names = " ".join(person.printed for person in first)
        reporters = tuple(("reporter", person.name) for person in first)
        if form is PrintQuirk.AUTHOR_BARE:
            return PrintByline(form=form, printed=second.printed, people=(("author", second.name),))
        if form is PrintQuirk.AUTHOR_BOTH:
            printed = f"本报记者 {names} 通讯员 {second.printed}"
            return PrintByline(form=form, printed=printed, people=(*reporters, ("correspondent", second.name)))
        one = first[0]
        printed = {
            PrintQuirk.AUTHOR_REPORTER: f"记者 {names}",
            PrintQuirk.BYLINE_AT_END: f"（记者 {names}）",
            PrintQuirk.BYLINE_SQUARE: f"今日云岭记者 {one.printed}",
        }[form]
        named = reporters[:1] if form is PrintQuirk.BYLINE_SQUARE else reporters
        if is_below:
            printed, named = f"{printed}\n通讯员 {second.printed}", (*named, ("correspondent", second.name))
        place = {PrintQuirk.BYLINE_AT_END: "end", PrintQuirk.BYLINE_SQUARE: "above"}.get(form, "slot")
        return PrintByline(form=form, printed=printed, people=named, place=place)

    def _moved_byline(self, named: tuple[tuple[str, str], ...]) -> PrintByline | None:
        """Put the people whom the news site named in the author slot."""
        reporters = " ".join(name for role, name in named if role == "reporter")
        correspondents = " ".join(name for role, name in named if role == "correspondent")
        form = PrintQuirk.AUTHOR_BOTH if correspondents else PrintQuirk.AUTHOR_REPORTER
        if not named or form not in self.draws.enabled:
            return None
        self.draws.drawn.add(form)
        if any(name in phrases.ORG_CORRESPONDENTS for _, name in named):
            organisations = {Quirk.CORRESPONDENT_ORG, Quirk.END_SUPPLY_ORG}
            self.draws.drawn |= organisations & self.draws.enabled
        spans = [f"本报记者 {reporters}"] if reporters else []
        spans += [f"通讯员 {correspondents}"] if correspondents else []
        return PrintByline(form=form, printed=" ".join(spans), people=named)

    def _file(self) -> str:
        return f"{self.rng.randint(1000, 9999)}_{self.rng.randint(10, 99)}.jpg"

    def _pictures(self, most: int) -> tuple[PrintPicture, ...]:
        captions = [self.facts.say(one) for one in self.rng.sample(words.CAPTIONS, most)]
        count = self.rng.randint(1, most)
        return self._credited(
            [caption if ordinal == 0 or self.rng.random() < 0.5 else None for ordinal, caption in enumerate(captions)][
                :count
            ]
        )

    def _credited(self, captions: list[str | None]) -> tuple[PrintPicture, ...]:
        pictures = []
        for ordinal, caption in enumerate(captions):
            person, drawn = self.cast.person(), self.people_rng.random()
            is_credited = drawn < (0.85 if ordinal == 0 else 0.4)
            pictures.append(self._picture(caption, (person.name, person.printed) if is_credited else None))
        return tuple(pictures)

    def _story_pictures(self, captions: list[str | None], photographers: list[str]) -> tuple[PrintPicture, ...]:
        pictures = []
        for ordinal, caption in enumerate(captions):
            name = photographers[ordinal] if ordinal < len(photographers) else None
            pictures.append(self._picture(caption, (name, name) if name else None))
        return tuple(pictures)

    def _picture(self, caption: str | None, person: tuple[str, str] | None) -> PrintPicture:
        bracketed = self.draws.one_of((PrintQuirk.CREDIT_ROUND, PrintQuirk.CREDIT_SLASH), where=person is not None)
        is_free = person is not None and bracketed is None
        is_boxed = self.draws.has(PrintQuirk.CREDIT_BOX, where=is_free and self.markup == "founder")
        closes = self.draws.has(PrintQuirk.CREDIT_CLOSING, where=is_free and not is_boxed)
        if person is None or not (bracketed or is_boxed or closes):
            return PrintPicture(file=self._file(), caption=caption)
        name, printed = person
        credit = f"作者：({printed})" if is_boxed else f"{printed} 摄"
        if bracketed:
            credit = f"（{printed} 摄）" if bracketed is PrintQuirk.CREDIT_ROUND else f"({printed}/摄)"
        return PrintPicture(file=self._file(), caption=caption, photographer=name, photographer_printed=credit)

    def _photo(self) -> PrintText:
        self.draws.drawn.add(PrintQuirk.PRINT_PHOTO_STORY)
        body = self.facts.say(self.rng.choice(words.PHOTO_SENTENCES))
        body += self.facts.say(self.rng.choice(print_words.PHOTO_TAILS))
        has_body = self.rng.random() < 0.7
        headline = self.facts.say(self.rng.choice(words.PHOTO_HEADLINES))
        return PrintText(
            genre="photo", headline=(headline,), lines=(body,) if has_body else (), pictures=self._pictures(3)
        )

    def _teaser(self) -> PrintText:
        self.draws.drawn.add(PrintQuirk.TEASER)
        return PrintText(genre="teaser", headline=(self.facts.say(self.rng.choice(print_words.TEASERS)),))

    def _notice(self) -> PrintText:
        self.draws.drawn.add(PrintQuirk.NOTICE_FORM)
        headline, body = map(self.facts.say, self.rng.choice(self.rng.choice(print_words.NOTICES)))
        lines = [body]
        if self.rng.random() < 0.5:
            lines.append(self.facts.say(self.rng.choice(print_words.NOTICE_ENDS)))
        return PrintText(genre="notice", headline=(headline,), lines=tuple(lines))

    def _lost(self) -> PrintText:
        self.draws.drawn.add(PrintQuirk.NOTICE_BARE)
        return PrintText(genre="notice", lines=(self.facts.say(self.rng.choice(print_words.LOST)),))

    def _picture_only(self, headline: str, quirk: PrintQuirk) -> PrintText:
        self.draws.drawn.add(quirk)
        genre = "masthead" if quirk is PrintQuirk.MASTHEAD else "advertisement"
        return PrintText(genre=genre, headline=(headline,), pictures=(PrintPicture(file=self._file()),))
