"""Link the articles that a group has written with all that were there before, and bring the stories up to date.

What links two articles depends on these two alone, and which pairs are looked at on their passages alone. So it does
not matter in which order articles arrive, or how many processes bring them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from db.stories.comparing import (
    Signature,
    StoredText,
    forget_comparisons,
    load_facts,
    load_signatures,
    load_texts,
    passages_of,
    write_signatures,
)
from db.stories.fingerprints import find_shared
from db.stories.links import write_links
from db.stories.members import regroup
from pipelines.stories.compared import Compared
from pipelines.stories.look import Look
from pipelines.stories.passages import passages
from pipelines.stories.rules import REACH_DAYS, RULE_VERSION, link, may_be_corrected, may_link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

# of articles that are compared with more than one group; some 2 and 10 KB each
KEPT_LOOKS, KEPT_FORMS = 4096, 1024
# of the passages of the text that has fewer; below it there is no link, or one that is not worth a look
SHARED, FAR_SHARED = 0.1, 0.15


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
    fresh = sign(changed)
    write_signatures(connection, fresh)
    links = _find_links(connection, fresh, forms)
    write_links(connection, links, RULE_VERSION)
    regroup(connection, wanted | {number for pair in links for number in pair})
    return len(fresh)


def _is_signed(text: StoredText, before: Signature | None) -> bool:
    """Tell whether a text was compared already, as it is and by these rules."""
    return before is not None and before.rule_version == RULE_VERSION and before.digest == text.digest


def sign(texts: Mapping[int, StoredText]) -> dict[int, Signature]:
    """Give what texts are compared by, by the id of the article."""
    forms = [compared(text) for text in texts.values()]
    looks = [Look.at(form) for form in forms]
    hashes = passages([(form.folded, text.site) for form, text in zip(forms, texts.values(), strict=True)])
    return {
        number: Signature(
            rule_version=RULE_VERSION,
            digest=text.digest,
            published_on=text.published_on,
            facts=look.facts(),
            day_bits=look.day_bits,
            hashes=kept,
        )
        for (number, text), look, kept in zip(texts.items(), looks, hashes, strict=True)
    }


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


def _pairs(connection: Connection, fresh: Mapping[int, Signature]) -> list[tuple[int, int]]:
    """Give the pairs of articles that are worth to be laid side by side, the lesser id first."""
    met = find_shared(connection, passages_of(fresh), REACH_DAYS)
    is_enough = met.share >= np.where(met.kind, FAR_SHARED, SHARED)
    is_enough &= ~met.is_other_day | may_be_corrected(met.days_apart, met.share)
    chosen = np.flatnonzero(is_enough)
    # the greater share last: of the two kinds that a pair may have it counts
    chosen = chosen[np.argsort(met.share[chosen], kind="stable")]
    a, b, share = (column[chosen].tolist() for column in (met.a, met.b, met.share))
    shares = dict(zip(zip(a, b, strict=True), share, strict=True))
    facts = {number: (one.published_on, one.facts) for number, one in fresh.items()}
    facts |= load_facts(connection, {*a, *b} - fresh.keys())
    looks = {number: _look(*one) for number, one in facts.items()}
    return [pair for pair, share in shares.items() if may_link(looks[pair[0]], looks[pair[1]], share)]


@lru_cache(maxsize=KEPT_LOOKS)
def _look(published_on: dt.date, facts: str | None) -> Look:
    return Look.from_facts(published_on, facts)
