"""References: the short names by which people and staff speak of one item."""

import re
import secrets
from enum import StrEnum

# Crockford's base32: no I, L, O or U, so that a reference can be read out over the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS = "-[0-9A-HJKMNP-TV-Z]{5}" * 2
_REFERENCE = re.compile(f"[A-Z]{_SIGNS}")
_ATTEMPT_SIGNS = 26
_ATTEMPT = re.compile(f"[{_ALPHABET.lower()}]{{{_ATTEMPT_SIGNS}}}")


class Referred(StrEnum):
    """What has a reference, by the sign with which that begins."""

    ENROLLMENT = "E"
    CONTACT_MESSAGE = "M"
    PRIVACY_REQUEST = "P"


def new_reference(of: Referred) -> str:
    """Return a new reference such as `E-7Q2MK-9XKDT`: what it is of, and 50 random bits."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{of}-{signs[:5]}-{signs[5:]}"


def reference_pattern(of: Referred) -> str:
    """Return the pattern of a reference, as JSON Schema and Python both read it."""
    return f"^{of}{_SIGNS}$"


def is_reference(name: str) -> bool:
    """Return whether a name has the form of a reference."""
    return _REFERENCE.fullmatch(name) is not None


def new_attempt() -> str:
    """Return the name of a new attempt to pay: 26 characters of base32, 130 random bits, which nobody can guess."""
    return "".join(secrets.choice(_ALPHABET.lower()) for _ in range(_ATTEMPT_SIGNS))


def is_attempt(name: str) -> bool:
    """Return whether a name has the form of an attempt to pay."""
    return _ATTEMPT.fullmatch(name) is not None
