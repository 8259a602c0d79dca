"""Identifiers from outside: none becomes a key unseen, none that is not found is "try again", and none is endless."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from typing import Any
from urllib.parse import quote

import pytest

from tests.bank import Bank
from tests.running import Json, Reply, RunningStack
from tests.system.counter import write_enrollment, write_message, write_request
from tests.system.sale import Sale, sell
from tests.tables import change, remove

WEBHOOK, SWEEP = "receive_payment_webhook", "sweep_payments"
UNKNOWN = "tr_doesnotexist1"
FINE = (200, "")
HOSTILE = ["z", "z" * 25, "z" * 27, "z" * 3_000, "Z" * 26, "i" * 26, "z" * 25 + "\x00", "z" * 25 + "#", "z" * 25 + "\u0665"]


@pytest.fixture
def bank(trial: RunningStack) -> Iterator[Bank]:
    """Lend the trial's providers, and let them behave again afterwards."""
    bank = Bank(trial)
    bank.hold()
    yield bank
    bank.rest()


def call(stack: RunningStack, attempt: str, payment: str) -> tuple[int, str]:
    """Call the classic webhook of an attempt with a payment."""
    reply = stack.post_html_form(f"/webhooks/mollie/{quote(attempt, safe='')}", {"id": payment})
    return reply.status, reply.text


def notify(bank: Bank, provider: str, about: Json) -> tuple[int, str]:
    """Send a notice with a signature that is genuine."""
    body = json.dumps(about).encode()
    [secret, *_] = bank.read("/account")[provider]["webhook_secrets"]
    at = str(int(datetime.now(UTC).timestamp()))
    signed = body if provider == "mollie" else at.encode() + b"." + body
    digest = hmac.digest(secret.encode(), signed, "sha256").hex()
    header = (
        {"x-mollie-signature": f"sha256={digest}"} if provider == "mollie" else {"stripe-signature": f"t={at},v1={digest}"}
    )
    reply = bank.stack.send("POST", f"/webhooks/{provider}", body=body, headers=header)
    return reply.status, reply.text


def event(payment: str) -> Json:
    """Return a notice of Mollie's newer webhooks about a payment."""
    return {"resource": "event", "type": "payment.paid", "entityId": payment}


def unbind(sale: Sale) -> None:
    """Leave the attempt as it is when we were stopped before its payment was written down."""
    sale.stack.settle()
    told = [line for line in sale.stack.table("LedgerTable") if line["pk"] == sale.enrollment["pk"]]
    remove(sale.stack, told, table="LEDGER_TABLE")
    change(sale.stack, sale.stored, payment=None, checkout_url=None)


def sweep(stack: RunningStack, minutes: float) -> Json:
    """Run the sweep for a moment to come."""
    reply = stack.run_schedule(SWEEP, (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat())
    assert reply.status == 200, reply.text
    result: Json = reply.json
    return result


def count_asks(bank: Bank, payment: str, times: int = 50) -> int:
    """Return how often the provider was asked about a payment since it was told not to know it."""
    [left] = [fault["times"] for fault in bank.read("/faults") if fault["payment"] == payment] or [0]
    return times - int(left)


@pytest.mark.parametrize("attempt", HOSTILE, ids=range(len(HOSTILE)))
def test_what_no_attempt_is_called_is_not_looked_for(trial: RunningStack, attempt: str) -> None:
    trial.reset_calls()

    assert call(trial, attempt, "tr_abcd1234") == FINE
    assert [name for name in trial.calls(WEBHOOK) if name.startswith("dynamodb")] == []


@pytest.mark.parametrize("named", ["", "z" * 3_000, "\x00" * 26, "PERSON#x", 3, ["z" * 26], None, {"pk": "x"}])
def test_a_foreign_payment_of_our_account_is_not_ours_whatever_it_calls_itself(bank: Bank, named: Any) -> None:
    sale = sell(bank.stack)
    payment = sale.payment
    bank.order(f"/payments/{payment}", metadata={"attempt": named}, status="paid")

    assert notify(bank, "mollie", event(payment)) == FINE
    assert sale.enrollment["status"] == "waiting_for_payment"


def test_a_foreign_payment_of_another_shape_is_not_ours(bank: Bank) -> None:
    sale = sell(bank.stack)
    bank.order(f"/payments/{sale.payment}", metadata=None, currency="jpy!", status="paid")

    assert notify(bank, "mollie", event(sale.payment)) == FINE


@pytest.mark.parametrize(
    ("provider", "about"),
    [
        ("mollie", event(UNKNOWN)),
        ("mollie", {"resource": "payment", "id": UNKNOWN}),
        ("mollie", {"resource": "refund", "id": "re_x", "paymentId": UNKNOWN}),
        ("stripe", {"object": "event", "type": "checkout.session.completed", "data": {"object": {"id": "cs_test_none1"}}}),
        ("stripe", {"object": "event", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_none12345"}}}),
    ],
)
def test_a_genuine_notice_about_what_our_key_does_not_show_is_done_with(bank: Bank, provider: str, about: Json) -> None:
    faults = count_faults(bank.stack)

    assert notify(bank, provider, about) == FINE
    assert count_faults(bank.stack) == faults


def test_an_unknown_payment_of_an_attempt_of_ours_is_done_with(bank: Bank) -> None:
    sale = sell(bank.stack)

    assert call(bank.stack, sale.attempt, UNKNOWN) == FINE
    assert sale.effects()["notify_quarantine"] == 0
    bank.settle(sale.payment, "paid")
    assert call(bank.stack, sale.attempt, sale.payment) == FINE
    assert sale.enrollment["status"] == "paid"


def test_the_sweep_asks_three_times_about_a_payment_that_was_not_there(bank: Bank) -> None:
    sale, unknown = sell(bank.stack), "tr_nowhere1"
    unbind(sale)
    assert call(bank.stack, sale.attempt, unknown) == FINE
    bank.trouble("missing", operation="fetch", payment=unknown, times=50, seconds=600)
    asked = []
    for number in range(6):
        sweep(bank.stack, 1 + number * 30)
        asked.append(count_asks(bank, unknown))

    assert asked == [1, 2, 3, 3, 3, 3]


def test_nobody_makes_the_sweep_ask_without_end(bank: Bank) -> None:
    """Neither by naming the same payment again, nor by naming another one."""
    sale, [named, *others] = sell(bank.stack), [f"tr_nowhere{number}" for number in range(2, 7)]
    unbind(sale)
    for payment in (named, *others, named):
        assert call(bank.stack, sale.attempt, payment) == FINE
    for payment in (named, *others):
        bank.trouble("missing", operation="fetch", payment=payment, times=50, seconds=600)
    for number in range(4):
        sweep(bank.stack, 1 + number * 30)
        asked = [count_asks(bank, payment) for payment in (named, *others)]
    assert asked == [3, 0, 0, 0, 0]
    assert call(bank.stack, sale.attempt, others[0]) == FINE
    sweep(bank.stack, 300)

    assert count_asks(bank, named) == 3


def test_a_payment_that_was_named_before_it_could_be_shown_is_found(bank: Bank) -> None:
    sale = sell(bank.stack)
    payment = sale.payment
    unbind(sale)
    bank.settle(payment, "paid")
    bank.trouble("missing", operation="fetch", payment=payment, times=2)
    assert call(bank.stack, sale.attempt, payment) == FINE
    assert sale.enrollment["status"] == "waiting_for_payment"
    sweep(bank.stack, 1)
    assert sale.enrollment["status"] == "waiting_for_payment"
    sweep(bank.stack, 31)

    assert sale.enrollment["status"] == "paid"
    assert (sale.books(), sale.payment) == ({"paid": 1}, payment)


@pytest.mark.parametrize("is_bound", [True, False])
def test_who_names_a_strangers_payment_spoils_nothing(bank: Bank, *, is_bound: bool) -> None:
    """Staff are told once, and the person pays as before."""
    stranger, sale = sell(bank.stack), sell(bank.stack)
    payment = sale.payment
    bank.settle(stranger.payment, "paid")
    if not is_bound:
        unbind(sale)
    for _ in range(3):
        assert call(bank.stack, sale.attempt, stranger.payment) == FINE
    assert (sale.enrollment["status"], sale.effects()["notify_quarantine"]) == ("waiting_for_payment", 1)
    assert bank.stack.post(sale.page, {}).json["checkout_url"]
    bank.settle(payment, "paid")
    assert call(bank.stack, sale.attempt, payment) == FINE

    assert sale.enrollment["status"] == "paid"
    assert sale.books() == {"paid": 1}


def test_fifty_five_refunds_at_once_are_taken_in(bank: Bank) -> None:
    sale = sell(bank.stack)
    bank.settle(sale.payment, "paid")
    for _ in range(55):
        bank.order(f"/payments/{sale.payment}/refunds", cents=100)

    assert call(bank.stack, sale.attempt, sale.payment) == FINE
    assert sale.books() == {"paid": 1, "refunded": 55}
    assert sale.effects()["confirm_refund"] == 55
    assert len(sale.stored["refunds"]) == 55


def test_more_back_than_came_in_is_told_to_staff_once(bank: Bank) -> None:
    sale = sell(bank.stack)
    bank.settle(sale.payment, "paid")
    for cents in (40_000, 5_000, 1, 500):
        bank.order(f"/payments/{sale.payment}/refunds", cents=cents)
        assert call(bank.stack, sale.attempt, sale.payment) == FINE
    bank.order(f"/payments/{sale.payment}/chargebacks", cents=45_000)
    assert call(bank.stack, sale.attempt, sale.payment) == FINE

    assert sale.effects()["notify_shortfall"] == 1
    subject = f"Meer terug dan betaald: {sale.reference}"
    bank.stack.wait_for(lambda: [mail["subject"] for mail in bank.stack.mails()], lambda seen: subject in seen)


KINDS = {"/enrollments": write_enrollment, "/contact-messages": write_message, "/privacy-requests": write_request}
HEADERS = ["idempotency-key", "accept-language", "origin", "accept", "content-type", "user-agent", "x-mollie-signature"]
NASTY = ["z" * 3_000, "\x01", "\xff" * 40, "..", "%00", "PAYMENT#x", "E-00000-00000", "'\"<>{}$", "=?" * 500]


def _attack_paths(stack: RunningStack) -> Iterator[Reply]:
    for name in ["z" * 3_000, "%00" * 26, "%ed%a0%80", "E-00000-00000", "..%2f..", "%23", "\u0665", "PERSON%23x", "0" * 300]:
        said = quote(name, safe="%")
        for method in ("GET", "POST"):
            for place in ("enrollments/", "privacy-requests/", "webhooks/mollie/", "webhooks/", ""):
                query = f"?expires={said}&version={said}&signature={said}"
                for path in (f"/{place}{said}{query}", f"/{place}{said}/upload{query}"):
                    yield stack.send(method, path, body=b"id=tr_abcd1234", headers={"content-type": "text/plain"})


def _attack_forms(stack: RunningStack) -> Iterator[Reply]:
    bodies = [b"", b"{}", b"[" * 60_000, b"\xff\xfe", b'{"email": ' + b"9" * 5_000 + b"}", b"a=" + b"b" * 60_000]
    # One function after the other: what reads the headers is the same in each.
    for (header, nasty), (route, write) in zip(product(HEADERS, NASTY), cycle(KINDS.items()), strict=False):
        headers = {"content-type": "application/json", header: nasty}
        yield stack.send("POST", route, body=json.dumps(write()).encode(), headers=headers)
    for route, write in KINDS.items():
        for field, nasty in product(("altcha", "return_to", "course", "language", "email"), NASTY):
            yield stack.post(route, {**write(), field: nasty})
        yield from (stack.send("POST", route, body=body, headers={"content-type": "application/json"}) for body in bodies)


@pytest.mark.parametrize("attack", [_attack_paths, _attack_forms])
def test_nothing_that_a_stranger_sends_is_a_fault_of_ours(trial: RunningStack, attack: Any) -> None:
    faults = count_faults(trial)

    answered = [reply for reply in attack(trial) if reply.status >= 500]
    assert [(reply.status, reply.text) for reply in answered] == []
    assert count_faults(trial) == faults


def count_faults(stack: RunningStack) -> int:
    """Return how many faults of ours were logged."""
    return sum("fault " in str(line.get("message", line)) for line in stack.logs())
