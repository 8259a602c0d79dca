"""Enrolling on the website, without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_course, find_stored, list_fields
from tests.browser.visitor import Visitor
from tests.running import RunningStack


def read_thanks(visitor: Visitor) -> str:
    """Return the reference on the page that thanks for a form and leads to its payment."""
    reference = visitor.read_reference("strong")
    expect(visitor.page.locator("a.button")).to_be_visible()
    return reference


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plain_form_becomes_an_enrollment_and_a_mail(arrive: Arrive, stack: RunningStack, language: str) -> None:
    visitor = arrive(script=False, language=language)
    course = find_course(stack, "required", "consent")
    visitor.open_course(course["code"], language)
    visitor.fill_required()
    visitor.fill(*list_fields(course, "consent"))
    visitor.send()
    stored = find_stored(stack, read_thanks(visitor))
    assert (course["code"], language) == (stored["course"], stored["language"])
    assert sorted(list_fields(course, "consent")) == sorted(stored["discarded"])
    [mail] = stack.wait_for_mails(visitor.email)
    assert stored["reference"] in mail["text"]


def test_the_page_of_thanks_shows_the_reference_where_script_can_read_it(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.open("nl/bedankt-inschrijving.html?reference=E-7Q2MK-9XKDT")

    assert visitor.read_reference() == "E-7Q2MK-9XKDT"


def test_the_page_of_thanks_shows_nothing_that_is_no_reference(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.open("nl/bedankt-inschrijving.html?reference=Bel+0900-1234+nu")

    expect(visitor.page.locator("[data-ticket]")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Dit BSN klopt niet. Het heeft negen cijfers."), ("en", "This BSN is not right. It has nine digits.")],
)
def test_a_refused_plain_form_gets_a_page_that_says_why(
    arrive: Arrive, stack: RunningStack, language: str, words: str
) -> None:
    visitor = arrive(script=False, language=language)
    visitor.open_course(find_course(stack, "law")["code"], language)
    visitor.fill_required()
    visitor.fill(bsn="123456789")
    visitor.send()
    visitor.page.get_by_text(words).wait_for()

    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    assert "123456789" not in visitor.page.content()
    visitor.page.go_back()
    expect(visitor.find("email")).to_have_value(visitor.email)


def test_where_our_script_does_not_arrive_the_form_still_works(arrive: Arrive, stack: RunningStack) -> None:
    visitor = arrive()
    visitor.page.route("**/*.js", lambda route: route.abort())
    visitor.open_course(find_course(stack, "law")["code"])
    visitor.fill_required()
    visitor.fill(bsn="123456789")
    visitor.send()
    visitor.page.get_by_text("Dit BSN klopt niet.").wait_for()
    assert visitor.list_barriers() == ""

    visitor.page.go_back()
    visitor.fill("bsn")
    visitor.send()
    assert find_stored(stack, read_thanks(visitor))["email"] == visitor.email
    assert visitor.list_barriers() == ""


def test_where_the_search_for_a_proof_cannot_run_the_form_still_works(arrive: Arrive, stack: RunningStack) -> None:
    visitor = arrive()
    visitor.page.route("**/solver.js", lambda route: route.abort())
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.send()

    assert find_stored(stack, read_thanks(visitor))["email"] == visitor.email


def test_a_browser_without_script_asks_for_empty_answers_itself(arrive: Arrive, stack: RunningStack) -> None:
    visitor = arrive(script=False)
    visitor.open_course(find_course(stack)["code"])
    visitor.send()

    assert visitor.list_posts() == []
