"""Money that moves after it came in: each movement is booked, and told to whom it concerns, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.event import NOW
from tests.unit.payment.mollie_answer import chargeback, refund
from tests.unit.payment.table import failing
from tests.unit.payment.till import Purchase, Till

type Json = dict[str, Any]

IN = ("paid", 45_000)
ONE, OTHER = "re_4qqhO89gsT", "re_7aBcD12efG"
BACK = "chb_n9z0tp"


@pytest.fixture
def paid(till: Till) -> Purchase:
    """Sell a course and take the money for it."""
    purchase = till.sell()
    tell(till, purchase)
    return purchase


def tell(till: Till, purchase: Purchase, *refunds: Json, chargebacks: tuple[Json, ...] = ()) -> None:
    """Let a webhook come in twice about a paid payment with this money on its way back."""
    till.stands(purchase, "paid", *refunds, chargebacks=chargebacks)
    assert [till.tell(purchase)["statusCode"] for _ in range(2)] == [200, 200]


def test_a_refund_is_told_when_it_is_made(till: Till, paid: Purchase) -> None:
    for status in ("queued", "pending", "processing"):
        tell(till, paid, refund(ONE, "450.00", status))
        assert till.effects() == ["confirm_payment"]
    tell(till, paid, refund(ONE, "450.00", "refunded"))

    assert till.effects() == ["confirm_payment", "confirm_refund", "notify_refunded"]
    assert till.books() == [IN, ("refunded", -45_000)]
    assert till.attempt(paid)["status"] == "paid"


def test_each_part_that_is_refunded_is_its_own(till: Till, paid: Purchase) -> None:
    tell(till, paid, refund(ONE, "100.00", "refunded"))
    tell(till, paid, refund(ONE, "100.00", "refunded"), refund(OTHER, "25.50", "refunded"))
    # A copy of the provider's that lags behind may leave the first one out.
    tell(till, paid, refund(OTHER, "25.50", "refunded"))

    assert till.effects() == ["confirm_payment", "confirm_refund", "confirm_refund"]
    assert till.books() == [IN, ("refunded", -10_000), ("refunded", -2_550)]


def test_a_refund_that_fails_after_all_comes_back_into_the_books(till: Till, paid: Purchase) -> None:
    tell(till, paid, refund(ONE, "100.00", "refunded"))
    tell(till, paid, refund(ONE, "100.00", "failed"))
    tell(till, paid, refund(ONE, "100.00", "refunded"))

    assert till.effects() == ["confirm_payment", "confirm_refund", "notify_refund_failed"]
    assert till.books() == [IN, ("refund_failed", 10_000), ("refunded", -10_000)]


def test_a_refund_that_never_went_out_is_in_no_book(till: Till, paid: Purchase) -> None:
    tell(till, paid, refund(ONE, "100.00", "failed"))
    tell(till, paid, refund(ONE, "100.00", "failed"), refund(OTHER, "100.00", "canceled"))

    assert till.effects() == ["confirm_payment", "notify_refund_failed"]
    assert till.books() == [IN]


def test_a_chargeback_and_its_reversal_are_told_to_staff(till: Till, paid: Purchase) -> None:
    tell(till, paid, chargebacks=(chargeback(BACK, "450.00", reversed_at=None),))
    assert till.effects() == ["confirm_payment", "notify_chargeback"]
    tell(till, paid, chargebacks=(chargeback(BACK, "450.00", reversed_at="2026-11-24T10:00:00+00:00"),))
    # Told in the wrong order, or of a while ago.
    tell(till, paid, chargebacks=(chargeback(BACK, "450.00", reversed_at=None),))

    assert till.effects() == ["confirm_payment", "notify_chargeback", "notify_chargeback_reversed"]
    assert till.books() == [("chargeback_reversed", 45_000), ("charged_back", -45_000), IN]
    assert till.enrollment(paid)["status"] == "paid"


def test_all_that_happened_while_nobody_told_us_is_taken_in_at_once(till: Till) -> None:
    purchase = till.sell()
    till.stands(
        purchase, "paid", refund(ONE, "100.00", "refunded"), chargebacks=(chargeback(BACK, "350.00", reversed_at=None),)
    )
    till.tell(purchase)

    assert [call.operation for call in till.cloud.called()] == ["GetItem", "TransactWriteItems"]
    # All of it is gone again: nobody is told that it is here.
    assert till.effects() == ["confirm_refund", "notify_chargeback"]
    assert till.books() == [("charged_back", -35_000), IN, ("refunded", -10_000)]


def test_an_end_without_money_is_told_once_with_a_new_way_to_pay(till: Till) -> None:
    def holds(status: str) -> bool:
        purchase = till.sell(email=f"{status}@example.nl")
        before = till.effects()
        till.stands(purchase, status)
        assert [till.tell(purchase)["statusCode"] for _ in range(2)] == [200, 200]
        assert (till.effects(), till.books()) == ([*before, "offer_new_payment"], [])
        return bool(till.enrollment(purchase)["status"] == "waiting_for_payment")

    assert failing(["expired", "canceled", "failed"], holds) == []


def test_what_is_paid_after_erasure_is_told_to_staff_and_brings_nobody_back(till: Till) -> None:
    purchase = till.sell()
    till.remove("PersonalDataTable", till.enrollment(purchase))
    till.stands(purchase, "paid")
    till.tell(purchase)
    till.tell(purchase)

    assert till.effects() == ["notify_paid_after_erasure"]
    assert till.books() == [IN]
    assert till.cloud.items("PersonalDataTable", kind="ENROLLMENT#") == []
    tell(till, purchase, refund(ONE, "450.00", "refunded"))
    assert till.books() == [IN, ("refunded", -45_000)]


def test_what_is_paid_after_its_enrollment_has_expired_is_paid_after_erasure(till: Till) -> None:
    """DynamoDB deletes an expired item days late; until then it counts as gone."""
    purchase = till.sell()
    gone = {**till.enrollment(purchase), "expires_at": int(NOW.timestamp())}
    till.cloud.put("PersonalDataTable", gone)
    till.stands(purchase, "paid")
    till.tell(purchase)

    assert till.effects() == ["notify_paid_after_erasure"]
    assert till.enrollment(purchase)["status"] == "waiting_for_payment"


def test_what_is_paid_twice_is_told_to_staff(till: Till) -> None:
    """Two attempts at one enrollment, both paid: as in two tabs, or after a late answer of the bank."""
    first = till.sell()
    till.stands(first, "expired")
    till.tell(first)
    second = till.pay_again(first)
    for purchase in (second, first):
        till.stands(purchase, "paid")
        till.tell(purchase)
        till.tell(purchase)

    assert till.effects() == ["confirm_payment", "notify_overpaid", "offer_new_payment"]
    assert till.books() == [IN, IN]
    assert till.enrollment(first)["paid_by"] == second.attempt
    tell(till, first, refund(ONE, "450.00", "refunded"))
    assert till.effects() == ["confirm_payment", "confirm_refund", "notify_overpaid", "offer_new_payment"]


def test_the_end_of_an_old_attempt_says_nothing_about_a_new_one(till: Till) -> None:
    first = till.sell()
    till.stands(first, "expired")
    till.tell(first)
    second = till.pay_again(first)
    till.stands(first, "failed")
    till.tell(first)
    assert till.effects() == ["offer_new_payment"]
    till.stands(second, "paid")
    till.tell(second)
    assert till.enrollment(first)["status"] == "paid"


def test_the_end_of_an_attempt_that_nobody_waits_for_is_told_to_nobody(till: Till) -> None:
    purchase = till.sell()
    till.cloud.put("PersonalDataTable", {**till.enrollment(purchase), "attempt": "z" * 26})
    till.stands(purchase, "expired")
    till.tell(purchase)

    assert till.attempt(purchase)["status"] == "expired"
    assert till.effects() == []


def test_what_was_paid_twice_and_refunded_already_is_told_to_the_person_alone(till: Till) -> None:
    first = till.sell()
    till.stands(first, "expired")
    till.tell(first)
    second = till.pay_again(first)
    till.stands(second, "paid")
    till.tell(second)
    tell(till, first, refund(ONE, "450.00", "refunded"))

    assert till.effects() == ["confirm_payment", "confirm_refund", "offer_new_payment"]


def test_a_line_of_the_books_is_kept_seven_years_after_its_book_year_and_names_nobody(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    new_years_eve = NOW.replace(month=12, day=31, hour=22, minute=59)
    till.tell(purchase, now=new_years_eve)
    till.stands(purchase, "paid", refund(ONE, "1.00", "refunded"))
    till.tell(purchase, now=new_years_eve + timedelta(minutes=1))

    lines = [item for item in till.cloud.items("PersonalDataTable") if item["pk"].startswith("FISCAL#")]
    ends = {line["pk"]: line["expires_at"] for line in lines}
    assert ends == {"FISCAL#2026": epoch(2034), "FISCAL#2027": epoch(2035)}
    for line in lines:
        assert {*line} == {"pk", "sk", "kind", "kept_for", *FISCAL_FACTS}
        assert not any(word in str(line) for word in (purchase.reference, "Sanne", "Vries", "sanne"))


FISCAL_FACTS = {
    *("provider", "provider_id", "event", "receipt", "course", "vat", "cents", "currency", "booked_on", "expires_at"),
}


def epoch(year: int) -> int:
    """Return the moment at which a year begins in the Netherlands."""
    return int((NOW.replace(year=year, month=1, day=1, hour=0) - timedelta(hours=1)).timestamp())


def test_a_task_about_money_ends_with_its_attempt(till: Till, paid: Purchase) -> None:
    """In the last days of an attempt too: after it no list shows the task, and nobody can finish it."""
    end = int((NOW + timedelta(days=9)).timestamp())
    till.cloud.put("PersonalDataTable", {**till.attempt(paid), "expires_at": end})
    tell(till, paid, chargebacks=(chargeback(BACK, "450.00", reversed_at=None),))

    [task] = [one for one in till.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == "notify_chargeback"]
    assert task["expires_at"] == end
