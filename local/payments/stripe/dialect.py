"""How Stripe reads requests and words its refusals."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from local.payments.api import Refusal
from local.payments.stripe.form import read_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from local.payments.payment import Name

type Json = dict[str, Any]

KINDS = {401: "invalid_request_error", 429: "rate_limit_error"}


class StripeDialect:
    """How Stripe reads requests and words its refusals."""

    provider: Name = "stripe"
    media_type = "application/json"
    key_seconds = 24 * 3600.0
    replayed: Mapping[str, str] = {"idempotent-replayed": "true"}

    def read_key(self, request: Request) -> str:
        """Return the key after Bearer, or the user name of basic authentication."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return key.strip()
        try:
            return base64.b64decode(key, validate=True).decode().split(":")[0] if scheme.lower() == "basic" else ""
        except ValueError:
            return ""

    def read_content(self, body: bytes) -> Json:
        """Return the nested values of a form."""
        return read_form(body)

    def describe_refusal(self, refusal: Refusal) -> Json:
        """Return the body of a refusal."""
        kind = "idempotency_error" if refusal.code == "idempotency_error" else KINDS.get(refusal.status)
        kind = kind or ("api_error" if refusal.status >= 500 else "invalid_request_error")  # noqa: PLR2004 - HTTP's own border
        error = {"type": kind, "message": refusal.detail}
        named = {"param": refusal.field, "code": refusal.code if kind != "idempotency_error" else None}
        return {"error": {**error, **{name: value for name, value in named.items() if value}}}

    def refuse_key(self) -> Refusal:
        """Return the refusal of a key that is not ours."""
        return Refusal(401, "Invalid API Key provided.")

    def refuse_other_content(self) -> Refusal:
        """Return the refusal of an idempotency key that was used for something else."""
        detail = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        return Refusal(400, detail, code="idempotency_error")

    def refuse_unknown(self, payment: str) -> Refusal:
        """Return the refusal of an object that is not there."""
        return Refusal(404, f"No such object: '{payment}'", field="id", code="resource_missing")
