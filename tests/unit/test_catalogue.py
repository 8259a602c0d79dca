"""The catalogue may only ask what the data inventory allows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from loket.enrollment.domain.catalogue import Catalogue, CatalogueRefused, check_catalogue
from loket.enrollment.domain.course import AskedField, Need, Sector
from pydantic import ValidationError

from tests.unit.cloud import CATALOGUE, Cloud
from tests.unit.sample import catalogue
from tools.operate.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

WHY = {"nl": "Daarom.", "en": "Because."}


def with_field(**asked: Any) -> Catalogue:
    """Return the catalogue with one more question in its first course."""
    first, *rest = catalogue().courses
    changed = first.model_copy(update={"fields": (*first.fields, AskedField.model_validate({"why": WHY, **asked}))})
    return catalogue().model_copy(update={"courses": (changed, *rest)})


def test_the_shipped_catalogue_is_right_and_realistic() -> None:
    check_catalogue(catalogue())

    assert len(catalogue().courses) >= 10
    assert {course.sector for course in catalogue().courses} == set(Sector)
    assert any(course.flexible_route for course in catalogue().courses)


@pytest.mark.parametrize("name", ["bsn", "nationality", "marital_status", "employer"])
@pytest.mark.parametrize("need", [Need.REQUIRED, Need.CONSENT])
def test_a_sensitive_field_needs_a_law(name: str, need: Need) -> None:
    with pytest.raises(CatalogueRefused, match=name):
        check_catalogue(with_field(name=name, need=need))


def test_a_law_must_be_named() -> None:
    with pytest.raises(ValidationError):
        AskedField.model_validate({"name": "bsn", "need": "law", "why": WHY})
    with pytest.raises(ValidationError):
        AskedField.model_validate({"name": "phone", "need": "required", "why": WHY, "legal_ground": "Wet"})


def test_a_field_that_is_not_sensitive_takes_no_law() -> None:
    with pytest.raises(CatalogueRefused):
        check_catalogue(with_field(name="phone", need="law", legal_ground="Wet"))


@pytest.mark.parametrize("name", ["email", "message", "shoe_size", "altcha", "course"])
def test_a_course_asks_for_fields_of_the_form_only(name: str) -> None:
    with pytest.raises(CatalogueRefused, match=name):
        check_catalogue(with_field(name=name, need="required"))


def test_two_courses_cannot_have_one_code() -> None:
    first = catalogue().courses[0].model_dump(mode="json")
    with pytest.raises(ValidationError):
        Catalogue.model_validate({"version": "2026-01-01", "valid_until": "2027-01-01", "courses": [first, first]})


def test_loading_again_keeps_the_places_taken(cloud: Cloud) -> None:
    item = cloud.items("CourseTable")[0]
    cloud.put("CourseTable", {**item, "seats_taken": 5})

    cloud.load_courses()

    assert next(found for found in cloud.items("CourseTable") if found["sk"] == item["sk"])["seats_taken"] == 5


def test_an_older_catalogue_never_replaces_a_newer_one(cloud: Cloud, tmp_path: Path) -> None:
    before = cloud.items("CourseTable")
    older = {**json.loads(CATALOGUE.read_text(encoding="utf-8")), "version": "2020-01-01"}
    file = tmp_path / "courses.json"
    file.write_text(json.dumps(older), encoding="utf-8")

    assert main(["courses", "load", str(file)]) == 1
    assert cloud.items("CourseTable") == before


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"version": "2026-01-01"}', "\x00"])
def test_a_file_that_is_no_catalogue_loads_nothing(cloud: Cloud, tmp_path: Path, content: str) -> None:
    before = cloud.items("CourseTable")
    file = tmp_path / "courses.json"
    file.write_text(content, encoding="utf-8")

    assert main(["courses", "load", str(file)]) == 1
    assert cloud.items("CourseTable") == before
    assert main(["courses", "load", str(tmp_path / "absent.json")]) == 1
