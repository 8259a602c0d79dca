"""Who of staff does something: known by their identity, for a name can be another's too, and can change."""

from dataclasses import dataclass

from loket.core.keyed_hash import Keys


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffMember:
    """A member of staff as what they do is written down: the keyed hash of their identity, their name, and their role."""

    id: str
    name: str
    role: str


def staff_id(keys: Keys, issuer: str, subject: str) -> str:
    """Return the id of a member of staff: keyed, so it says nothing of them to who lacks the key."""
    return keys.hash("staff", issuer, subject)
