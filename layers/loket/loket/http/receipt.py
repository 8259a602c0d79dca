"""The answer to an accepted form, in the form its sender can use: JSON, a way back, or a page of thanks."""

from collections.abc import Mapping
from typing import Any

from loket.core.form import Form
from loket.core.language import Language
from loket.http.answer import Answer, answer_json, answer_redirect
from loket.http.request import Request
from loket.texts.dates import in_words
from loket.texts.money import amount_in_words


def answer_receipt(request: Request, form: Form, receipt: Mapping[str, Any], *, kind: str, status: int = 201) -> Answer:
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


def _words(receipt: Mapping[str, Any], language: Language) -> dict[str, str]:
    dates = {name: in_words(receipt[name], language) for name in ("kept_until", "due_on") if name in receipt}
    payment = receipt.get("payment")
    return dates if payment is None else {**dates, "amount": amount_in_words(payment["amount"]["cents"], language)}
