"""The escalation policy: who is told as a request's due date comes nearer, until a person ends the request.

A request is escalated to the highest level it has reached, once; levels that were passed unseen, because nothing ran, are
recorded as skipped, and whoever they would have told is told now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from loket.core.retention import LOCAL_TIME
from loket.privacy.domain.deadline import days_left


class Audience(StrEnum):
    """Who is told that a date comes near."""

    STAFF = "staff"
    PRIVACY_OFFICER = "privacy_officer"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Level:
    """So many local days before the due date (below 0: after it), these are told."""

    days_left: int
    tells: frozenset[Audience]


_STAFF = frozenset({Audience.STAFF})
_ALL_STAFF = frozenset({Audience.STAFF, Audience.PRIVACY_OFFICER})

# The person hears of a delay while there is still a day, so also before the month of GDPR art. 12(3) and (4) is over.
POLICY: tuple[Level, ...] = (
    Level(14, _STAFF),
    Level(7, _STAFF),
    Level(3, _ALL_STAFF),
    Level(1, _ALL_STAFF | {Audience.PERSON}),
    Level(0, _ALL_STAFF),
)
# After the due date there is a level for every day.
EVERY_DAY_AFTER = _ALL_STAFF
FIRST_LEVEL = POLICY[0].days_left
# Staff are told once a day, of everything at once: by the first run after this hour on the Dutch clock.
DIGEST_FROM = time(8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """One escalation of a request: the level reached, those skipped on the way (as days left), and everybody to be told."""

    level: int
    skipped: tuple[int, ...]
    tells: frozenset[Audience]


def escalate(due_at: datetime, *, reached: int | None, now: datetime) -> Escalation | None:
    """Return the escalation that is due for a request now, or None where it is on its level already.

    `reached` is the level on which it is, None for a request that has not been escalated.
    """
    left = days_left(due_at, now=now)
    passed = [level for level in _levels_down_to(left) if reached is None or level.days_left < reached]
    if not passed:
        return None
    tells = frozenset().union(*(level.tells for level in passed))
    return Escalation(level=passed[-1].days_left, skipped=tuple(level.days_left for level in passed[:-1]), tells=tells)


def is_told_at(audience: Audience, level: int) -> bool:
    """Return whether these are told of a request that is on a level."""
    return audience in next((known.tells for known in POLICY if known.days_left == level), EVERY_DAY_AFTER)


def first_level_of(audience: Audience) -> int:
    """Return how many days before a due date these are told of it first."""
    return max(level.days_left for level in POLICY if audience in level.tells)


def is_time_for_digest(now: datetime) -> bool:
    """Return whether the digest of the local day may go."""
    return now.astimezone(LOCAL_TIME).time() >= DIGEST_FROM


def digest_moment(day: str) -> datetime:
    """Return the aware moment from which on the digest of a local day may go."""
    return datetime.combine(date.fromisoformat(day), DIGEST_FROM, LOCAL_TIME)


def _levels_down_to(left: int) -> Iterator[Level]:
    yield from (level for level in POLICY if level.days_left >= left)
    yield from (Level(day, EVERY_DAY_AFTER) for day in range(-1, left - 1, -1))
