"""The page of a privacy request: what was asked, by when, what happened, and what may happen next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.core.command import Command
from loket.core.form import read_words
from loket.core.refusal import FormRefused
from loket.core.retention import local_date
from loket.privacy.domain.deadline import latest_due_date
from loket.privacy.domain.lifecycle import ENDED, RequestEvent, RequestMove, RequestStatus
from loket.privacy.store.request import RequestChanged

from desk.budget import count_fitting, payload_size
from desk.context import Context, RequestContext
from desk.page import day_in_words, part_of_page, show_page
from desk.requests.case import Case, command_of, last_step, look_at_proof, move_case, open_case
from desk.requests.today import urgency_of
from desk.role import STAFF
from desk.route import Desk
from desk.texts import error_in_words

# Decisions stand first, what ends a request without one last.
_DECISIONS = (RequestEvent.GRANT, RequestEvent.GRANT_PARTLY, RequestEvent.REFUSE)
_APART = (RequestEvent.EXTEND, RequestEvent.RENEW_LINK, RequestEvent.WITHDRAW, RequestEvent.LAPSE)

desk = Desk()


@desk.get("/requests/{reference}", allow=STAFF, include_in_schema=False)
def show_request(reference: str, context: Context, after: str | None = None) -> Response:
    """Show a request and what happened to it, as much as one answer holds; that it was looked at is in the ledger."""
    return _show(reference, context, after=after)


@desk.post("/requests/{reference}/moves", allow=STAFF, include_in_schema=False)
def move_request(
    reference: str,
    context: Context,
    event: Annotated[RequestEvent, Form()],
    revision: Annotated[int, Form()],
    reason: Annotated[str, Form()] = "",
    until: Annotated[date | None, Form()] = None,
) -> Response:
    """Make a move, and go back to the request; who was too late is told what happened instead.

    A move that cannot be made like this comes back with what was typed.
    """
    command = command_of(context, event, seen=revision, words=reason, until=until)
    try:
        words = read_words("reason", reason) if reason else None
        move_case(reference, replace(command, words=words), context)
    except RequestChanged:
        return _show_too_late(reference, command, context)
    except FormRefused as refused:
        errors = {error.field: error_in_words(error.code, context.language) for error in refused.errors}
        return _show(reference, context, status=422, draft=command, errors=errors)
    return RedirectResponse(f"/desk/requests/{reference}", 303)


@desk.post("/requests/{reference}/proof", allow=STAFF, include_in_schema=False)
def show_copy(reference: str, context: Context) -> Response:
    """Show the copy of the identity document, once, beside the question whether it will do."""
    request, address = look_at_proof(reference, context)
    return show_page(context, "proof.html", images=address, request=request, address=address, draft=None)


def _show(
    reference: str,
    context: RequestContext,
    *,
    status: int = 200,
    after: str | None = None,
    draft: Command[RequestEvent] | None = None,
    errors: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    case = open_case(reference, context, after=after)
    values = {**_describe(case, context), **_tell_steps(case, context), "first": after is None}
    return show_page(context, "request.html", status=status, draft=draft, errors=errors, **values)


def _tell_steps(case: Case, context: RequestContext) -> dict[str, Any]:
    step = part_of_page(context, "step")
    pieces = [step(one) for one in case.history.steps]
    count = count_fitting(map(payload_size, pieces))
    return {"steps": pieces[:count], "after": case.history.page.token_after(count)}


def _describe(case: Case, context: RequestContext) -> dict[str, Any]:
    request = case.request
    due_at, received_at = request.due_moment, request.received_moment
    ended = request.status in ENDED
    return {
        "request": request,
        "person": case.person,
        "ended": ended,
        "urgency": None if ended else urgency_of(due_at, context.language, now=context.now),
        "due_on": day_in_words(due_at, context.language),
        "received_on": day_in_words(received_at, context.language),
        "latest": latest_due_date(received_at).isoformat(),
        "due_date": local_date(due_at),
        "moves": [move for move in case.moves if move.event not in {*_DECISIONS, *_APART}],
        "decisions": _in_order(case.moves, _DECISIONS),
        "apart": _in_order(case.moves, _APART),
        "needs_another": case.needs_another,
        "has_proof": request.status is RequestStatus.PROOF_RECEIVED,
    }


def _in_order(moves: Sequence[RequestMove], events: tuple[RequestEvent, ...]) -> list[RequestMove]:
    return sorted((move for move in moves if move.event in events), key=lambda move: events.index(move.event))


def _show_too_late(reference: str, command: Command[RequestEvent], context: RequestContext) -> Response:
    happened = last_step(reference, context)
    return show_page(context, "moved.html", status=409, reference=reference, words=command.words, happened=happened)
