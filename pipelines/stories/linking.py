"""Link the articles that a group has written with all that were there before, and bring the stories up to date.

What links two articles depends on these two alone, and which pairs are looked at on their passages alone. So it does
not matter in which order articles arrive, or how many processes bring them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from db.stories.comparing import (
    Signature,
    StoredText,
    forget_comparisons,
    load_signatures,
    load_texts,
    write_signatures,
)
from db.stories.fingerprints import count_shared
from db.stories.links import write_links
from db.stories.members import regroup
from pipelines.stories.compared import Compared
from pipelines.stories.passages import passages
from pipelines.stories.rules import REACH_DAYS, RULE_VERSION, link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.engine import Connection

KEPT_FORMS = 256  # articles that are compared with more than one group; some 40 KB each
SHARED = 0.05  # of the passages of the text that has fewer: below it there is no link, or one that is not worth a look


def link_articles(connection: Connection, article_ids: Iterable[int]) -> int:
    """Link articles that were written, or may have changed, with all others.

    Called in the transaction that wrote them, with the lock of `db.stories.comparing.hold_stories`. What has not
    changed is left as it is.

    Returns:
        How many articles were compared.
    """
    wanted = set(article_ids)
    if not wanted:
        return 0
    texts = load_texts(connection, wanted)
    stored = load_signatures(connection, wanted)
    changed = {number: text for number, text in texts.items() if not _is_signed(text, stored.get(number))}
    old = {number: one for number, one in stored.items() if number in changed or number not in texts}
    if old:
        forget_comparisons(connection, old)
    forms = {number: compared(text) for number, text in changed.items()}
    fresh = {number: sign(text) for number, text in changed.items()}
    write_signatures(connection, fresh)
    links = _find_links(connection, fresh, forms)
    write_links(connection, links, RULE_VERSION)
    regroup(connection, wanted | {number for pair in links for number in pair})
    return len(fresh)


def _is_signed(text: StoredText, before: Signature | None) -> bool:
    """Tell whether a text was compared already, as it is and by these rules."""
    return before is not None and before.rule_version == RULE_VERSION and before.digest == text.digest


def sign(text: StoredText) -> Signature:
    """Give what a text is compared by."""
    return Signature(
        rule_version=RULE_VERSION,
        digest=text.digest,
        published_on=text.published_on,
        hashes=passages(compared(text).folded, text.site),
    )


@lru_cache(maxsize=KEPT_FORMS)
def compared(text: StoredText) -> Compared:
    """Give an article in the form in which it is compared."""
    return Compared(
        published_on=text.published_on,
        channel=text.channel,
        press=text.press,
        headline=text.headline,
        credited_source=text.credited_source,
        body=text.body,
    )


def _find_links(
    connection: Connection, fresh: Mapping[int, Signature], forms: Mapping[int, Compared]
) -> dict[tuple[int, int], tuple[str, float]]:
    pairs = _pairs(connection, fresh)
    others = load_texts(connection, {number for pair in pairs for number in pair} - fresh.keys())
    all_forms = {**forms, **{number: compared(text) for number, text in others.items()}}
    links = {}
    for a, b in pairs:
        if a in all_forms and b in all_forms and (found := link(all_forms[a], all_forms[b])):
            links[a, b] = found.method, found.score
    return links


def _pairs(connection: Connection, fresh: Mapping[int, Signature]) -> Collection[tuple[int, int]]:
    """Give the pairs of articles that have enough passages in common, the lesser id first."""
    of_fresh = [(number, one.published_on, one.hashes) for number, one in fresh.items()]
    met = count_shared(connection, of_fresh, REACH_DAYS)
    known = {**load_signatures(connection, {number for pair in met for number in pair} - fresh.keys()), **fresh}
    return [pair for pair, shared in met.items() if _is_worth_a_look(known.get(pair[0]), known.get(pair[1]), shared)]


def _is_worth_a_look(a: Signature | None, b: Signature | None, shared: int) -> bool:
    if a is None or b is None or abs((a.published_on - b.published_on).days) > REACH_DAYS:
        return False
    return shared >= SHARED * min(len(a.hashes), len(b.hashes))
