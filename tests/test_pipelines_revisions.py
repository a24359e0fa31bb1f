"""What a later visit of an article is kept as: a revision, a removal, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update

from db.ledger import ensure_source
from db.models import article, event, resource, revision
from db.revisits import revisits
from db.runs import open_run
from pipelines.archive.records import Location, body_digest
from pipelines.deduplicate import mark_text
from pipelines.items import Article, Contributor, Exchange, Image, Paragraph, ScrapedPart, Visit
from pipelines.rows import write_group
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine

URL = "http://www.yunling.example/system/2026/11/24/000000001.shtml"
NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
BODY = "云岭镇的杨梅今年喜获丰收，预计总产量可达三千二百吨，比去年增加两成。\n县里昨日召开会议。"
BYTES = b"<html>as it was</html>"


def an_article(at: dt.datetime, **given: Any) -> Article:
    """Give an article as a visit brought it; `answer` is the exchange, `body_bytes` those of it."""
    sent = Exchange(url=URL, at=at, status=200, headers=(), body=given.pop("body_bytes", str(at).encode()))
    visit = Visit(url=URL, kind="article", at=at, outcome="stored", http_status=200, exchange=given.pop("answer", sent))
    values: dict[str, Any] = {
        "published_on": dt.date(2026, 11, 24),
        "date_source": "url",
        "genre": "news",
        "headline": "杨梅丰收",
        "body": BODY,
        "parser": "test",
        "parser_version": "1",
        "contributors": (Contributor(role="reporter", name="王喆"),),
        "images": (Image(url="http://www.yunling.example/1.jpg", caption="杨梅"),),
    }
    return mark_text(Article(visit=visit, **values | given))


def gone(at: dt.datetime, reason: str = "http_404") -> Visit:
    return Visit(url=URL, kind="article", at=at, outcome="gone", http_status=404, reason=reason)


def not_modified(at: dt.datetime) -> Visit:
    return Visit(url=URL, kind="article", at=at, outcome="unchanged", http_status=304)


def a_part(at: dt.datetime, words: str | None) -> ScrapedPart:
    """Give the second page of the article; None: it failed."""
    url = URL.replace(".shtml", "_01.shtml")
    visit = Visit(url=url, kind="article", at=at, outcome="stored" if words else "retry", reason=None if words else "x")
    return ScrapedPart(visit=visit, paragraphs=(Paragraph(text=words),) if words else ())


def locations(visits: Sequence[Visit]) -> dict[str, Location]:
    """Say where the archive would have what was answered."""
    return {
        url_key(visit.url): Location(file="a.warc.gz", offset=0, body_sha256=body_digest(visit.exchange.body))
        for visit in visits
        if visit.exchange is not None
    }


def keep(engine: Engine, *records: Article | Visit) -> list[str]:
    """Write records, each as a run of its own; give the outcomes."""
    outcomes = []
    for record in records:
        at = record.at if isinstance(record, Visit) else record.visit.at
        with engine.begin() as connection:
            source_id = ensure_source(connection, site="a", slug="news", channel="news", name="云", tz="Asia/Shanghai")
            run_id = open_run(connection, source_id=source_id, spider="news", started_at=at, versions={})
        counts = write_group(engine, run_id, source_id, [record], keep=locations)
        outcomes += [name for name in counts if name not in ("settled", "visits")]
    return outcomes


def revisions(engine: Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        columns = (revision.c.n, revision.c.seen_at, revision.c.fields, revision.c.parser_changed)
        return [tuple(row) for row in connection.execute(select(*columns).order_by(revision.c.n))]


def stored(engine: Engine, *names: str) -> tuple[Any, ...]:
    with engine.connect() as connection:
        return tuple(connection.execute(select(*(article.c[name] for name in names))).one())


def events(engine: Engine) -> list[tuple[str, str, dt.datetime]]:
    with engine.connect() as connection:
        found = connection.execute(select(event.c.kind, event.c.reason, event.c.at).order_by(event.c.id))
        return [(kind, reason, at) for kind, reason, at in found]


def test_each_change_is_a_revision_of_the_fields_that_changed(engine: Engine) -> None:
    people = (Contributor(role="reporter", name="王喆"), Contributor(role="photographer", name="李一", image_ordinal=1))
    second = an_article(NOW + HOUR, headline="杨梅大丰收", contributors=people)
    printed = an_article(NOW + 2 * HOUR, headline="杨梅大丰收", contributors=people, published_at=NOW)

    outcomes = keep(engine, an_article(NOW), second, second, printed)

    assert outcomes == ["stored", "updated", "unchanged", "updated"]
    assert revisions(engine) == [
        (
            1,
            NOW + HOUR,
            {
                "headline": ["杨梅丰收", "杨梅大丰收"],
                "contributors": [
                    [["reporter", "王喆", None]],
                    [["reporter", "王喆", None], ["photographer", "李一", 1]],
                ],
            },
            False,
        ),
        (2, NOW + 2 * HOUR, {"published_at": [None, NOW.isoformat()]}, False),
    ]
    with engine.connect() as connection:
        shown = text("SELECT n, field, before, after FROM revisions ORDER BY n, field")
        assert [tuple(row) for row in connection.execute(shown)] == [
            (1, "contributors", "reporter 王喆", "reporter 王喆\nphotographer 李一 1"),
            (1, "headline", "杨梅丰收", "杨梅大丰收"),
            (2, "published_at", None, NOW.isoformat()),
        ]
        connection.execute(update(article).values(withheld_at=NOW))
        assert connection.execute(shown).all() == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"body": BODY.replace("\n", " ")},
        {"headline": "杨梅 丰收"},
        {"removed_chars": 7},
        {"date_source": "meta"},
        {"published_on": dt.date(2026, 11, 26), "date_source": "fetched", "is_dated_by_fetch": True},
        {"published_on": dt.date(2026, 11, 26), "date_source": "text", "is_dated_by_fetch": True, "published_at": NOW},
    ],
)
def test_what_says_the_same_is_no_revision(engine: Engine, given: dict[str, Any]) -> None:
    outcomes = keep(engine, an_article(NOW), an_article(NOW + HOUR, **given))

    assert outcomes == ["stored", "unchanged"]
    assert revisions(engine) == []
    assert stored(engine, "published_on", "published_at") == (dt.date(2026, 11, 24), None)


@pytest.mark.parametrize(("body_bytes", "expected"), [(BYTES, []), (b"edited", [True])])
def test_other_parser_makes_a_revision_only_of_other_bytes(
    engine: Engine, body_bytes: bytes, expected: list[bool]
) -> None:
    again = an_article(NOW + HOUR, body_bytes=body_bytes, parser_version="2", headline="杨梅大丰收")

    assert keep(engine, an_article(NOW, body_bytes=BYTES), again) == ["stored", "updated"]
    assert [changed for *_, changed in revisions(engine)] == expected
    assert stored(engine, "headline", "parser_version") == ("杨梅大丰收", "2")


def test_further_page_that_fails_takes_no_text_away(engine: Engine) -> None:
    whole = an_article(NOW, body=f"{BODY}\n第二页。", parts=(a_part(NOW, "第二页。"),))
    later = NOW + HOUR

    outcomes = keep(engine, whole, an_article(later, parts=(a_part(later, None),), headline="改了的标题"))

    assert outcomes == ["stored", "unchanged", "retry"]
    assert revisions(engine) == []
    assert stored(engine, "body", "headline", "parts_stored") == (f"{BODY}\n第二页。", "杨梅丰收", 2)
    assert keep(engine, replace(whole, headline="改了的标题")) == ["updated"]
    assert [list(fields) for _, _, fields, _ in revisions(engine)] == [["headline"]]


@pytest.mark.parametrize(("given", "expected"), [({}, []), ({"headline": "改了的标题"}, [["headline"]])])
def test_further_page_that_comes_later_is_no_revision(
    engine: Engine, given: dict[str, Any], expected: list[list[str]]
) -> None:
    later = NOW + HOUR
    whole = an_article(later, body=f"{BODY}\n第二页。", parts=(a_part(later, "第二页。"),), **given)

    assert keep(engine, an_article(NOW, parts=(a_part(NOW, None),)), whole) == ["stored", "retry", "updated"]
    assert [list(fields) for _, _, fields, _ in revisions(engine)] == expected
    assert stored(engine, "body") == (f"{BODY}\n第二页。",)


@pytest.mark.parametrize(("hours", "is_removed"), [((0, 22), False), ((0, 23), True), ((0, 12, 24, 48), True)])
def test_article_is_removed_when_it_was_found_gone_twice_a_day_apart(
    engine: Engine, hours: tuple[int, ...], *, is_removed: bool
) -> None:
    first = NOW + HOUR
    keep(engine, an_article(NOW), *(gone(first + n * HOUR) for n in hours))

    confirmed = next((first + n * HOUR for n in hours if n >= 23), None)
    assert events(engine) == ([("removed", "http_404", confirmed)] if is_removed else [])
    assert stored(engine, "removed_at", "body") == (first if is_removed else None, BODY)


@pytest.mark.parametrize("between", [not_modified, an_article])
def test_success_in_between_is_no_removal(engine: Engine, between: Any) -> None:
    keep(engine, an_article(NOW), gone(NOW + HOUR), between(NOW + 2 * HOUR), gone(NOW + 30 * HOUR))

    assert (events(engine), stored(engine, "removed_at")) == ([], (None,))


def test_article_that_is_back_is_removed_no_more(engine: Engine) -> None:
    times = [NOW + n * HOUR for n in (1, 30, 60, 70, 100)]
    keep(engine, an_article(NOW), gone(times[0], "redirected_elsewhere"), gone(times[1]), an_article(times[2]))
    keep(engine, gone(times[3]), gone(times[4], "removal_notice"))

    assert events(engine) == [
        ("removed", "http_404", times[1]),
        ("returned", "http_200", times[2]),
        ("removed", "removal_notice", times[4]),
    ]
    assert stored(engine, "removed_at") == (times[3],)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT removed_at, confirmed_at, returned_at FROM removals ORDER BY confirmed_at")
        )
        shown = [[str(time)[:13] if time else None for time in row] for row in found]
    expected = [times[:3], [times[3], times[4], None]]
    assert shown == [[str(time)[:13] if time else None for time in row] for row in expected]


def answer(**given: Any) -> Exchange:
    headers = given.pop("headers", (("Etag", 'W/"1"'), ("Last-Modified", "Tue, 24 Nov 2026 01:00:00 GMT")))
    return Exchange(**{"url": URL, "at": NOW, "status": 200, "headers": headers, "body": b""} | given)


def validators(engine: Engine) -> tuple[str | None, str | None]:
    with engine.connect() as connection:
        found = connection.execute(select(resource.c.etag, resource.c.last_modified).where(resource.c.url == URL)).one()
        return found.etag, found.last_modified


KEPT = ('W/"1"', "Tue, 24 Nov 2026 01:00:00 GMT")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"answer": answer()}, KEPT),
        ({"answer": answer(url="http://www.yunling.example/other")}, (None, None)),
        ({"answer": answer(headers=(("ETag", '"' + "x" * 600 + '"'),))}, (None, None)),
        ({"answer": answer(headers=(("ETag", '"\x00"'), ("last-modified", "yesterday")))}, (None, "yesterday")),
        ({"answer": answer(), "parts": (a_part(NOW, "第二页。"),)}, (None, None)),
        ({"answer": None}, (None, None)),
    ],
)
def test_validators_are_kept_of_what_its_own_address_answered(
    engine: Engine, given: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    keep(engine, an_article(NOW, **given))

    assert validators(engine) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (not_modified(NOW + HOUR), KEPT),
        (gone(NOW + HOUR), (None, None)),
        (Visit(url=URL, kind="article", at=NOW, outcome="quarantined", reason="x"), KEPT),
        (Visit(url=URL, kind="article", at=NOW, outcome="retry", reason="x"), KEPT),
        (an_article(NOW + HOUR), (None, None)),
    ],
)
def test_validators_live_as_long_as_what_they_stand_for(
    engine: Engine, record: Article | Visit, expected: tuple[str | None, str | None]
) -> None:
    keep(engine, an_article(NOW, answer=answer()), record)

    assert validators(engine) == expected
    with engine.connect() as connection:
        assert connection.scalar(select(resource.c.state).where(resource.c.url == URL)) == "stored"


def due_again(engine: Engine, now: dt.datetime, days: int = 14) -> list[tuple[str, str | None]]:
    """Give what is visited again, with its ETag."""
    ages = {"young": 7 * DAY, "pause": 12 * HOUR, "revise": days * DAY}
    with engine.connect() as connection:
        return [(one.url, one.etag) for one in revisits(connection, 1, now, kinds=("article",), **ages)]


@pytest.mark.parametrize(
    ("hours", "days", "is_due"),
    [(11, 14, False), (12, 14, True), (12, 0, False), (13 * 24, 14, True), (400, 14, False)],
)
def test_article_is_visited_again_while_it_is_young(engine: Engine, hours: int, days: int, *, is_due: bool) -> None:
    keep(engine, an_article(NOW, answer=answer()))

    assert due_again(engine, NOW + hours * HOUR, days) == ([(URL, KEPT[0])] if is_due else [])


def test_article_that_was_found_gone_is_visited_until_it_is_known_and_as_long_after(engine: Engine) -> None:
    keep(engine, an_article(NOW, answer=answer()), gone(NOW + 13 * DAY))
    assert due_again(engine, NOW + 20 * DAY) == [(URL, None)]  # whole: it may be back as another

    keep(engine, gone(NOW + 20 * DAY))

    assert due_again(engine, NOW + 33 * DAY) == [(URL, None)]
    assert due_again(engine, NOW + 35 * DAY) == []
