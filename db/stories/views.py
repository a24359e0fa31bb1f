"""The views of stories: what is one story, where it appeared, and what else hangs together."""

from __future__ import annotations

from db.article_views import OF_ARTICLE, ON_PAGE, SHARED
from db.stories.tables import UNITING
from db.view import View

_STORY = "coalesce(m.canonical_id, a.id)"
_OF_STORY = """FROM story_member AS o JOIN article AS oa ON oa.id = o.article_id AND oa.withheld_at IS NULL
        AND oa.joined_to IS NULL"""
_RANKS = " ".join(f"WHEN '{method}' THEN {rank}" for rank, method in enumerate(UNITING))
_MEMBERS = """LEFT JOIN story_member AS m ON m.article_id = a.id"""


def _of_members(value: str, of_one: str) -> str:
    """Ask something of all appearances of a story; of an article that is alone, of itself."""
    return f"""CASE WHEN m.canonical_id IS NULL THEN {of_one} ELSE
        (SELECT {value} {_OF_STORY} JOIN source AS os ON os.id = oa.source_id WHERE o.canonical_id = a.id) END"""


def _count(channel: str) -> tuple[str, str, str]:
    counted = f"count(CASE WHEN os.channel = '{channel}' THEN 1 END)"
    alone = f"CASE WHEN s.channel = '{channel}' THEN 1 ELSE 0 END"
    return f"in_{channel}", _of_members(counted, alone), f"how many of them are in the channel {channel}"


_METHOD = f"""(SELECT l.method FROM story_link AS l JOIN story_member AS o
            ON o.article_id = CASE WHEN l.a = a.id THEN l.b ELSE l.a END AND o.canonical_id = m.canonical_id
        JOIN article AS oa ON oa.id = o.article_id AND oa.withheld_at IS NULL AND oa.joined_to IS NULL
        WHERE a.id IN (l.a, l.b) AND l.method IN ('exact', 'near', 'reprint')
        ORDER BY CASE l.method {_RANKS} END LIMIT 1)"""  # noqa: S608  our own words

STORY_VIEWS = (
    View(
        name="stories",
        comment="One row a story, however often it appeared; what it says is that of its canonical appearance.",
        columns=(
            ("story_id", "a.id", "number of the story: that of its canonical article"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("channel", "s.channel", "of the canonical appearance: the first day, then news, epaper, wechat"),
            ("url", "r.url", "its address"),
            ("published_on", "a.published_on", "its local date of publication, the first of the story"),
            ("headline", "a.headline", "its 标题; empty where none is printed"),
            (
                "last_published_on",
                _of_members("max(oa.published_on)", "a.published_on"),
                "local date of the last appearance",
            ),
            ("appearances", _of_members("count(*)", "1"), "how many articles are this story"),
            *(_count(channel) for channel in ("news", "epaper", "wechat")),
        ),
        tables=f"""{OF_ARTICLE}
{_MEMBERS}
WHERE a.joined_to IS NULL AND (m.canonical_id IS NULL OR m.canonical_id = a.id)""",
    ),
    View(
        name="appearances",
        comment="One row an article, with the story that it is an appearance of.",
        columns=(
            ("story_id", _STORY, "number of the story; joins the view stories"),
            *SHARED,
            ("page_number", "coalesce(pg.number, a.named_page)", "版次 as printed; empty for what is not printed"),
            ("is_canonical", f"CASE WHEN {_STORY} = a.id THEN 1 ELSE 0 END", "1: the appearance that names the story"),
            (
                "method",
                _METHOD,
                "exact, near or reprint: what unites it with another appearance; empty: alone, or joined by hand",
            ),
        ),
        tables=f"{OF_ARTICLE}\n{_MEMBERS}\n{ON_PAGE}\nWHERE a.joined_to IS NULL",
    ),
    View(
        name="story_links",
        comment="One row two articles that hang together, those that are different stories included.",
        columns=(
            ("article_id", "l.a", "number of the one article"),
            ("other_id", "l.b", "number of the other one"),
            (
                "method",
                "l.method",
                "exact, near, reprint: one story; contained: one has an extract of the other; teaser: it points to it",
            ),
            ("score", "l.score", "share of the shorter text that the longer one has, from 0 to 1"),
            ("rule_version", "l.rule_version", "version of the rules that found it"),
            ("url", "ra.url", "address of the one article"),
            ("other_url", "rb.url", "address of the other one"),
            (
                "is_one_story",
                "CASE WHEN ma.canonical_id = mb.canonical_id THEN 1 ELSE 0 END",
                "1: they are one story; 0: two, by the method or because a person told them apart",
            ),
        ),
        tables="""FROM story_link AS l
JOIN article AS aa ON aa.id = l.a AND aa.withheld_at IS NULL
JOIN article AS ab ON ab.id = l.b AND ab.withheld_at IS NULL
JOIN resource AS ra ON ra.id = aa.resource_id
JOIN resource AS rb ON rb.id = ab.resource_id
LEFT JOIN story_member AS ma ON ma.article_id = l.a
LEFT JOIN story_member AS mb ON mb.article_id = l.b""",
    ),
)
