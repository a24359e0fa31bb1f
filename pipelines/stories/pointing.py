"""Tell a short item that only points to a report: 详见第3版, 预告, 导读."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.stories.compared import Compared
    from pipelines.stories.pair import Pair

POINTER_CHARS = 120  # letters; a longer item tells something
_POINTS = re.compile(
    r"详见|请看|阅读原文|敬请(?:关注|期待|留意)|[见转]\S{0,6}版|下转|导读|导视|看点|预告|速览|明[天日]见|即将(?:推出|见报|播出)|起(?:本报)?连载"
)
_TITLE_CHARS = 4  # a shorter title stands in many texts


def may_point(article: Compared) -> bool:
    """Tell whether an article may be an item that only points to a report."""
    if len(article.folded) > POINTER_CHARS:
        return False
    return bool(_POINTS.search(f"{article.headline_plain} {article.plain}"))


def points(pair: Pair) -> bool:
    """Tell whether the shorter of two articles points to the longer one."""
    short, long = pair.short, pair.long
    if pair.size > 0.6 or not may_point(short):
        return False
    is_named = len(long.title) >= _TITLE_CHARS and long.title in short.folded
    if pair.kept < 0.2:
        return is_named or pair.title_alike >= 0.5
    return pair.filled < 2 and pair.days != "other"
