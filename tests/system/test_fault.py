"""What people meet when AWS fails: told to come back with nothing stored, or accepted and mailed later; never twice."""

import pytest

from tests.running import Json, RunningStack
from tests.system.counter import ACCEPTED, FORMS, FREE_COURSE, find_stored, is_clear, write_enrollment
from tests.system.sending import Sender, read_reply

TAKERS = {
    "/contact-messages": "submit_contact_message",
    "/enrollments": "submit_enrollment",
    "/privacy-requests": "submit_privacy_request",
}
GONE = ["throttle", "fail", "unavailable"]


def write_form(route: str) -> Json:
    """Return a form that is followed by one mail to its sender, and one to staff where it needs no confirmation."""
    return write_enrollment(course=FREE_COURSE) if route == "/enrollments" else FORMS[route]()


def list_effects(stack: RunningStack, email: str) -> list[Json]:
    """Return what has to be done for the person with an address."""
    [item] = find_stored(stack, email=email)
    return [one for one in stack.table("PersonalDataTable") if one["pk"] == item["pk"] and one["sk"].startswith("OUTBOX#")]


def wait_until_done(stack: RunningStack, email: str) -> list[Json]:
    """Return the mails to an address once every effect has been marked as carried out."""
    stack.wait_for(lambda: list_effects(stack, email), lambda effects: all("sent_at" in one for one in effects))
    return stack.mails(email)


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("kind", GONE)
def test_form_is_refused_for_now_while_tables_fail(sender: Sender, route: str, kind: str) -> None:
    """And is one submission with one mail when it is sent again."""
    stack, form = sender.stack, write_form(route)
    stack.order_fault("dynamodb", kind, caller=TAKERS[route], seconds=120)
    refused = sender.send(route, form)
    assert is_clear(refused, 503)
    assert form["email"] not in read_reply(refused)
    assert int(refused.headers["retry-after"]) > 0
    assert find_stored(stack, email=form["email"]) == []
    stack.clear_faults()
    assert sender.send(route, form).status == ACCEPTED[route]
    assert len(wait_until_done(stack, form["email"])) == 1


@pytest.mark.parametrize("kind", GONE)
def test_catalogue_that_cannot_be_read_is_told(faulty: RunningStack, kind: str) -> None:
    """A course that cannot be looked up is not a course that does not exist."""
    faulty.order_fault("dynamodb", kind, operation="GetItem", caller="submit_enrollment", seconds=120)
    faulty.order_fault("dynamodb", kind, caller="list_courses", seconds=120)
    for reply in (faulty.post("/enrollments", write_enrollment()), faulty.get("/courses")):
        assert is_clear(reply, 503)
        assert int(reply.headers["retry-after"]) > 0


@pytest.mark.parametrize("kind", ["lost", "conflict"])
def test_transaction_that_may_have_happened_is_one_submission(faulty: RunningStack, route: str, kind: str) -> None:
    """The write happened and its answer was lost, or somebody else was in the way."""
    form = write_form(route)
    faulty.order_fault("dynamodb", kind, operation="TransactWriteItems", caller=TAKERS[route], times=1)
    first = faulty.post(route, form)
    again = faulty.post(route, form)
    assert first.status in {ACCEPTED[route], 503}
    assert again.status == ACCEPTED[route]
    assert len(find_stored(faulty, email=form["email"])) == 1
    assert len(wait_until_done(faulty, form["email"])) == 1


@pytest.mark.parametrize("kind", ["refuse", "throttle", "fail", "unavailable"])
def test_mail_that_is_refused_comes_later_and_once(faulty: RunningStack, route: str, kind: str) -> None:
    form = write_form(route)
    faulty.order_fault("ses", kind, times=4)
    assert faulty.post(route, form).status == ACCEPTED[route]
    assert len(wait_until_done(faulty, form["email"])) == 1


@pytest.mark.parametrize("times", [1, 2, 5])
def test_relay_that_fails_half_way_mails_each_effect_once(faulty: RunningStack, route: str, times: int) -> None:
    """The first effects of a batch do not reach the queue, those after them do."""
    form = write_form(route)
    faulty.order_fault("sqs", "unavailable", caller="relay_outbox", times=times)
    reply = faulty.post(route, form)
    assert reply.status == ACCEPTED[route]
    assert len(wait_until_done(faulty, form["email"])) == 1
    told = [mail for mail in faulty.mails() if reply.json["reference"] in mail["subject"]]
    # Of a privacy request staff hear once its sender has confirmed it.
    assert len(told) == (1 if route == "/privacy-requests" else 2)


def test_mail_of_which_nobody_heard_that_it_went_is_sent_again_and_then_marked(faulty: RunningStack) -> None:
    """The one case in which somebody gets a mail twice: rather twice than never."""
    form = write_form("/contact-messages")
    faulty.order_fault("ses", "lost", seconds=4)
    assert faulty.post("/contact-messages", form).status == 201
    faulty.wait_for_mails(form["email"])
    assert len(wait_until_done(faulty, form["email"])) >= 2
