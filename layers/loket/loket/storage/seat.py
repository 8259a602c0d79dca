"""The seats of a course, counted in its item in CourseTable: taken and given back, each in the transaction of its reason.

Whatever moves the count raises the item's `moved`, so that who counts anew sees whether anything happened meanwhile.
"""

from datetime import datetime

from loket.core.key import course_key
from loket.storage.transaction import UNEXPIRED, Refused, Write, update

TABLE = "COURSE_TABLE"
OFFERED = "attribute_not_exists(offered_until) OR offered_until > :now"
SEAT_LEFT = "attribute_not_exists(places) OR seats_taken < places"
SEAT_TAKEN = "attribute_exists(pk) AND seats_taken > :none"
NOT_MOVED = "attribute_exists(pk) AND (attribute_not_exists(moved) OR moved = :moved)"
MOVED = "moved = if_not_exists(moved, :none) + :one"


class NoSeatLeft(Refused):
    """The course is full, or left the catalogue between reading it and taking a seat."""


class NoSeatTaken(Refused):
    """No seat in the course is taken, or the course is not stored any more: there is none to give back."""


class SeatsMoved(Refused):
    """A seat was taken or given back in the meantime, or the course is not stored any more."""


def take_seat(code: str, *, now: datetime) -> Write:
    """Return the write that takes a seat in a course, refused where none is left."""
    return update(
        TABLE,
        course_key(code),
        f"SET seats_taken = seats_taken + :one, {MOVED}",
        condition=f"({UNEXPIRED}) AND ({OFFERED}) AND ({SEAT_LEFT})",
        values={":one": 1, ":none": 0, ":now": int(now.timestamp())},
        refusal=NoSeatLeft,
    )


def give_seat_back(code: str) -> Write:
    """Return the write that frees a seat in a course, refused where none is taken or the course is not stored any more.

    A course that is not offered any more takes its seat back: it may be offered again.
    """
    return update(
        TABLE,
        course_key(code),
        f"SET seats_taken = seats_taken - :one, {MOVED}",
        condition=SEAT_TAKEN,
        values={":one": 1, ":none": 0},
        refusal=NoSeatTaken,
    )


def set_seats(code: str, taken: int, *, moved: int) -> Write:
    """Return the write that sets how many seats are taken, refused where one moved since `moved` was read."""
    return update(
        TABLE,
        course_key(code),
        f"SET seats_taken = :taken, {MOVED}",
        condition=NOT_MOVED,
        values={":taken": taken, ":moved": moved, ":one": 1, ":none": 0},
        refusal=SeatsMoved,
    )
