"""What may go wrong with a privacy request, beside what goes wrong everywhere; only who handles requests loads this."""

from collections.abc import Callable

from loket.core.link import LinkRefused
from loket.core.move import MoveForbidden
from loket.http.answer import Answer
from loket.http.problem import PROBLEMS, Handler, Problem, Problems, answers
from loket.http.request import Event
from loket.privacy.domain.action import AdditionsFull
from loket.privacy.store.proof import ProofMissing
from loket.privacy.store.request import RequestChanged
from loket.storage.item import ItemGone

REQUEST_PROBLEMS: Problems = {
    **PROBLEMS,
    MoveForbidden: Problem(409, "move_forbidden"),
    RequestChanged: Problem(409, "request_moved"),
    ProofMissing: Problem(409, "proof_missing"),
    AdditionsFull: Problem(409, "request_additions"),
    # A link to what is gone is told as one that was never ours.
    ItemGone: PROBLEMS[LinkRefused],
}


def answers_about_request(handle: Handler) -> Callable[[Event, object], Answer]:
    """Return a Lambda handler that answers with a problem where `handle` raises, also one of a privacy request's own."""
    return answers(handle, REQUEST_PROBLEMS)
