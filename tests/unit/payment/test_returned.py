"""Money that came and went back: in one answer, or of two payments for one place; nobody is told what is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from loket.staff.domain.action import Action

from tests.unit.event import NOW
from tests.unit.payment.box import DAY, END, Box
from tests.unit.payment.mollie_answer import chargeback, refund

if TYPE_CHECKING:
    from tests.unit.payment.till import Purchase, Till

type Json = dict[str, Any]

BACK = refund("re_4qqhO89gsT", "295.00", "refunded")
OTHER = refund("re_5rriP90htU", "295.00", "refunded")
PART = refund("re_4qqhO89gsT", "100.00", "refunded")
TAKEN: Json = {"chargebacks": (chargeback("chb_n9z0tp", "295.00", reversed_at=None),)}
CERTAIN = "Uw plaats is zeker"


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


def learn(box: Box, purchase: Purchase, *refunds: Json, **more: Any) -> None:
    """Let a payment be paid, with what went back of it, and be told of so."""
    box.till.stands(purchase, "paid", *refunds, **more)
    assert box.till.tell(purchase, now=END + DAY)["statusCode"] == 200


def told(box: Box) -> list[str]:
    """Return the text of every mail that tells of money that is here."""
    return [*box.mails("Uw betaling is binnen"), *box.mails("Uw betaling is binnen, uw plaats niet zeker")]


def test_what_is_paid_and_paid_back_in_one_answer_keeps_its_place_until_staff_say(box: Box) -> None:
    purchase = box.sell()
    learn(box, purchase, BACK)
    box.mail(END + DAY)

    assert (box.stands(purchase), box.seats(), len(box.tasks("notify_refunded"))) == ("paid", 1, 1)
    assert (told(box), len(box.mails("U krijgt geld terug"))) == ([], 1)
    page = box.page(purchase, NOW)
    assert ("weer naar u teruggegaan" in page, CERTAIN in page) == (True, False)
    assert box.till.books() == [("paid", 29_500), ("refunded", -29_500)]


def test_what_the_bank_takes_back_in_the_same_answer_is_told_to_staff_alone(box: Box) -> None:
    purchase = box.sell()
    learn(box, purchase, **TAKEN)
    box.mail(END + DAY)

    assert [len(box.tasks(kind)) for kind in ("notify_refunded", "notify_chargeback")] == [0, 1]
    assert (told(box), CERTAIN in box.page(purchase, NOW)) == ([], False)


@pytest.mark.parametrize("back", [{"refunds": [BACK]}, TAKEN])
def test_a_late_payment_that_went_back_at_once_takes_no_place(box: Box, back: Json) -> None:
    purchase = box.sell()
    box.end(purchase)
    learn(box, purchase, *back.get("refunds", []), **{name: back[name] for name in back if name != "refunds"})
    box.mail(END + DAY)

    assert (box.stands(purchase), box.seats(), told(box)) == ("paid_without_place", 0, [])
    assert [len(box.tasks(kind)) for kind in ("notify_refunded", "notify_paid_without_place")] == [0, 0]
    page = box.page(purchase, END + DAY)
    assert ("weer naar u teruggegaan" in page, CERTAIN in page) == (True, False)
    box.act(purchase, Action.CANCEL, END + DAY)
    assert (box.stands(purchase), box.tasks()) == ("cancelled", [])


def test_what_staff_ended_and_went_back_at_once_is_no_money_without_a_place(box: Box) -> None:
    purchase = box.sell()
    box.act(purchase, Action.CANCEL, NOW)
    learn(box, purchase, BACK)
    box.mail(END + DAY)

    assert (box.stands(purchase), box.tasks(), told(box)) == ("cancelled", [], [])
    assert len(box.mails("U krijgt geld terug")) == 1


def test_of_money_without_a_place_staff_are_told_what_is_left(box: Box) -> None:
    purchase = box.sell()
    box.act(purchase, Action.CANCEL, NOW)
    learn(box, purchase, PART)

    assert [int(task["cents"]) for task in box.tasks()] == [19_500]


def pay_twice(box: Box, first: Purchase, *, late: bool = False) -> Purchase:
    """Let a first attempt expire and a second begin, and both be paid: the first one first, or `late`."""
    box.till.tell(first)
    second = box.till.pay_again(first)
    for purchase in (second, first) if late else (first, second):
        learn(box, purchase)
    return second


@pytest.mark.parametrize("late", [False, True])
def test_of_two_payments_the_one_that_stays_pays_for_the_place(box: Box, *, late: bool) -> None:
    """Whichever of the two goes back."""
    first = box.sell()
    second = pay_twice(box, first, late=late)
    pays, rest = (second, first) if late else (first, second)
    assert box.till.enrollment(first)["paid_by"] == pays.attempt
    learn(box, pays, BACK)

    assert box.till.enrollment(first)["paid_by"] == rest.attempt
    assert (box.tasks("notify_refunded"), CERTAIN in box.page(first, NOW)) == ([], True)
    box.act(first, Action.CANCEL, END + DAY)
    box.mail(END + DAY)
    assert [(task["pk"], int(task["cents"])) for task in box.tasks()] == [(f"PAYMENT#{rest.attempt}", 29_500)]
    [mail] = box.mails("Uw inschrijving is geannuleerd")
    assert "over uw geld" in mail


def test_where_both_went_back_staff_are_told_of_the_place_once(box: Box) -> None:
    first = box.sell()
    second = pay_twice(box, first)
    learn(box, first, BACK)
    learn(box, second, OTHER)

    [task] = box.tasks("notify_refunded")
    assert (task["pk"], box.stands(first)) == (f"PAYMENT#{second.attempt}", "paid")
    assert "weer naar u teruggegaan" in box.page(first, NOW)


def test_a_refund_of_the_second_payment_leaves_the_first(box: Box) -> None:
    first = box.sell()
    second = pay_twice(box, first)
    learn(box, second, BACK)

    assert (box.till.enrollment(first)["paid_by"], box.tasks("notify_refunded")) == (first.attempt, [])
    assert CERTAIN in box.page(first, NOW)


def test_a_second_payment_after_the_first_went_back_pays_for_the_place(box: Box) -> None:
    first = box.sell()
    box.till.tell(first)
    second = box.till.pay_again(first)
    learn(box, first, BACK)
    assert "weer naar u teruggegaan" in box.page(first, NOW)
    learn(box, second)

    assert (box.till.enrollment(first)["paid_by"], CERTAIN in box.page(first, NOW)) == (second.attempt, True)


def test_of_three_payments_the_last_that_stays_pays_for_the_place(box: Box) -> None:
    first = box.sell()
    box.till.tell(first)
    second = box.till.pay_again(first)
    box.till.stands(second, "expired")
    box.till.tell(second)
    third = box.till.pay_again(first)
    for purchase in (first, second, third):
        learn(box, purchase)
    learn(box, second, OTHER)
    learn(box, first, BACK)

    assert (box.till.enrollment(first)["paid_by"], CERTAIN in box.page(first, NOW)) == (third.attempt, True)


def test_money_that_comes_back_of_a_failed_refund_pays_for_the_place_again(box: Box) -> None:
    first = box.sell()
    second = pay_twice(box, first)
    learn(box, first, BACK)
    learn(box, second, OTHER)
    learn(box, first, {**BACK, "status": "failed"})

    assert (box.till.enrollment(first)["paid_by"], CERTAIN in box.page(first, NOW)) == (first.attempt, True)


@pytest.mark.parametrize("refunded", [True, False])
def test_what_is_learned_of_the_other_payment_meanwhile_counts(box: Box, *, refunded: bool) -> None:
    """Of a refund and a second payment that are learned at the same moment the later one sees the other."""
    first = box.sell()
    box.till.tell(first)
    second = box.till.pay_again(first)
    learn(box, first)
    box.till.stands(first, "paid", BACK)
    box.till.stands(second, "paid")
    one, other = (first, second) if refunded else (second, first)
    box.till.cloud.meanwhile = lambda: box.till.tell(other, now=END + DAY)
    box.till.tell(one, now=END + DAY)

    assert box.till.enrollment(first)["paid_by"] == second.attempt
    assert CERTAIN in box.page(first, NOW)


def test_two_payments_for_what_was_cancelled_are_both_known(box: Box) -> None:
    first = box.sell()
    pay_twice(box, first)
    box.act(first, Action.CANCEL, NOW)
    learn(box, first, BACK)

    assert "over uw geld" in box.page(first, NOW)


def test_a_second_payment_that_went_back_at_once_is_not_to_be_paid_back(box: Box) -> None:
    first = box.sell()
    box.till.tell(first)
    second = box.till.pay_again(first)
    learn(box, first)
    learn(box, second, BACK)

    assert (box.tasks("notify_overpaid"), box.till.enrollment(first)["paid_by"]) == ([], first.attempt)
