"""Courses in CourseTable: one partition, an item per course, each with the seats taken."""

from datetime import datetime
from typing import Any, NamedTuple

from loket.core.key import COURSES, course_key
from loket.core.retention import is_over
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import CourseClosed, CourseUnknown
from loket.storage.read import Query, get, query_records
from loket.storage.record import read_record
from loket.storage.seat import TABLE


class CourseItem(NamedTuple):
    """A course as it is stored: its definition in the catalogue, the catalogue's version, and the seats taken.

    How often one was taken or given back is `moved`. One can enroll until `offered_until`, or without it as long as the
    course is stored; the count stays as long as any enrollment in it.
    """

    course: dict[str, Any]
    catalogue_version: str = ""
    seats_taken: int = 0
    moved: int = 0
    offered_until: int | None = None

    def is_offered(self, *, at: datetime) -> bool:
        """Return whether the catalogue that the course is of is still in force."""
        return self.offered_until is None or not is_over(self.offered_until, now=at)


def find_course(code: str, *, now: datetime) -> Course:
    """Return the course with a code; raise `CourseUnknown` where the catalogue does not hold it at `now`."""
    return Course.model_validate(_find(code, now=now, consistent=False).course)


def find_open_course(code: str, *, now: datetime) -> Course:
    """Return the course with a code; raise `CourseUnknown`, or `CourseClosed` where one can no longer enroll in it."""
    course = find_course(code, now=now)
    if not course.is_open(at=now):
        raise CourseClosed
    return course


def list_courses(*, now: datetime) -> tuple[str, list[tuple[Course, int]]]:
    """Return the version of the catalogue, and its courses with the number of seats taken in each."""
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": COURSES})
    items = [item for item in query_records(question, CourseItem, now=now) if item.is_offered(at=now)]
    version = max((item.catalogue_version for item in items), default="")
    return version, [(Course.model_validate(item.course), item.seats_taken) for item in items]


def find_room(code: str, *, now: datetime) -> tuple[Course, bool]:
    """Return the course with a code, and whether it has a seat left; raise `CourseUnknown` as `find_course` does."""
    item = _find(code, now=now)
    course = Course.model_validate(item.course)
    return course, course.capacity is None or item.seats_taken < course.capacity


def _find(code: str, *, now: datetime, consistent: bool = True) -> CourseItem:
    stored = get(TABLE, course_key(code), now=now, consistent=consistent)
    item = read_record(CourseItem, stored) if stored else None
    if item is None or not item.is_offered(at=now):
        raise CourseUnknown
    return item
