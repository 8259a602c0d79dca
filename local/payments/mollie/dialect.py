"""How Mollie reads requests and words its refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.payments.api import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from local.payments.payment import Name

type Json = dict[str, Any]

TITLES = {
    400: "Bad Request",
    401: "Unauthorized Request",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
}


class MollieDialect:
    """How Mollie reads requests and words its refusals."""

    provider: Name = "mollie"
    media_type = "application/hal+json"
    key_seconds = 3600.0
    replayed: Mapping[str, str] = {}

    def read_key(self, request: Request) -> str:
        """Return the key after Bearer."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    def read_content(self, body: bytes) -> Json:
        """Return the JSON object in a body."""
        try:
            content = json.loads(body or b"{}")
        except ValueError as error:
            raise Refusal(400, "The request body is no valid JSON") from error
        if not isinstance(content, dict):
            raise Refusal(400, "The request body is no JSON object")
        return content

    def describe_refusal(self, refusal: Refusal) -> Json:
        """Return the body of a refusal."""
        documentation = {"href": "https://docs.mollie.com/reference/handling-errors", "type": "text/html"}
        title = TITLES.get(refusal.status, "Service Unavailable")
        body = {"status": refusal.status, "title": title, "detail": refusal.detail}
        field = {"field": refusal.field} if refusal.field else {}
        return {**body, **field, "_links": {"documentation": documentation}}

    def refuse_key(self) -> Refusal:
        """Return the refusal of a key that is not ours."""
        return Refusal(401, "Missing authentication, or failed to authenticate")

    def refuse_other_content(self) -> Refusal:
        """Return the refusal of an idempotency key that was used for something else."""
        return Refusal(400, "The Idempotency-Key was used before with other parameters")

    def refuse_unknown(self, payment: str) -> Refusal:
        """Return the refusal of a payment that is not there."""
        return Refusal(404, f"No payment exists with token {payment}.")
