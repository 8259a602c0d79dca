"""What holds for every page of the website, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_course
from tests.browser.visitor import Visitor
from tests.running import RunningStack

DESK, PHONE, SMALLEST = 1280, 390, 320


def walk(visitor: Visitor) -> Iterator[str]:
    """Open every page that can be reached from the first one, and the pages of thanks; yield each one's path."""
    dutch = ("nl/bedankt-inschrijving", "nl/bedankt-bericht", "nl/bedankt-verzoek")
    thanks = (*dutch, "en/thank-you-enrollment", "en/thank-you-message", "en/thank-you-request")
    todo, seen = ["", *(f"{name}.html" for name in thanks)], set[str]()
    root = f"{visitor.stack.base_url}/website/"
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        visitor.open(path)
        yield path
        links: list[str] = visitor.page.locator("a").evaluate_all("links => links.map(link => link.href.split('#')[0])")
        todo += [link.removeprefix(root) for link in links if link.startswith(root)]


def test_every_course_has_its_form_in_both_languages(visitor: Visitor, stack: RunningStack) -> None:
    paths = set(walk(visitor))
    codes = [course["code"] for course in stack.get("/courses").json["courses"]]

    assert {f"nl/cursus/{code}.html" for code in codes} <= paths
    assert {f"en/course/{code}.html" for code in codes} <= paths


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_no_page_has_a_barrier(arrive: Arrive, width: int) -> None:
    visitor = arrive(width=width)
    barriers = {path: visitor.list_barriers() for path in walk(visitor)}

    assert {path: report for path, report in barriers.items() if report} == {}


def test_no_page_is_wider_than_the_smallest_screen(arrive: Arrive) -> None:
    visitor = arrive(width=SMALLEST)
    widths = {path: visitor.page.evaluate("document.documentElement.scrollWidth") for path in walk(visitor)}

    assert {path: width for path, width in widths.items() if width > SMALLEST} == {}


def test_no_page_asks_others_for_anything_or_leaves_anything_behind(visitor: Visitor, stack: RunningStack) -> None:
    for _ in walk(visitor):
        pass

    assert {stack.base_url} == visitor.list_origins()
    assert visitor.list_traces() == {}
    assert visitor.complaints == []


def test_a_whole_enrollment_asks_others_for_nothing_and_leaves_nothing_behind(visitor: Visitor, stack: RunningStack) -> None:
    visitor.open_course(find_course(stack)["code"])
    visitor.fill_required()
    visitor.send()
    visitor.read_reference()

    assert {stack.base_url} == visitor.list_origins()
    assert visitor.list_traces() == {}
    assert visitor.complaints == []
    assert visitor.list_barriers() == ""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visitor: Visitor) -> None:
    visitor.open("nl/index.html")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    expect(visitor.find("content")).to_be_focused()


def test_every_question_says_why_it_is_asked_and_how_long_its_answer_is_kept(visitor: Visitor, stack: RunningStack) -> None:
    course = find_course(stack, "required", "consent", "law")
    visitor.open_course(course["code"])

    for field in course["fields"]:
        why = visitor.find_description(field["name"])
        for words in (field["why"]["nl"], field["kept"]["nl"], field["legal_ground"] or ""):
            expect(why).to_contain_text(words)
