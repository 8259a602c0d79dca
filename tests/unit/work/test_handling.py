"""Messages and enrollments at the desk: what staff may do, once, with its mail, its seat and its line in the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.contact.message import ContactStatus
from loket.core.item import ItemKind
from loket.enrollment.domain.enrollment import SEATED, CourseUnknown, EnrollmentStatus
from loket.payment.domain.record import LEFT_UNPAID, PAID_FOR, PAID_WITHOUT_PLACE, WAITS_FOR_PAYMENT
from loket.staff.domain.action import ITEM_MOVES, Action, ActionForbidden, OnList
from loket.staff.handle import AnswerMissing
from loket.staff.store.item import ItemChanged
from loket.storage.seat import NoSeatLeft

from tests.unit.secret import named
from tests.unit.work.counter import BY, LATER, PAID, Counter

if TYPE_CHECKING:
    from collections.abc import Callable

FREE = "proefles-lesgeven"


def test_every_status_of_a_message_and_an_enrollment_has_a_way_out_or_an_end() -> None:
    ends = {(ItemKind.MESSAGE, ContactStatus.ANSWERED), (ItemKind.ENROLLMENT, EnrollmentStatus.CANCELLED)}
    every = {(ItemKind.MESSAGE, one) for one in ContactStatus} | {(ItemKind.ENROLLMENT, one) for one in EnrollmentStatus}

    moving = {(move.kind, status) for move in ITEM_MOVES.rows for status in move.sources}
    assert every - moving == ends


def test_payment_gives_what_was_paid_for_a_status_that_an_enrollment_has() -> None:
    assert EnrollmentStatus(PAID_FOR) is EnrollmentStatus.PAID
    assert EnrollmentStatus(WAITS_FOR_PAYMENT) is EnrollmentStatus.WAITING_FOR_PAYMENT
    assert EnrollmentStatus(LEFT_UNPAID) is EnrollmentStatus.UNPAID
    assert EnrollmentStatus(PAID_WITHOUT_PLACE) is EnrollmentStatus.PAID_WITHOUT_PLACE


def test_no_two_rows_say_different_things() -> None:
    keys = [(move.kind, source, move.event) for move in ITEM_MOVES.rows for source in move.sources]

    assert len(keys) == len(set(keys))


def test_a_release_alone_leads_to_a_seat_and_every_other_way_from_one_leads_out_of_it() -> None:
    for move in ITEM_MOVES.rows:
        if move.kind is ItemKind.ENROLLMENT:
            assert (move.target in SEATED) is (move.event is Action.RELEASE)
            assert move.event is not Action.RELEASE or not move.sources & SEATED
        assert move.on_list is not OnList.RETURNS or move.target == "in_review"


def test_an_answer_is_kept_signed_mailed_and_written_down(counter: Counter) -> None:
    item = counter.handle(counter.write(), Action.ANSWER, "Ja, er is plaats.\n\nTot dan!")

    assert (item["status"], item["answer"], item["answered_by"]) == ("answered", "Ja, er is plaats.\n\nTot dan!", BY)
    assert item["answered_at"] == int(LATER.timestamp())
    assert counter.effects() == ["answer_contact_message", "confirm_contact_message"]
    [task] = counter.tasks()
    assert (task["done_as"], task["done_by"], "due_bucket" in task) == ("handled", BY, False)
    [line] = counter.ledger()
    assert (line["what"], line["by"], line["about"], line["why"]) == ("answer", BY, named(item["reference"]), "received")
    assert "plaats" not in str(line)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ("U schreef ons op 23 november 2026 over een cursus", "Dit antwoord is van Anja Bakker", "Autoriteit")),
        ("en", ("You wrote to us on 23 November 2026 about a course", "This answer is by Anja Bakker", "Autoriteit")),
    ],
)
def test_the_answer_arrives_in_the_persons_language(counter: Counter, language: str, said: tuple[str, ...]) -> None:
    counter.handle(counter.write(language=language), Action.ANSWER, "Ja <b>hoor</b>.")

    [mail] = counter.post("answer_contact_message")
    text, html = mail["Body"]["Text"]["Data"], mail["Body"]["Html"]["Data"]
    assert all(part in text for part in (*said, "Ja <b>hoor</b>.", "Sanne de Vries"))
    assert "Ja &lt;b&gt;hoor&lt;/b&gt;." in html


def test_a_number_that_may_not_be_held_is_cut_out_of_an_answer(counter: Counter) -> None:
    item = counter.handle(counter.write(), Action.ANSWER, "Uw BSN 111222333 hebben wij niet nodig.")

    assert item["answer"] == "Uw BSN [BSN] hebben wij niet nodig."
    assert not counter.cloud.holds("111222333")


@pytest.mark.parametrize("words", [None, "", " \n "])
def test_an_answer_needs_words(counter: Counter, words: str | None) -> None:
    item = counter.write()

    with pytest.raises(AnswerMissing):
        counter.handle(item, Action.ANSWER, words)


@pytest.mark.parametrize("second", [Action.ANSWER, Action.MARK_SPAM])
def test_two_members_of_staff_cannot_both_handle_a_message(counter: Counter, second: Action) -> None:
    seen = counter.write()
    counter.handle(seen, Action.ANSWER, "Ja.")

    with pytest.raises(ItemChanged):
        counter.handle(seen, second, "Nee.", by="Bob")
    assert counter.find(seen["reference"])["answer"] == "Ja."
    assert counter.effects().count("answer_contact_message") == 1
    assert len(counter.ledger()) == 1


def test_two_at_the_very_same_time_are_one(counter: Counter) -> None:
    seen = counter.write()
    counter.cloud.meanwhile = lambda: counter.handle(seen, Action.MARK_SPAM)

    with pytest.raises(ItemChanged):
        counter.handle(seen, Action.ANSWER, "Ja.")
    assert counter.find(seen["reference"])["status"] == "spam"


def test_an_expired_message_is_not_answered(counter: Counter) -> None:
    seen = counter.write()
    after = LATER + timedelta(days=731)

    with pytest.raises(ItemChanged):
        counter.handle(seen, Action.ANSWER, "Ja.", now=after)


def test_spam_mails_nobody_and_can_be_undone(counter: Counter) -> None:
    held = counter.write(website="spam")
    spam = counter.handle(held, Action.MARK_SPAM)
    assert (spam["status"], counter.effects(), "due_bucket" in counter.tasks()[0]) == ("spam", [], False)
    assert spam["expires_at"] == held["expires_at"]

    back = counter.handle(spam, Action.UNMARK_SPAM)

    assert back["status"] == "in_review"
    [task] = counter.tasks()
    assert task["due_bucket"].startswith("WORK#")
    assert (task["due_at"][:16], "done_at" in task) == ("2026-11-23T10:00", False)
    counter.handle(back, Action.RELEASE)
    assert counter.effects() == ["confirm_contact_message"]
    assert sorted(line["what"] for line in counter.ledger()) == ["mark_spam", "release", "unmark_spam"]


def test_what_was_done_before_stays_as_it_was_done(counter: Counter) -> None:
    item = counter.write()
    [task] = counter.tasks()
    done = {name: value for name, value in task.items() if name not in {"due_bucket", "due_at"}}
    counter.cloud.put("PersonalDataTable", {**done, "sk": f"{task['sk']}A", "done_as": "handled", "done_by": "Eerder"})
    counter.handle(item, Action.ANSWER, "Ja.")

    assert sorted(one["done_by"] for one in counter.tasks()) == [BY, "Eerder"]


def test_what_is_open_stays_open_where_spam_is_undone(counter: Counter) -> None:
    spam = counter.handle(counter.write(website="spam"), Action.MARK_SPAM)
    [task] = counter.tasks()
    waits = {"sk": f"{task['sk']}A", "due_bucket": "WORK#0", "due_at": "2026-11-24T10:00:00+00:00"}
    undone = {name: value for name, value in task.items() if not name.startswith("done_")}
    counter.cloud.put("PersonalDataTable", undone | waits)
    counter.handle(spam, Action.UNMARK_SPAM)

    assert sorted(one["due_at"] for one in counter.tasks()) == ["2026-11-23T10:00:00+00:00", waits["due_at"]]


def test_what_staff_act_on_is_read_as_it_is_now(counter: Counter) -> None:
    item = counter.write()
    counter.cloud.calls.clear()
    counter.handle(item, Action.ANSWER, "Ja.")

    queries = [call.request for call in counter.cloud.called("Query") if "IndexName" not in call.request]
    assert queries
    assert [query for query in queries if query.get("ConsistentRead") is not True] == []


def test_a_released_message_is_confirmed_and_still_waits_for_its_answer(counter: Counter) -> None:
    item = counter.handle(counter.write(website="spam"), Action.RELEASE)

    assert (item["status"], counter.effects()) == ("received", ["confirm_contact_message"])
    assert "due_bucket" in counter.tasks()[0]


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("answered", Action.ANSWER),
        ("answered", Action.MARK_SPAM),
        ("received", Action.RELEASE),
        ("spam", Action.ANSWER),
    ],
)
def test_what_is_not_in_the_table_is_forbidden(counter: Counter, status: str, action: Action) -> None:
    item = counter.write()

    with pytest.raises(ActionForbidden):
        counter.handle({**item, "status": status}, action, "Ja.")


def test_a_released_enrollment_gets_its_place_and_its_mail(counter: Counter) -> None:
    before = counter.enroll(FREE, website="spam")
    assert counter.seats(FREE) == 0

    item = counter.handle(before, Action.RELEASE)

    assert (item["status"], counter.seats(FREE), counter.effects()) == ("received", 1, ["confirm_enrollment"])
    assert "due_bucket" not in counter.tasks()[0]
    assert (item.get("attempt"), counter.cloud.items("PersonalDataTable", kind="PAYMENT")) == (None, [])


def test_one_in_a_course_that_costs_money_waits_for_its_payment(counter: Counter) -> None:
    item = counter.handle(counter.enroll(PAID, website="spam"), Action.RELEASE)

    assert (item["status"], counter.seats(PAID)) == ("waiting_for_payment", 1)
    [payment] = counter.cloud.items("PersonalDataTable", kind="PAYMENT")
    assert (payment["attempt"], payment["cents"], payment["status"]) == (item["attempt"], 249500, "open")
    assert (payment["enrollment"], payment["enrollment_reference"]) == (item["sk"], item["reference"])
    counter.cloud.settings["PUBLIC_URL"] = "https://api.example.nl"
    [mail] = counter.post("confirm_enrollment")
    assert f"/enrollments/{item['reference']}?expires=" in mail["Body"]["Text"]["Data"]
    assert "2.495,00" in mail["Body"]["Text"]["Data"]


def fill(counter: Counter, code: str) -> None:
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{code}"]
    counter.cloud.put("CourseTable", {**course, "seats_taken": course["places"]})


def remove(counter: Counter, code: str) -> None:
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{code}"]
    counter.cloud.put("CourseTable", {**course, "offered_until": 1})


@pytest.mark.parametrize(("change", "refusal"), [(fill, NoSeatLeft), (remove, CourseUnknown)])
def test_without_a_place_nothing_is_released(
    counter: Counter, change: Callable[[Counter, str], None], refusal: type[Exception]
) -> None:
    item = counter.enroll(FREE, website="spam")
    change(counter, FREE)

    with pytest.raises(refusal):
        counter.handle(item, Action.RELEASE)
    assert (counter.find(item["reference"])["status"], counter.effects()) == ("in_review", [])


@pytest.mark.parametrize("change", [fill, remove])
def test_who_was_held_and_has_no_place_is_told_that_the_enrollment_is_cancelled(
    counter: Counter, change: Callable[[Counter, str], None]
) -> None:
    item = counter.enroll(FREE, website="spam")
    change(counter, FREE)
    taken = counter.seats(FREE)

    assert counter.handle(item, Action.CANCEL)["status"] == "cancelled"

    assert (counter.effects(), counter.seats(FREE)) == (["tell_cancelled"], taken)
    assert not any("due_bucket" in task for task in counter.tasks())
    counter.cloud.settings["PUBLIC_URL"] = "https://api.example.nl"
    [mail] = counter.post("tell_cancelled")
    assert "Wij hebben uw inschrijving" in mail["Body"]["Text"]["Data"]


def test_spam_gives_its_place_back(counter: Counter) -> None:
    item = counter.enroll(FREE)
    assert counter.seats(FREE) == 1

    counter.handle(item, Action.MARK_SPAM)

    assert counter.seats(FREE) == 0


def test_held_spam_had_no_place_to_give_back(counter: Counter) -> None:
    counter.enroll(FREE)
    held = counter.enroll(FREE, website="spam", first_name="Piet")

    counter.handle(held, Action.MARK_SPAM)

    assert counter.seats(FREE) == 1


def test_spam_in_a_course_that_is_gone_is_spam_all_the_same(counter: Counter) -> None:
    item = counter.enroll(FREE)
    [course] = [one for one in counter.cloud.items("CourseTable") if one["sk"] == f"COURSE#{FREE}"]
    counter.cloud.put("CourseTable", {**course, "seats_taken": 0})

    assert counter.handle(item, Action.MARK_SPAM)["status"] == "spam"
    assert counter.seats(FREE) == 0


def test_who_waits_for_money_may_be_spam_and_gives_the_place_back(counter: Counter) -> None:
    """Whoever types an address is no payer yet."""
    item: dict[str, Any] = counter.enroll(PAID)

    spam = counter.handle(item, Action.MARK_SPAM)

    assert (spam["status"], counter.seats(PAID)) == ("spam", 0)
    assert {"held_until", "due_bucket", "due_at"} & spam.keys() == set()
