"""Which items a request to DynamoDB writes, so that the journal can read them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.emulator.deployment import Table

type Json = dict[str, Any]

READS = frozenset(
    {"GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"}
    | {"DescribeTable", "ListTables", "DescribeTimeToLive", "DescribeContinuousBackups"}
)


class WriteNotJournaled(Exception):
    """An operation may change a table in a way that the journal would not notice."""


def find_written_keys(operation: str, request: Json, tables: Mapping[str, Table]) -> dict[str, list[Json]]:
    """Return the keys that a request writes, by the physical name of their table."""
    if operation in READS:
        return {}
    written: dict[str, list[Json]] = {}
    for name, item_or_key in _list_writes(operation, request):
        key = {part: item_or_key[part] for part in tables[name].key}
        keys = written.setdefault(name, [])
        if key not in keys:
            keys.append(key)
    return written


def _list_writes(operation: str, request: Json) -> Iterator[tuple[str, Json]]:
    match operation:
        case "PutItem":
            yield request["TableName"], request["Item"]
        case "UpdateItem" | "DeleteItem":
            yield request["TableName"], request["Key"]
        case "TransactWriteItems":
            yield from _list_transaction_writes(request)
        case "BatchWriteItem":
            yield from _list_batch_writes(request)
        case _:
            raise WriteNotJournaled(operation)


def _list_transaction_writes(request: Json) -> Iterator[tuple[str, Json]]:
    for member in request["TransactItems"]:
        for kind, write in member.items():
            if kind != "ConditionCheck":
                yield write["TableName"], write.get("Item") or write["Key"]


def _list_batch_writes(request: Json) -> Iterator[tuple[str, Json]]:
    for name, writes in request["RequestItems"].items():
        for write in writes:
            yield (
                name,
                write["PutRequest"]["Item"] if "PutRequest" in write else write["DeleteRequest"]["Key"],
            )
