"""The running system with Stripe for its payments: the same truth, by sessions and signed events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from local.payments.stripe.shape import BANK, PAYER
from tests.bank import Bank
from tests.running import RunningStack
from tests.system.finding import read_everything, read_orders
from tests.system.sale import Sale, sell

# What a session may hold: what is sold, an attempt of ours, and ways back.
TOLD = {
    "adaptive_pricing",
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "payment_intent_data",
    "success_url",
}
ONCE = {"confirm_enrollment": 1, "notify_staff": 1, "create_payment": 1}


@pytest.fixture
def bank(stripe_trial: RunningStack) -> Bank:
    """Return the providers of the system that Stripe serves."""
    bank = Bank(stripe_trial)
    bank.rest()
    return bank


@pytest.fixture
def sale(stripe_trial: RunningStack) -> Sale:
    """Sell a course."""
    sale = sell(stripe_trial)
    assert sale.payment.startswith("cs_test_")
    assert sale.told["payment"]["checkout_url"]
    return sale


def wait_for(sale: Sale, effect: str) -> None:
    sale.stack.wait_for(sale.effects, lambda seen: seen[effect])


def test_a_session_ends_in_the_books_and_in_the_mailbox(bank: Bank, sale: Sale) -> None:
    bank.settle(sale.payment, "paid")
    wait_for(sale, "confirm_payment")

    sale.stack.wait_for_mails(sale.email, 2)
    # Stripe tells of one payment in several events, which come at the same time.
    sale.stack.wait_for(lambda: bank.webhooks(sale.payment), lambda seen: {one["state"] for one in seen} == {"delivered"})
    assert sale.effects() == {**ONCE, "confirm_payment": 1}
    assert sale.books() == {"paid": 1}


@pytest.mark.parametrize("secret", [0, 1])
def test_either_of_two_secrets_will_do(bank: Bank, sale: Sale, secret: int) -> None:
    secrets = bank.read("/account")["stripe"]["webhook_secrets"]
    bank.order("/behaviour", sign_with=[secrets[secret]])
    bank.settle(sale.payment, "paid")
    wait_for(sale, "confirm_payment")

    assert set(bank.answers(sale.payment)) == {200}


def test_a_clock_that_is_an_hour_off_is_refused(bank: Bank, sale: Sale) -> None:
    bank.order("/behaviour", held=True, clock_ahead=-3600)
    bank.settle(sale.payment, "paid")
    answered = bank.release(sale.payment)
    bank.order("/behaviour", clock_ahead=0)

    assert set(answered) == {400}
    assert sale.effects() == ONCE


def test_money_on_its_way_back_is_told_and_booked(bank: Bank, sale: Sale) -> None:
    bank.settle(sale.payment, "paid")
    bank.order(f"/payments/{sale.payment}/refunds", cents=10_000)
    chargeback = bank.order(f"/payments/{sale.payment}/chargebacks", cents=35_000)["chargebacks"][0]["id"]
    bank.order(f"/payments/{sale.payment}/chargebacks/{chargeback}/reversal")
    wait_for(sale, "notify_chargeback_reversed")

    moved = {"confirm_payment": 1, "confirm_refund": 1, "notify_chargeback": 1, "notify_chargeback_reversed": 1}
    assert sale.effects() == {**ONCE, **moved}
    assert sale.books() == {"paid": 1, "refunded": 1, "charged_back": 1, "chargeback_reversed": 1}


def test_a_session_that_expires_is_offered_anew(bank: Bank, sale: Sale) -> None:
    bank.settle(sale.payment, "expired")
    wait_for(sale, "offer_new_payment")
    first = sale.payment
    answer = sale.stack.post(sale.page, {})

    assert answer.json["checkout_url"]
    assert sale.payment != first
    bank.settle(sale.payment, "paid")
    wait_for(sale, "confirm_payment")
    assert sale.enrollment["status"] == "paid"


def test_lost_events_are_made_good_by_the_sweep(bank: Bank, sale: Sale) -> None:
    bank.hold()
    bank.settle(sale.payment, "paid")
    bank.order("/webhooks/drop", payment=sale.payment)
    later = datetime.now(UTC) + timedelta(minutes=21)
    swept = sale.stack.run_schedule("sweep_payments", later.isoformat())

    assert swept.status == 200, swept.text
    assert sale.enrollment["status"] == "paid"
    assert sale.effects() == {**ONCE, "confirm_payment": 1}


def test_stripe_learns_nothing_of_the_person_and_we_keep_nothing_of_the_payer(bank: Bank, sale: Sale) -> None:
    bank.settle(sale.payment, "paid")
    bank.order(f"/payments/{sale.payment}/refunds", cents=10_000)
    wait_for(sale, "confirm_refund")
    sale.stack.wait_for_mails(sale.email, 3)

    findings = read_everything(sale.stack, {sale.email})

    assert {place for place, content in findings.items() if sale.email in content} == {
        "table PersonalDataTable ENROLLMENT.email",
        "mail to the sender",
    }
    ours = {place: content for place, content in findings.items() if not place.startswith("provider")}
    theirs = "".join(findings[place] for place in findings.keys() - ours.keys())
    for told in (str(PAYER["email"]), str(PAYER["name"]), BANK["bic"]):
        assert told.lower() in theirs
        assert [place for place, content in ours.items() if told.lower() in content] == []


def test_a_session_tells_what_is_sold_and_not_to_whom(sale: Sale) -> None:
    [order] = [one for one in read_orders(sale.stack) if sale.attempt in str(one)]
    assert order.keys() == TOLD
    assert order["metadata"] == {"attempt": sale.attempt}
    assert order["payment_intent_data"].keys() == {"description", "metadata"}
    [line] = order["line_items"]
    assert line["price_data"]["product_data"]["name"].endswith(f" {sale.reference}")
