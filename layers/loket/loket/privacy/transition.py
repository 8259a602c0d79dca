"""Moving a privacy request along its lifecycle, by the person on their own page or by staff at the desk.

Every change goes through the one table of the lifecycle, and is one transaction: the request as it now is, the step that is
read back, the line in the ledger, and the mails.
"""

from collections.abc import Sequence
from datetime import datetime

from loket.core.command import Command
from loket.core.item import Stored
from loket.core.keyed_hash import Keys
from loket.core.ledger import BY_SOFTWARE
from loket.core.partition import DueList
from loket.core.redaction import redact
from loket.core.retention import Retention, expires_at
from loket.privacy.domain.deadline import extend_due, is_overdue, revived_due
from loket.privacy.domain.lifecycle import ENDED, UNSURE, ReasonMissing, RequestEvent, RequestMove, RequestStatus, find_move
from loket.privacy.domain.request import PrivacyRequest, Step, note_step
from loket.privacy.store.proof import check_proof, destroy_proofs
from loket.privacy.store.request import RequestChanged, RequestChanges, keep_steps, move_request
from loket.storage.transaction import commit_with


class DateMissing(ValueError):
    """An extension needs the date until which it runs."""


def carry_out(command: Command[RequestEvent], stored: Stored[PrivacyRequest], keys: Keys, *, now: datetime) -> RequestStatus:
    """Make a move with a stored request and return where it then stands.

    Raise `RequestChanged` where somebody changed it since it was seen or read, `MoveForbidden` where the lifecycle has no
    such move, `ReasonMissing` or `DateMissing`, what `extend_due` raises, and `ProofMissing` where the copy that is said to
    be sent is not there.
    """
    request = stored.record
    if command.seen not in {None, request.revision}:
        raise RequestChanged
    move = find_move(request.status, command.event, right=request.right, actor=command.actor)
    if command.event is RequestEvent.SEND_PROOF:
        check_proof(request.reference, request.proof_round, keys)
    words = _cleaned(command.words)
    if move.needs_reason and words is None:
        raise ReasonMissing
    status = move.target or request.status
    changes = _changes(command, move, request, now=now)
    kept = stored._replace(record=request.model_copy(update=changes))
    step = note_step(kept.record, command.event, by=command.by, status=status, words=words, now=now)
    writes = move_request(stored, move, step, by=command.by, changes=changes, quiet=command.quiet, now=now)
    if move.drops_proof:
        # First destroyed, then written down: a copy that is said to be gone is gone, whatever fails after this.
        destroy_proofs(request.reference, request.proof_round, keys)
    commit_with(writes, keep_steps(kept, now=now) if _is_kept_on(move, request, now=now) else [])
    return status


def is_repeated(command: Command[RequestEvent], steps: Sequence[Step]) -> bool:
    """Return whether the last step of a request is this command of its person already: a button that was pressed twice.

    What software wrote down in between does not count: nobody did anything.
    """
    added = _cleaned(command.words) if command.event is RequestEvent.ADD_INFORMATION else None
    last = next((step for step in reversed(steps) if step.by != BY_SOFTWARE), None)
    return last is not None and (last.event, last.by, last.information) == (command.event, command.by, added)


def _cleaned(words: str | None) -> str | None:
    return redact(words.strip())[0] if words and words.strip() else None


def _changes(command: Command[RequestEvent], move: RequestMove, request: PrivacyRequest, *, now: datetime) -> RequestChanges:
    changes: RequestChanges = {}
    if move.target in ENDED:
        changes["due_bucket"] = None
    elif move.target and request.status in UNSURE:
        changes |= _listing(request, now=now)
    if _is_kept_on(move, request, now=now):
        changes |= {"expires_at": expires_at(Retention.STANDARD, since=now)}
    if move.drops_proof:
        # The next copy, if there is one, goes where nobody was ever let in before.
        changes["proof_round"] = request.proof_round + 1
    if command.event is RequestEvent.RENEW_LINK:
        changes["link_version"] = request.link_version + 1
    if command.event is RequestEvent.EXTEND:
        changes |= _extension(command, request, now=now)
    return changes


def _listing(request: PrivacyRequest, *, now: datetime) -> RequestChanges:
    """Return what makes a request one of those that are sure to be meant; one that was ended gets a date that can be met."""
    changes: RequestChanges = {"due_bucket": DueList.REQUESTS.partition_of(request.reference)}
    due_at = revived_due(request.due_moment, now=now) if request.status in ENDED else request.due_moment
    if due_at != request.due_moment:
        changes |= {"due_at": due_at.isoformat(), "rung": None, "rung_at": None}
    return changes


def _is_kept_on(move: RequestMove, request: PrivacyRequest, *, now: datetime) -> bool:
    # What becomes sure past its date, as what is sure and overdue is kept on each day.
    becomes_sure = request.status in UNSURE and move.target is not None and move.target not in ENDED
    return becomes_sure and is_overdue(request.due_moment, now=now)


def _extension(command: Command[RequestEvent], request: PrivacyRequest, *, now: datetime) -> RequestChanges:
    if command.until is None:
        raise DateMissing
    due_at = extend_due(request.received_moment, request.due_moment, until=command.until, now=now)
    # For the new date it is escalated from the first level again.
    return {"due_at": due_at.isoformat(), "rung": None, "rung_at": None}
