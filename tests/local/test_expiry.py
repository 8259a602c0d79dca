"""Time to live: the emulator's tables remove what is over, as DynamoDB's do, and nothing else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from local.settings import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from tests.running import RunningStack

# The emulator looks once a minute; DynamoDB may take days.
MOST_SECONDS = 150


@pytest.fixture
def tables(sample: RunningStack) -> DynamoDBClient:
    """Speak to the tables as a function does."""
    address = sample.get("/_local/functions").json["KeepNoteFunction"]["AWS_ENDPOINT_URL"]
    session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION)
    return session.client("dynamodb", endpoint_url=address)


def test_item_whose_time_is_over_is_removed(sample: RunningStack, tables: DynamoDBClient) -> None:
    table = sample.get("/_local/functions").json["KeepNoteFunction"]["NOTE_TABLE"]
    now = int(time.time())
    for name, expires_at in (("over", now - 60), ("later", now + 3600)):
        item: dict[str, Any] = {"pk": {"S": "TTL"}, "sk": {"S": name}, "expires_at": {"N": str(expires_at)}}
        tables.put_item(TableName=table, Item=item)
    deadline = time.monotonic() + MOST_SECONDS
    while "over" in (left := list_left(sample)) and time.monotonic() < deadline:
        time.sleep(1)
    assert left == {"later"}


def list_left(sample: RunningStack) -> set[str]:
    """Return the names of the items that are still there."""
    return {item["sk"] for item in sample.table("NoteTable") if item["pk"] == "TTL"}
