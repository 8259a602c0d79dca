"""Writes that belong together: all of them happen, or none does, and a refusal has a name.

Each write carries a condition and the exception that says what it means when the condition does not hold. The order of the
writes is the order in which refusals are looked at.
"""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError

from loket.store.attribute import from_item, to_item
from loket.store.client import StoreUnavailable, client

# A conflict with somebody else's transaction passes in milliseconds; after this the person is asked to try again.
_TRIES = 4
_PAUSE_SECONDS = 0.05


class Refused(Exception):
    """A condition did not hold; `found` is the item as it stands, where the write asked to see it."""

    def __init__(self, found: dict[str, Any] | None = None) -> None:
        """Keep what was found out of the message: it may be about a person."""
        super().__init__()
        self.found = found or {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """One write of a transaction: a DynamoDB action, its request, and the meaning of its refusal."""

    action: str
    request: Mapping[str, Any]
    refusal: type[Refused]


# The conditions, by name.
ABSENT = "attribute_not_exists(pk)"
ABSENT_OR_EXPIRED = "attribute_not_exists(pk) OR expires_at <= :now"


class AlreadyStored(Refused):
    """An item with this key exists."""


def put(table: str, item: Mapping[str, Any], *, refusal: type[Refused] = AlreadyStored) -> Write:
    """Return the write that stores a new item, refused where its key exists."""
    return Write(
        action="Put",
        request={"TableName": table, "Item": to_item(item), "ConditionExpression": ABSENT},
        refusal=refusal,
    )


def put_over_expired(table: str, item: Mapping[str, Any], *, now: int, refusal: type[Refused]) -> Write:
    """Return the write that stores an item, refused where an unexpired one has its key.

    TTL removes an item up to days late, so an expired one counts as gone. The refusal shows the item found.
    """
    return Write(
        action="Put",
        request={
            "TableName": table,
            "Item": to_item(item),
            "ConditionExpression": ABSENT_OR_EXPIRED,
            "ExpressionAttributeValues": to_item({":now": now}),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        },
        refusal=refusal,
    )


@dataclass(frozen=True, slots=True)
class Transaction:
    """Writes to be made together; at most 100, each on an item of its own (a DynamoDB limit)."""

    writes: Sequence[Write]

    def and_also(self, *writes: Write) -> Self:
        """Return the transaction with more writes, after those it has."""
        return type(self)([*self.writes, *writes])

    def commit(self) -> None:
        """Make all the writes, or raise the first refusal, or `StoreUnavailable`; in both cases nothing was stored."""
        for attempt in range(_TRIES):
            reasons = self._try()
            if not reasons:
                return
            self._raise_refusal(reasons)
            time.sleep(random.uniform(0.5, 1) * _PAUSE_SECONDS * 2**attempt)  # noqa: S311 - a pause is no secret
        raise StoreUnavailable

    def _try(self) -> list[dict[str, Any]]:
        actions = [{write.action: write.request} for write in self.writes]
        try:
            client("dynamodb").transact_write_items(TransactItems=actions)
        except ClientError as error:
            reasons = [dict(reason) for reason in error.response.get("CancellationReasons", [])]
            if error.response["Error"]["Code"] != "TransactionCanceledException" or not reasons:
                raise StoreUnavailable from error
            return reasons
        except BotoCoreError as error:
            raise StoreUnavailable from error
        return []

    def _raise_refusal(self, reasons: list[dict[str, Any]]) -> None:
        codes = {reason["Code"] for reason in reasons}
        for write, reason in zip(self.writes, reasons, strict=True):
            if reason["Code"] == "ConditionalCheckFailed":
                raise write.refusal(from_item(reason.get("Item", {})))
        if "TransactionConflict" not in codes:
            raise StoreUnavailable
