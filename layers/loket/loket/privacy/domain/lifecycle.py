"""The life of a privacy request, as one table: where it stands, what may happen, who may cause it, and what follows.

Software causes no move in it: it reminds and proposes, and what grants or refuses is a named member of staff (P08).
docs/lifecycle.md is drawn from this table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack

from loket.core.command import Actor
from loket.core.move import Move, MoveTable
from loket.privacy.domain.right import NEEDS_PROOF, Right


class RequestStatus(StrEnum):
    """Where a request stands. Overdue is none of these: it is computed."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    PROOF_ASKED = "proof_asked"
    PROOF_RECEIVED = "proof_received"
    IN_REVIEW = "in_review"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    CARRYING_OUT = "carrying_out"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class RequestEvent(StrEnum):
    """What may happen to a request."""

    CONFIRM = "confirm"
    VOUCH = "vouch"
    ASK_PROOF = "ask_proof"
    SEND_PROOF = "send_proof"
    WAIVE_PROOF = "waive_proof"
    ACCEPT_PROOF = "accept_proof"
    REFUSE_PROOF = "refuse_proof"
    TAKE_UP = "take_up"
    GRANT = "grant"
    GRANT_PARTLY = "grant_partly"
    REFUSE = "refuse"
    CARRY_OUT = "carry_out"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    EXTEND = "extend"
    ADD_INFORMATION = "add_information"
    RENEW_LINK = "renew_link"


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestMove(Move[RequestStatus, RequestEvent]):
    """One row: a move of a privacy request, who may make it, and what goes with it.

    The person gets a mail of every move. `only` limits the row to some rights; `notifies` says that staff get a mail too;
    `drops_proof` that the copy of an identity document, if there is one, is destroyed first.
    """

    actors: frozenset[Actor]
    only: frozenset[Right] = frozenset(Right)
    needs_reason: bool = False
    notifies: bool = False
    drops_proof: bool = False


_Status, _Event = RequestStatus, RequestEvent
_PERSON = frozenset({Actor.PERSON})
_STAFF = frozenset({Actor.HANDLER, Actor.PRIVACY_OFFICER})
_OFFICER = frozenset({Actor.PRIVACY_OFFICER})
_WITHOUT_PROOF = frozenset(Right) - NEEDS_PROOF

_WAITING = frozenset({_Status.RECEIVED, _Status.CONFIRMED, _Status.PROOF_ASKED, _Status.PROOF_RECEIVED})
_UNDECIDED = _WAITING | {_Status.IN_REVIEW}
_ADMITTED = frozenset({_Status.GRANTED, _Status.PARTLY_GRANTED})
# What is not sure to be meant by anybody: nobody confirmed it, or what would have made it sure never came.
UNSURE = frozenset({_Status.RECEIVED, _Status.LAPSED})
OPEN = _UNDECIDED | _ADMITTED | {_Status.CARRYING_OUT}
ENDED = frozenset(_Status) - OPEN
# What ends the check of a request.
DECISIONS = frozenset({_Event.GRANT, _Event.GRANT_PARTLY, _Event.REFUSE})


class _Beside(TypedDict, total=False):
    only: frozenset[Right]
    needs_reason: bool
    notifies: bool
    drops_proof: bool


def _row(
    sources: Iterable[RequestStatus],
    event: RequestEvent,
    target: RequestStatus | None,
    actors: frozenset[Actor],
    **beside: Unpack[_Beside],
) -> RequestMove:
    return RequestMove(sources=frozenset(sources), event=event, target=target, actors=actors, **beside)


_ROWS = (
    # Is it really this person's mailbox, and is it really this person? What lapsed meanwhile lives again by the same link.
    _row(UNSURE, _Event.CONFIRM, _Status.PROOF_ASKED, _PERSON, only=NEEDS_PROOF, notifies=True),
    _row(UNSURE, _Event.CONFIRM, _Status.CONFIRMED, _PERSON, only=_WITHOUT_PROOF, notifies=True),
    _row([_Status.RECEIVED], _Event.VOUCH, _Status.CONFIRMED, _STAFF, needs_reason=True),
    _row([_Status.CONFIRMED, _Status.IN_REVIEW], _Event.ASK_PROOF, _Status.PROOF_ASKED, _STAFF, only=NEEDS_PROOF),
    _row([_Status.PROOF_ASKED], _Event.SEND_PROOF, _Status.PROOF_RECEIVED, _PERSON, notifies=True),
    _row([_Status.PROOF_RECEIVED], _Event.ACCEPT_PROOF, _Status.IN_REVIEW, _STAFF, drops_proof=True),
    _row(
        [_Status.PROOF_RECEIVED],
        _Event.REFUSE_PROOF,
        _Status.PROOF_ASKED,
        _STAFF,
        needs_reason=True,
        drops_proof=True,
    ),
    _row(
        [_Status.CONFIRMED, _Status.PROOF_ASKED, _Status.PROOF_RECEIVED],
        _Event.WAIVE_PROOF,
        _Status.IN_REVIEW,
        _STAFF,
        only=NEEDS_PROOF,
        needs_reason=True,
        drops_proof=True,
    ),
    _row([_Status.CONFIRMED], _Event.TAKE_UP, _Status.IN_REVIEW, _STAFF, only=_WITHOUT_PROOF),
    # What is decided? With it goes a copy that was sent late, with an invitation of before the check.
    _row([_Status.IN_REVIEW], _Event.GRANT, _Status.GRANTED, _OFFICER, needs_reason=True, drops_proof=True),
    _row([_Status.IN_REVIEW], _Event.GRANT_PARTLY, _Status.PARTLY_GRANTED, _OFFICER, needs_reason=True, drops_proof=True),
    _row([_Status.IN_REVIEW], _Event.REFUSE, _Status.REFUSED, _OFFICER, needs_reason=True, drops_proof=True),
    # Is it done?
    _row(_ADMITTED, _Event.CARRY_OUT, _Status.CARRYING_OUT, _STAFF),
    _row([_Status.CARRYING_OUT], _Event.FINISH, _Status.COMPLETED, _STAFF),
    # Ends without a decision.
    _row(_UNDECIDED, _Event.WITHDRAW, _Status.WITHDRAWN, _PERSON, notifies=True, drops_proof=True),
    _row(_UNDECIDED, _Event.WITHDRAW, _Status.WITHDRAWN, _STAFF, needs_reason=True, drops_proof=True),
    _row(
        [_Status.RECEIVED, _Status.PROOF_ASKED],
        _Event.LAPSE,
        _Status.LAPSED,
        _OFFICER,
        needs_reason=True,
        drops_proof=True,
    ),
    # What may happen on the way.
    _row(OPEN, _Event.EXTEND, None, _OFFICER, needs_reason=True),
    _row(_UNDECIDED, _Event.ADD_INFORMATION, None, _PERSON, notifies=True),
    _row(frozenset(_Status), _Event.RENEW_LINK, None, _STAFF),
)


LIFECYCLE = MoveTable(_ROWS)


class ReasonMissing(ValueError):
    """The move needs a reason, for the person to read or for whoever looks back."""


def find_move(status: RequestStatus, event: RequestEvent, *, right: Right, actor: Actor) -> RequestMove:
    """Return the row for an event; raise `MoveForbidden` where the table has none."""
    return LIFECYCLE.find(status, event, lambda move: right in move.only and actor in move.actors)


def moves_from(status: RequestStatus, *, right: Right, actor: Actor) -> tuple[RequestMove, ...]:
    """Return the rows that an actor may use on a request of a kind that stands somewhere."""
    return LIFECYCLE.possible(status, lambda move: right in move.only and actor in move.actors)
