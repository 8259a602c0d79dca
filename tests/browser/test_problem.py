"""What the website says when something is not right, with script."""

import pytest
from playwright.sync_api import expect

from tests.browser.course import find_course, find_stored
from tests.browser.visitor import Visitor
from tests.running import RunningStack


def test_empty_answers_are_listed_and_marked(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.send()
    summary = visitor.wait_for_summary()

    required = visitor.page.locator("[required]").count()
    expect(summary).to_be_focused()
    expect(summary.locator("li a")).to_have_count(required)
    expect(visitor.page.locator('[aria-invalid="true"]')).to_have_count(required)
    expect(visitor.find_description("email")).to_have_id("problem-email")
    expect(visitor.page.locator("#problem-email")).to_have_text("Vul dit veld in.")
    assert visitor.list_barriers() == ""
    assert visitor.list_posts() == []


def test_a_problem_in_the_summary_leads_to_its_question(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.send()
    visitor.wait_for_summary().get_by_role("link", name="E-mailadres").click()

    expect(visitor.find("email")).to_be_focused()


def test_the_server_s_refusal_stands_beside_the_question(visitor: Visitor, stack: RunningStack) -> None:
    course = find_course(stack, "law")
    visitor.open_course(course["code"])
    visitor.fill_required()
    visitor.fill(bsn="123456789")
    visitor.send()
    summary = visitor.wait_for_summary()

    expect(summary.locator("li")).to_have_count(1)
    expect(summary).to_be_focused()
    expect(visitor.find("bsn")).to_have_attribute("aria-invalid", "true")
    expect(visitor.page.locator("#problem-bsn")).to_have_text("Dit BSN klopt niet. Het heeft negen cijfers.")
    assert visitor.list_barriers() == ""
    expect(visitor.find("last_name")).not_to_have_value("")


def test_a_corrected_form_goes_through(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack, "law")["code"])
    visitor.fill_required()
    visitor.fill(bsn="123456789")
    visitor.send()
    visitor.wait_for_summary()
    visitor.fill("bsn")
    visitor.send()

    assert visitor.email == find_stored(stack, visitor.read_reference())["email"]


@pytest.mark.usefixtures("lift_faults")
def test_a_fault_of_ours_costs_nobody_their_answers(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    stack.order_fault("dynamodb", "unavailable", caller="submit_enrollment", seconds=60)
    visitor.send()
    expect(visitor.wait_for_summary()).to_contain_text("Uw antwoorden staan er nog")
    stack.clear_faults()

    visitor.send()
    assert visitor.email == find_stored(stack, visitor.read_reference())["email"]
