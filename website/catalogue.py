"""The course catalogue as the website reads it: the reviewed file."""

import json
from pathlib import Path
from typing import Literal, NotRequired, TypedDict, cast

type Need = Literal["required", "consent", "law"]
type Translated = dict[str, str]


class AskedField(TypedDict):
    """One extra question of a course, with its reason."""

    name: str
    need: Need
    why: Translated
    legal_ground: NotRequired[str | None]


class Course(TypedDict):
    """One course, with what its form asks."""

    code: str
    title: Translated
    summary: Translated
    sector: str
    flexible_route: NotRequired[bool]
    price_cents: int
    capacity: NotRequired[int | None]
    places_left: NotRequired[int | None]
    pay_within_days: NotRequired[int | None]
    vat: str
    fields: list[AskedField]


def can_be_full(course: Course) -> bool:
    """Return whether a course has a number of places: the file names it, and GET /courses what is left of it."""
    return course.get("capacity", course.get("places_left")) is not None


def read_courses(path: Path) -> list[Course]:
    """Return the courses of a catalogue file, or of a saved answer of GET /courses."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return cast("list[Course]", document["courses"])
