"""Payments in the running system: a provider over HTTP, real parallel webhooks, the queue, the mails and the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bank import Bank
from tests.running import Json, RunningStack
from tests.system.sale import Sale, sell
from tests.unit.payment.malformed import MALFORMED

WEBHOOK = "receive_payment_webhook"
ONCE = {"confirm_enrollment": 1, "notify_staff": 1, "create_payment": 1}


@pytest.fixture
def bank(trial: RunningStack) -> Iterator[Bank]:
    """Lend the trial's providers, and let them behave again afterwards."""
    bank = Bank(trial)
    yield bank
    bank.rest()


@pytest.fixture
def sale(trial: RunningStack) -> Sale:
    """Sell a course."""
    return sell(trial)


def wait_until_paid(sale: Sale) -> None:
    sale.stack.wait_for(lambda: sale.enrollment["status"], lambda status: status == "paid")


def test_a_payment_ends_in_the_books_and_in_the_mailbox(bank: Bank, sale: Sale) -> None:
    bank.settle(sale.payment, "paid")
    wait_until_paid(sale)

    _, paid = sale.stack.wait_for_mails(sale.email, 2)
    assert sale.reference in paid["subject"]
    assert "€ 450,00" in paid["text"]
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert sale.books() == {"paid": 1}
    assert bank.answers(sale.payment) == [200]


def test_fifty_duplicates_at_once_have_one_effect(bank: Bank, sale: Sale) -> None:
    # Fifty functions that start at once take longer on a small machine than a provider would wait.
    bank.order("/behaviour", held=True, patience=60, pace=0.1)
    bank.settle(sale.payment, "paid")
    # The first ones wait for the provider together, and so all of them find the payment unpaid.
    bank.trouble("slow", operation="fetch", payment=sale.payment, delay=2, times=10)
    answered = bank.release(sale.payment, copies=50, at_once=True)

    # Who met too many others is asked to come again, and does.
    assert set(answered) <= {200, 503}
    sale.stack.wait_for(lambda: bank.webhooks(sale.payment), lambda seen: {one["state"] for one in seen} == {"delivered"})
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert sale.books() == {"paid": 1}
    mails = sale.stack.wait_for_mails(sale.email, 2)
    assert len(mails) == 2
    assert sale.stored["revision"] == 2


def test_a_duplicate_is_one_read_and_no_write(bank: Bank, sale: Sale) -> None:
    bank.hold()
    bank.settle(sale.payment, "paid")
    sale.stack.reset_calls()
    assert bank.release(sale.payment) == [200]
    first = sale.stack.calls(WEBHOOK)
    sale.stack.reset_calls()
    [webhook] = bank.webhooks(sale.payment)
    bank.order(f"/webhooks/{webhook['number']}/repeat", copies=5, at_once=False)

    assert {name: first[name] for name in first if name.startswith("dynamodb")} == {
        "dynamodb.GetItem": 1,
        "dynamodb.TransactWriteItems": 1,
    }
    assert sale.stack.calls(WEBHOOK) == {"dynamodb.GetItem": 5}


@pytest.mark.parametrize("seed", range(3))
def test_reordered_repeated_and_outdated_news_ends_where_the_provider_ends(bank: Bank, sale: Sale, seed: int) -> None:
    bank.hold()
    payment = sale.payment
    bank.settle(payment, "paid")
    refund = bank.order(f"/payments/{payment}/refunds", cents=10_000, status="processing")["refunds"][0]["id"]
    bank.order(f"/payments/{payment}/refunds/{refund}", status="refunded")
    # Some of it stays: of what went back whole in one answer nobody is told that it came in.
    bank.order(f"/payments/{payment}/chargebacks", cents=25_000)
    bank.trouble("stale", operation="fetch", payment=payment, changes=2, times=3)
    bank.trouble("missing", operation="fetch", payment=payment, times=2)
    bank.trouble("limit", operation="fetch", payment=payment, times=1)
    bank.release(payment, copies=4, at_once=True, order="shuffled", seed=seed)

    sale.stack.wait_for(lambda: bank.webhooks(payment), lambda seen: {one["state"] for one in seen} == {"delivered"})
    moved = {"confirm_payment": 1, "confirm_refund": 1, "notify_chargeback": 1}
    assert sale.effects() == {**ONCE, **moved}
    assert sale.books() == {"paid": 1, "refunded": 1, "charged_back": 1}


@pytest.mark.parametrize("trouble", ["missing", "fail", "limit", "garbled"])
def test_a_webhook_comes_again_until_the_provider_can_be_asked(bank: Bank, sale: Sale, trouble: str) -> None:
    bank.order("/behaviour", pace=0.1)
    bank.trouble(trouble, operation="fetch", payment=sale.payment, times=2)
    bank.settle(sale.payment, "paid")
    wait_until_paid(sale)

    sale.stack.wait_for(lambda: bank.statuses(sale.payment), lambda seen: seen == [503, 503, 200])
    assert sale.effects() == {**ONCE, "confirm_payment": 1}


def test_a_provider_that_was_down_is_asked_later_and_the_way_to_pay_mailed(bank: Bank, trial: RunningStack) -> None:
    bank.trouble("fail", operation="create", seconds=600)
    sale = sell(trial)
    assert sale.told["payment"]["checkout_url"] is None
    bank.rest()

    _, offer = trial.wait_for_mails(sale.email, 2)
    assert offer["subject"].startswith("U kunt nu betalen")
    [link] = [link for link in offer["links"] if "/enrollments/" in link]
    answer = trial.post(link[link.index("/enrollments/") :], {})
    assert answer.json["checkout_url"] == sale.stored["checkout_url"]
    assert len(bank.payments(sale.attempt)) == 1
    bank.settle(sale.payment, "paid")
    wait_until_paid(sale)


def test_an_answer_that_is_lost_makes_no_second_payment(bank: Bank, trial: RunningStack) -> None:
    bank.trouble("lost", operation="create", times=1)
    sale = sell(trial)
    assert sale.told["payment"]["checkout_url"] is None

    trial.wait_for_mails(sale.email, 2)
    assert len(bank.payments(sale.attempt)) == 1


def test_lost_webhooks_are_made_good_by_the_sweep(bank: Bank, sale: Sale) -> None:
    bank.hold()
    bank.settle(sale.payment, "paid")
    bank.order("/webhooks/drop", payment=sale.payment)
    assert sale.enrollment["status"] == "waiting_for_payment"
    later = datetime.now(UTC) + timedelta(minutes=21)
    swept = sale.stack.run_schedule("sweep_payments", later.isoformat())

    assert swept.status == 200, swept.text
    assert sale.enrollment["status"] == "paid"
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert "due_at" not in sale.stored


def test_a_genuine_payment_of_another_order_pays_for_nothing(bank: Bank, trial: RunningStack) -> None:
    cheap, dear = sell(trial), sell(trial)
    bank.settle(cheap.payment, "paid")
    wait_until_paid(cheap)
    reply = trial.post_html_form(f"/webhooks/mollie/{dear.attempt}", {"id": cheap.payment})

    assert (reply.status, reply.text) == (200, "")
    assert dear.enrollment["status"] == "waiting_for_payment"
    assert dear.effects() == {**ONCE, "notify_quarantine": 1}


@pytest.mark.parametrize(
    "wrong", [{"cents": 1}, {"currency": "USD"}, {"mode": "live"}, {"profile": "pfl_other"}, {"metadata": None}]
)
def test_a_payment_that_differs_from_its_order_pays_for_nothing(bank: Bank, sale: Sale, wrong: dict[str, Any]) -> None:
    bank.hold()
    bank.order(f"/payments/{sale.payment}", **wrong, status="paid")
    answered = bank.release(sale.payment)

    # The fake shows a payment of the other mode to nobody, as Mollie does: it does not exist there.
    assert answered == [503 if "mode" in wrong else 200]
    assert sale.enrollment["status"] == "waiting_for_payment"
    assert sale.books() == {}
    assert sale.effects()["notify_quarantine"] == ("mode" not in wrong)


@pytest.mark.parametrize("secret", [0, 1])
def test_either_of_two_secrets_will_do(bank: Bank, sale: Sale, secret: int) -> None:
    secrets = bank.read("/account")["mollie"]["webhook_secrets"]
    bank.order("/behaviour", mollie_signed=True, mollie_classic=False, sign_with=[secrets[secret]])
    bank.settle(sale.payment, "paid")
    wait_until_paid(sale)

    assert bank.answers(sale.payment) == [200]


def test_a_secret_that_is_not_ours_is_refused(bank: Bank, sale: Sale) -> None:
    bank.hold()
    bank.order("/behaviour", mollie_signed=True, mollie_classic=False, sign_with=["planted"])
    bank.settle(sale.payment, "paid")

    assert bank.release(sale.payment) == [400]
    assert sale.enrollment["status"] == "waiting_for_payment"


# HTTP itself allows no more than these: a line without breaks, of bytes that need not be text.
HOSTILE = [
    *("", " ", ",", "=", ",=,=", "\t", "\x7f", "\xff" * 64, "0" * 64, "a" * 6000),
    *("sha256=", "sha256=\xe9", "sha256=" + "0" * 64),
    *("t=,v1=", "t=1,v1=0", "t=1;v1=0", "t=\xb2,v1=\xe9", "t=99999999999999999999,v1=0"),
]


@pytest.mark.parametrize("provider", ["mollie", "stripe"])
def test_every_malformed_signature_is_a_400_and_nothing_else(trial: RunningStack, provider: str) -> None:
    name = {"mollie": "x-mollie-signature", "stripe": "stripe-signature"}[provider]
    bodies: list[bytes] = [b"{}", b"", b"\xff\xfe", b"[" * 60_000, b'{"resource": "event"}']
    sent: list[Json] = [{"body": body, "headers": {name: header}} for header in HOSTILE for body in bodies]
    sent += [{"body": body, "headers": {}} for body in bodies]
    answers = [trial.send("POST", f"/webhooks/{provider}", **one) for one in sent]

    assert {(answer.status, answer.text) for answer in answers} == {(400, "")}


def test_the_provider_is_asked_about_no_malformed_id(bank: Bank, sale: Sale) -> None:
    """A fault that strikes once is still there when nobody has asked; no webhook of an earlier payment comes meanwhile."""
    bank.hold()
    sale.stack.wait_for(lambda: bank.due_within(25), lambda due: not due)
    bank.trouble("fail", operation="fetch", seconds=600, times=1)
    replies = [sale.stack.post_html_form(f"/webhooks/mollie/{sale.attempt}", {"id": malformed}) for malformed in MALFORMED]
    replies += [sale.stack.post_html_form("/webhooks/mollie/" + "z" * 26, {"id": sale.payment})]

    assert {(reply.status, reply.text) for reply in replies} == {(200, "")}
    assert [fault["times"] for fault in bank.read("/faults")] == [1]
    assert sale.stack.post_html_form(f"/webhooks/mollie/{sale.attempt}", {"id": sale.payment}).status == 503
    assert bank.read("/faults") == []


def test_tables_that_are_gone_make_the_provider_come_again(bank: Bank, sale: Sale) -> None:
    bank.order("/behaviour", pace=0.1)
    sale.stack.order_fault("dynamodb", "unavailable", operation="TransactWriteItems", caller=WEBHOOK, times=3)
    bank.settle(sale.payment, "paid")
    wait_until_paid(sale)

    assert bank.answers(sale.payment)[-1] == 200
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert sale.books() == {"paid": 1}


def test_a_write_whose_answer_was_lost_is_not_made_twice(bank: Bank, sale: Sale) -> None:
    bank.order("/behaviour", pace=0.1)
    sale.stack.order_fault("dynamodb", "lost", operation="TransactWriteItems", caller=WEBHOOK, times=1)
    bank.settle(sale.payment, "paid")
    sale.stack.wait_for(lambda: bank.webhooks(sale.payment), lambda seen: [one["state"] for one in seen] == ["delivered"])

    assert sale.enrollment["status"] == "paid"
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert sale.books() == {"paid": 1}
