"""Article rows for the tests of `db`, their way into a database, and what is found there, by natural keys."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select

from db.articles import ArticleRow, PartRow, save_articles
from db.ledger import DiscoveredUrl, discover, ensure_source
from db.models import article, contributor, image, part, resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection, Engine

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 24)
TEXT = "云岭镇的杨梅今年喜获丰收，预计总产量可达三千二百吨，比去年增加两成。"
OTHER = "石桥镇至后垟村的公路改建工程昨天正式开工，路线全长七点八公里，惠及沿线群众。"


def row(name: str, body: str = TEXT, *, on: dt.date = DAY, pages: int = 1, site: str = "a", **given: Any) -> ArticleRow:
    """An article at `http://<site>.example/<name>`; its name is printed in what is no part of the text."""
    url = f"http://{site}.example/{name}"
    further = [f"{url}_{number}" for number in range(1, pages)]
    return ArticleRow(
        url_key=key(url),
        url=url,
        published_on=on,
        text_sha256=hashlib.sha256(body.encode()).hexdigest(),
        may_be_alias=given.get("may_be_alias", len(body) >= 30),
        values={
            "genre": "news",
            "section": f"频道 {name}",
            "headline": "喜获丰收",
            "body": given.get("printed", body),
            "date_source": "url",
            "parts_expected": pages,
            "parts_stored": pages,
            "removed_chars": 0,
            "parser": "test",
            "parser_version": "1",
        },
        contributors=given.get("contributors", [("reporter", f"王{name}", None)]),
        images=given.get("images", [(f"{url}.jpg", f"图 {name}")]),
        parts=[
            PartRow(url_key=key(url), role="main", ordinal=0, text=None),
            *(
                PartRow(url_key=key(page), role="continuation", ordinal=n, text=f"第{n + 1}页")
                for n, page in enumerate(further, start=1)
            ),
        ],
    )


def key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def save(connection: Connection, *groups: Sequence[ArticleRow], site: str = "a") -> list[dict[str, str]]:
    """Save groups one after the other, as visits that stored their articles; give the outcomes by name."""
    source_id = ensure_source(connection, site=site, slug="news", channel="news", name="云岭新闻网", tz="Asia/Shanghai")
    outcomes = []
    for rows in groups:
        urls = [(one.url, one) for one in rows]
        urls += [(f"{one.url}_{number}", one) for one in rows for number in range(1, len(one.parts))]
        found = [DiscoveredUrl(url_key=key(url), url=url, kind="article") for url, _ in urls]
        ids = discover(connection, source_id, found, NOW)
        saved = save_articles(connection, source_id, rows, ids)
        for one in rows:
            state = "alias" if saved[one.url_key] == "alias" else "stored"
            connection.execute(resource.update().where(resource.c.url_key == one.url_key).values(state=state))
        outcomes.append({one.url.rsplit("/", 1)[1]: saved[one.url_key] for one in rows})
    return outcomes


def dump(connection: Connection, site: str = "a") -> list[tuple[Any, ...]]:
    """Everything about the articles of a site by natural keys, without its host."""
    own = resource.alias("own")
    kept = (
        select(
            own.c.url, article.c.section, article.c.body, article.c.published_on, article.c.text_sha256, article.c.id
        )
        .join(own, own.c.id == article.c.resource_id)
        .where(own.c.url.startswith(f"http://{site}.example/"))
        .order_by(own.c.url)
    )
    dumped: list[tuple[Any, ...]] = []
    for url, *fields, number in connection.execute(kept):
        people = select(contributor.c.ordinal, contributor.c.role, contributor.c.name)
        pictures = select(image.c.ordinal, image.c.url, image.c.caption)
        pages = select(resource.c.url, part.c.role, part.c.ordinal, part.c.text).join(resource)
        dumped.append(
            (
                url,
                *fields,
                tuple(connection.execute(people.where(contributor.c.article_id == number).order_by("ordinal")).all()),
                tuple(connection.execute(pictures.where(image.c.article_id == number).order_by("ordinal")).all()),
                tuple(connection.execute(pages.where(part.c.article_id == number).order_by(resource.c.url)).all()),
            )
        )
    states = select(resource.c.url, resource.c.state).where(resource.c.url.startswith(f"http://{site}.example/"))
    dumped += [tuple(one) for one in connection.execute(states.order_by(resource.c.url))]
    return [tuple(str(value).replace(f"http://{site}.", "http://") for value in line) for line in dumped]


def names(connection: Connection) -> dict[str, list[str]]:
    """The articles by name, each with the names of its other URLs."""
    own = resource.alias("own")
    rows = connection.execute(
        select(own.c.url, resource.c.url, part.c.role)
        .join_from(part, article, part.c.article_id == article.c.id)
        .join(own, own.c.id == article.c.resource_id)
        .join(resource, resource.c.id == part.c.resource_id)
        .order_by(own.c.url, resource.c.url)
    ).all()
    found: dict[str, list[str]] = {}
    for main, url, role in rows:
        others = found.setdefault(main.rsplit("/", 1)[1], [])
        if role != "main":
            others.append(url.rsplit("/", 1)[1])
    return found


def state_of(connection: Connection, name: str) -> str:
    return str(connection.scalar(select(resource.c.state).where(resource.c.url == f"http://a.example/{name}")))


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note the statements that are sent to a database; an executemany is one."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
