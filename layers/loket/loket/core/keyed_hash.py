"""Keyed hashes: how a person, a form or an address is recognised without being stored or guessable.

One master key is kept as a secret; each use derives its own key from it, so that a hash made for one use says nothing in
another. HMAC-SHA256 is FIPS 198-1.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass

# As many bits as the hash function gives (NIST SP 800-107).
_SHORTEST = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The master key (at least 32 characters), from which each use derives its own."""

    master: str

    def __post_init__(self) -> None:
        """Refuse a master key that is too short to keep anything secret."""
        if len(self.master) < _SHORTEST:
            raise KeyTooShort

    def derive(self, use: str) -> str:
        """Return the key for one use, as 64 hexadecimal characters."""
        return hmac.digest(self.master.encode(), use.encode(), "sha256").hex()

    def hash(self, use: str, *parts: str) -> str:
        """Return the keyed hash of the parts for one use: 32 characters of base32, 160 bits.

        Parts are joined by a character that no cleaned text holds, so that ("ab", "c") and ("a", "bc") differ.
        """
        digest = hmac.digest(self.derive(use).encode(), "\x00".join(parts).encode(), "sha256")
        return b32encode(digest[:20]).decode().lower()


class KeyTooShort(ValueError):
    """The master key is missing or too short."""

    def __init__(self) -> None:
        """Say so without repeating the key."""
        super().__init__("the master key must be at least 32 characters long")


def person_id(keys: Keys, email: str) -> str:
    """Return the id of the person behind an e-mail address: keyed, so it names nobody to who lacks the key."""
    return keys.hash("person", normalise_email(email))


def normalise_email(email: str) -> str:
    """Return the form of an address under which one mailbox is one person: no outer space, lower case, NFC kept."""
    return email.strip().casefold()
