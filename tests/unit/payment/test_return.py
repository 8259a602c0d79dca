"""The person's own page: by signed link it shows how things stand, and a button leads to the payment; it decides nothing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from loket.core.language import Language
from loket.core.link import LINK_LIFETIME, sign_link
from loket.enrollment.pay_again import PaymentStanding
from loket.http.press import LOOKS
from loket.payment.domain.payment import PaymentStatus
from loket.texts import texts

from tests.unit.event import KEYS, NOW, post_json, solved_challenge
from tests.unit.payment.provider_server import hang_up, reply
from tests.unit.payment.table import failing
from tests.unit.payment.till import Purchase, Till
from tests.unit.sample import enrollment_fields

type Json = dict[str, Any]

DUTCH = texts(Language.NL)
PAGE = "text/html"
# What the button says, where there is one; under way, and paid, there is none.
PAYABLE = {"open": ["Nu betalen"], **{ended: ["Opnieuw betalen"] for ended in ("canceled", "expired", "failed")}}


def look(till: Till, purchase: Purchase) -> Json:
    answer = till.visit(purchase)
    assert answer["statusCode"] == 200, answer
    told: Json = json.loads(answer["body"])
    return told


def press(till: Till, purchase: Purchase) -> str | None:
    """Press the button to pay; return where it leads."""
    answer = till.visit(purchase, "POST")
    assert answer["statusCode"] == 200, answer
    url: str | None = json.loads(answer["body"])["checkout_url"]
    return url


def test_the_page_says_how_the_payment_stands(till: Till) -> None:
    def holds(status: str) -> bool:
        purchase = till.sell(email=f"{status}@example.nl")
        till.stands(purchase, status)
        course = purchase.order["description"].split()[0]
        paid = status == "paid"
        known = {"reference": purchase.reference, "course": course, "payment": status}
        stands = {"status": "paid" if paid else "waiting_for_payment", "held_until": None if paid else "2026-12-07"}
        assert look(till, purchase) == {**known, **stands}
        page = till.visit(purchase, accept=PAGE)["body"]
        assert re.findall(r"<button>(.*?)</button>", page) == PAYABLE.get(status, [])
        return DUTCH[f"page.payment.{status}"] in page and re.findall(r"[\d.,]*\d,\d\d", page) == ["450,00"]

    assert failing(PaymentStatus, holds) == []


def test_the_page_names_the_enrollment_and_nobody(till: Till) -> None:
    purchase = till.sell(phone="0612345678")
    till.stands(purchase, "paid")

    for answer in (till.visit(purchase), till.visit(purchase, accept=PAGE)):
        assert purchase.reference in answer["body"]
        assert not [word for word in ("Sanne", "Vries", "sanne", "612345678") if word in answer["body"]]


def test_coming_back_is_as_good_as_a_webhook_and_both_are_one(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    assert [look(till, purchase)["payment"] for _ in range(2)] == ["paid", "paid"]
    till.tell(purchase)

    assert (till.effects(), till.books()) == (["confirm_payment"], [("paid", 45_000)])


def test_who_comes_back_early_is_told_to_wait(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "open")

    assert look(till, purchase)["payment"] == "open"
    assert till.effects() == []
    till.stands(purchase, "paid")
    assert look(till, purchase)["payment"] == "paid"


@pytest.mark.parametrize("trouble", ["down", "unknown", "unreadable", "not_ours"])
def test_where_the_provider_says_nothing_of_use_the_page_says_what_is_known(till: Till, trouble: str) -> None:
    purchase = till.sell()
    till.stands(purchase, "pending")
    look(till, purchase)
    path = f"/v2/payments/{purchase.payment}"
    if trouble == "not_ours":
        till.stands(purchase, "paid", mode="live")
    else:
        till.server.replies[path] = {"down": hang_up, "unknown": reply(404, {}), "unreadable": reply(200, [])}[trouble]

    assert look(till, purchase)["payment"] == "pending"


def test_an_open_payment_is_led_to_again(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "open")

    assert [press(till, purchase) for _ in range(2)] == [purchase.told["payment"]["checkout_url"]] * 2
    assert len(till.cloud.items("PersonalDataTable", kind="PAYMENT")) == 1


def test_nobody_is_led_to_pay_what_is_under_way_or_in(till: Till) -> None:
    def holds(status: str) -> bool:
        purchase = till.sell(email=f"{status}@example.nl")
        before = till.cloud.items("PersonalDataTable", kind="PAYMENT")
        till.stands(purchase, status)
        assert press(till, purchase) is None
        return len(till.cloud.items("PersonalDataTable", kind="PAYMENT")) == len(before)

    assert failing(set(PaymentStatus) - PAYABLE.keys(), holds) == []


def test_what_ended_without_money_can_be_tried_anew(till: Till) -> None:
    def holds(status: str) -> bool:
        first = till.sell(email=f"{status}@example.nl")
        till.stands(first, status)
        second = till.pay_again(first)
        assert second.attempt != first.attempt
        assert till.attempt(second)["status"] == "open"
        assert till.enrollment(first)["attempt"] == second.attempt
        till.stands(second, "paid")
        return bool(look(till, first)["payment"] == "paid")

    assert failing(["canceled", "expired", "failed"], holds) == []


def test_whose_bank_is_still_busy_is_not_told_that_their_place_may_come_free(till: Till) -> None:
    purchase = till.sell()
    assert "gereserveerd" in till.visit(purchase, accept=PAGE)["body"]
    till.stands(purchase, "pending")

    assert "gereserveerd" not in till.visit(purchase, accept=PAGE)["body"]


def test_the_button_to_pay_is_pressed_so_often_an_hour_and_no_more(till: Till) -> None:
    purchase = till.sell()
    pressed = [till.visit(purchase, "POST")["statusCode"] for _ in range(21)]
    asked = len(till.asked())

    assert pressed == [200] * 20 + [429]
    # Where one pays is known: nothing is ordered a second time.
    assert "/v2/payments" not in till.asked()
    assert till.visit(purchase, "POST")["statusCode"] == 429
    assert len(till.asked()) == asked
    assert till.visit(purchase, "POST", now=NOW + timedelta(hours=1))["statusCode"] == 200


def test_a_look_at_what_costs_nothing_is_not_counted(till: Till) -> None:
    """No provider is asked for it."""
    sent = {**enrollment_fields("proefles-lesgeven"), "altcha": solved_challenge()}
    told = json.loads(till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))["body"])
    link = sign_link(f"/enrollments/{told['reference']}", KEYS.derive("link"), now=NOW)
    till.forget()

    assert till.visit(Purchase(told, {}, ""), link=f"https://api.example.nl{link}")["statusCode"] == 200
    assert till.cloud.called("UpdateItem") == []


def test_two_tabs_that_ask_anew_get_one_attempt(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "expired")
    look(till, purchase)
    other: list[str | None] = []
    till.cloud.meanwhile = lambda: other.append(press(till, purchase))
    mine = press(till, purchase)

    assert other == [mine]
    assert len(till.cloud.items("PersonalDataTable", kind="PAYMENT")) == 2


def test_a_tab_that_asks_anew_while_the_other_pays_is_led_back(till: Till) -> None:
    first = till.sell()
    till.stands(first, "expired")
    look(till, first)

    def pay() -> None:
        till.stands(first, "paid")
        till.tell(first)

    till.cloud.meanwhile = pay
    assert press(till, first) is None
    assert till.enrollment(first)["paid_by"] == first.attempt


def test_a_provider_that_is_down_when_asked_anew_is_said_and_the_queue_goes_on(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "expired")
    look(till, purchase)
    till.server.replies["/v2/payments"] = reply(503, {})

    answer = till.visit(purchase, "POST", accept=PAGE)
    assert answer["statusCode"] == 503
    assert DUTCH["problem.payment_unavailable.title"] in answer["body"]
    assert answer["headers"]["retry-after"] == "60"
    till.open()
    assert till.relay_payments() == []
    assert "offer_payment" in till.effects()


def test_where_one_pays_cannot_be_told_when_another_payment_was_bound_first(till: Till) -> None:
    """A webhook bound it, and the provider has forgotten our key since: the new payment is not the one that counts."""
    purchase = till.sell()
    item = till.attempt(purchase)
    till.cloud.put("PersonalDataTable", {**item, "payment": "tr_first", "checkout_url": None})
    till.answers("tr_first", 404, {})

    assert till.visit(purchase, "POST", accept=PAGE)["statusCode"] == 503


@pytest.mark.parametrize("ended", [False, True])
def test_who_presses_while_another_payment_is_bound_is_led_to_that_one_if_there_is_still_to_pay(
    till: Till, *, ended: bool
) -> None:
    purchase = till.sell()
    item, enrollment = till.attempt(purchase), till.enrollment(purchase)
    till.cloud.put("PersonalDataTable", {k: v for k, v in item.items() if k not in {"payment", "checkout_url"}})
    bound = {**item, "payment": "tr_first", "checkout_url": "https://www.mollie.com/checkout/first"}

    def act() -> None:
        till.cloud.put("PersonalDataTable", bound)
        till.cloud.put("PersonalDataTable", {**enrollment, "status": "cancelled"} if ended else enrollment)

    till.cloud.meanwhile = act
    answer = till.visit(purchase, "POST")
    assert answer["statusCode"] == (503 if ended else 200)
    assert (bound["checkout_url"] in answer["body"]) is not ended


def test_where_one_pays_cannot_be_told_when_the_attempt_has_gone_meanwhile(till: Till) -> None:
    purchase = till.sell()
    unbound = {name: value for name, value in till.attempt(purchase).items() if name not in {"payment", "checkout_url"}}
    till.cloud.put("PersonalDataTable", unbound)
    till.cloud.meanwhile = lambda: till.remove("PersonalDataTable", unbound)

    assert till.visit(purchase, "POST", accept=PAGE)["statusCode"] == 503
    assert till.cloud.meanwhile is None


def test_what_has_its_money_meanwhile_is_not_paid_again_whatever_its_status_says(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "expired")
    look(till, purchase)
    paid = {**till.enrollment(purchase), "paid_by": purchase.attempt}
    till.cloud.meanwhile = lambda: till.cloud.put("PersonalDataTable", paid)

    assert press(till, purchase) is None
    assert till.cloud.meanwhile is None


def test_where_the_enrollment_goes_while_its_button_is_pressed_there_is_nothing(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "expired")
    look(till, purchase)
    enrollment = till.enrollment(purchase)
    till.cloud.meanwhile = lambda: till.remove("PersonalDataTable", enrollment)

    assert till.visit(purchase, "POST")["statusCode"] == 404
    assert till.cloud.meanwhile is None


def test_a_link_that_is_not_ours_opens_nothing(till: Till) -> None:
    purchase, other = till.sell(), till.sell(email="other@example.nl")
    address = purchase.told["payment"]["page_url"]
    wrong = [
        address.partition("?")[0],
        address[:-1],
        address.replace("expires=", "expires=9"),
        address.replace(purchase.reference, other.reference),
        address.replace("signature=", "signature=%C3%A9"),
    ]
    for url in wrong:
        forged = Purchase(
            {**purchase.told, "reference": url.split("/")[4].partition("?")[0], "payment": {"page_url": url}}, {}, ""
        )
        for method in ("GET", "POST"):
            assert till.visit(forged, method)["statusCode"] == 404
    assert till.asked() == []
    assert till.cloud.called() == []


def test_a_link_works_as_long_as_it_says(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "expired")

    assert till.visit(purchase, now=NOW + LINK_LIFETIME - timedelta(seconds=1))["statusCode"] == 200
    assert till.visit(purchase, now=NOW + LINK_LIFETIME)["statusCode"] == 404


def test_the_page_of_who_was_erased_is_gone(till: Till) -> None:
    purchase = till.sell()
    till.remove("PersonalDataTable", till.enrollment(purchase))

    assert till.visit(purchase)["statusCode"] == 404


def test_a_page_is_kept_from_others_and_from_caches(till: Till) -> None:
    """Its address opens it: no cache may hold it, no other website may be told of it or show it in a frame."""
    purchase = till.sell()
    till.stands(purchase, "open")

    for answer in (till.visit(purchase, accept=PAGE), till.visit(purchase, "POST", accept=PAGE)):
        headers = answer["headers"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] in {"no-referrer", "same-origin"}
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_looking_asks_the_tables_three_times_counts_that_and_changes_nothing(till: Till) -> None:
    purchase = till.sell()
    for status in ("open", "paid"):
        till.stands(purchase, status)
        till.tell(purchase)
        till.forget()
        look(till, purchase)

        assert [call.operation for call in till.cloud.called()] == ["Query", "GetItem", "UpdateItem", "GetItem"]
        assert [call.request["TableName"] for call in till.cloud.called("UpdateItem")] == ["GuardTable"]


def test_who_looks_without_an_end_asks_the_provider_sixty_times_an_hour(till: Till) -> None:
    """Past it the page says what is stored, and neither refuses anybody nor keeps them from paying."""
    purchase, other = till.sell(), till.sell(email="other@example.nl")
    till.stands(purchase, "open")
    for _ in range(LOOKS.most):
        look(till, purchase)
    till.stands(purchase, "paid")
    assert (look(till, purchase)["payment"], look(till, purchase)["payment"]) == ("open", "open")
    assert len(till.asked()) == LOOKS.most == 60

    assert till.visit(purchase, accept=PAGE)["statusCode"] == 200
    till.stands(other, "paid")
    assert look(till, other)["payment"] == "paid"
    assert press(till, purchase) is None
    assert look(till, purchase)["payment"] == "paid"


def test_an_hour_later_a_look_asks_again(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "open")
    for _ in range(LOOKS.most):
        look(till, purchase)
    till.stands(purchase, "paid")

    assert look(till, purchase)["payment"] == "open"
    later = till.visit(purchase, now=NOW + timedelta(hours=1, seconds=1))
    assert json.loads(later["body"])["payment"] == "paid"


def test_a_free_course_has_nothing_to_pay(till: Till) -> None:
    sent = {**enrollment_fields("proefles-lesgeven"), "altcha": solved_challenge()}
    told = json.loads(till.cloud.invoke("submit_enrollment", post_json("POST /enrollments", sent))["body"])

    assert told["payment"] is None
    assert till.asked() == []
    link = sign_link(f"/enrollments/{told['reference']}", KEYS.derive("link"), now=NOW)
    page = till.visit(Purchase(told, {}, ""), link=link, accept=PAGE)["body"]
    assert (DUTCH["page.payment.none"] in page, "<button" in page) == (True, False)


def test_who_paid_after_all_by_an_attempt_that_had_ended_is_shown_that(till: Till) -> None:
    first = till.sell()
    till.stands(first, "expired")
    second = till.pay_again(first)
    till.stands(second, "open")
    till.stands(first, "paid")
    till.tell(first)

    assert look(till, second)["payment"] == "paid"


def test_where_the_attempt_is_gone_nobody_is_told_that_they_paid(till: Till) -> None:
    purchase = till.sell()
    till.remove("PersonalDataTable", till.attempt(purchase))

    assert look(till, purchase)["payment"] is None
    page = till.visit(purchase, accept=PAGE)["body"]
    assert (DUTCH["page.payment.unknown"] in page, "<button" in page) == (True, False)


def test_money_went_back_where_it_came_in_and_all_of_it_left() -> None:
    paid = PaymentStatus.PAID
    rows = {(paid, 0): True, (paid, -1): True, (paid, 1): False, (paid, None): False, (PaymentStatus.OPEN, 0): False}

    assert {(status, left): PaymentStanding(status, 45_000, left).is_returned for status, left in rows} == rows
