"""Courses in CourseTable: one partition, an item per course, each with the seats taken."""

from datetime import datetime
from typing import Any, NamedTuple

from loket.core.key import COURSES, course_key
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import CourseClosed, CourseUnknown
from loket.storage.read import Query, get, query
from loket.storage.record import read_record
from loket.storage.seat import TABLE


class CourseItem(NamedTuple):
    """A course as it is stored: its definition in the catalogue, the catalogue's version, and the seats taken.

    How often one was taken or given back is `moved`.
    """

    course: dict[str, Any]
    catalogue_version: str = ""
    seats_taken: int = 0
    moved: int = 0


def find_course(code: str, *, now: datetime) -> Course:
    """Return the course with a code; raise `CourseUnknown` where the catalogue does not hold it at `now`."""
    item = get(TABLE, course_key(code), now=now, consistent=False)
    if item is None:
        raise CourseUnknown
    return Course.model_validate(read_record(CourseItem, item).course)


def find_open_course(code: str, *, now: datetime) -> Course:
    """Return the course with a code; raise `CourseUnknown`, or `CourseClosed` where one can no longer enroll in it."""
    course = find_course(code, now=now)
    if not course.is_open(at=now):
        raise CourseClosed
    return course


def list_courses(*, now: datetime) -> tuple[str, list[tuple[Course, int]]]:
    """Return the version of the catalogue, and its courses with the number of seats taken in each."""
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": COURSES})
    items = [read_record(CourseItem, item) for item in query(question, now=now)]
    version = max((item.catalogue_version for item in items), default="")
    return version, [(Course.model_validate(item.course), item.seats_taken) for item in items]


def find_room(code: str, *, now: datetime) -> tuple[Course, bool]:
    """Return the course with a code, and whether it has a seat left; raise `CourseUnknown` as `find_course` does."""
    item = get(TABLE, course_key(code), now=now)
    if item is None:
        raise CourseUnknown
    record = read_record(CourseItem, item)
    course = Course.model_validate(record.course)
    return course, course.capacity is None or record.seats_taken < course.capacity
