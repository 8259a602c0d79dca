"""The answer to an accepted form, in the form its sender can use: JSON, a way back, or a page of thanks."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict, final

from loket.core.form import Form
from loket.core.language import Language
from loket.http.answer import Answer, answer_json, answer_redirect
from loket.http.request import Request
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words


class Amount(TypedDict):
    """An amount of money, in JSON."""

    cents: int
    currency: str


class PaymentDue(TypedDict):
    """What is to be paid, and where: at the provider, or by what was mailed, where it cannot be told here and now.

    `page_url` is the person's own page, and `held_until` the last day on which their place waits for the payment: both
    for who sent the form first.
    """

    checkout_url: str | None
    page_url: NotRequired[str]
    held_until: NotRequired[str]
    mailed: bool
    amount: Amount


@final
class ContactReceipt(TypedDict):
    """What the sender of a contact message is told, in JSON."""

    reference: str
    redacted: Sequence[str]
    kept_until: str


@final
class PrivacyReceipt(TypedDict):
    """What the sender of a privacy request is told, in JSON."""

    reference: str
    due_on: str
    discarded: Sequence[str]
    redacted: Sequence[str]


@final
class EnrollmentReceipt(TypedDict):
    """What the sender of an enrollment is told, in JSON."""

    reference: str
    status: str
    discarded: Sequence[str]
    redacted: Sequence[str]
    kept_until: str
    payment: PaymentDue | None


type Receipt = ContactReceipt | PrivacyReceipt | EnrollmentReceipt


def answer_receipt(
    request: Request, form: Form, receipt: Receipt, language: Language, *, kind: str, status: int = 201
) -> Answer:
    """Return the receipt, with 201 or another status of success, on a page in the language of the form that came first.

    A plain form goes back (303) to where it asked to, or gets a page of thanks. Where there is something to pay it
    always gets the page: that has the way to the payment.
    """
    if form.return_to and request.is_plain_form and not _payment_in(receipt):
        return answer_redirect(form.return_to, reference=receipt["reference"])
    if not request.is_page:
        return answer_json(status, receipt)
    from loket.http.page import thanks_page

    return thanks_page(status, language, kind=kind, answer=receipt, words=_words(receipt, language))


def _words(receipt: Receipt, language: Language) -> dict[str, str]:
    words = {}
    if "kept_until" in receipt:
        words["kept_until"] = in_words(receipt["kept_until"], language)
    if "due_on" in receipt:
        words["due_on"] = in_words(receipt["due_on"], language)
    if payment := _payment_in(receipt):
        words["amount"] = amount_in_words(payment["amount"]["cents"], language)
        if "held_until" in payment:
            words["held_until"] = in_words(payment["held_until"], language)
    return words


def _payment_in(receipt: Receipt) -> PaymentDue | None:
    return receipt["payment"] if "payment" in receipt else None  # noqa: SIM401 - `in` is what tells them apart by type
