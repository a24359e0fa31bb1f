"""The index of passages: which articles of about the same time have a passage of text in common.

A key is the time in the upper 32 bits, in spans of days, and the hash of a passage in the lower: what is written and
looked up at one time lies together, however many years there are.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, Text, bindparam, cast, delete, func, insert, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from db.stories.tables import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Cast, Select
    from sqlalchemy.engine import Connection

SPAN_DAYS = 63  # what lies up to 31 days before or after is in two spans at most
_HASH = 0xFFFF_FFFF

Passages = tuple[int, "dt.date", "Collection[int]"]  # of an article: its id, its day, and the hashes of its passages


def pack(hashes: Collection[int]) -> bytes:
    """Give hashes of 32 bits as bytes, in order."""
    return array("I", sorted(hashes)).tobytes()


def unpack(packed: bytes) -> frozenset[int]:
    """Give the hashes again."""
    return frozenset(array("I", packed))


def write_fingerprints(connection: Connection, passages: Iterable[Passages]) -> None:
    """Enter articles into the index."""
    rows = sorted(_rows(passages))
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO fingerprint (key, article_id) VALUES (?, ?)", rows)
        return
    keys, numbers = zip(*rows, strict=True)  # two parameters, however many rows: four times as fast as one row each
    columns = (func.unnest(_array("keys", keys, BigInteger)), func.unnest(_array("ids", numbers, Integer)))
    connection.execute(insert(fingerprint).from_select(["key", "article_id"], select(*columns)))


def delete_fingerprints(connection: Connection, passages: Iterable[Passages]) -> None:
    """Take articles out of the index."""
    rows = [{"the_key": key, "the_id": number} for key, number in _rows(passages)]
    if rows:
        is_it = (fingerprint.c.key == bindparam("the_key"), fingerprint.c.article_id == bindparam("the_id"))
        connection.execute(delete(fingerprint).where(*is_it), rows)


def _rows(passages: Iterable[Passages]) -> Iterator[tuple[int, int]]:
    for number, day, hashes in passages:
        time = _span(day) << 32
        yield from [(time | one, number) for one in hashes]


def count_shared(connection: Connection, passages: Sequence[Passages], reach_days: int) -> Counter[tuple[int, int]]:
    """Count how many passages each of these articles has in common with another one.

    Args:
        passages: of articles that are in the index already.
        reach_days: how far apart the two are at most, and some days more.

    Returns:
        The number of passages by the ids of the two, the lesser one first.
    """
    owners: dict[int, list[int]] = {}
    keys: set[int] = set()
    for number, day, hashes in passages:
        for one in hashes:
            owners.setdefault(one, []).append(number)
        for span in range(_span(day, -reach_days), _span(day, reach_days) + 1):
            time = span << 32
            keys.update([time | one for one in hashes])
    own = {number for number, _, _ in passages}
    rows = connection.execute(_looking_up(connection, sorted(keys))).all()
    return Counter(
        [
            (number, other) if number < other else (other, number)
            for key, other in rows
            for number in owners[key & _HASH]
            if number < other or other not in own
        ]
    )


def _looking_up(connection: Connection, keys: Sequence[int]) -> Select[int, int]:
    """Look each key up in the index, whatever the database knows of the table: without statistics it would read all."""
    if connection.dialect.name == "sqlite":  # one parameter, however many keys
        wanted = func.json_each(bindparam("keys", json.dumps(keys))).table_valued("value")
        is_wanted = fingerprint.c.key == wanted.c.value
        return select(fingerprint.c.key, fingerprint.c.article_id).join_from(wanted, fingerprint, is_wanted)
    wanted = func.unnest(_array("keys", keys, BigInteger)).table_valued("value").render_derived()
    found = select(fingerprint).where(fingerprint.c.key == wanted.c.value).offset(0).lateral()
    return select(found.c.key, found.c.article_id).select_from(wanted).join(found, true())


def _array(name: str, values: Sequence[int], kind: type[Integer]) -> Cast[Sequence[int]]:
    # as text: the driver would look for quotes in each number
    return cast(bindparam(name, f"{{{','.join(map(str, values))}}}", Text), ARRAY(kind))


def _span(day: dt.date, further: int = 0) -> int:
    return (day.toordinal() + further) // SPAN_DAYS
