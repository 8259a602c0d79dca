"""DynamoDB's JSON protocol without a client, so that items stay exactly as they are stored."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import urllib3

from local.errors import CannotStart
from local.settings import REGION

if TYPE_CHECKING:
    from collections.abc import Iterator

type Json = dict[str, Any]

TABLES = "DynamoDB_20120810"
STREAMS = "DynamoDBStreams_20120810"
CREDENTIAL = f"AWS4-HMAC-SHA256 Credential=local/20260101/{REGION}/dynamodb/aws4_request"


class EmulatorRefused(CannotStart):
    """The emulator did not carry out a request of the launcher's own."""


class RawDynamoDb:
    """Requests to the emulator's tables and their streams."""

    def __init__(self, endpoint: str) -> None:
        """Keep connections open to the one address."""
        self.endpoint = endpoint
        self._pool = urllib3.PoolManager(maxsize=64)

    def call(self, service: str, operation: str, body: Json) -> Json:
        """Carry out one operation and return its answer, or raise with what was said."""
        headers = {
            "authorization": CREDENTIAL,
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": f"{service}.{operation}",
        }
        text = json.dumps(body).encode()
        response = self._pool.request("POST", self.endpoint, body=text, headers=headers)
        answer: Json = json.loads(response.data or b"{}")
        if response.status >= HTTPStatus.BAD_REQUEST:
            message = f"{operation}: {answer.get('__type')} {answer.get('message', '')}"
            raise EmulatorRefused(message)
        return answer

    def read_table(self, table: str) -> Iterator[Json]:
        """Yield every item of a table as it is stored."""
        request: Json = {"TableName": table, "ConsistentRead": True}
        while True:
            page = self.call(TABLES, "Scan", request)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def read_items(self, table: str, keys: list[Json]) -> list[Json]:
        """Return the items that exist under these keys, at most a hundred."""
        request = {"RequestItems": {table: {"Keys": keys, "ConsistentRead": True}}}
        answer = self.call(TABLES, "BatchGetItem", request)
        items: list[Json] = answer["Responses"].get(table, [])
        return items


def read_plain(value: Json) -> object:
    """Return a stored attribute as the plain value it stands for."""
    [(kind, content)] = value.items()
    if kind == "N":
        return _read_number(content)
    if kind == "NS":
        return [_read_number(member) for member in content]
    if kind == "L":
        return [read_plain(member) for member in content]
    if kind == "M":
        return {name: read_plain(member) for name, member in content.items()}
    return None if kind == "NULL" else content


def _read_number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
