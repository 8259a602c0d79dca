"""The Mollie on this machine behaves as the real one, as far as we rely on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from mollie import ClientSDK
from mollie.models import EntityChargeback, ErrorResponse, RefundResponse, Security

from tests.local.order import RETURN, create, describe_order, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.local.providers import Listener, Providers

# Mollie's library reads its own annotations with what Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ast:DeprecationWarning")

type Json = dict[str, Any]


@pytest.fixture
def vendor(providers: Providers) -> Iterator[Any]:
    """Speak through Mollie's own library, which checks every answer against Mollie's own schema."""
    with ClientSDK(security=Security(api_key=providers.key), server_url=providers.url) as client:
        yield client


def test_new_payment_is_open_and_leads_to_the_checkout_page(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    assert payment["id"].startswith("tr_")
    assert (payment["status"], payment["mode"]) == ("open", "test")
    assert payment["profileId"] == providers.look("/account")["mollie"]["profile"]
    assert payment["metadata"] == {"attempt": "attempt1"}
    page = providers.send("GET", payment["_links"]["checkout"]["href"].removeprefix(providers.url))
    assert page.status == 200
    assert "250,00" in page.text
    assert "<script" not in page.text
    assert 'lang="nl"' in page.text


def test_the_vendor_library_accepts_a_payment_in_every_status(providers: Providers, listener: Listener, vendor: Any) -> None:
    made = vendor.payments.create(payment_request=describe_order(listener), idempotency_key="k")
    for status in ("open", "pending", "authorized", "expired", "canceled", "failed", "paid"):
        providers.control(f"/payments/{made.id}", {"status": status})
        assert vendor.payments.get(payment_id=made.id).status == status
    providers.control(f"/payments/{made.id}/refunds", {"cents": 1000})
    providers.control(f"/payments/{made.id}/chargebacks", {"cents": 500})
    paid = vendor.payments.get(payment_id=made.id, embed="refunds,chargebacks")
    assert paid.amount_refunded.value == "10.00"
    assert paid.amount_charged_back.value == "5.00"


def test_the_vendor_library_accepts_refunds_and_chargebacks(providers: Providers, listener: Listener, vendor: Any) -> None:
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    order = {"description": "Terug", "amount": {"currency": "EUR", "value": "25.00"}, "metadata": {"n": "1"}}
    refund = vendor.refunds.create(payment_id=payment["id"], refund_request=order)
    assert (refund.status, refund.payment_id) == ("pending", payment["id"])
    providers.control(f"/payments/{payment['id']}/chargebacks", {})
    embedded = fetch(providers, payment)["_embedded"]
    assert RefundResponse.model_validate(embedded["refunds"][0]).id == refund.id
    assert EntityChargeback.model_validate(embedded["chargebacks"][0]).reversed_at is None
    assert vendor.refunds.list(payment_id=payment["id"]).result.count == 1
    assert vendor.chargebacks.list(payment_id=payment["id"]).result.count == 1


def test_the_vendor_library_reads_a_refusal(vendor: Any) -> None:
    with pytest.raises(ErrorResponse) as refusal:
        vendor.payments.get(payment_id="tr_unknown")
    assert refusal.value.data.status == 404
    assert refusal.value.data.detail == "No payment exists with token tr_unknown."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": {"currency": "EUR", "value": "10"}}, "amount"),
        ({"amount": {"currency": "EUR", "value": 10.0}}, "amount"),
        ({"amount": {"currency": "EUR", "value": "0.00"}}, "amount"),
        ({"amount": {"currency": "XXX", "value": "10.00"}}, "amount"),
        ({"description": None}, "description"),
        ({"description": "  "}, "description"),
        ({"redirectUrl": None}, "redirectUrl"),
        ({"redirectUrl": "javascript:alert(1)"}, "redirectUrl"),
        ({"webhookUrl": "not a url"}, "webhookUrl"),
        ({"webhookUrl": "https://www.example.nl/elsewhere"}, "webhookUrl"),
        ({"locale": "nl"}, "locale"),
        ({"method": "barter"}, "method"),
        ({"metadata": {"long": "x" * 1100}}, "metadata"),
        ({"testmode": True}, "testmode"),
    ],
)
def test_wrong_field_is_refused_by_name(providers: Providers, listener: Listener, changes: Json, field: str) -> None:
    reply = providers.mollie("POST", "/payments", describe_order(listener, **changes))
    assert (reply.status, reply.json["field"]) == (422, field)


def test_long_description_is_cut(providers: Providers, listener: Listener) -> None:
    assert len(create(providers, listener, description="x" * 300)["description"]) == 255


@pytest.mark.parametrize("key", ["", "test_wrong", "live_wrong", "sk_test_wrong"])
def test_wrong_key_is_refused(providers: Providers, key: str) -> None:
    assert providers.mollie("GET", "/payments", key=key or "x").status == 401


def test_payment_of_the_other_mode_is_not_shown(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    reply = providers.mollie("GET", f"/payments/{payment['id']}", key=providers.key.replace("test_", "live_"))
    assert reply.status == 404
    assert "wrong mode" in reply.json["detail"]


def test_same_key_makes_one_payment(providers: Providers, listener: Listener) -> None:
    replies = [providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a") for _ in range(3)]
    assert {reply.status for reply in replies} == {201}
    assert len({reply.json["id"] for reply in replies}) == 1
    assert len(providers.look("/payments")) == 1


def test_same_key_for_another_order_is_refused(providers: Providers, listener: Listener) -> None:
    providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a")
    assert (
        providers.mollie("POST", "/payments", describe_order(listener, description="B"), idempotency_key="a").status == 400
    )


def test_refused_order_does_not_spend_the_key(providers: Providers, listener: Listener) -> None:
    assert providers.mollie("POST", "/payments", describe_order(listener, locale="x"), idempotency_key="a").status == 422
    assert providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").status == 201


def test_key_is_forgotten_after_an_hour(providers: Providers, listener: Listener) -> None:
    first = providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").json
    providers.control("/behaviour", {"clock_ahead": 3601})
    second = providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").json
    assert first["id"] != second["id"]


def test_answer_that_is_lost_leaves_a_payment_that_the_key_finds(providers: Providers, listener: Listener) -> None:
    providers.control("/faults", {"kind": "lost", "provider": "mollie", "operation": "create", "times": 1})
    assert providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").status == 502
    found = providers.mollie("POST", "/payments", describe_order(listener), idempotency_key="a")
    assert found.json["id"] == providers.look("/payments")[0]["id"]


@pytest.mark.parametrize("status", ["paid", "failed", "expired", "canceled"])
def test_choice_at_the_checkout_page_ends_the_payment(providers: Providers, listener: Listener, status: str) -> None:
    payment = create(providers, listener)
    reply = providers.choose(payment["_links"]["checkout"]["href"], status)
    assert (reply.status, reply.headers["location"]) == (303, RETURN)
    assert fetch(providers, payment)["status"] == status
    [webhook] = providers.wait_for_webhooks(payment["id"])
    assert (webhook["event"], webhook["state"]) == (f"payment.{status}", "delivered")
    [call] = listener.calls
    assert (call.path, call.body.decode()) == ("/webhooks/mollie/attempt1", f"id={payment['id']}")
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "x-mollie-signature" not in call.headers


@pytest.mark.parametrize("status", ["open", "pending"])
def test_payment_without_an_end_calls_nobody(providers: Providers, listener: Listener, status: str) -> None:
    payment = create(providers, listener)
    assert providers.choose(payment["_links"]["checkout"]["href"], status).headers["location"] == RETURN
    assert fetch(providers, payment)["status"] == status
    assert providers.look("/webhooks") == []


def test_cancel_address_is_used_when_there_is_one(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener, cancelUrl="https://www.example.nl/afgebroken")
    reply = providers.choose(payment["_links"]["checkout"]["href"], "canceled")
    assert reply.headers["location"] == "https://www.example.nl/afgebroken"


def test_second_tab_changes_nothing(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    checkout = payment["_links"]["checkout"]["href"]
    providers.choose(checkout, "paid")
    assert providers.choose(checkout, "canceled").headers["location"] == RETURN
    assert providers.send("GET", checkout.removeprefix(providers.url)).headers["location"] == RETURN
    assert fetch(providers, payment)["status"] == "paid"
    assert "checkout" not in fetch(providers, payment)["_links"]


def test_checkout_page_refuses_other_websites(providers: Providers, listener: Listener) -> None:
    checkout = create(providers, listener)["_links"]["checkout"]["href"].removeprefix(providers.url)
    reply = providers.send("POST", checkout, body=b"status=paid", headers={"origin": "https://evil.example"})
    assert reply.status == 403


def test_payment_expires_when_its_time_is_over(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    providers.control("/behaviour", {"clock_ahead": 16 * 60})
    assert providers.wait_for(lambda: fetch(providers, payment), lambda seen: seen["status"] == "expired")["expiredAt"]
    assert [one["event"] for one in providers.wait_for_webhooks(payment["id"])] == ["payment.expired"]


def test_paid_payment_tells_of_its_payer_and_its_money(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    paid = fetch(providers, payment)
    assert (paid["method"], paid["details"]["consumerName"]) == ("ideal", "T. TEST")
    assert paid["amountRemaining"] == {"currency": "EUR", "value": "250.00"}


def test_open_payment_can_be_canceled_by_us(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    assert providers.mollie("DELETE", f"/payments/{payment['id']}").json["status"] == "canceled"
    assert providers.mollie("DELETE", f"/payments/{payment['id']}").status == 422
