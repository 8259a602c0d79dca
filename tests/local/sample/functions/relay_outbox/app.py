"""Hand each order to the mail queue; one that is poisoned fails every time."""

import json
import os
from typing import Any

from botocore.exceptions import ClientError
from sample import connect

QUEUES = connect("sqs")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Relay the records in order; report the first that fails and leave the rest."""
    for record in event["Records"]:
        change = record["dynamodb"]
        if "crash" in change["NewImage"]:
            raise RuntimeError("crashed")
        try:
            relay(change)
        except (ClientError, ValueError):
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def relay(change: dict[str, Any]) -> None:
    """Send the key of one order to the queue."""
    if "poison" in change["NewImage"]:
        raise ValueError("poisoned")
    body = json.dumps({name: value["S"] for name, value in change["Keys"].items()})
    QUEUES.send_message(QueueUrl=os.environ["MAIL_QUEUE_URL"], MessageBody=body)
