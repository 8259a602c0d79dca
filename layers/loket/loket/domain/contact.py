"""Contact messages: a question, a report or a complaint, kept as long as the standard period."""

from datetime import datetime
from enum import StrEnum

from loket.domain import field
from loket.domain.form import Form, without_forbidden_numbers
from loket.domain.inventory import Declared
from loket.domain.language import Language
from loket.domain.retention import Retention, expiry
from loket.domain.screening import Doubt
from loket.domain.work import field as work


class Words(Declared):
    """What a person tells us in the contact form."""

    name: field.Name
    email: field.ContactEmail
    phone: field.ContactPhone = None
    topic: field.TopicAnswer
    message: field.Message


class ContactForm(Words, Form):
    """The contact form: a closed list of fields."""


class ContactStatus(StrEnum):
    """Where a contact message stands."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    SPAM = "spam"


class ContactMessage(Words):
    """A contact message as it is stored."""

    reference: field.Reference
    status: field.Status
    language: field.Language
    redacted: field.FieldNames
    doubts: field.Doubts
    answer: work.AnswerIfAny = None
    answered_by: work.AnsweredBy = None
    answered_at: work.DoneAt = None
    received_at: field.Moment
    expires_at: field.Moment


def take_message(
    form: ContactForm, *, reference: str, doubts: frozenset[Doubt], status: ContactStatus, received_at: datetime
) -> ContactMessage:
    """Return the message that a form makes, without the numbers that may not be held."""
    sent = {name: value for name in Words.model_fields if (value := getattr(form, name)) is not None}
    words, redacted = without_forbidden_numbers(Words, sent)
    return ContactMessage.model_construct(
        **words,
        reference=reference,
        status=status,
        language=form.language or Language.NL,
        redacted=redacted,
        doubts=tuple(sorted(doubts)),
        received_at=int(received_at.timestamp()),
        expires_at=int(expiry(Retention.STANDARD, since=received_at).timestamp()),
    )
