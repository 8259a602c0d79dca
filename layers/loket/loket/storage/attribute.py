"""DynamoDB's attribute values, for the few types that Loket stores."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def to_item(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a DynamoDB item; what is None is left out."""
    return {name: _to_attribute(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the plain values of a DynamoDB item; numbers are whole numbers."""
    return {name: _from_attribute(attribute) for name, attribute in item.items()}


def _to_attribute(value: Any) -> dict[str, Any]:  # noqa: ANN401 - one line for each type
    match value:
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": str(value)}
        case int():
            return {"N": str(value)}
        case date():
            return {"S": value.isoformat()}
        case Mapping():
            return {"M": to_item(value)}
        case list() | tuple():
            return {"L": [_to_attribute(part) for part in value]}
        case _:
            raise TypeError(f"no attribute value for {type(value).__name__}")


def _from_attribute(attribute: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the inverse of the above
    [(kind, value)] = attribute.items()
    match kind:
        case "N":
            return int(value)
        case "M":
            return from_item(value)
        case "L":
            return [_from_attribute(part) for part in value]
        case _:
            return value
