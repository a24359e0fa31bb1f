"""What stands around an article on these pages and is no part of it: navigation, related links, comments."""

from __future__ import annotations

import html
import random
from typing import TYPE_CHECKING

from tests.county import words
from tests.county.plan import CHANNELS

if TYPE_CHECKING:
    from tests.county.generic.draft import GenericDraft

_COMMENTS = (
    "家乡的变化真大，点个赞！",
    "希望多报道一些这样的好人好事。",
    "我们村什么时候也能修这样的路？",
    "记者辛苦了，写得很实在。",
    "支持一下，前排围观。",
    "图片拍得不错，就是有点小。",
)
_READERS = ("网友甲", "云岭游客", "匿名", "山里人家", "手机用户", "热心市民")


class Furniture:
    """Draws the furniture of one page; every list comes as (address, words) pairs."""

    def __init__(self, draft: GenericDraft) -> None:
        self.draft = draft
        self.rng = random.Random(f"{draft.url}:furniture")
        self.facts = words.Facts(self.rng)

    def links(self, count: int) -> list[tuple[str, str]]:
        """Return other articles of the site."""
        stem, dot, ending = self.draft.url.removeprefix(self.draft.host).rpartition(".")
        shown = []
        for number in range(1, count + 1):
            headlines = self.rng.choice(words.TOPICS)[0]
            headline = html.escape(self.facts.say(self.rng.choice(headlines)))
            shown.append((f"{stem}{self.rng.randint(10, 99)}{number}{dot}{ending}", headline))
        return shown

    def linked(self, count: int, form: str) -> str:
        """Return links in a form with {u}, {t} and {n}."""
        return "\n".join(form.format(u=url, t=title, n=n) for n, (url, title) in enumerate(self.links(count), start=1))

    def nav(self, form: str, between: str) -> str:
        """Return the site's channels."""
        pairs = [("/", "首页"), *((f"/{one.slug}/", one.name) for one in CHANNELS), ("/about/", "关于我们")]
        return between.join(form.format(u=url, t=name) for url, name in pairs)

    def position(self, between: str) -> str:
        """Return the breadcrumbs."""
        channel = self.draft.channel
        return between.join(('<a href="/">首页</a>', f'<a href="/{channel.slug}/">{channel.name}</a>'))

    def comments(self, form: str) -> str:
        """Return what readers said, in a form with {who} and {what}."""
        count = self.rng.randint(0, 3)
        said = self.rng.sample(_COMMENTS, count)
        return "\n".join(form.format(who=self.rng.choice(_READERS), what=one) for one in said)
