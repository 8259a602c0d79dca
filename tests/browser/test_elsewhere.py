"""The website on an origin of its own, as a customer has it, with the API on another."""

import pytest

from tests.browser.conftest import Arrive
from tests.browser.course import find_stored
from tests.running import RunningStack
from website.catalogue import read_courses
from website.generate import CATALOGUE, Target, write_website

FOLDER = "elsewhere"


@pytest.fixture(scope="module")
def site(stack: RunningStack) -> str:
    """Put the website under another name of this machine: to a browser, that is another origin."""
    site = f"http://localhost:{stack.port}/website/{FOLDER}"
    target = Target(output=stack.state / "website" / FOLDER, api=stack.base_url, site=site)
    write_website(target, read_courses(CATALOGUE))
    return site


def test_a_script_reaches_the_api_on_another_origin(arrive: Arrive, stack: RunningStack, site: str) -> None:
    visitor = arrive(plain_headers=True)
    visitor.page.goto(f"{site}/nl/contact.html")
    visitor.fill("name", "email", "topic", message="Mag dit ook van een andere website?")
    visitor.send()

    assert find_stored(stack, visitor.read_reference())["email"] == visitor.email
    assert visitor.list_origins() == {stack.base_url, f"http://localhost:{stack.port}"}
    assert visitor.complaints == []


def test_a_plain_form_reaches_the_api_on_another_origin_and_comes_back(
    arrive: Arrive, stack: RunningStack, site: str
) -> None:
    visitor = arrive(script=False)
    visitor.page.goto(f"{site}/nl/contact.html")
    visitor.fill("name", "email", "topic", message="Mag dit ook van een andere website?")
    visitor.send()
    visitor.page.wait_for_url(f"{site}/nl/bedankt-bericht.html?reference=*")

    stored = find_stored(stack, visitor.page.url.partition("reference=")[2])
    assert stored["email"] == visitor.email


def test_the_places_that_are_left_come_from_the_api_on_another_origin(arrive: Arrive, site: str) -> None:
    visitor = arrive(plain_headers=True)
    with visitor.page.expect_response("**/courses") as answered:
        visitor.page.goto(f"{site}/nl/index.html")

    assert answered.value.ok
    assert visitor.complaints == []
