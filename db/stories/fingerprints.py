"""The index of passages: which articles of about the same time have a passage of text in common.

A key is the time in the upper 32 bits, in spans of days, and the hash of a passage in the lower: what is written and
looked up at one time lies together, however many years there are. Beside it stands all that tells whether a pair is
worth a look, so that none of the many that meet in a phrase has to be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import Text, bindparam, cast, delete, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from db.among import among, array_of
from db.stories import unsorted
from db.stories.tables import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Cast, Column
    from sqlalchemy.engine import Connection

SPAN_DAYS = 63  # what lies up to 31 days before or after is in two spans at most
MOST_UNSORTED = 16_384  # rows; those of some 600 articles
_COLUMNS = tuple(fingerprint.c)
_NAMES = [column.name for column in _COLUMNS]
_INSERT, _ROW = f"INSERT OR REPLACE INTO fingerprint ({', '.join(_NAMES)})", f"({', '.join('?' * len(_NAMES))})"
_ROWS_AT_ONCE = 128  # in one statement they take SQLite two thirds of the time of one each
_HASH_BITS = 32
_HASH = (1 << _HASH_BITS) - 1
_SIEVE_BITS = 16
_SIEVE = (1 << _SIEVE_BITS) - 1
_MANY = 2**15 - 1  # what the column holds; the share in a longer text is taken for greater, which loses no pair
# a column as one text: the driver would take longer for a number than the database for a row
_LOOK_UP = select(*(func.aggregate_strings(cast(column, Text), ",") for column in _COLUMNS)).where(
    among(fingerprint.c.key, "keys"),
    (SPAN_DAYS * (fingerprint.c.key // (1 << _HASH_BITS)) + fingerprint.c.day).between(
        bindparam("first"), bindparam("last")
    ),
)


class Passages(NamedTuple):
    """The passages of an article.

    Args:
        article_id: of which article.
        published_on: its day.
        day_bits: the numbers of the days that it names, a bit each, 31 at most; two articles that have none in common
            tell of different days. 0 where they tell nothing.
        hashes: 32 bits each, in order; odd and even ones are two kinds, and counted apart.
    """

    article_id: int
    published_on: dt.date
    day_bits: int
    hashes: NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Shared:
    """What pairs of articles share of one kind of passages; arrays of one length, an element a pair and kind.

    Args:
        a, b: the ids, the lesser one first.
        kind: 0 for passages with even hashes, 1 for those with odd ones.
        share: of the passages of the article that has fewer of this kind, from 0 to 1.
        days_apart: between their days of publication.
        is_other_day: whether it is certain that both name days, and none that the other names.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    kind: NDArray[np.int64]
    share: NDArray[np.float64]
    days_apart: NDArray[np.int64]
    is_other_day: NDArray[np.bool_]


def pack(hashes: NDArray[np.uint32]) -> bytes:
    """Give hashes as bytes, in order."""
    return hashes.astype("<u4").tobytes()


def unpack(packed: bytes) -> NDArray[np.uint32]:
    """Give the hashes again."""
    return np.frombuffer(packed, "<u4")


def write_fingerprints(connection: Connection, passages: Sequence[Passages]) -> None:
    """Enter articles into the index; they wait with others until it is worth while to sort them in."""
    columns = _columns(passages)
    if columns.size and unsorted.put(connection, columns) >= MOST_UNSORTED:
        _sort_in(connection, unsorted.take(connection))


def _sort_in(connection: Connection, columns: NDArray[np.int64]) -> None:
    """Enter rows; one that is there already, of an article that was deleted by hand, is replaced."""
    columns = columns[:, np.lexsort((columns[1], columns[0]))]
    if connection.dialect.name == "sqlite":
        for start in range(0, columns.shape[1], _ROWS_AT_ONCE):
            some = columns[:, start : start + _ROWS_AT_ONCE]
            rows = ", ".join([_ROW] * some.shape[1])
            connection.exec_driver_sql(f"{_INSERT} VALUES {rows}", tuple(some.T.ravel().tolist()))
        return
    # a parameter a column, however many rows: four times as fast as one row each
    given = [func.unnest(_array(column, values)) for column, values in zip(_COLUMNS, columns, strict=True)]
    insertion = postgresql.insert(fingerprint).from_select(_NAMES, select(*given))
    try:
        with connection.begin_nested():
            connection.execute(insertion)
    except IntegrityError:  # to be ready for it in the first place takes half as long again
        rest = {name: insertion.excluded[name] for name in _NAMES}
        connection.execute(insertion.on_conflict_do_update(index_elements=fingerprint.primary_key, set_=rest))


def delete_fingerprints(connection: Connection, passages: Sequence[Passages]) -> None:
    """Take articles out of the index."""
    if not passages:
        return
    unsorted.drop(connection, [one.article_id for one in passages])
    keys, numbers, *_ = _columns(passages).tolist()
    rows = [{"the_key": key, "the_id": number} for key, number in zip(keys, numbers, strict=True)]
    if rows:
        is_it = (fingerprint.c.key == bindparam("the_key"), fingerprint.c.article_id == bindparam("the_id"))
        connection.execute(delete(fingerprint).where(*is_it), rows)


def _columns(passages: Sequence[Passages]) -> NDArray[np.int64]:
    """Give the rows of articles, in the order of the table's columns."""
    if not passages:
        return np.zeros((len(_COLUMNS), 0), np.int64)
    numbers, published_on, day_bits, all_hashes = zip(*passages, strict=True)
    lengths = [len(hashes) for hashes in all_hashes]
    hashes = np.concatenate(all_hashes).astype(np.int64)
    is_odd = hashes & 1
    article = np.repeat(np.arange(len(numbers)), lengths)
    odd = np.bincount(article, is_odd, len(numbers)).astype(np.int64)
    of = np.where(is_odd, odd[article], (np.array(lengths) - odd)[article])
    spans, days = np.divmod(np.array([day.toordinal() for day in published_on]), SPAN_DAYS)
    keys = spans[article] << _HASH_BITS | hashes
    ids, bits = np.array(numbers), np.array(day_bits)
    return np.stack([keys, ids[article], days[article], np.minimum(of, _MANY), bits[article]])


def find_shared(connection: Connection, passages: Sequence[Passages], reach_days: int) -> Shared:
    """Find the articles that have passages in common with these.

    Args:
        passages: of articles that are in the index already; PostgreSQL is told by
            `db.stories.comparing.hold_stories` to look them up there.
        reach_days: how many days lie between two articles at most.
    """
    keys, numbers, days, of, bits = _columns(passages)
    hashes, spans = keys & _HASH, keys >> _HASH_BITS
    days += spans * SPAN_DAYS
    if not len(keys):
        return Shared(keys, keys, keys, keys.astype(float), keys, keys.astype(bool))
    earliest, latest = days.min() - reach_days, days.max() + reach_days
    near_spans = [(days + further) // SPAN_DAYS for further in (-reach_days, reach_days)]
    wanted = np.unique(np.concatenate([(span << _HASH_BITS) | hashes for span in near_spans]))
    met_keys, met, met_days, met_of, met_bits = _look_up(connection, wanted, int(earliest), int(latest))
    met_days += (met_keys >> _HASH_BITS) * SPAN_DAYS
    ours, theirs = _equal(hashes, met_keys & _HASH)
    apart = np.abs(days[ours] - met_days[theirs])
    is_pair = (numbers[ours] != met[theirs]) & (apart <= reach_days)
    is_pair &= (numbers[ours] < met[theirs]) | ~np.isin(met[theirs], numbers)  # of two of these, once
    ours, theirs, apart = ours[is_pair], theirs[is_pair], apart[is_pair]
    a, b, kind = np.minimum(numbers[ours], met[theirs]), np.maximum(numbers[ours], met[theirs]), hashes[ours] & 1
    _, at, count = np.unique((a << 32) | (b << 1) | kind, return_index=True, return_counts=True)  # ids have 31 bits
    our_bits, their_bits = bits[ours[at]], met_bits[theirs[at]]
    return Shared(
        a=a[at],
        b=b[at],
        kind=kind[at],
        share=count / np.minimum(of[ours[at]], met_of[theirs[at]]),
        days_apart=apart[at],
        is_other_day=(our_bits & their_bits == 0) & (our_bits != 0) & (their_bits != 0),
    )


def _equal(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the places of equal elements of two arrays: each pair of places once, the first in ours."""
    order = np.argsort(ours, kind="stable")
    first, last = (np.searchsorted(ours[order], theirs, side) for side in ("left", "right"))
    counts = last - first
    at = np.repeat(np.arange(len(theirs)), counts)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)  # of the equal elements in ours
    return order[first[at] + nth], at


def _look_up(connection: Connection, keys: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    """Look keys up, of the days from first to last; give the rows as `_columns` does."""
    texts = connection.execute(_LOOK_UP, {"keys": keys.tolist(), "first": first, "last": last}).one()
    found = np.array([np.fromstring(text or "", np.int64, sep=",") for text in texts])
    waiting = unsorted.waiting(connection)
    is_asked = np.zeros(1 << _SIEVE_BITS, bool)  # nearly all of those that wait share no passage
    is_asked[keys & _SIEVE] = True
    waiting = waiting[:, is_asked[waiting[0] & _SIEVE]]
    return np.concatenate([found, waiting[:, np.isin(waiting[0], keys)]], axis=1)


def _array(column: Column[Any], values: NDArray[np.int64]) -> Cast[Any]:
    # as text: the driver would look for quotes in each number
    return cast(bindparam(column.name, array_of(values.tolist()), Text), postgresql.ARRAY(column.type))
