"""Asking for one's data on the website: the form, with and without script."""

import re

import pytest
from loket.privacy.domain.right import Right
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_stored
from tests.browser.visitor import Visitor
from tests.running import RunningStack


@pytest.mark.parametrize(("language", "page", "words"), [("nl", "verzoek", "uiterlijk op"), ("en", "request", "answer by")])
def test_a_request_is_stored_and_its_date_is_told(
    arrive: Arrive, stack: RunningStack, language: str, page: str, words: str
) -> None:
    visitor = arrive(language=language)
    visitor.open(f"{language}/{page}.html")
    visitor.fill("name", "email", kind="erasure", details="Alles.", recipient_name="Andere Cursussen")
    visitor.send()
    stored = find_stored(stack, visitor.read_reference())

    assert (stored["right"], stored["details"], stored["language"]) == ("erasure", "Alles.", language)
    assert "recipient_name" not in stored
    expect(visitor.page.locator('[data-slot="discarded"] li')).to_have_count(1)
    for told in (words, str(int(stored["due_at"][8:10]))):
        expect(visitor.page.locator(".ticket-kept")).to_contain_text(told)
    [mail] = stack.wait_for_mails(visitor.email)
    assert any(stored["reference"] in link for link in mail["links"])


@pytest.mark.parametrize(
    ("language", "page", "thanks"), [("nl", "verzoek", "bedankt-verzoek"), ("en", "request", "thank-you-request")]
)
def test_a_request_without_script_comes_back_to_a_page_of_thanks(
    arrive: Arrive, stack: RunningStack, language: str, page: str, thanks: str
) -> None:
    visitor = arrive(script=False, language=language)
    visitor.open(f"{language}/{page}.html")
    visitor.fill("name", "email", kind="access")
    visitor.send()
    visitor.page.wait_for_url(f"**/website/{language}/{thanks}.html?reference=*")

    stored = find_stored(stack, visitor.page.url.partition("reference=")[2])
    assert (stored["right"], stored["email"]) == ("access", visitor.email)


@pytest.mark.parametrize("page", ["nl/verzoek", "en/request"])
def test_every_right_can_be_chosen_and_is_explained(visitor: Visitor, page: str) -> None:
    visitor.open(f"{page}.html")
    options = visitor.page.locator("#kind option")

    assert options.evaluate_all("options => options.map(option => option.value)") == ["", *Right]
    expect(visitor.page.locator(".kinds dt")).to_have_count(len(Right))
    expect(visitor.page.locator(".kinds dd")).to_have_text([re.compile(r"\w")] * len(Right))


def test_what_a_correction_needs_is_told_beside_the_question(visitor: Visitor) -> None:
    visitor.open("nl/verzoek.html")
    visitor.fill("name", "email", kind="rectification")
    visitor.send()
    visitor.wait_for_summary()

    expect(visitor.page.locator("#problem-details")).to_be_visible()
    expect(visitor.find("details")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("start", ["nl/index", "nl/privacy"])
def test_the_form_is_found_from_the_first_page_and_the_privacy_page(visitor: Visitor, start: str) -> None:
    visitor.open(f"{start}.html")
    visitor.page.locator('main a[href="verzoek.html"]').click()

    expect(visitor.page.locator("h1")).to_have_text("Een verzoek over uw gegevens")
