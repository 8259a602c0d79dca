"""After a place came free, or staff ended an enrollment: who pays late has an answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from loket.core.language import Language
from loket.staff.domain.action import Action
from loket.staff.handle import MoneyWentBack
from loket.staff.store.item import ItemChanged
from loket.texts import texts

from tests.unit.cloud import Fault
from tests.unit.event import NOW, post_json, solved_challenge
from tests.unit.payment.box import COURSE, DAY, END, WARNING, Box
from tests.unit.payment.mollie_answer import chargeback, refund
from tests.unit.payment.till import Till
from tests.unit.sample import enrollment_fields

DUTCH = texts(Language.NL)


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


@pytest.mark.parametrize("full", [False, True])
def test_a_late_payment_gets_a_place_if_there_is_one_and_an_answer_if_not(box: Box, *, full: bool) -> None:
    purchase = box.sell()
    box.end(purchase)
    if full:
        box.fill()
    before = box.seats()
    box.till.stands(purchase, "paid")
    assert box.till.tell(purchase, now=END + DAY)["statusCode"] == 200
    box.mail(END + DAY)

    assert box.stands(purchase) == ("paid_without_place" if full else "paid")
    assert box.seats() == (before if full else before + 1)
    assert len(box.tasks()) == full
    told = "Uw betaling is binnen, uw plaats niet zeker" if full else "Uw betaling is binnen ("
    assert len(box.mails(told)) == 1
    assert ("Een medewerker neemt contact" in box.page(purchase, END + DAY)) is full
    assert box.till.books() == [("paid", 29_500)]


def test_staff_find_a_place_after_all_for_whoever_paid_without_one(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    box.fill()
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=END + DAY)
    course = box.course()
    box.till.cloud.put("CourseTable", {**course, "seats_taken": course["places"] - 1})

    box.act(purchase, Action.RELEASE, END + DAY)
    box.mail(END + DAY)

    assert (box.stands(purchase), box.seats()) == ("paid", course["places"])
    # It is paid: nothing more waits for money, and no hold ends it.
    after = box.till.enrollment(purchase)
    assert (after["attempt"], after.get("held_until"), after.get("due_bucket")) == (purchase.attempt, None, None)
    assert len(box.mails("Uw betaling is binnen (")) == 1
    # What the task asked for is done.
    assert [("due_bucket" in task, task["done_as"]) for task in box.tasks()] == [(False, "handled")]


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_no_place_is_given_for_money_that_went_back(box: Box, when: str) -> None:
    purchase = box.sell()
    box.end(purchase)
    box.fill()
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=END + DAY)
    course = box.course()
    box.till.cloud.put("CourseTable", {**course, "seats_taken": 0})

    def pay_back() -> None:
        box.till.stands(purchase, "paid", refund("re_4qqhO89gsT", "295.00", "refunded"))
        box.till.tell(purchase, now=END + DAY)

    refusal: type[Exception] = MoneyWentBack
    if when == "before":
        pay_back()
    else:
        box.till.cloud.meanwhile, refusal = pay_back, ItemChanged
    with pytest.raises(refusal):
        box.act(purchase, Action.RELEASE, END + DAY)
    box.mail(END + DAY)

    assert (box.stands(purchase), box.seats()) == ("paid_without_place", 0)
    assert box.mails("Uw betaling is binnen (") == []
    box.act(purchase, Action.CANCEL, END + DAY)
    assert box.stands(purchase) == "cancelled"


def test_cancelling_what_was_paid_without_a_place_tells_staff_no_second_time(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    box.fill()
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=END + DAY)
    assert (box.stands(purchase), len(box.tasks())) == ("paid_without_place", 1)

    box.act(purchase, Action.CANCEL, END + DAY)

    assert (box.stands(purchase), len(box.tasks())) == ("cancelled", 1)


def test_who_is_released_after_all_has_a_place_that_is_held_from_then(box: Box) -> None:
    purchase = box.sell()
    for action in (Action.MARK_SPAM, Action.UNMARK_SPAM, Action.RELEASE):
        box.act(purchase, action, NOW + DAY)

    item = box.till.enrollment(purchase)
    assert (item["status"], box.seats()) == ("waiting_for_payment", 1)
    assert datetime.fromtimestamp(int(item["held_until"]), UTC) == END + DAY


@pytest.mark.parametrize("action", [Action.CANCEL, Action.MARK_SPAM])
def test_money_for_what_staff_ended_is_told_to_both(box: Box, action: Action) -> None:
    purchase = box.sell()
    box.act(purchase, action, NOW)
    ended = box.stands(purchase)
    assert box.seats() == 0

    box.till.stands(purchase, "paid")
    assert box.till.tell(purchase, now=NOW + DAY)["statusCode"] == 200
    box.mail(NOW + DAY)

    assert (box.stands(purchase), box.seats(), len(box.tasks())) == (ended, 0, 1)
    assert len(box.mails("Uw betaling is binnen, uw plaats niet zeker")) == 1


@pytest.mark.parametrize("actions", [[Action.MARK_SPAM], [Action.MARK_SPAM, Action.UNMARK_SPAM]])
def test_who_is_taken_for_spam_or_in_review_is_told_what_anybody_is(box: Box, actions: list[Action]) -> None:
    purchase = box.sell()
    for action in actions:
        box.act(purchase, action, NOW)

    told = json.loads(box.till.visit(purchase)["body"])
    assert (told["status"], told["held_until"]) == ("received", None)
    page = box.page(purchase, NOW)
    assert (DUTCH["page.enrollment.received"] in page, "<button>" in page) == (True, False)
    assert box.press(purchase, NOW) is None


def test_a_payment_that_fails_later_offers_nothing_for_a_place_that_is_gone(box: Box) -> None:
    purchase = box.sell(status="open")
    box.end(purchase)
    box.till.stands(purchase, "failed")

    box.till.tell(purchase, now=END + DAY)

    assert box.till.effects().count("offer_new_payment") == 0


@pytest.mark.parametrize("status", ["waiting_for_payment", "unpaid", "paid"])
def test_staff_cancel_and_the_place_comes_back_where_there_was_one(box: Box, status: str) -> None:
    purchase, _ = box.sell(status="open"), box.sell("other", "open")
    if status == "paid":
        box.till.stands(purchase, "paid")
        box.till.tell(purchase)
    if status == "unpaid":
        box.end(purchase)
    assert box.stands(purchase) == status
    before = box.seats()

    box.act(purchase, Action.CANCEL, END)
    box.mail(END)

    assert (box.stands(purchase), box.seats()) == ("cancelled", before - (status != "unpaid"))
    [mail] = box.mails("Uw inschrijving is geannuleerd")
    assert ("over uw geld" in mail) is (status == "paid")
    assert len(box.tasks()) == (status == "paid")
    assert "geannuleerd" in box.page(purchase, END)
    assert box.press(purchase, END) is None


def test_staff_cancel_what_was_paid_by_an_attempt_that_is_kept_no_more(box: Box) -> None:
    purchase = box.sell()
    box.till.stands(purchase, "paid")
    box.till.tell(purchase)
    box.till.remove("PersonalDataTable", box.till.attempt(purchase))
    before = box.seats()
    box.act(purchase, Action.CANCEL, NOW + DAY)

    assert (box.stands(purchase), box.seats(), box.tasks("notify_overpaid")) == ("cancelled", before - 1, [])


def test_who_enrolls_anew_while_the_first_can_still_be_paid_is_asked(box: Box) -> None:
    """Without the question two payments bring two places; who means it ticks a box."""
    purchase = box.sell()
    box.end(purchase)
    again = {"email": "sanne@example.nl", "message": "Nog een keer", "altcha": solved_challenge(now=END)}
    form = {**enrollment_fields(COURSE), **again}
    answer = box.till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", form, now=END))

    assert answer["statusCode"] == 422
    assert [error["code"] for error in json.loads(answer["body"])["errors"]] == ["already_enrolled"]
    assert box.seats() == 0


def test_a_warning_that_is_overtaken_is_not_sent(box: Box) -> None:
    purchase = box.sell()
    box.till.sweep(now=WARNING)
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=WARNING)

    box.mail(WARNING)

    assert box.mails("Uw plaats komt bijna vrij") == []


def test_tables_that_fail_leave_the_place_and_are_heard(box: Box) -> None:
    purchase = box.sell()
    box.sweep(WARNING)
    box.till.cloud.fail(Fault("TransactWriteItems"))

    box.till.sweep(now=END)
    box.till.cloud.faults.clear()

    assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)


@pytest.mark.parametrize("cents", [10_000, 29_500])
def test_all_that_was_paid_back_is_a_place_that_staff_may_free(box: Box, cents: int) -> None:
    """And who is cancelled then is not told of money that they have, nor staff to pay it back once more."""
    purchase = box.sell(status="paid")
    box.till.tell(purchase)
    box.till.stands(purchase, "paid", refund("re_4qqhO89gsT", f"{cents / 100:.2f}", "refunded"))
    box.till.tell(purchase)
    returned = cents == 29_500
    assert (len(box.tasks("notify_refunded")), box.stands(purchase), box.seats()) == (returned, "paid", 1)
    assert ("weer naar u teruggegaan" in box.page(purchase, NOW)) is returned

    box.act(purchase, Action.CANCEL, NOW)
    box.mail(NOW)

    [mail] = box.mails("Uw inschrijving is geannuleerd")
    told = [int(task["cents"]) for task in box.tasks()]
    assert (box.seats(), told) == (0, [] if returned else [19_500])
    # The place that the task asked about is free.
    assert [task["done_as"] for task in box.tasks("notify_refunded")] == ["handled"] * returned
    assert [("over uw geld" in text) for text in (mail, box.page(purchase, NOW))] == [not returned] * 2


def test_who_was_cancelled_before_their_money_went_back_has_no_place_to_free(box: Box) -> None:
    purchase = box.sell(status="paid")
    box.till.tell(purchase)
    box.act(purchase, Action.CANCEL, NOW)
    box.till.stands(purchase, "paid", refund("re_4qqhO89gsT", "295.00", "refunded"))
    box.till.tell(purchase)

    assert (box.tasks("notify_refunded"), box.seats()) == ([], 0)


def test_who_paid_without_a_place_is_told_that_their_money_went_back(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    box.fill()
    box.till.stands(purchase, "paid", refund("re_4qqhO89gsT", "295.00", "refunded"))

    box.till.tell(purchase, now=END + DAY)

    page = box.page(purchase, END + DAY)
    assert (box.stands(purchase), DUTCH["page.payment.returned"] in page) == ("paid_without_place", True)


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_page_tells_of_money_what_is_known_of_it(box: Box, *, cancelled: bool) -> None:
    """Where more went back than came in none is with us; of an attempt that is gone nobody knows what went back."""
    purchase = box.sell(status="paid")
    box.till.tell(purchase)
    if cancelled:
        box.act(purchase, Action.CANCEL, NOW)
    taken = chargeback("chb_xFzwUN4ci8HA", "295.00", reversed_at=None)
    box.till.stands(purchase, "paid", refund("re_4qqhO89gsT", "295.00", "refunded"), chargebacks=(taken,))
    at_first = box.page(purchase, NOW)
    box.till.remove("PersonalDataTable", box.till.attempt(purchase))
    later = box.page(purchase, NOW)

    told = ("place.cancelled", "place.cancelled") if cancelled else ("payment.returned", "payment.paid")
    assert [DUTCH[f"page.{name}"] in page for name, page in zip(told, (at_first, later), strict=True)] == [True] * 2
