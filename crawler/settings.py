"""Every setting, Scrapy's and ours, each with its unit and reason; the environment is read here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from crawler import __version__

PROJECT = Path(__file__).parent.parent

BOT_NAME = "county-press"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# --- ours: where things are kept -------------------------------------------------------------------------------------
VAR_DIR = os.environ.get("VAR_DIR", str(PROJECT / "var"))  # database, locks; nothing in it belongs into the repository
DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR}/news.db")  # or postgresql://user@host/name

ARCHIVE = "all"  # answers of servers that are kept byte for byte; or quarantined: only those that could not be read
ARCHIVE_DIR = f"{VAR_DIR}/archive"  # WARC files; what was fetched can be read anew without asking the site again
ARCHIVE_FILE_MB = 256  # megabytes; a file of this size is followed by the next: fewer are easier to copy, more to lose

CLOCK = "pipelines.clock.utc_now"  # what tells the time: a function without arguments that gives an aware datetime

PG_BIN = os.environ.get("PG_BIN", "")  # folder of pg_dump and pg_restore, for backups; empty: they are in PATH

FILES_STORE = f"{VAR_DIR}/assets"
FILES_EXPIRES = 0  # days; what is to be downloaded the ledger knows, a file without its row may be half of one
MEDIA_ALLOW_REDIRECTS = True

# --- ours: how records are grouped; measured: groups of 64 or a quarter second cost least and hide no delay ----------
STORE_GROUP_RECORDS = 64  # records; a group closes at this many,
STORE_GROUP_MS = 250  # milliseconds; or at this age, whichever comes first

# --- ours: limits on what a page may ask for --------------------------------------------------------------------------
ARTICLE_MAX_PARTS = 50  # further pages of one article; more is an endless pager
ENCODING_MAX_REPLACED = 20  # characters of a page that cannot be decoded; one with more is quarantined
PAGE_OBJECTS: dict[str, str] = {}  # classes that read instead of ours: {"article/enorth": "module.OwnArticlePage"}
ASSETS = "none"  # of an e-paper's pages: none, images (the page's picture) or pdf; downloaded into FILES_STORE
GUARD_ALLOW: list[str] = []  # networks; the site profile's [guard] allow
STATUS_RUN_HOURS = 26  # hours after the last run of a source at which `scrapy status` calls it stale
PROGRESS_INTERVAL = 0.0  # seconds between progress lines on standard error; 0: only on a terminal, every 5 s

# --- ours: what is settled is looked at again while it is young, because sites add late and take away -----------------
REVISIT_DAYS = 7  # days; the age up to which layouts that were read, and pages that were gone, are visited again
REVISIT_HOURS = 12  # hours between two such visits
REVISE_DAYS = 14  # days after publication, or after a removal, in which articles that are here are visited; 0: never

# --- limits on a run: it ends with exit code 6 and the next one goes on; 0 is no limit --------------------------------
CLOSESPIDER_TIMEOUT = 24 * 3600  # seconds; a run that hangs would keep its lock
CLOSESPIDER_PAGECOUNT = 0  # answers
DEPTH_LIMIT = 10_000  # steps from list to list, or from issue to issue; a calendar may have no end
MEMUSAGE_LIMIT_MB = 1024  # MiB; a crawl takes 150
DISK_FREE_MIN = 500  # MiB that must stay free where the database is

# --- ours: alerts, off until ALERT_MAIL_TO or ALERT_WEBHOOK_URL says where to -----------------------------------------
ALERT_ON = [1, 2, 3, 4, 5]  # exit codes of `scrapy crawl` that are told
ALERT_MAIL_TO = os.environ.get("ALERT_MAIL_TO", "")  # addresses, separated by commas; empty: no mail
ALERT_MAIL_FROM = os.environ.get("ALERT_MAIL_FROM", "")  # empty: the first of ALERT_MAIL_TO
ALERT_SMTP_HOST = os.environ.get("ALERT_SMTP_HOST", "")
ALERT_SMTP_PORT = os.environ.get("ALERT_SMTP_PORT", "587")  # 587 for starttls, 465 for ssl, mostly 25 for none
ALERT_SMTP_TLS = os.environ.get("ALERT_SMTP_TLS", "starttls")  # or ssl, or none: then the password travels readable
ALERT_SMTP_USER = os.environ.get("ALERT_SMTP_USER", "")  # empty: no login
ALERT_SMTP_PASSWORD = os.environ.get("ALERT_SMTP_PASSWORD", "")  # ASCII; never by -s, `ps` would show it
ALERT_WEBHOOK_URL = os.environ.get("ALERT_WEBHOOK_URL", "")  # http or https; gets a POST of JSON; itself a secret
ALERT_TIMEOUT = os.environ.get("ALERT_TIMEOUT", "20")  # seconds for all of it; a dead server holds up no cron

# --- polite: who we are, and never faster than the site likes ---------------------------------------------------------
USER_AGENT = f"county-press/{__version__} (newspaper archive; obeys robots.txt; contact the operator of this crawler)"
ROBOTSTXT_OBEY = True
AUTOTHROTTLE_ENABLED = True  # a profile may switch it off: the sample county on loopback does
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one site, before AutoThrottle adapts it
CONCURRENT_REQUESTS_PER_DOMAIN = 16  # with a delay it is one at a time all the same; flat beyond 16 without
DOWNLOAD_TIMEOUT = 60  # seconds; a county's server may be slow, but not that slow
RETRY_TIMES = 2  # within one run; the ledger tries again over weeks

# --- safe: what is fetched is hostile ---------------------------------------------------------------------------------
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is off
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes of one answer, decompressed as well; Scrapy's default is 1 GiB
DOWNLOAD_WARNSIZE = 0  # bytes; the ledger says what was too large
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False  # a proxy from the environment would hide the address from the guard
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False  # the e-paper's entry shells are read by their page objects
REDIRECT_MAX_TIMES = 5
DOWNLOAD_HANDLERS = {
    "http": "crawler.guard.GuardedDownloadHandler",
    "https": "crawler.guard.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# --- wiring -----------------------------------------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops without a trace; the spider knows the hosts
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.PatientRetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.SiteRedirectMiddleware": 600,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # drops without a trace; the ledger keys by hash
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # each URL is asked for once a run; the ledger has found_on
}
EXTENSIONS = {
    "crawler.extensions.Progress": 0,
    "crawler.extensions.Collector": 0,
    "crawler.limits.DiskLimit": 0,
}
ITEM_PIPELINES = {
    "pipelines.normalise.NormalisePipeline": 100,
    "pipelines.deduplicate.DeduplicatePipeline": 200,
    "crawler.assets.AssetsPipeline": 300,
    "pipelines.store.StorePipeline": 800,
}

# --- speed: measured on 30 KB pages -----------------------------------------------------------------------------------
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
CONCURRENT_ITEMS = (
    1  # tasks started for EVERY response, which gives one item; at Scrapy's 100 a third of the speed is lost
)
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 20_000_000  # bytes of pages in work; at Scrapy's 5 MB groups starve
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the source of every callback; the type checker has seen to it
LOGSTATS_INTERVAL = 0  # seconds; our own progress line says more

# --- cron reads nothing: one verdict line on standard error, warnings and errors before it ----------------------------
LOG_LEVEL = "WARNING"
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the ledger has a row for it
STATS_DUMP = False
