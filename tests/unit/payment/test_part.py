"""Parts: however much is told of a payment at once, it is taken in by transactions that have room, each of them whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.payment.domain import effect as effect_module
from loket.payment.domain import payment as payment_module
from loket.payment.domain.effect import tell_staff_of_limits
from loket.payment.domain.money import balance, movements
from loket.payment.domain.part import MOST_IN_A_PART, in_parts
from loket.payment.domain.payment import (
    MOST_MOVED_BACK,
    Chargeback,
    Mode,
    Money,
    Payment,
    PaymentStatus,
    Provider,
    Refund,
    RefundStatus,
    Snapshot,
    Standing,
    learn,
    merge,
)

from tests.unit.cloud import Fault
from tests.unit.event import NOW
from tests.unit.payment.mollie_answer import ATTEMPT, chargeback, refund

if TYPE_CHECKING:
    from tests.unit.payment.till import Till

PAYMENT = Payment(
    attempt=ATTEMPT,
    provider=Provider.MOLLIE,
    payment=None,
    amount=Money(cents=100, currency="EUR"),
    mode=Mode.TEST,
    profile="p",
)
NAMES = st.integers(0, 80).map("re_{}".format)
STANDINGS = st.builds(
    Standing,
    status=st.sampled_from(PaymentStatus),
    refunds=st.dictionaries(NAMES, st.builds(Refund, st.integers(1, 150), st.sampled_from(RefundStatus)), max_size=60),
    chargebacks=st.dictionaries(NAMES, st.builds(Chargeback, st.integers(1, 150), st.booleans()), max_size=30),
)


def say(standing: Standing) -> Snapshot:
    return Snapshot(
        provider=Provider.MOLLIE,
        payment="tr_abcd",
        attempt=ATTEMPT,
        amount=PAYMENT.amount,
        mode=Mode.TEST,
        profile="p",
        standing=standing,
    )


@given(STANDINGS, STANDINGS)
def test_parts_lead_there_one_by_one_with_each_movement_once(known: Standing, told: Standing) -> None:
    before = replace(PAYMENT, standing=known)
    after = learn(before, say(merge(known, told)))
    steps = [before, *in_parts(before, after)]

    assert steps[-1].standing == after.standing
    assert [step.revision for step in steps] == list(range(len(steps)))
    moved = [movements(one, other) for one, other in pairwise(steps)]
    assert all(len(part) <= 2 * MOST_IN_A_PART + 1 for part in moved)
    assert sorted(movement for part in moved for movement in part) == sorted(movements(before, after))


@given(STANDINGS, STANDINGS)
def test_who_stops_after_any_part_is_where_the_next_answer_goes_on(known: Standing, told: Standing) -> None:
    before = replace(PAYMENT, standing=known)
    after = learn(before, say(merge(known, told)))

    assert all(learn(step, say(merge(known, told))).standing == after.standing for step in in_parts(before, after))


@given(st.lists(STANDINGS, max_size=6))
def test_staff_are_told_each_time_more_went_back_than_came_in(told: list[Standing]) -> None:
    payment, crossings, notices = replace(PAYMENT, standing=Standing(status=PaymentStatus.PAID)), 0, 0
    for standing in told:
        after = learn(payment, say(standing))
        crossings += balance(payment) >= 0 > balance(after)
        notices += len(tell_staff_of_limits(payment, after))
        payment = after

    assert notices == crossings
    assert not (balance(payment) < 0 and notices == 0)


def many(count: int, cents: str = "1.00") -> list[dict[str, Any]]:
    return [refund(f"re_{number:05}", cents, "refunded") for number in range(count)]


def test_fifty_five_refunds_at_once_are_taken_in_by_three_transactions(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid", *many(55))

    assert till.tell(purchase)["statusCode"] == 200
    sizes = [len(call.request["TransactItems"]) for call in till.cloud.called("TransactWriteItems")]
    assert (len(sizes), max(sizes) <= 100) == (3, True)
    assert till.effects().count("confirm_refund") == 55
    assert till.books().count(("refunded", -100)) == 55
    assert "due_at" not in till.attempt(purchase)


def test_what_stopped_half_way_is_gone_on_with_by_the_sweep(till: Till) -> None:
    purchase = till.sell()
    taken = tuple(chargeback(f"chb_{number:05}", "1.00", reversed_at=None) for number in range(30))
    till.stands(purchase, "paid", *many(30), chargebacks=taken)
    till.cloud.fail(Fault("TransactWriteItems", about="re_00029", times=3))
    assert till.tell(purchase)["statusCode"] == 503
    half = till.attempt(purchase)
    assert (half["status"], len(half["refunds"])) == ("paid", 20)
    till.cloud.faults.clear()

    assert till.sweep(now=NOW + timedelta(minutes=1)) == {"checked": 1, "failed": 0}
    assert sorted(till.effects()) == sorted(["confirm_payment", *["confirm_refund"] * 30, *["notify_chargeback"] * 30])


def test_no_more_is_taken_in_than_there_is_room_for_and_staff_are_told_once(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for 30: the tables of this process are slow with 500."""
    for module in (payment_module, effect_module):
        monkeypatch.setattr(module, "MOST_MOVED_BACK", 30)
    purchase = till.sell()
    till.stands(purchase, "paid", *many(50, "0.01"))
    for _ in range(2):
        assert till.tell(purchase)["statusCode"] == 200

    assert len(till.attempt(purchase)["refunds"]) == 30
    assert till.books().count(("refunded", -1)) == 30
    assert till.effects().count("notify_too_many_refunds") == 1


def test_as_much_as_is_taken_in_has_room_in_an_item() -> None:
    """400 kB in DynamoDB: with the longest ids that a provider has, and no more than half of it."""
    longest = f"re_{'x' * 250}"
    assert MOST_MOVED_BACK * len(f"{longest} cents 100000000000 status processing reversed true") < 200_000
