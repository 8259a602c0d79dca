"""The digest: what staff are told once a day of the requests whose date comes near, made at the moment of sending."""

from collections.abc import Sequence
from dataclasses import dataclass

from loket.privacy.domain.right import Right

# Of a list that somebody can make long, no more is told in a mail, and no more is counted.
MOST_LISTED = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestLine:
    """One request: its reference, the right, and how many local days are left until its due date."""

    reference: str
    right: Right
    days_left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """What a digest tells: the most urgent requests, how many more there are, and the counts of what is not listed.

    Of what nobody has confirmed: how many in all, past their date, and with mail to the person held. No number is above
    `MOST_COUNTED`.
    """

    lines: Sequence[DigestLine]
    more: int
    unconfirmed: int
    overdue: int
    held: int
    tasks: int
