"""The event with which a schedule starts a function, for any moment."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from local.settings import ACCOUNT, REGION


class InvalidMoment(ValueError):
    """A time is no moment: not ISO 8601, or without a zone."""


def describe_schedule(time: str) -> dict[str, Any]:
    """Return EventBridge's scheduled event for a moment."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": read_moment(time).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/local"],
        "detail": {},
    }


def read_moment(text: str) -> datetime:
    """Return the moment that a text with a date, a time and a zone stands for, in UTC."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise InvalidMoment(text) from error
    if moment.tzinfo is None:
        raise InvalidMoment(text)
    return moment.astimezone(UTC)
