"""Guards of the public forms: one submission is one, a challenge is spent once, and nobody floods the counter.

GuardTable holds keyed hashes for hours at most: no address, no form. Each guard is one write in the transaction of the
submission it guards, so a guard can neither be passed without it nor be left behind by a submission that failed.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from loket.domain.challenge import Proof
from loket.domain.retention import Retention, expiry
from loket.settings import setting
from loket.store.attribute import to_item
from loket.store.transaction import Refused, Write, put_over_expired

WINDOW = timedelta(minutes=10)
BELOW_LIMIT = "attribute_not_exists(hits) OR hits < :limit"


class AlreadySubmitted(Refused):
    """The same submission was stored before; `found["answer"]` is what was answered then, as JSON."""


class ChallengeSpent(Refused):
    """The challenge was used for another submission."""


class TooManySubmissions(Refused):
    """Too many submissions came from one address within the window."""


def submit_once(name: str, *, form: str, answer: Mapping[str, Any], retention: Retention, now: datetime) -> Write:
    """Return the write that lets a submission through once; `form` is the keyed hash of its content."""
    return put_over_expired(
        setting("GUARD_TABLE"),
        {
            "pk": f"SUBMISSION#{name}",
            "form": form,
            "answer": json.dumps(answer),
            "expires_at": int(expiry(retention, since=now).timestamp()),
        },
        now=int(now.timestamp()),
        refusal=AlreadySubmitted,
    )


def spend_challenge(proof: Proof, *, now: datetime) -> Write:
    """Return the write that spends a challenge; it is remembered until it would be out of date anyway."""
    return put_over_expired(
        setting("GUARD_TABLE"),
        {"pk": f"CHALLENGE#{proof.challenge}", "expires_at": int(proof.expires_at.timestamp())},
        now=int(now.timestamp()),
        refusal=ChallengeSpent,
    )


def count_submission(sender: str, *, limit: int, now: datetime) -> Write:
    """Return the write that counts a sender's submission within the window, refused past the limit.

    Each window has an item of its own, so a count needs no reset and an expired one is never read.
    """
    window = int(now.timestamp()) // int(WINDOW.total_seconds())
    end = int((now + 2 * WINDOW).timestamp())
    return Write(
        action="Update",
        request={
            "TableName": setting("GUARD_TABLE"),
            "Key": to_item({"pk": f"SENDER#{sender}#{window}"}),
            "UpdateExpression": "SET hits = if_not_exists(hits, :none) + :one, expires_at = :end",
            "ConditionExpression": BELOW_LIMIT,
            "ExpressionAttributeValues": to_item({":none": 0, ":one": 1, ":end": end, ":limit": limit}),
        },
        refusal=TooManySubmissions,
    )
