"""Look into a queue by the emulator's own address for that: AWS has none that takes no message."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import urllib3

type Json = dict[str, Any]


def read_messages(endpoint: str, queue: str) -> list[Json]:
    """Return every message of a queue, those being worked on included, without taking any."""
    target = f"{endpoint}/_ministack/sqs/messages?{urlencode({'QueueUrl': queue})}"
    answer = urllib3.request("GET", target, retries=False).json()
    regions = [queues for regions in answer["messages"].values() for queues in regions.values()]
    return [message for queues in regions for messages in queues.values() for message in messages]
