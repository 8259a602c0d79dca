"""Bind before you believe: a genuine payment of something else pays for nothing, and staff are told once."""

from __future__ import annotations

from typing import Any

from tests.unit.payment.table import failing
from tests.unit.payment.till import Purchase, Till

FINE = {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": ""}

# What a payment may differ in from the order, and the name under which it is set apart.
DIFFERENCES: dict[str, dict[str, Any]] = {
    "amount": {"amount": {"currency": "EUR", "value": "1.00"}},
    "one cent": {"amount": {"currency": "EUR", "value": "450.01"}},
    "currency": {"amount": {"currency": "USD", "value": "450.00"}},
    "mode": {"mode": "live"},
    "profile": {"profileId": "pfl_somebodyelse"},
    "attempt": {"metadata": {"attempt": "z" * 26}},
    "no attempt": {"metadata": None},
}


def test_a_payment_that_differs_from_its_order_is_set_apart(till: Till) -> None:
    def holds(difference: str) -> bool:
        purchase = till.sell(email=f"{difference.replace(' ', '-')}@example.nl")
        before = till.effects()
        till.stands(purchase, "paid", **DIFFERENCES[difference])
        assert [till.tell(purchase), till.tell(purchase)] == [FINE, FINE]
        found = till.attempt(purchase)
        assert found["quarantine"] == {"one cent": "amount", "no attempt": "attempt"}.get(difference, difference)
        assert (found["status"], found["refunds"]) == ("open", {})
        assert till.effects() == [*before, "notify_quarantine"]
        return bool(till.enrollment(purchase)["status"] == "waiting_for_payment")

    assert failing(DIFFERENCES, holds) == []
    assert till.books() == []


def test_a_payment_that_matches_after_all_is_taken_in(till: Till) -> None:
    """Who holds the address of a webhook cannot spoil the payment by it."""
    purchase = till.sell()
    till.stands(purchase, "paid", metadata=None)
    till.tell(purchase)
    till.stands(purchase, "paid")
    till.tell(purchase)

    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment", "notify_quarantine"]


def test_a_genuine_payment_of_another_order_pays_for_nothing(till: Till) -> None:
    cheap, dear = till.sell(), till.sell(email="other@example.nl")
    till.stands(cheap, "paid")
    till.tell(cheap)

    assert till.tell(dear, cheap.payment) == FINE
    assert till.enrollment(dear)["status"] == "waiting_for_payment"
    assert till.attempt(dear)["quarantine"] == "payment"
    assert till.books() == [("paid", 45_000)]
    till.stands(dear, "paid")
    till.tell(dear)
    assert till.enrollment(dear)["status"] == "paid"


def test_a_second_payment_that_claims_the_same_attempt_pays_for_nothing(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid", id="tr_another")
    till.server.replies["/v2/payments/tr_another"] = till.server.replies[f"/v2/payments/{purchase.payment}"]

    assert till.tell(purchase, "tr_another") == FINE
    assert till.attempt(purchase)["quarantine"] == "payment"
    assert till.enrollment(purchase)["status"] == "waiting_for_payment"


def forget_binding(till: Till, purchase: Purchase) -> None:
    """Leave the attempt as it is when we were stopped right after the provider had created its payment."""
    item = till.attempt(purchase)
    till.cloud.put("PersonalDataTable", {name: item[name] for name in item if name not in {"payment", "checkout_url"}})
    till.remove("LedgerTable", *till.cloud.items("LedgerTable"))


def test_a_webhook_that_comes_before_the_payment_was_written_down_binds_it(till: Till) -> None:
    purchase = till.sell()
    forget_binding(till, purchase)
    till.stands(purchase, "paid")

    assert till.tell(purchase) == FINE
    assert till.attempt(purchase)["payment"] == purchase.payment
    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment"]


def test_whoever_binds_a_payment_records_what_the_provider_was_given(till: Till) -> None:
    purchase = till.sell()
    [at_the_counter] = till.cloud.items("LedgerTable")
    forget_binding(till, purchase)
    till.stands(purchase, "paid")
    till.tell(purchase)

    [by_the_webhook] = till.cloud.items("LedgerTable")
    assert by_the_webhook == at_the_counter
    till.tell(purchase)
    assert till.cloud.items("LedgerTable") == [by_the_webhook]


def test_a_payment_that_is_bound_while_its_webhook_is_taken_in_is_disclosed_once(till: Till) -> None:
    purchase = till.sell()
    forget_binding(till, purchase)
    till.stands(purchase, "paid")
    till.cloud.meanwhile = till.relay_payments

    assert till.tell(purchase) == FINE
    assert till.enrollment(purchase)["status"] == "paid"
    assert len(till.cloud.items("LedgerTable")) == 1
