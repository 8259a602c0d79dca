"""Asking a question on the website."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_stored
from tests.browser.visitor import Visitor
from tests.running import RunningStack

QUESTION = "Begint de cursus ook in januari? Groeten, Zoë 🌳"


@pytest.mark.parametrize(("language", "words"), [("nl", "Uw bericht is binnen"), ("en", "We have received")])
def test_a_message_is_stored_and_confirmed(arrive: Arrive, stack: RunningStack, language: str, words: str) -> None:
    visitor = arrive(language=language)
    visitor.open(f"{language}/contact.html")
    visitor.fill("name", "email", "topic", message=QUESTION)
    visitor.send()
    reference = visitor.read_reference()

    expect(visitor.page.locator("h1")).to_contain_text(words)
    stored = find_stored(stack, reference)
    assert (QUESTION, language) == (stored["message"], stored["language"])
    [mail] = stack.wait_for_mails(visitor.email)
    assert words in mail["subject"]
    assert reference in mail["text"]


@pytest.mark.parametrize(("language", "page"), [("nl", "bedankt-bericht"), ("en", "thank-you-message")])
def test_a_message_without_script_comes_back_to_a_page_of_thanks(
    arrive: Arrive, stack: RunningStack, language: str, page: str
) -> None:
    visitor = arrive(script=False, language=language)
    visitor.open(f"{language}/contact.html")
    visitor.fill("name", "email", "topic", message=QUESTION)
    visitor.send()
    visitor.page.wait_for_url(f"**/website/{language}/{page}.html?reference=*")

    stored = find_stored(stack, visitor.page.url.partition("reference=")[2])
    assert (QUESTION, visitor.email) == (stored["message"], stored["email"])
    [mail] = stack.wait_for_mails(visitor.email)
    assert stored["reference"] in mail["text"]


def test_a_contact_form_with_nothing_in_it_is_not_sent(visitor: Visitor) -> None:
    visitor.open("nl/contact.html")
    visitor.send()

    expect(visitor.wait_for_summary().locator("li a")).to_have_count(4)
    assert visitor.list_posts() == []


@pytest.mark.parametrize("script", [True, False])
def test_who_finds_a_course_full_leaves_their_address(arrive: Arrive, stack: RunningStack, *, script: bool) -> None:
    visitor = arrive(script=script)
    visitor.open("nl/cursus/orde-houden-vo.html")
    visitor.page.get_by_role("link", name="Is deze cursus vol?").click()
    visitor.page.get_by_label("Cursus").select_option("orde-houden-vo")
    visitor.fill("name", "email")
    visitor.send()
    [mail] = stack.wait_for_mails(visitor.email)

    stored = next(item for item in stack.table("PersonalDataTable") if item.get("email") == visitor.email)
    assert (stored["topic"], stored["course"]) == ("waiting_list", "orde-houden-vo")
    assert "als er een plaats vrijkomt in Cursus orde-houden-vo" in mail["text"]
