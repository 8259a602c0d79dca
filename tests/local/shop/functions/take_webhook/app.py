"""Takes webhooks: those that the providers could have sent."""

from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return 200 for a classic webhook or a signed one, else 400."""
    headers = event["headers"]
    is_signed = "x-mollie-signature" in headers or "stripe-signature" in headers
    is_classic = "attempt" in event.get("pathParameters", {}) and "body" in event
    return {"statusCode": 200 if is_signed or is_classic else 400}
