"""What follows from an enrollment."""

from loket.core.doubt import must_hold_mail
from loket.core.effect import EffectKind
from loket.enrollment.domain.enrollment import Enrollment


def effects_of(enrollment: Enrollment) -> tuple[EffectKind, ...]:
    """Return what follows from a new enrollment: staff are told, and so is the person, unless it waits for staff first."""
    if must_hold_mail(frozenset(enrollment.doubts)):
        return (EffectKind.NOTIFY_STAFF,)
    return EffectKind.CONFIRM_ENROLLMENT, EffectKind.NOTIFY_STAFF
