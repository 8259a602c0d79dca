"""Answers in the shape of Stripe's API; test_shape.py holds them against Stripe's own types."""

from typing import Any

type Json = dict[str, Any]

SESSION = "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u"
INTENT = "pi_3MtwBwLkdIwHu7ix28a3tqPa"
CHARGE = "py_3MmlLrLkdIwHu7ix0snN0B15"
ATTEMPT = "abcdefghjkmnpqrstvwxyz0123"
# Of the payer: must be found nowhere behind the reading of an answer.
PLANTED = ("Planted Payer", "payer@planted.example", "NL91ABNA0417164300", "Planted reason")


def session(**changes: Any) -> Json:
    """Return a session, as GET /v1/checkout/sessions/{id} answers it: paid, unless it is changed."""
    return {
        "id": SESSION,
        "object": "checkout.session",
        "amount_subtotal": 19995,
        "amount_total": 19995,
        "cancel_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT",
        "client_reference_id": ATTEMPT,
        "created": 1795000000,
        "currency": "eur",
        "customer_details": {"email": PLANTED[1], "name": PLANTED[0], "phone": None, "address": None, "tax_exempt": "none"},
        "expires_at": 1795086400,
        "livemode": False,
        "locale": "nl",
        "metadata": {"attempt": ATTEMPT},
        "mode": "payment",
        "payment_intent": intent(),
        "payment_method_types": ["ideal"],
        "payment_status": "paid",
        "status": "complete",
        "success_url": "https://loket.example/enrollments/E-7Q2MK-9XKDT",
        "url": None,
        **changes,
    }


def new_session(**changes: Any) -> Json:
    """Return a session as it is created: nobody has been there yet."""
    url = f"https://checkout.stripe.com/c/pay/{SESSION}"
    return session(status="open", payment_status="unpaid", payment_intent=None, url=url, customer_details=None, **changes)


def intent(**changes: Any) -> Json:
    """Return a payment intent with its charge, as they are expanded."""
    return {
        "id": INTENT,
        "object": "payment_intent",
        "amount": 19995,
        "amount_received": 19995,
        "currency": "eur",
        "description": "FIRST-AID E-7Q2MK-9XKDT",
        "latest_charge": charge(),
        "livemode": False,
        "metadata": {"attempt": ATTEMPT},
        "payment_method_types": ["ideal"],
        "status": "succeeded",
        **changes,
    }


def charge(*refunds: Json, has_more: bool = False, **changes: Any) -> Json:
    """Return a charge with its refunds, as it is expanded."""
    return {
        "id": CHARGE,
        "object": "charge",
        "amount": 19995,
        "amount_refunded": sum(one["amount"] for one in refunds),
        "billing_details": {"email": PLANTED[1], "name": PLANTED[0], "phone": None, "address": None, "tax_id": None},
        "currency": "eur",
        "disputed": False,
        "livemode": False,
        "metadata": {"attempt": ATTEMPT},
        "paid": True,
        "payment_intent": INTENT,
        "payment_method_details": {"type": "ideal", "ideal": {"bank": "abn_amro", "bic": "ABNANL2A", "iban_last4": "4300"}},
        "refunded": False,
        "refunds": listing(*refunds, url=f"/v1/charges/{CHARGE}/refunds", has_more=has_more),
        "status": "succeeded",
        **changes,
    }


def refund(name: str, amount: int, status: str, **changes: Any) -> Json:
    """Return a refund."""
    return {
        "id": name,
        "object": "refund",
        "amount": amount,
        "charge": CHARGE,
        "created": 1795100000,
        "currency": "eur",
        "metadata": {},
        "payment_intent": INTENT,
        "reason": "requested_by_customer",
        "status": status,
        **changes,
    }


def dispute(name: str, amount: int, status: str, **changes: Any) -> Json:
    """Return a dispute."""
    return {
        "id": name,
        "object": "dispute",
        "amount": amount,
        "charge": CHARGE,
        "created": 1795100000,
        "currency": "eur",
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": INTENT,
        "reason": "general",
        "status": status,
        **changes,
    }


def listing(*found: Json, url: str, has_more: bool = False) -> Json:
    """Return a list, as Stripe wraps it."""
    return {"object": "list", "data": list(found), "has_more": has_more, "url": url}


def event(kind: str, about: Json) -> Json:
    """Return the body of a webhook."""
    return {
        "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": 1795000000,
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
