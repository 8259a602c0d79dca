"""Putting plenty of items straight into a running system's tables, past the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.session import Session
from loket.storage.attribute import to_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.running import RunningStack


class Shelf:
    """The tables of a running system, open to a test."""

    def __init__(self, stack: RunningStack) -> None:
        """Find them."""
        self._tables = stack.get("/_local/functions").json["ServeDeskFunction"]
        session = Session()
        session.set_credentials("test", "test")
        address = self._tables["AWS_ENDPOINT_URL"]
        self._client: Any = session.create_client("dynamodb", region_name="eu-central-1", endpoint_url=address)

    def put(self, items: Iterable[Mapping[str, Any]], *, table: str = "PERSONAL_DATA_TABLE") -> None:
        """Put items in a table."""
        self._write(table, [{"PutRequest": {"Item": to_item(item)}} for item in items])

    def drop(self, items: Iterable[Mapping[str, Any]], *, table: str = "PERSONAL_DATA_TABLE") -> None:
        """Take items out of a table."""
        keys = ({"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}} for item in items)
        self._write(table, [{"DeleteRequest": {"Key": key}} for key in keys])

    def _write(self, table: str, requests: list[dict[str, Any]]) -> None:
        for first in range(0, len(requests), 25):
            self._client.batch_write_item(RequestItems={self._tables[table]: requests[first : first + 25]})
