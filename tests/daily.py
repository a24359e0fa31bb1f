"""Crawls a site once a day for many days, in one process: `python -m tests.daily PROFILE SECTION DAYS SITE`.

Before each crawl the server is told the day, by a request for /today/<day>.
"""

from __future__ import annotations

import os
import sys
import urllib.request
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from crawler.profile import load_profile
from tests.county.edits import noon


def main(profile: str, section: str, days: int, site_url: str) -> None:
    """Crawl day after day."""
    settings = get_project_settings()
    paced = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
    allowed = list(load_profile(profile).allow_addresses)
    settings.setdict({"CLOCK": "tests.clock.now", "GUARD_ALLOW": allowed, **paced}, priority="cmdline")
    install_reactor(settings["TWISTED_REACTOR"])
    from twisted.internet.task import react  # noqa: PLC0415  once the reactor is there

    async def crawl_days(_reactor: Any) -> None:
        runner = AsyncCrawlerRunner(settings)
        for day in range(days):
            os.environ["TEST_NOW"] = noon(day).isoformat()
            # between two crawls nothing else is to be done
            urllib.request.urlopen(f"{site_url}/today/{day}").close()  # noqa: ASYNC210, S310  our own server
            await runner.crawl("news", site=profile, section=section)

    react(deferred_f_from_coro_f(crawl_days))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
