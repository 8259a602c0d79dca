"""The list of work: notices to staff in PersonalDataTable, in the index `by_due` until a member of staff says: done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from loket.domain.effect import WORK, WORK_BUCKETS, work_bucket
from loket.domain.item import ItemKind
from loket.domain.work.outcome import Outcome
from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.batch import read_items
from loket.store.client import call
from loket.store.person import find_item
from loket.store.transaction import Refused, Write

STILL_OPEN = "attribute_exists(pk) AND attribute_exists(due_bucket) AND expires_at > :now"
STILL_DONE = "attribute_exists(pk) AND attribute_exists(done_at) AND expires_at > :now"

# Notices of the same millisecond stand in no order of their own, so a page begins this many before its place.
_OVERLAP = 20
# What the list tells of an item: nothing that a person wrote, and not who it is.
OVERVIEW = (
    "kind",
    "reference",
    "enrollment_reference",
    "attempt",
    "status",
    "topic",
    "course",
    "doubts",
    "received_at",
    "expires_at",
)
# The signs of a ULID that say when it was made.
_ULID_TIME = 10

type Item = Mapping[str, Any]


class AlreadyDone(Refused):
    """Another member of staff did this work in the meantime."""


class WorkReopened(Refused):
    """The work is back on the list already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One line of the list of work: the notice, and of the item it is about, what a list may tell."""

    notice: Item
    about: Item


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkPage:
    """A page of the list of work, oldest first, and the token of the next one, or None."""

    tasks: Sequence[Task]
    after: str | None


def list_work(*, after: str | None, most: int, now: datetime) -> WorkPage:
    """Return a page of at most `most` open notices, oldest first, that begins after a token of an earlier page.

    It reads what is on the page, whatever is stored: one query for each partition of the index, and the items by key. A
    notice about what is gone is left out: there is nothing left to do.
    """
    keys = sorted((key for bucket in WORK_BUCKETS for key in _open_keys(bucket, after, most)), key=_place)
    page = [key for key in keys if _place(key) > _read_token(after)]
    token = "~".join(_place(page[most - 1])) if len(page) > most else None
    notices = _read_unexpired([(key["pk"], key["sk"]) for key in page[:most]], now=now)
    keys_about = [(notice["pk"], notice["about"]) for notice in notices.values()]
    about = _read_unexpired(keys_about, now=now, only=OVERVIEW)
    both = [(notice, about.get((notice["pk"], notice["about"]))) for notice in notices.values()]
    return WorkPage(tasks=[Task(notice=notice, about=item) for notice, item in both if item], after=token)


def find_notice(pk: str, sk: str, *, now: datetime) -> dict[str, Any]:
    """Return a notice that is or was on the list of work; raise `ItemGone`."""
    return find_item(pk, sk, now=now)


def find_notices(item: Item, *, now: datetime) -> list[dict[str, Any]]:
    """Return the notices about a form, whether done or not.

    A notice is stored with what it is about, so it bears the same moment: this reads the effects of that moment alone.
    """
    moment = item["sk"].partition("#")[2][:_ULID_TIME]
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :moment)",
        "ExpressionAttributeValues": to_item({":pk": item["pk"], ":moment": f"{ItemKind.OUTBOX}#{moment}"}),
        "ConsistentRead": True,
    }
    found = [from_item(effect) for effect in call("query", **request)["Items"]]
    return [one for one in found if _is_notice(one, item) and one["expires_at"] > now.timestamp()]


def close_work(notice: Item, outcome: Outcome, *, by: str, now: datetime) -> Write:
    """Return the write that takes a notice off the list, refused where another member of staff was first."""
    values = {":as": outcome, ":by": by, ":at": int(now.timestamp()), ":now": int(now.timestamp())}
    update = "SET done_as = :as, done_by = :by, done_at = :at REMOVE due_bucket, due_at"
    return _update(notice, update, condition=STILL_OPEN, values=values, refusal=AlreadyDone)


def reopen_work(notice: Item, *, now: datetime) -> Write:
    """Return the write that puts a notice back where it was on the list."""
    due_at = datetime.fromtimestamp(notice["created_at"], UTC).isoformat()
    values = {":bucket": work_bucket(notice["about"]), ":due": due_at, ":now": int(now.timestamp())}
    update = "SET due_bucket = :bucket, due_at = :due REMOVE done_as, done_by, done_at"
    return _update(notice, update, condition=STILL_DONE, values=values, refusal=WorkReopened)


def _update(notice: Item, update: str, *, condition: str, values: dict[str, Any], refusal: type[Refused]) -> Write:
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "Key": to_item({"pk": notice["pk"], "sk": notice["sk"]}),
        "UpdateExpression": update,
        "ConditionExpression": condition,
        "ExpressionAttributeValues": to_item(values),
    }
    return Write(action="Update", request=request, refusal=refusal)


def _open_keys(bucket: str, after: str | None, most: int) -> list[dict[str, Any]]:
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "IndexName": "by_due",
        "KeyConditionExpression": "due_bucket = :bucket AND due_at >= :from",
        "ExpressionAttributeValues": to_item({":bucket": bucket, ":from": _read_token(after)[0]}),
        "Limit": most + _OVERLAP,
    }
    return [from_item(key) for key in call("query", **request)["Items"]]


def _read_unexpired(
    keys: Sequence[tuple[str, str]], *, now: datetime, only: Sequence[str] = ()
) -> dict[tuple[str, str], dict[str, Any]]:
    found = read_items("PERSONAL_DATA_TABLE", keys, only=only) if keys else {}
    return {key: found[key] for key in keys if key in found and found[key]["expires_at"] > now.timestamp()}


def _place(key: Item) -> tuple[str, str]:
    return key["due_at"], key["sk"]


def _read_token(after: str | None) -> tuple[str, str]:
    due_at, _, sk = (after or "").partition("~")
    # DynamoDB takes no empty key; every moment comes after this one.
    return due_at or "0", sk


def _is_notice(effect: Item, item: Item) -> bool:
    return effect["effect"] in WORK and effect["about"] == item["sk"]
