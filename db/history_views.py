"""The views of what changed: the revisions of articles, and those that a site took away."""

from __future__ import annotations

from db.removals import SUCCESSES
from db.view import NOT_WITHHELD, View


def _side(place: int) -> str:
    """Give one side of a changed field as text; of a list, its entries one a line."""
    value = f"f.value -> {place}"
    entry = "(e.value ->> 0) || coalesce(' ' || (e.value ->> 1), '') || coalesce(' ' || (e.value ->> 2), '')"
    entries = f"SELECT group_concat({entry}, '\n') FROM json_entries({value}) AS e"  # noqa: S608  our own words
    return f"CASE json_kind({value}) WHEN 'array' THEN ({entries}) ELSE f.value ->> {place} END"


_HAD = ", ".join(f"'{outcome}'" for outcome in SUCCESSES)
_FIRST_GONE = f"""(SELECT min(g.at) FROM "fetch" AS g WHERE g.resource_id = e.resource_id AND g.outcome = 'gone'
        AND g.at <= e.at AND NOT EXISTS (SELECT 1 FROM "fetch" AS h WHERE h.resource_id = g.resource_id
            AND h.outcome IN ({_HAD}) AND h.at > g.at AND h.at <= e.at))"""  # noqa: S608  our own words

HISTORY_VIEWS = (
    View(
        name="revisions",
        comment="One row a field of an article that its site changed after it was first read.",
        columns=(
            ("article_id", "a.id", "number of the article; joins the views with each other"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("channel", "s.channel", "news, epaper or wechat"),
            ("url", "r.url", "address where it changed"),
            ("n", "v.n", "number of the revision at that address, from 1; the fields of one were seen at once"),
            ("seen_at", "v.seen_at", "when the new text was first seen, UTC; the site changed it some time before"),
            ("field", "f.key", "what changed, by its name in the view articles; or contributors, or images"),
            ("before", _side(0), "what stood there; of contributors and images one a line; empty: nothing"),
            ("after", _side(1), "what stands there since"),
            (
                "parser_changed",
                "v.parser_changed",
                "true: another page object, or version of it, read the new text, and may be the reason",
            ),
        ),
        tables=f"""FROM revision AS v
JOIN resource AS r ON r.id = v.resource_id
JOIN source AS s ON s.id = r.source_id
LEFT JOIN part AS p ON p.resource_id = v.resource_id
LEFT JOIN article AS a ON a.id = p.article_id
CROSS JOIN json_each(v.fields) AS f
WHERE a.withheld_at IS NULL AND {NOT_WITHHELD.format("v.resource_id")}""",
    ),
    View(
        name="removals",
        comment="One row each time that a site took an article away; the article and its text stay here.",
        columns=(
            ("url", "r.url", "address of the article"),
            ("article_id", "a.id", "number of the article; joins the views with each other"),
            ("site", "s.site", "the county's profile, for example cangnan"),
            ("channel", "s.channel", "news, epaper or wechat"),
            ("published_on", "a.published_on", "local date of publication"),
            ("headline", "a.headline", "标题; empty where none is printed"),
            ("removed_at", _FIRST_GONE, "when it was first found gone, UTC"),
            ("confirmed_at", "e.at", "when it was found gone again, a day later or more, UTC"),
            (
                "reason",
                "e.reason",
                "how the site says so: http_404, http_410, redirected_home, elsewhere, or removal_notice on the page",
            ),
            (
                "returned_at",
                """(SELECT min(b.at) FROM event AS b
        WHERE b.resource_id = e.resource_id AND b.kind = 'returned' AND b.id > e.id)""",
                "when it was there again, UTC; empty: it is gone still",
            ),
        ),
        tables=f"""FROM event AS e
JOIN resource AS r ON r.id = e.resource_id
JOIN source AS s ON s.id = r.source_id
JOIN part AS p ON p.resource_id = r.id
JOIN article AS a ON a.id = p.article_id
WHERE e.kind = 'removed' AND a.withheld_at IS NULL AND {NOT_WITHHELD.format("e.resource_id")}""",
    ),
)
