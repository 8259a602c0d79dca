"""Money that a person must look at: from the bank to the list of tasks to the page of the payment, and off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.course import find_lines
from tests.browser.test_desk import PHONE, check_page, sign_in
from tests.browser.test_desk_work import find_work, open_work
from tests.browser.test_payment import choose, enroll, expect_status, go_to_pay

if TYPE_CHECKING:
    from tests.bank import Bank
    from tests.browser.conftest import Arrive
    from tests.running import RunningStack


def pay(arrive: Arrive, stack: RunningStack) -> tuple[str, str]:
    """Let somebody enroll and pay, and return the reference and the provider's id of the payment."""
    person = arrive()
    reference = enroll(person)
    go_to_pay(person)
    choose(person.page, "paid")
    expect_status(person.page, "binnen")
    [item] = [one for one in stack.table("PersonalDataTable") if one.get("enrollment_reference") == reference]
    return reference, item["payment"]


@pytest.mark.parametrize(("language", "width"), [("nl", 1280), ("en", PHONE)])
def test_a_chargeback_is_seen_and_taken_off_the_list(
    arrive: Arrive, stack: RunningStack, bank: Bank, language: str, width: int
) -> None:
    what, done = {"nl": ("Teruggeboekt", "Contact opgenomen"), "en": ("Charged back", "Contacted the person")}[language]
    reference, payment = pay(arrive, stack)
    bank.order(f"/payments/{payment}/chargebacks")
    handler = arrive(language=language, width=width)
    sign_in(handler, "Hanna")
    open_work(handler, reference, what)

    expect(handler.page.get_by_role("heading", name=what)).to_be_visible()
    check_page(handler)
    handler.page.get_by_role("button", name=done).click()
    expect(handler.page).to_have_url(f"{stack.base_url}/desk/work")
    assert find_work(handler, reference, what) is None
    lines = {(line["event"], line.get("what")) for line in find_lines(stack, reference)}
    assert lines >= {("view", "payment"), ("work", "contacted")}
