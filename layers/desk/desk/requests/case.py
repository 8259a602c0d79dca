"""A case: a privacy request as staff work on it; looked at only once that is written down, changed only as it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loket.core.command import Actor, Command
from loket.core.item import ItemKind, Stored
from loket.core.key import Key, kind_in, person_in, proof_view_name
from loket.core.move import MoveForbidden
from loket.core.refusal import FieldError, FormRefused
from loket.privacy.domain.deadline import ExtensionTooLate, ExtensionTooLong
from loket.privacy.domain.four_eyes import check_four_eyes, needs_another
from loket.privacy.domain.lifecycle import (
    DECISIONS,
    ReasonMissing,
    RequestEvent,
    RequestMove,
    RequestStatus,
    find_move,
    moves_from,
)
from loket.privacy.domain.request import PrivacyRequest, Step
from loket.privacy.store.proof import show_proof
from loket.privacy.store.request import StepPage, list_steps, read_steps
from loket.privacy.transition import DateMissing, carry_out
from loket.settings import setting
from loket.storage.item import ItemGone, check_kept, find, locate
from loket.storage.secret import load_keys
from loket.storage.transaction import AlreadyStored

from desk.audit.view_log import note_view
from desk.context import RequestContext
from desk.guard import RoleMissing
from desk.role import actor_of


class ProofSeen(Exception):
    """This member of staff has seen this copy already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A request, whose it is, a page of what happened to it so far, and the moves that this member of staff may make."""

    person: str
    request: PrivacyRequest
    history: StepPage
    moves: Sequence[RequestMove]
    needs_another: bool


def open_case(reference: str, context: RequestContext, *, after: str | None = None) -> Case:
    """Return a case, once it is in the ledger that it was opened; raise `ItemGone` where there is none."""
    key = _locate(reference, context)
    check_kept(key, now=context.now)
    note_view(context, person_in(key.pk), what="privacy_request", about=reference, why=reference)
    stored = find(PrivacyRequest, key, now=context.now)
    request = stored.record
    moves = moves_from(request.status, right=request.right, actor=actor_of(context.staff.roles))
    history = read_steps(key, after=after, now=context.now)
    barred = _has_four_eyes() and needs_another(context.staff.member, list_steps(key, now=context.now))
    allowed = [move for move in moves if not (barred and move.event in DECISIONS)]
    return Case(
        person=stored.person, request=request, history=history, moves=allowed, needs_another=len(allowed) < len(moves)
    )


def command_of(
    context: RequestContext, event: RequestEvent, *, seen: int, words: str | None, until: date | None
) -> Command[RequestEvent]:
    """Return what a member of staff wants to happen to a request of the revision that they saw."""
    staff = context.staff
    return Command(event=event, actor=actor_of(staff.roles), by=staff.member, words=words, until=until, seen=seen)


def move_case(reference: str, command: Command[RequestEvent], context: RequestContext) -> RequestStatus:
    """Make a move and return where the request then stands.

    Raise `RequestChanged` where somebody changed it since it was seen, `MoveForbidden` or `RoleMissing` where the lifecycle
    does not have the move, or not for this role, `FourEyesNeeded` where another must decide, and `FormRefused` where
    something is missing or wrong.
    """
    stored = _find(reference, context)
    if _has_four_eyes() and command.event in DECISIONS:
        check_four_eyes(command.event, context.staff.member, list_steps(stored.key, now=context.now))
    try:
        return carry_out(command, stored, load_keys(), now=context.now)
    except MoveForbidden:
        _check_officer_may_not(stored.record, command.event)
        raise
    except ReasonMissing:
        raise FormRefused(FieldError("reason", "required")) from None
    except DateMissing:
        raise FormRefused(FieldError("until", "required")) from None
    except ExtensionTooLong:
        raise FormRefused(FieldError("until", "extension_too_long")) from None
    except ExtensionTooLate:
        raise FormRefused(FieldError("until", "extension_too_late")) from None


def last_step(reference: str, context: RequestContext) -> Step | None:
    """Return what happened last to a request, for who was too late; of it nothing is shown that the person wrote."""
    steps = read_steps(_find(reference, context).key, most=1, now=context.now).steps
    return next(iter(steps), None)


def look_at_proof(reference: str, context: RequestContext) -> tuple[PrivacyRequest, str]:
    """Return a request and the address at which the copy can be seen for a minute; raise `ProofSeen` at a second look.

    That this member of staff looks is in the ledger before there is an address.
    """
    stored = _find(reference, context)
    request = stored.record
    if request.status is not RequestStatus.PROOF_RECEIVED:
        raise ItemGone
    once = proof_view_name(reference, request.proof_round, context.staff.member.id)
    try:
        note_view(context, stored.person, what="identity_proof", about=reference, why=reference, name=once)
    except AlreadyStored:
        raise ProofSeen from None
    return request, show_proof(reference, request.proof_round, load_keys())


def _has_four_eyes() -> bool:
    return setting("FOUR_EYES") == "on"


def _find(reference: str, context: RequestContext) -> Stored[PrivacyRequest]:
    return find(PrivacyRequest, _locate(reference, context), now=context.now)


def _locate(reference: str, context: RequestContext) -> Key:
    key = locate(reference, now=context.now)
    if kind_in(key.sk) != ItemKind.PRIVACY_REQUEST:
        raise ItemGone
    return key


def _check_officer_may_not(request: PrivacyRequest, event: RequestEvent) -> None:
    try:
        find_move(request.status, event, right=request.right, actor=Actor.PRIVACY_OFFICER)
    except MoveForbidden:
        return
    raise RoleMissing
