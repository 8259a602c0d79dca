"""Casework: what happens to a privacy request, by the person on their own page or by staff at the desk.

Every change goes through the one table of the lifecycle, and is one transaction: the request as it now is, the step that is
read back, the line in the ledger, and the mails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.domain.key import Keys
from loket.domain.ledger import BY_PERSON
from loket.domain.privacy.deadline import extend_due
from loket.domain.privacy.lifecycle import (
    ENDED,
    Actor,
    Move,
    ReasonMissing,
    RequestEvent,
    RequestStatus,
    find_move,
)
from loket.domain.privacy.request import (
    PrivacyRequest,
    due_moment_of,
    note_step,
    read_request,
    received_moment_of,
)
from loket.domain.redaction import redact
from loket.store.privacy_request import move_request
from loket.store.proof import check_proof, destroy_proofs
from loket.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """What somebody wants to happen: the event, who they are, and what they say with it.

    `by` is the name of the member of staff, who stands for it. `until` is the new due date of an extension.
    """

    event: RequestEvent
    actor: Actor
    by: str = BY_PERSON
    reason: str | None = None
    information: str | None = None
    until: date | None = None


class DateMissing(ValueError):
    """An extension needs the date until which it runs."""


def carry_out(act: Act, item: Mapping[str, Any], keys: Keys, *, now: datetime) -> RequestStatus:
    """Make a move with a stored request and return where it then stands.

    Raise `MoveForbidden` where the lifecycle has no such move, `ReasonMissing` or `DateMissing`, what `extend_due` raises,
    `ProofMissing` where the copy that is said to be sent is not there, and `RequestMoved` where somebody else changed the
    request since `item` was read.
    """
    request = read_request(dict(item))
    move = find_move(RequestStatus(request.status), act.event, right=request.right, actor=act.actor)
    if act.event is RequestEvent.SEND_PROOF:
        check_proof(request.reference, request.proof_round, keys)
    if move.needs_reason and not (act.reason or "").strip():
        raise ReasonMissing
    status = move.target or RequestStatus(request.status)
    changes = _changes(act, move, request, now=now)
    told = {"status": status, "reason": _clean(act.reason), "information": _clean(act.information)}
    step = note_step(request, act.event, by=act.by, now=now, **told)
    writes = move_request(item, request, move, step, changes=changes, now=now)
    if move.drops_proof:
        # First destroyed, then written down: a copy that is said to be gone is gone, whatever fails after this.
        destroy_proofs(request.reference, request.proof_round, keys)
    Transaction(writes).commit()
    return status


def is_repeated(act: Act, last: Mapping[str, Any]) -> bool:
    """Return whether the last step of a request is this act already: a button that was pressed twice."""
    return (last["event"], last["by"], last.get("information")) == (act.event, act.by, _clean(act.information))


def _changes(act: Act, move: Move, request: PrivacyRequest, *, now: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if move.target in ENDED:
        changes["due_bucket"] = None
    if move.drops_proof:
        # The next copy, if there is one, goes where nobody was ever let in before.
        changes["proof_round"] = request.proof_round + 1
    if act.event is RequestEvent.RENEW_LINK:
        changes["link_version"] = request.link_version + 1
    if act.event is RequestEvent.EXTEND:
        changes |= _extension(act, request, now=now)
    return changes


def _extension(act: Act, request: PrivacyRequest, *, now: datetime) -> dict[str, Any]:
    if act.until is None:
        raise DateMissing
    due_at = extend_due(received_moment_of(request), due_moment_of(request), until=act.until, now=now)
    # For the new date it begins at the foot of the ladder again.
    return {"due_at": due_at.isoformat(), "rung": None}


def _clean(words: str | None) -> str | None:
    return redact(words.strip())[0] if words and words.strip() else None
