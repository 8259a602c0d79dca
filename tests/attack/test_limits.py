"""One cheap act made into many: from a sender, to a recipient, on a thing, at the desk's door."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.loopback import choose_address
from tests.system.clerk import Clerk
from tests.system.counter import COURSE, FORMS, FREE_COURSE, find_stored, write_enrollment, write_message, write_request

if TYPE_CHECKING:
    from tests.running import Reply, RunningStack

TEN, TWENTY = 10, 20


def count(replies: list[Reply], status: int) -> int:
    return sum(reply.status == status for reply in replies)


def own_page(stack: RunningStack, email: str) -> str:
    """Return the path of the page that the mail to a person leads to."""
    [mail] = [mail for mail in stack.wait_for_mails(email) if mail["links"]][:1]
    link: str = next(link for link in mail["links"] if "signature" in link)
    return link[link.index("/", len("http://")) :]


def press(stack: RunningStack, page: str, **fields: str) -> Reply:
    return stack.post(page, fields)


@pytest.mark.parametrize("route", FORMS)
def test_many_forms_from_one_sender(trial: RunningStack, route: str) -> None:
    sender = choose_address()
    replies = [trial.post(route, FORMS[route](), loket_source_ip=sender) for _ in range(12)]
    assert [reply.status == 429 for reply in replies] == [False] * TEN + [True] * 2
    assert 1 <= int(replies[-1].headers["retry-after"]) <= 600


def test_the_same_form_again_and_again(trial: RunningStack) -> None:
    """A repetition costs a read and two writes too, and a call to the provider."""
    sender, form = choose_address(), write_enrollment(course=COURSE)
    assert count([trial.post("/enrollments", form, loket_source_ip=sender) for _ in range(30)], 429) == 20


def test_thirty_forms_at_once_from_one_sender(trial: RunningStack) -> None:
    sender = choose_address()
    with ThreadPoolExecutor(6) as people:
        forms = [write_message() for _ in range(30)]
        replies = list(people.map(lambda form: trial.post("/contact-messages", form, loket_source_ip=sender), forms))
    assert count(replies, 201) == TEN
    assert count(replies, 429) == 20


def test_fifteen_addresses_of_one_network_are_one_sender(trial: RunningStack) -> None:
    replies = [
        trial.post("/contact-messages", write_message(), loket_source_ip=f"2001:db8:7:{choice:x}::{number:x}")
        for choice in [int(time.time()) % 65_536]
        for number in range(15)
    ]
    assert count(replies, 201) == TEN


def test_an_ipv4_address_in_ipv6_is_the_same_sender(trial: RunningStack) -> None:
    sender = choose_address()
    shapes = [sender, f"::ffff:{sender}"] * 6
    assert count([trial.post("/contact-messages", write_message(), loket_source_ip=one) for one in shapes], 201) == TEN


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "true-client-ip"])
def test_a_sender_does_not_say_who_it_is(trial: RunningStack, header: str) -> None:
    sender = choose_address()
    replies = [
        trial.post("/contact-messages", write_message(), **{"loket-source-ip": sender, header: f"192.0.2.{number}"})
        for number in range(11)
    ]
    assert replies[-1].status == 429


def test_a_full_course_is_no_free_try(trial: RunningStack) -> None:
    sender = choose_address()
    trial.post("/enrollments", write_enrollment(course="een-plaats"))
    replies = [trial.post("/enrollments", write_enrollment(course="een-plaats"), loket_source_ip=sender) for _ in range(12)]
    assert [reply.status for reply in replies] == [422] * TEN + [429] * 2


def test_a_mailbox_of_a_stranger_is_not_filled(trial: RunningStack) -> None:
    """All forms together, in any writing of the address, from as many senders as one likes."""
    victim = f"victim{time.time_ns()}@example.nl"
    forms = [("/privacy-requests", write_request(email=victim)) for _ in range(7)]
    forms += [("/contact-messages", write_message(email=victim.upper())) for _ in range(4)]
    forms += [("/enrollments", write_enrollment(course=FREE_COURSE, email=victim, last_name=f"J{n}x")) for n in range(3)]
    replies = [trial.post(route, {**form, "language": "nl"}) for route, form in forms[:1] + forms[7:]]
    replies += [trial.post(route, {**form, "details": f"Nummer {n}"}) for n, (route, form) in enumerate(forms[1:7])]
    assert {reply.status for reply in replies} <= {201, 202}
    trial.settle()
    assert sum(mail["to"].lower() == victim for mail in trial.mails()) == TEN
    held = [item for item in trial.table("PersonalDataTable") if "many_to_one_address" in item.get("doubts", [])]
    assert len([item for item in held if item["email"].lower() == victim]) == len(forms) - TEN


def test_what_is_over_the_limit_of_an_address_is_kept_with_its_date(trial: RunningStack) -> None:
    victim = f"date{time.time_ns()}@example.nl"
    replies = [trial.post("/privacy-requests", write_request(email=victim, details=f"Nummer {n}")) for n in range(11)]
    assert replies[-1].json["due_on"] == replies[0].json["due_on"]
    [item] = find_stored(trial, reference=replies[-1].json["reference"])
    assert (item["due_bucket"][:-1], item["doubts"]) == ("UNCONFIRMED#", ["many_to_one_address"])
    page = Clerk(trial, "olga").sign_in().get(f"/desk/requests/{item['reference']}")
    assert "naar dit mailadres gingen op één dag al veel bevestigingen" in page.text


def test_a_held_enrollment_takes_no_place(trial: RunningStack) -> None:
    victim = f"place{time.time_ns()}@example.nl"
    names = [f"Jan{'a' * n}" for n in range(11)]
    for name in names:
        form = write_enrollment(course=FREE_COURSE, email=victim, first_name=name)
        assert trial.post("/enrollments", form).status == 201
    [last] = [item for item in find_stored(trial, first_name=names[-1], email=victim) if item["sk"].startswith("ENROLL")]
    assert (last["status"], last["doubts"]) == ("in_review", ["many_to_one_address"])


def test_a_request_is_not_filled_with_additions(trial: RunningStack) -> None:
    """The desk's page of it stays far below what Lambda can answer with, and the person can still take it back."""
    form = write_request(kind="restriction")
    reference = trial.post("/privacy-requests", form).json["reference"]
    page = own_page(trial, form["email"])
    replies = [press(trial, page, action="add_information", information=f"{n} " + "é" * 3_900) for n in range(25)]
    assert count(replies, 200) == TWENTY
    assert {reply.status for reply in replies[TWENTY:]} == {429}
    shown = Clerk(trial, "olga").sign_in().get(f"/desk/requests/{reference}")
    assert shown.status == 200
    assert len(shown.text.encode()) < 1_000_000
    assert press(trial, page, action="confirm").json["status"] == "confirmed"
    assert press(trial, page, action="withdraw").json["status"] == "withdrawn"


def test_the_same_button_again_and_again(trial: RunningStack) -> None:
    form = write_request()
    trial.post("/privacy-requests", form)
    page = own_page(trial, form["email"])
    replies = [press(trial, page, action="confirm") for _ in range(22)]
    assert [reply.status for reply in replies] == [200] * TWENTY + [429] * 2
    assert replies[-1].json["type"] == "urn:loket:problem:too_many"
    as_page = trial.post_html_form(page, {"action": "confirm"}, accept="text/html")
    assert (as_page.status, "Even geduld" in as_page.text) == (429, True)
    assert int(as_page.headers["retry-after"]) <= 3_600


def test_paying_again_and_again_asks_the_provider_no_more(trial: RunningStack) -> None:
    url = trial.post("/enrollments", write_enrollment()).json["payment"]["page_url"]
    page = url[url.index("/enrollments/") :]
    replies = [trial.post(page, {}) for _ in range(22)]
    assert [reply.status for reply in replies] == [200] * TWENTY + [429] * 2


def test_signing_in_is_not_begun_without_an_end(trial: RunningStack) -> None:
    sender = choose_address()
    replies = [trial.get("/desk/sign-in", loket_source_ip=sender) for _ in range(30)]
    assert [reply.status for reply in replies] == [303] * 25 + [429] * 5
    assert replies[-1].headers["retry-after"]
    assert trial.get("/desk/sign-in").status == 303


def test_the_way_back_after_signing_in_is_no_store_of_texts(trial: RunningStack) -> None:
    mark = f"mark{time.time_ns()}"
    assert trial.get(f"/desk/sign-in?return_to=/desk/{mark}{'x' * 6_000}").status == 303
    assert not [item for table in ("GuardTable",) for item in trial.table(table) if mark in str(item)]
