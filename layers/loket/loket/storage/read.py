"""Reading a table: by key, by many keys, or by a query. Nothing that is past its retention period is ever returned.

Each table is named by the setting that holds its name.
"""

import heapq
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from loket.core.key import GuardKey, Key
from loket.core.partition import DueEntry, DueList
from loket.settings import setting
from loket.storage.attribute import from_item, to_item
from loket.storage.client import StoreUnavailable, call
from loket.storage.record import Attributes, key_of, names_in, read_record, unexpired

# A DynamoDB limit.
_MOST_A_CALL = 100
# DynamoDB hands back what it had no room for; it has again within milliseconds.
_TRIES = 5
_PAUSE_SECONDS = 0.05


class Query(NamedTuple):
    """A query of a table or one of its indexes; the condition names its values by `:`, and reserved names by `#`."""

    table: str
    condition: str
    values: Mapping[str, Any]
    names: Mapping[str, str] | None = None
    index_name: str | None = None
    page_size: int | None = None
    consistent: bool = False
    backwards: bool = False

    def request(self) -> dict[str, Any]:
        """Return the request, as DynamoDB wants it."""
        return {
            "TableName": setting(self.table),
            "KeyConditionExpression": self.condition,
            "ExpressionAttributeValues": to_item(self.values),
            **({"IndexName": self.index_name} if self.index_name else {"ConsistentRead": self.consistent}),
            **({"ExpressionAttributeNames": self.names} if self.names else {}),
            **({"Limit": self.page_size} if self.page_size else {}),
            **({"ScanIndexForward": False} if self.backwards else {}),
        }


def get(table: str, key: Key | GuardKey, *, now: datetime, consistent: bool = True) -> Attributes | None:
    """Return the item with a key, or None; raise `StoreUnavailable`."""
    request = {"TableName": setting(table), "Key": to_item(key._asdict()), "ConsistentRead": consistent}
    item = call("get_item", **request).get("Item")
    return next(unexpired([from_item(item)], now=now), None) if item else None


def query(question: Query, *, now: datetime) -> Iterator[Attributes]:
    """Return the items that a query finds, page after page, each asked for only when it is needed."""
    start: Attributes | None = None
    while True:
        items, start = query_page(question, start, now=now)
        yield from items
        if start is None:
            return


def query_keys(question: Query, *, now: datetime) -> Iterator[Key]:
    """Return the keys of the items that a query finds."""
    return (key_of(item) for item in query(question, now=now))


def query_due(table: str, partition: str, *, until: datetime, now: datetime) -> Iterator[DueEntry]:
    """Return what is due at a moment or before in a partition of the index of due dates, first due first."""
    question = Query(
        table=table,
        index_name="by_due",
        condition="due_bucket = :bucket AND due_at <= :until",
        values={":bucket": partition, ":until": until.isoformat()},
    )
    return map(due_entry, query(question, now=now))


def query_due_list(table: str, due_list: DueList, *, until: datetime, now: datetime) -> Iterator[DueEntry]:
    """Return what of a list is due at a moment or before, first due first over all its partitions.

    It reads keys, of what is due and not of what is stored, and those only as they are asked for.
    """
    each = (query_due(table, partition, until=until, now=now) for partition in due_list.partitions())
    return heapq.merge(*each, key=attrgetter("due_at"))


def due_entry(item: Attributes) -> DueEntry:
    """Return what the index of due dates says of an item."""
    return DueEntry(key=key_of(item), due_at=item["due_at"])


def query_records[T](question: Query, model: type[T], *, now: datetime) -> Iterator[T]:
    """Return the records that a query finds, all of one kind."""
    return (read_record(model, item) for item in query(question, now=now))


def query_page(question: Query, start: Attributes | None, *, now: datetime) -> tuple[list[Attributes], Attributes | None]:
    """Return one page of what a query finds after a start (None: from the beginning), and the start of the next, or None."""
    begin = {"ExclusiveStartKey": to_item(start)} if start else {}
    page = call("query", **question.request(), **begin)
    last = page.get("LastEvaluatedKey")
    return list(unexpired(map(from_item, page["Items"]), now=now)), from_item(last) if last else None


def get_many[T](table: str, keys: Sequence[Key], model: type[T], *, now: datetime) -> dict[Key, T]:
    """Return the records with these keys by key, in the order of the keys; those that are not there are left out.

    Nothing is read but what the record names. At most a hundred keys go in one call.
    """
    items = get_many_items(table, keys, now=now, only=names_in(model))
    return {key: read_record(model, item) for key, item in items.items()}


def get_many_items(table: str, keys: Sequence[Key], *, now: datetime, only: Sequence[str] = ()) -> dict[Key, Attributes]:
    """Return the items with these keys as `get_many` does; `only` are the attributes to read, without any all of them."""
    wanted = list(dict.fromkeys(keys))
    parts = [wanted[start : start + _MOST_A_CALL] for start in range(0, len(wanted), _MOST_A_CALL)]
    items = unexpired((item for part in parts for item in _read(setting(table), part, only)), now=now)
    by_key = {key_of(item): item for item in items}
    return {key: by_key[key] for key in wanted if key in by_key}


def _read(table: str, keys: Sequence[Key], only: Sequence[str]) -> list[dict[str, Any]]:
    wanted = {"Keys": [to_item(key._asdict()) for key in keys], "ConsistentRead": True, **_projection(only)}
    pending: Mapping[str, Any] = {table: wanted}
    items: list[dict[str, Any]] = []
    for turn in range(_TRIES):
        answer = call("batch_get_item", RequestItems=pending)
        items += map(from_item, answer["Responses"].get(table, []))
        pending = answer.get("UnprocessedKeys", {})
        if not pending:
            return items
        time.sleep(_PAUSE_SECONDS * 2**turn)
    raise StoreUnavailable


def _projection(only: Sequence[str]) -> dict[str, Any]:
    if not only:
        return {}
    each = {f"#{name}": name for name in dict.fromkeys(("pk", "sk", "expires_at", *only))}
    return {"ProjectionExpression": ", ".join(each), "ExpressionAttributeNames": each}
