"""Finding a course of the running catalogue by what it asks."""

from math import inf
from typing import Any

from tests.running import RunningStack


def find_course(stack: RunningStack, *needs: str) -> dict[str, Any]:
    """Return the course with the most places left that asks for something out of each of these needs."""
    courses: list[dict[str, Any]] = stack.get("/courses").json["courses"]
    fitting = [course for course in courses if set(needs) <= {field["need"] for field in course["fields"]}]
    return max(fitting, key=lambda course: inf if course["places_left"] is None else course["places_left"])


def list_fields(course: dict[str, Any], need: str) -> list[str]:
    """Return the names of the fields that a course asks for out of a need."""
    return [field["name"] for field in course["fields"] if field["need"] == need]


def find_lines(stack: RunningStack, reference: str) -> list[dict[str, Any]]:
    """Return the lines of the ledger about the person who has an item with this reference; no line names that itself."""
    person = find_stored(stack, reference)["pk"]
    return [line for line in stack.table("LedgerTable") if line["pk"] == person]


def find_stored(stack: RunningStack, reference: str) -> dict[str, Any]:
    """Return the one stored item with a reference."""
    [item] = [item for item in stack.table("PersonalDataTable") if item.get("reference") == reference]
    return item
