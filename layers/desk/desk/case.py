"""A case: a privacy request as staff work on it; looked at only once that is written down, changed only as it was seen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.casework import Act, DateMissing, carry_out
from loket.domain.item import ItemKind
from loket.domain.privacy.deadline import ExtensionTooLate, ExtensionTooLong
from loket.domain.privacy.lifecycle import (
    Actor,
    Move,
    MoveForbidden,
    ReasonMissing,
    RequestEvent,
    RequestStatus,
    find_move,
    moves_from,
)
from loket.domain.privacy.request import PrivacyRequest, read_request
from loket.domain.refusal import FieldError, FormRefused
from loket.store.keys import load_keys
from loket.store.person import ItemGone, find_item, locate
from loket.store.privacy_request import RequestMoved, list_steps, person_of
from loket.store.proof import show_proof
from loket.store.transaction import AlreadyStored

from desk.guard import RoleMissing
from desk.ledger import note_view
from desk.role import actor_of
from desk.visit import Visit

_REFERENCE = re.compile(r"P-[0-9A-Z]{5}-[0-9A-Z]{5}", re.ASCII)


class ProofSeen(Exception):
    """This member of staff has seen this copy already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A request, whose it is, what happened to it so far, and the moves that this member of staff may make."""

    person: str
    request: PrivacyRequest
    steps: Sequence[Mapping[str, Any]]
    moves: Sequence[Move]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A move that a member of staff wants to make with a request of the revision that they saw."""

    event: RequestEvent
    revision: int
    reason: str | None = None
    until: date | None = None


def open_case(reference: str, visit: Visit) -> Case:
    """Return a case, once it is in the ledger that it was opened; raise `ItemGone` where there is none."""
    pk, sk = _locate(reference)
    person = person_of({"pk": pk})
    note_view(visit, person, what="privacy_request", about=reference, why=reference)
    item = find_item(pk, sk, now=visit.now)
    request = read_request(item)
    status, actor = RequestStatus(request.status), actor_of(visit.staff.roles)
    moves = moves_from(status, right=request.right, actor=actor)
    return Case(person=person, request=request, steps=list_steps(item, now=visit.now), moves=moves)


def move_case(reference: str, wish: Wish, visit: Visit) -> RequestStatus:
    """Make a move and return where the request then stands.

    Raise `RequestMoved` where somebody changed it since it was seen, `MoveForbidden` or `RoleMissing` where the lifecycle
    does not have the move, or not for this role, and `FormRefused` where something is missing or wrong.
    """
    item = find_item(*_locate(reference), now=visit.now)
    if item["revision"] != wish.revision:
        raise RequestMoved
    actor = actor_of(visit.staff.roles)
    act = Act(event=wish.event, actor=actor, by=visit.staff.name, reason=wish.reason, until=wish.until)
    try:
        return carry_out(act, item, load_keys(), now=visit.now)
    except MoveForbidden:
        _check_officer_may_not(item, wish.event)
        raise
    except ReasonMissing:
        raise FormRefused(FieldError("reason", "required")) from None
    except DateMissing:
        raise FormRefused(FieldError("until", "required")) from None
    except ExtensionTooLong:
        raise FormRefused(FieldError("until", "extension_too_long")) from None
    except ExtensionTooLate:
        raise FormRefused(FieldError("until", "extension_too_late")) from None


def last_step(reference: str, visit: Visit) -> Mapping[str, Any]:
    """Return what happened last to a request, for who was too late; it holds nothing that the person wrote."""
    step = list_steps(find_item(*_locate(reference), now=visit.now), now=visit.now)[-1]
    return {name: step[name] for name in ("event", "status", "by", "happened_at")}


def look_at_proof(reference: str, visit: Visit) -> tuple[PrivacyRequest, str]:
    """Return a request and the address at which the copy can be seen for a minute; raise `ProofSeen` at a second look.

    That this member of staff looks is in the ledger before there is an address.
    """
    pk, sk = _locate(reference)
    request = read_request(find_item(pk, sk, now=visit.now))
    if request.status != RequestStatus.PROOF_RECEIVED:
        raise ItemGone
    once = f"{reference}#{request.proof_round}#{visit.staff.staff_id}"
    try:
        note_view(visit, person_of({"pk": pk}), what="identity_proof", about=reference, why=reference, name=once)
    except AlreadyStored:
        raise ProofSeen from None
    return request, show_proof(reference, request.proof_round, load_keys())


def _locate(reference: str) -> tuple[str, str]:
    if not _REFERENCE.fullmatch(reference):
        raise ItemGone
    pk, sk = locate(reference)
    if not sk.startswith(f"{ItemKind.PRIVACY_REQUEST}#"):
        raise ItemGone
    return pk, sk


def _check_officer_may_not(item: Mapping[str, Any], event: RequestEvent) -> None:
    request = read_request(dict(item))
    try:
        find_move(RequestStatus(request.status), event, right=request.right, actor=Actor.PRIVACY_OFFICER)
    except MoveForbidden:
        return
    raise RoleMissing
