"""Count the places of a course anew: how many enrollments have one, whatever the counter says."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from loket.core.item import ItemKind
from loket.core.key import COURSES, Key
from loket.enrollment.domain.enrollment import SEATED
from loket.enrollment.store.course import CourseItem
from loket.settings import setting
from loket.storage.attribute import from_item, to_item
from loket.storage.client import call
from loket.storage.item import TABLE as PEOPLE
from loket.storage.read import Query, query
from loket.storage.record import Attributes, key_of, read_record
from loket.storage.seat import TABLE as COURSE_TABLE
from loket.storage.seat import SeatsMoved, set_seats
from loket.storage.transaction import Transaction

# The whole table is read, in parts that each stay small; no function of ours may do that, whoever runs this may.
_SEGMENTS = 4
_PAGE = 500


class CourseMissing(LookupError):
    """There is no course with this code."""


class _Counted(NamedTuple):
    """What says whose place in which course an enrollment has."""

    course: str
    status: str
    expires_at: int


def recount(code: str | None, *, now: datetime) -> list[str]:
    """Set how many places are taken in each course, or one, and return a line for each: what it was and is.

    Where a place was taken or given back while this counted, nothing is set, and the line says so.
    """
    courses = {item["sk"].partition("#")[2]: read_record(CourseItem, item) for item in _list_courses(now=now)}
    if code is not None and code not in courses:
        raise CourseMissing
    chosen = {name: course for name, course in sorted(courses.items()) if code in {None, name}}
    taken = Counter(enrollment.course for enrollment in _list_seated(now=now))
    return [_set(name, course, taken[name]) for name, course in chosen.items()]


def _set(code: str, course: CourseItem, taken: int) -> str:
    if taken == course.seats_taken:
        return f"{code}: {taken}, as it was"
    try:
        Transaction([set_seats(code, taken, moved=course.moved)]).commit()
    except SeatsMoved:
        return f"{code}: places moved while this counted, run it again"
    return f"{code}: was {course.seats_taken}, is {taken}"


def _list_courses(*, now: datetime) -> Iterator[Attributes]:
    return query(Query(table=COURSE_TABLE, condition="pk = :pk", values={":pk": COURSES}, consistent=True), now=now)


def _list_seated(*, now: datetime) -> Iterator[_Counted]:
    found = (read_record(_Counted, item) for segment in range(_SEGMENTS) for item in _scan(segment))
    return (one for one in found if one.status in SEATED and one.expires_at > now.timestamp())


def _scan(segment: int) -> Iterator[Attributes]:
    request = {
        "TableName": setting(PEOPLE),
        "Segment": segment,
        "TotalSegments": _SEGMENTS,
        "Limit": _PAGE,
        "ConsistentRead": True,
        "FilterExpression": "begins_with(sk, :kind)",
        "ExpressionAttributeValues": to_item({":kind": f"{ItemKind.ENROLLMENT}#"}),
        "ProjectionExpression": "pk, sk, #course, #status, expires_at",
        "ExpressionAttributeNames": {"#course": "course", "#status": "status"},
    }
    start: Key | None = None
    while True:
        begin = {"ExclusiveStartKey": to_item(start._asdict())} if start else {}
        page = call("scan", **request, **begin)
        yield from map(from_item, page["Items"])
        last = page.get("LastEvaluatedKey")
        if last is None:
            return
        start = key_of(from_item(last))
