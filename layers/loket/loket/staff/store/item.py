"""Messages and enrollments as staff handle them: changed only where they are as the member of staff saw them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from loket.contact.message import ContactMessage
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, kind_in
from loket.enrollment.domain.enrollment import Enrollment
from loket.enrollment.domain.hold import HOLD_FIELDS
from loket.staff.domain.action import Handled, HandledStatus
from loket.storage.item import TABLE, ItemGone, find, locate
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

STATUS_AS_SEEN = f"{UNEXPIRED} AND #status = :seen"
# What staff handle, by its kind.
HANDLED: Mapping[str, type[ContactMessage | Enrollment]] = {
    ItemKind.MESSAGE: ContactMessage,
    ItemKind.ENROLLMENT: Enrollment,
}


class ItemChanges(TypedDict, total=False):
    """Attributes that an action sets beside the status."""

    answer: str
    answered_by: str
    answered_by_id: str
    answered_at: int
    attempt: str
    held_until: int
    due_bucket: str
    due_at: str


class ItemChanged(Refused):
    """Somebody else did something with the item in the meantime."""


def locate_handled(reference: str, *, now: datetime) -> Key:
    """Return the key of the message or enrollment with a reference; raise `ItemGone`."""
    key = locate(reference, now=now)
    if kind_in(key.sk) not in HANDLED:
        raise ItemGone
    return key


def find_handled(key: Key, *, now: datetime) -> Stored[Handled]:
    """Return the message or enrollment with a key that `locate_handled` gave; raise `ItemGone` where there is none."""
    return find(HANDLED[kind_in(key.sk)], key, now=now)


def change_handled(stored: Stored[Handled], changes: ItemChanges, status: HandledStatus, *, now: datetime) -> Write:
    """Return the write that sets attributes of a message or an enrollment, refused where its status is not as seen.

    An enrollment's seat is held no longer where the changes do not hold it.
    """
    every = {**changes, "status": status}
    left = sorted(set(HOLD_FIELDS) - set(every)) if stored.record.kind is ItemKind.ENROLLMENT else []
    remove = f" REMOVE {', '.join(left)}" if left else ""
    known = {":seen": stored.record.status, ":now": int(now.timestamp())}
    return update(
        TABLE,
        stored.key,
        "SET " + ", ".join(f"#{name} = :{name}" for name in every) + remove,
        condition=STATUS_AS_SEEN,
        values={**known, **{f":{name}": value for name, value in every.items()}},
        refusal=ItemChanged,
    )
