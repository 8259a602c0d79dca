"""An invoice that was asked for: who it is made out to is a record of its own, from the payment on and not before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.retention import LOCAL_TIME
from loket.staff.domain.action import Action

from tests.unit.cloud import Fault
from tests.unit.event import NOW
from tests.unit.payment.box import COURSE, DAY, END, Box
from tests.unit.payment.mollie_answer import refund

if TYPE_CHECKING:
    from tests.unit.payment.till import Purchase, Till

type Json = dict[str, Any]

INVOICE: Json = {"invoice_name": "Stichting Kweldergras", "invoice_address": "Buitendijk 7\n9999 XX Wierum"}


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


def debtors(till: Till) -> list[Json]:
    return [item for item in till.cloud.items("PersonalDataTable") if item["pk"].startswith("DEBTOR#")]


def receipts(till: Till, *purchases: Purchase) -> list[str]:
    return [till.attempt(purchase)["receipt"] for purchase in purchases]


def pay(till: Till, purchase: Purchase) -> None:
    till.stands(purchase, "paid")
    assert till.tell(purchase)["statusCode"] == 200


def test_who_an_invoice_is_for_is_stored_with_the_line_of_the_books(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    assert debtors(till) == []
    pay(till, purchase)
    till.tell(purchase)

    [receipt] = receipts(till, purchase)
    assert debtors(till) == [
        {
            "pk": f"DEBTOR#{receipt}",
            "sk": "DEBTOR",
            "kind": "DEBTOR",
            "kept_for": "keeping the books that the tax law asks for",
            "debtor_name": INVOICE["invoice_name"],
            "debtor_address": INVOICE["invoice_address"],
            "receipt": receipt,
            "booked_on": "2026-11-23",
            "expires_at": int(datetime(2034, 1, 1, tzinfo=LOCAL_TIME).timestamp()),
        }
    ]
    [line] = [item for item in till.cloud.items("PersonalDataTable") if item["pk"] == "FISCAL#2026"]
    assert line["receipt"] == receipt
    assert till.effects() == ["confirm_payment", "notify_invoice"]


def test_who_asks_for_none_has_no_name_in_the_books(till: Till) -> None:
    pay(till, till.sell())
    assert (debtors(till), till.effects()) == ([], ["confirm_payment"])


@pytest.mark.parametrize("status", ["open", "pending", "expired", "failed", "canceled", "authorized"])
def test_who_does_not_pay_is_not_kept_for_seven_years(till: Till, status: str) -> None:
    purchase = till.sell(**INVOICE)
    till.stands(purchase, status)
    till.tell(purchase)
    till.visit(purchase)
    assert debtors(till) == []


def test_a_payment_that_does_not_match_makes_no_invoice(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    till.stands(purchase, "paid", amount={"currency": "EUR", "value": "1.00"})
    till.tell(purchase)
    assert (debtors(till), till.effects()) == ([], ["notify_quarantine"])


def test_a_second_payment_makes_no_second_invoice(till: Till) -> None:
    first = till.sell(**INVOICE)
    till.stands(first, "expired")
    till.tell(first)
    second = till.pay_again(first)
    for purchase in (second, first):
        pay(till, purchase)

    assert [item["receipt"] for item in debtors(till)] == receipts(till, second)
    assert till.effects().count("notify_invoice") == 1


def test_money_that_goes_back_leads_to_the_same_name(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    pay(till, purchase)
    till.stands(purchase, "paid", refund("re_4qqhO89gsT", "10.00", "refunded"))
    till.tell(purchase)

    lines = [item["receipt"] for item in till.cloud.items("PersonalDataTable") if item["pk"] == "FISCAL#2026"]
    assert lines == [debtors(till)[0]["receipt"]] * 2
    assert till.effects().count("notify_invoice") == 1


def test_money_that_came_and_went_at_once_is_one_invoice(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    till.stands(purchase, "paid", refund("re_4qqhO89gsT", "10.00", "refunded"))
    till.tell(purchase)

    [task] = [item for item in till.cloud.items("PersonalDataTable") if item.get("effect") == "notify_invoice"]
    assert task["cents"] == 45_000


def test_a_payment_for_what_is_gone_makes_no_invoice(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    till.remove("PersonalDataTable", till.enrollment(purchase))
    pay(till, purchase)
    assert (debtors(till), till.effects()) == ([], ["notify_paid_after_erasure"])


def test_nor_does_one_for_what_goes_while_it_is_taken_in(till: Till) -> None:
    """Erased between the moment at which the name is read and the one at which it would be stored."""
    purchase = till.sell(**INVOICE)
    enrollment = till.enrollment(purchase)
    till.cloud.meanwhile = lambda: till.remove("PersonalDataTable", enrollment)
    pay(till, purchase)
    assert (debtors(till), till.effects()) == ([], ["notify_paid_after_erasure"])


def test_where_the_tables_fail_there_is_neither_line_nor_name_and_then_both(till: Till) -> None:
    purchase = till.sell(**INVOICE)
    till.stands(purchase, "paid")
    till.cloud.fail(Fault("TransactWriteItems"))
    till.tell(purchase)
    assert (debtors(till), till.books()) == ([], [])
    till.cloud.faults.clear()
    till.sweep(now=NOW + DAY)
    assert (len(debtors(till)), len(till.books())) == (1, 1)


@pytest.mark.parametrize("full", [False, True])
def test_a_late_payment_has_its_invoice_with_a_place_or_without(box: Box, *, full: bool) -> None:
    purchase = box.till.sell(course=COURSE, email="sanne@example.nl", **INVOICE)
    box.till.stands(purchase, "expired")
    box.end(purchase)
    if full:
        box.fill()
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=END + DAY)

    assert [item["receipt"] for item in debtors(box.till)] == receipts(box.till, purchase)
    assert (len(box.tasks("notify_invoice")), len(box.tasks())) == (1, full)


def test_money_for_what_staff_cancelled_has_its_invoice_too(box: Box) -> None:
    purchase = box.till.sell(course=COURSE, email="sanne@example.nl", **INVOICE)
    box.till.stands(purchase, "expired")
    box.act(purchase, Action.CANCEL, NOW)
    pay(box.till, purchase)
    assert (len(debtors(box.till)), len(box.tasks("notify_invoice"))) == (1, 1)


@pytest.mark.parametrize("asked", [False, True])
def test_mails_say_what_is_kept_for_seven_years(box: Box, *, asked: bool) -> None:
    """That a name is not with the amount is told to whom it is true of."""
    purchase = box.till.sell(course=COURSE, email="sanne@example.nl", **(INVOICE if asked else {}))
    pay(box.till, purchase)
    box.mail(NOW)

    [confirmed] = box.mails("Uw inschrijving is binnen")
    assert ("U hebt om een factuur gevraagd" in confirmed) is asked
    [paid] = box.mails("Uw betaling is binnen")
    assert ("Uw naam staat daar niet bij" in paid) is not asked
    assert ("U vroeg om een factuur" in paid) is asked
    to_staff = box.mails("Factuur gevraagd")
    assert len(to_staff) == asked
    assert not [text for text in to_staff if "Kweldergras" in text or "Buitendijk" in text or "sanne" in text]
