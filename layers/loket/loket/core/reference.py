"""References: the short names by which people and staff speak of one item."""

import re
import secrets

# Crockford's base32: no I, L, O or U, so that a reference can be read out over the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE = re.compile(rf"[A-Z]-[{_ALPHABET}]{{5}}-[{_ALPHABET}]{{5}}")


def new_reference(letter: str) -> str:
    """Return a new reference such as `E-7Q2MK-9XKDT`: a letter for the kind and 50 random bits."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{letter}-{signs[:5]}-{signs[5:]}"


def is_reference(name: str) -> bool:
    """Return whether a name has the form of a reference."""
    return _REFERENCE.fullmatch(name) is not None


def new_attempt() -> str:
    """Return the name of a new attempt to pay: 26 characters of base32, 130 random bits, which nobody can guess."""
    return "".join(secrets.choice(_ALPHABET.lower()) for _ in range(26))
