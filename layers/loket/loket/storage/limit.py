"""Counting what happens against a limit, exactly, however many do it at once.

A sender, a recipient or a thing has one item with the moments of its last hits, at most as many as the limit. A hit is added
without a look; where the list is full the refusal shows it, and the hit is written once more without those that count no
more, if the list is still as it was shown.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.key import GuardKey
from loket.core.limit import Limit, TooOften, in_milliseconds
from loket.core.retention import expires_at
from loket.storage.attribute import from_item
from loket.storage.client import client, code_of, store_fault
from loket.storage.transaction import EXPIRED, Refused, Write, delete, update

TABLE = "GUARD_TABLE"
BELOW_LIMIT = "attribute_not_exists(hits) OR size(hits) < :limit"
COUNTED = "attribute_exists(hits)"
COUNTED_AS_SEEN = f"hits = :seen OR {EXPIRED}"
# Whoever comes in between was counted: after so many of them there are many, and who waits is asked to wait longer.
_TURNS = 5
_PAUSE_SECONDS = 1


class Hits(NamedTuple):
    """What is remembered of a sender, a recipient or a thing: the moments of the last hits, in milliseconds."""

    hits: tuple[int, ...] = ()


class ListFull(Refused):
    """As many hits are remembered as may be, or others since they were seen; they are found as `Hits`."""

    shows_item = True


class NothingCounted(Refused):
    """Nothing is remembered of this sender, recipient or thing."""


def count(key: GuardKey, limit: Limit, *, now: datetime) -> None:
    """Count a hit apart from what it may lead to; raise `TooOften` where there was room for no more."""
    write = count_hit(key, limit, now=now)
    for _ in range(_TURNS):
        try:
            return _make_alone("update_item", write)
        except ListFull as full:
            write = count_again(full, key, limit, now=now)
    raise TooOften(_PAUSE_SECONDS)


def count_hit(key: GuardKey, limit: Limit, *, now: datetime) -> Write:
    """Return the write that counts a hit, refused (`ListFull`) where as many are remembered as may be."""
    return update(
        TABLE,
        key,
        "SET hits = list_append(if_not_exists(hits, :none), :hit), expires_at = :end",
        condition=BELOW_LIMIT,
        values={":none": [], ":limit": limit.most, ":hit": [in_milliseconds(now)], ":end": _end(limit, now=now)},
        refusal=ListFull,
    )


def count_again(full: ListFull, key: GuardKey, limit: Limit, *, now: datetime) -> Write:
    """Return the write that counts a hit after those that still count; raise `TooOften` where they are as many as may be.

    Refused (`ListFull`) where others were counted since.
    """
    known = full.found(Hits, now=now) or Hits()
    hits = [*limit.recent(known.hits, now=now), in_milliseconds(now)]
    values = {":hits": hits, ":end": _end(limit, now=now), ":seen": known.hits, ":now": int(now.timestamp())}
    return update(
        TABLE,
        key,
        "SET hits = :hits, expires_at = :end",
        condition=COUNTED_AS_SEEN,
        values=values,
        refusal=ListFull,
    )


def forget(key: GuardKey) -> None:
    """Forget what was counted, if anything was."""
    with suppress(NothingCounted):
        _make_alone("delete_item", delete(TABLE, key, condition=COUNTED, refusal=NothingCounted))


def _end(limit: Limit, *, now: datetime) -> int:
    # A second more than it counts: expiry is in whole seconds, and a hit is not.
    return expires_at(limit.within, since=now + timedelta(seconds=1))


def _make_alone(operation: str, write: Write) -> None:
    """Make a write outside a transaction: for half the price, and never in conflict with another one on the same item."""
    try:
        getattr(client("dynamodb"), operation)(**write.request)
    except ClientError as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise store_fault(error) from error
        answer: dict[str, Any] = {**error.response}
        raise write.refusal(from_item(answer.get("Item", {}))) from error
    except BotoCoreError as error:
        raise store_fault(error) from error
