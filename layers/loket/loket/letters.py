"""Letters: which one each effect asks for.

A mail is one letter, so each of these imports what it needs itself: a cold start pays for no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from loket.core.effect import EffectKind, Task
from loket.letter_context import LetterUnwritable, MailContext, NothingToTell
from loket.settings import setting

if TYPE_CHECKING:
    from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
    from loket.mail.letter import Letter
    from loket.privacy.domain.request import PrivacyRequest


def write_letter(context: MailContext) -> Letter:
    """Return the letter that an effect asks for; raise `NothingToTell` where what it tells is not so, or not any more."""
    if isinstance(context.effect, Task) and not context.effect.is_open:
        # Done before its mail left: who read it now would do it once more, such as pay money back.
        raise NothingToTell
    return LETTERS[context.effect.effect](context)


def _confirm_enrollment(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import HELD_BY_STAFF, Enrollment
    from loket.enrollment.mail import confirm_enrollment

    enrollment, due, contact = context.item(Enrollment), context.effect.cents, setting("MAIL_FROM")
    if enrollment.status in HELD_BY_STAFF:
        raise NothingToTell
    return confirm_enrollment(enrollment, contact=contact, due=due, link=context.link, now=context.now)


def _warn_of_end(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import EnrollmentStatus
    from loket.enrollment.mail import warn_of_end

    enrollment = _enrollment_in(context, EnrollmentStatus.WAITING_FOR_PAYMENT)
    return warn_of_end(enrollment, link=context.link, contact=setting("MAIL_FROM"), now=context.now)


def _tell_unpaid(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import EnrollmentStatus
    from loket.enrollment.mail import tell_unpaid

    enrollment = _enrollment_in(context, EnrollmentStatus.UNPAID)
    return tell_unpaid(enrollment, link=context.link, contact=setting("MAIL_FROM"))


def _tell_cancelled(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import Enrollment
    from loket.enrollment.mail import tell_cancelled

    return tell_cancelled(context.item(Enrollment), left=context.effect.cents, contact=setting("MAIL_FROM"))


def _tell_paid_without_place(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import Enrollment, EnrollmentStatus
    from loket.enrollment.mail import tell_paid_without_place

    enrollment = context.item(Enrollment)
    if enrollment.status is EnrollmentStatus.PAID:
        # Staff found a place after all, and that is told by another mail.
        raise NothingToTell
    return tell_paid_without_place(enrollment, cents=context.cents, contact=setting("MAIL_FROM"))


def _enrollment_in(context: MailContext, status: EnrollmentStatus) -> Enrollment:
    from loket.enrollment.domain.enrollment import Enrollment

    enrollment = context.item(Enrollment)
    if enrollment.status is not status:
        raise NothingToTell
    return enrollment


def _confirm_contact_message(context: MailContext) -> Letter:
    from loket.contact.mail import confirm_contact_message
    from loket.contact.message import HELD_BY_STAFF, ContactMessage

    message = context.item(ContactMessage)
    if message.status in HELD_BY_STAFF:
        raise NothingToTell
    return confirm_contact_message(message, contact=setting("MAIL_FROM"))


def _answer_contact_message(context: MailContext) -> Letter:
    from loket.contact.mail import answer_contact_message
    from loket.contact.message import ContactMessage

    message = context.item(ContactMessage)
    if message.answer is None or message.answered_by is None:
        raise LetterUnwritable(context.effect.effect)
    return answer_contact_message(message, contact=setting("MAIL_FROM"))


def _notify_staff(context: MailContext) -> Letter:
    from loket.contact.message import ContactMessage
    from loket.enrollment.domain.enrollment import Enrollment
    from loket.staff.mail import notify_staff

    item = context.about if isinstance(context.about, Enrollment) else context.item(ContactMessage)
    return notify_staff(item, to=setting("STAFF_MAIL"))


def _offer_payment(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import EnrollmentStatus

    _enrollment_in(context, EnrollmentStatus.WAITING_FOR_PAYMENT)
    return _write_about_money(context)


def _confirm_payment(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import EnrollmentStatus

    # One that was cancelled since has no place that is sure; its own mail says that the money is there.
    _enrollment_in(context, EnrollmentStatus.PAID)
    return _write_about_money(context)


def _write_about_money(context: MailContext) -> Letter:
    from loket.enrollment.domain.enrollment import Enrollment
    from loket.enrollment.mail import write_about_money

    kind, enrollment = context.effect.effect, context.item(Enrollment)
    return write_about_money(kind, enrollment, cents=context.cents, link=context.link, contact=setting("MAIL_FROM"))


def _notify_about_money(context: MailContext) -> Letter:
    from loket.payment.domain.record import PaymentItem
    from loket.payment.mail import notify_about_money

    kind, payment = context.effect.effect, context.item(PaymentItem)
    return notify_about_money(kind, payment, cents=context.cents, to=setting("STAFF_MAIL"))


def _request(context: MailContext) -> PrivacyRequest:
    from loket.privacy.domain.request import PrivacyRequest

    return context.item(PrivacyRequest)


def _confirm_request(context: MailContext) -> Letter:
    from loket.privacy.mail import confirm_request

    return confirm_request(_request(context), contact=setting("MAIL_FROM"), link=context.link)


def _tell_step(context: MailContext) -> Letter:
    from loket.privacy.mail import tell_step

    request, contact = _request(context), setting("MAIL_FROM")
    return tell_step(request, context.the_step, contact=contact, link=context.link)


def _tell_delay(context: MailContext) -> Letter:
    from loket.privacy.domain.effect import is_delayed
    from loket.privacy.mail import tell_delay

    request = _request(context)
    if not is_delayed(request):
        raise NothingToTell
    return tell_delay(request, contact=setting("MAIL_FROM"), link=context.link, now=context.now)


def _notify_request(context: MailContext) -> Letter:
    from loket.privacy.mail import notify_request

    request = _request(context)
    if not request.due_bucket:
        raise NothingToTell
    return notify_request(request, to=setting("STAFF_MAIL"))


def _notify_step(context: MailContext) -> Letter:
    from loket.privacy.domain.lifecycle import ENDED
    from loket.privacy.mail import notify_step

    request, step = _request(context), context.the_step
    if not request.due_bucket and step.status not in ENDED:
        # What there was to do about the step is over; the end itself is told by its own.
        raise NothingToTell
    return notify_step(request, step, to=setting("STAFF_MAIL"))


def _notify_due(context: MailContext) -> Letter:
    from loket.privacy.domain.digest import Digest
    from loket.privacy.mail import notify_due

    for_officer = context.effect.effect is EffectKind.NOTIFY_OFFICER_DUE
    to = setting("OFFICER_MAIL") if for_officer else setting("STAFF_MAIL")
    return notify_due(context.item(Digest), to=to, desk=context.link)


LETTERS: Mapping[EffectKind, Callable[[MailContext], Letter]] = {
    EffectKind.CONFIRM_ENROLLMENT: _confirm_enrollment,
    EffectKind.CONFIRM_CONTACT_MESSAGE: _confirm_contact_message,
    EffectKind.ANSWER_CONTACT_MESSAGE: _answer_contact_message,
    EffectKind.NOTIFY_STAFF: _notify_staff,
    EffectKind.WARN_PLACE: _warn_of_end,
    EffectKind.TELL_UNPAID: _tell_unpaid,
    EffectKind.TELL_CANCELLED: _tell_cancelled,
    EffectKind.TELL_PAID_WITHOUT_PLACE: _tell_paid_without_place,
    EffectKind.OFFER_PAYMENT: _offer_payment,
    EffectKind.CONFIRM_PAYMENT: _confirm_payment,
    EffectKind.OFFER_NEW_PAYMENT: _offer_payment,
    EffectKind.CONFIRM_REFUND: _write_about_money,
    EffectKind.NOTIFY_INVOICE: _notify_about_money,
    EffectKind.NOTIFY_OVERPAID: _notify_about_money,
    EffectKind.NOTIFY_PAID_WITHOUT_PLACE: _notify_about_money,
    EffectKind.NOTIFY_PAID_AFTER_ERASURE: _notify_about_money,
    EffectKind.NOTIFY_CHARGEBACK: _notify_about_money,
    EffectKind.NOTIFY_CHARGEBACK_REVERSED: _notify_about_money,
    EffectKind.NOTIFY_REFUND_FAILED: _notify_about_money,
    EffectKind.NOTIFY_QUARANTINE: _notify_about_money,
    EffectKind.NOTIFY_REFUNDED: _notify_about_money,
    EffectKind.NOTIFY_SHORTFALL: _notify_about_money,
    EffectKind.NOTIFY_TOO_MANY_REFUNDS: _notify_about_money,
    EffectKind.CONFIRM_PRIVACY_REQUEST: _confirm_request,
    EffectKind.TELL_STEP: _tell_step,
    EffectKind.TELL_DELAY: _tell_delay,
    EffectKind.NOTIFY_REQUEST: _notify_request,
    EffectKind.NOTIFY_STEP: _notify_step,
    EffectKind.NOTIFY_ADDITION: _notify_step,
    EffectKind.NOTIFY_DUE: _notify_due,
    EffectKind.NOTIFY_OFFICER_DUE: _notify_due,
}
