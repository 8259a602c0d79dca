"""Keep a note and order a mail about it, in one transaction; or show what the request looked like."""

import json
import logging
import os
import uuid
from typing import Any

from botocore.exceptions import ClientError
from sample import connect

LOG = logging.getLogger(__name__)
TABLES = connect("dynamodb")
SECRETS = connect("secretsmanager")
LATER = str(2**32)


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer GET with the event, POST with the reference of what is kept."""
    if event["requestContext"]["http"]["method"] == "GET":
        return show(event)
    note = json.loads(event["body"])
    reference = note.get("reference", uuid.uuid4().hex)
    try:
        keep(note, reference)
    except ClientError as error:
        return answer(503, {"error": error.response["Error"]["Code"]})
    return answer(201, {"reference": reference})


def show(event: dict[str, Any]) -> dict[str, Any]:
    """Return the event, or raise when the query asks for it."""
    if "fail" in event["rawQueryString"]:
        raise RuntimeError("planted text of an exception")
    secret = SECRETS.get_secret_value(SecretId=os.environ["NOTE_SECRET"])["SecretString"]
    LOG.info("a note was shown", extra={"notes": 1})
    return answer(200, {"event": event, "secret": secret})


def keep(note: dict[str, str], reference: str) -> None:
    """Store the note and the order for its mail, both or neither."""
    table = os.environ["NOTE_TABLE"]
    common = {"pk": {"S": "NOTE"}, "expires_at": {"N": LATER}}
    text = {name: {"S": value} for name, value in note.items()}
    kept = {**text, **common, "sk": {"S": f"NOTE#{reference}"}}
    order = {**text, **common, "sk": {"S": f"OUTBOX#{reference}"}}
    TABLES.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": table, "Item": kept}},
            {"Put": {"TableName": table, "Item": order}},
        ]
    )


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON answer that also sets two cookies."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "cookies": ["first=1", "second=2"],
        "body": json.dumps(body),
    }
