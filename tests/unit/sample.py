"""Sample people, and courses for them around the moment of the tests. Every value is made up and passes its check."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from loket.enrollment.domain.catalogue import Catalogue
from loket.enrollment.domain.course import Course, Need

from tests.catalogue import describe_course, write_catalogue
from tests.unit.event import NOW

# One value for each field that a course may ask for; each can be told from every other by a search.
VALUES: dict[str, Any] = {
    "phone": "+31612345678",
    "street": "Grachtstraat",
    "house_number": "17 bis",
    "postcode": "9712 AB",
    "city": "Groningen",
    "country": "BE",
    "date_of_birth": "1988-02-29",
    "place_of_birth": "Zwolle",
    "gender": "other",
    "education_level": "havo",
    "iban": "NL91ABNA0417164300",
    "bsn": "123456782",
    "nationality": "SR",
    "marital_status": "widowed",
    "employer": "Bakkerij Kruimel",
}
WHO = {"first_name": "Sanne", "last_name": "de Vries", "email": "sanne.devries@example.nl"}
MESSAGE = {"name": "Sanne de Vries", "email": "sanne.devries@example.nl", "topic": "course", "message": "Is er nog plaats?"}


_BORN = "date_of_birth place_of_birth"
# What these tests ask for beside the courses of all tests: a postcode that is required, and a course without a consent.
_MORE = (
    describe_course("basiskwalificatie-hbo", 189_500, 18, {"required": f"{_BORN} street house_number postcode city"}),
    describe_course("toetsen-hbo", 99_500, 18, {"required": _BORN}),
)
# Deleted when the tests end.
_FOLDER = TemporaryDirectory()


@cache
def catalogue_file() -> Path:
    """Return where the catalogue of these tests is: its courses are open for a year from their moment, on any real day."""
    place = Path(_FOLDER.name) / "courses.json"
    write_catalogue(place, today=NOW.date(), more=_MORE)
    return place


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of these tests."""
    return Catalogue.model_validate_json(catalogue_file().read_bytes())


def find(code: str) -> Course:
    """Return a course of the catalogue."""
    return next(course for course in catalogue().courses if course.code == code)


def needed_values(course: Course) -> dict[str, Any]:
    """Return values for what a course cannot do without."""
    needed = course.named(Need.REQUIRED) | course.named(Need.LAW)
    values = {name: VALUES[name] for name in sorted(needed)}
    return values if "postcode" not in values or "country" in values else {**values, "country": "NL"}


def enrollment_fields(code: str, **more: Any) -> dict[str, Any]:
    """Return the fields of an enrollment form that a course takes, and more."""
    needed = needed_values(find(code))
    return {"course": code, **WHO, **{name: needed[name] for name in needed if name != "country"}, **more}
