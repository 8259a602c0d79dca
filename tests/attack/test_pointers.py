"""Pointers about money: an effect follows only where what it is about is still there, and what is gone holds nobody up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from loket.core.key import Key, payment_key, write_key
from loket.core.reference import new_attempt

from tests.bank import Bank
from tests.running import Json, RunningStack
from tests.system.sale import Sale, sell
from tests.tables import change, put, remove
from tests.unit.event import queue_event, stream_event

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "text/html"
LONG_AGO = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
LONG_DUE = "2026-01-01T00:00:00+00:00"
# The texts of the person's page where the attempt is gone.
UNKNOWN, PAID = "Wij kunnen hier niet laten zien hoe het met uw betaling staat", "Uw betaling is binnen"


@pytest.fixture
def bank(trial: RunningStack) -> Iterator[Bank]:
    """Lend the trial's providers, and let them behave again afterwards."""
    bank = Bank(trial)
    bank.hold()
    yield bank
    bank.rest()


def erase(sale: Sale) -> str:
    """Remove all that is kept under the person, and return where that was."""
    pk: str = sale.enrollment["pk"]
    sale.stack.settle()
    remove(sale.stack, held(sale.stack, pk))
    return pk


def held(stack: RunningStack, pk: str) -> list[Json]:
    return [item for item in stack.table("PersonalDataTable") if item["pk"] == pk]


def call(sale: Sale, attempt: str, payment: str) -> int:
    return sale.stack.post_html_form(f"/webhooks/mollie/{attempt}", {"id": payment}).status


def told_staff(stack: RunningStack, attempt: str) -> list[str]:
    effects = [item["effect"] for item in held(stack, f"PAYMENT#{attempt}") if item["sk"].startswith("OUTBOX#")]
    return sorted(effect for effect in effects if effect != "create_payment")


def booked(stack: RunningStack, attempt: str) -> list[int]:
    """Return what was booked of an attempt, by the number that it has in the books."""
    [receipt] = [
        item["receipt"]
        for item in stack.table("PersonalDataTable")
        if item["pk"] == f"PAYMENT#{attempt}" and item["sk"] == "PAYMENT"
    ]
    lines = [item for item in stack.table("PersonalDataTable") if item["pk"].startswith("FISCAL#")]
    return sorted(line["cents"] for line in lines if line["receipt"] == receipt)


def pay(bank: Bank, sale: Sale) -> tuple[str, str]:
    """Let a sale be paid; return its attempt and its payment."""
    attempt, payment = sale.attempt, sale.payment
    bank.settle(payment, "paid")
    assert call(sale, attempt, payment) == 200
    assert sale.enrollment["status"] == "paid"
    return attempt, payment


@pytest.mark.parametrize("order", ["refunds", "chargebacks"])
def test_money_that_goes_back_after_an_erasure_is_booked_and_nobody_is_written_to(bank: Bank, order: str) -> None:
    sale = sell(bank.stack)
    attempt, payment = pay(bank, sale)
    pk = erase(sale)
    bank.order(f"/payments/{payment}/{order}", cents=45_000)
    assert call(sale, attempt, payment) == 200
    bank.stack.settle()

    assert held(bank.stack, pk) == []
    assert booked(bank.stack, attempt) == [-45_000, 45_000]
    assert told_staff(bank.stack, attempt) == (["notify_chargeback"] if order == "chargebacks" else [])


def test_money_that_comes_after_an_erasure_is_booked_and_staff_are_told(bank: Bank) -> None:
    sale = sell(bank.stack)
    attempt, payment = sale.attempt, sale.payment
    pk = erase(sale)
    bank.settle(payment, "paid")
    assert call(sale, attempt, payment) == 200

    assert held(bank.stack, pk) == []
    assert booked(bank.stack, attempt) == [45_000]
    assert told_staff(bank.stack, attempt) == ["notify_paid_after_erasure"]


def refuse_to_open(bank: Bank) -> Sale:
    """Sell while the provider is down, and let nothing open the payment yet."""
    bank.trouble("fail", operation="create", seconds=600)
    sale = sell(bank.stack)
    assert sale.told["payment"]["checkout_url"] is None
    return sale


def open_late(bank: Bank, attempt: str) -> None:
    """Open what could not be opened, now that the provider answers."""
    bank.stack.send("DELETE", "/_local/providers/faults")
    opened = bank.stack.invoke("create_payment", queue_event(write_key(Key(payment_key(attempt).pk, "OUTBOX#x"))))
    assert opened.json == {"batchItemFailures": []}
    bank.stack.settle()


def lose(sale: Sale) -> None:
    remove(sale.stack, held(sale.stack, sale.enrollment["pk"]))


def expire(sale: Sale) -> None:
    change(sale.stack, sale.enrollment, expires_at=LONG_AGO)


def turn(sale: Sale) -> None:
    change(sale.stack, sale.enrollment, attempt=new_attempt())


def pay_otherwise(sale: Sale) -> None:
    change(sale.stack, sale.enrollment, paid_by=new_attempt(), status="paid")


@pytest.mark.parametrize("happen", [lose, expire, turn, pay_otherwise])
def test_no_payment_is_opened_for_what_does_not_wait_for_it(bank: Bank, happen: Callable[[Sale], None]) -> None:
    """The provider hears nothing, so the ledger says nothing, and nobody is mailed."""
    sale = refuse_to_open(bank)
    attempt, pk = sale.attempt, sale.enrollment["pk"]
    happen(sale)
    # The queue has tried as well, and given it up; whatever had begun before has ended.
    bank.stack.settle()
    before = held(bank.stack, pk)
    open_late(bank, attempt)

    assert bank.payments(attempt) == []
    assert [line for line in bank.stack.table("LedgerTable") if line["pk"] == pk and line["event"] == "disclosure"] == []
    assert held(bank.stack, pk) == before


def test_the_page_of_who_paid_survives_the_attempt(bank: Bank) -> None:
    sale = sell(bank.stack)
    pay(bank, sale)
    remove(bank.stack, [sale.stored])

    assert PAID in bank.stack.get(sale.page, accept=PAGE).text
    assert bank.stack.post(sale.page, {}).json == {"checkout_url": None}


@pytest.mark.parametrize("is_gone", [True, False])
def test_the_page_of_who_waits_survives_the_attempt(bank: Bank, *, is_gone: bool) -> None:
    sale = sell(bank.stack)
    remove(bank.stack, [sale.stored]) if is_gone else change(bank.stack, sale.stored, expires_at=LONG_AGO)

    page = bank.stack.get(sale.page, accept=PAGE)
    assert (page.status, UNKNOWN in page.text, "<button" in page.text) == (200, True, False)
    assert bank.stack.get(sale.page).json["payment"] is None
    assert bank.stack.post(sale.page, {}).json == {"checkout_url": None}


def name_attempts(number: int) -> list[str]:
    return [new_attempt() for _ in range(number)]


def test_the_sweep_passes_over_what_is_past_its_time(bank: Bank) -> None:
    sale = sell(bank.stack)
    gone = {**sale.stored, "expires_at": LONG_AGO, "due_at": LONG_DUE}
    put(bank.stack, [{**gone, "pk": f"PAYMENT#{attempt}", "attempt": attempt} for attempt in name_attempts(130)])
    bank.settle(sale.payment, "paid")
    swept = bank.stack.run_schedule("sweep_payments", (datetime.now(UTC) + timedelta(minutes=21)).isoformat()).json

    assert swept["failed"] == 0
    assert sale.enrollment["status"] == "paid"


def test_years_later_nothing_is_checked(bank: Bank) -> None:
    sell(bank.stack)

    assert bank.stack.run_schedule("sweep_payments", "2029-06-01T00:00:00+00:00").json == {"checked": 0, "failed": 0}


def test_what_the_sweep_cannot_read_does_not_stay_at_the_head(bank: Bank) -> None:
    """Written by another version of Loket, say: it waits its turn again, and the others are looked at."""
    sale = sell(bank.stack)
    item = {**sale.stored, "cents": None, "due_at": LONG_DUE}
    broken = [{**item, "pk": f"PAYMENT#{attempt}", "attempt": attempt} for attempt in name_attempts(30)]
    put(bank.stack, broken)
    bank.settle(sale.payment, "paid")
    for minutes in (21, 22):
        bank.stack.run_schedule("sweep_payments", (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat())

    assert sale.enrollment["status"] == "paid"
    remove(bank.stack, broken)


@pytest.mark.parametrize("broken", [{}, {"NewImage": {"effect": {"S": "make_coffee"}}}, {"Keys": None}])
def test_a_record_that_cannot_be_relayed_is_said_and_goes_to_no_queue(bank: Bank, broken: Json) -> None:
    event = stream_event({"pk": "PERSON#x", "sk": "OUTBOX#x"})
    change_of = event["Records"][0]["dynamodb"]
    event["Records"][0]["dynamodb"] = {**change_of, **broken} if broken else {"SequenceNumber": change_of["SequenceNumber"]}
    bank.stack.settle()
    before = len(bank.stack.logs())
    answer = bank.stack.invoke("relay_outbox", event).json

    assert answer == {"batchItemFailures": [{"itemIdentifier": "100"}]}
    assert [line for line in bank.stack.logs()[before:] if "fault " in str(line)]
    assert bank.stack.queue("MailQueue") == []
