"""Mails about an enrollment: that it was received, and what happened to the money it waits for or was paid with."""

from loket.core.doubt import Doubt
from loket.core.effect import EffectKind
from loket.core.language import Language
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentFields
from loket.mail.letter import Letter, Section
from loket.mail.part import tell_left_out, tell_received, tell_reference, tell_retention, tell_rights
from loket.texts import text
from loket.texts.money import amount_in_words

_WAYS = {EffectKind.OFFER_PAYMENT: "mail.money.way", EffectKind.OFFER_NEW_PAYMENT: "mail.money.again"}


def confirm_enrollment(enrollment: Enrollment, *, contact: str, due: int | None, link: str) -> Letter:
    """Return the letter that confirms an enrollment; `contact` is the address at which people use their rights.

    `due` is what there is to pay, in cents, or None; `link` leads to the page on which one pays.
    """
    language = enrollment.language
    course = text("mail.received.course", language, course=enrollment.course_title)
    kept = [name for name in EnrollmentFields.model_fields if getattr(enrollment, name) is not None]
    opening = (text("mail.enrollment.opening", language), text("mail.enrollment.next", language))
    return _letter(
        "enrollment",
        enrollment,
        Section(title=None, paragraphs=(*opening, *_twice(enrollment), tell_reference(enrollment.reference, language))),
        *_due(due, link, language),
        tell_received(course, kept, language),
        *tell_left_out(language, discarded=enrollment.discarded, redacted=enrollment.redacted),
        tell_retention(enrollment.expires_at, language),
        tell_rights(contact, language),
    )


def write_about_money(kind: EffectKind, enrollment: Enrollment, *, cents: int, link: str, contact: str) -> Letter:
    """Return the letter to a person about money that moved, or that still has to."""
    language = enrollment.language
    amount = amount_in_words(cents, language)
    opening = text(f"mail.{kind}.opening", language, amount=amount, course=enrollment.course_title)
    way = text(_WAYS.get(kind, "mail.money.books"), language, link=link)
    return _letter(
        kind,
        enrollment,
        Section(title=None, paragraphs=(opening, way, tell_reference(enrollment.reference, language))),
        tell_rights(contact, language, of_form=False),
    )


def _letter(name: str, enrollment: Enrollment, *sections: Section) -> Letter:
    language = enrollment.language
    return Letter(
        to=enrollment.email,
        language=language,
        subject=text(f"mail.{name}.subject", language, reference=enrollment.reference),
        greeting=text("mail.greeting", language, name=enrollment.name),
        sections=sections,
    )


def _twice(enrollment: Enrollment) -> list[str]:
    return [text("mail.enrollment.twice", enrollment.language)] if Doubt.TWICE in enrollment.doubts else []


def _due(due: int | None, link: str, language: Language) -> list[Section]:
    if not due:
        return []
    pay = text("mail.payment.due", language, amount=amount_in_words(due, language), link=link)
    shared = text("mail.payment.shared", language)
    return [Section(title=text("mail.payment.title", language), paragraphs=(pay, shared))]
