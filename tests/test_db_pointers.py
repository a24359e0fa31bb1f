"""What pointers mean and which stories are joined: a function of what is printed, in whatever order it arrives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text

from db.audit import contradictions
from db.engine import make_engine, upgrade
from db.fold import fold_page, fold_title
from db.ledger import ensure_source
from db.models import article, pointer, resource
from db.runs import open_run
from pipelines.deduplicate import mark_text
from pipelines.issues import ListedPage, Placement, ScrapedLayout
from pipelines.items import Article, Contributor, Image, Pointer, PrintContext, Visit
from pipelines.rows import write_group
from tests.conftest import DATABASES, empty_database
from tests.rows import NOW, statements
from tests.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.engine import Engine

    Record = Article | ScrapedLayout

DAY = dt.date(2026, 3, 4)
SOURCES = iter(range(10**6))


def visit(path: str, kind: Any = "article", outcome: str = "stored") -> Visit:
    return Visit(url=f"http://paper.example/{path}", kind=kind, at=NOW, outcome=outcome)


def to(page: str, title: str | None = None) -> Pointer:
    return Pointer(kind="jump_to", printed=f"（下转第{page}版）", page_number=page, title=title)


def since(page: str, title: str | None = None) -> Pointer:
    return Pointer(kind="jump_from", printed=f"（上接第{page}版）", page_number=page, title=title)


def teaser(title: str | None, page: str | None = None) -> Pointer:
    return Pointer(kind="teaser", printed=title or "", page_number=page, title=title)


def correction(on: dt.date, title: str | None = None, page: str | None = None) -> Pointer:
    return Pointer(kind="correction", printed="本报", page_number=page, title=title, on=on)


def printed(
    name: str, headline: str | None, page: str | None, *pointers: Pointer, on: dt.date = DAY, **fields: Any
) -> Article:
    """An article of an issue; its text is its own unless `body` is given."""
    values: dict[str, Any] = {
        "visit": visit(f"{on}/{name}"),
        "parser": "test",
        "parser_version": "1",
        "published_on": on,
        "date_source": "issue",
        "genre": "news",
        "headline": headline,
        "body": f"这是{name}的正文，县里昨日召开会议，部署今冬明春农田水利建设各项工作。",
        "pointers": pointers,
        "printed_in": PrintContext(issue_on=on, page_number=page),
    }
    return mark_text(Article(**values | fields))


def layout(number: str, names: Sequence[str], *, on: dt.date = DAY, edition: str = "main") -> ScrapedLayout:
    page = ListedPage(url=f"http://paper.example/{on}/{edition}{number}", number=number, edition=edition)
    return ScrapedLayout(
        visit=visit(f"{on}/{edition}{number}", "layout", "read"),
        parser="test",
        parser_version="1",
        published_on=on,
        page=page,
        platform="founder",
        evidence="its entrance",
        pages=(page,),
        has_page_list=False,
        placements=tuple(Placement(url=f"http://paper.example/{on}/{name}", in_map=True) for name in names),
    )


@pytest.fixture(scope="module", params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind for all tests: each has a source of its own in it, and takes nothing away for good."""
    with empty_database(request, tmp_path_factory.mktemp("pointers")) as url:
        engine = make_engine(url)
        upgrade(engine)
        yield engine
        engine.dispose()


@dataclass
class Kept:
    """A source of its own in a database, and what it has."""

    engine: Engine

    def __post_init__(self) -> None:
        """Enter the source and a run."""
        self.name = f"p{next(SOURCES)}"
        with self.engine.begin() as connection:
            self.source_id = ensure_source(
                connection, site=self.name, slug="epaper", channel="epaper", name="今日云岭", tz="Asia/Shanghai"
            )
            self.run_id = open_run(
                connection, source_id=self.source_id, spider="epaper", started_at=NOW, versions={"python": "3"}
            )

    def write(self, *records: Record) -> None:
        """Write a group, at addresses of this source."""
        write_group(self.engine, self.run_id, self.source_id, [self._own(record) for record in records])

    def _own(self, record: Record) -> Record:
        own = replace(record.visit, url=self._url(record.visit.url))
        if isinstance(record, Article):
            return replace(record, visit=own)
        return replace(
            record,
            visit=own,
            page=replace(record.page, url=self._url(record.page.url)),
            pages=tuple(replace(one, url=self._url(one.url)) for one in record.pages),
            placements=tuple(replace(one, url=self._url(one.url)) for one in record.placements),
        )

    def _url(self, url: str) -> str:
        return url.replace("paper.example", f"{self.name}.example")

    def _short(self, url: str | None) -> str | None:
        return None if url is None else urlsplit(url).path.rsplit("/", 1)[1]

    def targets(self) -> dict[tuple[str, int], str | None]:
        """Give the name of what each pointer means, by the name of its article and its number."""
        own, other = resource.alias(), resource.alias()
        target = article.alias()
        found = (
            select(own.c.url, pointer.c.ordinal, other.c.url)
            .join_from(pointer, article, article.c.id == pointer.c.article_id)
            .join(own, own.c.id == article.c.resource_id)
            .outerjoin(target, target.c.id == pointer.c.target_id)
            .outerjoin(other, other.c.id == target.c.resource_id)
            .where(article.c.source_id == self.source_id)
        )
        with self.engine.connect() as connection:
            return {(str(self._short(a)), n): self._short(b) for a, n, b in connection.execute(found)}

    def stories(self) -> dict[str, tuple[str, ...]]:
        """Give the names of a story's later pieces, by the name of its first one."""
        own, first_url, first = resource.alias(), resource.alias(), article.alias()
        found = (
            select(first_url.c.url, own.c.url)
            .join_from(article, own, own.c.id == article.c.resource_id)
            .join(first, first.c.id == article.c.joined_to)
            .join(first_url, first_url.c.id == first.c.resource_id)
            .where(article.c.source_id == self.source_id)
            .order_by(article.c.joined_ordinal)
        )
        joined: dict[str, tuple[str, ...]] = {}
        with self.engine.connect() as connection:
            for one, other in connection.execute(found):
                joined[str(self._short(one))] = (*joined.get(str(self._short(one)), ()), str(self._short(other)))
        return joined

    def bodies(self) -> dict[str, str]:
        """Give the texts that the view shows."""
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT url, body FROM articles WHERE site = :site"), {"site": self.name})
            return {str(self._short(url)): body for url, body in found}

    def everything(self) -> tuple[Any, ...]:
        """Give all that was found, for comparison."""
        with self.engine.connect() as connection:
            query = "SELECT url, jump_pages, body, page_number FROM articles WHERE site = :site ORDER BY url"
            shown = connection.execute(text(query), {"site": self.name}).all()
        return self.targets(), self.stories(), [(self._short(url), *rest) for url, *rest in shown]


TWO = (printed("a", "县两会开幕", "1", to("3")), printed("b", "县两会开幕", "3", since("1")))

TWO_MORE = (printed("c", "春耕开始", "1", to("4")), printed("d", "春耕开始", "4", since("1")))


def resolved(engine: Engine, *records: Record) -> Kept:
    kept = Kept(engine)
    kept.write(*records)
    return kept


@pytest.mark.parametrize(
    ("articles", "stories"),
    [
        (TWO, {"a": ("b",)}),
        ((printed("a", "甲题目", "01", to("三")), printed("b", "乙题目", "第3版", since("一"))), {"a": ("b",)}),
        ((printed("a", None, "A01", to("A3")), printed("b", None, "A03", since("A1"))), {"a": ("b",)}),
        # several pairs: titles decide, then what is left over
        (
            (*TWO, printed("c", "乡村振兴谱新篇", "1", to("3")), printed("d", "（另题）", "3", since("1"))),
            {"a": ("b",), "c": ("d",)},
        ),
        (
            (
                printed("a", "县两会今日隆重开幕", "1", to("3")),
                printed("b", "县两会今日", "3", since("1")),
                printed("c", "乡村振兴", "1", to("3", "石桥之路")),
                printed("d", "石桥之路", "3", since("1")),
            ),
            {"a": ("b",), "c": ("d",)},
        ),
        # a mark that prints a title leads to no other one
        ((printed("a", "甲题目", "1", to("3", "石桥之路")), printed("b", "乙题目", "3", since("1"))), {}),
        ((printed("a", "甲题目", "1", to("3")), printed("b", "乙题目", "3", since("1", "石桥之路"))), {}),
        ((printed("a", "甲", "1", to("3", "石桥之路")), printed("b", "石桥之路宽", "3", since("1"))), {"a": ("b",)}),
        ((printed("a", "甲题目", "1", to("3", "石桥之路")), printed("b", None, "3", since("1"))), {"a": ("b",)}),
        # nothing decides
        (
            (
                printed("a", "甲题目", "1", to("3")), printed("b", "乙题目", "3", since("1")),
                printed("c", "丙题目", "1", to("3")), printed("d", "丁题目", "3", since("1")),
            ),
            {},
        ),
        (
            (*(printed(name, f"{name}题目", "1", to("3")) for name in "ac"), printed("b", "x", "3", since("1"))),
            {},
        ),
        # only one side says so
        ((printed("a", "县两会今日开幕", "1", to("3")), printed("b", "县两会今日开幕", "3")), {"a": ("b",)}),
        ((printed("a", "县两会今日开幕", "1"), printed("b", "县两会今日开幕", "3", since("1"))), {"a": ("b",)}),
        ((printed("a", "甲题目", "1", to("3", "石桥之路")), printed("b", "石桥之路", "3")), {"a": ("b",)}),
        ((printed("a", "县两会今开幕", None, to("3")), printed("b", "县两会今开幕", "3", since("1"))), {"a": ("b",)}),
        *(
            ((printed("a", title, "1", to("3")), printed("b", title, "3")), {})
            for title in ("县两会", "简讯", "广告", "图片新闻", "天气预报")
        ),
        ((printed("a", "图片新闻", "1"), printed("b", "图片新闻", "3", since("1"))), {}),
        ((printed("a", "县两会", "1", to("3", "县两会")), printed("b", "县两会", "3")), {"a": ("b",)}),
        ((printed("a", "县两会今日开幕", "1", to("3")), printed("b", "县两会今日开幕", "4")), {}),
        (
            (*(printed(name, "县两会今日开幕", "3") for name in "bc"), printed("a", "县两会今日开幕", "1", to("3"))),
            {},
        ),
        (
            (*(printed(name, "县两会今日开幕", "1", to("3")) for name in "ac"), printed("b", "县两会今日开幕", "3")),
            {},
        ),
        ((printed("a", "县两会今日开幕", "1", to("3")), printed("b", "县两会今日开幕", "3", since("2"))), {}),
        # equal titles alone never join
        ((printed("a", "简讯", "1"), printed("b", "简讯", "2")), {}),
        ((printed("a", "图片新闻", "1"), printed("b", "图片新闻", "2")), {}),
        # chains and circles
        (
            (
                printed("a", "县两会开幕", "1", to("2")),
                printed("b", "县两会开幕", "2", since("1"), to("3")),
                printed("c", "县两会开幕", "3", since("2")),
            ),
            {"a": ("b", "c")},
        ),
        ((printed("a", "x", "1", to("3"), since("3")), printed("b", "y", "3", since("1"), to("1"))), {}),
        ((printed("a", "县两会开幕", "1", to("1")), printed("b", "县两会开幕", "1", since("1"))), {}),
        # a mark that names two pages has the first of them, and the piece on the other has its own mark
        (
            (
                printed("a", "县两会今日开幕", "1", to("2")),
                printed("b", "县两会今日开幕", "2", since("1")),
                printed("c", "县两会今日开幕", "4", since("1")),
            ),
            {"a": ("b", "c")},
        ),
        (
            (
                printed("a", "县两会今日开幕", "1", to("2")),
                printed("b", "另一题目", "2", since("1")),
                printed("c", "县两会今日开幕", "4", since("1"), to("5")),
                printed("d", "第三题目", "5", since("4")),
            ),
            {"a": ("b", "c", "d")},
        ),
        (
            (
                printed("a", "县两会今日开幕", "1", to("2")),
                printed("b", "县两会今日开幕", "2", since("1")),
                *(printed(name, "县两会今日开幕", page, since("1")) for name, page in ("c4", "d5")),
            ),
            {"a": ("b",)},
        ),
        # another day
        ((TWO[0], printed("b", "县两会开幕", "3", since("1"), on=DAY + dt.timedelta(days=1))), {}),
    ],
)  # fmt: skip
def test_stories_are_joined_on_printed_evidence_only(
    engine: Engine, articles: tuple[Article, ...], stories: dict[str, tuple[str, ...]]
) -> None:
    assert resolved(engine, *articles).stories() == stories


def test_pages_that_name_each_other_both_ways_make_no_story_and_mean_nothing(engine: Engine) -> None:
    kept = resolved(
        engine, printed("a", "x", "1", to("2"), since("2")), printed("b", "y", "2", since("1"), to("1")), *TWO_MORE
    )

    assert kept.stories() == {"c": ("d",)}
    assert kept.targets() == {**dict.fromkeys(product("ab", (1, 2))), ("c", 1): "d", ("d", 1): "c"}


def test_whole_story_is_one_row_with_its_text_pictures_people_and_pages(engine: Engine) -> None:
    wang, li, zhao = (Contributor(role="reporter", name=name) for name in ("王明", "李强", "赵六"))
    photo = Contributor(role="photographer", name="李强", image_ordinal=1)
    pictures = [Image(url=f"{n}.jpg") for n in range(4)]
    pieces = (
        {"body": "推动全县", "contributors": (wang, li), "images": (pictures[0],)},
        {"body": "高质量发展。\n二是", "contributors": (wang, photo), "images": (pictures[1],)},
        {"body": "抓落实。", "contributors": (zhao,), "images": tuple(pictures[2:])},
    )
    kept = resolved(
        engine,
        printed("a", "县两会开幕", "1", to("2"), **pieces[0]),
        printed("b", "县两会开幕", "2", since("1"), to("4"), **pieces[1]),
        printed("c", "县两会开幕", "04", since("2"), **pieces[2]),
        printed("d", "天气预报", "4"),
    )

    with engine.connect() as connection:
        site = {"site": kept.name}
        query = "SELECT body, body_chars, images, jump_pages, headline FROM articles WHERE site = :site ORDER BY url"
        shown = connection.execute(text(query), site).all()
        people = connection.execute(
            text("SELECT ordinal, role, name, image_ordinal FROM bylines WHERE site = :site ORDER BY url, ordinal"),
            site,
        ).all()
        words = connection.execute(
            text(
                "SELECT p.kind, p.page_number, a.headline FROM pointers AS p JOIN articles AS a "
                "ON a.article_id = p.article_id AND a.article_id = p.target_article_id "
                "WHERE p.site = :site ORDER BY p.url, ordinal"
            ),
            site,
        ).all()
        assert contradictions(connection) == []
    assert tuple(shown[0]) == ("推动全县高质量发展。\n二是抓落实。", 17, 4, "2, 04", "县两会开幕")
    assert len(shown) == 2
    assert shown[1].jump_pages is None
    assert [tuple(row) for row in people] == [
        (1, "reporter", "王明", None),
        (2, "reporter", "李强", None),
        (3, "photographer", "李强", 2),
        (4, "reporter", "赵六", None),
    ]
    assert [(kind, page) for kind, page, _ in words] == [
        ("jump_to", "2"), ("jump_from", "1"), ("jump_to", "4"), ("jump_from", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pointed", "others", "target"),
    [
        (teaser("县两会开幕", "3"), (("b", "县两会开幕", "3"), ("c", "县两会开幕", "4")), "b"),
        (teaser("县两会开幕", "3"), (("b", "县两会开幕 代表热议", "03"), ("c", "天气预报", "3")), "b"),
        (teaser("代表热议县两会", "3"), (("b", "县两会引热议 代表说", "3"), ("c", "县两会", "3")), "b"),
        (teaser("县两会开幕", "3"), (("b", "县两会开幕", "3"), ("c", "县两会开幕", "3")), None),
        (teaser("县两会开幕", "3"), (("b", "石桥杨梅红了", "3"),), None),
        (teaser("县两会开幕", "3"), (("b", "县两会开幕", "4"),), None),
        (teaser("两会", "3"), (("b", "两会今日开幕了", "3"),), None),
        (teaser(None, "3"), (("b", "两会今日开幕了", "3"),), None),
        (teaser("县两会今日开幕"), (("b", "县两会今日开幕", "3"), ("c", "天气预报", "4")), "b"),
        (teaser("县两会今日开幕"), (("b", "县两会今日开幕", "1"),), None),
        (teaser("县两会今日开幕"), (("b", "县两会今日引发热议", "3"),), None),
        (teaser("天气预报"), (("b", "天气预报", "3"),), None),
        (correction(DAY, "番薯丰收", "3"), (("b", "番薯丰收", "3"), ("c", "番薯丰收", "4")), "b"),
        (correction(DAY, "番薯丰收"), (("b", "番薯丰收", "3"),), "b"),
        (correction(DAY, "番薯丰收"), (("b", "番薯丰收", "3"), ("c", "番薯丰收", "4")), None),
        (correction(DAY, "番薯丰收", "2"), (("b", "番薯丰收", "3"),), None),
        (correction(DAY, None, "3"), (("b", "番薯丰收", "3"),), None),
        (correction(DAY - dt.timedelta(days=1), "番薯丰收"), (("b", "番薯丰收", "3"),), None),
    ],
)
def test_teasers_and_corrections_mean_one_article_or_none(
    engine: Engine, pointed: Pointer, others: tuple[tuple[str, str, str], ...], target: str | None
) -> None:
    on = DAY + dt.timedelta(days=5) if pointed.kind == "correction" else DAY
    kept = resolved(engine, printed("a", "今日导读", "1", pointed, on=on), *(printed(*other) for other in others))

    assert kept.targets() == {("a", 1): target}


def test_page_that_names_an_article_counts_before_the_page_that_it_names_and_editions_are_apart(engine: Engine) -> None:
    a, b, c = printed("a", "县两会开幕", "9", to("3")), printed("b", "县两会开幕", "9", since("1")), TWO[1]
    kept = resolved(engine, a, b, layout("01", ["a"]), layout("03", ["b"]))
    apart = resolved(engine, TWO[0], c, layout("01", ["a"]), layout("03", ["b"], edition="增刊"))

    assert kept.stories() == {"a": ("b",)}
    assert apart.stories() == {}


MANY: tuple[Record, ...] = (
    *TWO,
    printed("c", "县两会开幕", "3", to("4"), body="短文"),
    printed("d", "乡村振兴", "1", to("4"), body="推动全县"),
    printed("e", "另一题目", "4", since("1"), to("5"), body="发展，"),
    printed("f", "乡村振兴", "5", since("4"), body="落实。"),
    printed("g", "今日导读", "1", teaser("县两会开幕", "3"), teaser("石桥杨梅红了", "04")),
    printed("h", "石桥杨梅红", None),
    printed("i", "更正", "2", correction(DAY, "石桥杨梅红", "4"), on=DAY + dt.timedelta(days=2)),
    layout("04", ["e", "h"]),
    layout("01", ["a", "d", "g"]),
)


def test_order_of_arrival_makes_no_difference(engine: Engine) -> None:
    expected = resolved(engine, *MANY).everything()
    assert expected[1] == {"a": ("b",), "d": ("e", "f")}
    assert expected[0]["g", 2] == expected[0]["i", 1] == "h"
    for order in (MANY[::-1], MANY[5:] + MANY[:5]):
        kept = Kept(engine)
        for record in order:
            kept.write(record)

        assert kept.everything() == expected
        for record in order[::3]:  # fetched again
            kept.write(record)
        assert kept.everything() == expected


@settings(
    max_examples=scaled(5, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    order=st.permutations(range(len(MANY))),
    cuts=st.sets(st.integers(1, len(MANY) - 1)),
    again=st.lists(st.integers(0, len(MANY) - 1), max_size=4),
)
def test_any_order_any_grouping_and_any_second_look_give_the_same_rows(
    engine: Engine, order: list[int], cuts: set[int], again: list[int]
) -> None:
    kept = Kept(engine)
    for start, end in pairwise([0, *sorted(cuts), len(order)]):
        kept.write(*(MANY[n] for n in order[start:end]))
    for number in again:
        kept.write(MANY[number])

    assert kept.everything() == _expected(engine)


_EXPECTED: dict[str, tuple[Any, ...]] = {}


def _expected(engine: Engine) -> tuple[Any, ...]:
    key = str(engine.url)
    if key not in _EXPECTED:
        _EXPECTED[key] = resolved(engine, *MANY).everything()
    return _EXPECTED[key]


def test_marks_that_a_second_look_no_longer_finds_part_the_story_again(engine: Engine) -> None:
    for gone in permutations(TWO):
        kept = resolved(engine, *TWO)
        assert kept.stories() == {"a": ("b",)}
        kept.write(*(replace(one, pointers=(), headline=f"新题{n}") for n, one in enumerate(gone)))

        assert (kept.stories(), kept.targets()) == ({}, {})
        assert set(kept.bodies()) == {"a", "b"}
        kept.write(*gone)
        assert kept.stories() == {"a": ("b",)}


def test_piece_that_turns_out_to_be_of_another_day_leaves_its_story(engine: Engine) -> None:
    later = DAY + dt.timedelta(days=1)
    for moved in TWO:
        kept = resolved(engine, *TWO)
        kept.write(replace(moved, published_on=later))

        assert kept.stories() == {}
        assert set(kept.targets().values()) == {None}
        assert set(kept.bodies()) == {"a", "b"}


def test_text_of_a_piece_that_changes_changes_the_whole(engine: Engine) -> None:
    kept = resolved(engine, *TWO)
    kept.write(mark_text(replace(TWO[1], body="新的结尾。")))

    assert kept.bodies() == {"a": f"{TWO[0].body}\n新的结尾。"}


def test_piece_that_is_deleted_takes_no_other_with_it(engine: Engine) -> None:
    for name in ("a", "b"):
        kept = resolved(engine, *TWO)
        with engine.connect() as connection:
            gone = select(resource.c.id).where(resource.c.url.like(f"http://{kept.name}.%/{name}"))
            connection.execute(delete(article).where(article.c.resource_id.in_(gone)))
            left = select(func.count()).select_from(article).where(article.c.source_id == kept.source_id)
            assert connection.scalar(left) == 1
            assert {row.check for row in contradictions(connection)} >= (
                {"whole_without_pieces"} if name == "b" else set()
            )
            connection.rollback()


@pytest.mark.parametrize("count", [5, 60])
def test_statements_do_not_grow_with_the_articles(engine: Engine, count: int) -> None:
    def sent_for(records: Iterable[Record]) -> list[str]:
        kept = Kept(engine)
        with statements(engine) as sent:
            kept.write(*records)
        of_others = ("withholding", "story_", "coalesce(article.joined_body")
        return [one for one in sent if ("pointer" in one or "joined" in one) and not any(w in one for w in of_others)]

    plain = [printed(f"x{n}", f"题目{n}", "1") for n in range(count)]
    jumps = [printed(f"y{n}", f"县里新闻{n}号", "1", to("3")) for n in range(count)]
    jumps += [printed(f"z{n}", f"县里新闻{n}号", "3", since("1")) for n in range(count)]
    web = [replace(one, printed_in=None) for one in plain]

    assert len(sent_for(plain)) == 1
    assert sent_for(web) == []
    assert len(sent_for(jumps)) <= 6


@pytest.mark.parametrize(
    ("printed_as", "folded"),
    [
        ("3", "3"), ("03", "3"), ("第3版", "3"), ("三", "3"), ("第三版", "3"), ("头版", "1"), ("十", "10"),
        ("十二", "12"), ("二十", "20"), ("A03", "a3"), ("a3", "a3"), ("A3版", "a3"), ("T10", "t10"), ("００３", "3"),
        (None, ""), ("", ""),
        ("增刊", "增刊"), ("0", "0"), ("一〇", "一〇"),
    ],
)  # fmt: skip
def test_numbers_of_pages_are_compared_as_numbers(printed_as: str | None, folded: str) -> None:
    assert fold_page(printed_as) == folded


def test_titles_are_compared_without_blanks_and_punctuation() -> None:
    assert fold_title("“最多跑一次” 改革：Ａ") == fold_title("最多跑一次改革a") == "最多跑一次改革a"
    assert fold_title(None) == ""
