"""Contact messages: a question, a report or a complaint, kept as long as the standard period, or a wish for a place."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, NamedTuple

from loket.core import field, staff_field
from loket.core.doubt import Doubt, must_hold_mail
from loket.core.effect import EffectKind
from loket.core.form import Form, without_forbidden_numbers
from loket.core.inventory import Declared
from loket.core.item import ItemKind, Record
from loket.core.language import Language
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention, expires_at


class ContactFields(Declared):
    """What a person tells us in the contact form."""

    name: field.Name
    email: field.ContactEmail
    phone: field.ContactPhone = None
    topic: field.TopicChoice
    course: field.FullCourse = None
    message: field.Message


class ContactForm(ContactFields, Form):
    """The contact form: a closed list of fields."""


class ContactStatus(StrEnum):
    """Where a contact message stands."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    SPAM = "spam"


# In which of them nothing is mailed to the person; a release, if it comes to that, brings a confirmation of its own.
HELD_BY_STAFF = frozenset({ContactStatus.IN_REVIEW, ContactStatus.SPAM})


class ContactMessage(ContactFields, Record):
    """A contact message as it is stored."""

    kind: ClassVar[ItemKind] = ItemKind.MESSAGE

    reference: field.Reference
    course_title: field.FullCourse = None
    status: Annotated[ContactStatus, field.ADMINISTRATION]
    language: field.Language
    redacted: field.FieldNames
    doubts: field.Doubts
    answer: staff_field.AnswerIfAny = None
    answered_by: staff_field.AnsweredBy = None
    answered_by_id: staff_field.StaffId = None
    answered_at: staff_field.DoneAt = None
    received_at: field.Moment
    expires_at: field.Moment


class FullCourse(NamedTuple):
    """The course in which somebody wants a place: its title, and until when one can enroll in it."""

    title: str
    closes_at: datetime


def take_message(
    form: ContactForm, course: FullCourse | None, *, reference: str, doubts: frozenset[Doubt], received_at: datetime
) -> ContactMessage:
    """Return the message that a form makes, without the numbers that may not be kept; a doubtful one waits for staff.

    A wish for a place in a full course is kept no longer than one can enroll in it; it names the course, and no other
    message does: raise `FormRefused`.
    """
    _check_course(form)
    sent = {name: value for name in ContactFields.model_fields if (value := getattr(form, name)) is not None}
    words, redacted = without_forbidden_numbers(ContactFields, sent)
    return ContactMessage.model_construct(
        **words,
        reference=reference,
        course_title=course.title if course else None,
        status=ContactStatus.IN_REVIEW if must_hold_mail(doubts) else ContactStatus.RECEIVED,
        language=form.language or Language.NL,
        redacted=redacted,
        doubts=tuple(sorted(doubts)),
        received_at=int(received_at.timestamp()),
        expires_at=expires_at(Retention.STANDARD, since=received_at, latest=course.closes_at if course else None),
    )


def effects_of(message: ContactMessage) -> tuple[EffectKind, ...]:
    """Return what follows from a new message: staff are told, and so is the person, unless it waits for staff first."""
    if must_hold_mail(frozenset(message.doubts)):
        return (EffectKind.NOTIFY_STAFF,)
    return EffectKind.CONFIRM_CONTACT_MESSAGE, EffectKind.NOTIFY_STAFF


def _check_course(form: ContactForm) -> None:
    """Refuse a wish for a place that does not name the course, and any other message that names one."""
    if form.topic is field.Topic.WAITING_LIST and form.course is None:
        raise FormRefused(FieldError("course", "required"))
    if form.topic is not field.Topic.WAITING_LIST and form.course is not None:
        raise FormRefused(FieldError("course", "unknown"))
