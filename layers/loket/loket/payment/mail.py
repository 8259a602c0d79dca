"""Mails to staff about a payment that needs a person."""

from loket.core.effect import EffectKind
from loket.core.language import Language
from loket.mail.letter import Letter, letter_to_staff
from loket.payment.domain.record import PaymentItem
from loket.texts.money import amount_in_words


def notify_about_money(kind: EffectKind, payment: PaymentItem, *, cents: int, to: str) -> Letter:
    """Return the mail to staff about a payment that needs a person; a reference and an amount, nobody's data."""
    amount = amount_in_words(cents, Language.NL)
    return letter_to_staff(f"mail.staff.{kind}", to=to, reference=payment.enrollment_reference, amount=amount)
