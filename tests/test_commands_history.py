"""`scrapy history` tells what became of one article, in order of time, so that a person reads it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from db.engine import make_engine, upgrade
from tests.commandline import fine, has_example, refused
from tests.smallsite import change
from tests.test_pipelines_revisions import BODY, NOW, URL, an_article, gone, keep

if TYPE_CHECKING:
    from tests.conftest import Operator

DAY = dt.timedelta(days=1)


def prepare(operator: Operator) -> None:
    """Keep an article that was changed twice, taken away and brought back."""
    engine = make_engine(operator.database_url)
    upgrade(engine)
    keep(
        engine,
        an_article(NOW),
        an_article(NOW + DAY, headline="杨梅大丰收", body=BODY.replace("三千二百", "三千五百") + "\n记者将继续关注。"),
        gone(NOW + 2 * DAY),
        gone(NOW + 3 * DAY),
        an_article(
            NOW + 4 * DAY,
            headline="杨梅大丰收",
            body=BODY.replace("三千二百", "三千五百"),
            published_at=NOW,
            parser_version="2",
        ),
    )
    engine.dispose()


def test_history_is_told_in_order_of_time(operator: Operator) -> None:
    prepare(operator)

    told = fine(operator, "history", URL)

    assert told.lines == [
        "杨梅大丰收",
        URL,
        "2026-11-25 11:00  found",
        "",
        "2026-11-26 11:00  changed",
        "  headline: 杨梅{+大+}丰收",
        "  body:",
        "    云岭镇的杨梅今年喜获丰收，预计总产量可达三千[-二-]{+五+}百吨，比去年增加两成。",
        "    (1 paragraph stays)",
        "    {+记者将继续关注。+}",
        "",
        "2026-11-28 11:00  taken away by the site (http_404)",
        "",
        "2026-11-29 11:00  changed (read in another way than before)",
        "  body:",
        "    (2 paragraphs stay)",
        "    [-记者将继续关注。-]",
        "  published_at: {+2026-11-25 11:00+}",
        "",
        "2026-11-29 11:00  there again (http_200)",
        "",
    ]


def test_article_without_a_change_says_so_and_one_that_is_gone_since_when(sqlite_operator: Operator) -> None:
    engine = make_engine(sqlite_operator.database_url)
    upgrade(engine)
    keep(engine, an_article(NOW))
    assert fine(sqlite_operator, "history", URL).lines[-1] == "No change was seen."

    keep(engine, gone(NOW + DAY), gone(NOW + 2 * DAY))
    engine.dispose()

    last = fine(sqlite_operator, "history", URL).lines[-1]
    assert last == "It has been gone since 2026-11-26 11:00; its text is kept."


def test_what_has_no_history_is_refused_in_one_line(sqlite_operator: Operator) -> None:
    assert "the address of one article" in refused(sqlite_operator, "history")
    assert "nonsense is no URL" in refused(sqlite_operator, "history", "nonsense")
    assert refused(sqlite_operator, "history", URL, code=1).startswith(f"{URL} is the address of no article")
    prepare(sqlite_operator)
    change(sqlite_operator.database_url, "UPDATE article SET withheld_at = '2026-12-01 00:00:00'")
    assert refused(sqlite_operator, "history", URL, code=1) == f"{URL} is withheld: what it says is not shown"


def test_help_has_an_example(sqlite_operator: Operator) -> None:
    has_example(sqlite_operator, "history")
