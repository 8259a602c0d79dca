"""What the website says when something is not right, with script."""

import pytest

from tests.browser.course import find_course, find_stored
from tests.browser.visitor import Visitor
from tests.running import RunningStack


def read_focus(visitor: Visitor) -> str:
    """Return the id or class of what has the focus."""
    return str(visitor.page.evaluate("document.activeElement.id || document.activeElement.className"))


def test_empty_answers_are_listed_and_marked(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.send()
    summary = visitor.wait_for_summary()

    required = visitor.page.locator("[required]").count()
    assert read_focus(visitor) == "summary"
    assert required == summary.locator("li a").count()
    assert required == visitor.page.locator('[aria-invalid="true"]').count()
    described = visitor.find("email").get_attribute("aria-describedby") or ""
    assert described.split()[0] == "problem-email"
    assert visitor.page.locator("#problem-email").inner_text() == "Vul dit veld in."
    assert visitor.list_barriers() == ""
    assert visitor.list_posts() == []


def test_a_problem_in_the_summary_leads_to_its_question(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.send()
    visitor.wait_for_summary().get_by_role("link", name="E-mailadres").click()

    assert read_focus(visitor) == "email"


def test_the_server_s_refusal_stands_beside_the_question(visitor: Visitor, stack: RunningStack) -> None:
    course = find_course(stack, "law")
    visitor.open_course(course["code"])
    visitor.fill_required()
    visitor.fill(bsn="123456789")
    visitor.send()
    summary = visitor.wait_for_summary()

    assert summary.locator("li").count() == 1
    assert read_focus(visitor) == "summary"
    assert visitor.find("bsn").get_attribute("aria-invalid") == "true"
    assert visitor.page.locator("#problem-bsn").inner_text() == "Dit BSN klopt niet. Het heeft negen cijfers."
    assert visitor.list_barriers() == ""
    assert visitor.find("last_name").input_value()


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
    summary = visitor.wait_for_summary().inner_text()
    stack.clear_faults()

    assert "Uw antwoorden staan er nog" in summary
    visitor.send()
    assert visitor.email == find_stored(stack, visitor.read_reference())["email"]
