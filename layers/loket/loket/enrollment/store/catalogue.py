"""Writing the reviewed catalogue to CourseTable."""

from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loket.core.key import course_key
from loket.core.retention import LOCAL_TIME, Retention, expires_at
from loket.enrollment.domain.catalogue import Catalogue
from loket.enrollment.domain.course import Course
from loket.settings import setting
from loket.storage.attribute import to_item
from loket.storage.client import client, code_of, store_fault
from loket.storage.seat import TABLE

NOT_OLDER = "attribute_not_exists(pk) OR catalogue_version <= :version"


class CatalogueOutdated(ValueError):
    """CourseTable holds a newer version of the catalogue."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("CourseTable holds a newer version")


def store_catalogue(catalogue: Catalogue) -> None:
    """Write each course of a reviewed catalogue, keeping the places already taken.

    Raise `CatalogueOutdated` where a newer version is there: an older one never replaces it. A course that is not in the
    catalogue any more is offered until its own ends. The count of places stays as long as any enrollment that it counts.
    """
    for course in catalogue.courses:
        _store_course(_definition(course, catalogue))


def _store_course(definition: dict[str, Any]) -> None:
    try:
        client("dynamodb").update_item(**definition)
    except (BotoCoreError, ClientError) as error:
        if code_of(error) == "ConditionalCheckFailedException":
            raise CatalogueOutdated from error
        raise store_fault(error) from error


def _definition(course: Course, catalogue: Catalogue) -> dict[str, Any]:
    end = datetime.combine(catalogue.valid_until + timedelta(days=1), datetime.min.time(), LOCAL_TIME)
    values = {
        ":course": course.model_dump(),
        ":version": catalogue.version,
        ":end": int(end.timestamp()),
        ":kept": expires_at(Retention.STANDARD, since=end),
        ":none": 0,
        ":places": course.capacity,
    }
    places = "REMOVE places" if course.capacity is None else ", places = :places"
    return {
        "TableName": setting(TABLE),
        "Key": to_item(course_key(course.code)._asdict()),
        "UpdateExpression": "SET course = :course, catalogue_version = :version, offered_until = :end, expires_at = :kept, "
        f"seats_taken = if_not_exists(seats_taken, :none) {places}",
        "ConditionExpression": NOT_OLDER,
        "ExpressionAttributeValues": to_item(values),
    }
