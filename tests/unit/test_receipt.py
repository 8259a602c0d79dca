"""The answer to an accepted form: JSON for a program, the way back or a page of thanks for a browser."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from loket.contact.message import ContactForm
from loket.core.form import read_form
from loket.core.language import Language
from loket.http.receipt import ContactReceipt, EnrollmentReceipt, PrivacyReceipt, Receipt, answer_receipt
from loket.http.request import read_request
from loket.texts import texts

from tests.unit.event import ORIGIN, post_json, post_plain
from tests.unit.sample import MESSAGE

if TYPE_CHECKING:
    from loket.http.answer import Answer

ROUTE = "POST /contact-messages"
CONTACT: ContactReceipt = {"reference": "M-1", "redacted": ["message"], "kept_until": "2028-11-23"}
PRIVACY: PrivacyReceipt = {"reference": "P-1", "due_on": "2026-12-23", "discarded": ["purpose"], "redacted": []}
FREE: EnrollmentReceipt = {**CONTACT, "reference": "E-1", "status": "received", "discarded": ["bsn"], "payment": None}
DUE: EnrollmentReceipt = {
    **FREE,
    "payment": {"checkout_url": "https://a.example/pay", "mailed": True, "amount": {"cents": 1250, "currency": "EUR"}},
}
MAILED: EnrollmentReceipt = {
    **FREE,
    "payment": {"checkout_url": None, "mailed": True, "amount": {"cents": 1250, "currency": "EUR"}},
}


def answer(receipt: Receipt, kind: str, *, plain: bool = True, status: int = 201, **more: str) -> Answer:
    fields: dict[str, Any] = {**MESSAGE, **more}
    event = post_plain(ROUTE, fields) if plain else post_json(ROUTE, fields)
    form = read_form(ContactForm, fields)
    return answer_receipt(read_request(event), form, receipt, form.language or Language.NL, kind=kind, status=status)


def test_a_program_gets_the_receipt_itself() -> None:
    for receipt in (CONTACT, PRIVACY, FREE, DUE, MAILED):
        told = answer(receipt, "contact", plain=False, status=202, return_to=f"{ORIGIN}/x")

        assert (told["statusCode"], json.loads(told["body"])) == (202, receipt)
        assert told["headers"]["content-type"] == "application/json"


def test_a_plain_form_goes_back_unless_there_is_something_to_pay() -> None:
    for receipt in (CONTACT, PRIVACY, FREE):
        told = answer(receipt, "contact", return_to=f"{ORIGIN}/x")

        assert (told["statusCode"], told["headers"]["location"]) == (303, f"{ORIGIN}/x?reference={receipt['reference']}")
    assert answer(DUE, "enrollment", return_to=f"{ORIGIN}/x")["statusCode"] == 201


def test_a_page_of_thanks_says_all_that_the_receipt_does() -> None:
    said: dict[tuple[str, str], tuple[Receipt, tuple[str, ...]]] = {
        ("contact", "nl"): (CONTACT, ("M-1", "23 november 2028", "field.message")),
        ("privacy_request", "nl"): (PRIVACY, ("P-1", "23 december 2026", "field.purpose", "page.confirm_by_mail")),
        ("privacy_request", "en"): (PRIVACY, ("P-1", "23 December 2026", "page.confirm_by_mail")),
        ("enrollment", "en"): (DUE, ("E-1", "23 November 2028", "€12.50", "https://a.example/pay", "field.bsn")),
        ("enrollment", "nl"): (MAILED, ("E-1", "€ 12,50", "De link naar uw betaling staat in onze mail")),
    }
    for (kind, language), (receipt, parts) in said.items():
        page, words = answer(receipt, kind, language=language), texts(Language(language))

        assert page["statusCode"] == 201
        assert page["headers"]["content-language"] == language
        title = f"page.{kind}.title"
        told = [escape(words[part]) if part in words else part for part in (title, *parts)]
        assert [part for part in told if part not in page["body"]] == [], kind
    assert "https://a.example" not in answer(FREE, "enrollment")["body"]
    assert answer(CONTACT, "contact", status=202)["statusCode"] == 202
    assert answer(CONTACT, "contact")["headers"]["content-language"] == "nl"
