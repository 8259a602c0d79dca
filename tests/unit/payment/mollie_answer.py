"""Answers in the shape of Mollie's API; test_shape.py holds them against Mollie's own models."""

from typing import Any

type Json = dict[str, Any]

PAYMENT = "tr_5B8cwPMGnU6qLbRvo7qEZo"
ATTEMPT = "abcdefghjkmnpqrstvwxyz0123"
# Of the payer: must be found nowhere behind the reading of an answer.
PLANTED = ("Planted Payer", "NL91ABNA0417164300", "ABNANL2A", "Planted reason")


def payment(**changes: Any) -> Json:
    """Return a paid payment by iDEAL, as GET /v2/payments/{id}."""
    return {
        "resource": "payment",
        "id": PAYMENT,
        "mode": "test",
        "createdAt": "2026-11-20T09:00:00+00:00",
        "amount": _amount("199.95"),
        "amountRefunded": _amount("0.00"),
        "amountRemaining": _amount("199.95"),
        "description": "FIRST-AID E-7Q2MK-9XKDT",
        "method": "ideal",
        "metadata": {"attempt": ATTEMPT},
        "status": "paid",
        "paidAt": "2026-11-20T09:02:00+00:00",
        "locale": "nl_NL",
        "countryCode": "NL",
        "profileId": "pfl_QkEhN94Ba",
        "sequenceType": "oneoff",
        "redirectUrl": "https://loket.example/enrollments/E-7Q2MK-9XKDT",
        "webhookUrl": f"https://loket.example/webhooks/mollie/{ATTEMPT}",
        "details": {"consumerName": PLANTED[0], "consumerAccount": PLANTED[1], "consumerBic": PLANTED[2]},
        "_links": {
            "self": _link(f"https://api.mollie.com/v2/payments/{PAYMENT}"),
            "checkout": {"href": "https://www.mollie.com/checkout/select-issuer/ideal/5B8cwPMG", "type": "text/html"},
            "dashboard": {"href": f"https://my.mollie.com/dashboard/org_1/payments/{PAYMENT}", "type": "text/html"},
        },
        "_embedded": {"refunds": [], "chargebacks": []},
        **changes,
    }


def refund(name: str, value: str, status: str, **changes: Any) -> Json:
    """Return a refund, as it is embedded."""
    return {
        "resource": "refund",
        "id": name,
        "mode": "test",
        "amount": _amount(value),
        "status": status,
        "createdAt": "2026-11-21T09:00:00+00:00",
        "description": PLANTED[3],
        "metadata": None,
        "paymentId": PAYMENT,
        "_links": {
            "self": _link(f"https://api.mollie.com/v2/payments/{PAYMENT}/refunds/{name}"),
            "payment": _link(f"https://api.mollie.com/v2/payments/{PAYMENT}"),
            "documentation": _link("https://docs.mollie.com/reference/get-refund"),
        },
        **changes,
    }


def chargeback(name: str, value: str, *, reversed_at: str | None) -> Json:
    """Return a chargeback, as it is embedded."""
    return {
        "resource": "chargeback",
        "id": name,
        "amount": _amount(value),
        "createdAt": "2026-11-21T09:00:00+00:00",
        "reversedAt": reversed_at,
        "reason": {"code": "MD06", "description": PLANTED[3]},
        "paymentId": PAYMENT,
        "_links": {
            "self": _link(f"https://api.mollie.com/v2/payments/{PAYMENT}/chargebacks/{name}"),
            "payment": _link(f"https://api.mollie.com/v2/payments/{PAYMENT}"),
            "documentation": _link("https://docs.mollie.com/reference/get-chargeback"),
        },
    }


def event(kind: str, entity_id: str, *, entity: Json | None = None, href: str | None = None) -> Json:
    """Return the body of a next-generation webhook; without `entity` it is a simple one."""
    links = {"self": _link("https://api.mollie.com/v2/events/whe_1"), "documentation": _link("https://docs.mollie.com/")}
    return {
        "resource": "event",
        "id": "whe_GvJ8WHrp5isUdRub9CJyH",
        "type": kind,
        "entityId": entity_id,
        "createdAt": "2026-11-21T09:00:00+00:00",
        **({"_embedded": {"entity": entity}} if entity else {}),
        "_links": {**links, "entity": _link(href)} if href else links,
    }


def _amount(value: str) -> Json:
    return {"currency": "EUR", "value": value}


def _link(href: str) -> Json:
    return {"href": href, "type": "application/hal+json"}
