"""What follows from a privacy request: which mails, to the person and to staff."""

from collections.abc import Mapping

from loket.core.effect import EffectKind
from loket.privacy.domain.deadline import day_before
from loket.privacy.domain.escalation import Audience, Escalation, first_level_of, is_told_at
from loket.privacy.domain.lifecycle import RequestEvent, RequestMove
from loket.privacy.domain.request import PrivacyRequest

# Whom a digest goes to, and the effect that it is.
DIGESTS = {Audience.STAFF: EffectKind.NOTIFY_DUE, Audience.PRIVACY_OFFICER: EffectKind.NOTIFY_OFFICER_DUE}


def effects_of_receipt(request: PrivacyRequest) -> tuple[EffectKind, ...]:
    """Return what follows from a new request: the person is told, unless mail to them is held, and of a sure one staff.

    Anybody can send the form in anybody's name: staff hear of what came by it once its link is used.
    """
    if request.mail_is_held:
        return ()
    told = (EffectKind.CONFIRM_PRIVACY_REQUEST,)
    return (*told, EffectKind.NOTIFY_REQUEST) if request.is_listed else told


def effects_of_move(request: PrivacyRequest, move: RequestMove) -> tuple[EffectKind, ...]:
    """Return what follows from a move: the person is told, and staff where the move says so.

    Staff hear of an addition only where the request is listed. Where mail to the person is held, that a request ends
    unconfirmed is not told: the address may be that of a victim.
    """
    if request.mail_is_held and move.event is RequestEvent.LAPSE:
        return ()
    return (EffectKind.TELL_STEP, *_to_staff(request, move))


def _to_staff(request: PrivacyRequest, move: RequestMove) -> tuple[EffectKind, ...]:
    if move.event is RequestEvent.ADD_INFORMATION:
        # Of what nobody confirmed staff have not heard yet: what was added stands there once they do.
        return (EffectKind.NOTIFY_ADDITION,) if request.is_listed else ()
    return (EffectKind.NOTIFY_STEP,) if move.notifies else ()


def digests_of(request: PrivacyRequest) -> Mapping[Audience, int]:
    """Return to whom a digest tells of a request, and from when on: one that was made before does not.

    It is told at each level where it is sure to be meant. Of one with mail to the person held nobody hears otherwise, so it
    is told too, from its first level on: else anybody could have staff mailed every day.
    """
    if request.rung is None or request.rung_at is None or not request.due_bucket:
        return {}
    told = [audience for audience in DIGESTS if is_told_at(audience, request.rung)]
    if request.is_listed:
        return dict.fromkeys(told, request.rung_at)
    if request.mail_is_held:
        return {one: int(day_before(request.due_moment, first_level_of(one)).timestamp()) for one in told}
    return {}


def effects_of_escalation(request: PrivacyRequest, escalation: Escalation) -> tuple[EffectKind, ...]:
    """Return what follows from an escalation: the person is told of a delay, unless their mail is held; staff by digest."""
    # The address may be that of a victim, who asked nothing.
    tells = Audience.PERSON in escalation.tells and not request.mail_is_held
    return (EffectKind.TELL_DELAY,) if tells else ()


def is_delayed(request: PrivacyRequest) -> bool:
    """Return whether it is still so that a date will be missed: the request did not end, and its date was not moved."""
    is_late = request.rung is not None and request.rung <= first_level_of(Audience.PERSON)
    return bool(request.due_bucket) and is_late
