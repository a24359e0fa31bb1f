"""The ledger: one row a URL, its states, its retries, and what a run still has to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.due import DueUrl, due, states
from db.ledger import (
    RETRY_ATTEMPTS,
    RETRY_FIRST,
    RETRY_LONGEST,
    DiscoveredUrl,
    VisitedUrl,
    discover,
    ensure_source,
    record_visits,
    reopen,
)
from db.models import fetch, resource, source
from db.runs import close_run, last_run, open_run
from tests.rows import NOW, OTHER, key, row, save, statements

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

HOUR = dt.timedelta(hours=1)
SITE = "http://a.example/"


def count_states(connection: Connection, source_id: int) -> dict[tuple[str, str], int]:
    """Count the URLs of a source by kind and state."""
    groups = (resource.c.kind, resource.c.state)
    found = select(*groups, func.count()).where(resource.c.source_id == source_id).group_by(*groups)
    return {(kind, state): count for kind, state, count in connection.execute(found)}


def a_source(connection: Connection, name: str = "云岭新闻网") -> int:
    return ensure_source(connection, site="a", slug="news", channel="news", name=name, tz="Asia/Shanghai")


def a_run(connection: Connection, source_id: int) -> int:
    return open_run(connection, source_id=source_id, spider="news", started_at=NOW, versions={"python": "3"})


def url(
    name: str, *, kind: str = "article", found_on: str | None = None, listed_on: dt.date | None = None
) -> DiscoveredUrl:
    return DiscoveredUrl(url_key=key(SITE + name), url=SITE + name, kind=kind, found_on=found_on, listed_on=listed_on)


def visit(name: str, outcome: str, at: dt.datetime = NOW, reason: str | None = None) -> VisitedUrl:
    return VisitedUrl(url_key=key(SITE + name), at=at, outcome=outcome, reason=reason)


def record(connection: Connection, *visits: VisitedUrl, kind: str = "article") -> None:
    """Discover and visit URLs."""
    source_id = a_source(connection)
    urls = [DiscoveredUrl(url_key=one.url_key, url=one.url_key, kind=kind) for one in visits]
    record_visits(connection, a_run(connection, source_id), visits, discover(connection, source_id, urls, NOW))


def test_source_is_one_row_whose_name_follows_the_profile(engine: Engine) -> None:
    with engine.begin() as connection:
        assert a_source(connection) == a_source(connection, "云岭网")
        assert connection.scalars(select(source.c.name)).all() == ["云岭网"]


def test_url_is_entered_once_and_its_first_discovery_stands(engine: Engine) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        first = discover(connection, number, [url("1", listed_on=dt.date(2026, 11, 1)), url("1")], NOW)
        again = discover(connection, number, [url("1", kind="list", listed_on=dt.date(2026, 11, 9))], NOW + HOUR)
        rows = connection.execute(
            select(resource.c.url, resource.c.kind, resource.c.state, resource.c.listed_on, resource.c.discovered_at)
        ).all()

    assert rows == [(f"{SITE}1", "article", "pending", dt.date(2026, 11, 1), NOW)]
    assert first == again
    assert first.keys() == {key(f"{SITE}1")}


@pytest.mark.parametrize("together", [True, False], ids=["one_call", "three_calls"])
@pytest.mark.parametrize("order", [(None, "b", "a"), ("a", "b", None), ("b", "a", None)])
def test_least_page_that_names_a_url_is_kept(engine: Engine, order: tuple[str | None, ...], *, together: bool) -> None:
    found = [url("1", found_on=page) for page in order]
    with engine.begin() as connection:
        number = a_source(connection)
        for urls in [found] if together else [[one] for one in found]:
            discover(connection, number, urls, NOW)

        assert connection.scalars(select(resource.c.found_on)).all() == ["a"]


def test_discovering_nothing_is_no_statement(engine: Engine) -> None:
    with engine.begin() as connection, statements(engine) as sent:
        assert discover(connection, 1, [], NOW) == {}

    assert sent == []


@pytest.mark.parametrize("outcome", ["stored", "read", "alias", "gone", "refused", "quarantined"])
def test_visit_is_a_fetch_row_and_the_state_of_its_url(engine: Engine, outcome: str) -> None:
    with engine.begin() as connection:
        record(connection, visit("1", "retry", NOW, "timeout"))
        record(connection, visit("1", outcome, NOW + HOUR, "http_404"))
        kept = connection.execute(
            select(
                resource.c.state, resource.c.reason, resource.c.attempts, resource.c.next_try_at, resource.c.visited_at
            )
        ).all()
        visits = connection.execute(select(fetch.c.outcome, fetch.c.reason, fetch.c.at).order_by(fetch.c.id)).all()

    assert kept == [(outcome, "http_404", 0, None, NOW + HOUR)]
    assert visits == [("retry", "timeout", NOW), (outcome, "http_404", NOW + HOUR)]


def test_pauses_between_retries_double_up_to_a_week_and_the_last_attempt_fails(engine: Engine) -> None:
    pauses = []
    at = NOW
    with engine.begin() as connection:
        for _ in range(RETRY_ATTEMPTS - 1):
            record(connection, visit("1", "retry", at, "timeout"))
            state, next_try_at = connection.execute(select(resource.c.state, resource.c.next_try_at)).one()
            assert state == "retry"
            pauses.append(next_try_at - at)
            at = next_try_at
        record(connection, visit("1", "retry", at, "timeout"))
        ended = connection.execute(
            select(resource.c.state, resource.c.reason, resource.c.attempts, resource.c.next_try_at)
        ).all()

    assert pauses == [HOUR * hours for hours in (1, 2, 4, 8, 16, 32, 64, 128, 168)]
    assert (pauses[0], pauses[-1]) == (RETRY_FIRST, RETRY_LONGEST)
    assert ended == [("failed", "timeout", RETRY_ATTEMPTS, None)]


def test_retry_is_told_as_pending_once_its_time_has_come(engine: Engine) -> None:
    keys = [key(f"{SITE}{name}") for name in ("1", "2", "unknown")]
    with engine.begin() as connection:
        record(connection, visit("1", "retry"), visit("2", "gone"))

        assert states(connection, keys, NOW + HOUR - dt.timedelta(seconds=1)) == {keys[0]: "retry", keys[1]: "gone"}
        assert states(connection, keys, NOW + HOUR) == {keys[0]: "pending", keys[1]: "gone"}


def test_due_are_pending_urls_and_retries_whose_time_has_come(engine: Engine) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        ids = discover(
            connection, number, [url(name, found_on=SITE) for name in ("new", "later", "now", "stored", "gone")], NOW
        )
        run_id = a_run(connection, number)
        earlier = [visit("now", "retry", NOW - HOUR), visit("later", "retry", NOW)]
        record_visits(connection, run_id, [*earlier, visit("stored", "stored"), visit("gone", "gone")], ids)

        found = due(connection, number, NOW, kinds=("article",))

    assert found == [
        DueUrl(url=f"{SITE}{name}", kind="article", found_on=SITE, part_of=None, state=state)
        for name, state in (("now", "retry"), ("new", "pending"))
    ]


def test_due_are_urls_of_the_kinds_and_the_source_that_are_asked_for(engine: Engine) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        other = ensure_source(connection, site="b", slug="news", channel="news", name="东州", tz="Asia/Shanghai")
        discover(connection, number, [url("a"), url("l", kind="list"), url("p", kind="pager")], NOW)
        discover(connection, other, [url("elsewhere")], NOW)

        found = due(connection, number, NOW, kinds=("article", "list"))

    assert [(one.url, one.kind) for one in found] == [(f"{SITE}l", "list"), (f"{SITE}a", "article")]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, {"1", "2", "3", "undated"}),
        (2, None, {"2", "3", "undated"}),
        (None, 2, {"1", "2", "undated"}),
        (2, 2, {"2", "undated"}),
        (4, None, {"undated"}),
    ],
)
def test_due_in_a_range_are_urls_listed_in_it_or_without_a_date(
    engine: Engine, since: int | None, until: int | None, expected: set[str]
) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        dated = [url(str(day), listed_on=dt.date(2026, 11, day)) for day in (1, 2, 3)]
        discover(connection, number, [*dated, url("undated")], NOW)
        days = [dt.date(2026, 11, day) if day else None for day in (since, until)]

        found = due(connection, number, NOW, kinds=("article",), since=days[0], until=days[1])

    assert {one.url.removeprefix(SITE) for one in found} == expected


def test_due_further_page_names_the_article_that_it_belongs_to(engine: Engine) -> None:
    with engine.begin() as connection:
        save(connection, [row("1", pages=3), row("2", OTHER)])
        number = a_source(connection)
        ids = discover(connection, number, [url("1_2")], NOW)
        record_visits(connection, a_run(connection, number), [visit("1_2", "retry", NOW - HOUR, "timeout")], ids)

        found = due(connection, number, NOW, kinds=("article",))

    assert [one for one in found if one.url == f"{SITE}1_2"] == [
        DueUrl(url=f"{SITE}1_2", kind="article", found_on=None, part_of=f"{SITE}1", state="retry")
    ]


def test_reopened_list_page_is_pending_again_and_nothing_else_changes(engine: Engine) -> None:
    with engine.begin() as connection:
        record(connection, visit("list", "read"), visit("gone", "gone"), visit("other", "read"), kind="list")
        reopen(connection, [key(f"{SITE}{name}") for name in ("list", "gone", "unknown")])
        number = a_source(connection)

        assert count_states(connection, number) == {("list", "pending"): 1, ("list", "gone"): 1, ("list", "read"): 1}


def test_every_url_is_counted_under_one_state(engine: Engine) -> None:
    with engine.begin() as connection:
        record(connection, visit("1", "stored"), visit("2", "gone"), visit("3", "retry"), visit("4", "stored"))
        number = a_source(connection)
        discover(connection, number, [url("5")], NOW)
        counted = count_states(connection, number)

    assert counted == {
        ("article", "stored"): 2,
        ("article", "gone"): 1,
        ("article", "retry"): 1,
        ("article", "pending"): 1,
    }


def test_state_that_is_not_in_the_closed_list_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        discover(connection, number, [url("1")], NOW)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(resource.update().values(state="lost"))
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(resource.c.state == "pending")) == 1


def test_number_of_statements_does_not_grow_with_the_group(engine: Engine) -> None:
    counts = []
    for size in (3, 300):
        urls = [url(f"{size}/{n}", found_on=SITE) for n in range(size)]
        outcomes = ("stored", "retry", "gone")
        visits = [visit(f"{size}/{n}", outcomes[n % 3]) for n in range(size)]
        with engine.begin() as connection:
            number = a_source(connection)
            run_id = a_run(connection, number)
            with statements(engine) as sent:
                record_visits(connection, run_id, visits, discover(connection, number, urls, NOW))
                states(connection, [one.url_key for one in urls], NOW)
                due(connection, number, NOW, kinds=("article",))
                reopen(connection, [one.url_key for one in urls])
            counts.append(len(sent))

    assert counts[0] == counts[1] == 12


def test_run_is_open_until_it_is_closed_with_its_verdict(engine: Engine) -> None:
    with engine.begin() as connection:
        number = a_source(connection)
        first, second = a_run(connection, number), a_run(connection, number)
        newest = last_run(connection, "a", "news")
        assert (newest and newest.id, newest and newest.ended_at) == (second, None)
        assert last_run(connection, "a", "epaper") is None

        close_run(connection, second, ended_at=NOW + HOUR, verdict="fine", exit_code=0, counts={"stored": 2})
        closed = last_run(connection, "a", "news")

    assert first < second
    assert closed is not None
    assert (closed.ended_at, closed.verdict, closed.exit_code, closed.counts) == (NOW + HOUR, "fine", 0, {"stored": 2})
