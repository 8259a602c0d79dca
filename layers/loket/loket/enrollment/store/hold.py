"""Holds in PersonalDataTable: which are due, most urgent first, and what becomes of each, if it is as it was seen."""

from collections.abc import Iterator
from datetime import datetime

from loket.core.effect import new_effect
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, new_sort_key
from loket.core.partition import DueEntry, DueList
from loket.enrollment.domain.effect import WARNING
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
from loket.enrollment.domain.hold import HOLD_FIELDS, HoldFields
from loket.storage.item import TABLE, store
from loket.storage.read import query_due_list
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

HOLD_AS_SEEN = f"{UNEXPIRED} AND #status = :waits AND held_until = :held"
HOLD_OVER = (
    f"{UNEXPIRED} AND #status = :waits AND attribute_not_exists(paid_by) AND attempt = :attempt AND held_until <= :now"
)
STILL_DUE = f"{UNEXPIRED} AND due_at <= :at"
TO_BE_TAKEN_UP = f"{UNEXPIRED} AND #status = :unpaid AND attribute_not_exists(paid_by)"


class HoldChanged(Refused):
    """The enrollment was paid, left its course or was held anew in the meantime."""


class NotDue(Refused):
    """The hold is not due, or no more."""


class TakenUp(Refused):
    """The enrollment does not wait to be taken up any more; it is found as an `Enrollment`."""

    shows_item = True


def list_due_holds(*, now: datetime) -> Iterator[DueEntry]:
    """Return the holds that are due, most urgent first."""
    return query_due_list(TABLE, DueList.PLACES, until=now, now=now)


def change_hold(stored: Stored[Enrollment], fields: HoldFields, *, warning: str | None, now: datetime) -> Write:
    """Return the write that sets a hold anew, refused where it is not as it was seen."""
    every = {**fields, **({"warning": warning} if warning else {})}
    return update(
        TABLE,
        stored.key,
        "SET " + ", ".join(f"{name} = :{name}" for name in every),
        condition=HOLD_AS_SEEN,
        values={**{f":{name}": value for name, value in every.items()}, **_as_seen(stored, now)},
        refusal=HoldChanged,
    )


def put_off(key: Key, *, until: datetime, now: datetime) -> Write:
    """Return the write that lets a hold wait its turn again, readable or not, refused where it is not due any more."""
    return update(
        TABLE,
        key,
        "SET due_at = :until",
        condition=STILL_DUE,
        values={":until": until.isoformat(), ":at": now.isoformat(), ":now": int(now.timestamp())},
        refusal=NotDue,
    )


def end_hold(stored: Stored[Enrollment], *, now: datetime) -> Write:
    """Return the write by which an enrollment is unpaid, refused where its hold is not over, or it is paid or turned."""
    return update(
        TABLE,
        stored.key,
        "SET #status = :unpaid, link_version = :version REMOVE " + ", ".join(HOLD_FIELDS),
        condition=HOLD_OVER,
        values={
            ":unpaid": EnrollmentStatus.UNPAID,
            ":version": stored.record.link_version + 1,
            ":waits": EnrollmentStatus.WAITING_FOR_PAYMENT,
            ":attempt": stored.record.attempt,
            ":now": int(now.timestamp()),
        },
        refusal=HoldChanged,
    )


def store_warning(about: Stored[Enrollment], *, now: datetime) -> tuple[str, Write]:
    """Return the sort key of a mail that tells of the end of a hold, and the write that lets it be sent."""
    key = Key(about.key.pk, new_sort_key(ItemKind.OUTBOX, at=now))
    return key.sk, store(new_effect(WARNING, about=about.key.sk, now=now, until=about.record.expires_at), key)


def take_up(key: Key, attempt: str, hold: HoldFields | None, *, now: datetime) -> Write:
    """Return the write by which an unpaid enrollment waits for a new attempt, refused where it is not unpaid any more."""
    every = {"attempt": attempt, **(hold or {})}
    return update(
        TABLE,
        key,
        "SET #status = :waits, " + ", ".join(f"{name} = :{name}" for name in every),
        condition=TO_BE_TAKEN_UP,
        values={
            **{f":{name}": value for name, value in every.items()},
            ":waits": EnrollmentStatus.WAITING_FOR_PAYMENT,
            ":unpaid": EnrollmentStatus.UNPAID,
            ":now": int(now.timestamp()),
        },
        refusal=TakenUp,
    )


def _as_seen(stored: Stored[Enrollment], now: datetime) -> dict[str, object]:
    known = {":held": stored.record.held_until, ":now": int(now.timestamp())}
    return {":waits": EnrollmentStatus.WAITING_FOR_PAYMENT, **known}
