"""The index of passages: which articles of about the same time have a passage of text in common.

A key is the time in the upper 32 bits, in spans of days, and the hash of a passage in the lower: what is written and
looked up at one time lies together, however many years there are. Beside it stands all that tells whether a pair is
worth a look, so that none of the many that meet in a phrase has to be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import (
    BigInteger,
    Integer,
    SmallInteger,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from db.among import among
from db.stories.tables import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Cast
    from sqlalchemy.engine import Connection

SPAN_DAYS = 63  # what lies up to 31 days before or after is in two spans at most
_COLUMNS = (fingerprint.c.key, fingerprint.c.article_id, fingerprint.c.day, fingerprint.c.passages)
_KINDS = (BigInteger, Integer, SmallInteger, SmallInteger)
_HASH_BITS = 32
_MANY = 2**15 - 1  # what the column holds; the share in a longer text is taken for greater, which loses no pair
# a column as one text: the driver would take longer for a number than the database for a row
_LOOK_UP = select(*(func.aggregate_strings(cast(column, Text), ",") for column in _COLUMNS)).where(
    among(fingerprint.c.key, "keys"),
    (SPAN_DAYS * (fingerprint.c.key // (1 << _HASH_BITS)) + fingerprint.c.day).between(
        bindparam("first"), bindparam("last")
    ),
)
_ONLY_BY_INDEX = select(func.set_config("enable_seqscan", "off", True))  # until the transaction ends


class Passages(NamedTuple):
    """The passages of an article.

    Args:
        article_id: of which article.
        published_on: its day.
        hashes: 32 bits each, in order; odd and even ones are two kinds, and counted apart.
    """

    article_id: int
    published_on: dt.date
    hashes: NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Shared:
    """What pairs of articles share of one kind of passages; arrays of one length, an element a pair and kind.

    Args:
        a, b: the ids, the lesser one first.
        kind: 0 for passages with even hashes, 1 for those with odd ones.
        share: of the passages of the article that has fewer of this kind, from 0 to 1.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    kind: NDArray[np.int64]
    share: NDArray[np.float64]


def pack(hashes: NDArray[np.uint32]) -> bytes:
    """Give hashes as bytes, in order."""
    return hashes.astype("<u4").tobytes()


def unpack(packed: bytes) -> NDArray[np.uint32]:
    """Give the hashes again."""
    return np.frombuffer(packed, "<u4")


def write_fingerprints(connection: Connection, passages: Sequence[Passages]) -> None:
    """Enter articles into the index."""
    columns = _columns(passages)
    columns = columns[:, np.lexsort((columns[1], columns[0]))]
    if not columns.size:
        return
    if connection.dialect.name == "sqlite":
        rows = list(zip(*columns.tolist(), strict=True))
        connection.exec_driver_sql("INSERT INTO fingerprint (key, article_id, day, passages) VALUES (?, ?, ?, ?)", rows)
        return
    # a parameter a column, however many rows: four times as fast as one row each
    given = [
        func.unnest(_array(column.name, values, kind))
        for column, values, kind in zip(_COLUMNS, columns, _KINDS, strict=True)
    ]
    connection.execute(insert(fingerprint).from_select([column.name for column in _COLUMNS], select(*given)))


def delete_fingerprints(connection: Connection, passages: Sequence[Passages]) -> None:
    """Take articles out of the index."""
    keys, numbers, *_ = _columns(passages).tolist()
    rows = [{"the_key": key, "the_id": number} for key, number in zip(keys, numbers, strict=True)]
    if rows:
        is_it = (fingerprint.c.key == bindparam("the_key"), fingerprint.c.article_id == bindparam("the_id"))
        connection.execute(delete(fingerprint).where(*is_it), rows)


def _columns(passages: Sequence[Passages]) -> NDArray[np.int64]:
    """Give the rows of articles: key, id, day within the span, and how many passages of this kind the article has."""
    if not passages:
        return np.zeros((len(_COLUMNS), 0), np.int64)
    numbers, published_on, all_hashes = zip(*passages, strict=True)
    lengths = [len(hashes) for hashes in all_hashes]
    hashes = np.concatenate(all_hashes).astype(np.int64)
    is_odd = hashes & 1
    article = np.repeat(np.arange(len(numbers)), lengths)
    odd = np.bincount(article, is_odd, len(numbers)).astype(np.int64)
    of = np.where(is_odd, odd[article], (np.array(lengths) - odd)[article])
    spans, days = np.divmod(np.array([day.toordinal() for day in published_on]), SPAN_DAYS)
    keys = spans[article] << _HASH_BITS | hashes
    return np.stack([keys, np.array(numbers)[article], days[article], np.minimum(of, _MANY)])


def find_shared(connection: Connection, passages: Sequence[Passages], reach_days: int) -> Shared:
    """Find the articles that have passages in common with these.

    Args:
        passages: of articles that are in the index already.
        reach_days: how many days lie between two articles at most.
    """
    keys, numbers, days, of = _columns(passages)
    hashes, spans = keys & ((1 << _HASH_BITS) - 1), keys >> _HASH_BITS
    days += spans * SPAN_DAYS
    if not len(keys):
        return Shared(keys, keys, keys, keys.astype(float))
    earliest, latest = days.min() - reach_days, days.max() + reach_days
    near_spans = [(days + further) // SPAN_DAYS for further in (-reach_days, reach_days)]
    wanted = np.unique(np.concatenate([(span << _HASH_BITS) | hashes for span in near_spans]))
    met_keys, met, met_days, met_of = _look_up(connection, wanted, int(earliest), int(latest))
    met_days += (met_keys >> _HASH_BITS) * SPAN_DAYS
    met_hashes = met_keys & ((1 << _HASH_BITS) - 1)
    ours, theirs = _equal(hashes, met_hashes)
    is_pair = (numbers[ours] != met[theirs]) & (np.abs(days[ours] - met_days[theirs]) <= reach_days)
    is_pair &= (numbers[ours] < met[theirs]) | ~np.isin(met[theirs], numbers)  # of two of these, once
    ours, theirs = ours[is_pair], theirs[is_pair]
    fewer = np.minimum(of[ours], met_of[theirs])
    a, b, kind = np.minimum(numbers[ours], met[theirs]), np.maximum(numbers[ours], met[theirs]), hashes[ours] & 1
    _, at, count = np.unique((a << 32) | (b << 1) | kind, return_index=True, return_counts=True)  # ids have 31 bits
    return Shared(a[at], b[at], kind[at], count / fewer[at])


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
    if connection.dialect.name == "postgresql":  # without statistics it would read all of the table
        connection.execute(_ONLY_BY_INDEX)
    texts = connection.execute(_LOOK_UP, {"keys": keys.tolist(), "first": first, "last": last}).one()
    return np.array([np.fromstring(text or "", np.int64, sep=",") for text in texts])


def _array(name: str, values: NDArray[np.int64], kind: type[Integer]) -> Cast[Any]:
    # as text: the driver would look for quotes in each number
    return cast(bindparam(name, f"{{{','.join(map(str, values.tolist()))}}}", Text), ARRAY(kind))
