"""Enrolling on the website, with script."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_course, find_stored, list_fields
from tests.browser.visitor import REFERENCE, Visitor
from tests.running import RunningStack

BSN = "111222333"


@pytest.mark.parametrize(("language", "words"), [("nl", "Uw inschrijving is binnen"), ("en", "We have received")])
def test_a_form_becomes_an_enrollment_and_a_mail(arrive: Arrive, stack: RunningStack, language: str, words: str) -> None:
    visitor = arrive(language=language)
    course = find_course(stack, "required", "consent")
    visitor.open_course(course["code"], language)
    visitor.fill_required()
    visitor.fill(*list_fields(course, "consent"))
    visitor.find("consent_extra_data").check()
    visitor.send()
    reference = visitor.read_reference()

    assert REFERENCE.fullmatch(reference)
    expect(visitor.page.locator("h1")).to_contain_text(words)
    stored = find_stored(stack, reference)
    assert (course["code"], language, visitor.email) == (stored["course"], stored["language"], stored["email"])
    assert set(list_fields(course, "consent")) <= set(stored)
    expect(visitor.page.locator('[data-part="discarded"]')).to_be_hidden()
    [mail] = stack.wait_for_mails(visitor.email)
    assert reference in mail["subject"]
    assert words in mail["subject"]


def test_the_day_until_which_it_is_kept_is_the_day_on_which_it_expires(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    expires = datetime.fromtimestamp(stored["expires_at"], UTC).astimezone(ZoneInfo("Europe/Amsterdam"))
    shown = visitor.page.locator('[data-slot="kept_until"]')
    expect(shown).to_have_text(re.compile(rf"^{expires.day} .* {expires.year}$"))


def test_what_a_person_gave_without_consent_is_not_kept_and_they_are_told(visitor: Visitor, stack: RunningStack) -> None:
    course = find_course(stack, "consent")
    extras = list_fields(course, "consent")
    visitor.open_course(course["code"])
    visitor.fill_required()
    visitor.fill(*extras)
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    told = visitor.page.locator('[data-slot="discarded"] li')
    expect(told).to_have_count(len(extras))
    expect(told).to_contain_text(["u gaf hiervoor geen toestemming"] * len(extras))
    assert not set(extras) & {name for name, value in stored.items() if value is not None}


def test_what_the_law_asks_for_is_kept(visitor: Visitor, stack: RunningStack) -> None:
    course = find_course(stack, "law")
    visitor.open_course(course["code"])
    visitor.fill_required()
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    assert set(list_fields(course, "law")) <= set(stored)


def test_a_number_that_may_not_be_held_is_cut_out_of_the_message_and_the_person_is_told(
    visitor: Visitor, stack: RunningStack
) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.fill(message=f"Mijn BSN is {BSN}, tot dinsdag.")
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    told = visitor.page.locator('[data-slot="redacted"] li')
    expect(told).to_have_text(["Bericht: een nummer dat wij niet mogen bewaren"])
    assert stored["message"] == "Mijn BSN is [BSN], tot dinsdag."


def test_a_double_click_is_one_submission(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.page.locator("button[type=submit]").dblclick()
    reference = visitor.read_reference()

    assert len(visitor.list_posts()) == 1
    enrolled = [item for item in stack.table("PersonalDataTable") if item.get("email") == visitor.email]
    assert [reference] == [item["reference"] for item in enrolled]


@pytest.mark.usefixtures("lift_faults")
def test_sending_again_after_a_lost_answer_is_one_submission(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    stack.order_fault("dynamodb", "lost", operation="TransactWriteItems", caller="submit_enrollment")
    visitor.send()
    visitor.wait_for_summary()
    stack.clear_faults()
    visitor.send()
    reference = visitor.read_reference()

    first, second = visitor.list_posts()
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    enrolled = [item for item in stack.table("PersonalDataTable") if item.get("email") == visitor.email]
    assert [reference] == [item["reference"] for item in enrolled]


def test_the_honeypot_is_out_of_the_way_of_people(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    trap = visitor.find("website")

    expect(trap).to_have_attribute("tabindex", "-1")
    expect(trap).to_have_attribute("autocomplete", "off")
    expect(visitor.page.locator('[aria-hidden="true"] #website')).to_have_count(1)
    box = trap.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] < 0


def test_a_person_with_script_raises_no_doubt(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    assert (stored["status"], list(stored["doubts"])) == ("waiting_for_payment", [])
