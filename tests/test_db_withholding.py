"""What is withheld is in no view, whatever becomes of its addresses, and comes back as it was."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, table, text

from db.audit import contradictions
from db.query import run_query
from db.views import VIEWS
from db.withholding import CannotDecide, decisions, undo, withhold
from pipelines.deduplicate import mark_text
from pipelines.items import Contributor, Image, ScrapedPart
from pipelines.rows import write_group
from pipelines.urls import url_key
from tests.rows import NOW, key, row, save, statements
from tests.test_db_pointers import DAY, Kept, correction, layout, printed, since, teaser, to, visit

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from pipelines.items import Article

MARK = "匿迹"  # in everything that the withheld story prints,
PATH = "hidden"  # in its addresses
OPEN = "公开"
TITLE = f"{MARK}一案的裁定书全文公告"
ALL = {view.name: select(text("*")).select_from(table(view.name)) for view in VIEWS}
LATER = NOW + dt.timedelta(hours=1)


def marked(name: str, *pointers: Any, word: str = MARK, page: str | None = "3", **fields: Any) -> Article:
    """An article whose word is printed wherever an article prints words."""
    texts = {key: f"{word}{key}" for key in ("kicker", "subheadline", "section", "column_title", "dateline")}
    values: dict[str, Any] = {
        "byline_printed": f"记者 {word}",
        "credited_source": f"{word}报",
        "series_title": word,
        "series_part": f"{word}之一",
        "contributors": (Contributor(role="reporter", name=f"{word}甲"),),
        "images": (Image(url=f"http://paper.example/{word}.jpg", caption=f"{word}图"),),
        "body": f"{word}的正文，县里昨日召开会议，部署今冬明春农田水利建设各项工作。{name}",
        "parser": f"{word}-parser",
    }
    own = printed(
        f"{PATH if word == MARK else 'open'}-{name}", TITLE if word == MARK else f"{word}的一天", page, *pointers
    )
    return mark_text(replace(own, **texts | values | fields))


def story() -> tuple[Any, ...]:
    """A story in two pieces that a teaser and a correction name, and an article beside it; on two layouts."""
    beside = marked("beside", teaser(None, "4"), word=OPEN)
    first, then = marked("first", to("4")), marked("then", since("3"), page="4")
    tease = printed("teaser", "今日导读", "1", teaser(TITLE, "3"))
    correct = printed("correction", "更正", "4", correction(DAY, TITLE, "3"))
    names = {"3": (f"{PATH}-first", "open-beside"), "4": (f"{PATH}-then", "correction"), "1": ("teaser",)}
    layouts = tuple(layout(number, of_page) for number, of_page in names.items())
    return beside, first, then, tease, correct, *layouts, layout("3", names["3"][1:])  # which takes the first off


class Archive(Kept):
    """A source with the story in it."""

    def url(self, name: str) -> str:
        return f"http://{self.name}.example/{DAY}/{PATH}-{name}"

    def decide(self, name: str, reason: str = "prints ID numbers") -> int:
        with self.engine.begin() as connection:
            url = self.url(name)
            return withhold(connection, url, url_key(url), reason=reason, by="editor", at=LATER)

    def undo(self, name: str) -> int:
        with self.engine.begin() as connection:
            return undo(connection, self.url(name), url_key(self.url(name)), reason="lifted", by="court", at=LATER)

    def shown(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every view."""
        with self.engine.connect() as connection:
            return {view.name: sorted(map(tuple, connection.execute(ALL[view.name])), key=str) for view in VIEWS}

    def with_mark(self) -> set[str]:
        """The views in which the word stands, asked as `scrapy sql` asks."""
        found = {view.name: run_query(self.engine, str(ALL[view.name]), 10_000)[1] for view in VIEWS}
        return {name for name, rows in found.items() if MARK in str(rows) or PATH in str(rows)}

    def contradictions(self) -> list[Any]:
        with self.engine.connect() as connection:
            return list(contradictions(connection))

    def headlines(self) -> set[str]:
        return {str(row[1]) for row in run_query(self.engine, "SELECT url, headline FROM articles", 10_000)[1]}


@pytest.fixture
def archive(engine: Engine) -> Archive:
    archive = Archive(engine)
    *records, taken_off = story()
    archive.write(*records)
    archive.write(taken_off)
    return archive


@pytest.mark.parametrize("name", ["first", "then"])
def test_no_view_has_a_word_of_what_is_withheld_and_all_comes_back(archive: Archive, name: str) -> None:
    before, found = archive.shown(), archive.contradictions()
    assert archive.stories() == {f"{PATH}-first": (f"{PATH}-then",)}
    assert archive.with_mark() >= {"articles", "bylines", "pointers", "events"}

    assert archive.decide(name) == 2
    hidden = archive.shown()
    assert archive.with_mark() == set()
    assert {f"{OPEN}的一天", "今日导读", "更正"} == archive.headlines()
    assert (hidden["issues"], hidden["pages"]) == (before["issues"], before["pages"])
    assert archive.contradictions() == found

    assert archive.undo(name) == 2
    assert archive.shown() == before


def test_it_stays_hidden_when_it_is_read_again_and_changes(archive: Archive) -> None:
    archive.decide("first")

    archive.write(marked("first", to("4"), body=f"{MARK}改写之后，正文与从前完全不同，县里部署农田水利建设各项工作。"))
    archive.write(marked("first"), marked("then", page="4"))  # two articles from now on

    assert archive.stories() == {}
    assert archive.with_mark() == set()


def test_a_piece_that_joins_what_is_withheld_is_hidden_with_it(engine: Engine) -> None:
    archive = Archive(engine)
    archive.write(marked("then", since("3"), page="4"))
    assert archive.decide("then") == 1

    archive.write(marked("first", to("4")))

    assert archive.stories() == {f"{PATH}-first": (f"{PATH}-then",)}
    assert archive.with_mark() == set()
    archive.write(marked("first", headline=f"{MARK}不再下转"))
    assert archive.stories() == {}
    assert archive.with_mark() == set()


def copy(name: str, **fields: Any) -> Article:
    return marked(
        name,
        page=None,
        printed_in=None,
        body=f"{MARK}同一篇正文，县里昨日召开会议，部署今冬明春农田水利建设各项工作。",
        **fields,
    )


@pytest.mark.parametrize("decided", ["b", "c", "b_2"])
def test_a_decision_holds_for_every_address_of_the_article(engine: Engine, decided: str) -> None:
    archive = Archive(engine)
    further = ScrapedPart(visit=visit(f"{DAY}/{PATH}-b_2"))
    archive.write(copy("b", parts=(replace(further, visit=replace(further.visit, url=archive.url("b_2"))),)))
    archive.write(copy("c"))

    assert archive.decide(decided) == 3
    assert archive.with_mark() == set()
    archive.write(copy("d"))  # a copy that comes later
    archive.write(copy("a"))  # which gives the article its address from now on
    assert archive.with_mark() == set()
    for name in "dcba":  # each becomes an article of its own
        archive.write(copy(name, headline=f"{MARK}{name}"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM article")) == 4
        held = {(one.url, one.reason, one.decided_by, one.at) for one in decisions(connection)}
    assert archive.with_mark() == set()
    assert held == {(archive.url(n), "prints ID numbers", "editor", LATER) for n in ("a", "b", "b_2", "c", "d")}


def test_an_article_that_is_merged_into_another_hides_it(engine: Engine) -> None:
    archive = Archive(engine)
    archive.write(copy("a", headline=f"{MARK}甲"), copy("b"))
    archive.decide("b")
    assert archive.headlines() == {f"{MARK}甲"}

    archive.write(copy("a"))

    assert archive.with_mark() == set()
    assert archive.undo("a") == 2
    assert archive.headlines() == {TITLE}


def test_a_copy_that_waits_to_be_read_again_can_be_shown_again(engine: Engine) -> None:
    archive = Archive(engine)
    archive.write(copy("a"), copy("b"))
    archive.decide("a")
    archive.write(copy("a", headline=f"{MARK}甲"))  # its copies are read anew by the next crawl

    assert archive.undo("b") == 1
    archive.write(copy("b"))

    assert archive.headlines() == {TITLE}


@pytest.mark.parametrize("case", ["unknown", "no article", "twice", "not withheld", "undone twice"])
def test_a_decision_that_cannot_be_made_is_one_sentence(archive: Archive, case: str) -> None:
    if case == "no article":
        url = f"http://{archive.name}.example/{DAY}/main3"
        with archive.engine.begin() as connection, pytest.raises(CannotDecide, match="leads to no article"):
            withhold(connection, url, url_key(url), reason="r", by="b", at=LATER)
        return
    if case in ("twice", "undone twice"):
        archive.decide("first")
    if case == "undone twice":
        archive.undo("first")
    action = archive.decide if case in ("unknown", "twice") else archive.undo
    expected = {"unknown": "not in the ledger", "twice": "withheld already"}.get(case, "is not withheld")
    with pytest.raises(CannotDecide, match=expected):
        action("nowhere" if case == "unknown" else "then")


def test_decisions_are_listed_with_what_undid_them(archive: Archive) -> None:
    archive.decide("first", "one")
    archive.undo("then")
    archive.decide("then", "two")

    with archive.engine.connect() as connection:
        held, ever = decisions(connection), decisions(connection, with_undone=True)

    assert [(one.reason, one.undone_at) for one in held] == [("two", None), ("two", None)]
    undone = [one for one in ever if one.reason == "one"]
    assert {one.url for one in undone} == {archive.url("first"), archive.url("then")}
    assert {(one.undone_by, one.undone_at, one.undone_reason) for one in undone} == {("court", LATER, "lifted")}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_copy_that_is_being_written_is_hidden_too(engine: Engine) -> None:
    url, hidden = "http://a.example/a", []

    def decide() -> None:
        with engine.begin() as connection:
            hidden.append(withhold(connection, url, key(url), reason="r", by="b", at=LATER))

    with engine.begin() as connection:
        save(connection, [row("a")])
    decider = threading.Thread(target=decide)
    with engine.begin() as writer, engine.connect() as observer:
        save(writer, [row("b")])
        decider.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while decider.is_alive() and not observer.scalar(waiting):
            observer.rollback()
    decider.join()

    assert hidden == [2]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 0


@pytest.mark.parametrize(("withheld", "questions"), [(0, 1), (1, 2), (30, 2)])
def test_what_a_group_asks_does_not_grow_with_what_is_withheld(engine: Engine, withheld: int, questions: int) -> None:
    archive = Archive(engine)
    group = [copy(f"{n}", headline=f"{MARK}{n}") for n in range(40)]
    archive.write(*group)
    for number in range(withheld):
        archive.decide(f"{number}")
    with statements(engine) as sent:
        write_group(engine, archive.run_id, archive.source_id, [copy(f"x{n}", headline=f"新{n}") for n in range(9)])

    assert sum("withholding" in statement for statement in sent) == questions
