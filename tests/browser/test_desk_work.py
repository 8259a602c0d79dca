"""The work of the desk in a real browser: from the list to the mail that arrives, and no page that keeps anybody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.course import find_lines
from tests.browser.test_desk import PHONE, check_page, find_listed, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Arrive
    from tests.browser.visitor import Visitor
    from tests.running import RunningStack

QUESTION = "Is er in maart nog plaats?\nIk kan alleen op dinsdag."


def write(stack: RunningStack, email: str, **changes: str) -> str:
    """Send a contact message and return its reference."""
    sent = {"name": "Fenna van der Linden", "email": email, "topic": "course", "message": QUESTION, "language": "nl"}
    reply = stack.post_form("/contact-messages", {**sent, **changes})
    assert reply.status == 201, reply.text
    return str(reply.json["reference"])


def enroll(stack: RunningStack, email: str, **changes: str) -> str:
    """Send an enrollment for a free course and return its reference."""
    sent = {"course": "proefles-lesgeven", "first_name": "Fenna", "last_name": "van der Linden", "email": email}
    reply = stack.post_form("/enrollments", {**sent, **changes})
    assert reply.status == 201, reply.text
    return str(reply.json["reference"])


def find_work(handler: Visitor, reference: str, what: str = "") -> Locator | None:
    """Return the link of an item on the list of tasks, or nothing where it is not on the list."""
    handler.page.goto(f"{handler.stack.base_url}/desk/work")
    return find_listed(handler, reference, what)


def open_work(handler: Visitor, reference: str, what: str = "") -> None:
    """Follow the link of an item on the list of tasks."""
    link = find_work(handler, reference, what)
    assert link is not None
    link.click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_message_is_answered_and_the_mail_arrives_once(arrive: Arrive, stack: RunningStack, script: bool) -> None:  # noqa: FBT001 - a parameter of the test
    handler = arrive(script=script)
    reference = write(stack, handler.email)
    sign_in(handler, "Hanna")
    open_work(handler, reference)
    expect(handler.page.locator("main")).to_contain_text("Ik kan alleen op dinsdag.")

    handler.page.get_by_label("Uw antwoord").fill("Ja, er is plaats op dinsdag.\n\nTot dan!")
    handler.page.get_by_role("button", name="Antwoord versturen").click()

    expect(handler.page.locator(".standing")).to_contain_text("beantwoord")
    expect(handler.page.get_by_role("button", name="Antwoord versturen")).to_have_count(0)
    confirmation, answer = stack.wait_for_mails(handler.email, 2)
    assert "Uw bericht is binnen" in confirmation["subject"]
    assert "Antwoord op uw bericht" in answer["subject"]
    for words in ("Ja, er is plaats op dinsdag.", "Tot dan!", "Hanna Bakker", "Autoriteit Persoonsgegevens", reference):
        assert words in answer["text"]
    assert find_work(handler, reference) is None
    lines = {(line["event"], line["what"]) for line in find_lines(stack, reference)}
    assert lines == {("view", "message"), ("work", "answer")}
    assert len(stack.mails(handler.email)) == 2
    assert handler.complaints == []


def test_spam_is_marked_undone_and_released_with_its_mail(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    reference = write(stack, handler.email, website="spam")
    sign_in(handler, "Hanna")
    handler.page.goto(f"{stack.base_url}/desk/items/{reference}")
    expect(handler.page.locator("main")).to_contain_text("een veld dat mensen niet zien")

    for label, standing in (("Dit is spam", "spam"), ("Toch geen spam", "aangehouden"), ("Dit is geen spam", "antwoord")):
        handler.page.get_by_role("button", name=label).click()
        expect(handler.page.locator(".standing")).to_contain_text(standing)

    [mail] = stack.wait_for_mails(handler.email)
    assert "Uw bericht is binnen" in mail["subject"]


def test_a_held_enrollment_gets_its_place_and_its_mail(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    reference = enroll(stack, handler.email, website="spam")
    sign_in(handler, "Hanna")
    handler.page.goto(f"{stack.base_url}/desk/items/{reference}")

    handler.page.get_by_role("button", name="Dit is geen spam").click()

    expect(handler.page.locator(".standing")).to_contain_text("binnen")
    [mail] = stack.wait_for_mails(handler.email)
    assert "Uw inschrijving is binnen" in mail["subject"]


def test_who_comes_second_is_told(arrive: Arrive, stack: RunningStack) -> None:
    first, second = arrive(), arrive()
    reference = write(stack, first.email)
    for handler in (first, second):
        sign_in(handler, "Hanna" if handler is first else "Olga")
        handler.page.goto(f"{stack.base_url}/desk/items/{reference}")
    first.page.get_by_role("button", name="Dit is spam").click()
    expect(first.page.locator(".standing")).to_contain_text("spam")

    second.page.get_by_label("Uw antwoord").fill("Ja.")
    second.page.get_by_role("button", name="Antwoord versturen").click()

    expect(second.page.locator("h1")).to_have_text("Een collega was u voor")
    check_page(second)


def test_a_person_is_found_by_address_and_the_address_is_in_no_url(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    reference = write(stack, handler.email)
    enroll(stack, handler.email, first_name="Bram")
    sign_in(handler, "Hanna")
    handler.page.get_by_role("link", name="Zoeken").click()
    handler.page.get_by_label("E-mailadres of kenmerk").fill(handler.email)
    handler.page.locator("#why").select_option("question")
    handler.page.get_by_role("button", name="Zoeken").click()

    expect(handler.page.locator("h1")).to_contain_text("onder één e-mailadres")
    for words in ("Fenna van der Linden", "Bram van der Linden", reference):
        expect(handler.page.locator("main")).to_contain_text(words)
    assert not [request.url for request in handler.requests if "example.org" in request.url or "fenna" in request.url]
    assert handler.email.partition("@")[0] not in str(stack.logs())


@pytest.mark.parametrize("width", [1280, PHONE])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_about_work_keeps_anybody_out(arrive: Arrive, stack: RunningStack, language: str, width: int) -> None:
    officer = arrive(width=width, language=language)
    message, held = write(stack, officer.email), enroll(stack, officer.email, website="spam")
    sign_in(officer, "Olga")
    paths = ["/desk/work", f"/desk/items/{message}", f"/desk/items/{held}", "/desk/search", "/desk/ledger", "/desk/sessions"]
    for path in (*paths, "/desk/ledger/about?reference=" + message):
        officer.page.goto(f"{stack.base_url}{path}")
        assert officer.page.evaluate("document.documentElement.lang") == language
        check_page(officer)
    officer.page.goto(f"{stack.base_url}/desk/search")
    officer.page.locator("#sought").fill("niemand")
    officer.page.locator("main button").click()
    # No reason is chosen beforehand, so the browser itself holds the form back.
    expect(officer.page.locator("#why:invalid")).to_be_visible()
    officer.page.locator("#why").select_option("check")
    officer.page.locator("main button").click()
    expect(officer.page.get_by_role("alert")).to_be_visible()
    check_page(officer)
    officer.page.locator("#sought").fill(officer.email)
    officer.page.locator("main button").click()
    expect(officer.page.locator("main")).to_contain_text(message)
    for summary in officer.page.locator("summary").all():
        summary.click()
    check_page(officer)
