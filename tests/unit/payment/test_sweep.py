"""The sweep: what no webhook told is found all the same, at moments that the events name, and nothing is asked in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from loket.core.schedule import MomentUnusable
from loket.payment.domain.payment import RefundStatus
from loket.storage.client import StoreUnavailable

from tests.unit.cloud import Fault
from tests.unit.event import NOW
from tests.unit.payment.mollie_answer import chargeback, refund
from tests.unit.payment.provider_server import reply
from tests.unit.payment.table import failing
from tests.unit.payment.till import Purchase, Till

# Of a refund; any other status it has, it will leave.
AT_AN_END = {"refunded", "canceled", "failed"}
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def due_at(till: Till, purchase: Purchase) -> str | None:
    return till.attempt(purchase).get("due_at")


def test_a_payment_that_no_webhook_told_of_is_found_after_twenty_minutes(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")

    assert till.sweep(now=NOW + 19 * MINUTE) == {"checked": 0, "failed": 0}
    assert till.asked() == []
    assert till.sweep(now=NOW + 20 * MINUTE) == {"checked": 1, "failed": 0}
    assert till.enrollment(purchase)["status"] == "paid"
    assert till.effects() == ["confirm_payment"]


def test_what_is_final_is_not_asked_about_again(till: Till) -> None:
    for status in ("paid", "expired", "canceled", "failed"):
        purchase = till.sell(email=f"{status}@example.nl")
        till.stands(purchase, status)
        till.tell(purchase)
        assert due_at(till, purchase) is None
    till.forget()

    # Before anything is due about their places.
    assert till.sweep(now=NOW + 10 * DAY) == {"checked": 0, "failed": 0}
    assert till.asked() == []


def test_an_open_payment_is_asked_about_often_at_first_and_then_daily(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "open")
    moments = [NOW + 20 * MINUTE, NOW + 40 * MINUTE, NOW + 2 * HOUR, NOW + 26 * HOUR]
    for now, following in zip(moments, [*moments[1:3], moments[3], NOW + 50 * HOUR], strict=True):
        assert till.sweep(now=now)["checked"] == 1
        assert due_at(till, purchase) == (now + 20 * MINUTE if now < NOW + 2 * HOUR else following).isoformat()
    assert till.sweep(now=NOW + 201 * DAY)["checked"] == 1
    assert due_at(till, purchase) is None


def test_money_on_its_way_back_is_followed_daily_until_it_is_there(till: Till) -> None:
    def holds(status: str) -> bool:
        purchase = till.sell(email=f"{status}@example.nl")
        before = till.effects()
        till.stands(purchase, "paid", refund(f"re_of_{status}", "450.00", status))
        till.tell(purchase, now=NOW + 3 * HOUR)
        assert due_at(till, purchase) == (NOW + 3 * HOUR + DAY).isoformat()
        till.stands(purchase, "paid", refund(f"re_of_{status}", "450.00", "refunded"))
        assert till.sweep(now=NOW + 2 * DAY) == {"checked": 1, "failed": 0}
        assert till.effects() == sorted([*before, "confirm_payment", "confirm_refund", "notify_refunded"])
        return due_at(till, purchase) is None

    assert failing(set(RefundStatus) - AT_AN_END, holds) == []


def test_money_that_went_back_or_never_will_is_not_followed(till: Till) -> None:
    def holds(status: str) -> bool:
        purchase = till.sell(email=f"{status}@example.nl")
        till.stands(purchase, "paid", refund(f"re_of_{status}", "450.00", status))
        till.tell(purchase)
        return till.attempt(purchase)["status"] == "paid" and due_at(till, purchase) is None

    assert failing(AT_AN_END, holds) == []


def test_the_reversal_of_a_chargeback_is_found_by_asking(till: Till) -> None:
    """Mollie's classic webhooks do not tell of it."""
    purchase = till.sell()
    till.stands(purchase, "paid", chargebacks=(chargeback("chb_n9z0tp", "450.00", reversed_at=None),))
    till.tell(purchase)
    till.stands(purchase, "paid", chargebacks=(chargeback("chb_n9z0tp", "450.00", reversed_at="2026-11-25T10:00:00+00:00"),))

    assert till.sweep(now=NOW + DAY) == {"checked": 1, "failed": 0}
    assert till.effects() == ["notify_chargeback", "notify_chargeback_reversed"]
    assert due_at(till, purchase) is None


def test_one_that_fails_keeps_no_other_waiting_and_waits_its_turn(till: Till) -> None:
    broken, fine = till.sell(), till.sell(email="other@example.nl")
    till.answers(broken.payment, 503, {})
    till.stands(fine, "paid")
    now = NOW + 20 * MINUTE

    assert till.sweep(now=now) == {"checked": 2, "failed": 1}
    assert till.enrollment(fine)["status"] == "paid"
    assert due_at(till, broken) == (now + 20 * MINUTE).isoformat()


def test_what_cannot_be_read_is_heard_and_waits_its_turn(till: Till) -> None:
    broken, fine = till.sell(), till.sell(email="other@example.nl")
    item = till.attempt(broken)
    till.cloud.put("PersonalDataTable", {name: value for name, value in item.items() if name != "course"})
    till.stands(fine, "paid")
    now = NOW + 20 * MINUTE

    with pytest.raises(Exception, match=r"^$") as raised:
        till.sweep(now=now)

    assert type(raised.value).__name__ == "RecordsUnread"
    assert till.enrollment(fine)["status"] == "paid"
    assert due_at(till, broken) == (now + 20 * MINUTE).isoformat()
    assert till.sweep(now=now + MINUTE) == {"checked": 0, "failed": 0}


def test_what_is_called_like_no_attempt_waits_its_turn_and_is_no_failure(till: Till) -> None:
    item = till.attempt(till.sell())
    till.remove("PersonalDataTable", item)
    till.cloud.put("PersonalDataTable", {**item, "pk": "PAYMENT#none"})
    now = NOW + 20 * MINUTE

    assert till.sweep(now=now) == {"checked": 1, "failed": 0}
    assert till.sweep(now=now + MINUTE) == {"checked": 0, "failed": 0}


@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems"])
def test_what_goes_before_or_while_it_is_looked_at_is_no_failure_and_not_made_again(till: Till, operation: str) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid")
    item = till.attempt(purchase)
    till.cloud.before, till.cloud.meanwhile = operation, lambda: till.remove("PersonalDataTable", item)

    assert till.sweep(now=NOW + 20 * MINUTE) == {"checked": 1, "failed": 0}
    assert till.cloud.items("PersonalDataTable", kind="PAYMENT") == []


def test_a_payment_that_is_not_ours_is_set_apart_and_no_failure(till: Till) -> None:
    purchase = till.sell()
    till.stands(purchase, "paid", mode="live")

    assert till.sweep(now=NOW + HOUR) == {"checked": 1, "failed": 0}
    assert till.effects() == ["notify_quarantine"]


def test_nobody_is_asked_about_what_was_never_opened(till: Till) -> None:
    till.server.replies["/v2/payments"] = reply(503, {})
    till.sell()

    assert till.sweep(now=NOW + HOUR) == {"checked": 1, "failed": 0}
    assert till.asked() == []


def test_tables_that_are_gone_are_a_failure_that_is_heard(till: Till) -> None:
    """Lambda counts what is raised, and its alarm tells."""
    till.cloud.fail(Fault("Query"))

    with pytest.raises(StoreUnavailable):
        till.sweep(now=NOW)
    till.cloud.faults.clear()


@pytest.mark.parametrize("event", [{}, {"time": None}, {"time": "soon"}, {"time": "9999-12-31T23:59:59Z"}, {"time": 7}])
def test_an_event_without_a_moment_that_can_be_used_is_refused_by_name(till: Till, event: dict[str, object]) -> None:
    purchase = till.sell()
    before = till.attempt(purchase)
    with pytest.raises(MomentUnusable, match=r"^$"):
        till.cloud.invoke("sweep_payments", event)
    assert (till.asked(), till.attempt(purchase)) == ([], before)
