"""What points to other articles: lists of what is inside, teasers, and corrections of an earlier issue."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.county.paper import phrases
from tests.county.paper.printed import Pointer, PrintText
from tests.county.quirks import PrintQuirk

if TYPE_CHECKING:
    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft, Piece
    from tests.county.paper.room import Room


def add_pointers(room: Room, corrected: IssueDraft | None) -> None:
    """Let the first page point to inside articles, and the last correct an earlier issue."""
    draws = room.draws("pointers")
    targets = room.targets(draws.rng)
    _point_teasers(room, targets)
    if draws.has(PrintQuirk.TEASER_SHORT, where=bool(targets)):
        room.put(0, "teaser_short", _short(room, *targets.pop()), PrintQuirk.TEASER_SHORT)
    if draws.has(PrintQuirk.GUIDE, where=len(targets) >= 2):
        room.put(0, "guide", _guide(room, targets[:4]), PrintQuirk.GUIDE)
    if corrected:
        text = _correction(room, corrected)
        if text:
            room.put(room.last, "correction", text, PrintQuirk.CORRECTION)


def _point_teasers(room: Room, targets: list[tuple[int, Piece]]) -> None:
    """Let the teasers without a text of their own name an inside article, some with its page."""
    rng = random.Random(f"{room.key}:teasers")
    for piece in room.contents[0]:
        if piece.text.genre == "teaser" and targets:
            place, target = targets.pop()
            title, number = target.text.headline[0] if rng.random() < 0.3 else target.text.title, None
            if len(str(title)) < 6:
                title = target.text.title
            tail = rng.choice(phrases.TEASER_TAILS)
            if tail:
                number = room.page_words(rng, place)
            headline = f"{title}{tail.format(p=number)}"
            pointer = Pointer(kind="teaser", printed=headline, page_number=number, title=title, target=target.key)
            piece.text = replace(piece.text, headline=(headline,), pointers=(pointer,))


def _short(room: Room, place: int, target: Piece) -> PrintText:
    """Write the beginning of an inside article; with more than two sentences it is news of its own."""
    rng = random.Random(f"{room.key}:short")
    writer = room.writer("short")
    number = room.page_words(rng, place)
    tail = rng.choice(phrases.SHORT_TAILS).format(p=number)
    line, is_long = target.text.lines[0], rng.random() < 0.3
    sentences = re.findall(r"[^。！？]+[。！？]”?", line)[:2]
    if is_long:
        sentences += [writer.facts.say(one) for one in rng.sample(phrases.BRIEFS, 3)]
    headline = target.text.headline if rng.random() < 0.5 or len(target.text.headline[0]) < 6 else None
    headline = headline or target.text.headline[:1]
    pointer = Pointer(kind="teaser", printed=tail, page_number=number, title=" ".join(headline), target=target.key)
    return PrintText(
        genre="news" if is_long else "teaser",
        headline=headline,
        lines=("".join(sentences) + tail,),
        pointers=(pointer,),
    )


def _guide(room: Room, targets: list[tuple[int, Piece]]) -> PrintText:
    """Write a list of what is inside: a title and a page a line."""
    rng = random.Random(f"{room.key}:guide")
    tail = rng.choice(phrases.GUIDE_TAILS)
    pointers = []
    for place, target in sorted(targets, key=lambda one: one[0]):
        number, title = room.page_words(rng, place), target.text.title
        printed = f"{title}{tail.format(p=number)}"
        pointers.append(Pointer(kind="teaser", printed=printed, page_number=number, title=title, target=target.key))
    return PrintText(
        genre="teaser",
        headline=(rng.choice(phrases.GUIDES),),
        lines=tuple(one.printed for one in pointers),
        pointers=tuple(pointers),
    )


def _correction(room: Room, issue: IssueDraft) -> PrintText | None:
    """Correct an article of an earlier issue, by day, page and title."""
    rng = random.Random(f"{room.key}:correction")
    titles = [one.text.title for page in issue.pages for one in page.placed]
    found: list[tuple[PageDraft, ArticleDraft]] = [
        (page, one)
        for page in issue.pages[:2]
        for one in page.placed
        if one.text.genre == "news" and one.text.title and titles.count(one.text.title) == 1
    ]
    if not found:
        return None
    page, article = rng.choice(found)
    on, title = issue.day.date, article.text.title
    number = page.number if rng.random() < 0.3 else page.number.replace("0", "")
    a, b = rng.sample(range(11, 99), 2)
    body = rng.choice(phrases.CORRECTION_BODIES).format(d=f"{on.month}月{on.day}日", p=number, t=title, a=a, b=b)
    printed = body[: body.index("》") + 1]
    pointer = Pointer(kind="correction", printed=printed, page_number=number, title=title, on=on, target=article.path)
    return PrintText(
        genre="correction", headline=(rng.choice(phrases.CORRECTIONS),), lines=(body,), pointers=(pointer,)
    )
