"""The Mollie on this machine behaves as the real one, as far as we rely on it."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import pytest
from mollie import ClientSDK
from mollie.models import EntityChargeback, EntityWebhookEvent, ErrorResponse, RefundResponse, Security
from mollie.utils.webhooks.signature_validator import SignatureValidator

from tests.local.house import RunningHouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.local.house import Listener

# Mollie's library reads its own annotations with what Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ast:DeprecationWarning")

type Json = dict[str, Any]

RETURN = "https://www.example.nl/terug?r=1"


@pytest.fixture
def vendor(house: RunningHouse) -> Iterator[Any]:
    """Speak through Mollie's own library, which checks every answer against Mollie's own schema."""
    with ClientSDK(security=Security(api_key=house.key), server_url=house.url) as client:
        yield client


def describe_order(listener: Listener, **changes: object) -> Json:
    """Return the order of a payment."""
    order = {
        "amount": {"currency": "EUR", "value": "250.00"},
        "description": "MBO-01 L-2026-ABC",
        "redirectUrl": RETURN,
        "webhookUrl": f"{listener.url}/webhooks/mollie/attempt1",
        "metadata": {"attempt": "attempt1"},
        "locale": "nl_NL",
    }
    return {name: value for name, value in (order | changes).items() if value is not None}


def create(house: RunningHouse, listener: Listener, **changes: object) -> Json:
    """Make a payment and return it."""
    reply = house.mollie("POST", "/payments", describe_order(listener, **changes))
    assert reply.status == 201, reply.text
    payment: Json = reply.json
    return payment


def fetch(house: RunningHouse, payment: Json) -> Json:
    """Return a payment with all that hangs on it."""
    fetched: Json = house.mollie("GET", f"/payments/{payment['id']}?embed=refunds,chargebacks").json
    return fetched


def test_new_payment_is_open_and_leads_to_the_checkout_page(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    assert payment["id"].startswith("tr_")
    assert (payment["status"], payment["mode"]) == ("open", "test")
    assert payment["profileId"] == house.look("/account")["mollie"]["profile"]
    assert payment["metadata"] == {"attempt": "attempt1"}
    page = house.send("GET", payment["_links"]["checkout"]["href"].removeprefix(house.url))
    assert page.status == 200
    assert "250,00" in page.text
    assert "<script" not in page.text
    assert 'lang="nl"' in page.text


def test_the_vendor_library_accepts_a_payment_in_every_status(house: RunningHouse, listener: Listener, vendor: Any) -> None:
    made = vendor.payments.create(payment_request=describe_order(listener), idempotency_key="k")
    for status in ("open", "pending", "authorized", "expired", "canceled", "failed", "paid"):
        house.control(f"/payments/{made.id}", {"status": status})
        assert vendor.payments.get(payment_id=made.id).status == status
    house.control(f"/payments/{made.id}/refunds", {"cents": 1000})
    house.control(f"/payments/{made.id}/chargebacks", {"cents": 500})
    paid = vendor.payments.get(payment_id=made.id, embed="refunds,chargebacks")
    assert paid.amount_refunded.value == "10.00"
    assert paid.amount_charged_back.value == "5.00"


def test_the_vendor_library_accepts_refunds_and_chargebacks(house: RunningHouse, listener: Listener, vendor: Any) -> None:
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    order = {"description": "Terug", "amount": {"currency": "EUR", "value": "25.00"}, "metadata": {"n": "1"}}
    refund = vendor.refunds.create(payment_id=payment["id"], refund_request=order)
    assert (refund.status, refund.payment_id) == ("pending", payment["id"])
    house.control(f"/payments/{payment['id']}/chargebacks", {})
    embedded = fetch(house, payment)["_embedded"]
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
def test_wrong_field_is_refused_by_name(house: RunningHouse, listener: Listener, changes: Json, field: str) -> None:
    reply = house.mollie("POST", "/payments", describe_order(listener, **changes))
    assert (reply.status, reply.json["field"]) == (422, field)


def test_long_description_is_cut(house: RunningHouse, listener: Listener) -> None:
    assert len(create(house, listener, description="x" * 300)["description"]) == 255


@pytest.mark.parametrize("key", ["", "test_wrong", "live_wrong", "sk_test_wrong"])
def test_wrong_key_is_refused(house: RunningHouse, key: str) -> None:
    assert house.mollie("GET", "/payments", key=key or "x").status == 401


def test_payment_of_the_other_mode_is_not_shown(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    reply = house.mollie("GET", f"/payments/{payment['id']}", key=house.key.replace("test_", "live_"))
    assert reply.status == 404
    assert "wrong mode" in reply.json["detail"]


def test_same_key_makes_one_payment(house: RunningHouse, listener: Listener) -> None:
    replies = [house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a") for _ in range(3)]
    assert {reply.status for reply in replies} == {201}
    assert len({reply.json["id"] for reply in replies}) == 1
    assert len(house.look("/payments")) == 1


def test_same_key_for_another_order_is_refused(house: RunningHouse, listener: Listener) -> None:
    house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a")
    assert house.mollie("POST", "/payments", describe_order(listener, description="B"), idempotency_key="a").status == 400


def test_refused_order_does_not_spend_the_key(house: RunningHouse, listener: Listener) -> None:
    assert house.mollie("POST", "/payments", describe_order(listener, locale="x"), idempotency_key="a").status == 422
    assert house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").status == 201


def test_key_is_forgotten_after_an_hour(house: RunningHouse, listener: Listener) -> None:
    first = house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").json
    house.control("/manner", {"clock_ahead": 3601})
    second = house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").json
    assert first["id"] != second["id"]


def test_answer_that_is_lost_leaves_a_payment_that_the_key_finds(house: RunningHouse, listener: Listener) -> None:
    house.control("/faults", {"kind": "lost", "provider": "mollie", "operation": "create", "times": 1})
    assert house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a").status == 502
    found = house.mollie("POST", "/payments", describe_order(listener), idempotency_key="a")
    assert found.json["id"] == house.look("/payments")[0]["id"]


@pytest.mark.parametrize("status", ["paid", "failed", "expired", "canceled"])
def test_choice_at_the_checkout_page_ends_the_payment(house: RunningHouse, listener: Listener, status: str) -> None:
    payment = create(house, listener)
    reply = house.choose(payment["_links"]["checkout"]["href"], status)
    assert (reply.status, reply.headers["location"]) == (303, RETURN)
    assert fetch(house, payment)["status"] == status
    [webhook] = house.wait_for_post(payment["id"])
    assert (webhook["event"], webhook["state"]) == (f"payment.{status}", "delivered")
    [call] = listener.calls
    assert (call.path, call.body.decode()) == ("/webhooks/mollie/attempt1", f"id={payment['id']}")
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "x-mollie-signature" not in call.headers


@pytest.mark.parametrize("status", ["open", "pending"])
def test_payment_without_an_end_calls_nobody(house: RunningHouse, listener: Listener, status: str) -> None:
    payment = create(house, listener)
    assert house.choose(payment["_links"]["checkout"]["href"], status).headers["location"] == RETURN
    assert fetch(house, payment)["status"] == status
    assert house.look("/webhooks") == []


def test_cancel_address_is_used_when_there_is_one(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener, cancelUrl="https://www.example.nl/afgebroken")
    reply = house.choose(payment["_links"]["checkout"]["href"], "canceled")
    assert reply.headers["location"] == "https://www.example.nl/afgebroken"


def test_second_tab_changes_nothing(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    checkout = payment["_links"]["checkout"]["href"]
    house.choose(checkout, "paid")
    assert house.choose(checkout, "canceled").headers["location"] == RETURN
    assert house.send("GET", checkout.removeprefix(house.url)).headers["location"] == RETURN
    assert fetch(house, payment)["status"] == "paid"
    assert "checkout" not in fetch(house, payment)["_links"]


def test_checkout_page_refuses_other_websites(house: RunningHouse, listener: Listener) -> None:
    checkout = create(house, listener)["_links"]["checkout"]["href"].removeprefix(house.url)
    reply = house.send("POST", checkout, body=b"status=paid", headers={"origin": "https://evil.example"})
    assert reply.status == 403


def test_payment_expires_when_its_time_is_over(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    house.control("/manner", {"clock_ahead": 16 * 60})
    assert house.wait_for(lambda: fetch(house, payment), lambda seen: seen["status"] == "expired")["expiredAt"]
    assert [one["event"] for one in house.wait_for_post(payment["id"])] == ["payment.expired"]


def test_paid_payment_tells_of_its_payer_and_its_money(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    paid = fetch(house, payment)
    assert (paid["method"], paid["details"]["consumerName"]) == ("ideal", "T. TEST")
    assert paid["amountRemaining"] == {"currency": "EUR", "value": "250.00"}


def test_open_payment_can_be_canceled_by_us(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    assert house.mollie("DELETE", f"/payments/{payment['id']}").json["status"] == "canceled"
    assert house.mollie("DELETE", f"/payments/{payment['id']}").status == 422


@pytest.mark.parametrize(
    ("status", "called"),
    [("queued", 0), ("pending", 0), ("processing", 1), ("refunded", 1), ("failed", 1), ("canceled", 0)],
)
def test_classic_webhook_tells_of_some_refunds(house: RunningHouse, listener: Listener, status: str, called: int) -> None:
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    house.control(f"/payments/{payment['id']}/refunds", {"cents": 100, "status": status})
    assert fetch(house, payment)["_embedded"]["refunds"][0]["status"] == status
    assert len(house.wait_for_post(payment["id"])) == 1 + called
    assert {call.body.decode() for call in listener.calls} == {f"id={payment['id']}"}


def test_refund_of_more_than_what_remains_is_refused(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    amount = {"amount": {"currency": "EUR", "value": "200.00"}}
    assert house.mollie("POST", f"/payments/{payment['id']}/refunds", amount).status == 422
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    assert house.mollie("POST", f"/payments/{payment['id']}/refunds", amount, idempotency_key="r").status == 201
    assert house.mollie("POST", f"/payments/{payment['id']}/refunds", amount, idempotency_key="r").status == 201
    assert house.mollie("POST", f"/payments/{payment['id']}/refunds", amount).status == 422


def test_refund_that_fails_gives_the_money_back(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [refund] = house.control(f"/payments/{payment['id']}/refunds", {"status": "processing"})["refunds"]
    assert fetch(house, payment)["amountRemaining"]["value"] == "0.00"
    house.control(f"/payments/{payment['id']}/refunds/{refund['id']}", {"status": "failed"})
    assert fetch(house, payment)["amountRemaining"]["value"] == "250.00"


def test_chargeback_calls_and_its_reversal_does_not(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [chargeback] = house.control(f"/payments/{payment['id']}/chargebacks", {})["chargebacks"]
    house.control(f"/payments/{payment['id']}/chargebacks/{chargeback['id']}/reversal")
    assert fetch(house, payment)["_embedded"]["chargebacks"][0]["reversedAt"]
    events = [one["event"] for one in house.wait_for_post(payment["id"])]
    assert events == ["payment.paid", "chargeback.received"]


def test_signed_webhooks_are_off_until_switched_on(house: RunningHouse, listener: Listener) -> None:
    house.control("/manner", {"mollie_signed": True, "mollie_classic": False})
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    house.wait_for_post(payment["id"])
    [call] = listener.calls
    secret = house.look("/account")["mollie"]["webhook_secrets"][0]
    assert call.path == "/webhooks/mollie"
    assert SignatureValidator(secret).validate_payload(call.body.decode(), call.headers["x-mollie-signature"])
    event = EntityWebhookEvent.model_validate(call.json)
    assert (event.resource, event.entity_id) == ("event", payment["id"])
    assert call.json["_embedded"]["entity"]["status"] == "paid"


def test_signed_webhooks_tell_of_everything(house: RunningHouse, listener: Listener) -> None:
    house.control("/manner", {"mollie_signed": True, "mollie_classic": False, "mollie_payload": "simple"})
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [refund] = house.control(f"/payments/{payment['id']}/refunds", {"status": "queued"})["refunds"]
    house.control(f"/payments/{payment['id']}/refunds/{refund['id']}", {"status": "canceled"})
    [chargeback] = house.control(f"/payments/{payment['id']}/chargebacks", {})["chargebacks"]
    house.control(f"/payments/{payment['id']}/chargebacks/{chargeback['id']}/reversal")
    house.wait_for_post(payment["id"])
    told = {(call.json["type"], call.json["entityId"]) for call in listener.calls}
    assert told == {
        ("payment.paid", payment["id"]),
        ("refund.queued", refund["id"]),
        ("refund.canceled", refund["id"]),
        ("chargeback.received", chargeback["id"]),
        ("chargeback.reversed", chargeback["id"]),
    }
    assert not any("_embedded" in call.json for call in listener.calls)


def test_secrets_can_be_chosen_to_sign_with(house: RunningHouse, listener: Listener) -> None:
    house.control("/manner", {"mollie_signed": True, "mollie_classic": False, "sign_with": ["one", "two"]})
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    house.wait_for_post(payment["id"])
    [call] = listener.calls
    signatures = call.headers["x-mollie-signature"].split(", ")
    assert signatures == ["sha256=" + hmac.new(key, call.body, hashlib.sha256).hexdigest() for key in (b"one", b"two")]


def test_webhook_is_tried_ten_times_until_it_is_answered_with_200(house: RunningHouse, listener: Listener) -> None:
    house.control("/manner", {"pace": 0.0002})
    listener.answers = [503] * 8 + [204] + [500] * 5
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = house.wait_for_post(payment["id"])
    assert webhook["state"] == "given_up"
    assert [one["status"] for one in webhook["attempts"]] == [503] * 8 + [204, 500]


def test_webhook_is_tried_again_until_it_is_accepted(house: RunningHouse, listener: Listener) -> None:
    listener.answers = [500, 503]
    payment = create(house, listener)
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = house.wait_for_post(payment["id"])
    assert [one["status"] for one in webhook["attempts"]] == [500, 503, 200]


def test_nobody_listening_is_no_answer(house: RunningHouse, listener: Listener) -> None:
    payment = create(house, listener, webhookUrl="http://127.0.0.1:9/webhooks/mollie/attempt1")
    house.control("/manner", {"pace": 0.0002})
    house.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = house.wait_for_post(payment["id"])
    assert (webhook["state"], len(webhook["attempts"])) == ("given_up", 10)
    assert webhook["attempts"][0]["error"]


def test_books_survive_the_end(tmp_path: Path, listener: Listener) -> None:
    """Payments, keys, held webhooks and the manner are as they were."""
    with RunningHouse(tmp_path / "books", public_url=listener.url) as house:
        house.control("/manner", {"held": True})
        payment = create(house, listener)
        house.control(f"/payments/{payment['id']}", {"status": "paid"})
        key = house.key
    with RunningHouse(tmp_path / "books", public_url=listener.url) as house:
        assert house.key == key
        assert fetch(house, payment)["status"] == "paid"
        assert [one["state"] for one in house.look("/webhooks")] == ["held"]
        [sent] = house.control("/webhooks/release")
        assert (sent["state"], listener.calls[0].body.decode()) == ("delivered", f"id={payment['id']}")
