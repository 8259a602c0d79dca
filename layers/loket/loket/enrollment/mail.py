"""Mails about an enrollment: that it was received, what happened to the money for it, and to its place."""

from datetime import datetime

from loket.core.doubt import Doubt
from loket.core.effect import EffectKind
from loket.core.language import Language
from loket.core.retention import is_over, local_date_of
from loket.enrollment.domain.enrollment import SEATED, Enrollment, EnrollmentFields, EnrollmentStatus
from loket.enrollment.domain.hold import end_of_notice
from loket.mail.letter import Letter, Section
from loket.mail.part import tell_left_out, tell_received, tell_reference, tell_retention, tell_rights
from loket.texts import text
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words

_WAYS = {EffectKind.OFFER_PAYMENT: "mail.money.way", EffectKind.OFFER_NEW_PAYMENT: "mail.money.again"}


def confirm_enrollment(enrollment: Enrollment, *, contact: str, due: int | None, link: str, now: datetime) -> Letter:
    """Return the letter that confirms an enrollment; `contact` is the address at which people use their rights.

    `due` is what there was to pay, in cents, or None; `link` leads to the page on which one pays. What is paid, or came to
    an end, before the letter is written, is not asked for any more.
    """
    language = enrollment.language
    course = text("mail.received.course", language, course=enrollment.course_title)
    kept = [name for name in EnrollmentFields.model_fields if getattr(enrollment, name) is not None]
    opening = (text("mail.enrollment.opening", language), *_next(enrollment))
    return _letter(
        "enrollment",
        enrollment,
        Section(title=None, paragraphs=(*opening, tell_reference(enrollment.reference, language))),
        *_due(due, link, enrollment, now=now),
        tell_received(course, kept, language),
        *tell_left_out(language, discarded=enrollment.discarded, redacted=enrollment.redacted),
        tell_retention(enrollment.expires_at, language, *_invoice(enrollment)),
        tell_rights(contact, language),
    )


def write_about_money(kind: EffectKind, enrollment: Enrollment, *, cents: int, link: str, contact: str) -> Letter:
    """Return the letter to a person about money that moved, or that still has to."""
    language = enrollment.language
    amount = amount_in_words(cents, language)
    opening = text(f"mail.{kind}.opening", language, amount=amount, course=enrollment.course_title)
    way = text(_WAYS[kind], language, link=link) if kind in _WAYS else _books(enrollment)
    return _letter(
        kind,
        enrollment,
        Section(title=None, paragraphs=(opening, way, tell_reference(enrollment.reference, language))),
        tell_rights(contact, language, of_form=False),
    )


def warn_of_end(enrollment: Enrollment, *, link: str, contact: str, now: datetime) -> Letter:
    """Return the letter that tells a person until when their place is held, as it is sent now."""
    language, end = enrollment.language, enrollment.held_until or 0
    until = int(end_of_notice(end, warned=now).timestamp())
    opening = text("mail.warn_place.opening", language, course=enrollment.course_title, date=_day(until, language))
    way = text("mail.place.pay", language, link=link)
    return _about_place("warn_place", enrollment, opening, way, contact=contact)


def tell_unpaid(enrollment: Enrollment, *, link: str, contact: str) -> Letter:
    """Return the letter that tells a person that their place came free, and how to take one again."""
    language = enrollment.language
    opening = text("mail.tell_unpaid.opening", language, course=enrollment.course_title)
    return _about_place("tell_unpaid", enrollment, opening, text("mail.place.again", language, link=link), contact=contact)


def tell_cancelled(enrollment: Enrollment, *, left: int | None, contact: str) -> Letter:
    """Return the letter that tells a person that staff cancelled their enrollment; `left` is the cents of theirs we have."""
    language = enrollment.language
    opening = text("mail.tell_cancelled.opening", language, course=enrollment.course_title)
    money = [text("mail.tell_cancelled.paid", language)] if left else []
    return _about_place("tell_cancelled", enrollment, opening, *money, contact=contact)


def tell_paid_without_place(enrollment: Enrollment, *, cents: int, contact: str) -> Letter:
    """Return the letter that tells a person that their payment came when there was no place for it any more."""
    language = enrollment.language
    values = {"amount": amount_in_words(cents, language), "course": enrollment.course_title}
    opening = text("mail.tell_paid_without_place.opening", language, **values)
    return _about_place("tell_paid_without_place", enrollment, opening, _books(enrollment), contact=contact)


def _about_place(name: str, enrollment: Enrollment, *paragraphs: str, contact: str) -> Letter:
    language = enrollment.language
    reference = tell_reference(enrollment.reference, language)
    opening = Section(title=None, paragraphs=(*paragraphs, reference))
    return _letter(name, enrollment, opening, tell_rights(contact, language, of_form=False))


def _letter(name: str, enrollment: Enrollment, *sections: Section) -> Letter:
    language = enrollment.language
    return Letter(
        to=enrollment.email,
        language=language,
        subject=text(f"mail.{name}.subject", language, reference=enrollment.reference),
        greeting=text("mail.greeting", language, name=enrollment.name),
        sections=sections,
    )


def _next(enrollment: Enrollment) -> list[str]:
    """Return how it goes on, for one that still stands when the letter is written."""
    if enrollment.status not in SEATED:
        return []
    twice = [text("mail.enrollment.twice", enrollment.language)] if Doubt.TWICE in enrollment.doubts else []
    return [text("mail.enrollment.next", enrollment.language), *twice]


def _books(enrollment: Enrollment) -> str:
    """Return what a letter about money says of the books: whether a name is kept with them, as it is for an invoice."""
    return text("mail.money.books_of_invoice" if enrollment.invoice_name else "mail.money.books", enrollment.language)


def _held(enrollment: Enrollment, *, now: datetime) -> tuple[str, ...]:
    until = enrollment.held_until
    if until is None or is_over(until, now=now):
        return ()
    return (text("mail.place.held", enrollment.language, date=_day(until, enrollment.language)),)


def _invoice(enrollment: Enrollment) -> list[str]:
    return [text("mail.kept.invoice", enrollment.language)] if enrollment.invoice_name else []


def _day(until: int, language: Language) -> str:
    return in_words(local_date_of(until), language)


def _due(due: int | None, link: str, enrollment: Enrollment, *, now: datetime) -> list[Section]:
    if not due or enrollment.status is not EnrollmentStatus.WAITING_FOR_PAYMENT:
        return []
    language = enrollment.language
    pay = text("mail.payment.due", language, amount=amount_in_words(due, language), link=link)
    shared = text("mail.payment.shared", language)
    paragraphs = (pay, *_held(enrollment, now=now), shared)
    return [Section(title=text("mail.payment.title", language), paragraphs=paragraphs)]
