"""Examples for the OpenAPI document; tests send them to the running system, or hold them against what it answers."""

from collections.abc import Mapping
from typing import Any

from loket.core.language import Language
from loket.texts import text

type Json = dict[str, Any]

_REFERENCE = "E-8HC7D-2XDV9"
_PAGE = f"https://api.example.nl/enrollments/{_REFERENCE}?expires=1800694800&version=1&signature={'5d' * 32}"

EXAMPLES: Mapping[str, Json] = {
    "EnrollmentForm": {
        "course": "orde-houden-vo",
        "first_name": "Noor",
        "last_name": "Visser",
        "email": "noor@example.nl",
        "phone": "06 12345678",
        "consent_extra_data": True,
        "message": "Kan ik een week later beginnen?",
        "language": "nl",
    },
    "EnrollmentHtmlForm": {
        "course": "proefles-lesgeven",
        "first_name": "Noor",
        "last_name": "Visser",
        "email": "noor@example.nl",
        "phone": "06 12345678",
        "message": "Mijn BSN is 111222333. Tot dinsdag!",
    },
    "EnrollmentReceipt": {
        "reference": _REFERENCE,
        "status": "waiting_for_payment",
        "discarded": [],
        "redacted": [],
        "kept_until": "2028-11-23",
        "payment": {
            "checkout_url": "https://www.mollie.com/checkout/select-issuer/ideal/7UhSN1zuXS",
            "page_url": _PAGE,
            "held_until": "2026-12-07",
            "mailed": True,
            "amount": {"cents": 29500, "currency": "EUR"},
        },
    },
    "ContactMessageForm": {
        "name": "Sanne de Vries",
        "email": "sanne.devries@example.nl",
        "topic": "course",
        "message": "Wanneer begint de volgende groep?",
        "language": "nl",
    },
    "ContactMessageHtmlForm": {
        "name": "Sanne de Vries",
        "email": "sanne.devries@example.nl",
        "topic": "complaint",
        "message": "De les viel uit en ik hoorde niets.",
    },
    "ContactMessageReceipt": {"reference": "M-4TQ0K-7ZB2M", "redacted": [], "kept_until": "2028-11-23"},
    "PrivacyRequestForm": {
        "kind": "portability",
        "name": "Noor Visser",
        "email": "noor@example.nl",
        "recipient_name": "Andere Cursussen",
        "recipient_email": "info@andere.example",
        "language": "nl",
    },
    "PrivacyRequestHtmlForm": {
        "kind": "rectification",
        "name": "Noor Visser",
        "email": "noor@example.nl",
        "details": "Mijn achternaam is Vissers, met een s.",
    },
    "PrivacyRequestReceipt": {"reference": "P-7Q2MK-9XKDT", "due_on": "2026-12-21", "discarded": [], "redacted": []},
    "ActionForm": {"action": "add_information", "information": "Het gaat om mijn inschrijving van 2025."},
    "ActionHtmlForm": {"action": "confirm"},
    "EnrollmentStanding": {"reference": _REFERENCE, "course": "orde-houden-vo", "payment": "open"},
    "WayToPay": {"checkout_url": "https://www.mollie.com/checkout/select-issuer/ideal/7UhSN1zuXS"},
    "Problem": {
        "type": "urn:loket:problem:form_refused",
        "title": text("problem.form_refused.title", Language.EN),
        "status": 422,
        "detail": text("problem.form_refused.detail", Language.EN),
        "errors": [{"field": "email", "code": "email", "message": text("error.email", Language.EN)}],
    },
}
