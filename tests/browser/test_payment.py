"""Paying in a browser: to the provider's page and back, in whatever way people do that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.bank import Bank
from tests.browser.conftest import Arrive
from tests.browser.course import find_stored
from tests.browser.visitor import Visitor
from tests.running import RunningStack

if TYPE_CHECKING:
    from playwright.sync_api import Page

COURSE = "nederlands-op-de-werkvloer"
WAITING, BUSY, PAID = "Wij wachten nog op uw betaling.", "De bank is nog bezig met uw betaling.", "Uw betaling is binnen."
ENDS = {
    "canceled": "U hebt de betaling afgebroken.",
    "failed": "De betaling is niet gelukt.",
    "expired": "De tijd om te betalen was voorbij.",
}


def enroll(visitor: Visitor, language: str = "nl") -> str:
    """Enroll in a course that costs money, and return the reference; the visitor then sees the way to pay."""
    visitor.open_course(COURSE, language)
    visitor.fill_required()
    visitor.send()
    return visitor.read_reference()


def go_to_pay(visitor: Visitor) -> None:
    """Go on to the provider's page."""
    visitor.page.locator('[data-slot="checkout_url"]').click()
    visitor.page.locator(".amount").wait_for()


def choose(page: Page, status: str) -> None:
    """Let the payment end like this on the provider's page, which leads back to ours."""
    page.locator(f"button[value={status}]").click()
    page.locator("[role=status]").wait_for()


def expect_status(page: Page, words: str) -> None:
    """Expect our page to say this about the payment, now or once it is there."""
    expect(page.locator("[role=status]")).to_contain_text(words)


def press(page: Page, words: str) -> None:
    """Press the button to pay, and be led on to the provider's page."""
    page.get_by_role("button", name=words, exact=True).click()
    page.locator(".amount").wait_for()


def effects(stack: RunningStack, reference: str) -> Counter[str]:
    """Return how often each effect of money was stored for an enrollment."""
    items = stack.table("PersonalDataTable")
    places = {item["pk"] for item in items if reference in {item.get("reference"), item.get("enrollment_reference")}}
    found = [item["effect"] for item in items if item["pk"] in places and item["sk"].startswith("OUTBOX#")]
    return Counter(effect for effect in found if effect not in {"confirm_enrollment", "notify_staff", "create_payment"})


RESERVED = {"nl": "Uw plaats is gereserveerd tot en met ", "en": "Your place is reserved up to and including "}


def attempts(stack: RunningStack, reference: str) -> int:
    return sum(item.get("enrollment_reference") == reference for item in stack.table("PersonalDataTable"))


@pytest.mark.parametrize(
    ("language", "words", "subject"),
    [("nl", PAID, "Uw betaling is binnen"), ("en", "Your payment has arrived.", "We have received your payment")],
)
def test_a_person_pays(arrive: Arrive, stack: RunningStack, language: str, words: str, subject: str) -> None:
    visitor = arrive(language=language)
    reference = enroll(visitor, language)
    expect(visitor.page.locator('[data-slot="held_until"]')).to_contain_text(RESERVED[language])
    expect(visitor.page.locator('[data-slot="held_until"]')).not_to_contain_text("{")
    go_to_pay(visitor)
    expect(visitor.page.locator(".what")).to_contain_text(reference)
    choose(visitor.page, "paid")

    expect_status(visitor.page, words)
    expect(visitor.page.locator("dd").first).to_have_text(reference)
    expect(visitor.page.get_by_role("button")).to_have_count(0)
    assert find_stored(stack, reference)["status"] == "paid"
    _, mail = stack.wait_for_mails(visitor.email, 2)
    assert mail["subject"] == f"{subject} ({reference})"
    assert effects(stack, reference) == {"confirm_payment": 1}


@pytest.mark.parametrize("status", ENDS)
def test_a_person_who_did_not_pay_tries_again(visitor: Visitor, stack: RunningStack, status: str) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    first = visitor.page.url
    choose(visitor.page, status)
    expect_status(visitor.page, ENDS[status])
    press(visitor.page, "Opnieuw betalen")
    expect(visitor.page).not_to_have_url(first)
    choose(visitor.page, "paid")

    expect_status(visitor.page, PAID)
    assert find_stored(stack, reference)["status"] == "paid"
    assert attempts(stack, reference) == 2
    assert effects(stack, reference) == {"offer_new_payment": 1, "confirm_payment": 1}


def test_a_person_who_comes_back_early_goes_on(visitor: Visitor, stack: RunningStack) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    first = visitor.page.url
    choose(visitor.page, "open")
    expect_status(visitor.page, WAITING)
    press(visitor.page, "Nu betalen")
    expect(visitor.page).to_have_url(first)
    choose(visitor.page, "paid")

    expect_status(visitor.page, PAID)
    assert attempts(stack, reference) == 1
    assert effects(stack, reference) == {"confirm_payment": 1}


def test_a_person_whose_bank_takes_its_time_waits(visitor: Visitor, stack: RunningStack, bank: Bank) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    choose(visitor.page, "pending")
    expect_status(visitor.page, BUSY)
    expect(visitor.page.get_by_role("button")).to_have_count(0)
    [item] = [one for one in stack.table("PersonalDataTable") if one.get("enrollment_reference") == reference]
    bank.settle(item["payment"], "paid")
    visitor.page.reload()

    expect_status(visitor.page, PAID)
    assert effects(stack, reference) == {"confirm_payment": 1}


def test_a_person_who_is_back_before_the_webhook_sees_the_truth(visitor: Visitor, stack: RunningStack, bank: Bank) -> None:
    bank.hold()
    reference = enroll(visitor)
    go_to_pay(visitor)
    choose(visitor.page, "paid")
    expect_status(visitor.page, PAID)
    assert find_stored(stack, reference)["status"] == "paid"
    [item] = [one for one in stack.table("PersonalDataTable") if one.get("enrollment_reference") == reference]

    assert bank.release(item["payment"], copies=3, at_once=True) == [200] * 3
    assert effects(stack, reference) == {"confirm_payment": 1}


def test_a_person_who_comes_back_twice_has_paid_once(visitor: Visitor, stack: RunningStack) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    choose(visitor.page, "paid")
    page = visitor.page.url
    for _ in range(2):
        visitor.page.reload()
    # Back to the provider, which knows that it is done and leads here again.
    visitor.page.go_back()
    visitor.page.goto(page)

    expect_status(visitor.page, PAID)
    assert effects(stack, reference) == {"confirm_payment": 1}
    assert len(stack.wait_for_mails(visitor.email, 2)) == 2


def test_a_person_who_pays_in_two_tabs_has_paid_once(visitor: Visitor, stack: RunningStack) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    choose(visitor.page, "paid")
    choose(other, "paid")

    expect_status(visitor.page, PAID)
    expect_status(other, PAID)
    assert attempts(stack, reference) == 1
    assert effects(stack, reference) == {"confirm_payment": 1}


def test_a_person_who_tries_again_in_two_tabs_gets_one_attempt(visitor: Visitor, stack: RunningStack) -> None:
    reference = enroll(visitor)
    go_to_pay(visitor)
    choose(visitor.page, "expired")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    press(visitor.page, "Opnieuw betalen")
    press(other, "Opnieuw betalen")
    expect(visitor.page).to_have_url(other.url)
    choose(visitor.page, "paid")
    choose(other, "canceled")

    expect_status(other, PAID)
    assert attempts(stack, reference) == 2
    assert effects(stack, reference) == {"offer_new_payment": 1, "confirm_payment": 1}


def test_a_person_without_script_pays(arrive: Arrive, stack: RunningStack) -> None:
    visitor = arrive(script=False)
    visitor.open_course(COURSE)
    visitor.fill_required()
    visitor.send()
    reference = visitor.read_reference("strong")
    visitor.page.locator("a.button").click()
    choose(visitor.page, "canceled")
    expect_status(visitor.page, ENDS["canceled"])
    press(visitor.page, "Opnieuw betalen")
    choose(visitor.page, "paid")

    expect_status(visitor.page, PAID)
    assert find_stored(stack, reference)["status"] == "paid"


def test_a_person_pays_by_the_link_in_their_mail(arrive: Arrive, visitor: Visitor, stack: RunningStack) -> None:
    reference = enroll(visitor)
    [mail] = stack.wait_for_mails(visitor.email)
    [link] = [link for link in mail["links"] if "/enrollments/" in link]
    later = arrive()
    later.page.goto(link)
    expect_status(later.page, WAITING)
    press(later.page, "Nu betalen")
    choose(later.page, "paid")

    assert find_stored(stack, reference)["status"] == "paid"


def test_a_person_whose_provider_is_down_is_told_and_pays_later(visitor: Visitor, stack: RunningStack, bank: Bank) -> None:
    bank.trouble("fail", seconds=600)
    reference = enroll(visitor)
    # The page of thanks has no way to pay now: it is in the mail.
    expect(visitor.page.locator('[data-slot="checkout_url"]')).to_be_hidden()
    expect(visitor.page.locator('[data-slot="held_until"]')).to_be_hidden()
    [mail] = stack.wait_for_mails(visitor.email)
    [page] = [link for link in mail["links"] if "/enrollments/" in link]
    visitor.page.goto(page)
    expect_status(visitor.page, WAITING)
    visitor.page.get_by_role("button", name="Nu betalen").click()
    visitor.page.get_by_text("Betalen lukt nu even niet").first.wait_for()
    bank.rest()
    visitor.page.goto(page)
    press(visitor.page, "Nu betalen")
    choose(visitor.page, "paid")

    assert find_stored(stack, reference)["status"] == "paid"


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_on_the_way_are_for_everybody(arrive: Arrive, stack: RunningStack, width: int, language: str) -> None:
    """No barrier, nothing wider than the screen, and nothing asked of others or left behind."""
    visitor = arrive(width=width, language=language)
    enroll(visitor, language)
    go_to_pay(visitor)
    barriers, widths = [visitor.list_barriers()], [visitor.page.evaluate("document.documentElement.scrollWidth")]
    origins = {stack.base_url, visitor.page.evaluate("location.origin")}
    for status in ("open", "canceled", "pending"):
        choose(visitor.page, status)
        barriers.append(visitor.list_barriers())
        widths.append(visitor.page.evaluate("document.documentElement.scrollWidth"))
        if status != "pending":
            visitor.page.get_by_role("button").click()
            visitor.page.locator(".amount").wait_for()

    assert barriers == [""] * 4
    assert [found for found in widths if found > width] == []
    assert visitor.list_origins() == origins
    assert visitor.list_traces() == {}
    assert visitor.complaints == []
