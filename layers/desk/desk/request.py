"""The page of a privacy request: what was asked, by when, what happened, and what may happen next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from loket.domain.form import read_words
from loket.domain.privacy.deadline import latest_due_date
from loket.domain.privacy.lifecycle import ENDED, Move, RequestEvent, RequestStatus
from loket.domain.privacy.request import received_moment_of
from loket.domain.refusal import FormRefused
from loket.domain.retention import local_date
from loket.store.privacy_request import RequestMoved

from desk.case import Case, Wish, last_step, look_at_proof, move_case, open_case
from desk.page import day_in_words, show_page
from desk.role import STAFF
from desk.route import Desk
from desk.texts import error_in_words
from desk.today import urgency_of
from desk.visit import Visit, Visited

# Answers stand first, what ends a request without one last.
_ANSWERS = (RequestEvent.GRANT, RequestEvent.GRANT_PARTLY, RequestEvent.REFUSE)
_APART = (RequestEvent.EXTEND, RequestEvent.RENEW_LINK, RequestEvent.WITHDRAW, RequestEvent.LAPSE)

desk = Desk()


@desk.get("/requests/{reference}", allow=STAFF, include_in_schema=False)
def show_request(reference: str, visit: Visited) -> Response:
    """Show a request; that it was looked at is in the ledger by then."""
    return _show(reference, visit)


@desk.post("/requests/{reference}/moves", allow=STAFF, include_in_schema=False)
def move_request(
    reference: str,
    visit: Visited,
    event: Annotated[RequestEvent, Form()],
    revision: Annotated[int, Form()],
    reason: Annotated[str, Form()] = "",
    until: Annotated[date | None, Form()] = None,
) -> Response:
    """Make a move, and go back to the request; who was too late is told what happened instead.

    A move that cannot be made like this comes back with what was typed.
    """
    wish = Wish(event=event, revision=revision, reason=reason, until=until)
    try:
        move_case(reference, replace(wish, reason=read_words("reason", reason) if reason else None), visit)
    except RequestMoved:
        return _show_too_late(reference, wish, visit)
    except FormRefused as refused:
        errors = {one.field: error_in_words(one.code, visit.language) for one in refused.errors}
        return _show(reference, visit, status=422, draft=wish, errors=errors)
    return RedirectResponse(f"/desk/requests/{reference}", 303)


@desk.post("/requests/{reference}/proof", allow=STAFF, include_in_schema=False)
def show_copy(reference: str, visit: Visited) -> Response:
    """Show the copy of the identity document, once, beside the question whether it will do."""
    request, address = look_at_proof(reference, visit)
    return show_page(visit, "proof.html", images=address, request=request, address=address, draft=None)


def _show(
    reference: str,
    visit: Visit,
    *,
    status: int = 200,
    draft: Wish | None = None,
    errors: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    values = _describe(open_case(reference, visit), visit)
    return show_page(visit, "request.html", status=status, draft=draft, errors=errors, **values)


def _describe(case: Case, visit: Visit) -> dict[str, Any]:
    request = case.request
    due_at = datetime.fromisoformat(request.due_at)
    ended = RequestStatus(request.status) in ENDED
    return {
        "request": request,
        "person": case.person,
        "ended": ended,
        "urgency": None if ended else urgency_of(due_at, visit.language, now=visit.now),
        "due_on": day_in_words(due_at, visit.language),
        "received_on": day_in_words(received_moment_of(request), visit.language),
        "latest": latest_due_date(received_moment_of(request)).isoformat(),
        "due_date": local_date(due_at),
        "steps": list(reversed(case.steps)),
        "moves": [move for move in case.moves if move.event not in {*_ANSWERS, *_APART}],
        "answers": _in_order(case.moves, _ANSWERS),
        "apart": _in_order(case.moves, _APART),
        "has_proof": request.status == RequestStatus.PROOF_RECEIVED,
    }


def _in_order(moves: Sequence[Move], events: tuple[RequestEvent, ...]) -> list[Move]:
    return sorted((move for move in moves if move.event in events), key=lambda move: events.index(move.event))


def _show_too_late(reference: str, wish: Wish, visit: Visit) -> Response:
    happened = last_step(reference, visit)
    return show_page(visit, "moved.html", status=409, reference=reference, wish=wish, happened=happened)
