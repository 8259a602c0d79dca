"""Privacy requests in PersonalDataTable: one item each, a step beside it for everything that happened, and the due index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from loket.domain.effect import EffectKind
from loket.domain.item import ItemKind
from loket.domain.ledger import LedgerEvent, write_line
from loket.domain.link import LinkRefused
from loket.domain.privacy.lifecycle import Move
from loket.domain.privacy.request import DUE_BUCKETS, PrivacyRequest, Step
from loket.domain.reference import new_sort_key
from loket.settings import setting
from loket.store.attribute import to_item
from loket.store.batch import read_items
from loket.store.book import store_line
from loket.store.client import query
from loket.store.person import ItemGone, find_by_reference, store_effect, store_item
from loket.store.transaction import Refused, Write

AS_IT_WAS_SEEN = "attribute_exists(pk) AND revision = :known AND #status = :seen AND expires_at > :now"


# What a list tells of a request: nothing that the person wrote, and not who it is.
OVERVIEW = ("reference", "right", "status", "channel", "due_at", "received_at", "expires_at")
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Where an open request is kept, and by when it is due."""

    pk: str
    sk: str
    due_at: datetime


class RequestMoved(Refused):
    """Somebody else changed the request in the meantime."""


def person_of(item: Mapping[str, Any]) -> str:
    """Return the id of the person in whose partition an item is."""
    return str(item["pk"]).removeprefix("PERSON#")


def store_request(request: PrivacyRequest, person: str, first: Step, *, at: datetime, hold_mail: bool) -> Sequence[Write]:
    """Return the writes that store a new request, its first step, its line in the ledger, and the mails that follow."""
    about = new_sort_key(ItemKind.PRIVACY_REQUEST, at=at)
    mails = [EffectKind.NOTIFY_REQUEST] if hold_mail else [EffectKind.CONFIRM_PRIVACY_REQUEST, EffectKind.NOTIFY_REQUEST]
    return [
        store_item(ItemKind.PRIVACY_REQUEST, person, request, sort_key=about),
        store_item(ItemKind.STEP, person, first, sort_key=step_key(about, at=at)),
        *(store_effect(mail, person, about=about, at=at) for mail in mails),
        _book(person, first, at=at),
    ]


def move_request(
    item: Mapping[str, Any], request: PrivacyRequest, move: Move, step: Step, *, changes: Mapping[str, Any], now: datetime
) -> Sequence[Write]:
    """Return the writes that make a move: the request as it now is, its step, the ledger line, and the mails.

    Refused (`RequestMoved`) where the request is not as it was seen. `changes` are attributes that the move sets beside the
    status; None takes one away.
    """
    person, sort_key = person_of(item), step_key(item["sk"], at=now)
    mails = [EffectKind.TELL_STEP, EffectKind.NOTIFY_STEP] if move.notifies else [EffectKind.TELL_STEP]
    return [
        _change(item, request, {**changes, "status": step.status}, now=now),
        store_item(ItemKind.STEP, person, step, sort_key=sort_key),
        *(store_effect(mail, person, about=item["sk"], step=sort_key, at=now) for mail in mails),
        _book(person, step, at=now),
    ]


def step_key(about: str, *, at: datetime) -> str:
    """Return a new sort key for a step of the request with the sort key `about`."""
    return new_sort_key(f"{ItemKind.STEP}#{_ulid(about)}", at=at)


def find_request(reference: str, version: int, *, now: datetime) -> dict[str, Any]:
    """Return the stored request that a link of a version opens; raise `LinkRefused` where it opens none any more."""
    try:
        item = find_by_reference(reference, now=now)
    except ItemGone as gone:
        raise LinkRefused from gone
    if item["kind"] != ItemKind.PRIVACY_REQUEST or item["link_version"] != version:
        raise LinkRefused
    return item


def list_steps(item: Mapping[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """Return the steps of a stored request, oldest first."""
    request = {
        "TableName": setting("PERSONAL_DATA_TABLE"),
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :steps)",
        "ExpressionAttributeValues": to_item({":pk": item["pk"], ":steps": f"{ItemKind.STEP}#{_ulid(item['sk'])}#"}),
        "ConsistentRead": True,
    }
    return [step for step in query(request) if step["expires_at"] > now.timestamp()]


def list_due(*, until: datetime) -> Iterator[dict[str, str]]:
    """Return the keys of the open requests that are due at a moment or before: reads what is due, not what is stored."""
    for bucket in DUE_BUCKETS:
        request = {
            "TableName": setting("PERSONAL_DATA_TABLE"),
            "IndexName": "by_due",
            "KeyConditionExpression": "due_bucket = :bucket AND due_at <= :until",
            "ExpressionAttributeValues": to_item({":bucket": bucket, ":until": until.isoformat()}),
        }
        yield from query(request)


def list_open() -> list[OpenRequest]:
    """Return the keys of all open requests, first due first: keys alone, so it reads nobody's data."""
    found = [OpenRequest(one["pk"], one["sk"], datetime.fromisoformat(one["due_at"])) for one in list_due(until=_EVER)]
    return sorted(found, key=lambda one: (one.due_at, one.sk))


def read_overview(found: Sequence[OpenRequest], *, now: datetime) -> list[dict[str, Any]]:
    """Return what a list shows of these requests in the same order, and of the person nothing."""
    keys = [(one.pk, one.sk) for one in found]
    seen = read_items("PERSONAL_DATA_TABLE", keys, only=OVERVIEW)
    return [seen[key] for key in keys if key in seen and seen[key]["expires_at"] > now.timestamp()]


def _change(item: Mapping[str, Any], request: PrivacyRequest, changes: Mapping[str, Any], *, now: datetime) -> Write:
    sets = {name: value for name, value in changes.items() if value is not None}
    removes = [name for name, value in changes.items() if value is None]
    names = {f"#{name}": name for name in changes} | {"#status": "status"}
    update = "SET revision = revision + :one, " + ", ".join(f"#{name} = :{name}" for name in sets)
    update += (" REMOVE " + ", ".join(f"#{name}" for name in removes)) if removes else ""
    values = {":one": 1, ":known": request.revision, ":seen": request.status, ":now": int(now.timestamp())}
    values |= {f":{name}": value for name, value in sets.items()}
    return Write(
        action="Update",
        request={
            "TableName": setting("PERSONAL_DATA_TABLE"),
            "Key": to_item({"pk": item["pk"], "sk": item["sk"]}),
            "UpdateExpression": update,
            "ConditionExpression": AS_IT_WAS_SEEN,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": to_item(values),
        },
        refusal=RequestMoved,
    )


def _book(person: str, step: Step, *, at: datetime) -> Write:
    line = write_line(LedgerEvent.REQUEST, step.event, by=step.by, about=step.request, why=step.request, now=at)
    return store_line(person, line)


def _ulid(sort_key: str) -> str:
    return sort_key.partition("#")[2]
