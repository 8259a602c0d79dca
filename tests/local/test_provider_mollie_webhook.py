"""The webhooks of the Mollie on this machine: whom it tells of what, how often, and how it signs."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest
from mollie.models import EntityWebhookEvent
from mollie.utils.webhooks.signature_validator import SignatureValidator

from tests.local.order import create, fetch
from tests.local.providers import Providers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local.providers import Listener

# Mollie's library reads its own annotations with what Python is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ast:DeprecationWarning")


@pytest.mark.parametrize(
    ("status", "called"),
    [("queued", 0), ("pending", 0), ("processing", 1), ("refunded", 1), ("failed", 1), ("canceled", 0)],
)
def test_classic_webhook_tells_of_some_refunds(providers: Providers, listener: Listener, status: str, called: int) -> None:
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    providers.control(f"/payments/{payment['id']}/refunds", {"cents": 100, "status": status})
    assert fetch(providers, payment)["_embedded"]["refunds"][0]["status"] == status
    assert len(providers.wait_for_webhooks(payment["id"])) == 1 + called
    assert {call.body.decode() for call in listener.calls} == {f"id={payment['id']}"}


def test_refund_of_more_than_what_remains_is_refused(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    amount = {"amount": {"currency": "EUR", "value": "200.00"}}
    assert providers.mollie("POST", f"/payments/{payment['id']}/refunds", amount).status == 422
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    assert providers.mollie("POST", f"/payments/{payment['id']}/refunds", amount, idempotency_key="r").status == 201
    assert providers.mollie("POST", f"/payments/{payment['id']}/refunds", amount, idempotency_key="r").status == 201
    assert providers.mollie("POST", f"/payments/{payment['id']}/refunds", amount).status == 422


def test_refund_that_fails_gives_the_money_back(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [refund] = providers.control(f"/payments/{payment['id']}/refunds", {"status": "processing"})["refunds"]
    assert fetch(providers, payment)["amountRemaining"]["value"] == "0.00"
    providers.control(f"/payments/{payment['id']}/refunds/{refund['id']}", {"status": "failed"})
    assert fetch(providers, payment)["amountRemaining"]["value"] == "250.00"


def test_chargeback_calls_and_its_reversal_does_not(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [chargeback] = providers.control(f"/payments/{payment['id']}/chargebacks", {})["chargebacks"]
    providers.control(f"/payments/{payment['id']}/chargebacks/{chargeback['id']}/reversal")
    assert fetch(providers, payment)["_embedded"]["chargebacks"][0]["reversedAt"]
    events = [one["event"] for one in providers.wait_for_webhooks(payment["id"])]
    assert events == ["payment.paid", "chargeback.received"]


def test_signed_webhooks_are_off_until_switched_on(providers: Providers, listener: Listener) -> None:
    providers.control("/behaviour", {"mollie_signed": True, "mollie_classic": False})
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    providers.wait_for_webhooks(payment["id"])
    [call] = listener.calls
    secret = providers.look("/account")["mollie"]["webhook_secrets"][0]
    assert call.path == "/webhooks/mollie"
    assert SignatureValidator(secret).validate_payload(call.body.decode(), call.headers["x-mollie-signature"])
    event = EntityWebhookEvent.model_validate(call.json)
    assert (event.resource, event.entity_id) == ("event", payment["id"])
    assert call.json["_embedded"]["entity"]["status"] == "paid"


def test_signed_webhooks_tell_of_everything(providers: Providers, listener: Listener) -> None:
    providers.control("/behaviour", {"mollie_signed": True, "mollie_classic": False, "mollie_payload": "simple"})
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [refund] = providers.control(f"/payments/{payment['id']}/refunds", {"status": "queued"})["refunds"]
    providers.control(f"/payments/{payment['id']}/refunds/{refund['id']}", {"status": "canceled"})
    [chargeback] = providers.control(f"/payments/{payment['id']}/chargebacks", {})["chargebacks"]
    providers.control(f"/payments/{payment['id']}/chargebacks/{chargeback['id']}/reversal")
    providers.wait_for_webhooks(payment["id"])
    told = {(call.json["type"], call.json["entityId"]) for call in listener.calls}
    assert told == {
        ("payment.paid", payment["id"]),
        ("refund.queued", refund["id"]),
        ("refund.canceled", refund["id"]),
        ("chargeback.received", chargeback["id"]),
        ("chargeback.reversed", chargeback["id"]),
    }
    assert not any("_embedded" in call.json for call in listener.calls)


def test_secrets_can_be_chosen_to_sign_with(providers: Providers, listener: Listener) -> None:
    providers.control("/behaviour", {"mollie_signed": True, "mollie_classic": False, "sign_with": ["one", "two"]})
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    providers.wait_for_webhooks(payment["id"])
    [call] = listener.calls
    signatures = call.headers["x-mollie-signature"].split(", ")
    assert signatures == ["sha256=" + hmac.new(key, call.body, hashlib.sha256).hexdigest() for key in (b"one", b"two")]


def test_webhook_is_tried_ten_times_until_it_is_answered_with_200(providers: Providers, listener: Listener) -> None:
    providers.control("/behaviour", {"pace": 0.0002})
    listener.answers = [503] * 8 + [204] + [500] * 5
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = providers.wait_for_webhooks(payment["id"])
    assert webhook["state"] == "given_up"
    assert [one["status"] for one in webhook["attempts"]] == [503] * 8 + [204, 500]


def test_webhook_is_tried_again_until_it_is_accepted(providers: Providers, listener: Listener) -> None:
    listener.answers = [500, 503]
    payment = create(providers, listener)
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = providers.wait_for_webhooks(payment["id"])
    assert [one["status"] for one in webhook["attempts"]] == [500, 503, 200]


def test_nobody_listening_is_no_answer(providers: Providers, listener: Listener) -> None:
    payment = create(providers, listener, webhookUrl="http://127.0.0.1:9/webhooks/mollie/attempt1")
    providers.control("/behaviour", {"pace": 0.0002})
    providers.control(f"/payments/{payment['id']}", {"status": "paid"})
    [webhook] = providers.wait_for_webhooks(payment["id"])
    assert (webhook["state"], len(webhook["attempts"])) == ("given_up", 10)
    assert webhook["attempts"][0]["error"]


def test_store_survives_the_end(tmp_path: Path, listener: Listener) -> None:
    """Payments, keys, held webhooks and the behaviour are as they were."""
    with Providers(tmp_path / "store", public_url=listener.url) as providers:
        providers.control("/behaviour", {"held": True})
        payment = create(providers, listener)
        providers.control(f"/payments/{payment['id']}", {"status": "paid"})
        key = providers.key
    with Providers(tmp_path / "store", public_url=listener.url) as providers:
        assert providers.key == key
        assert fetch(providers, payment)["status"] == "paid"
        assert [one["state"] for one in providers.look("/webhooks")] == ["held"]
        [sent] = providers.control("/webhooks/release")
        assert (sent["state"], listener.calls[0].body.decode()) == ("delivered", f"id={payment['id']}")
