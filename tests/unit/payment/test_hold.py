"""A place that waits for its payment: held for the days that were told, freed after a warning, answered to who paid late."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.core.command import Actor, Command
from loket.enrollment.store.hold import list_due_holds
from loket.staff.domain.action import Action
from loket.staff.handle import handle_item

from tests.catalogue import PAY_WITHIN
from tests.unit.cloud import Fault
from tests.unit.event import NOW, queue_event
from tests.unit.payment.till import Till
from tests.unit.work.counter import SETTINGS, as_handled

if TYPE_CHECKING:
    from tests.unit.payment.till import Purchase

type Json = dict[str, Any]

COURSE = "orde-houden-vo"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# The last second of the fourteenth day in the Netherlands, and two days before.
END = datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)
WARNING = END - 2 * DAY
PAGE = "text/html"


@dataclass
class Box:
    """A course with places, the people in it, and the mails to them."""

    till: Till

    def sell(self, who: str = "sanne", status: str = "expired") -> Purchase:
        """Let somebody enroll, whose payment stands so at the provider."""
        purchase = self.till.sell(course=COURSE, email=f"{who}@example.nl")
        self.till.stands(purchase, status)
        return purchase

    def mail(self, now: datetime) -> None:
        """Send every mail that waits."""
        waiting = [one for one in self.till.cloud.items("PersonalDataTable", kind="OUTBOX#") if "sent_at" not in one]
        keys = [json.dumps({"pk": one["pk"], "sk": one["sk"]}) for one in waiting if one["effect"] != "create_payment"]
        if not keys:
            return
        assert self.till.cloud.invoke("send_mail", queue_event(*keys, now=now)) == {"batchItemFailures": []}

    def mails(self, subject: str) -> list[str]:
        """Return the text of the mails with a subject that begins so."""
        simple = [mail["Content"]["Simple"] for mail in self.till.cloud.mails()]
        return [one["Body"]["Text"]["Data"] for one in simple if one["Subject"]["Data"].startswith(subject)]

    def sweep(self, now: datetime) -> None:
        """Run the sweep, and after it the mails."""
        self.till.sweep(now=now)
        self.mail(now)

    def stands(self, purchase: Purchase) -> str:
        """Return where an enrollment stands."""
        return str(self.till.enrollment(purchase)["status"])

    def seats(self) -> int:
        """Return how many places are taken."""
        return int(self.course()["seats_taken"])

    def course(self) -> Json:
        """Return the course as it is stored."""
        [course] = [one for one in self.till.cloud.items("CourseTable") if one["sk"] == f"COURSE#{COURSE}"]
        return course

    def fill(self) -> None:
        """Let others take every place that is left."""
        self.till.cloud.put("CourseTable", {**self.course(), "seats_taken": self.course()["places"]})

    def end(self, purchase: Purchase) -> None:
        """Let a hold run out, with its warning."""
        self.sweep(WARNING)
        self.sweep(END)
        assert self.stands(purchase) == "unpaid"

    def press(self, purchase: Purchase, now: datetime) -> str | None:
        """Press the button on the person's own page."""
        answer = self.till.visit(purchase, "POST", now=now)
        assert answer["statusCode"] == 200, answer
        url: str | None = json.loads(answer["body"])["checkout_url"]
        return url

    def page(self, purchase: Purchase, now: datetime) -> str:
        """Return the person's own page."""
        return str(self.till.visit(purchase, now=now, accept=PAGE)["body"])

    def act(self, purchase: Purchase, action: Action, now: datetime) -> None:
        """Do something at the desk."""
        self.till.cloud.set_environment({})
        for name, value in SETTINGS.items():
            self.till.cloud.monkeypatch.setenv(name, value)
        command = Command(event=action, actor=Actor.HANDLER, by="Anja Bakker")
        handle_item(command, as_handled(self.till.enrollment(purchase)), now=now)

    def tasks(self, kind: str = "notify_paid_without_place") -> list[Json]:
        """Return the tasks of staff of a kind."""
        return [one for one in self.till.cloud.items("PersonalDataTable", kind="OUTBOX#") if one["effect"] == kind]


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


def test_no_hold_ends_on_a_person_whom_no_mail_has_told(box: Box) -> None:
    """Eight months without a sweep: the warning comes first, and a whole day after it left."""
    purchase, late = box.sell(), END + 240 * DAY
    for now in (late, late + HOUR, late + 3 * DAY):
        box.till.sweep(now=now)
        assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)

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


def test_what_the_sent_mark_says_is_asked_for_in_the_same_transaction(box: Box) -> None:
    """Somebody takes the mark back between reading and writing."""
    purchase = box.sell()
    box.sweep(WARNING)
    [warning] = box.tasks("warn_place")

    def unmark() -> None:
        box.till.cloud.put("PersonalDataTable", {name: warning[name] for name in warning if name != "sent_at"})

    box.till.cloud.meanwhile = unmark
    box.till.sweep(now=END)

    assert box.till.cloud.meanwhile is None
    assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)


@pytest.mark.parametrize("status", ["pending", "authorized"])
def test_money_on_its_way_keeps_the_place(box: Box, status: str) -> None:
    purchase = box.sell(status=status)
    for days in range(20):
        box.sweep(WARNING + days * DAY)

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


def test_money_that_comes_in_while_the_hold_ends_keeps_the_place(box: Box) -> None:
    purchase = box.sell()
    box.sweep(WARNING)

    def pay() -> None:
        box.till.stands(purchase, "paid")
        assert box.till.tell(purchase, now=END)["statusCode"] == 200

    box.till.cloud.meanwhile = pay
    box.sweep(END)

    assert (box.stands(purchase), box.seats(), box.mails("Uw plaats is vrij")) == ("paid", 1, [])


def test_something_learned_of_the_attempt_while_the_hold_ends_keeps_the_place(box: Box) -> None:
    purchase = box.sell(status="open")
    box.sweep(WARNING)

    def go_on() -> None:
        box.till.stands(purchase, "pending")
        assert box.till.tell(purchase, now=END)["statusCode"] == 200

    box.till.cloud.meanwhile = go_on
    box.sweep(END)

    assert (box.stands(purchase), box.seats()) == ("waiting_for_payment", 1)


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
    due = list_due_holds(now=END, most=3)

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
    assert len(box.mails("Uw betaling is binnen (")) == 1


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


def test_two_presses_are_one(box: Box) -> None:
    purchase = box.sell()
    box.end(purchase)
    urls: list[str | None] = []
    box.till.cloud.meanwhile = lambda: urls.append(box.press(purchase, END))

    urls.append(box.press(purchase, END))

    assert len(set(urls)) == 1
    assert (len(urls), box.seats(), box.stands(purchase)) == (2, 1, "waiting_for_payment")


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


def test_a_page_of_before_cannot_turn_to_a_new_attempt_without_a_place(box: Box) -> None:
    """The hold ends between what the button reads and what it writes."""
    purchase = box.sell(status="open")
    box.sweep(WARNING)
    box.till.stands(purchase, "expired")
    box.till.tell(purchase, now=WARNING)
    box.till.cloud.meanwhile = lambda: box.sweep(END)

    assert box.press(purchase, END) is None
    assert (box.stands(purchase), box.seats()) == ("unpaid", 0)


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
