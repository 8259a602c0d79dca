"""What a person may do on the page of their own request: a small form with a button for each."""

from collections.abc import Sequence

from loket.core.form import Form
from loket.core.refusal import FieldError, FormRefused
from loket.privacy.domain import field
from loket.privacy.domain.lifecycle import RequestEvent
from loket.privacy.domain.request import Step

# Of 4,000 signs each at most: all of them together stay far below what Lambda can answer with (6 MB), on every page.
MOST_ADDITIONS = 20


class ActionForm(Form):
    """The form behind every button on the page of a privacy request: what to do, and the words that go with it."""

    action: field.ChosenAction
    information: field.Information = None


class AdditionsFull(Exception):
    """As much was added to the request as it can hold; the person can still write or call."""


def check_action(form: ActionForm) -> None:
    """Refuse an addition without words; raise `FormRefused`."""
    if RequestEvent(form.action) is RequestEvent.ADD_INFORMATION and form.information is None:
        raise FormRefused(FieldError("information", "required"))


def check_room(event: RequestEvent, steps: Sequence[Step]) -> None:
    """Raise `AdditionsFull` where a person adds to a request what it has no room for any more."""
    if event is RequestEvent.ADD_INFORMATION and not has_room(steps):
        raise AdditionsFull


def has_room(steps: Sequence[Step]) -> bool:
    """Return whether a person may add something to a request."""
    return sum(step.event == RequestEvent.ADD_INFORMATION for step in steps) < MOST_ADDITIONS
