"""Events as API Gateway, SQS and DynamoDB streams send them."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from loket.core.challenge import issue_challenge
from loket.core.key_group import USES
from loket.core.keyed_hash import Keys, derive_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

type Json = dict[str, Any]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ORIGIN = "https://www.example.nl"
SENDER = "203.0.113.7"
MASTER_KEY = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
EVERY_USE = frozenset().union(*USES.values())
# What all groups together are given.
KEYS = Keys(derive_keys(MASTER_KEY, EVERY_USE))
JSON: Json = {"content-type": "application/json", "accept": "application/json"}
PLAIN: Json = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html,application/xhtml+xml"}


def request_event(route: str, *, body: str | None = None, now: datetime = NOW, **headers: str) -> Json:
    """Return an HTTP API event, payload format 2.0; header names are given with underscores."""
    method, path = route.split(" ")
    event: Json = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": SENDER, "userAgent": "Mozilla/5.0"},
            "requestId": "Pvk2jiXQFiAEJGQ=",
            "routeKey": route,
            "stage": "$default",
            "timeEpoch": int(now.timestamp() * 1000),
        },
        "isBase64Encoded": False,
    }
    return event if body is None else {**event, "body": body}


def post_json(route: str, fields: Any, *, now: datetime = NOW, **headers: str) -> Json:
    """Return the event of a form that a script sends."""
    sent = {**JSON, "origin": ORIGIN, **headers}
    return request_event(route, body=json.dumps(fields), now=now, **sent)


def post_plain(route: str, fields: Mapping[str, str], *, now: datetime = NOW, **headers: str) -> Json:
    """Return the event of a form that a browser sends without a script; API Gateway encodes its body."""
    sent = {**PLAIN, "origin": ORIGIN, **headers}
    event = request_event(route, now=now, **sent)
    return {**event, "body": b64encode(urlencode(fields).encode()).decode(), "isBase64Encoded": True}


def solved_challenge(*, now: datetime = NOW, age: timedelta = timedelta(seconds=30)) -> str:
    """Return a solved challenge of ours, issued some time before `now`."""
    return solve(issue_challenge(KEYS.derive("challenge"), now=now - age))


def solve(challenge: Mapping[str, Any]) -> str:
    """Return the payload that the script of a form sends for a challenge."""
    start = hashlib.sha256(challenge["salt"].encode())
    for number in range(challenge["maxnumber"] + 1):
        tried = start.copy()
        tried.update(str(number).encode())
        if tried.hexdigest() == challenge["challenge"]:
            return encode_solution({**challenge, "number": number})
    raise AssertionError("the challenge has no solution")


def encode_solution(solution: Mapping[str, Any]) -> str:
    """Return a solution as it is sent."""
    return b64encode(json.dumps(dict(solution)).encode()).decode()


def queue_event(*bodies: str, now: datetime = NOW) -> Json:
    """Return the event of messages on a queue."""
    attributes = {"SentTimestamp": str(int(now.timestamp() * 1000)), "ApproximateReceiveCount": "1"}
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": attributes,
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:MailQueue",
                "awsRegion": "eu-central-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def stream_event(*keys: Mapping[str, str]) -> Json:
    """Return the event of new outbox items on the table's stream."""
    return {
        "Records": [
            {
                "eventID": f"event-{number}",
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "dynamodb": {
                    "Keys": {name: {"S": value} for name, value in key.items()},
                    "NewImage": {"effect": {"S": "confirm_enrollment"}},
                    "SequenceNumber": str(100 + number),
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
            }
            for number, key in enumerate(keys)
        ]
    }
