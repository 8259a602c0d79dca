"""What a person may do on the page of their own request: a small form with a button for each."""

from loket.domain.form import Form
from loket.domain.privacy import field
from loket.domain.privacy.lifecycle import RequestEvent
from loket.domain.refusal import FieldError, FormRefused


class ActionForm(Form):
    """The form behind every button: what to do, and the words that go with it."""

    action: field.ChosenAction
    information: field.Information = None


def check_action(form: ActionForm) -> None:
    """Refuse an addition without words; raise `FormRefused`."""
    if RequestEvent(form.action) is RequestEvent.ADD_INFORMATION and form.information is None:
        raise FormRefused(FieldError("information", "required"))
