"""The ladder: who is told as a request's due date comes nearer, until a person ends the request.

A request climbs to the highest rung it has reached, once; rungs that were passed unseen, because nothing ran, are recorded
as skipped, and whoever they would have told is told now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loket.domain.privacy.deadline import days_left


class Audience(StrEnum):
    """Who is told that a date comes near."""

    STAFF = "staff"
    PRIVACY_OFFICER = "privacy_officer"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rung:
    """So many local days before the due date (below 0: after it), these are told."""

    days_left: int
    tells: frozenset[Audience]


_STAFF = frozenset({Audience.STAFF})
_ALL_STAFF = frozenset({Audience.STAFF, Audience.PRIVACY_OFFICER})

# The person hears of a delay while there is still a day, so also before the month of GDPR art. 12(3) and (4) is over.
LADDER: tuple[Rung, ...] = (
    Rung(14, _STAFF),
    Rung(7, _STAFF),
    Rung(3, _ALL_STAFF),
    Rung(1, _ALL_STAFF | {Audience.PERSON}),
    Rung(0, _ALL_STAFF),
)
# After the due date there is a rung for every day.
EVERY_DAY_AFTER = _ALL_STAFF
FIRST_RUNG = LADDER[0].days_left


@dataclass(frozen=True, kw_only=True, slots=True)
class Climb:
    """A step up the ladder: the rung reached, those skipped on the way, and everybody to be told."""

    rung: int
    skipped: tuple[int, ...]
    tells: frozenset[Audience]


def climb(due_at: datetime, *, reached: int | None, now: datetime) -> Climb | None:
    """Return the step that a request takes now, or None where it stands on its rung already.

    `reached` is the rung on which it stands, None for a request that has climbed none.
    """
    left = days_left(due_at, now=now)
    passed = [rung for rung in _rungs_down_to(left) if reached is None or rung.days_left < reached]
    if not passed:
        return None
    tells = frozenset().union(*(rung.tells for rung in passed))
    return Climb(rung=passed[-1].days_left, skipped=tuple(rung.days_left for rung in passed[:-1]), tells=tells)


def _rungs_down_to(left: int) -> Iterator[Rung]:
    yield from (rung for rung in LADDER if rung.days_left >= left)
    yield from (Rung(day, EVERY_DAY_AFTER) for day in range(-1, left - 1, -1))
