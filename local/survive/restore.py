"""Put every item that the journal remembers back into its table."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

from local.emulator.raw import TABLES, EmulatorRefused, Wire

if TYPE_CHECKING:
    from local.emulator.deploy import Deployment
    from local.survive.journal import Journal

BATCH_SIZE = 25


def restore_items(wire: Wire, deployment: Deployment, journal: Journal) -> int:
    """Return how many items were put back."""
    restored = 0
    for table in deployment.tables.values():
        items = journal.read_items(table.logical_id)
        for batch in batched(items, BATCH_SIZE, strict=False):
            _write(wire, table.name, batch)
        restored += len(items)
    return restored


def _write(wire: Wire, name: str, items: tuple[dict[str, Any], ...]) -> None:
    requests = [{"PutRequest": {"Item": item}} for item in items]
    answer = wire.ask(TABLES, "BatchWriteItem", {"RequestItems": {name: requests}})
    if answer.get("UnprocessedItems"):
        raise EmulatorRefused(name)
