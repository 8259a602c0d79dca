"""What staff may do with a message or an enrollment, as one table: from where, to where, and what goes with it.

What looked doubtful waits in review until a member of staff says whether a person sent it (P08). Spam is kept until its
retention period ends, so that a mistake can be undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from loket.domain.contact import ContactStatus
from loket.domain.effect import EffectKind
from loket.domain.enrollment import EnrollmentStatus
from loket.domain.item import ItemKind


class Handling(StrEnum):
    """What a member of staff does with a message or an enrollment."""

    ANSWER = "answer"
    RELEASE = "release"
    MARK_SPAM = "mark_spam"
    UNMARK_SPAM = "unmark_spam"


class OnList(StrEnum):
    """What a move does to the item's place on the list of work."""

    STAYS = "stays"
    LEAVES = "leaves"
    RETURNS = "returns"


class Seat(StrEnum):
    """What a move does to the place in a course."""

    UNTOUCHED = "untouched"
    TAKEN = "taken"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, kw_only=True, slots=True)
class HandlingMove:
    """One row: an item of a kind, from some statuses, by a member of staff's handling, to a status."""

    kind: ItemKind
    sources: frozenset[str]
    handling: Handling
    target: str
    on_list: OnList
    mail: EffectKind | None = None
    seat: Seat = Seat.UNTOUCHED


class HandlingForbidden(Exception):
    """The table has no such move: not for this kind of item, or not from where it stands."""


def _row(sources: Iterable[str], handling: Handling, target: str, **more: object) -> HandlingMove:
    kind = ItemKind.MESSAGE if isinstance(target, ContactStatus) else ItemKind.ENROLLMENT
    return HandlingMove(sources=frozenset(sources), handling=handling, target=target, kind=kind, **more)  # type: ignore[arg-type]


_Message, _Enrollment = ContactStatus, EnrollmentStatus

HANDLINGS: tuple[HandlingMove, ...] = (
    # Who answers a message that was held has judged it, so no confirmation goes before the answer.
    _row(
        [_Message.RECEIVED, _Message.IN_REVIEW],
        Handling.ANSWER,
        _Message.ANSWERED,
        on_list=OnList.LEAVES,
        mail=EffectKind.ANSWER_CONTACT_MESSAGE,
    ),
    # A message that is found to be meant still needs its answer.
    _row(
        [_Message.IN_REVIEW],
        Handling.RELEASE,
        _Message.RECEIVED,
        on_list=OnList.STAYS,
        mail=EffectKind.CONFIRM_CONTACT_MESSAGE,
    ),
    _row([_Message.RECEIVED, _Message.IN_REVIEW], Handling.MARK_SPAM, _Message.SPAM, on_list=OnList.LEAVES),
    _row([_Message.SPAM], Handling.UNMARK_SPAM, _Message.IN_REVIEW, on_list=OnList.RETURNS),
    # In a course that costs money, one that is released waits for its payment instead.
    _row(
        [_Enrollment.IN_REVIEW],
        Handling.RELEASE,
        _Enrollment.RECEIVED,
        on_list=OnList.LEAVES,
        mail=EffectKind.CONFIRM_ENROLLMENT,
        seat=Seat.TAKEN,
    ),
    # A held one has no place yet. One that waits for money or was paid has a payer, and is no spam.
    _row([_Enrollment.IN_REVIEW], Handling.MARK_SPAM, _Enrollment.SPAM, on_list=OnList.LEAVES),
    _row([_Enrollment.RECEIVED], Handling.MARK_SPAM, _Enrollment.SPAM, on_list=OnList.LEAVES, seat=Seat.GIVEN_BACK),
    _row([_Enrollment.SPAM], Handling.UNMARK_SPAM, _Enrollment.IN_REVIEW, on_list=OnList.RETURNS),
)


def find_handling(kind: ItemKind, status: str, handling: Handling) -> HandlingMove:
    """Return the row for a handling; raise `HandlingForbidden` where the table has none."""
    found = next((move for move in handlings_from(kind, status) if move.handling is handling), None)
    if found is None:
        raise HandlingForbidden
    return found


def handlings_from(kind: ItemKind, status: str) -> tuple[HandlingMove, ...]:
    """Return what staff may do with an item of a kind that stands somewhere."""
    return tuple(move for move in HANDLINGS if move.kind is kind and status in move.sources)
