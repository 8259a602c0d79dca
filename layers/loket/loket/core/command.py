"""Commands: what somebody wants to happen to something that is stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loket.core.ledger import BY_PERSON, Author


class Actor(StrEnum):
    """Who may cause a move."""

    PERSON = "person"
    HANDLER = "handler"
    PRIVACY_OFFICER = "privacy_officer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Command[E: StrEnum]:
    """What somebody wants: the event, as whom, who stands for it, and what they say with it.

    `seen` is what they saw it as: the revision of a privacy request, or the status of a message or an enrollment; None where
    they saw nothing in particular. `until` is the new due date of an extension. With `quiet` nobody is mailed of it.
    """

    event: E
    actor: Actor
    by: Author = BY_PERSON
    words: str | None = None
    until: date | None = None
    seen: int | str | None = None
    quiet: bool = False
