"""The outbox: effects as items of PersonalDataTable; each happens if and only if the rest of its transaction does."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.effect import TASKS, Effect, EffectKind, Task, new_effect
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, new_sort_key
from loket.settings import setting
from loket.storage.attribute import to_item
from loket.storage.client import StoreUnavailable, client
from loket.storage.item import TABLE, ItemGone, store
from loket.storage.read import Query, get, query
from loket.storage.record import Attributes, key_of, read_record
from loket.storage.transaction import Write

NOT_YET_SENT = "attribute_exists(pk) AND attribute_not_exists(sent_at)"


def store_effects(
    kinds: Iterable[EffectKind],
    about: Key,
    *,
    at: datetime,
    cents: int | None = None,
    step: str | None = None,
) -> list[Write]:
    """Return the writes that make effects about an item happen; each is stored beside it, in its partition.

    `cents` and the sort key of a `step` are what their mails tell of beside the item.
    """
    effects = [new_effect(kind, about=about.sk, now=at, cents=cents, step=step) for kind in kinds]
    return [store(effect, Key(about.pk, new_sort_key(ItemKind.OUTBOX, at=at))) for effect in effects]


def find_effect(key: Key, *, now: datetime) -> Stored[Effect | Task]:
    """Return the effect with a key; raise `ItemGone` where there is none."""
    item = get(TABLE, key, now=now)
    if item is None:
        raise ItemGone
    return Stored(key, read_effect(item))


def query_effects(question: Query, *, now: datetime) -> Iterator[Stored[Effect | Task]]:
    """Return the effects that a query finds."""
    return (Stored(key_of(item), read_effect(item)) for item in query(question, now=now))


def read_effect(item: Attributes) -> Effect | Task:
    """Return the effect in an item, as the task that it is for staff where it is one."""
    return read_record(Task, item) if item["effect"] in TASKS else read_record(Effect, item)


def mark_sent(key: Key, *, at: datetime) -> None:
    """Record that an effect has been carried out; one that was marked before stays as it is."""
    try:
        client("dynamodb").update_item(
            TableName=setting(TABLE),
            Key=to_item(key._asdict()),
            UpdateExpression="SET sent_at = :at",
            ConditionExpression=NOT_YET_SENT,
            ExpressionAttributeValues=to_item({":at": int(at.timestamp())}),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise StoreUnavailable from error
    except BotoCoreError as error:
        raise StoreUnavailable from error
