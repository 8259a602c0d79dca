"""What can be made to go wrong at the payment providers, and what a person can order there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.providers import Listener, Providers

type Json = dict[str, Any]

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def payment(providers: Providers, listener: Listener) -> str:
    """Make a payment at Mollie and return its id."""
    order = {
        "amount": {"currency": "EUR", "value": "10.00"},
        "description": "MBO-01 L-2026-ABC",
        "redirectUrl": "https://www.example.nl/",
        "webhookUrl": f"{listener.url}/hook",
        "metadata": {"attempt": "a"},
    }
    return str(providers.mollie("POST", "/payments", order).json["id"])


def fetch_status(providers: Providers, payment: str) -> object:
    """Return the status in Mollie's answer."""
    return providers.mollie("GET", f"/payments/{payment}").json["status"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "fail"}, 503), ({"kind": "fail", "status": 500}, 500), ({"kind": "limit"}, 429), ({"kind": "missing"}, 404)],
)
def test_fault_strikes_as_often_as_ordered(providers: Providers, payment: str, fault: Json, status: int) -> None:
    providers.control("/faults", {**fault, "times": 2})
    replies = [providers.mollie("GET", f"/payments/{payment}").status for _ in range(3)]
    assert replies == [status, status, 200]


def test_fault_can_be_lifted(providers: Providers, payment: str) -> None:
    providers.control("/faults", {"kind": "fail"})
    assert [one["kind"] for one in providers.look("/faults")] == ["fail"]
    providers.control("/faults", method="DELETE")
    assert providers.mollie("GET", f"/payments/{payment}").status == 200


def test_fault_concerns_only_what_it_names(providers: Providers, payment: str) -> None:
    providers.control("/faults", {"kind": "fail", "provider": "stripe"})
    providers.control("/faults", {"kind": "fail", "operation": "create"})
    providers.control("/faults", {"kind": "fail", "payment": "tr_other"})
    assert providers.mollie("GET", f"/payments/{payment}").status == 200
    assert providers.mollie("POST", "/payments", {}).status == 503
    assert providers.stripe("GET", "/checkout/sessions/cs_x").status == 503


def test_failed_request_carries_nothing_out(providers: Providers, payment: str) -> None:
    providers.control("/faults", {"kind": "fail", "times": 1})
    assert providers.mollie("DELETE", f"/payments/{payment}").status == 503
    assert fetch_status(providers, payment) == "open"


def test_unreadable_answer_is_half_of_one(providers: Providers, payment: str) -> None:
    providers.control("/faults", {"kind": "garbled", "times": 1})
    reply = providers.mollie("GET", f"/payments/{payment}")
    assert reply.status == 200
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        reply.json  # noqa: B018 - reading is the test


def test_slow_answer_comes_in_the_end(providers: Providers, payment: str) -> None:
    providers.control("/faults", {"kind": "slow", "delay": 0.3, "times": 1})
    assert fetch_status(providers, payment) == "open"


def test_outdated_answer_lags_by_so_many_changes(providers: Providers, payment: str) -> None:
    providers.control(f"/payments/{payment}", {"status": "pending"})
    providers.control(f"/payments/{payment}", {"status": "paid"})
    for changes, status in ((1, "pending"), (2, "open"), (9, "open")):
        providers.control("/faults", {"kind": "stale", "changes": changes, "times": 1})
        assert fetch_status(providers, payment) == status
    assert fetch_status(providers, payment) == "paid"


def test_held_webhooks_go_in_the_order_that_is_asked(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control("/behaviour", {"held": True, "mollie_signed": True, "mollie_classic": False})
    providers.control(f"/payments/{payment}", {"status": "paid"})
    providers.control(f"/payments/{payment}/refunds", {"cents": 100})
    providers.control(f"/payments/{payment}/chargebacks", {"cents": 100})
    assert [one["state"] for one in providers.look("/webhooks")] == ["held"] * 3
    sent = providers.control("/webhooks/release", {"order": "reversed", "copies": 2})
    assert [one["state"] for one in sent] == ["delivered"] * 6
    told = [call.json["type"] for call in listener.calls]
    assert told == ["chargeback.received"] * 2 + ["refund.refunded"] * 2 + ["payment.paid"] * 2


def test_shuffled_order_can_be_repeated(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control("/behaviour", {"held": True, "mollie_signed": True, "mollie_classic": False})
    told = []
    for _ in range(2):
        for status in ("pending", "expired", "failed", "paid", "canceled"):
            providers.control(f"/payments/{payment}", {"status": status})
        providers.control("/webhooks/release", {"order": "shuffled", "seed": 3})
        told.append([call.json["type"] for call in listener.calls])
        listener.calls.clear()
    assert told[0] == told[1]
    assert told[0] != ["payment.pending", "payment.expired", "payment.failed", "payment.paid", "payment.canceled"]


def test_held_webhooks_can_be_lost(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control("/behaviour", {"held": True})
    providers.control(f"/payments/{payment}", {"status": "paid"})
    providers.control("/webhooks/drop", {"payment": payment})
    assert [one["state"] for one in providers.look("/webhooks")] == ["dropped"]
    assert providers.control("/webhooks/release") == []
    assert listener.calls == []


def test_fifty_copies_come_at_once(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control(f"/payments/{payment}", {"status": "paid"})
    [webhook] = providers.wait_for_webhooks(payment)
    together = threading.Barrier(50, timeout=20)
    listener.meet = together.wait
    again = providers.control(f"/webhooks/{webhook['number']}/repeat", {"copies": 50})
    assert [one["attempts"][0]["status"] for one in again] == [200] * 50
    assert {call.body for call in listener.calls} == {f"id={payment}".encode()}


def test_every_webhook_can_come_several_times(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control("/behaviour", {"copies": 3, "jitter": 0.05})
    providers.control(f"/payments/{payment}", {"status": "paid"})
    assert len(providers.wait_for_webhooks(payment)) == len(listener.calls) == 3


def test_released_webhook_that_is_refused_is_tried_again(providers: Providers, listener: Listener, payment: str) -> None:
    providers.control("/behaviour", {"held": True})
    providers.control(f"/payments/{payment}", {"status": "paid"})
    listener.answers = [503]
    providers.control("/webhooks/release")
    [webhook] = providers.wait_for_webhooks(payment)
    assert [one["status"] for one in webhook["attempts"]] == [503, 200]


def test_contents_can_be_made_wrong(providers: Providers, listener: Listener, payment: str) -> None:
    wrong = {"cents": 1, "currency": "USD", "metadata": {"attempt": "b"}, "profile": "pfl_other"}
    providers.control(f"/payments/{payment}", wrong)
    shown = providers.mollie("GET", f"/payments/{payment}").json
    assert shown["amount"] == {"currency": "USD", "value": "0.01"}
    assert (shown["metadata"], shown["profileId"]) == ({"attempt": "b"}, "pfl_other")
    assert listener.calls == []


def test_status_that_nobody_knows_can_be_set(providers: Providers, payment: str) -> None:
    providers.control(f"/payments/{payment}", {"status": "settled"})
    assert fetch_status(providers, payment) == "settled"


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/payments/tr_unknown", {"status": "paid"}, 404),
        ("/payments/tr_unknown/refunds", {}, 404),
        ("/webhooks/99/repeat", {}, 404),
        ("/faults", {"kind": "fire"}, 422),
        ("/behaviour", {"hold": True}, 422),
        ("/webhooks/release", {"order": "any"}, 422),
    ],
)
def test_order_that_makes_no_sense_is_refused(providers: Providers, path: str, content: Json, status: int) -> None:
    reply = providers.send(
        "POST", f"/_local/providers{path}", body=str(content).replace("'", '"').replace("True", "true").encode()
    )
    assert reply.status == status


def test_unknown_refund_is_not_found(providers: Providers, payment: str) -> None:
    reply = providers.send("POST", f"/_local/providers/payments/{payment}/refunds/re_x", body=b'{"status": "failed"}')
    assert reply.status == 404


def test_broken_order_is_refused(providers: Providers) -> None:
    assert providers.send("POST", "/_local/providers/faults", body=b"{").status == 400


def test_all_can_begin_anew(providers: Providers, payment: str) -> None:
    key = providers.look("/account")
    providers.control("/behaviour", {"held": True})
    providers.control("/", method="DELETE")
    assert providers.look("/payments") == providers.look("/webhooks") == []
    assert providers.look("/behaviour")["held"] is False
    assert providers.look("/account") == key
    assert providers.mollie("GET", f"/payments/{payment}").status == 404


def test_person_gives_orders_by_a_page(providers: Providers, payment: str) -> None:
    page = providers.send("GET", "/_local/providers/")
    assert page.status == 200
    assert "<script" not in page.text
    assert payment in page.text
    path = f"/_local/providers/payments/{payment}"
    reply = providers.send("POST", path, body=b"status=paid", headers=FORM)
    assert (reply.status, reply.headers["location"]) == (303, "/_local/providers/")
    providers.send("POST", f"{path}/refunds", body=b"cents=&status=pending", headers=FORM)
    providers.send("POST", f"{path}/chargebacks", body=b"cents=300", headers=FORM)
    providers.send("POST", "/_local/providers/behaviour", body=b"held=true", headers=FORM)
    shown = providers.look(f"/payments/{payment}")
    assert (shown["status"], shown["refunds"][0]["cents"], shown["chargebacks"][0]["cents"]) == ("paid", 1000, 300)
    assert providers.look("/behaviour")["held"] is True
    assert "300 cents" in providers.send("GET", "/_local/providers/").text
