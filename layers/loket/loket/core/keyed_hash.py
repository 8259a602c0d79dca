"""Keyed hashes: how a person, a form or an address is recognised without being stored or guessable.

One master key is kept as a secret that no function reads. Each use derives its own key from it, so that a hash made for one
use says nothing in another; each group of functions is given the keys of its own uses (`KeyGroup`).
HMAC-SHA256 is FIPS 198-1.
"""

import hmac
import json
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# As many bits as the hash function gives (NIST SP 800-107).
_SHORTEST = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The derived keys that a function was given, by their use, each as 64 hexadecimal characters."""

    # Out of every traceback and log line.
    by_use: Mapping[str, str] = field(repr=False)

    def derive(self, use: str) -> str:
        """Return the key for one use; raise `KeyNotGiven` where the function was not given it."""
        if use not in self.by_use:
            raise KeyNotGiven(use)
        return self.by_use[use]

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


class KeysNotFilled(RuntimeError):
    """The secret with a function's keys is still empty."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("no keys were filled in yet: run `python -m tools.operate keys split` (docs/operations.md, Keys)")


class KeyNotGiven(LookupError):
    """A function wants a key of which its group was given none."""


def derive_keys(master: str, uses: Iterable[str]) -> dict[str, str]:
    """Return the key of each use, derived from the master key; raise `KeyTooShort`."""
    if len(master) < _SHORTEST:
        raise KeyTooShort
    return {use: hmac.digest(master.encode(), use.encode(), "sha256").hex() for use in sorted(uses)}


def read_keys(secret: str) -> Keys:
    """Return the keys in a secret, a JSON object of keys by use; raise `KeysNotFilled` where it is empty."""
    by_use: dict[str, str] = json.loads(secret)
    if not by_use:
        raise KeysNotFilled
    return Keys(by_use)


def person_id(keys: Keys, email: str) -> str:
    """Return the id of the person behind an e-mail address: keyed, so it names nobody to who lacks the key."""
    return keys.hash("person", normalise_email(email))


def normalise_email(email: str) -> str:
    """Return the form of an address under which one mailbox is one person: no outer space, lower case, NFC kept."""
    return email.strip().casefold()
