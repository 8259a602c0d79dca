"""Making the pages, without a browser."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from loket.contact.message import ContactFields
from loket.enrollment.domain.enrollment import OF_INVOICE, EnrollmentFields
from loket.privacy.domain.request import RequestFields

from website.catalogue import Course, read_courses
from website.generate import CATALOGUE, Target, write_website
from website.question import CONTROLS
from website.text import format_price, read_texts

PLACEHOLDER = re.compile(r"\{\w+\}")


def list_texts(texts: object, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield the name of every text, with its placeholders."""
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from list_texts(value, f"{name}.{key}")
    elif isinstance(texts, list):
        for number, value in enumerate(texts):
            yield from list_texts(value, f"{name}.{number}")
    else:
        yield name, set(PLACEHOLDER.findall(str(texts)))


@pytest.fixture
def course() -> Course:
    """Return one course of the catalogue, to change."""
    return deepcopy(read_courses(CATALOGUE)[0])


def write_page(folder: Path, course: Course, **target: Any) -> str:
    """Write the website for one course and return the page with its form."""
    write_website(Target(output=folder, **target), [course])
    return (folder / "nl" / "cursus" / f"{course['code']}.html").read_text(encoding="utf-8")


def test_both_languages_have_the_same_texts() -> None:
    assert dict(list_texts(read_texts("nl"))) == dict(list_texts(read_texts("en")))


def test_every_field_that_a_form_may_have_can_be_asked() -> None:
    assert set(EnrollmentFields.model_fields) | set(ContactFields.model_fields) | set(RequestFields.model_fields) | {
        "kind"
    } == set(CONTROLS)


def test_markup_in_the_catalogue_stays_text(tmp_path: Path, course: Course) -> None:
    course["title"]["nl"] = "<script>alert(1)</script>"
    page = write_page(tmp_path, course)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_address_of_the_api_is_chosen_in_one_place(tmp_path: Path, course: Course) -> None:
    page = write_page(tmp_path, course, api="https://api.example")

    assert 'data-api="https://api.example"' in page
    assert 'action="https://api.example/enrollments"' in page
    assert "connect-src &#39;self&#39; https://api.example;" in page


def test_people_without_script_come_back_to_the_page_of_thanks(tmp_path: Path, course: Course) -> None:
    page = write_page(tmp_path, course, site="https://www.example/courses")

    assert 'name="return_to" value="https://www.example/courses/nl/bedankt-inschrijving.html"' in page


def test_without_an_address_of_the_site_the_api_shows_its_own_page(tmp_path: Path, course: Course) -> None:
    assert 'name="return_to"' not in write_page(tmp_path, course)


def test_no_page_carries_script_or_style_of_its_own(tmp_path: Path, course: Course) -> None:
    write_page(tmp_path, course)
    pages = "".join(page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html"))

    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", pages) == []


@pytest.mark.parametrize(("language", "price"), [("nl", "€ 1.195,00"), ("en", "€1,195.00")])
def test_a_price_is_written_as_the_language_does(language: str, price: str) -> None:
    assert format_price(119500, language) == price


@pytest.mark.parametrize("price", [0, 119500])
def test_an_invoice_is_offered_where_a_course_costs_money(tmp_path: Path, course: Course, price: int) -> None:
    """Both fields may be left empty, and what is kept of them for seven years stands above them."""
    course["price_cents"] = price
    page = write_page(tmp_path, course)

    for name in OF_INVOICE:
        assert len(re.findall(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>', page)) == bool(price)
        assert not re.search(rf'name="{name}"[^>]* required', page)
        assert (f'id="problem-{name}"' in page) is bool(price)
    assert ("Factuur nodig?" in page) is bool(price)
    assert ("zeven jaar bewaren, ook als u uw andere gegevens laat verwijderen" in page) is bool(price)
