"""Effects: what must happen because something was stored, kept as items of the same transaction."""

from datetime import datetime
from enum import StrEnum

from loket.domain import field
from loket.domain.inventory import Declared
from loket.domain.retention import Retention, expiry


class EffectKind(StrEnum):
    """The mails that follow from what people send."""

    CONFIRM_ENROLLMENT = "confirm_enrollment"
    CONFIRM_CONTACT_MESSAGE = "confirm_contact_message"
    NOTIFY_STAFF = "notify_staff"


class Effect(Declared):
    """One thing to be done, which points at the item it is about and repeats nothing of it."""

    effect: field.EffectKey
    about: field.EffectKey
    created_at: field.EffectMoment
    sent_at: field.EffectMoment = None
    expires_at: field.EffectMoment


def effect(kind: EffectKind, *, about: str, now: datetime) -> Effect:
    """Return the effect of a kind about the item with sort key `about`."""
    return Effect(
        effect=kind,
        about=about,
        created_at=int(now.timestamp()),
        expires_at=int(expiry(Retention.EFFECT, since=now).timestamp()),
    )
