"""What went wrong, told to staff: one table from exceptions to statuses; a page for people, problem+json for programs."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from loket.core.limit import TooOften
from loket.core.move import MoveForbidden
from loket.core.refusal import FieldError, FormRefused, printable_name
from loket.http.problem import Problem
from loket.http.request import BodyTooLarge, OriginRefused
from loket.log import log_fault
from loket.privacy.domain.four_eyes import FourEyesNeeded
from loket.privacy.store.request import RequestChanged
from loket.staff.domain.action import ActionForbidden
from loket.staff.handle import MoneyWentBack, StillHeld
from loket.staff.store.item import ItemChanged
from loket.staff.store.task import AlreadyDone, TaskReopened
from loket.storage.client import StoreUnavailable
from loket.storage.item import ItemGone
from loket.storage.seat import NoSeatLeft
from starlette.exceptions import HTTPException

from desk.auth.http import IdentityUnavailable
from desk.auth.oidc import NameRefused, SignInRefused
from desk.auth.session import SessionOver
from desk.context import NotSignedIn, RequestContext, RolesStale, is_api
from desk.guard import FormForged, RoleMissing, context_of
from desk.page import show_page
from desk.requests.case import ProofSeen
from desk.texts import error_in_words, texts

PROBLEMS: Mapping[type[Exception], Problem] = {
    NotSignedIn: Problem(401, "not_signed_in"),
    RolesStale: Problem(401, "roles_stale"),
    SessionOver: Problem(401, "not_signed_in"),
    SignInRefused: Problem(403, "sign_in_refused"),
    NameRefused: Problem(403, "name_refused"),
    RoleMissing: Problem(403, "role_missing"),
    FourEyesNeeded: Problem(403, "four_eyes"),
    FormForged: Problem(403, "form_forged"),
    OriginRefused: Problem(403, "form_forged"),
    ItemGone: Problem(404, "gone"),
    RequestChanged: Problem(409, "request_moved"),
    # Before the table's own refusal, of which it is a kind.
    ActionForbidden: Problem(409, "moved"),
    MoveForbidden: Problem(409, "move_forbidden"),
    ProofSeen: Problem(409, "proof_seen"),
    ItemChanged: Problem(409, "moved"),
    AlreadyDone: Problem(409, "moved"),
    TaskReopened: Problem(409, "moved"),
    StillHeld: Problem(409, "still_held"),
    NoSeatLeft: Problem(409, "no_seat"),
    MoneyWentBack: Problem(409, "money_went_back"),
    BodyTooLarge: Problem(413, "too_large"),
    FormRefused: Problem(422, "form_refused"),
    RequestValidationError: Problem(422, "form_refused"),
    TooOften: Problem(429, "too_many", 600),
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
        return _lead_to_sign_in(request, silent=isinstance(error, RolesStale))
    context = getattr(request.state, "context", None) or context_of(request, None)
    errors = [_in_words(part, context) for part in _errors(error)]
    written = getattr(request.state, "written", ())
    answer = _as_json(context, problem, errors) if is_api(request) else _as_page(context, problem, errors, written)
    wait = error.retry_after if isinstance(error, TooOften) else problem.retry_after
    if wait:
        answer.headers["retry-after"] = str(wait)
    return answer


def _problem(error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return Problem(error.status_code, "gone")
    return next((problem for kind, problem in PROBLEMS.items() if isinstance(error, kind)), UNEXPECTED)


def _lead_to_sign_in(request: Request, *, silent: bool) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    asked = {"return_to": f"{request.url.path}{query}", **({"silent": "true"} if silent else {})}
    return RedirectResponse(f"/desk/sign-in?{urlencode(asked)}", 303)


def _errors(error: Exception) -> tuple[FieldError, ...]:
    if isinstance(error, RequestValidationError):
        names = {printable_name(str(detail["loc"][-1])) for detail in error.errors()}
        return tuple(FieldError(name, "invalid") for name in sorted(names))
    return error.errors if isinstance(error, FormRefused) else ()


def _in_words(error: FieldError, context: RequestContext) -> dict[str, str]:
    return {"field": error.field, "code": error.code, "message": error_in_words(error.code, context.language)}


def _as_json(context: RequestContext, problem: Problem, errors: list[dict[str, str]]) -> Response:
    words = texts(context.language)
    body = {
        "type": f"urn:loket:problem:{problem.name}",
        "title": words[f"desk.problem.{problem.name}.title"],
        "status": problem.status,
        "detail": words[f"desk.problem.{problem.name}.detail"],
        "errors": errors,
    }
    headers = {"content-language": context.language.value}
    return JSONResponse(body, problem.status, headers=headers, media_type="application/problem+json")


def _as_page(context: RequestContext, problem: Problem, errors: list[dict[str, str]], written: Sequence[str]) -> Response:
    return show_page(context, "problem.html", status=problem.status, problem=problem.name, errors=errors, written=written)
