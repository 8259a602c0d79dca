"""Reading many items at once by their keys, at most a hundred a call (a DynamoDB limit)."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.client import StoreUnavailable, call

_MOST_A_CALL = 100
# DynamoDB hands back what it had no room for; it has again within milliseconds.
_TRIES = 5
_PAUSE_SECONDS = 0.05

type Key = tuple[str, str]


def read_items(table: str, keys: Sequence[Key], *, only: Sequence[str] = ()) -> dict[Key, dict[str, Any]]:
    """Return the items with these keys (`pk`, `sk`) by key; those that are not there are left out.

    `table` is the setting that names the table; `only` are the attributes to read beside the key, without any all of them.
    Whether an item's retention period is over is for who asks to test.
    """
    wanted = list(dict.fromkeys(keys))
    parts = [wanted[start : start + _MOST_A_CALL] for start in range(0, len(wanted), _MOST_A_CALL)]
    found = [item for part in parts for item in _read(setting(table), part, only)]
    return {(item["pk"], item["sk"]): item for item in found}


def _read(table: str, keys: Sequence[Key], only: Sequence[str]) -> list[dict[str, Any]]:
    wanted = {"Keys": [to_item({"pk": pk, "sk": sk}) for pk, sk in keys], "ConsistentRead": True, **_projection(only)}
    asked: Mapping[str, Any] = {table: wanted}
    found: list[dict[str, Any]] = []
    for attempt in range(_TRIES):
        answer = call("batch_get_item", RequestItems=asked)
        found += map(from_item, answer["Responses"].get(table, []))
        asked = answer.get("UnprocessedKeys", {})
        if not asked:
            return found
        time.sleep(_PAUSE_SECONDS * 2**attempt)
    raise StoreUnavailable


def _projection(only: Sequence[str]) -> dict[str, Any]:
    if not only:
        return {}
    each = {f"#{name}": name for name in ("pk", "sk", *only)}
    return {"ProjectionExpression": ", ".join(each), "ExpressionAttributeNames": each}
