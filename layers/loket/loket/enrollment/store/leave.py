"""Leaving a course: the one way in which a seat comes back, whatever an enrollment ends by."""

from collections.abc import Sequence

from loket.enrollment.domain.enrollment import SEATED, Enrollment
from loket.storage.seat import NoSeatTaken, give_seat_back
from loket.storage.transaction import Transaction, Write


def leave_course(enrollment: Enrollment, writes: Sequence[Write]) -> None:
    """Make the writes by which an enrollment leaves its course, and give back the seat that it has, if it has one.

    Among them is one that is refused where the enrollment has another status than here, or where it left before: so a seat
    comes back once, however often it is tried.
    """
    if enrollment.status not in SEATED:
        Transaction(writes).commit()
        return
    try:
        Transaction([*writes, give_seat_back(enrollment.course)]).commit()
    except NoSeatTaken:
        # The course is not stored any more: no seat in it is anybody's.
        Transaction(writes).commit()
