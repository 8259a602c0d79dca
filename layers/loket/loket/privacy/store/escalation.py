"""A request's level in PersonalDataTable: reached once by whoever comes first, with the mail in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from loket.core.item import Stored
from loket.core.key import new_step_key
from loket.core.retention import Retention, expires_at
from loket.privacy.domain.effect import effects_of_escalation
from loket.privacy.domain.escalation import Escalation
from loket.privacy.domain.request import PrivacyRequest, note_escalation
from loket.storage.item import TABLE, store
from loket.storage.outbox import store_effects
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

# Still open, with the same due date and steps, and not expired.
STILL_RUNNING = f"{UNEXPIRED} AND attribute_exists(due_bucket) AND due_at = :due AND revision = :known"
NEVER_ESCALATED = f"{STILL_RUNNING} AND attribute_not_exists(rung)"
ON_SAME_LEVEL = f"{STILL_RUNNING} AND rung = :seen"


class LevelChanged(Refused):
    """The request was escalated, moved or ended in the meantime."""


def is_kept_on(request: PrivacyRequest, level: int) -> bool:
    """Return whether a request is kept on from a level: one that is sure and overdue is not over before it is answered."""
    return request.is_listed and level < 0


def keep_on(stored: Stored[PrivacyRequest], *, now: datetime) -> Stored[PrivacyRequest]:
    """Return a request as it is when it is kept on."""
    return stored._replace(record=stored.record.model_copy(update={"expires_at": expires_at(Retention.STANDARD, since=now)}))


def set_level(stored: Stored[PrivacyRequest], level: int, *, kept: Stored[PrivacyRequest], now: datetime) -> Write:
    """Return the write that puts a request on a level, refused (`LevelChanged`) where it is not as it was seen.

    The revision stays as it is: who has the request open at the desk decides about the same thing as before.
    """
    request = stored.record
    return update(
        TABLE,
        stored.key,
        "SET rung = :level, rung_at = :now, expires_at = :end",
        condition=NEVER_ESCALATED if request.rung is None else ON_SAME_LEVEL,
        values={
            ":level": level,
            ":due": request.due_at,
            ":now": int(now.timestamp()),
            ":seen": request.rung,
            ":end": kept.record.expires_at,
            ":known": request.revision,
        },
        refusal=LevelChanged,
    )


def store_escalation(stored: Stored[PrivacyRequest], escalation: Escalation, *, now: datetime) -> Sequence[Write]:
    """Return the writes that note an escalation among the steps of a request, and the mail to the person."""
    kinds = effects_of_escalation(stored.record, escalation)
    return [
        store(note_escalation(stored.record, escalation, now=now), new_step_key(stored.key, at=now)),
        *store_effects(kinds, stored.key, at=now, until=stored.record.expires_at),
    ]
