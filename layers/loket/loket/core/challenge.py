"""The proof-of-work challenge of ALTCHA, version 1: self-hosted, without a cookie or a third party.

The protocol is ALTCHA's "Proof-of-Work": find the number n for which SHA-256(salt + n) is the challenge. The times of issue
and expiry are part of the salt, so they are covered by the signature.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from loket.core.refusal import FieldError, FormRefused

LIFETIME = timedelta(hours=1)
# The search takes a telephone of 2020 about a second: 50,000 hashes at most, half of that on average.
HARDEST = 50_000


class ProofOfWork(NamedTuple):
    """A solved challenge: its name (each may be spent once) and the moments between which it is valid."""

    challenge: str
    issued_at: datetime
    valid_until: datetime


# A constraint of any kind makes pydantic refuse half a surrogate pair, which cannot be hashed.
_Text = Annotated[str, StringConstraints(max_length=500)]


class _Solution(BaseModel):
    """What the visitor's script sends, base64-encoded JSON."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True, defer_build=True)

    algorithm: _Text
    challenge: _Text
    number: int = Field(ge=0, le=HARDEST)
    salt: _Text
    signature: _Text


def issue_challenge(key: str, *, now: datetime) -> dict[str, str | int]:
    """Return a new challenge, valid for an hour from `now`."""
    expires = int((now + LIFETIME).timestamp())
    # The closing "&" keeps digits of the number from being read as part of the salt.
    salt = f"{secrets.token_hex(12)}?expires={expires}&issued={int(now.timestamp())}&"
    challenge = _digest(salt, secrets.randbelow(HARDEST + 1))
    return {
        "algorithm": "SHA-256",
        "challenge": challenge,
        "maxnumber": HARDEST,
        "salt": salt,
        "signature": _sign(challenge, key),
    }


def verify_challenge(payload: str, key: str, *, now: datetime) -> ProofOfWork:
    """Return the proof in a solved challenge; refuse one that is malformed, forged, unsolved or out of date."""
    solution = _read(payload)
    proof = _dated(solution)
    solved = hmac.compare_digest(_digest(solution.salt, solution.number).encode(), solution.challenge.encode())
    ours = hmac.compare_digest(_sign(solution.challenge, key).encode(), solution.signature.encode())
    if not (solved and ours and solution.algorithm == "SHA-256"):
        raise FormRefused(FieldError("altcha", "challenge"))
    if now >= proof.valid_until:
        raise FormRefused(FieldError("altcha", "expired"))
    return proof


def _read(payload: str) -> _Solution:
    try:
        return _Solution.model_validate(json.loads(b64decode(payload, validate=True)))
    except ValueError as malformed:
        raise FormRefused(FieldError("altcha", "challenge")) from malformed


def _dated(solution: _Solution) -> ProofOfWork:
    times = parse_qs(solution.salt.partition("?")[2])
    try:
        issued, expires = (datetime.fromtimestamp(int(times[name][0]), UTC) for name in ("issued", "expires"))
    except (KeyError, ValueError, OverflowError, OSError) as malformed:
        raise FormRefused(FieldError("altcha", "challenge")) from malformed
    return ProofOfWork(solution.challenge, issued, expires)


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(challenge: str, key: str) -> str:
    return hmac.digest(key.encode(), challenge.encode(), "sha256").hex()
