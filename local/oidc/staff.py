"""The three members of staff who are ready to sign in on this machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of staff, with the roles that the provider names."""

    key: str
    name: str
    does: str
    roles: tuple[str, ...]


STAFF = (
    Member(key="hanna", name="Hanna Bakker", does="Handler: works on requests and messages", roles=("handler",)),
    Member(key="olga", name="Olga Smit", does="Privacy officer: does that too, and decides", roles=("privacy_officer",)),
    Member(key="aron", name="Aron Meijer", does="Auditor: looks back, and sees nobody's data", roles=("auditor",)),
)


def find_member(key: str) -> Member | None:
    """Return a member of staff by key."""
    return next((member for member in STAFF if member.key == key), None)
