"""An enrollment's page tells of each payment for it, and what is left with us of the money that it brought."""

from __future__ import annotations

from typing import Any

import pytest
from loket.core.reference import new_attempt
from loket.payment.domain.record import PaymentItem, begin_again
from loket.payment.store import store_payment
from loket.storage.record import read_record
from loket.storage.transaction import Transaction

from tests.unit.event import NOW
from tests.unit.work.counter import PAID, Counter
from tests.unit.work.desk import Member

PRICE = 249_500


def payment_of(counter: Counter, item: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in counter.cloud.items("PersonalDataTable", kind="PAYMENT") if one["attempt"] == item["attempt"])


def back(cents: int, status: str = "refunded") -> dict[str, Any]:
    return {"refunds": {"re_1": {"cents": cents, "status": status}}}


def taken(cents: int, *, reversed_: bool = False) -> dict[str, Any]:
    return {"chargebacks": {"chb_1": {"cents": cents, "reversed": reversed_}}}


# What moved back of a payment, and what its pages tell of it.
TOLD = [
    ({}, "betaald"),
    (back(PRICE, "pending"), "betaald"),
    (taken(PRICE, reversed_=True), "betaald"),
    (back(PRICE), "betaald, alles is terug"),
    (taken(PRICE), "betaald, alles is terug"),
    (back(49_500), "betaald, nog \u20ac 2.000,00 bij ons"),
    ({**back(PRICE), **taken(PRICE)}, "betaald, € 2.495,00 meer terug dan er binnenkwam"),
]


@pytest.mark.parametrize(("moved", "told"), TOLD)
def test_a_payment_tells_what_is_left_of_it(counter: Counter, hanna: Member, moved: dict[str, Any], told: str) -> None:
    item = counter.enroll(PAID)
    payment = payment_of(counter, item)
    counter.cloud.put("PersonalDataTable", {**payment, "status": "paid", **moved})

    for path in (f"/desk/items/{item['reference']}", f"/desk/payments/{item['attempt']}"):
        words = " ".join(hanna.get(path).words.replace("\u00a0", " ").split())
        assert told in words
        assert ("betaald," in words) is ("," in told)


def test_each_attempt_to_pay_is_shown_with_the_enrollment_and_no_other(counter: Counter, hanna: Member) -> None:
    item, other = counter.enroll(PAID), counter.enroll(PAID, first_name="Piet")
    first = read_record(PaymentItem, payment_of(counter, item))
    more = [begin_again(first, new_attempt(), receipt=f"r{number}", now=NOW) for number in range(2)]
    Transaction([write for one in more for write in store_payment(one)]).commit()

    page = hanna.get(f"/desk/items/{item['reference']}").text

    assert all(f"/desk/payments/{one.attempt}" in page for one in [first, *more])
    assert other["attempt"] not in page
