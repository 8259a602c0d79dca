"""What can be made to go wrong at the payment providers, and what a person can order there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.house import Listener, RunningHouse

type Json = dict[str, Any]

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def payment(house: RunningHouse, listener: Listener) -> str:
    """Make a payment at Mollie and return its id."""
    order = {
        "amount": {"currency": "EUR", "value": "10.00"},
        "description": "MBO-01 L-2026-ABC",
        "redirectUrl": "https://www.example.nl/",
        "webhookUrl": f"{listener.url}/hook",
        "metadata": {"attempt": "a"},
    }
    return str(house.mollie("POST", "/payments", order).json["id"])


def fetch_status(house: RunningHouse, payment: str) -> object:
    """Return the status in Mollie's answer."""
    return house.mollie("GET", f"/payments/{payment}").json["status"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "fail"}, 503), ({"kind": "fail", "status": 500}, 500), ({"kind": "limit"}, 429), ({"kind": "missing"}, 404)],
)
def test_fault_strikes_as_often_as_ordered(house: RunningHouse, payment: str, fault: Json, status: int) -> None:
    house.control("/faults", {**fault, "times": 2})
    replies = [house.mollie("GET", f"/payments/{payment}").status for _ in range(3)]
    assert replies == [status, status, 200]


def test_fault_can_be_lifted(house: RunningHouse, payment: str) -> None:
    house.control("/faults", {"kind": "fail"})
    assert [one["kind"] for one in house.look("/faults")] == ["fail"]
    house.control("/faults", method="DELETE")
    assert house.mollie("GET", f"/payments/{payment}").status == 200


def test_fault_concerns_only_what_it_names(house: RunningHouse, payment: str) -> None:
    house.control("/faults", {"kind": "fail", "provider": "stripe"})
    house.control("/faults", {"kind": "fail", "operation": "create"})
    house.control("/faults", {"kind": "fail", "payment": "tr_other"})
    assert house.mollie("GET", f"/payments/{payment}").status == 200
    assert house.mollie("POST", "/payments", {}).status == 503
    assert house.stripe("GET", "/checkout/sessions/cs_x").status == 503


def test_failed_request_carries_nothing_out(house: RunningHouse, payment: str) -> None:
    house.control("/faults", {"kind": "fail", "times": 1})
    assert house.mollie("DELETE", f"/payments/{payment}").status == 503
    assert fetch_status(house, payment) == "open"


def test_unreadable_answer_is_half_of_one(house: RunningHouse, payment: str) -> None:
    house.control("/faults", {"kind": "garbled", "times": 1})
    reply = house.mollie("GET", f"/payments/{payment}")
    assert reply.status == 200
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        reply.json  # noqa: B018 - reading is the test


def test_slow_answer_comes_in_the_end(house: RunningHouse, payment: str) -> None:
    house.control("/faults", {"kind": "slow", "delay": 0.3, "times": 1})
    assert fetch_status(house, payment) == "open"


def test_outdated_answer_lags_by_so_many_changes(house: RunningHouse, payment: str) -> None:
    house.control(f"/payments/{payment}", {"status": "pending"})
    house.control(f"/payments/{payment}", {"status": "paid"})
    for changes, status in ((1, "pending"), (2, "open"), (9, "open")):
        house.control("/faults", {"kind": "stale", "changes": changes, "times": 1})
        assert fetch_status(house, payment) == status
    assert fetch_status(house, payment) == "paid"


def test_held_webhooks_go_in_the_order_that_is_asked(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control("/manner", {"held": True, "mollie_signed": True, "mollie_classic": False})
    house.control(f"/payments/{payment}", {"status": "paid"})
    house.control(f"/payments/{payment}/refunds", {"cents": 100})
    house.control(f"/payments/{payment}/chargebacks", {"cents": 100})
    assert [one["state"] for one in house.look("/webhooks")] == ["held"] * 3
    sent = house.control("/webhooks/release", {"order": "reversed", "copies": 2})
    assert [one["state"] for one in sent] == ["delivered"] * 6
    told = [call.json["type"] for call in listener.calls]
    assert told == ["chargeback.received"] * 2 + ["refund.refunded"] * 2 + ["payment.paid"] * 2


def test_shuffled_order_can_be_repeated(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control("/manner", {"held": True, "mollie_signed": True, "mollie_classic": False})
    told = []
    for _ in range(2):
        for status in ("pending", "expired", "failed", "paid", "canceled"):
            house.control(f"/payments/{payment}", {"status": status})
        house.control("/webhooks/release", {"order": "shuffled", "seed": 3})
        told.append([call.json["type"] for call in listener.calls])
        listener.calls.clear()
    assert told[0] == told[1]
    assert told[0] != ["payment.pending", "payment.expired", "payment.failed", "payment.paid", "payment.canceled"]


def test_held_webhooks_can_be_lost(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control("/manner", {"held": True})
    house.control(f"/payments/{payment}", {"status": "paid"})
    house.control("/webhooks/drop", {"payment": payment})
    assert [one["state"] for one in house.look("/webhooks")] == ["dropped"]
    assert house.control("/webhooks/release") == []
    assert listener.calls == []


def test_fifty_copies_come_at_once(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control(f"/payments/{payment}", {"status": "paid"})
    [webhook] = house.wait_for_post(payment)
    together = threading.Barrier(50, timeout=20)
    listener.meet = together.wait
    again = house.control(f"/webhooks/{webhook['number']}/repeat", {"copies": 50})
    assert [one["attempts"][0]["status"] for one in again] == [200] * 50
    assert {call.body for call in listener.calls} == {f"id={payment}".encode()}


def test_every_webhook_can_come_several_times(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control("/manner", {"copies": 3, "jitter": 0.05})
    house.control(f"/payments/{payment}", {"status": "paid"})
    assert len(house.wait_for_post(payment)) == len(listener.calls) == 3


def test_released_webhook_that_is_refused_is_tried_again(house: RunningHouse, listener: Listener, payment: str) -> None:
    house.control("/manner", {"held": True})
    house.control(f"/payments/{payment}", {"status": "paid"})
    listener.answers = [503]
    house.control("/webhooks/release")
    [webhook] = house.wait_for_post(payment)
    assert [one["status"] for one in webhook["attempts"]] == [503, 200]


def test_contents_can_be_made_wrong(house: RunningHouse, listener: Listener, payment: str) -> None:
    wrong = {"cents": 1, "currency": "USD", "metadata": {"attempt": "b"}, "profile": "pfl_other"}
    house.control(f"/payments/{payment}", wrong)
    shown = house.mollie("GET", f"/payments/{payment}").json
    assert shown["amount"] == {"currency": "USD", "value": "0.01"}
    assert (shown["metadata"], shown["profileId"]) == ({"attempt": "b"}, "pfl_other")
    assert listener.calls == []


def test_status_that_nobody_knows_can_be_set(house: RunningHouse, payment: str) -> None:
    house.control(f"/payments/{payment}", {"status": "settled"})
    assert fetch_status(house, payment) == "settled"


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/payments/tr_unknown", {"status": "paid"}, 404),
        ("/payments/tr_unknown/refunds", {}, 404),
        ("/webhooks/99/repeat", {}, 404),
        ("/faults", {"kind": "fire"}, 422),
        ("/manner", {"hold": True}, 422),
        ("/webhooks/release", {"order": "any"}, 422),
    ],
)
def test_order_that_makes_no_sense_is_refused(house: RunningHouse, path: str, content: Json, status: int) -> None:
    reply = house.send(
        "POST", f"/_local/providers{path}", body=str(content).replace("'", '"').replace("True", "true").encode()
    )
    assert reply.status == status


def test_unknown_refund_is_not_found(house: RunningHouse, payment: str) -> None:
    reply = house.send("POST", f"/_local/providers/payments/{payment}/refunds/re_x", body=b'{"status": "failed"}')
    assert reply.status == 404


def test_broken_order_is_refused(house: RunningHouse) -> None:
    assert house.send("POST", "/_local/providers/faults", body=b"{").status == 400


def test_all_can_begin_anew(house: RunningHouse, payment: str) -> None:
    key = house.look("/account")
    house.control("/manner", {"held": True})
    house.control("/", method="DELETE")
    assert house.look("/payments") == house.look("/webhooks") == []
    assert house.look("/manner")["held"] is False
    assert house.look("/account") == key
    assert house.mollie("GET", f"/payments/{payment}").status == 404


def test_person_gives_orders_by_a_page(house: RunningHouse, payment: str) -> None:
    page = house.send("GET", "/_local/providers/")
    assert page.status == 200
    assert "<script" not in page.text
    assert payment in page.text
    path = f"/_local/providers/payments/{payment}"
    reply = house.send("POST", path, body=b"status=paid", headers=FORM)
    assert (reply.status, reply.headers["location"]) == (303, "/_local/providers/")
    house.send("POST", f"{path}/refunds", body=b"cents=&status=pending", headers=FORM)
    house.send("POST", f"{path}/chargebacks", body=b"cents=300", headers=FORM)
    house.send("POST", "/_local/providers/manner", body=b"held=true", headers=FORM)
    shown = house.look(f"/payments/{payment}")
    assert (shown["status"], shown["refunds"][0]["cents"], shown["chargebacks"][0]["cents"]) == ("paid", 1000, 300)
    assert house.look("/manner")["held"] is True
    assert "300 cents" in house.send("GET", "/_local/providers/").text
