"""The floor: a handler that does nothing."""

from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer."""
    return {"statusCode": 200, "body": "{}"}
