"""Give each article the mark by which equal copies are found; pipeline 200.

The rule: two URLs are one article only when source, publication day, folded headline and folded body agree and the
body has at least 30 characters; in print the page that both name must agree too.
Blanks do not count: they depend on the page's markup. The store applies the rule,
because only it knows what arrived before.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from db.fold import fold
from pipelines.items import Article

ALIAS_BODY_CHARS = 30  # two texts that are shorter may be equal by accident

_BLANKS = re.compile(r"\s+")


def mark_text(article: Article) -> Article:
    """Fill in `text_sha256` and `may_be_alias`."""
    headline = _BLANKS.sub("", fold(article.headline or ""))
    body = _BLANKS.sub("", fold(article.body))
    digest = hashlib.sha256(f"{headline}\n{body}".encode()).hexdigest()
    is_placed = article.printed_in is None or article.printed_in.page_number is not None
    return replace(article, text_sha256=digest, may_be_alias=is_placed and len(body) >= ALIAS_BODY_CHARS)


class DeduplicatePipeline:
    """Marks the articles; whatever else travels passes unchanged."""

    def process_item(self, item: object) -> object:
        """Give the marked article."""
        return mark_text(item) if isinstance(item, Article) else item
