"""What went wrong, said to the sender: one table from exceptions to statuses (RFC 9457)."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, NamedTuple

from loket.core.language import Language
from loket.core.limit import TooOften
from loket.core.link import LinkRefused
from loket.core.refusal import FieldError, FormRefused
from loket.http.answer import Answer, answer_json
from loket.http.request import (
    BodyMalformed,
    BodyTooLarge,
    ContentTypeUnsupported,
    Event,
    OriginRefused,
    Request,
    read_request,
)
from loket.log import log_fault
from loket.storage.client import StoreUnavailable
from loket.texts import text


class Problem(NamedTuple):
    """How one kind of exception is told: its status, the name of its texts, and after how many seconds to try again."""

    status: int
    name: str
    retry_after: int | None = None


class SubmissionKeyReused(ValueError):
    """An Idempotency-Key came with another form than the first time."""


type Problems = Mapping[type[Exception], Problem]

PROBLEMS: Problems = {
    FormRefused: Problem(422, "form_refused"),
    SubmissionKeyReused: Problem(422, "key_reused"),
    BodyMalformed: Problem(400, "body_malformed"),
    BodyTooLarge: Problem(413, "body_too_large"),
    ContentTypeUnsupported: Problem(415, "content_type"),
    OriginRefused: Problem(403, "origin"),
    # How long to wait is told by the exception itself.
    TooOften: Problem(429, "too_many", 600),
    StoreUnavailable: Problem(503, "unavailable", 5),
    # Nothing tells a link that is out of date from one that was never ours.
    LinkRefused: Problem(404, "link"),
}
UNEXPECTED = Problem(500, "unexpected")

type Handler = Callable[[Request], Answer]


def answers(handle: Handler, problems: Problems = PROBLEMS) -> Callable[[Event, object], Answer]:
    """Return a Lambda handler that answers with a problem where `handle` raises; a fault of ours is logged, once."""

    @wraps(handle)
    def handler(event: Event, _context: object) -> Answer:
        request = read_request(event)
        try:
            return handle(request)
        except Exception as error:  # noqa: BLE001 - the edge: whatever it is, the person gets an answer
            problem = _problem(error, problems)
            if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                log_fault(error)
            if isinstance(error, TooOften):
                problem = problem._replace(retry_after=error.retry_after)
            return _tell(request, problem, error.errors if isinstance(error, FormRefused) else ())

    return handler


def _problem(error: Exception, problems: Problems) -> Problem:
    return next((problem for kind, problem in problems.items() if isinstance(error, kind)), UNEXPECTED)


def _tell(request: Request, problem: Problem, errors: tuple[FieldError, ...]) -> Answer:
    language = request.language
    retry = {"retry_after": str(problem.retry_after)} if problem.retry_after else {}
    said = [_in_words(error, language) for error in errors]
    title, detail = (text(f"problem.{problem.name}.{part}", language) for part in ("title", "detail"))
    if request.is_page:
        from loket.http.page import problem_page

        return problem_page(problem.status, language, title=title, detail=detail, errors=said, **retry)
    body = {
        "type": f"urn:loket:problem:{problem.name}",
        "title": title,
        "status": problem.status,
        "detail": detail,
        "errors": said,
    }
    return answer_json(problem.status, body, kind="application/problem+json", content_language=language.value, **retry)


def _in_words(error: FieldError, language: Language) -> dict[str, Any]:
    message = text(f"error.{error.code}", language)
    return {"field": error.field, "code": error.code, "message": message}
