"""The answer to an accepted form, in the form its sender can use: JSON, a way back, or a page of thanks."""

from typing import NotRequired, TypedDict

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
    """What is to be paid, and where: at the provider (None where it does not answer now), or on a page of ours."""

    checkout_url: str | None
    page_url: str
    amount: Amount


class Receipt(TypedDict):
    """What the sender of an accepted form is told, in JSON; each form has its own of these."""

    reference: str
    status: NotRequired[str]
    due_on: NotRequired[str]
    discarded: NotRequired[tuple[str, ...]]
    redacted: NotRequired[tuple[str, ...]]
    kept_until: NotRequired[str]
    payment: NotRequired[PaymentDue | None]


def answer_receipt(request: Request, form: Form, receipt: Receipt, *, kind: str, status: int = 201) -> Answer:
    """Return the receipt, with 201 or another status of success.

    A plain form goes back (303) to where it asked to, or gets a page of thanks. Where there is something to pay it
    always gets the page: that has the way to the payment.
    """
    if form.return_to and request.is_plain_form and not receipt.get("payment"):
        return answer_redirect(form.return_to, reference=receipt["reference"])
    if not request.is_page:
        return answer_json(status, receipt)
    from loket.http.page import thanks_page

    language = form.language or Language.NL
    return thanks_page(status, language, kind=kind, answer=receipt, words=_words(receipt, language))


def _words(receipt: Receipt, language: Language) -> dict[str, str]:
    days = {"kept_until": receipt.get("kept_until"), "due_on": receipt.get("due_on")}
    dates = {name: in_words(day, language) for name, day in days.items() if day}
    payment = receipt.get("payment")
    return dates if payment is None else {**dates, "amount": amount_in_words(payment["amount"]["cents"], language)}
