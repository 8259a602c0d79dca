"""A place that came free is taken again: by the link of the last mail, once, while there is room and something to pay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.payment.box import DAY, END, MINUTE, WARNING, Box
from tests.unit.payment.till import Till


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


def test_the_person_takes_a_place_again_with_all_that_goes_with_it(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    page = box.page(purchase, END)
    assert "Weer een plaats nemen en betalen" in page
    assert "Wij houden uw plaats dan 14 dagen vast" in page

    url = box.press(purchase, END)

    item = box.till.enrollment(purchase)
    assert (item["status"], box.seats()) == ("waiting_for_payment", 1)
    assert item["attempt"] != purchase.attempt
    assert datetime.fromtimestamp(int(item["held_until"]), UTC) == END + 14 * DAY
    assert url
    assert box.press(purchase, END + MINUTE) == url
    assert box.seats() == 1


def test_whoever_has_no_mailbox_takes_no_place_again(box: Box) -> None:
    """The link that the form was answered with shows that there is a mail; one of a mail before is no better."""
    purchase, links = box.sell(), list[str]()
    for days in (0, 14):
        now = END + days * DAY
        box.sweep(now - 2 * DAY)
        box.sweep(now)
        for link in (purchase.told["payment"]["page_url"], *links):
            assert (box.press(purchase, now, link=link), box.seats()) == (None, 0)
            page = box.till.visit(purchase, link=link, now=now, accept="text/html")["body"]
            assert ("met de link in die mail" in page, "<button" in page) == (True, False)
        links.append(box.link(purchase))
        purchase = box.till.pay_again(purchase, link=links[-1], now=now)
        box.till.stands(purchase, "expired")
        assert box.seats() == 1


def test_two_presses_are_one(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    urls: list[str | None] = []
    box.till.cloud.meanwhile = lambda: urls.append(box.press(purchase, END))

    urls.append(box.press(purchase, END))

    assert len(set(urls)) == 1
    assert (len(urls), box.seats(), box.stands(purchase)) == (2, 1, "waiting_for_payment")


def test_where_a_course_has_room_for_all_a_place_is_taken_again(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    course = box.course()
    unlimited = {name: value for name, value in course["course"].items() if name != "capacity"}
    box.till.cloud.put("CourseTable", {k: v for k, v in course.items() if k != "places"} | {"course": unlimited})

    assert "<button" in box.page(purchase, END)
    box.till.pay_again(purchase, link=box.link(purchase), now=END)
    assert box.stands(purchase) == "waiting_for_payment"


def test_whose_bank_is_still_busy_takes_no_place_again(box: Box) -> None:
    """Their money may come by the payment that is under way."""
    purchase = box.sell(status="open")
    box.end(purchase)
    box.till.stands(purchase, "pending")

    assert "<button" not in box.page(purchase, END)
    assert (box.press(purchase, END), box.stands(purchase), box.seats()) == (None, "unpaid", 0)


def test_where_it_is_full_it_is_said_and_stays_unpaid(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    box.fill()
    seats = box.seats()

    assert "De cursus is nu vol" in box.page(purchase, END)
    assert "<button>" not in box.page(purchase, END)
    assert (box.press(purchase, END), box.stands(purchase), box.seats()) == (None, "unpaid", seats)


def test_what_is_closed_is_not_taken_up(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    course = box.course()
    box.till.cloud.put("CourseTable", {**course, "course": {**course["course"], "closes_on": "2026-12-01"}})

    assert "niet meer inschrijven" in box.page(purchase, END)
    assert (box.press(purchase, END), box.stands(purchase), box.seats()) == (None, "unpaid", 0)


def test_what_costs_nothing_any_more_is_enrolled_for_anew(box: Box) -> None:
    """Where there is nothing to pay there is nothing to take up either."""
    purchase = box.sell()
    box.end(purchase)
    course = box.course()
    free = {name: value for name, value in course["course"].items() if name != "pay_within_days"}
    box.till.cloud.put("CourseTable", {**course, "course": {**free, "price_cents": 0}})

    page = box.page(purchase, END)
    assert ("De cursus kost nu niets meer" in page, "<button" in page) == (True, False)
    assert (box.press(purchase, END), box.stands(purchase), box.seats()) == (None, "unpaid", 0)


def test_a_page_of_before_cannot_turn_to_a_new_attempt_without_a_place(box: Box) -> None:
    """The hold ends between what the button reads and what it writes."""
    purchase = box.sell(status="open")
    box.sweep(WARNING)
    box.till.stands(purchase, "expired")
    box.till.tell(purchase, now=WARNING)
    box.till.cloud.meanwhile = lambda: box.sweep(END)

    assert box.press(purchase, END) is None
    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)
