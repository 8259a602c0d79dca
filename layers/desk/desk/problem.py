"""What went wrong, told to staff: one table from exceptions to statuses; a page for people, problem+json for programs."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from loket.deskwork import StillHeld
from loket.domain.privacy.lifecycle import MoveForbidden
from loket.domain.refusal import FieldError, FormRefused, printable_name
from loket.domain.work.handling import HandlingForbidden
from loket.log import log_fault
from loket.store.client import StoreUnavailable
from loket.store.course import NoSeatLeft
from loket.store.handled import ItemMoved
from loket.store.person import ItemGone
from loket.store.privacy_request import RequestMoved
from loket.store.work import AlreadyDone, WorkReopened
from loket.web.problem import Problem
from loket.web.request import BodyTooLarge, OriginRefused
from starlette.exceptions import HTTPException

from desk.case import ProofSeen
from desk.guard import FormForged, RoleMissing, visit_of
from desk.http import IdentityUnavailable
from desk.identity import SignInRefused
from desk.page import show_page
from desk.session import SessionOver
from desk.texts import error_in_words, texts
from desk.visit import NotSignedIn, Visit, is_api

PROBLEMS: Mapping[type[Exception], Problem] = {
    NotSignedIn: Problem(401, "not_signed_in"),
    SessionOver: Problem(401, "not_signed_in"),
    SignInRefused: Problem(403, "sign_in_refused"),
    RoleMissing: Problem(403, "role_missing"),
    FormForged: Problem(403, "form_forged"),
    OriginRefused: Problem(403, "form_forged"),
    ItemGone: Problem(404, "gone"),
    RequestMoved: Problem(409, "request_moved"),
    MoveForbidden: Problem(409, "move_forbidden"),
    ProofSeen: Problem(409, "proof_seen"),
    ItemMoved: Problem(409, "moved"),
    AlreadyDone: Problem(409, "moved"),
    WorkReopened: Problem(409, "moved"),
    HandlingForbidden: Problem(409, "moved"),
    StillHeld: Problem(409, "still_held"),
    NoSeatLeft: Problem(409, "no_seat"),
    BodyTooLarge: Problem(413, "too_large"),
    FormRefused: Problem(422, "form_refused"),
    RequestValidationError: Problem(422, "form_refused"),
    StoreUnavailable: Problem(503, "unavailable", 5),
    IdentityUnavailable: Problem(503, "identity_unavailable", 30),
}
UNEXPECTED = Problem(500, "unexpected")
_UNAUTHORIZED = 401
_SERVER_ERRORS = 500


def tell_problem(request: Request, error: Exception) -> Response:
    """Return the answer to a request that failed; a fault of ours is logged, once."""
    problem = _problem(error)
    if problem.status >= _SERVER_ERRORS:
        log_fault(error)
    # Only what was looked at is gone back to; what was sent is sent again by hand, once signed in.
    if problem.status == _UNAUTHORIZED and request.method == "GET" and not is_api(request):
        return _lead_to_sign_in(request)
    visit = getattr(request.state, "visit", None) or visit_of(request, None)
    told = [_told(one, visit) for one in _errors(error)]
    written = getattr(request.state, "written", ())
    answer = _as_json(visit, problem, told) if is_api(request) else _as_page(visit, problem, told, written)
    if problem.retry_after:
        answer.headers["retry-after"] = str(problem.retry_after)
    return answer


def _problem(error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return Problem(error.status_code, "gone")
    return next((problem for kind, problem in PROBLEMS.items() if isinstance(error, kind)), UNEXPECTED)


def _lead_to_sign_in(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    back = f"{request.url.path}{query}"
    return RedirectResponse(f"/desk/sign-in?{urlencode({'return_to': back})}", 303)


def _errors(error: Exception) -> tuple[FieldError, ...]:
    if isinstance(error, RequestValidationError):
        names = {printable_name(str(one["loc"][-1])) for one in error.errors()}
        return tuple(FieldError(name, "invalid") for name in sorted(names))
    return getattr(error, "errors", ())


def _told(error: FieldError, visit: Visit) -> dict[str, str]:
    return {"field": error.field, "code": error.code, "message": error_in_words(error.code, visit.language)}


def _as_json(visit: Visit, problem: Problem, told: list[dict[str, str]]) -> Response:
    words = texts(visit.language)
    body = {
        "type": f"urn:loket:problem:{problem.name}",
        "title": words[f"desk.problem.{problem.name}.title"],
        "status": problem.status,
        "detail": words[f"desk.problem.{problem.name}.detail"],
        "errors": told,
    }
    headers = {"content-language": visit.language.value}
    return JSONResponse(body, problem.status, headers=headers, media_type="application/problem+json")


def _as_page(visit: Visit, problem: Problem, told: list[dict[str, str]], written: Sequence[str]) -> Response:
    return show_page(visit, "problem.html", status=problem.status, problem=problem.name, errors=told, written=written)
