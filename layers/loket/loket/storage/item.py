"""Items about a person: one partition each in PersonalDataTable, under the keyed hash of the address."""

from datetime import datetime

from loket.core.item import KEPT_FOR, Record, Stored
from loket.core.key import Key, kind_in, new_sort_key, person_partition
from loket.core.reference import is_reference
from loket.storage.read import Query, get, get_many_items, query_keys
from loket.storage.record import read_record
from loket.storage.transaction import Write, put

TABLE = "PERSONAL_DATA_TABLE"


class ItemGone(Exception):
    """The item is not there, or its retention period is over."""


def store(record: Record, key: Key) -> Write:
    """Return the write that stores a new record under a key."""
    kept_for = {"kind": record.kind, "kept_for": KEPT_FOR[record.kind]}
    return put(TABLE, {**key._asdict(), **kept_for, **dict(record)})


def new_key(record: type[Record], person: str, *, at: datetime) -> Key:
    """Return a new key in a person's partition for a record of a kind."""
    return Key(person_partition(person), new_sort_key(record.kind, at=at))


def find[R: Record](model: type[R], key: Key, *, now: datetime) -> Stored[R]:
    """Return the record with a key; raise `ItemGone` where there is none of its kind."""
    item = get(TABLE, key, now=now) if kind_in(key.sk) == model.kind else None
    if item is None:
        raise ItemGone
    return Stored(key, read_record(model, item))


def find_by_reference[R: Record](model: type[R], reference: str, *, now: datetime) -> Stored[R]:
    """Return the record with a reference; raise `ItemGone` where there is none of its kind."""
    return find(model, locate(reference, now=now), now=now)


def locate(reference: str, *, now: datetime) -> Key:
    """Return the key of the item with a reference, unread; raise `ItemGone` where there is none, or can be none."""
    if not is_reference(reference):
        raise ItemGone
    question = Query(
        table=TABLE,
        index_name="by_reference",
        condition="#reference = :reference",
        names={"#reference": "reference"},
        values={":reference": reference},
        page_size=1,
    )
    key = next(query_keys(question, now=now), None)
    if key is None:
        raise ItemGone
    return key


def check_kept(key: Key, *, now: datetime) -> None:
    """Raise `ItemGone` where an item is not there any more, of which nothing is read: an index knows of it for a while."""
    if not get_many_items(TABLE, [key], now=now, only=("pk",)):
        raise ItemGone
