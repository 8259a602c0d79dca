"""Writes that belong together: all of them happen, or none does, and a refusal has a name.

Each write carries a condition and the exception that says what it means when the condition does not hold. The order of the
writes is the order in which refusals are looked at. Each table is named by the setting that holds its name.
"""

import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.key import GuardKey, Key
from loket.settings import setting
from loket.storage.attribute import from_item, to_item
from loket.storage.client import (
    StoreRefused,
    StoreUnavailable,
    client,
    code_of,
    passes_by_itself,
    store_fault,
)
from loket.storage.record import Attributes, read_record, unexpired

# Of many transactions on one item, DynamoDB makes one and cancels whichever came while it was being made, which takes
# milliseconds. So whoever was cancelled comes again after a pause of chance ("full jitter"), drawn from twice the time at
# each turn: 50 for one course all have theirs within seconds. After so many a person is asked to try again instead: a
# function has 15 (template.yaml), and a provider of payments needs most of them.
_PATIENCE_SECONDS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.6
MOST_WRITES = 100
_NAME = re.compile(r"#(\w+)")

# The conditions that all stores share, by name.
ABSENT = "attribute_not_exists(pk)"
EXPIRED = "expires_at <= :now"
ABSENT_OR_EXPIRED = f"{ABSENT} OR {EXPIRED}"
UNEXPIRED = "attribute_exists(pk) AND expires_at > :now"
# What is over is not seen.
KEPT_AS_SEEN = "attribute_exists(pk) AND expires_at = :kept"


class Refused(Exception):
    """A condition did not hold; a subclass that `shows_item` lets who is refused find the item as it stands."""

    shows_item: ClassVar[bool] = False

    def __init__(self, attributes: Attributes = MappingProxyType({})) -> None:
        """Keep the item as it stands out of the message: it may be about a person."""
        super().__init__()
        self._attributes = attributes

    def found[T](self, model: type[T], *, now: datetime) -> T | None:
        """Return the item as it stands, where the write asked to see it; None where it is gone."""
        items = unexpired([self._attributes] if self._attributes else [], now=now)
        return next((read_record(model, item) for item in items), None)


class AlreadyStored(Refused):
    """An item with this key exists."""


class Write(NamedTuple):
    """One write of a transaction: a DynamoDB action, its request, and the meaning of its refusal."""

    action: str
    request: Mapping[str, Any]
    refusal: type[Refused]


def put(table: str, item: Mapping[str, Any]) -> Write:
    """Return the write that stores a new item, refused (`AlreadyStored`) where its key exists."""
    request = {"TableName": setting(table), "Item": to_item(item), "ConditionExpression": ABSENT}
    return Write(action="Put", request=request, refusal=AlreadyStored)


def put_over_expired(table: str, item: Mapping[str, Any], *, now: datetime, refusal: type[Refused]) -> Write:
    """Return the write that stores an item, refused where an unexpired one has its key.

    TTL removes an item up to days late, so an expired one counts as gone.
    """
    return put_over(table, item, ABSENT_OR_EXPIRED, values={":now": int(now.timestamp())}, refusal=refusal)


def put_over(
    table: str, item: Mapping[str, Any], condition: str, *, values: Mapping[str, Any], refusal: type[Refused]
) -> Write:
    """Return the write that stores an item in place of the one that has its key, where that is as a condition says."""
    return Write(
        action="Put",
        request={
            "TableName": setting(table),
            "Item": to_item(item),
            "ConditionExpression": condition,
            "ExpressionAttributeValues": to_item(values),
            **_shown(refusal),
        },
        refusal=refusal,
    )


def update(
    table: str,
    key: Key | GuardKey,
    expression: str,
    *,
    condition: str,
    values: Mapping[str, Any],
    refusal: type[Refused],
) -> Write:
    """Return the write that changes an item as an update expression says.

    Every name that begins with `#` stands for the attribute of that name.
    """
    request = {"UpdateExpression": expression, **_conditional(table, key, condition, values, refusal)}
    return Write(action="Update", request={**request, **_names(f"{expression} {condition}")}, refusal=refusal)


def check(table: str, key: Key, *, condition: str, values: Mapping[str, Any], refusal: type[Refused]) -> Write:
    """Return the check that an item is as a condition says, without a change to it; names as in `update`."""
    request = {**_conditional(table, key, condition, values, refusal), **_names(condition)}
    return Write(action="ConditionCheck", request=request, refusal=refusal)


def delete(table: str, key: Key | GuardKey, *, condition: str, refusal: type[Refused]) -> Write:
    """Return the write that removes an item."""
    request = {"TableName": setting(table), "Key": to_item(key._asdict()), "ConditionExpression": condition}
    return Write(action="Delete", request=request, refusal=refusal)


def _conditional(
    table: str, key: Key | GuardKey, condition: str, values: Mapping[str, Any], refusal: type[Refused]
) -> dict[str, Any]:
    return {
        "TableName": setting(table),
        "Key": to_item(key._asdict()),
        "ConditionExpression": condition,
        "ExpressionAttributeValues": to_item(values),
        **_shown(refusal),
    }


def _names(expressions: str) -> dict[str, Any]:
    names = {f"#{name}": name for name in _NAME.findall(expressions)}
    return {"ExpressionAttributeNames": names} if names else {}


def _shown(refusal: type[Refused]) -> dict[str, str]:
    return {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if refusal.shows_item else {}


@dataclass(frozen=True, slots=True)
class Transaction:
    """Writes to be made together; at most `MOST_WRITES`, each on an item of its own (a DynamoDB limit)."""

    writes: Sequence[Write]

    def commit(self) -> None:
        """Make all the writes, or raise the first refusal, `StoreUnavailable` or `StoreRefused`, where none was made."""
        patient_until, pause = time.monotonic() + _PATIENCE_SECONDS, _FIRST_PAUSE
        while reasons := self._try():
            self._raise_refusal(reasons)
            wait = random.uniform(0, pause)  # noqa: S311 - a pause is no secret
            if time.monotonic() + wait > patient_until:
                raise StoreUnavailable
            time.sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _try(self) -> list[dict[str, Any]]:
        actions = [{write.action: write.request} for write in self.writes]
        try:
            client("dynamodb").transact_write_items(TransactItems=actions)
        except (BotoCoreError, ClientError) as error:
            reasons = _reasons(error)
            if not reasons:
                raise store_fault(error) from error
            return reasons
        return []

    def _raise_refusal(self, reasons: list[dict[str, Any]]) -> None:
        codes = {reason["Code"] for reason in reasons} - {"None"}
        for write, reason in zip(self.writes, reasons, strict=True):
            if reason["Code"] == "ConditionalCheckFailed":
                raise write.refusal(from_item(reason.get("Item", {})))
        if not all(map(passes_by_itself, codes)):
            raise StoreRefused
        if "TransactionConflict" not in codes:
            raise StoreUnavailable


def commit_with(writes: Sequence[Write], more: Sequence[Write]) -> None:
    """Make writes in one transaction with as many more as have room in it, of however many there are.

    What has no room is made before: so it must be right without the rest.
    """
    room = MOST_WRITES - len(writes)
    for part in batched(more[room:], MOST_WRITES, strict=False):
        Transaction(part).commit()
    Transaction([*writes, *more[:room]]).commit()


def _reasons(error: BotoCoreError | ClientError) -> list[dict[str, Any]]:
    if code_of(error) != "TransactionCanceledException" or not isinstance(error, ClientError):
        return []
    return [dict(reason) for reason in error.response.get("CancellationReasons", [])]
