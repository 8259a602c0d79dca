"""The made-up provider refuses what the real ones would; each request differs from one that is taken in one thing."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
import stripe

from tests.unit.payment.provider_server import ProviderServer, Sent, reply
from tests.unit.payment.table import failing
from tests.unit.payment.vendor_rules import wrong_with

ORDER: dict[str, Any] = {
    "amount": {"currency": "EUR", "value": "199.95"},
    "description": "A course",
    "method": "ideal",
    "locale": "nl_NL",
    "redirectUrl": "https://loket.example/",
    "webhookUrl": "https://loket.example/",
}
FORM = {
    "mode": "payment",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "19995",
    "line_items[0][price_data][product_data][name]": "A course",
    "success_url": "https://loket.example/",
}
MOLLIE = {"authorization": "Bearer test_key", "idempotency-key": "1", "content-type": "application/json"}
STRIPE = {
    "authorization": "Bearer sk_test_key",
    "idempotency-key": "1",
    "content-type": "application/x-www-form-urlencoded",
    "stripe-version": stripe.api_version,
}


def order(**changes: Any) -> Sent:
    """Return an order to Mollie; what is None is left out."""
    fields = {name: value for name, value in {**ORDER, **changes}.items() if value is not None}
    return Sent("POST", "/v2/payments", [], MOLLIE, json.dumps(fields).encode())


def session(changes: dict[str, str | None]) -> Sent:
    """Return a new session at Stripe; what is None is left out."""
    fields = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    return Sent("POST", "/v1/checkout/sessions", [], STRIPE, urlencode(fields).encode())


def get(path: str, *query: tuple[str, str], **headers: str) -> Sent:
    return Sent("GET", path, list(query), {**(MOLLIE if path.startswith("/v2/") else STRIPE), **headers}, b"")


def headed(sent: Sent, **headers: str) -> Sent:
    return replace(sent, headers={**sent.headers, **{name.replace("_", "-"): value for name, value in headers.items()}})


PAYMENT, SESSION, LIST = "/v2/payments/tr_1234", "/v1/checkout/sessions/cs_test_1234", "/v1/refunds"
INTENT = ("payment_intent", "pi_1234")
TAKEN = [
    order(),
    session({}),
    get(PAYMENT, ("embed", "refunds,chargebacks")),
    get(SESSION, ("expand[]", "payment_intent.latest_charge.refunds")),
    get(LIST, INTENT, ("limit", "100")),
    get("/anything", authorization=""),
]
REFUSED: list[tuple[Sent, str]] = [
    *((headed(sent, authorization=""), "authorization") for sent in TAKEN[:5]),
    *((headed(sent, authorization="Bearer pk_test_key"), "authorization") for sent in TAKEN[:5]),
    *((headed(sent, idempotency_key=""), "idempotency-key") for sent in TAKEN[:2]),
    *((headed(sent, content_type="text/plain"), "content-type") for sent in TAKEN[:2]),
    *((headed(sent, stripe_version="2020-08-27"), "stripe-version") for sent in (TAKEN[1], *TAKEN[3:5])),
    *((replace(sent, method="DELETE"), "method") for sent in TAKEN[:5]),
    *((replace(sent, body=b"{}"), "body") for sent in TAKEN[2:5]),
    *((order(amount={"currency": "EUR", "value": value}), "amount") for value in ("199.950", "199", "199,95", "-1.00")),
    (order(amount={"currency": "eur", "value": "199.95"}), "amount"),
    *((order(**{name: None}), name) for name in ("redirectUrl", "webhookUrl")),
    *((order(**{name: "http://loket.example/"}), name) for name in ("redirectUrl", "webhookUrl")),
    *((order(**{name: None}), "body") for name in ("description", "amount")),
    (order(amuont={"currency": "EUR", "value": "199.95"}), "amuont"),
    (order(locale="nl"), "body"),
    (order(method="paper"), "body"),
    *((session({name: None}), name) for name in FORM),
    *((session({"line_items[0][price_data][unit_amount]": cents}), "unit_amount") for cents in ("199.95", "-1", "")),
    (session({"line_items[0][price_data][currency]": "euro"}), "currency"),
    (session({"mode": "pay"}), "mode"),
    (session({"line_items[0][price]": "1", "line_items[0][prices]": "1"}), "prices"),
    (session({"colour": "blue"}), "colour"),
    (session({"success_url": "/"}), "success_url"),
    (get(PAYMENT, ("embed", "payer")), "payer"),
    (get(PAYMENT, ("include", "refunds")), "include"),
    (get("/v2/organizations/me"), "method"),
    (get(SESSION, ("expand[]", "intent")), "expand[]"),
    (get(SESSION, ("expand[]", "payment_intent.last_charge")), "expand[]"),
    (get(LIST, ("intent", "pi_1234")), "intent"),
    *((get(LIST, INTENT, ("limit", limit)), "limit") for limit in ("0", "101", "many")),
    (get("/v1/balance"), "path"),
]


def test_what_is_in_order_is_taken() -> None:
    assert failing(TAKEN, lambda sent: wrong_with(sent) == []) == []


def test_what_is_wrong_in_one_thing_is_refused_for_that() -> None:
    assert failing(REFUSED, lambda row: any(row[1] in said for said in wrong_with(row[0]))) == []


@pytest.mark.parametrize("make", [order, lambda: session({})])
def test_another_order_under_the_same_key_is_refused(server: ProviderServer, make: Callable[[], Sent]) -> None:
    sent = make()
    server.replies[sent.path] = reply(201, {})

    assert server.judge(sent) == []
    assert server.judge(sent) == []
    assert server.judge(replace(sent, body=sent.body.replace(b"A+course", b"Another").replace(b"A course", b"Other"))) == [
        "idempotency-key"
    ]
    assert server.refused == ["idempotency-key"]
    server.refused.clear()
