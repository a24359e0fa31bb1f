"""What is listed where and when: channels, days, ids and the kind of every list entry, each computable by itself."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass
from typing import Literal

from tests.county.draws import Draws
from tests.county.quirks import ALL, Quirk

FIRST_DAY = dt.date(2014, 12, 20)
ENTRIES_PER_PAGE = 12
_FIRST_ID = 14_500_000
_IDS_PER_DAY = 50
_ARTICLE_PATH = re.compile(r"(?:/inner)?/system/\d{4}/\d\d/\d\d/(\d{9})(?:_(\d\d))?\.shtml")

EntryKind = Literal["article", "external", "gone_404", "gone_home", "refused"]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel of the site; `per_day` is fixed, so that a list position names its day at constant cost."""

    slug: str
    name: str
    number: str
    per_day: int

    @property
    def pager_id(self) -> str:
        """The 19-digit id that stands in the pager's paths (PLATFORMS 2.1)."""
        return self.number + "0" * 12


# /hot/ 热点新闻 is gaxww's; its id is the one of pages/gaxww_hot_fragment.html.
HOT = Channel(slug="hot", name="热点新闻", number="0088001", per_day=6)
TOWN = Channel(slug="town", name="乡镇", number="0088002", per_day=4)
PHOTO = Channel(slug="photo", name="图片", number="0088003", per_day=2)
NOTICE = Channel(slug="notice", name="公告", number="0088004", per_day=2)
CHANNELS = (HOT, TOWN, PHOTO, NOTICE)

# A day's entries in the order of their ids: (channel, place in the channel that day).
SLOTS: tuple[tuple[Channel, int], ...] = (
    (HOT, 0), (TOWN, 0), (PHOTO, 0), (HOT, 1), (TOWN, 1), (NOTICE, 0), (HOT, 2),
    (HOT, 3), (TOWN, 2), (NOTICE, 1), (HOT, 4), (PHOTO, 1), (TOWN, 3), (HOT, 5),
)  # fmt: skip
SLOT_OF = {(channel.slug, place): slot for slot, (channel, place) in enumerate(SLOTS)}
# Entries that may be external, gone or refused; the others keep the pairs whole.
_FREE = frozenset(SLOT_OF[key] for key in (("hot", 3), ("hot", 5), ("town", 2), ("town", 3), ("photo", 1)))
_KINDS: tuple[tuple[Quirk, EntryKind], ...] = (
    (Quirk.EXTERNAL_ENTRY, "external"),
    (Quirk.GONE_404, "gone_404"),
    (Quirk.GONE_HOME, "gone_home"),
    (Quirk.ROBOTS, "refused"),
)
# The pairs: the slot that is written and the slot that repeats it.
COPY_SLOTS = (SLOT_OF["hot", 2], SLOT_OF["town", 1])
NOTICE_SLOTS = (SLOT_OF["notice", 0], SLOT_OF["notice", 1])
SHARED_SLOTS = (SLOT_OF["hot", 0], SLOT_OF["town", 0])
REPEATED_SLOT = SLOT_OF["hot", 4]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a channel's list: what it links to, and how.

    Args:
        channel: the channel that lists it.
        day: days since the first day.
        slot: the slot whose page it links to; another channel's when the entry is shared.
        kind: what the link comes to.
        quirks: the quirks of the link itself.
    """

    channel: Channel
    day: int
    slot: int
    kind: EntryKind
    quirks: frozenset[Quirk]


def date_of(day: int) -> dt.date:
    """Return the calendar day."""
    return FIRST_DAY + dt.timedelta(days=day)


def article_id(day: int, slot: int) -> str:
    """Return the nine digits of an article: they grow with time, with gaps."""
    return f"{_FIRST_ID + day * _IDS_PER_DAY + slot * 3 + (day * 7 + slot * 5) % 3:09d}"


def article_path(day: int, slot: int, *, inner: bool = False) -> str:
    """Return `/system/YYYY/MM/DD/<id>.shtml`, below `/inner` where robots.txt forbids it."""
    return f"{'/inner' if inner else ''}/system/{date_of(day):%Y/%m/%d}/{article_id(day, slot)}.shtml"


def external_url(day: int, slot: int) -> str:
    """Return the address of an entry that another site keeps."""
    number = int(article_id(day, slot)) + 2_000_000
    return f"http://www.dongzhou.example/system/{date_of(day):%Y/%m/%d}/{number:09d}.shtml"


def find(path: str) -> tuple[int, int, int] | None:
    """Return (day, slot, part) of an article's path, or None when no article can have it; part 0 is its first page."""
    match = _ARTICLE_PATH.fullmatch(path)
    if match is None:
        return None
    day, rest = divmod(int(match[1]) - _FIRST_ID, _IDS_PER_DAY)
    slot = rest // 3
    part = int(match[2] or 0)
    if day < 0 or slot >= len(SLOTS) or (match[2] and not part):
        return None
    plain = path if not match[2] else path.replace(f"_{match[2]}.shtml", ".shtml")
    return (day, slot, part) if plain.removeprefix("/inner") == article_path(day, slot) else None


def entry_at(seed: int, day: int, slot: int, enabled: frozenset[Quirk] = ALL) -> Entry:
    """Return what the given slot of the given day lists."""
    channel = SLOTS[slot][0]
    draws = Draws(random.Random(f"{seed}:{day}:{slot}:entry"), enabled)
    kind: EntryKind = "article"
    drawn = draws.one_of(tuple(quirk for quirk, _ in _KINDS), where=slot in _FREE)
    if drawn is not None:
        kind = dict(_KINDS)[drawn]
    is_shared = draws.has(Quirk.SHARED_ENTRY, where=slot == SHARED_SLOTS[1])
    if not draws.has(Quirk.SCHEME_RELATIVE_LINK, where=kind != "external"):
        draws.has(Quirk.RELATIVE_LINK, where=kind != "external")
    quirks = frozenset(draws.drawn)
    return Entry(channel=channel, day=day, slot=SHARED_SLOTS[0] if is_shared else slot, kind=kind, quirks=quirks)


def entry_of(seed: int, channel: Channel, position: int, enabled: frozenset[Quirk] = ALL) -> Entry:
    """Return a channel's entry by its position, 0 being the oldest."""
    day, place = divmod(position, channel.per_day)
    return entry_at(seed, day, SLOT_OF[channel.slug, place], enabled)


def pair_of(day: int, slot: int, enabled: frozenset[Quirk] = ALL) -> tuple[Quirk, int, int] | None:
    """Return the pair a slot belongs to: its quirk and the (day, slot) that wrote the text first; None for no pair."""
    if slot in COPY_SLOTS and day % 6 == 1 and Quirk.EXACT_COPY in enabled:
        return Quirk.EXACT_COPY, day, COPY_SLOTS[0]
    if slot in NOTICE_SLOTS and day % 9 == 3 and Quirk.LOOK_ALIKE in enabled:
        return Quirk.LOOK_ALIKE, day, NOTICE_SLOTS[0]
    if slot in NOTICE_SLOTS and day % 9 == 6 and Quirk.SHORT_TWINS in enabled:
        return Quirk.SHORT_TWINS, day, NOTICE_SLOTS[0]
    if slot == REPEATED_SLOT and day % 10 in (4, 5) and Quirk.REPEATED_LATER in enabled:
        return Quirk.REPEATED_LATER, day - day % 10 + 4, slot
    return None
