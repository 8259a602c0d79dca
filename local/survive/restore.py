"""Put every item that the journal remembers back into its table."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

from local.emulator.raw import TABLES, EmulatorRefused, RawDynamoDb

if TYPE_CHECKING:
    from local.emulator.deployment import Deployment
    from local.survive.journal import Journal

BATCH_SIZE = 25


def restore_items(raw: RawDynamoDb, deployment: Deployment, journal: Journal) -> None:
    """Write the remembered items of every table, as they were."""
    for table in deployment.tables.values():
        for batch in batched(journal.read_items(table.logical_id), BATCH_SIZE, strict=False):
            _write(raw, table.name, batch)


def _write(raw: RawDynamoDb, name: str, items: tuple[dict[str, Any], ...]) -> None:
    requests = [{"PutRequest": {"Item": item}} for item in items]
    answer = raw.call(TABLES, "BatchWriteItem", {"RequestItems": {name: requests}})
    if answer.get("UnprocessedItems"):
        raise EmulatorRefused(name)
