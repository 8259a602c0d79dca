"""What a person may do on the page of their own request: a small form with a button for each."""

from loket.core.form import Form
from loket.core.refusal import FieldError, FormRefused
from loket.privacy.domain import field
from loket.privacy.domain.lifecycle import RequestEvent


class ActionForm(Form):
    """The form behind every button on the page of a privacy request: what to do, and the words that go with it."""

    action: field.ChosenAction
    information: field.Information = None


def check_action(form: ActionForm) -> None:
    """Refuse an addition without words; raise `FormRefused`."""
    if RequestEvent(form.action) is RequestEvent.ADD_INFORMATION and form.information is None:
        raise FormRefused(FieldError("information", "required"))
