"""What staff may do with a message or an enrollment, as one table: from where, to where, and what goes with it.

What looked doubtful waits in review until a member of staff says whether a person sent it (P08). Spam is kept until its
retention period ends, so that a mistake can be undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from loket.contact.message import ContactMessage, ContactStatus
from loket.core.effect import EffectKind
from loket.core.item import ItemKind
from loket.core.move import Move, MoveForbidden, MoveTable
from loket.enrollment.domain.course import Course
from loket.enrollment.domain.enrollment import SEATED, Enrollment, EnrollmentStatus, status_in

type Handled = ContactMessage | Enrollment
type HandledStatus = ContactStatus | EnrollmentStatus


class Action(StrEnum):
    """What a member of staff does with a message or an enrollment."""

    ANSWER = "answer"
    RELEASE = "release"
    MARK_SPAM = "mark_spam"
    UNMARK_SPAM = "unmark_spam"
    CANCEL = "cancel"


class OnList(StrEnum):
    """What a move does to the item's tasks on the list."""

    STAYS = "stays"
    LEAVES = "leaves"
    RETURNS = "returns"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemMove(Move[HandledStatus, Action]):
    """One row: a move of a kind of item by an action of staff, and what goes with it."""

    kind: ItemKind
    on_list: OnList
    effect: EffectKind | None = None


class ActionForbidden(MoveForbidden):
    """The table has no such move: not for this kind of item, or not from where it stands."""


def _message(
    sources: Iterable[ContactStatus],
    action: Action,
    target: ContactStatus,
    *,
    on_list: OnList,
    effect: EffectKind | None = None,
) -> ItemMove:
    return ItemMove(
        kind=ItemKind.MESSAGE, sources=frozenset(sources), event=action, target=target, on_list=on_list, effect=effect
    )


def _enrollment(
    sources: Iterable[EnrollmentStatus],
    action: Action,
    target: EnrollmentStatus,
    *,
    on_list: OnList,
    effect: EffectKind | None = None,
) -> ItemMove:
    return ItemMove(
        kind=ItemKind.ENROLLMENT,
        sources=frozenset(sources),
        event=action,
        target=target,
        on_list=on_list,
        effect=effect,
    )


_Message, _Enrollment = ContactStatus, EnrollmentStatus

ITEM_MOVES = MoveTable(
    (
        # Who answers a message that was held has judged it, so no confirmation goes before the answer.
        _message(
            [_Message.RECEIVED, _Message.IN_REVIEW],
            Action.ANSWER,
            _Message.ANSWERED,
            on_list=OnList.LEAVES,
            effect=EffectKind.ANSWER_CONTACT_MESSAGE,
        ),
        # A message that is found to be meant still needs its answer.
        _message(
            [_Message.IN_REVIEW],
            Action.RELEASE,
            _Message.RECEIVED,
            on_list=OnList.STAYS,
            effect=EffectKind.CONFIRM_CONTACT_MESSAGE,
        ),
        _message([_Message.RECEIVED, _Message.IN_REVIEW], Action.MARK_SPAM, _Message.SPAM, on_list=OnList.LEAVES),
        _message([_Message.SPAM], Action.UNMARK_SPAM, _Message.IN_REVIEW, on_list=OnList.RETURNS),
        # In a course that costs money, one that is released waits for its payment instead: `move_into`.
        _enrollment(
            [_Enrollment.IN_REVIEW],
            Action.RELEASE,
            _Enrollment.RECEIVED,
            on_list=OnList.LEAVES,
            effect=EffectKind.CONFIRM_ENROLLMENT,
        ),
        # Staff found a place after all for somebody whose money came when there was none.
        _enrollment(
            [_Enrollment.PAID_WITHOUT_PLACE],
            Action.RELEASE,
            _Enrollment.PAID,
            on_list=OnList.STAYS,
            effect=EffectKind.CONFIRM_PAYMENT,
        ),
        # Typing an address makes no payer, so one that waits for its money may be spam; one that was paid is none.
        _enrollment(
            [_Enrollment.IN_REVIEW, _Enrollment.RECEIVED, _Enrollment.WAITING_FOR_PAYMENT],
            Action.MARK_SPAM,
            _Enrollment.SPAM,
            on_list=OnList.LEAVES,
        ),
        _enrollment([_Enrollment.SPAM], Action.UNMARK_SPAM, _Enrollment.IN_REVIEW, on_list=OnList.RETURNS),
        # One that was held, and for which there is no place, ends in the same way: its person is told.
        _enrollment(
            [*SEATED, _Enrollment.IN_REVIEW, _Enrollment.UNPAID, _Enrollment.PAID_WITHOUT_PLACE],
            Action.CANCEL,
            _Enrollment.CANCELLED,
            on_list=OnList.LEAVES,
            effect=EffectKind.TELL_CANCELLED,
        ),
    )
)

_SETTLED = {Action.CANCEL: EffectKind.NOTIFY_REFUNDED, Action.RELEASE: EffectKind.NOTIFY_PAID_WITHOUT_PLACE}


def find_item_move(item: Handled, action: Action) -> ItemMove:
    """Return the move that an action makes with an item; raise `ActionForbidden` where the table has none."""
    try:
        return ITEM_MOVES.find(item.status, action, lambda move: move.kind is item.kind)
    except MoveForbidden as forbidden:
        raise ActionForbidden from forbidden


def move_into(course: Course, move: ItemMove, *, paid: bool) -> ItemMove:
    """Return the move that gives an enrollment its seat in a course, with where it then stands."""
    return replace(move, target=EnrollmentStatus.PAID if paid else status_in(course))


def tell_of_money(enrollment: Enrollment, action: Action) -> tuple[EffectKind, ...]:
    """Return the task that staff have where they cancel what was paid: the money is still there, and the place is not."""
    cancels = action is Action.CANCEL and enrollment.status is EnrollmentStatus.PAID
    return (EffectKind.NOTIFY_PAID_WITHOUT_PLACE,) if cancels else ()


def task_settled_by(action: Action) -> EffectKind | None:
    """Return the task about a payment that an act carries out: the place it asks about is given up, or found."""
    return _SETTLED.get(action)


def actions_for(item: Handled) -> tuple[Action, ...]:
    """Return what staff may do with an item as it now stands."""
    return tuple(move.event for move in ITEM_MOVES.possible(item.status, lambda move: move.kind is item.kind))
