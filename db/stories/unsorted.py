"""Rows of the index of passages that wait to be sorted into it: those of the groups that came last, as they came.

The rows of an article go all over the index. A group after the other would touch most pages of its latest months;
hundreds of articles together touch them no more often. Functions take a connection inside the caller's transaction and
never commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import bindparam, delete, func, insert, select, update

from db.stories.tables import unsorted_fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray
    from sqlalchemy.engine import Connection

_PACKED = np.dtype([("key", "<i8"), ("article_id", "<i4"), ("day", "<i2"), ("passages", "<i2"), ("day_bits", "<i4")])
_THERE = select(func.coalesce(func.sum(func.length(unsorted_fingerprint.c.packed)), 0)).scalar_subquery()
_PUT = insert(unsorted_fingerprint).returning(_THERE)  # one statement less for each group
_ALL = select(unsorted_fingerprint.c.packed)
_TAKE = delete(unsorted_fingerprint).returning(unsorted_fingerprint.c.packed)
_NUMBERED = select(unsorted_fingerprint)
_REPLACE = (
    update(unsorted_fingerprint)
    .where(unsorted_fingerprint.c.id == bindparam("number"))
    .values(packed=bindparam("fewer"))
)


def put(connection: Connection, rows: NDArray[np.int64]) -> int:
    """Add the rows of a group.

    Args:
        rows: an array of columns, those of the table `fingerprint` in their order.

    Returns:
        How many wait, at least; whether those of this group are among them is up to the database.
    """
    packed = _pack(rows)
    there_b: int = connection.execute(_PUT, {"packed": packed}).scalar_one()
    return max(there_b, len(packed)) // _PACKED.itemsize


def waiting(connection: Connection) -> NDArray[np.int64]:
    """Give all rows that wait, in no order."""
    return _unpack(connection.execute(_ALL).scalars())


def take(connection: Connection) -> NDArray[np.int64]:
    """Give all rows that wait, in no order; they do so no more."""
    return _unpack(connection.execute(_TAKE).scalars())


def drop(connection: Connection, article_ids: Collection[int]) -> None:
    """Take away the rows of articles."""
    for number, packed in connection.execute(_NUMBERED).all():
        rows = _unpack([packed])
        stays = ~np.isin(rows[1], list(article_ids))
        if not stays.all():
            connection.execute(_REPLACE, {"number": number, "fewer": _pack(rows[:, stays])})


def _pack(rows: NDArray[np.int64]) -> bytes:
    packed = np.empty(rows.shape[1], _PACKED)
    for name, column in zip(_PACKED.names or (), rows, strict=True):
        packed[name] = column
    return packed.tobytes()


def _unpack(packed: Iterable[bytes]) -> NDArray[np.int64]:
    rows = np.frombuffer(b"".join(packed), _PACKED)
    return np.stack([rows[name].astype(np.int64) for name in _PACKED.names or ()])
