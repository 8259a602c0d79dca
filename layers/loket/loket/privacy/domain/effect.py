"""What follows from a privacy request: which mails, to the person and to staff."""

from loket.core.effect import EffectKind
from loket.privacy.domain.escalation import Audience, Escalation
from loket.privacy.domain.lifecycle import RequestMove
from loket.privacy.domain.request import PrivacyRequest

_ESCALATION = {
    Audience.STAFF: EffectKind.NOTIFY_DUE,
    Audience.PRIVACY_OFFICER: EffectKind.NOTIFY_OFFICER_DUE,
    Audience.PERSON: EffectKind.TELL_DELAY,
}


def effects_of_receipt(request: PrivacyRequest) -> tuple[EffectKind, ...]:
    """Return what follows from a new request: staff are told, and so is the person, unless mail to them is held."""
    if request.mail_is_held:
        return (EffectKind.NOTIFY_REQUEST,)
    return EffectKind.CONFIRM_PRIVACY_REQUEST, EffectKind.NOTIFY_REQUEST


def effects_of_move(move: RequestMove) -> tuple[EffectKind, ...]:
    """Return what follows from a move: the person is told, and staff where the move says so."""
    return (EffectKind.TELL_STEP, EffectKind.NOTIFY_STEP) if move.notifies else (EffectKind.TELL_STEP,)


def effects_of_escalation(request: PrivacyRequest, escalation: Escalation) -> tuple[EffectKind, ...]:
    """Return what follows from an escalation: everybody of the level is told, but for a person whose mail is held."""
    # The address may be that of a victim, who asked nothing.
    silent = {Audience.PERSON} if request.mail_is_held else set[Audience]()
    return tuple(_ESCALATION[audience] for audience in Audience if audience in escalation.tells - silent)
