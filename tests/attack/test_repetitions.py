"""The same form once more: from somebody else, faster, slower, in another language, after an end; and what it may tell."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.bank import Bank
from tests.loopback import choose_address
from tests.proof import solve
from tests.system.clerk import Clerk
from tests.system.counter import ACCEPTED, COURSE, FORMS, FREE_COURSE, find_stored, write_enrollment, write_message
from tests.system.sending import WAYS, Sender, Way
from tests.tables import remove

if TYPE_CHECKING:
    from tests.running import Json, Reply, RunningStack

NAMES = {"/contact-messages": "name", "/enrollments": "first_name", "/privacy-requests": "name"}
MAILED = {"checkout_url": None, "mailed": True}


def too_fast(stack: RunningStack) -> str:
    """Return a proof that was solved faster than anybody fills in a form."""
    return solve(stack.get("/challenge").json)


def enroll(stack: RunningStack, form: Json, **headers: str) -> Reply:
    reply = stack.post("/enrollments", form, **headers)
    assert reply.status == 201, reply.text
    return reply


def erase(stack: RunningStack, reply: Reply) -> None:
    """Take away all that a form made, as an erasure does."""
    stack.settle()
    [made] = find_stored(stack, reference=reply.json["reference"])
    remove(stack, [one for one in stack.table("PersonalDataTable") if one["pk"] == made["pk"]])


@pytest.mark.parametrize("headers", [{}, {"idempotency_key": "known to both"}])
def test_somebody_else_sends_a_persons_form(trial: RunningStack, headers: dict[str, str]) -> None:
    """A colleague knows name, address and course: they get the reference, and no link, and ask nothing of the provider."""
    form = write_enrollment()
    key = {name: f"{value} {time.time_ns()}" for name, value in headers.items()}
    first = enroll(trial, form, **key)
    trial.reset_calls()
    again = enroll(trial, form, **key)
    assert again.json == {**first.json, "payment": {**MAILED, "amount": first.json["payment"]["amount"]}}
    assert "signature" not in again.text
    assert sum(trial.calls("submit_enrollment").values()) == 4


def test_somebody_else_gets_no_link_on_a_page_either(trial: RunningStack) -> None:
    form = write_enrollment(language="nl")
    first = enroll(trial, form)
    page = trial.post_html_form("/enrollments", form, accept="text/html")
    assert page.status == 201
    assert first.json["reference"] in page.text
    assert [word for word in ("signature", "/checkout", "/enrollments/E-") if word in page.text] == []
    assert "De link naar uw betaling staat in onze mail" in page.text


def test_who_sent_it_first_learns_again_where_to_pay(trial: RunningStack) -> None:
    form, sender = write_enrollment(), choose_address()
    first, again = (enroll(trial, form, loket_source_ip=sender).json for _ in range(2))
    # The address of a person's own page opens more than a payment: after the first time it goes to their mailbox alone. And
    # until when a place is held may have changed since: the page tells.
    once = {"page_url", "held_until"}
    assert once <= first["payment"].keys()
    assert again["payment"] == {name: told for name, told in first["payment"].items() if name not in once}
    assert again["payment"]["checkout_url"]
    assert len(find_stored(trial, enrollment_reference=first["reference"])) == 1


def test_what_is_remembered_holds_no_link(trial: RunningStack) -> None:
    first = enroll(trial, write_enrollment()).json
    [attempt] = find_stored(trial, enrollment_reference=first["reference"])
    secrets = (attempt["attempt"], attempt["payment"], "http", "signature")
    guards = str(trial.table("GuardTable"))
    assert first["reference"] in guards
    assert [secret for secret in secrets if secret in guards] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_repetition_that_is_too_fast(stack: RunningStack, way: Way) -> None:
    """It answered 500 to people, and programs the secret name of the attempt."""
    form = write_enrollment(language="nl")
    first = stack.post("/enrollments", {**form, "altcha": stack.solve_challenge()})
    fast = {**form, "altcha": too_fast(stack)}
    again = Sender(stack, way).send("/enrollments", fast)
    assert again.status == 201
    assert first.json["reference"] in again.text
    [attempt] = find_stored(stack, enrollment_reference=first.json["reference"])
    assert [word for word in (attempt["attempt"], "made_at", "stored_at", "yields_to") if word in again.text] == []
    assert len(find_stored(stack, email=form["email"])) == 1


@pytest.mark.parametrize("route", FORMS)
def test_a_held_twin_does_not_swallow_the_form_that_is_meant(stack: RunningStack, route: str) -> None:
    form = FORMS[route]()
    held = stack.post(route, {**form, "altcha": too_fast(stack)})
    meant = stack.post(route, {**form, "altcha": stack.solve_challenge()})
    assert held.status == meant.status == ACCEPTED[route]
    assert meant.json["reference"] != held.json["reference"]
    [mail] = stack.wait_for_mails(form["email"])
    assert meant.json["reference"] in mail["subject"] + mail["text"]


def test_a_held_twin_after_it_makes_no_second_one(stack: RunningStack) -> None:
    form = write_message()
    meant = stack.post("/contact-messages", {**form, "altcha": stack.solve_challenge()})
    held = [stack.post("/contact-messages", {**form, "altcha": too_fast(stack)}) for _ in range(2)]
    assert {reply.json["reference"] for reply in held} == {meant.json["reference"]}
    assert len(find_stored(stack, email=form["email"])) == 1


def test_the_very_same_sending_of_a_held_form_stays_what_it_was(stack: RunningStack) -> None:
    """An answer that was lost, asked for again when its proof is old enough."""
    form = write_message(altcha=too_fast(stack))
    first = stack.post("/contact-messages", form)
    time.sleep(3.2)
    assert stack.post("/contact-messages", form).json == first.json


def test_a_machine_cannot_tell_that_it_was_held(trial: RunningStack) -> None:
    """In a paid course its answer is that of a form whose payment could not be opened; the provider is told nothing."""
    held = trial.post("/enrollments", write_enrollment(website="x")).json
    bank = Bank(trial)
    assert [one for one in bank.read("/payments") if held["reference"] in one["description"]] == []
    bank.trouble("fail", operation="create", seconds=600)
    try:
        down = trial.post("/enrollments", write_enrollment()).json
    finally:
        bank.rest()
    assert {**held, "reference": ""} == {**down, "reference": ""}
    assert held["payment"].items() >= MAILED.items()


@pytest.mark.parametrize("route", FORMS)
def test_another_browser_language_is_the_same_form(trial: RunningStack, route: str) -> None:
    form = FORMS[route]()
    replies = [trial.post(route, form, accept_language=language) for language in ("nl", "en", "de, en;q=0.5")]
    assert len({reply.json["reference"] for reply in replies}) == 1
    pages = [trial.post_html_form(route, form, accept="text/html", accept_language=one) for one in ("en", "nl")]
    assert {page.headers["content-language"] for page in pages} == {"nl"}


@pytest.mark.parametrize("route", FORMS)
def test_a_language_that_was_chosen_is_part_of_the_form(trial: RunningStack, route: str) -> None:
    form = FORMS[route]()
    replies = [trial.post(route, {**form, "language": language}) for language in ("nl", "en")]
    assert len({reply.json["reference"] for reply in replies}) == 2


@pytest.mark.parametrize("key", [{}, {"idempotency_key": "mine"}])
@pytest.mark.parametrize("route", FORMS)
def test_after_an_erasure_the_same_form_is_a_new_one(trial: RunningStack, route: str, key: dict[str, str]) -> None:
    form, headers = FORMS[route](), {name: f"{value} {time.time_ns()}" for name, value in key.items()}
    first = trial.post(route, form, **headers)
    erase(trial, first)
    second, third = (trial.post(route, form, **headers) for _ in range(2))
    assert first.json["reference"] != second.json["reference"] == third.json["reference"]
    assert len(find_stored(trial, reference=second.json["reference"])) == 1


def test_the_same_person_twice_is_asked(trial: RunningStack) -> None:
    form, sender = write_enrollment(course=FREE_COURSE), choose_address()
    first = enroll(trial, form, loket_source_ip=sender).json
    other = {**form, "first_name": f" {form['first_name'].upper()} ", "message": "Nog een keer"}
    asked = trial.post("/enrollments", other, loket_source_ip=sender)
    assert (asked.status, [error["code"] for error in asked.json["errors"]]) == (422, ["already_enrolled"])
    assert first["reference"] not in asked.text
    page = trial.post_html_form("/enrollments", {**other, "language": "nl"}, accept="text/html", loket_source_ip=sender)
    assert (page.status, "Vink dit dan aan" in page.text) == (422, True)
    meant = trial.post("/enrollments", {**other, "confirm_again": True}, loket_source_ip=sender)
    assert (meant.status, meant.json["reference"] != first["reference"]) == (201, True)


@pytest.mark.parametrize("course", [COURSE, FREE_COURSE])
def test_nobody_learns_by_a_form_who_is_enrolled(trial: RunningStack, course: str) -> None:
    """A stranger gets the answer of a first form; staff are told, and the mail to the person asks."""
    form = write_enrollment(course=course, language="nl")
    enroll(trial, form)
    told = [enroll(trial, one).json for one in ({**form, "message": "x"}, write_enrollment(course=course, message="x"))]
    shapes = [shape(one) for one in told]
    assert shapes[0] == shapes[1]
    [item] = find_stored(trial, reference=told[0]["reference"])
    assert (item["doubts"], item["status"]) == (["twice"], told[0]["status"])
    mails = trial.wait_for_mails(form["email"], 2)
    assert ["een tweede inschrijving" in mail["text"] for mail in mails] == [False, True]


@pytest.mark.parametrize("course", [COURSE, FREE_COURSE])
def test_nor_by_sending_it_twice(trial: RunningStack, course: str) -> None:
    """Whoever sends two forms is asked about their own first one, whether the person was enrolled before it or not."""
    known, unknown = (write_enrollment(course=course) for _ in range(2))
    enroll(trial, known)
    told = []
    for form in (known, unknown):
        sender = choose_address()
        first = enroll(trial, {**form, "message": "een"}, loket_source_ip=sender)
        second = trial.post("/enrollments", {**form, "message": "twee"}, loket_source_ip=sender)
        told.append((shape(first.json), second.status, second.json["errors"]))
    assert told[0] == told[1]
    assert told[0][1] == 422


def shape(value: Any) -> Any:
    """Return an answer without what is different each time."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items() if name != "reference"}
    return value[:8] if isinstance(value, str) else value


def test_another_person_of_the_same_mailbox_is_not_asked(trial: RunningStack) -> None:
    sender, form = choose_address(), write_enrollment(course=FREE_COURSE)
    for changes in ({}, {"first_name": "Piet"}, {"course": COURSE}):
        assert "already" not in enroll(trial, {**form, **changes}, loket_source_ip=sender).text


def test_staff_register_the_same_letter_anew_after_an_erasure(trial: RunningStack) -> None:
    clerk = Clerk(trial, "olga").sign_in()
    fields = {"channel": "letter", "received_on": "2026-01-05", "kind": "access", "name": "Jan", "language": "nl"}
    fields |= {"email": f"letter{time.time_ns()}@example.nl", "received_on": time.strftime("%Y-%m-%d")}

    def register() -> str:
        return str(clerk.post("/desk/register", **fields).headers["location"]).rpartition("/")[2]

    first, again = register(), register()
    assert first == again
    remove(trial, find_stored(trial, email=fields["email"]))
    assert register() != first
