"""Faults around the forms: the sender gets 503 and nothing is stored, or 201 and the mail comes, once, if later."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.running import Json, RunningStack
from tests.system.counter import FORMS, SMALL_COURSE, find_stored, write_enrollment, write_message

FORM_FOLDERS = {"/contact-messages": "submit_contact_message", "/enrollments": "submit_enrollment"}
TABLES = ("PersonalDataTable", "GuardTable", "CourseTable")
# What is wrong with DynamoDB, for as long as the test does not lift it.
TROUBLES: dict[str, Json] = {
    "throttled": {"kind": "throttle"},
    "failing": {"kind": "fail"},
    "gone": {"kind": "unavailable"},
    "not allowed": {"kind": "refuse"},
    "in conflict": {"kind": "conflict", "operation": "TransactWriteItems"},
}


def read_tables(stack: RunningStack) -> Json:
    """Return all that is stored."""
    return {name: stack.table(name) for name in TABLES}


def wait_until_finished(stack: RunningStack) -> None:
    """Wait until every effect has been carried out."""
    stack.wait_for(
        lambda: [item for item in stack.table("PersonalDataTable") if item["sk"].startswith("OUTBOX#")],
        lambda effects: all("sent_at" in effect for effect in effects),
    )


def count_confirmations(stack: RunningStack, form: Json) -> int:
    """Return how many mails the sender of a form has, once all effects have been carried out."""
    stack.wait_for_mails(form["email"])
    wait_until_finished(stack)
    return len(stack.mails(form["email"]))


@pytest.mark.parametrize("route", FORMS)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_with_the_tables_is_told_and_stores_nothing(faulty: RunningStack, route: str, trouble: str) -> None:
    """The same form is one submission as soon as the trouble is over."""
    form = FORMS[route]()
    before = read_tables(faulty)
    faulty.order_fault("dynamodb", caller=FORM_FOLDERS[route], seconds=300, **TROUBLES[trouble])
    refused = faulty.post(route, form)
    assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert refused.json["type"] == "urn:loket:problem:unavailable"
    assert read_tables(faulty) == before
    faulty.clear_faults()
    assert faulty.post(route, form).status == 201
    assert len(find_stored(faulty, email=form["email"])) == 1
    assert count_confirmations(faulty, form) == 1


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_that_passes_at_once_is_not_noticed(faulty: RunningStack, trouble: str) -> None:
    """A call that fails once is made again, where that can help."""
    form = write_message()
    faulty.order_fault("dynamodb", caller="submit_contact_message", times=1, **TROUBLES[trouble])
    reply = faulty.post("/contact-messages", form)
    assert reply.status == (503 if trouble == "not allowed" else 201)


def test_catalogue_that_hangs_ends_in_an_answer(faulty: RunningStack) -> None:
    """The function gives up before its own time is over, so the sender gets an answer of ours."""
    faulty.order_fault("dynamodb", "slow", caller="submit_enrollment", operation="GetItem", delay=20, seconds=300)
    reply = faulty.post_html_form("/enrollments", write_enrollment(), accept="text/html")
    assert (reply.status, reply.headers.get("retry-after")) == (503, "5")
    assert "Wij hebben niets bewaard" in reply.text


def test_form_that_is_stored_too_late_is_still_one(faulty: RunningStack) -> None:
    """The sender was told to try again; by then the table has done the first after all."""
    form = write_message()
    faulty.order_fault("dynamodb", "slow", caller="submit_contact_message", delay=12, seconds=300)
    assert faulty.post("/contact-messages", form).status == 503
    faulty.clear_faults()
    [stored] = faulty.wait_for(lambda: find_stored(faulty, email=form["email"]), bool)
    assert faulty.post("/contact-messages", form).json["reference"] == stored["reference"]
    assert count_confirmations(faulty, form) == 1


@pytest.mark.parametrize("route", FORMS)
def test_lost_answer_does_not_make_two_of_one(faulty: RunningStack, route: str) -> None:
    """Stored, but the answer of the table is lost each time: the form sent again finds the first."""
    form = FORMS[route]()
    faulty.order_fault("dynamodb", "lost", operation="TransactWriteItems", caller=FORM_FOLDERS[route], seconds=300)
    assert faulty.post(route, form).status == 503
    faulty.clear_faults()
    again = faulty.post(route, form)
    [stored] = find_stored(faulty, email=form["email"])
    assert (again.status, again.json["reference"]) == (201, stored["reference"])
    assert count_confirmations(faulty, form) == 1


def test_answer_lost_once_is_a_plain_success(faulty: RunningStack) -> None:
    """The table recognises the second try of one transaction by its token."""
    form = write_enrollment()
    faulty.order_fault("dynamodb", "lost", operation="TransactWriteItems", caller="submit_enrollment", times=1)
    assert faulty.post("/enrollments", form).status == 201
    assert len(find_stored(faulty, email=form["email"])) == 1
    assert count_confirmations(faulty, form) == 1


def test_place_is_not_lost_with_the_form(faulty: RunningStack) -> None:
    """A course keeps its place when storing fails after it was found free."""
    taken = Counter(item["sk"] for item in faulty.table("CourseTable") for _ in range(item["seats_taken"]))
    faulty.order_fault("dynamodb", "unavailable", operation="TransactWriteItems", seconds=300)
    assert faulty.post("/enrollments", write_enrollment(course=SMALL_COURSE)).status in {422, 503}
    after = Counter(item["sk"] for item in faulty.table("CourseTable") for _ in range(item["seats_taken"]))
    assert after == taken


@pytest.mark.parametrize("kind", ["refuse", "throttle", "unavailable", "fail"])
def test_refused_mail_arrives_later_and_once(faulty: RunningStack, kind: str) -> None:
    """Nothing of it is the sender's concern: they have their 201."""
    form = write_enrollment()
    faulty.order_fault("ses", kind, seconds=300)
    assert faulty.post("/enrollments", form).status == 201
    faulty.wait_for(lambda: faulty.calls("send_mail"), lambda calls: calls.get("ses.SendEmail", 0) >= 2)
    assert faulty.mails(form["email"]) == []
    faulty.clear_faults()
    assert count_confirmations(faulty, form) == 1


@pytest.mark.parametrize("kind", ["unavailable", "throttle", "lost"])
def test_relay_that_fails_catches_up(faulty: RunningStack, kind: str) -> None:
    form = write_message()
    faulty.order_fault("sqs", kind, caller="relay_outbox", times=4)
    assert faulty.post("/contact-messages", form).status == 201
    assert count_confirmations(faulty, form) >= 1
    assert len(faulty.mails(form["email"])) == 1


def test_mail_waits_while_its_item_cannot_be_read(faulty: RunningStack) -> None:
    form = write_message()
    faulty.order_fault("dynamodb", "unavailable", caller="send_mail", operation="GetItem", times=5)
    assert faulty.post("/contact-messages", form).status == 201
    assert count_confirmations(faulty, form) == 1


def test_mail_that_could_not_be_marked_is_sent_at_least_once(faulty: RunningStack) -> None:
    """Not the normal case: sent, and the mark failed, so it may be sent again; in the end it is marked."""
    form = write_message()
    faulty.order_fault("dynamodb", "unavailable", caller="send_mail", operation="UpdateItem", times=3)
    assert faulty.post("/contact-messages", form).status == 201
    assert 1 <= count_confirmations(faulty, form) <= 3


def test_twenty_clicks_at_once_are_one_submission(trial: RunningStack) -> None:
    """All get the same answer, there is one item, one place taken and one mail."""
    form = write_enrollment(course="proefles-lesgeven")
    before = find_places_left(trial)
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: trial.post("/enrollments", form, loket_source_ip="203.0.113.77"), range(20)))
    assert {reply.status for reply in replies} == {201}
    assert len({json.dumps(reply.json) for reply in replies}) == 1
    assert len(find_stored(trial, email=form["email"])) == 1
    assert find_places_left(trial) == before - 1
    assert count_confirmations(trial, form) == 1


def find_places_left(stack: RunningStack) -> int:
    """Return the places left in the course of the clicks."""
    courses = {course["code"]: course["places_left"] for course in stack.get("/courses").json["courses"]}
    return int(courses["proefles-lesgeven"])


def test_nothing_ended_among_the_dead_letters(trial: RunningStack) -> None:
    """None of the above was given up."""
    assert trial.queue("MailDeadLetterQueue") == []
    assert trial.queue("RelayDeadLetterQueue") == []
