"""The Stripe on this machine behaves as the real one, as far as we rely on it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from tests.local.session import ORDER, SUCCESS, connect, fetch, pay

if TYPE_CHECKING:
    from tests.local.providers import Providers

FIELDS = {
    "mode": "payment",
    "success_url": SUCCESS,
    "client_reference_id": "attempt1",
    "metadata[attempt]": "attempt1",
    "allowed_payment_method_types[]": "ideal",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "25000",
    "line_items[0][price_data][product_data][name]": "MBO-01 L-2026-ABC",
}


@pytest.fixture
def vendor(providers: Providers) -> Any:
    """Speak through Stripe's own library."""
    return connect(providers)


def test_new_session_is_open_and_leads_to_the_checkout_page(providers: Providers, vendor: Any) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    assert session.id.startswith("cs_test_")
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency, session.client_reference_id) == (25000, "eur", "attempt1")
    assert session.metadata["attempt"] == "attempt1"
    page = providers.send("GET", session.url.removeprefix(providers.url))
    assert page.status == 200
    assert "250,00" in page.text


def test_plain_form_makes_the_same_session(providers: Providers) -> None:
    made = providers.stripe("POST", "/checkout/sessions", FIELDS)
    assert made.status == 200, made.text
    assert (made.json["amount_total"], made.json["payment_method_types"]) == (25000, ["ideal"])


def test_paid_session_shows_charge_refunds_and_disputes(providers: Providers, vendor: Any) -> None:
    session = pay(providers, vendor)
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    intent = session.payment_intent
    assert (intent.status, intent.amount_received, intent.latest_charge.refunds.data) == ("succeeded", 25000, [])
    providers.control(f"/payments/{session.id}/refunds", {"cents": 1000})
    providers.control(f"/payments/{session.id}/chargebacks", {"cents": 500})
    charge = fetch(vendor, session).payment_intent.latest_charge
    assert (charge.amount_refunded, charge.refunds.data[0].status, charge.disputed) == (1000, "succeeded", True)
    [dispute] = vendor.v1.disputes.list({"payment_intent": intent.id}).data
    assert (dispute.amount, dispute.status, dispute.charge) == (500, "needs_response", charge.id)
    assert vendor.v1.refunds.list({"payment_intent": intent.id}).data[0].amount == 1000


def test_session_is_found_by_its_payment(providers: Providers, vendor: Any) -> None:
    session = pay(providers, vendor)
    vendor.v1.checkout.sessions.create(ORDER)
    found = vendor.v1.checkout.sessions.list(
        {"payment_intent": session.payment_intent.id, "expand": ["data.payment_intent"]}
    )
    assert [one.payment_intent.status for one in found.data] == ["succeeded"]
    assert found.data[0].id == session.id


def test_parts_can_be_fetched_by_themselves(providers: Providers, vendor: Any) -> None:
    session = pay(providers, vendor)
    intent = vendor.v1.payment_intents.retrieve(session.payment_intent.id)
    assert vendor.v1.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]}).refunds.data == []
    providers.control(f"/payments/{session.id}/chargebacks", {})
    [chargeback] = providers.look(f"/payments/{session.id}")["chargebacks"]
    assert vendor.v1.disputes.retrieve(chargeback["id"], {"expand": ["charge"]}).charge.id == intent.latest_charge


def test_refund_by_us_is_pending_first(providers: Providers, vendor: Any) -> None:
    session = pay(providers, vendor)
    order = {"payment_intent": session.payment_intent.id, "amount": 1000, "reason": "requested_by_customer"}
    refund = vendor.v1.refunds.create(order, {"idempotency_key": "r"})
    assert vendor.v1.refunds.create(order, {"idempotency_key": "r"}).id == refund.id
    assert (refund.status, refund.amount) == ("pending", 1000)
    providers.control(f"/payments/{session.id}/refunds/{refund.id}", {"status": "failed"})
    assert vendor.v1.refunds.retrieve(refund.id).failure_reason == "unknown"
    with pytest.raises(stripe.InvalidRequestError):
        vendor.v1.refunds.create({"payment_intent": session.payment_intent.id, "amount": 25001})


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": ""}, "mode"),
        ({"success_url": ""}, "success_url"),
        ({"success_url": "terug"}, "success_url"),
        ({"line_items[0][price_data][unit_amount]": "10.5"}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][unit_amount]": "49"}, "line_items"),
        ({"line_items[0][price_data][product_data][name]": ""}, "line_items[0][price_data][product_data]"),
        ({"allowed_payment_method_types[]": "barter"}, "allowed_payment_method_types[0]"),
        ({"locale": "nl_NL"}, "locale"),
        ({"metadata[attempt]": "x" * 501}, "metadata[attempt]"),
        ({"expires_at": "1700000000"}, "expires_at"),
        ({"payment_method_types[0]": "ideal"}, "payment_method_types"),
    ],
)
def test_wrong_parameter_is_refused_by_name(providers: Providers, changes: dict[str, str], param: str) -> None:
    reply = providers.stripe("POST", "/checkout/sessions", FIELDS | changes)
    assert (reply.status, reply.json["error"]["param"]) == (400, param)
    assert reply.json["error"]["type"] == "invalid_request_error"
    assert providers.look("/payments") == []


@pytest.mark.parametrize("path", ["payment_intent.customer_name", "payment_intent.latest_charge.dispute", "a.b.c.d.e"])
def test_only_what_can_be_expanded_is(vendor: Any, path: str) -> None:
    session = vendor.v1.checkout.sessions.create(ORDER)
    with pytest.raises(stripe.InvalidRequestError):
        vendor.v1.checkout.sessions.retrieve(session.id, {"expand": [f"{path}", "customer_name"]})


def test_the_vendor_library_reads_refusals(providers: Providers, vendor: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        vendor.v1.checkout.sessions.retrieve("cs_test_unknown")
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    stranger = stripe.StripeClient("sk_test_stranger", base_addresses={"api": providers.url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.checkout.sessions.retrieve("cs_test_unknown")
    providers.control("/faults", {"kind": "limit", "times": 1})
    with pytest.raises(stripe.RateLimitError):
        vendor.v1.checkout.sessions.retrieve("cs_test_unknown")
    providers.control("/faults", {"kind": "fail", "times": 1})
    with pytest.raises(stripe.APIError):
        vendor.v1.checkout.sessions.retrieve("cs_test_unknown")


def test_same_key_makes_one_session(providers: Providers) -> None:
    first, second = (providers.stripe("POST", "/checkout/sessions", FIELDS, idempotency_key="a") for _ in range(2))
    assert first.json == second.json
    assert ("idempotent-replayed" in first.headers, second.headers["idempotent-replayed"]) == (False, "true")
    other = providers.stripe("POST", "/checkout/sessions", FIELDS | {"client_reference_id": "b"}, idempotency_key="a")
    assert (other.status, other.json["error"]["type"]) == (400, "idempotency_error")
    providers.control("/behaviour", {"clock_ahead": 24 * 3600 + 1})
    assert providers.stripe("POST", "/checkout/sessions", FIELDS, idempotency_key="a").json["id"] != first.json["id"]


def test_basic_authentication_will_do(providers: Providers) -> None:
    token = base64.b64encode(f"{providers.stripe_key}:".encode()).decode()
    assert providers.stripe("GET", "/checkout/sessions", authorization=f"Basic {token}").status == 200
    assert providers.stripe("GET", "/checkout/sessions", authorization="Basic é".encode().decode("latin-1")).status == 401
