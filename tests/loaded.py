"""Load what a process of `scrapy` imports, in the process that the tests fork it from.

All but the settings, which read the environment, and the reactor, which belongs to one process.
"""

from __future__ import annotations

import gc
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from db.engine import head_revision

_PACKAGES = (
    "crawler",
    "crawler.commands",
    "crawler.pages",
    "crawler.spiders",
    "db",
    "db.backup",
    "pipelines",
    "pipelines.archive",
    "scrapy.commands",
)
_MODULES = (
    "alembic.command",
    "dateparser.search",
    "encodings.gb18030",
    "protego",
    "psycopg",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.crawler",
    "scrapy.dupefilters",
    "scrapy.logformatter",
    "scrapy.pqueues",
    "scrapy.robotstxt",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
)


def _load() -> None:
    for name in _MODULES:
        import_module(name)
    for name in _PACKAGES:
        for found in iter_modules(import_module(name).__path__, f"{name}."):
            if found.name != "crawler.settings":
                import_module(found.name)
    for component in chain(
        default_settings.EXTENSIONS_BASE,
        default_settings.DOWNLOADER_MIDDLEWARES_BASE,
        default_settings.SPIDER_MIDDLEWARES_BASE,
    ):
        load_object(component)
    head_revision()
    gc.collect()
    gc.freeze()  # what is loaded is no garbage of the processes to come


_load()
