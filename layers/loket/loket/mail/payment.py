"""Mails about money: to the person what happened to it, to staff what needs a person."""

from collections.abc import Mapping
from typing import Any

from loket.domain.effect import EffectKind
from loket.domain.language import Language
from loket.mail.confirmation import tell_rights
from loket.mail.letter import Letter, Section
from loket.texts import text
from loket.texts.money import amount_in_words

type Item = Mapping[str, Any]

TOLD_TO_PERSON = (
    EffectKind.OFFER_PAYMENT,
    EffectKind.CONFIRM_PAYMENT,
    EffectKind.OFFER_NEW_PAYMENT,
    EffectKind.CONFIRM_REFUND,
)
TOLD_TO_STAFF = (
    EffectKind.NOTIFY_OVERPAID,
    EffectKind.NOTIFY_PAID_AFTER_ERASURE,
    EffectKind.NOTIFY_CHARGEBACK,
    EffectKind.NOTIFY_CHARGEBACK_REVERSED,
    EffectKind.NOTIFY_REFUND_FAILED,
    EffectKind.NOTIFY_QUARANTINE,
)
_WAYS = {EffectKind.OFFER_PAYMENT: "mail.money.way", EffectKind.OFFER_NEW_PAYMENT: "mail.money.again"}


def write_about_money(kind: EffectKind, item: Item, *, cents: int, link: str, contact: str) -> Letter:
    """Return the letter to a person about money that moved, or that still has to."""
    language = Language(item["language"])
    amount = amount_in_words(cents, language)
    opening = text(f"mail.{kind}.opening", language, amount=amount, course=item["course_title"])
    way = _WAYS.get(kind, "mail.money.books")
    reference = text("mail.reference", language, reference=item["reference"])
    return Letter(
        to=item["email"],
        language=language,
        subject=text(f"mail.{kind}.subject", language, reference=item["reference"]),
        greeting=text("mail.greeting", language, name=f"{item['first_name']} {item['last_name']}"),
        sections=(
            Section(title=None, paragraphs=(opening, text(way, language, link=link), reference)),
            tell_rights(contact, language, of_form=False),
        ),
    )


def notify_about_money(kind: EffectKind, payment: Item, *, cents: int, to: str) -> Letter:
    """Return the notice to staff about a payment that needs a person; a reference and an amount, nobody's data."""
    values = {"reference": payment["enrollment_reference"], "amount": amount_in_words(cents, Language.NL)}
    return Letter(
        to=to,
        language=Language.NL,
        subject=text(f"mail.staff.{kind}.subject", Language.NL, **values),
        greeting=None,
        sections=(Section(title=None, paragraphs=(text(f"mail.staff.{kind}.opening", Language.NL, **values),)),),
    )
