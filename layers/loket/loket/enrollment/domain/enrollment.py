"""Enrollment: a person takes part in a course, and which of their values may be kept for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from loket.core import field
from loket.core.consent import Consent, give_consent
from loket.core.doubt import Doubt, must_hold_mail
from loket.core.form import Form, without_forbidden_numbers
from loket.core.inventory import Declared
from loket.core.item import ItemKind, Record
from loket.core.language import Language
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import LOCAL_TIME, Retention, expires_at
from loket.core.text import postcode_in
from loket.enrollment.domain.course import Course, Need
from loket.enrollment.domain.hold import begin_hold

_OLDEST_YEARS = 120


class EnrollmentFields(Declared):
    """What a person may be asked when they enroll; the course decides which of these are kept."""

    first_name: field.FirstName
    last_name: field.LastName
    email: field.Email
    phone: field.Phone = None
    street: field.Street = None
    house_number: field.HouseNumber = None
    postcode: field.Postcode = None
    city: field.City = None
    country: field.Country = None
    date_of_birth: field.DateOfBirth = None
    place_of_birth: field.PlaceOfBirth = None
    gender: field.GenderChoice = None
    education_level: field.EducationChoice = None
    iban: field.Iban = None
    bsn: field.CitizenNumber = None
    nationality: field.Nationality = None
    marital_status: field.MaritalChoice = None
    employer: field.Employer = None
    message: field.Remark = None
    invoice_name: field.InvoiceName = None
    invoice_address: field.InvoiceAddress = None


class EnrollmentForm(EnrollmentFields, Form):
    """The enrollment form: a closed list of fields."""

    course: field.CourseCode
    consent_extra_data: field.ConsentExtraData = False
    consent_newsletter: field.ConsentNewsletter = False
    confirm_again: field.ConfirmAgain = False


class EnrollmentStatus(StrEnum):
    """Where an enrollment stands."""

    RECEIVED = "received"
    WAITING_FOR_PAYMENT = "waiting_for_payment"
    # Four are read or written by payment, under names of its own: a test holds them equal.
    PAID = "paid"
    UNPAID = "unpaid"
    PAID_WITHOUT_PLACE = "paid_without_place"
    CANCELLED = "cancelled"
    IN_REVIEW = "in_review"
    SPAM = "spam"


# In which of them an enrollment has a seat in its course.
SEATED = frozenset({EnrollmentStatus.RECEIVED, EnrollmentStatus.WAITING_FOR_PAYMENT, EnrollmentStatus.PAID})

# In which of them nothing is mailed to the person; a release, if it comes to that, brings a confirmation of its own.
HELD_BY_STAFF = frozenset({EnrollmentStatus.IN_REVIEW, EnrollmentStatus.SPAM})


class Enrollment(EnrollmentFields, Record):
    """An enrollment as it is stored: the values that may be kept, and what was decided about the rest.

    While its seat waits for a payment it has `held_until` and is in the index of due dates; `warning` is the sort key of the
    mail that tells of the end. `link_version` rises each time its place comes free unpaid: a link of before, which whoever
    filled in the form has without a mailbox, takes no place any more.
    """

    kind: ClassVar[ItemKind] = ItemKind.ENROLLMENT

    reference: field.Reference
    status: Annotated[EnrollmentStatus, field.ADMINISTRATION]
    attempt: field.FactIfAny = None
    course: field.CourseCode
    course_title: field.CourseCode
    language: field.Language
    discarded: field.FieldNames
    redacted: field.FieldNames
    doubts: field.Doubts
    received_at: field.Moment
    expires_at: field.Moment
    paid_by: field.FactIfAny = None
    held_until: field.MomentIfAny = None
    warning: field.FactIfAny = None
    due_bucket: field.FactIfAny = None
    due_at: field.FactIfAny = None
    link_version: field.Count = 1

    @property
    def name(self) -> str:
        """Return the whole name of the person."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolled:
    """All that follows from one accepted form."""

    enrollment: Enrollment
    consents: tuple[Consent, ...]


ALWAYS_KEPT = frozenset({"first_name", "last_name", "email", "message"})
# Who pays: offered wherever a course costs money, one of them with the other, and no question of a course.
OF_INVOICE = frozenset({"invoice_name", "invoice_address"})
ASKABLE = frozenset(EnrollmentFields.model_fields) - ALWAYS_KEPT - OF_INVOICE


class CourseClosed(FormRefused):
    """One can no longer enroll in the course."""

    def __init__(self) -> None:
        """Name the field that chose the course."""
        super().__init__(FieldError("course", "course_closed"))


class CourseFull(FormRefused):
    """The last seat in the course is taken."""

    def __init__(self) -> None:
        """Name the field that chose the course."""
        super().__init__(FieldError("course", "course_full"))


class CourseUnknown(FormRefused):
    """There is no such course, or no longer."""

    def __init__(self) -> None:
        """Name the field that chose the course."""
        super().__init__(FieldError("course", "course_unknown"))


def status_in(course: Course) -> EnrollmentStatus:
    """Return where an enrollment stands that has its seat: in a course that costs money it waits for its payment."""
    return EnrollmentStatus.WAITING_FOR_PAYMENT if course.price_cents else EnrollmentStatus.RECEIVED


def enroll(
    form: EnrollmentForm,
    course: Course,
    *,
    reference: str,
    doubts: frozenset[Doubt],
    attempt: str,
    received_at: datetime,
) -> Enrolled:
    """Return the enrollment that a form makes in a course; raise `FormRefused` where the course's needs are not met.

    One in a course that costs money waits for `attempt` to be paid; a doubtful one waits for staff first.
    """
    if not course.is_open(at=received_at):
        raise CourseClosed
    sent = {name: value for name in EnrollmentFields.model_fields if (value := getattr(form, name)) is not None}
    _check_values(sent, course, received_at)
    status = EnrollmentStatus.IN_REVIEW if must_hold_mail(doubts) else status_in(course)
    kept = _kept(form, course)
    values, redacted = without_forbidden_numbers(EnrollmentFields, {name: sent[name] for name in sent if name in kept})
    language = form.language or Language.NL
    waits = status is EnrollmentStatus.WAITING_FOR_PAYMENT
    hold: Mapping[str, Any] = (begin_hold(course, reference, now=received_at) if waits else None) or {}
    enrollment = Enrollment.model_construct(
        **values,
        reference=reference,
        status=status,
        attempt=attempt if waits else None,
        course=course.code,
        course_title=getattr(course.title, language),
        language=language,
        discarded=tuple(sorted(set(sent) - kept)),
        redacted=redacted,
        doubts=tuple(sorted(doubts)),
        received_at=int(received_at.timestamp()),
        expires_at=expires_at(Retention.STANDARD, since=received_at),
        **hold,
    )
    extra = tuple(sorted(course.named(Need.CONSENT) & set(values)))
    return Enrolled(enrollment=enrollment, consents=_consents(form, extra, enrollment, received_at))


def _kept(form: EnrollmentForm, course: Course) -> frozenset[str]:
    with_consent = course.named(Need.CONSENT) if form.consent_extra_data else frozenset()
    of_invoice = OF_INVOICE if course.price_cents else frozenset()
    return ALWAYS_KEPT | of_invoice | course.named(Need.REQUIRED) | course.named(Need.LAW) | with_consent


def _check_values(sent: dict[str, Any], course: Course, received_at: datetime) -> None:
    needed = course.named(Need.REQUIRED) | course.named(Need.LAW)
    if course.price_cents and OF_INVOICE & set(sent):
        needed |= OF_INVOICE
    errors = [FieldError(name, "required") for name in needed - set(sent)]
    born = sent.get("date_of_birth")
    if born and not _is_birthday(born, received_at.astimezone(LOCAL_TIME).date()):
        errors.append(FieldError("date_of_birth", "date_of_birth"))
    if "postcode" in sent:
        sent["postcode"] = postcode_in(sent.get("country", "NL"), sent["postcode"])
        errors += [] if sent["postcode"] else [FieldError("postcode", "postcode")]
    if errors:
        raise FormRefused(*sorted(errors))


def _is_birthday(born: date, today: date) -> bool:
    return today.year - _OLDEST_YEARS <= born.year and born <= today


def _consents(
    form: EnrollmentForm, extra: tuple[str, ...], enrollment: Enrollment, received_at: datetime
) -> tuple[Consent, ...]:
    def given(purpose: field.ConsentKind, fields: tuple[str, ...]) -> Consent:
        return give_consent(
            purpose,
            about=enrollment.reference,
            fields=fields,
            language=enrollment.language,
            received_at=received_at,
        )

    wanted = [given("extra_data", extra)] if extra else []
    return (*wanted, *([given("newsletter", ("email",))] if form.consent_newsletter else []))
