"""What is done to the tables of a running system past it: the states that time, an erasure, a restore or a crowd leave."""

from __future__ import annotations

from functools import cache
from itertools import batched
from typing import TYPE_CHECKING, Any

from botocore.session import Session
from loket.storage.attribute import to_item

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Mapping

    from tests.running import Json, RunningStack

PERSONAL_DATA = "PERSONAL_DATA_TABLE"
# What one request takes (docs.aws.amazon.com, BatchWriteItem).
_AT_ONCE = 25


def put(stack: RunningStack, items: Iterable[Mapping[str, Any]], *, table: str = PERSONAL_DATA) -> None:
    """Put items in a table."""
    _write(stack, table, ({"PutRequest": {"Item": to_item(item)}} for item in items))


def change(stack: RunningStack, item: Json, **changes: Any) -> Json:
    """Put an item with other attributes, where None leaves one out, and return it."""
    changed = {**item, **changes}
    put(stack, [changed])
    return changed


def remove(stack: RunningStack, items: Iterable[Mapping[str, Any]], *, table: str = PERSONAL_DATA) -> None:
    """Take items out of a table."""
    keys = (to_item({name: item[name] for name in ("pk", "sk") if name in item}) for item in items)
    _write(stack, table, ({"DeleteRequest": {"Key": key}} for key in keys))


def _write(stack: RunningStack, table: str, requests: Iterable[Json]) -> None:
    names, client = _open(stack, stack.process)
    for some in batched(requests, _AT_ONCE, strict=False):
        client.batch_write_item(RequestItems={names[table]: some})


@cache
def _open(stack: RunningStack, process: subprocess.Popen[bytes] | None) -> tuple[Mapping[str, str], Any]:
    """Return the names of the tables and a client, found once for as long as the same process runs the system."""
    assert process is not None
    names = stack.get("/_local/functions").json["ServeDeskFunction"]
    session = Session()
    session.set_credentials("test", "test")
    return names, session.create_client("dynamodb", region_name="eu-central-1", endpoint_url=names["AWS_ENDPOINT_URL"])
