"""What follows from an enrollment, and from the end of its hold on a seat."""

from loket.core.doubt import must_hold_mail
from loket.core.effect import EffectKind
from loket.enrollment.domain.enrollment import Enrollment

# What tells a person of the end of a hold before it, and what tells them that it has ended.
WARNING = EffectKind.WARN_PLACE
END_OF_HOLD = (EffectKind.TELL_UNPAID,)


def effects_of(enrollment: Enrollment) -> tuple[EffectKind, ...]:
    """Return what follows from a new enrollment: staff are told, and so is the person, unless it waits for staff first."""
    if must_hold_mail(frozenset(enrollment.doubts)):
        return (EffectKind.NOTIFY_STAFF,)
    return EffectKind.CONFIRM_ENROLLMENT, EffectKind.NOTIFY_STAFF
