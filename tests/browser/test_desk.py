"""The staff desk in a real browser: from sign-in to decision, in both languages, on a telephone, without a barrier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.course import find_lines
from tests.browser.test_proof import choose_photo, drag, list_copies, send_copy, start_copy

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Arrive
    from tests.browser.visitor import Visitor
    from tests.running import RunningStack

PHONE = 390


def sign_in(visitor: Visitor, who: str) -> None:
    """Sign in at the provider of this machine."""
    visitor.page.goto(f"{visitor.stack.base_url}/desk")
    visitor.page.get_by_role("button", name=who).click()
    expect(visitor.page.locator(".who strong")).to_contain_text(who)


def make_request(stack: RunningStack, email: str, **changes: str) -> str:
    """Make a privacy request by the website's form and return its reference."""
    asked = {"kind": "objection", "name": "Fenna van der Linden", "email": email, "language": "nl", **changes}
    reply = stack.post_form("/privacy-requests", asked)
    assert reply.status == 202, reply.text
    return str(reply.json["reference"])


def find_listed(visitor: Visitor, reference: str, what: str = "") -> Locator | None:
    """Return the link of an item on the list that is shown, on whichever page it is, or nothing where it is not there."""
    link = visitor.page.locator("tr", has_text=what).get_by_role("link", name=reference)
    further = visitor.page.locator("a[rel=next]")
    visitor.page.wait_for_load_state()
    while not link.count():
        if not further.count():
            return None
        with visitor.page.expect_navigation():
            further.click()
    return link


def press(visitor: Visitor, label: str, *, reason: str = "") -> None:
    """Make a move with the request on the page, with its reason where it needs one."""
    if reason:
        visitor.page.locator("summary", has_text=re.compile(f"^{label}$")).click()
        visitor.page.locator("details[open] textarea").fill(reason)
    visitor.page.get_by_role("button", name=label, exact=True).click()


def check_page(visitor: Visitor) -> None:
    """Check that nothing on the page keeps anybody out, leaves the screen, or breaks the policy."""
    assert visitor.list_barriers() == ""
    width: Any = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0
    assert visitor.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_officer_signs_in_and_decides(arrive: Arrive, stack: RunningStack, script: bool) -> None:  # noqa: FBT001 - a parameter of the test
    officer = arrive(script=script)
    reference = make_request(stack, officer.email)
    sign_in(officer, "Olga")
    link = find_listed(officer, reference)
    assert link is not None
    link.click()

    press(officer, "Aannemen zonder bevestiging", reason="Aan de balie gezien.")
    press(officer, "In behandeling nemen")
    press(officer, "Toewijzen", reason="U hebt gelijk.")

    expect(officer.page.locator(".standing")).to_contain_text("Toegewezen")
    expect(officer.page.locator(".timeline")).to_contain_text("Olga Smit")
    told = stack.wait_for_mails(officer.email, 4)
    assert any("Olga Smit" in mail["text"] and "Autoriteit Persoonsgegevens" in mail["text"] for mail in told)
    lines = find_lines(stack, reference)
    assert {(line["event"], line["what"]) for line in lines if line["by"] == "Olga Smit"} == {
        ("view", "privacy_request"),
        ("request", "vouch"),
        ("request", "take_up"),
        ("request", "grant"),
    }
    assert officer.complaints == []


def test_a_decision_without_a_reason_comes_back_as_it_was(arrive: Arrive, stack: RunningStack) -> None:
    officer = arrive()
    reference = make_request(stack, officer.email)
    sign_in(officer, "Olga")
    officer.page.goto(f"{stack.base_url}/desk/requests/{reference}")

    press(officer, "Aannemen zonder bevestiging", reason="   ")

    expect(officer.page.get_by_role("alert")).to_be_visible()
    expect(officer.page.locator("details[open] .error")).to_have_text("Vul dit veld in.")
    check_page(officer)


def test_a_handler_works_on_a_request_and_cannot_decide(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    reference = make_request(stack, handler.email)
    sign_in(handler, "Hanna")
    handler.page.goto(f"{stack.base_url}/desk/requests/{reference}")

    press(handler, "Aannemen zonder bevestiging", reason="Aan de telefoon gesproken.")
    press(handler, "In behandeling nemen")

    expect(handler.page.locator(".standing")).to_contain_text("In behandeling")
    expect(handler.page.get_by_text("Toewijzen")).to_have_count(0)


def test_a_copy_is_judged_by_who_sees_it_once_and_then_gone(arrive: Arrive, stack: RunningStack) -> None:
    person, handler = arrive(), arrive()
    reference = start_copy(person, stack)
    before = list_copies(stack)
    choose_photo(person)
    drag(person, person.page.locator("#canvas"), (0.2, 0.2), (0.6, 0.4))
    send_copy(person)
    person.page.get_by_text("Wij hebben uw kopie en kijken ernaar.").wait_for()
    sign_in(handler, "Hanna")
    handler.page.goto(f"{stack.base_url}/desk/requests/{reference}")

    press(handler, "Kopie bekijken")
    copy = handler.page.locator("img.copy")
    expect(copy).to_be_visible()
    handler.page.wait_for_function("document.querySelector('img.copy').naturalWidth > 0")
    check_page(handler)
    press(handler, "Kopie akkoord")

    expect(handler.page.locator(".standing")).to_contain_text("In behandeling")
    assert set(list_copies(stack)) <= set(before)
    views = [line for line in find_lines(stack, reference) if line["event"] == "view"]
    assert sum(line["what"] == "identity_proof" for line in views) == 1


def test_the_request_leads_to_everything_held_under_its_address(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    reference = make_request(stack, handler.email)
    sign_in(handler, "Hanna")
    handler.page.goto(f"{stack.base_url}/desk/requests/{reference}")

    handler.page.get_by_role("link", name="Alles wat wij").click()

    expect(handler.page.locator("main")).to_contain_text(reference)
    lines = [line for line in find_lines(stack, reference) if line["event"] == "view"]
    assert {line["what"] for line in lines} == {"privacy_request", "person"}


def test_who_was_too_late_reads_what_happened(arrive: Arrive, stack: RunningStack) -> None:
    first, second = arrive(), arrive()
    reference = make_request(stack, first.email)
    for officer in (first, second):
        sign_in(officer, "Olga" if officer is first else "Hanna")
        officer.page.goto(f"{stack.base_url}/desk/requests/{reference}")
    press(first, "Aannemen zonder bevestiging", reason="Gezien.")
    expect(first.page.locator(".timeline")).to_contain_text("Olga Smit")

    press(second, "Aannemen zonder bevestiging", reason="Ook gezien.")

    expect(second.page.locator("h1")).to_have_text("Iemand was u voor")
    expect(second.page.locator("main")).to_contain_text("Olga Smit")
    expect(second.page.locator("main")).to_contain_text("Ook gezien.")
    check_page(second)


def test_a_request_by_telephone_is_registered(arrive: Arrive, stack: RunningStack) -> None:
    handler = arrive()
    sign_in(handler, "Hanna")
    handler.page.get_by_role("link", name="Verzoek invoeren").click()
    handler.page.get_by_role("button", name="Verzoek bewaren").click()
    expect(handler.page.get_by_role("alert")).to_be_visible()
    check_page(handler)

    handler.fill(channel="phone", kind="access", name="Fenna van der Linden", email=handler.email)
    handler.page.get_by_role("button", name="Verzoek bewaren").click()

    expect(handler.page.locator("main")).to_contain_text("per telefoon")
    [mail] = stack.wait_for_mails(handler.email)
    assert "/privacy-requests/" in mail["text"]


def test_signing_out_leaves_nothing_behind(arrive: Arrive, stack: RunningStack) -> None:
    officer = arrive()
    sign_in(officer, "Olga")
    officer.page.get_by_role("button", name="Uitloggen").click()
    expect(officer.page.locator("h1")).to_have_text("U bent uitgelogd")
    check_page(officer)
    officer.page.get_by_role("link", name="Log dan ook uit bij de inlogdienst").click()
    expect(officer.page).to_have_url(f"{stack.base_url}/desk/signed-out")

    officer.page.goto(f"{stack.base_url}/desk")
    expect(officer.page.get_by_role("button", name="Olga")).to_be_visible()


@pytest.mark.parametrize("width", [1280, PHONE])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_keeps_anybody_out(arrive: Arrive, stack: RunningStack, language: str, width: int) -> None:
    officer = arrive(width=width, language=language)
    reference = make_request(stack, officer.email, kind="portability", details="Stuur alles naar mijn school.")
    sign_in(officer, "Olga")
    for path in ("/desk", f"/desk/requests/{reference}", "/desk/register", "/desk/requests/P-00000-00000"):
        officer.page.goto(f"{stack.base_url}{path}")
        assert officer.page.evaluate("document.documentElement.lang") == language
        check_page(officer)
    officer.page.goto(f"{stack.base_url}/desk/requests/{reference}")
    for summary in officer.page.locator("summary").all():
        summary.click()
        check_page(officer)
