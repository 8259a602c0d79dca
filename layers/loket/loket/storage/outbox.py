"""The outbox: effects as items of PersonalDataTable; each happens if and only if the rest of its transaction does."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.effect import TASKS, Effect, EffectKind, Task, new_effect
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, new_sort_key
from loket.settings import setting
from loket.storage.attribute import from_item, to_item
from loket.storage.client import client, code_of, store_fault
from loket.storage.item import TABLE, ItemGone, store
from loket.storage.read import Query, get, query
from loket.storage.record import Attributes, read_record
from loket.storage.transaction import UNEXPIRED, Write

NOT_YET_SENT = "attribute_exists(pk) AND attribute_not_exists(sent_at)"
NOT_BEING_SENT = (
    f"{UNEXPIRED} AND attribute_not_exists(sent_at) AND (attribute_not_exists(sending_until) OR sending_until <= :now)"
)
# The longest that a run of send_mail takes: after it, whoever began is not sending any more.
_SENDING = timedelta(seconds=30)


class BeingSent(Exception):
    """Another delivery of the same message is sending it at this moment; who comes later finds it sent, or its turn."""


class ConditionFailed(Exception):
    """The effect is not as a condition says."""


def store_effects(
    kinds: Iterable[EffectKind],
    about: Key,
    *,
    at: datetime,
    until: int,
    cents: int | None = None,
    step: str | None = None,
) -> list[Write]:
    """Return the writes that make effects about an item happen; each is stored beside it, in its partition.

    None is kept longer than `until`, when the item itself goes. `cents` and the sort key of a `step` are what their mails
    tell of beside the item.
    """
    make = partial(new_effect, about=about.sk, now=at, until=until, cents=cents, step=step, pk=about.pk)
    return [store(make(kind), Key(about.pk, new_sort_key(ItemKind.OUTBOX, at=at))) for kind in kinds]


def find_effect(key: Key, *, now: datetime) -> Stored[Effect | Task]:
    """Return the effect with a key; raise `ItemGone` where there is none."""
    item = get(TABLE, key, now=now)
    if item is None:
        raise ItemGone
    return Stored(key, read_effect(item))


def has_effect(kind: EffectKind, partition: str, *, now: datetime) -> bool:
    """Return whether an effect of a kind is kept in a partition, carried out or not."""
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": partition}, consistent=True)
    return any(item.get("effect") == kind for item in query(question, now=now))


def begin_sending(key: Key, *, now: datetime) -> Stored[Effect | Task] | None:
    """Return the effect with a key for the one who now sends it, or None where it was sent before.

    Raise `ItemGone` where there is none, and `BeingSent` where somebody else has begun with it.
    """
    values = {":now": int(now.timestamp()), ":end": int((now + _SENDING).timestamp())}
    try:
        taken = _update(key, "SET sending_until = :end", NOT_BEING_SENT, values, ReturnValues="ALL_NEW")
    except ConditionFailed:
        effect = find_effect(key, now=now)
        if effect.record.sent_at:
            return None
        raise BeingSent from None
    return Stored(key, read_effect(taken))


def read_effect(item: Attributes) -> Effect | Task:
    """Return the effect in an item, as the task that it is for staff where it is one."""
    return read_record(Task, item) if item["effect"] in TASKS else read_record(Effect, item)


def mark_sent(key: Key, *, at: datetime) -> None:
    """Record that an effect has been carried out; one that was marked before, or has gone, stays as it is."""
    with suppress(ConditionFailed):
        _update(key, "SET sent_at = :at REMOVE sending_until", NOT_YET_SENT, {":at": int(at.timestamp())})


def stop_sending(key: Key) -> None:
    """Let the next one try, where sending an effect has failed."""
    with suppress(ConditionFailed):
        _update(key, "REMOVE sending_until", NOT_YET_SENT, {})


def _update(key: Key, expression: str, condition: str, values: dict[str, int], **more: Any) -> Attributes:  # noqa: ANN401 - a DynamoDB request
    request: dict[str, Any] = {"Key": to_item(key._asdict()), "UpdateExpression": expression, **more}
    if values:
        request["ExpressionAttributeValues"] = to_item(values)
    try:
        answer = client("dynamodb").update_item(TableName=setting(TABLE), ConditionExpression=condition, **request)
    except (BotoCoreError, ClientError) as error:
        if code_of(error) == "ConditionalCheckFailedException":
            raise ConditionFailed from error
        raise store_fault(error) from error
    return from_item(answer.get("Attributes", {}))
