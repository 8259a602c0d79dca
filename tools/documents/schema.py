"""What the schemas of the public API are made of."""

from typing import Any

from loket.core.reference import Referred, reference_pattern

type Json = dict[str, Any]

REF = "#/components/schemas/{model}"
DAY = {"type": "string", "format": "date"}


def reference_schema(of: Referred) -> Json:
    """Return the schema of a reference, by what it is of."""
    return {"type": "string", "pattern": reference_pattern(of)}


def object_schema(properties: Json, required: list[str] | None = None) -> Json:
    """Return the schema of an object with these properties and no others, all of them required unless told otherwise."""
    needed = sorted(properties) if required is None else required
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def untitled(shape: Any) -> Any:
    """Return a part of a schema without the titles that pydantic makes of names, at any depth."""
    if isinstance(shape, list):
        return [untitled(part) for part in shape]
    if not isinstance(shape, dict):
        return shape
    return {key: untitled(value) for key, value in shape.items() if not (key == "title" and isinstance(value, str))}
