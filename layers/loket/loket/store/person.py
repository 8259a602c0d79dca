"""Items about a person: one partition each in PersonalDataTable, under the keyed hash of the address."""

from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loket.domain.effect import Effect, EffectKind, Work, effect
from loket.domain.inventory import Declared
from loket.domain.item import KEPT_FOR, ItemKind
from loket.domain.reference import new_sort_key
from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.client import StoreUnavailable, call, client
from loket.store.transaction import Write, put

NOT_YET_SENT = "attribute_exists(pk) AND attribute_not_exists(sent_at)"


class ItemGone(Exception):
    """The item is not there, or its time is over."""


def store_item(kind: ItemKind, person: str, record: Declared, *, sort_key: str) -> Write:
    """Return the write that stores a new record of a person."""
    key = {"pk": f"PERSON#{person}", "sk": sort_key}
    kept_for = {"kind": kind, "kept_for": KEPT_FOR[kind]}
    return put(setting("PERSONAL_DATA_TABLE"), {**key, **kept_for, **dict(record)})


def store_new(kind: ItemKind, person: str, record: Declared, *, at: datetime) -> Write:
    """Return the write that stores a new record of a person under a sort key of its own."""
    return store_item(kind, person, record, sort_key=new_sort_key(kind, at=at))


def store_effect(kind: EffectKind, person: str, *, about: str, at: datetime, **facts: str | int | None) -> Write:
    """Return the write that makes an effect for a person happen, if and only if the rest of its transaction does.

    `facts` are those of `loket.domain.effect.effect`.
    """
    return store_new(ItemKind.OUTBOX, person, effect(kind, about=about, now=at, **facts), at=at)


def store_effect_at(pk: str, record: Effect | Work, *, at: datetime) -> Write:
    """Return the write that makes an effect happen about an item that is not in a person's partition."""
    kept_for = {"kind": ItemKind.OUTBOX, "kept_for": KEPT_FOR[ItemKind.OUTBOX]}
    key = {"pk": pk, "sk": new_sort_key(ItemKind.OUTBOX, at=at)}
    return put(setting("PERSONAL_DATA_TABLE"), {**key, **kept_for, **dict(record)})


def find_item(pk: str, sk: str, *, now: datetime) -> dict[str, Any]:
    """Return the item with a key; raise `ItemGone` where there is none or its retention period is over."""
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "Key": to_item({"pk": pk, "sk": sk}),
        "ConsistentRead": True,
    }
    item = from_item(call("get_item", **request).get("Item", {}))
    if item.get("expires_at", 0) <= now.timestamp():
        raise ItemGone
    return item


def find_by_reference(reference: str, *, now: datetime) -> dict[str, Any]:
    """Return the item with a reference; raise `ItemGone` where there is none or its retention period is over."""
    return find_item(*locate(reference), now=now)


def locate(reference: str) -> tuple[str, str]:
    """Return the key (pk, sk) of the item with a reference, unread; raise `ItemGone` where there is none."""
    found = call(
        "query",
        TableName=setting("PERSONAL_DATA_TABLE"),
        IndexName="by_reference",
        KeyConditionExpression="#reference = :reference",
        ExpressionAttributeNames={"#reference": "reference"},
        ExpressionAttributeValues=to_item({":reference": reference}),
        Limit=1,
    )
    if not found["Items"]:
        raise ItemGone
    key = from_item(found["Items"][0])
    return key["pk"], key["sk"]


def mark_sent(pk: str, sk: str, *, at: datetime) -> None:
    """Record that an effect has been carried out; one that was marked before stays as it is."""
    try:
        client("dynamodb").update_item(
            TableName=setting("PERSONAL_DATA_TABLE"),
            Key=to_item({"pk": pk, "sk": sk}),
            UpdateExpression="SET sent_at = :at",
            ConditionExpression=NOT_YET_SENT,
            ExpressionAttributeValues=to_item({":at": int(at.timestamp())}),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise StoreUnavailable from error
    except BotoCoreError as error:
        raise StoreUnavailable from error
