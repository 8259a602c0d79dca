"""Attacks on places of the running system: to take them unpaid, to keep them, to sell one twice, to lose who paid."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.bank import Bank
from tests.catalogue import PAY_WITHIN, describe_course
from tests.project import run_project
from tests.system.clerk import Clerk
from tests.system.counter import write_enrollment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Json, Reply, RunningStack

type Tables = dict[str, Json]

DAY = timedelta(days=1)
ONE, TWO, OPENING, FREE = "een-betaalde-plaats", "twee-betaalde-plaatsen", "opening", "gratis-plaats"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Run the system without challenges, with courses of few places."""
    few = [
        *(describe_course(f"{ONE}-{number}", 29_500, 1, {}) for number in range(15)),
        describe_course(TWO, 29_500, 2, {}),
        describe_course(OPENING, 29_500, 40, {}),
        describe_course(FREE, 0, 1, {}),
    ]
    yield from run_project(tmp_path_factory.mktemp("shop"), courses=few, CHALLENGE="off")


@pytest.fixture(scope="module")
def bank(shop: RunningStack) -> Bank:
    return Bank(shop)


@pytest.fixture(scope="module")
def clerk(shop: RunningStack) -> Clerk:
    return Clerk(shop, "hanna").sign_in()


_numbers = iter(range(15))


@pytest.fixture
def course() -> str:
    """Lend a course of one place that costs money, to one test alone."""
    return f"{ONE}-{next(_numbers)}"


def enroll(shop: RunningStack, course: str, **changes: Any) -> Reply:
    return shop.post("/enrollments", write_enrollment(course=course, **changes))


def taken(shop: RunningStack, code: str) -> int:
    [item] = [item for item in shop.table("CourseTable") if item["sk"] == f"COURSE#{code}"]
    return int(item["seats_taken"])


def find(shop: RunningStack, reference: str) -> Json:
    [item] = [item for item in shop.table("PersonalDataTable") if item.get("reference") == reference]
    return item


def payment_of(shop: RunningStack, reference: str) -> str:
    attempt = find(shop, reference)["attempt"]
    [item] = [
        item for item in shop.table("PersonalDataTable") if item["pk"] == f"PAYMENT#{attempt}" and item["sk"] == "PAYMENT"
    ]
    return str(item["payment"])


def page(reply: Reply) -> str:
    url: str = reply.json["payment"]["page_url"]
    return url[url.index("/enrollments/") :]


def mailed_page(shop: RunningStack, reference: str) -> str:
    """Return the page to which the mail leads that tells of a place that came free."""
    shop.wait_for(lambda: sent(shop, reference, "tell_unpaid"), bool)
    [mail] = [one for one in shop.mails(find(shop, reference)["email"]) if "vrijgekomen" in one["subject"]]
    [link] = [one for one in mail["links"] if f"/enrollments/{reference}" in one]
    return str(link[link.index("/enrollments/") :])


def sweep(shop: RunningStack, now: datetime) -> Json:
    """Run the sweep for a moment."""
    reply = shop.post(f"/_local/schedules/sweep_payments?time={now.strftime('%Y-%m-%dT%H:%M:%SZ')}", {})
    assert reply.status == 200, reply.text
    told: Json = reply.json
    return told


def let_end(shop: RunningStack, bank: Bank, reference: str) -> datetime:
    """Let a payment expire and its hold end; return the moment."""
    bank.settle(payment_of(shop, reference), "expired")
    now = datetime.now(UTC) + PAY_WITHIN * DAY
    sweep(shop, now - DAY)
    shop.wait_for(lambda: find(shop, reference), lambda item: "warning" in item)
    shop.wait_for(lambda: sent(shop, reference, "warn_place"), bool)
    sweep(shop, now + 2 * DAY)
    assert find(shop, reference)["status"] == "unpaid"
    return now + 2 * DAY


def effects(shop: RunningStack, reference: str) -> list[Json]:
    item = find(shop, reference)
    own = {item["pk"], *(f"PAYMENT#{name}" for name in (item.get("attempt"), item.get("paid_by")) if name)}
    return [one for one in shop.table("PersonalDataTable") if one["pk"] in own and one["sk"].startswith("OUTBOX#")]


def sent(shop: RunningStack, reference: str, kind: str) -> list[Json]:
    return [one for one in effects(shop, reference) if one["effect"] == kind and "sent_at" in one]


def test_filling_a_course_with_made_up_addresses_lasts_only_as_long_as_was_told(
    shop: RunningStack, bank: Bank, course: str
) -> None:
    squatter = enroll(shop, course)
    assert enroll(shop, course).status == 422

    let_end(shop, bank, squatter.json["reference"])

    assert (taken(shop, course), enroll(shop, course).status) == (0, 201)


def test_a_sweep_of_a_moment_long_from_now_ends_nothing_of_which_nobody_was_told(shop: RunningStack, course: str) -> None:
    shop.order_fault("ses", "fail", seconds=600)
    try:
        reference = enroll(shop, course).json["reference"]
        for months in (1, 4, 8):
            sweep(shop, datetime.now(UTC) + months * 30 * DAY)
    finally:
        shop.clear_faults()

    assert (find(shop, reference)["status"], taken(shop, course)) == ("waiting_for_payment", 1)


def test_a_place_cannot_be_kept_by_letting_one_payment_after_another_expire(
    shop: RunningStack, bank: Bank, course: str
) -> None:
    told = enroll(shop, course)
    until = find(shop, told.json["reference"])["held_until"]
    for _ in range(3):
        bank.settle(payment_of(shop, told.json["reference"]), "expired")
        assert shop.post(page(told), {}).status == 200
    assert find(shop, told.json["reference"])["held_until"] == until

    let_end(shop, bank, told.json["reference"])
    assert taken(shop, course) == 0


def test_the_link_of_a_form_takes_no_place_a_second_time_and_that_of_a_mail_does(
    shop: RunningStack, bank: Bank, course: str
) -> None:
    told = enroll(shop, course)
    let_end(shop, bank, told.json["reference"])

    assert (shop.post(page(told), {}).json["checkout_url"], taken(shop, course)) == (None, 0)
    assert "met de link in die mail" in shop.get(page(told), accept="text/html").text
    again = shop.post(mailed_page(shop, told.json["reference"]), {})
    assert (bool(again.json["checkout_url"]), taken(shop, course)) == (True, 1)


def test_five_presses_at_once_take_one_place_and_one_attempt(shop: RunningStack, bank: Bank, course: str) -> None:
    reference = enroll(shop, course).json["reference"]
    let_end(shop, bank, reference)
    way = mailed_page(shop, reference)

    with ThreadPoolExecutor(5) as together:
        answers = list(together.map(lambda _: shop.post(way, {}), range(5)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["checkout_url"] for answer in answers}) == 1
    assert taken(shop, course) == 1


def test_a_link_of_before_takes_no_place_in_a_full_course(shop: RunningStack, bank: Bank, course: str) -> None:
    reference = enroll(shop, course).json["reference"]
    let_end(shop, bank, reference)
    assert enroll(shop, course).status == 201
    way = mailed_page(shop, reference)

    pressed = shop.post(way, {})

    assert (pressed.status, pressed.json["checkout_url"], taken(shop, course)) == (200, None, 1)
    assert "nu vol" in shop.get(way, accept="text/html").text
    assert find(shop, reference)["status"] == "unpaid"


def test_a_late_payment_sells_no_place_twice_and_is_answered(shop: RunningStack, bank: Bank, course: str) -> None:
    late = enroll(shop, course).json["reference"]
    payment = payment_of(shop, late)
    let_end(shop, bank, late)
    assert enroll(shop, course).status == 201

    bank.settle(payment, "paid")
    shop.wait_for(lambda: find(shop, late)["status"], lambda status: status == "paid_without_place")
    shop.wait_for(lambda: sent(shop, late, "tell_paid_without_place"), bool)

    assert taken(shop, course) == 1
    assert [one["effect"] for one in effects(shop, late)].count("notify_paid_without_place") == 1


def test_a_late_payment_gets_the_place_that_is_there(shop: RunningStack, bank: Bank, course: str) -> None:
    late = enroll(shop, course).json["reference"]
    payment = payment_of(shop, late)
    let_end(shop, bank, late)

    bank.settle(payment, "paid")
    shop.wait_for(lambda: find(shop, late)["status"], lambda status: status == "paid")

    assert taken(shop, course) == 1


def test_who_pays_while_the_sweep_runs_keeps_the_place_or_gets_it_again(shop: RunningStack, bank: Bank) -> None:
    references = [enroll(shop, TWO).json["reference"] for _ in range(2)]
    now = datetime.now(UTC) + PAY_WITHIN * DAY
    sweep(shop, now - DAY)
    shop.wait_for(lambda: [sent(shop, one, "warn_place") for one in references], all)

    with ThreadPoolExecutor(4) as together:
        for reference in references:
            together.submit(bank.settle, payment_of(shop, reference), "paid")
        together.submit(sweep, shop, now + 2 * DAY)

    shop.wait_for(lambda: [find(shop, one)["status"] for one in references], lambda stand: stand == ["paid", "paid"])
    assert taken(shop, TWO) == 2


def test_staff_free_what_a_squatter_took(shop: RunningStack, clerk: Clerk, course: str) -> None:
    reference = enroll(shop, course).json["reference"]

    done = clerk.post(f"/desk/items/{reference}", handling="mark_spam", seen="waiting_for_payment")

    assert (done.status, find(shop, reference)["status"], taken(shop, course)) == (303, "spam", 0)


def test_money_for_what_staff_cancelled_reaches_both_sides(
    shop: RunningStack, bank: Bank, clerk: Clerk, course: str
) -> None:
    reference = enroll(shop, course).json["reference"]
    assert clerk.post(f"/desk/items/{reference}", handling="cancel", seen="waiting_for_payment").status == 303
    assert taken(shop, course) == 0

    bank.settle(payment_of(shop, reference), "paid")
    shop.wait_for(lambda: sent(shop, reference, "tell_paid_without_place"), bool)

    assert (find(shop, reference)["status"], taken(shop, course)) == ("cancelled", 0)
    assert "notify_paid_without_place" in {one["effect"] for one in effects(shop, reference)}


def test_two_members_of_staff_who_cancel_at_once_give_one_place_back(shop: RunningStack, clerk: Clerk, course: str) -> None:
    assert enroll(shop, FREE).status == 201
    reference = enroll(shop, course).json["reference"]

    with ThreadPoolExecutor(3) as together:
        act = {"handling": "cancel", "seen": "waiting_for_payment"}
        answers = list(together.map(lambda _: clerk.post(f"/desk/items/{reference}", **act), range(3)))

    assert sorted({answer.status for answer in answers}) in ([303, 409], [303])
    assert [answer.status for answer in answers].count(303) == 1
    assert taken(shop, course) == 0


def test_a_sweep_that_is_run_four_times_at_once_gives_one_place_back(shop: RunningStack, bank: Bank, course: str) -> None:
    reference = enroll(shop, course).json["reference"]
    bank.settle(payment_of(shop, reference), "expired")
    now = datetime.now(UTC) + PAY_WITHIN * DAY
    sweep(shop, now - DAY)
    shop.wait_for(lambda: sent(shop, reference, "warn_place"), bool)

    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: sweep(shop, now + 2 * DAY), range(4)))

    assert (find(shop, reference)["status"], taken(shop, course)) == ("unpaid", 0)
    assert [one["effect"] for one in effects(shop, reference)].count("tell_unpaid") == 1


def test_eight_who_enroll_at_once_all_get_their_place(shop: RunningStack) -> None:
    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(lambda _: enroll(shop, OPENING).status, range(8)))

    assert answers == [201] * 8
    assert taken(shop, OPENING) == 8


def test_years_later_nothing_is_asked_about_what_has_expired(shop: RunningStack) -> None:
    assert sweep(shop, datetime(2040, 6, 1, tzinfo=UTC)) == {"checked": 0, "failed": 0}
