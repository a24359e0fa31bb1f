"""Our page object of news, in a process that kills itself at a commit: -s PAGE_OBJECTS=…, see tests/naturalrows.py."""

from __future__ import annotations

from crawler.pages.enorth import EnorthArticlePage
from tests.naturalrows import now_until_commit  # importing it lets the process obey

__all__ = ["DYING", "EnorthArticlePage", "now_until_commit"]

DYING = {"article/enorth": "tests.dying_pages.EnorthArticlePage"}
