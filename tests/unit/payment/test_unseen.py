"""A payment that a notice named and the provider did not know: the sweep asks about it three times, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.unit.cloud import Fault
from tests.unit.event import NOW
from tests.unit.payment import mollie_answer

if TYPE_CHECKING:
    from tests.unit.payment.till import Purchase, Till

UNKNOWN, OTHER = "tr_nowhere1", "tr_nowhere2"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def unbound(till: Till) -> Purchase:
    """Sell something whose payment the attempt does not name: it was opened, and writing that down failed."""
    purchase = till.sell()
    unbind(till, purchase)
    for payment in (UNKNOWN, OTHER):
        till.answers(payment, 404, {})
    return purchase


def unbind(till: Till, purchase: Purchase) -> None:
    """Take the payment away from an attempt, and the line in the ledger that was written with it."""
    item = till.attempt(purchase)
    till.cloud.put("PersonalDataTable", {name: value for name, value in item.items() if name != "payment"})
    till.remove("LedgerTable", *till.cloud.items("LedgerTable", kind="DISCLOSURE#"))


def asks(till: Till, payment: str) -> int:
    """Return how often the provider was asked about a payment."""
    return sum(path.startswith(f"/v2/payments/{payment}") for path in till.asked())


def sweep_often(till: Till, payment: str) -> list[int]:
    """Return how often the sweep has asked about a payment after each of five runs."""
    till.forget()
    asked = []
    for number in range(5):
        till.sweep(now=NOW + MINUTE + number * 30 * MINUTE)
        asked.append(asks(till, payment))
    return asked


def test_it_is_asked_about_three_times(till: Till, unbound: Purchase) -> None:
    assert till.tell(unbound, UNKNOWN)["statusCode"] == 200

    assert sweep_often(till, UNKNOWN) == [1, 2, 3, 3, 3]


def test_neither_the_same_nor_another_makes_it_more(till: Till, unbound: Purchase) -> None:
    for payment in (UNKNOWN, OTHER, UNKNOWN):
        assert till.tell(unbound, payment)["statusCode"] == 200
    assert sweep_often(till, UNKNOWN)[-1] == 3
    assert till.tell(unbound, UNKNOWN, now=NOW + 200 * MINUTE)["statusCode"] == 200

    till.forget()
    till.sweep(now=NOW + 260 * MINUTE)
    assert (asks(till, UNKNOWN), asks(till, OTHER)) == (0, 0)


@pytest.mark.parametrize(
    ("status", "answer"), [(503, {}), (200, mollie_answer.payment(id=UNKNOWN, metadata={"attempt": "x"}))]
)
def test_whatever_is_answered_about_it_the_attempts_own_payment_is_looked_at(
    till: Till, status: int, answer: dict[str, object]
) -> None:
    purchase = till.sell()
    till.answers(UNKNOWN, 404, {})
    assert till.tell(purchase, UNKNOWN)["statusCode"] == 200
    till.answers(UNKNOWN, status, answer)
    till.stands(purchase, "paid")

    assert till.sweep(now=NOW + MINUTE)["failed"] == 0
    assert till.enrollment(purchase)["status"] == "paid"


def test_an_ask_is_counted_before_it_is_made(till: Till, unbound: Purchase) -> None:
    till.tell(unbound, UNKNOWN)
    till.forget()
    till.cloud.fail(Fault("TransactWriteItems", about="asks_left"))

    assert till.sweep(now=NOW + MINUTE) == {"checked": 1, "failed": 1}
    assert till.asked() == []


def test_two_runs_at_once_make_no_ask_more(till: Till, unbound: Purchase) -> None:
    till.tell(unbound, UNKNOWN)
    till.cloud.put("PersonalDataTable", {**till.attempt(unbound), "asks_left": 1})
    till.forget()
    till.cloud.meanwhile = lambda: till.sweep(now=NOW + MINUTE)
    till.sweep(now=NOW + MINUTE)

    assert (asks(till, UNKNOWN), till.attempt(unbound)["asks_left"]) == (1, 0)


def test_one_that_comes_into_sight_is_taken_in(till: Till, unbound: Purchase) -> None:
    till.answers(unbound.payment, 404, {})
    till.tell(unbound)
    till.sweep(now=NOW + MINUTE)
    till.stands(unbound, "paid")
    till.sweep(now=NOW + 31 * MINUTE)

    assert (till.enrollment(unbound)["status"], till.attempt(unbound)["payment"]) == ("paid", unbound.payment)


def test_of_an_attempts_own_payment_it_is_a_fault_that_is_heard(till: Till) -> None:
    purchase = till.sell()
    till.answers(purchase.payment, 404, {})

    assert till.tell(purchase)["statusCode"] == 503
    assert till.sweep(now=NOW + 20 * MINUTE) == {"checked": 1, "failed": 1}
    assert "unseen_payment" not in till.attempt(purchase)
