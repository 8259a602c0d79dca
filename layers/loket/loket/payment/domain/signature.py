"""Signatures of webhooks: whether a body was sent by who shares a secret with us.

Both providers sign with HMAC-SHA256 over the bytes as they were sent, so a body is checked before it is read. Several
secrets are valid at once while one takes over from another. Whatever is wrong with a header, it is one refusal: a sender
learns nothing, and a hostile header is never a fault of ours.
"""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

# Both ways: a signature from the future would otherwise be good for as long as its sender likes.
TOLERANCE = timedelta(minutes=5)
_LONGEST_HEADER = 2048
_MOLLIE_PREFIX = "sha256="
_HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
_EPOCH = re.compile(r"[0-9]{1,12}")


class SignatureRefused(Exception):
    """The signature is missing, malformed, out of date or not made with a secret of ours."""


def check_mollie_signature(raw: bytes, header: str | None, secrets: Iterable[str]) -> None:
    """Refuse a body without a valid X-Mollie-Signature: `sha256=<hex>`, several of them joined by commas."""
    signatures = [part.removeprefix(_MOLLIE_PREFIX) for part in _parts(header)]
    _check(raw, signatures, secrets)


def check_stripe_signature(raw: bytes, header: str | None, secrets: Iterable[str], *, now: datetime) -> None:
    """Refuse a body without a valid, recent Stripe-Signature: `t=<epoch>,v1=<hex>`; other schemes are passed over."""
    pairs = [part.partition("=") for part in _parts(header)]
    times = [value for name, _, value in pairs if name == "t"]
    if len(times) != 1 or not _EPOCH.fullmatch(times[0]):
        raise SignatureRefused
    if abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds():
        raise SignatureRefused
    signed = times[0].encode() + b"." + raw
    _check(signed, [value for name, _, value in pairs if name == "v1"], secrets)


def _parts(header: str | None) -> list[str]:
    if not header or len(header) > _LONGEST_HEADER:
        raise SignatureRefused
    return [part.strip(" ") for part in header.split(",")]


def _check(signed: bytes, signatures: Iterable[str], secrets: Iterable[str]) -> None:
    given = [signature.encode() for signature in signatures if _HEX_DIGEST.fullmatch(signature)]
    ours = [hmac.digest(secret.encode(), signed, "sha256").hex().encode() for secret in secrets if _is_usable(secret)]
    # Every pair is compared, whichever matches: the time tells nothing about which did.
    if not sum(hmac.compare_digest(one, other) for one in given for other in ours):
        raise SignatureRefused


def _is_usable(secret: str) -> bool:
    # Anybody can sign with an empty secret.
    return bool(secret.strip()) and secret.isascii()
