"""A place that waits for its payment: held for the days that were told, freed after a warning, answered to who paid late."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest
from loket.core.key import Key
from loket.enrollment.hold import Outcome, look_at_hold
from loket.enrollment.store.hold import list_due_holds
from loket.staff.domain.action import Action

from tests.catalogue import PAY_WITHIN
from tests.unit.event import NOW
from tests.unit.payment.box import DAY, END, HOUR, MINUTE, WARNING, Box
from tests.unit.payment.provider_server import reply
from tests.unit.payment.till import Till

type Json = dict[str, Any]


@pytest.fixture
def box(till: Till) -> Box:
    return Box(till)


def test_a_place_is_held_for_the_days_that_the_course_tells(box: Box) -> None:
    purchase = box.sell()
    item = box.till.enrollment(purchase)

    assert datetime.fromtimestamp(int(item["held_until"]), UTC) == END
    assert (item["due_at"], item["due_bucket"][:6]) == (WARNING.isoformat(), "PLACE#")
    assert PAY_WITHIN == 14
    box.mail(NOW)
    [mail] = box.mails("Uw inschrijving is binnen")
    assert "Wij houden uw plaats vast tot en met 7 december 2026" in mail
    assert "gereserveerd tot en met 7 december 2026" in box.page(purchase, NOW)


def test_it_comes_free_after_a_warning_and_the_person_is_told_of_both(box: Box) -> None:
    purchase = box.sell()
    box.sweep(WARNING - MINUTE)
    assert box.mails("Uw plaats") == []

    box.sweep(WARNING)
    [warning] = box.mails("Uw plaats komt bijna vrij")
    assert "7 december 2026" in warning
    assert f"/enrollments/{purchase.reference}?" in warning
    box.sweep(END - MINUTE)
    assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)

    box.sweep(END)

    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)
    assert {"held_until", "warning", "due_bucket", "due_at"} & box.till.enrollment(purchase).keys() == set()
    assert len(box.mails("Uw plaats is vrijgekomen")) == 1
    box.sweep(END + 30 * DAY)
    assert (box.seats(), len(box.mails("Uw plaats"))) == (0, 2)


def test_a_day_that_is_past_is_told_by_neither_page_nor_program(box: Box) -> None:
    """Where the sweep has not come by yet."""
    purchase = box.sell()
    for now, until in ((END - MINUTE, "2026-12-07"), (END + MINUTE, None)):
        told = json.loads(box.till.visit(purchase, now=now)["body"])
        assert (told["status"], told["held_until"]) == ("waiting_for_payment", until)
        assert ("gereserveerd tot" in box.page(purchase, now)) is bool(until)


def test_no_hold_ends_on_a_person_whom_no_mail_has_told(box: Box) -> None:
    """Eight months without a sweep: the warning comes first, and a whole day after it left."""
    purchase, late = box.sell(), END + 240 * DAY
    for now in (late, late + HOUR, late + 3 * DAY):
        box.till.sweep(now=now)
        assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)
        # Its end is never a moment that is past.
        assert int(box.till.enrollment(purchase)["held_until"]) > now.timestamp()

    sent = late + 4 * DAY
    box.mail(sent)
    [warning] = box.mails("Uw plaats komt bijna vrij")
    box.till.sweep(now=sent + 23 * HOUR)
    assert box.stands(purchase) == "waiting_for_payment"
    told = datetime.fromtimestamp(int(box.till.enrollment(purchase)["held_until"]), UTC)
    assert f"{told.day} augustus 2027" in warning
    box.till.sweep(now=told)
    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)


def test_a_warning_that_is_gone_unsent_is_given_again(box: Box) -> None:
    purchase = box.sell()
    box.till.sweep(now=WARNING)
    [warning] = box.tasks("warn_place")
    box.till.remove("PersonalDataTable", warning)

    box.till.sweep(now=END)
    box.till.sweep(now=END + 2 * DAY)

    assert box.stands(purchase) == "waiting_for_payment"
    assert len(box.tasks("warn_place")) == 1


@pytest.mark.parametrize("status", ["pending", "authorized"])
def test_money_on_its_way_keeps_the_place(box: Box, status: str) -> None:
    purchase = box.sell(status=status)
    for days in range(20):
        box.sweep(WARNING + days * DAY)
        # It is asked about once a day at most, and never told a day that is past.
        assert int(box.till.enrollment(purchase)["held_until"]) >= (WARNING + days * DAY).timestamp()

    assert (box.stands(purchase), box.seats(), box.mails("Uw plaats komt")) == ("waiting_for_payment", 1, [])
    box.till.stands(purchase, "paid")
    box.sweep(WARNING + 21 * DAY)
    assert (box.stands(purchase), box.seats()) == ("paid", 1)


def test_who_paid_unheard_keeps_the_place(box: Box) -> None:
    purchase = box.sell()
    box.sweep(WARNING)
    box.till.stands(purchase, "paid")

    box.sweep(END)

    assert (box.stands(purchase), box.seats(), box.mails("Uw plaats is vrij")) == ("paid", 1, [])
    assert {"held_until", "warning", "due_bucket", "due_at"} & box.till.enrollment(purchase).keys() == set()


def test_who_paid_keeps_the_place_also_where_the_enrollment_does_not_say_so(box: Box) -> None:
    """As where the one was put back from a backup that is older than the other."""
    purchase = box.sell()
    before = box.till.enrollment(purchase)
    box.till.stands(purchase, "paid")
    box.till.tell(purchase)
    box.till.cloud.put("PersonalDataTable", before)

    for now in (WARNING, END, END + 2 * DAY):
        box.sweep(now)

    assert (box.stands(purchase), box.seats(), box.mails("Uw plaats")) == ("waiting_for_payment", 1, [])


def test_money_that_comes_in_while_the_hold_ends_keeps_the_place(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    purchase = box.sell()
    box.sweep(WARNING)

    def pay() -> None:
        box.till.stands(purchase, "paid")
        assert box.till.tell(purchase, now=END)["statusCode"] == 200

    box.till.cloud.meanwhile = pay
    box.sweep(END)

    assert (box.stands(purchase), box.seats(), box.mails("Uw plaats is vrij")) == ("paid", 1, [])
    # Nobody is woken for what went well.
    assert "fault" not in caplog.text


@pytest.mark.parametrize("now", [WARNING, END])
def test_what_is_learned_of_the_attempt_while_its_hold_is_looked_at_keeps_the_place(
    box: Box, caplog: pytest.LogCaptureFixture, now: datetime
) -> None:
    purchase = box.sell(status="open")
    if now == END:
        box.sweep(WARNING)
    warned = len(box.tasks("warn_place"))
    item = box.till.enrollment(purchase)

    def go_on() -> None:
        box.till.stands(purchase, "pending")
        assert box.till.tell(purchase, now=now)["statusCode"] == 200

    box.till.cloud.set_environment(box.till.cloud.environment("sweep_payments"))
    box.till.cloud.meanwhile = go_on
    assert look_at_hold(Key(item["pk"], item["sk"]), now=now) is Outcome.PASSED

    assert (box.stands(purchase), box.seats(), len(box.tasks("warn_place"))) == ("waiting_for_payment", 1, warned)
    assert "fault" not in caplog.text


def test_what_ended_since_it_was_listed_is_passed_and_nobody_is_asked(box: Box) -> None:
    gone, cancelled = box.sell("gone"), box.sell("cancelled")
    keys = [Key(item["pk"], item["sk"]) for item in map(box.till.enrollment, (gone, cancelled))]
    box.till.remove("PersonalDataTable", box.till.enrollment(gone))
    box.act(cancelled, Action.CANCEL, NOW)
    box.till.forget()
    box.till.cloud.set_environment(box.till.cloud.environment("sweep_payments"))

    assert [look_at_hold(key, now=END) for key in keys] == [Outcome.PASSED] * 2
    assert box.till.asked() == []


def test_one_of_which_the_provider_says_nothing_keeps_its_place_and_no_other_waiting(box: Box) -> None:
    silent, other = box.sell("silent"), box.sell("other")
    box.sweep(WARNING)
    box.till.answers(silent.payment, 503, {})

    box.sweep(END)

    assert (box.stands(silent), box.stands(other), box.seats()) == ("waiting_for_payment", "unpaid", 1)
    assert box.till.enrollment(silent)["due_at"] == (END + HOUR).isoformat()
    box.till.stands(silent, "canceled")
    box.sweep(END + HOUR)
    assert (box.stands(silent), box.seats()) == ("unpaid", 0)


@pytest.mark.parametrize("since", [WARNING, END])
def test_a_payment_that_the_provider_knows_no_more_keeps_its_place_for_days_and_not_for_ever(
    box: Box, since: datetime
) -> None:
    """A person is warned all the same, and whoever paid it after all has an answer."""
    purchase = box.sell()
    if since == END:
        box.sweep(WARNING)
    box.till.answers(purchase.payment, 404, {})
    for days in range(3):
        box.sweep(since + days * DAY)
        assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)
    for days in range(10):
        box.sweep(END + (days + 3) * DAY + HOUR)

    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)
    assert [len(box.mails(subject)) for subject in ("Uw plaats komt bijna vrij", "Uw plaats is vrij")] == [1, 1]
    box.till.stands(purchase, "paid")
    box.till.tell(purchase, now=END + 20 * DAY)
    assert (box.stands(purchase), box.seats()) == ("paid", 1)


def test_a_provider_that_says_nothing_for_days_is_heard_and_takes_no_place(box: Box) -> None:
    purchase = box.sell()
    box.sweep(WARNING)
    box.till.answers(purchase.payment, 503, {})
    box.till.sweep(now=END)
    box.till.sweep(now=END + 3 * DAY - MINUTE)

    with pytest.raises(Exception, match=r"^$") as raised:
        box.till.sweep(now=END + 3 * DAY + HOUR)

    assert type(raised.value).__name__ == "LongFailed"
    assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)
    assert box.till.enrollment(purchase)["due_at"] == (END + 3 * DAY + 2 * HOUR).isoformat()
    box.till.stands(purchase, "expired")
    box.sweep(END + 4 * DAY)
    assert box.stands(purchase) == "unpaid"


def test_nobody_loses_a_place_who_could_not_pay(box: Box) -> None:
    """The provider opens no payment: it is tried for hours, and then heard, until it does."""
    take_order = box.till.server.replies["/v2/payments"]
    box.till.server.replies["/v2/payments"] = reply(500, {})
    purchase = box.sell()
    for now in (WARNING, END, END + 2 * DAY):
        box.sweep(now)
    assert (box.stands(purchase), box.mails("Uw plaats")) == ("waiting_for_payment", [])
    with pytest.raises(Exception, match=r"^$") as raised:
        box.till.sweep(now=END + 3 * DAY)
    assert type(raised.value).__name__ == "LongFailed"

    box.till.server.replies["/v2/payments"] = take_order
    assert box.till.relay_payments(now=END + 4 * DAY) == []
    for days in (4, 5, 6):
        box.sweep(END + days * DAY)
    assert box.stands(purchase) == "unpaid"
    assert [len(box.mails(subject)) for subject in ("Uw plaats komt bijna vrij", "Uw plaats is vrij")] == [1, 1]


def test_who_was_released_and_never_came_to_pay_keeps_no_place(box: Box) -> None:
    """Nothing was to be opened for them but by themselves."""
    purchase = box.sell()
    for action in (Action.MARK_SPAM, Action.UNMARK_SPAM, Action.RELEASE):
        box.act(purchase, action, NOW)
    box.sweep(WARNING)
    box.sweep(END)

    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)


def test_an_attempt_that_is_gone_keeps_no_place(box: Box) -> None:
    purchase = box.sell()
    box.till.remove("PersonalDataTable", box.till.attempt(purchase))
    box.sweep(WARNING)
    box.sweep(END)

    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)


def test_the_most_urgent_are_looked_at_first(box: Box) -> None:
    early = [box.sell(f"early{number}") for number in range(3)]
    for purchase in early:
        box.till.cloud.put("PersonalDataTable", {**box.till.enrollment(purchase), "due_at": (WARNING - 5 * DAY).isoformat()})
    for number in range(6):
        box.sell(f"late{number}")
    box.till.cloud.set_environment(box.till.cloud.environment("sweep_payments"))
    due = islice(list_due_holds(now=END), 3)

    assert {entry.key.sk for entry in due} == {box.till.enrollment(purchase)["sk"] for purchase in early}


def test_a_course_that_left_the_catalogue_lets_its_holds_end(box: Box) -> None:
    purchase = box.sell()
    box.till.remove("CourseTable", box.course())
    box.sweep(WARNING)
    box.sweep(END)

    assert box.stands(purchase) == "unpaid"
    assert "niet meer inschrijven" in box.page(purchase, END)
    assert box.press(purchase, END) is None


def test_an_expired_enrollment_is_not_looked_at(box: Box) -> None:
    box.sell()
    box.till.forget()

    assert box.till.sweep(now=datetime(2029, 6, 1, tzinfo=UTC)) == {"checked": 0, "failed": 0}
    assert box.till.asked() == []


def test_one_that_cannot_be_read_waits_its_turn_again_and_is_heard(box: Box) -> None:
    """More of them than a run takes would else keep every other from its turn; Lambda counts what is raised."""
    purchase, other = box.sell("unread"), box.sell("other")
    item = box.till.enrollment(purchase)
    box.till.cloud.put("PersonalDataTable", {name: item[name] for name in item if name != "email"})

    with pytest.raises(Exception, match=r"^$") as raised:
        box.till.sweep(now=WARNING)

    assert type(raised.value).__name__ == "RecordsUnread"
    assert box.till.enrollment(purchase)["due_at"] == (WARNING + HOUR).isoformat()
    assert box.till.enrollment(other)["warning"]
    assert box.till.sweep(now=WARNING + MINUTE)["failed"] == 0


def test_one_that_waits_for_no_payment_does_not_stay_at_the_head(box: Box) -> None:
    purchase = box.sell()
    box.till.cloud.put("PersonalDataTable", {**box.till.enrollment(purchase), "status": "cancelled"})

    box.till.sweep(now=WARNING)

    assert box.till.enrollment(purchase)["due_at"] == (WARNING + HOUR).isoformat()
