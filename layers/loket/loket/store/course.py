"""Courses in CourseTable: one partition, an item per course, each with the places taken."""

from datetime import datetime
from typing import Any

from loket.domain.course import Course
from loket.domain.enrollment import CourseUnknown
from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.client import call, query
from loket.store.transaction import Refused, Write

PARTITION = "CATALOGUE"
SEAT_LEFT = "attribute_not_exists(places) OR seats_taken < places"
SEAT_TAKEN = "attribute_exists(pk) AND seats_taken > :none"
UNEXPIRED = "attribute_exists(pk) AND expires_at > :now"


class NoSeatLeft(Refused):
    """The course is full, or left the catalogue between reading it and taking a place."""


class NoSeatTaken(Refused):
    """The course has left the catalogue, or no place in it is taken: there is none to give back."""


def find_course(code: str, *, now: datetime) -> Course:
    """Return the course with a code; raise `CourseUnknown` where the catalogue does not hold it at `now`."""
    found = call("get_item", TableName=setting("COURSE_TABLE"), Key=course_key(code))
    item = from_item(found.get("Item", {}))
    if item.get("expires_at", 0) <= now.timestamp():
        raise CourseUnknown
    return Course.model_validate(item["course"])


def list_courses(*, now: datetime) -> tuple[str, list[tuple[Course, int]]]:
    """Return the version of the catalogue, and its courses with the number of places taken in each."""
    request = {
        "TableName": setting("COURSE_TABLE"),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": to_item({":pk": PARTITION}),
    }
    items = [item for item in query(request) if item["expires_at"] > now.timestamp()]
    version = max((item["catalogue_version"] for item in items), default="")
    return version, [(Course.model_validate(item["course"]), item["seats_taken"]) for item in items]


def take_seat(course: Course, *, now: datetime) -> Write:
    """Return the write that takes a place in a course, refused where none is left."""
    return Write(
        action="Update",
        request={
            "TableName": setting("COURSE_TABLE"),
            "Key": course_key(course.code),
            "UpdateExpression": "SET seats_taken = seats_taken + :one",
            "ConditionExpression": f"({UNEXPIRED}) AND ({SEAT_LEFT})",
            "ExpressionAttributeValues": to_item({":one": 1, ":now": int(now.timestamp())}),
        },
        refusal=NoSeatLeft,
    )


def give_seat_back(code: str) -> Write:
    """Return the write that frees a place in a course, refused where none is taken or the course is gone."""
    return Write(
        action="Update",
        request={
            "TableName": setting("COURSE_TABLE"),
            "Key": course_key(code),
            "UpdateExpression": "SET seats_taken = seats_taken - :one",
            "ConditionExpression": SEAT_TAKEN,
            "ExpressionAttributeValues": to_item({":one": 1, ":none": 0}),
        },
        refusal=NoSeatTaken,
    )


def course_key(code: str) -> dict[str, Any]:
    """Return the key of a course's item."""
    return to_item({"pk": PARTITION, "sk": f"COURSE#{code}"})
