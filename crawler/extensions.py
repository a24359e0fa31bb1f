"""Scrapy extensions: the progress line of a long crawl, and what is loaded at its start kept from the collector."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.progress_lines import TERMINAL_INTERVAL_S
from pipelines.store import StorePipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

COLLECT_INTERVAL_S = 1.0


class Progress:
    """Prints how far a crawl is, on a terminal or when PROGRESS_INTERVAL asks for it."""

    def __init__(self, crawler: Crawler, interval_s: float) -> None:
        self.crawler = crawler
        self.interval_s = interval_s
        self.task = create_looping_call(self.print_line)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Read the interval; raise NotConfigured where nobody is watching."""
        interval_s = crawler.settings.getfloat("PROGRESS_INTERVAL")
        if not interval_s and sys.stderr.isatty():
            interval_s = TERMINAL_INTERVAL_S
        if not interval_s:
            raise NotConfigured
        progress = cls(crawler, interval_s)
        crawler.signals.connect(progress.start, signals.spider_opened)
        crawler.signals.connect(progress.stop, signals.spider_closed)
        return progress

    def start(self) -> None:
        """Begin to print."""
        self.task.start(self.interval_s, now=False)

    def stop(self) -> None:
        """Print no more."""
        if self.task.running:
            self.task.stop()

    def print_line(self) -> None:
        """Print one line on standard error."""
        pipeline = self.crawler.get_item_pipeline(StorePipeline)
        if pipeline is not None:
            sys.stderr.write(f"… {pipeline.report.progress()}\n")
            sys.stderr.flush()


class Collector:
    """Lets the garbage collector look at the crawl only, and often.

    What was loaded before the crawl lives as long as the process: some hundred thousand objects of the libraries, which
    the collector would look at again and again; without them a crawl is a tenth faster. Requests and responses refer
    to each other and go only when it has looked, so it does by the clock: a long crawl needs no more memory than a
    short one (`make bench`).
    """

    def __init__(self) -> None:
        self.task = create_looping_call(gc.collect)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collector:
        """Wait until everything is loaded."""
        collector = cls()
        crawler.signals.connect(collector.start, signals.spider_opened)
        crawler.signals.connect(collector.stop, signals.spider_closed)
        return collector

    def start(self) -> None:
        """Collect what is garbage by now, look at the rest no more, and go on by the clock."""
        gc.collect()
        gc.freeze()
        self.task.start(COLLECT_INTERVAL_S, now=False)

    def stop(self) -> None:
        """Stop the clock."""
        if self.task.running:
            self.task.stop()
