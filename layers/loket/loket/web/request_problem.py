"""What may go wrong with a privacy request, beside what goes wrong everywhere; only who handles requests loads this."""

from collections.abc import Callable

from loket.domain.privacy.lifecycle import MoveForbidden
from loket.store.privacy_request import RequestMoved
from loket.store.proof import ProofMissing
from loket.web.answer import Answer
from loket.web.problem import PROBLEMS, Handler, Problem, Problems, answers
from loket.web.request import Event

REQUEST_PROBLEMS: Problems = {
    **PROBLEMS,
    MoveForbidden: Problem(409, "move_forbidden"),
    RequestMoved: Problem(409, "request_moved"),
    ProofMissing: Problem(409, "proof_missing"),
}


def answers_about_request(handle: Handler) -> Callable[[Event, object], Answer]:
    """Return a Lambda handler that answers with a problem where `handle` raises, also one of a privacy request's own."""
    return answers(handle, REQUEST_PROBLEMS)
