"""Send the mail of each order once, and mark it as sent."""

import json
import os
from typing import Any

from botocore.exceptions import ClientError
from sample import connect

TABLES = connect("dynamodb")
MAILS = connect("sesv2")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Try every order; report those that did not succeed."""
    failed = [record["messageId"] for record in event["Records"] if not send(record)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def send(record: dict[str, Any]) -> bool:
    """Tell whether the mail of one order has gone out."""
    key = {name: {"S": value} for name, value in json.loads(record["body"]).items()}
    table = os.environ["NOTE_TABLE"]
    try:
        order = TABLES.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
        if "sent_at" not in order:
            mail(order)
            mark(table, key)
    except ClientError:
        return False
    return True


def mail(order: dict[str, Any]) -> None:
    """Send one mail."""
    text = f"{order['text']['S']}\nhttps://example.nl/a?b=1&c=2."
    html = '<p><a href="https://example.nl/a?b=1&amp;c=2">a</a> <a href="https://example.nl/d">d</a></p>'
    MAILS.send_email(
        FromEmailAddress=os.environ["MAIL_FROM"],
        Destination={"ToAddresses": [order["to"]["S"]]},
        Content={
            "Simple": {
                "Subject": {"Data": "A note"},
                "Body": {"Text": {"Data": text}, "Html": {"Data": html}},
                "Headers": [{"Name": "X-Note", "Value": "yes"}],
            }
        },
    )


def mark(table: str, key: dict[str, Any]) -> None:
    """Remember that the mail has gone out."""
    TABLES.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET sent_at = :now",
        ExpressionAttributeValues={":now": {"S": "now"}},
    )
