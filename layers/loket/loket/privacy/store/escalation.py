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

# Still open, with the same due date, and not expired.
STILL_RUNNING = f"{UNEXPIRED} AND attribute_exists(due_bucket) AND due_at = :due"
NEVER_ESCALATED = f"{STILL_RUNNING} AND attribute_not_exists(rung)"
ON_SAME_LEVEL = f"{STILL_RUNNING} AND rung = :seen"


class LevelChanged(Refused):
    """The request was escalated, extended or ended in the meantime."""


def set_level(stored: Stored[PrivacyRequest], level: int, *, now: datetime) -> Write:
    """Return the write that puts a request on a level, refused (`LevelChanged`) where it is not where it was seen.

    The revision stays as it is: who has the request open at the desk decides about the same thing as before. A sure request
    that is overdue is kept on, so that none is over before it is answered.
    """
    request = stored.record
    keeps = request.is_listed and level < 0
    return update(
        TABLE,
        stored.key,
        "SET rung = :level, rung_at = :now, expires_at = :end" if keeps else "SET rung = :level, rung_at = :now",
        condition=NEVER_ESCALATED if request.rung is None else ON_SAME_LEVEL,
        values={
            ":level": level,
            ":due": request.due_at,
            ":now": int(now.timestamp()),
            ":seen": request.rung,
            ":end": expires_at(Retention.STANDARD, since=now) if keeps else None,
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
