"""Count the notes for the moment that the schedule names."""

import os
from typing import Any

from sample import connect

TABLES = connect("dynamodb")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Return the moment and the number of notes."""
    found = TABLES.query(
        TableName=os.environ["NOTE_TABLE"],
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={":pk": {"S": "NOTE"}, ":sk": {"S": "NOTE#"}},
    )
    return {"time": event["time"], "notes": found["Count"]}
