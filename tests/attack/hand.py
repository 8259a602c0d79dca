"""What is done to the tables by hand, past the system: the states that erasing, expiring and restoring leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loket.storage.attribute import to_item

from tests.system.test_escalation import connect

if TYPE_CHECKING:
    from tests.running import Json, RunningStack


def remove(stack: RunningStack, *items: Json, table: str = "PERSONAL_DATA_TABLE") -> None:
    """Remove items."""
    name, client = _table(stack, table)
    for item in items:
        client.delete_item(TableName=name, Key=to_item({"pk": item["pk"], "sk": item["sk"]}))


def change(stack: RunningStack, item: Json, **changes: Any) -> None:
    """Put an item back with other attributes; None leaves one out."""
    name, client = _table(stack, "PERSONAL_DATA_TABLE")
    client.put_item(TableName=name, Item=to_item({**item, **changes}))


def _table(stack: RunningStack, setting: str) -> tuple[str, Any]:
    variables = stack.get("/_local/functions").json["ShowEnrollmentFunction"]
    return variables[setting], connect(variables)
