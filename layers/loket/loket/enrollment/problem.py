"""What may go wrong on the page of an enrollment, beside what goes wrong everywhere."""

from collections.abc import Callable

from loket.core.link import LinkRefused
from loket.http.answer import Answer
from loket.http.problem import PROBLEMS, Handler, Problem, Problems, answers
from loket.http.request import Event
from loket.payment.provider.fault import ProviderUnavailable
from loket.payment.store import AttemptUnknown
from loket.storage.item import ItemGone

ENROLLMENT_PROBLEMS: Problems = {
    **PROBLEMS,
    ProviderUnavailable: Problem(503, "payment_unavailable", 60),
    # A link to what is gone is told as one that was never ours.
    ItemGone: PROBLEMS[LinkRefused],
    # Gone while its page was made; the next look says how it stands.
    AttemptUnknown: PROBLEMS[LinkRefused],
}


def answers_about_enrollment(handle: Handler) -> Callable[[Event, object], Answer]:
    """Return a Lambda handler that answers with a problem where `handle` raises, also one of an enrollment's own."""
    return answers(handle, ENROLLMENT_PROBLEMS)
