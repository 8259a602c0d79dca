"""How webhooks are signed: by Mollie with a header for each secret, by Stripe with one header for all."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def sign_as_mollie(body: bytes, secret: str) -> str:
    """Return a value of X-Mollie-Signature; while secrets are being replaced there are several."""
    return "sha256=" + _hash(secret, body)


def sign_as_stripe(body: bytes, secrets: Iterable[str], moment: int) -> str:
    """Return the value of Stripe-Signature, one signature for each secret."""
    signed = f"{moment}.".encode() + body
    return ",".join([f"t={moment}", *(f"v1={_hash(secret, signed)}" for secret in secrets)])


def _hash(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
