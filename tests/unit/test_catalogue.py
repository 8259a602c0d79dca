"""The catalogue asks only what the inventory allows; loading one replaces an older one and keeps the places taken."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from loket.enrollment.domain.catalogue import Catalogue, CatalogueRefused, check_catalogue
from loket.enrollment.domain.course import AskedField, Course, Need, Sector, Vat
from loket.enrollment.store.catalogue import CatalogueOutdated, store_catalogue
from loket.storage.client import StoreRefused, StoreUnavailable
from pydantic import ValidationError

from tests.catalogue import describe_course
from tests.template import PROJECT
from tests.unit.cloud import Cloud, Fault
from tests.unit.sample import VALUES, catalogue, catalogue_file
from tools.operate.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

type Json = dict[str, Any]

WHY = {"nl": "Daarom.", "en": "Because."}
SENSITIVE = ("bsn", "nationality", "marital_status", "employer")
ONE: Json = {**describe_course("een", 100, 1, {}), "closes_on": "2027-01-01"}
WHOLE: Json = {"version": "2026-01-01", "valid_until": "2027-01-01", "courses": [ONE]}


def with_field(**asked: Any) -> Catalogue:
    """Return a catalogue whose only course asks one thing."""
    return Catalogue.model_validate({**WHOLE, "courses": [{**ONE, "fields": [{"why": WHY, **asked}]}]})


def is_taken(found: Catalogue) -> bool:
    try:
        check_catalogue(found)
    except CatalogueRefused:
        return False
    return True


def is_read(model: type[Catalogue | Course | AskedField], sent: Json) -> bool:
    try:
        model.model_validate(sent)
    except ValidationError:
        return False
    return True


def test_the_shipped_catalogue_is_right_and_realistic() -> None:
    """The real one, by itself: nothing here asks what day it is, and no other test of these reads it."""
    shipped = Catalogue.model_validate_json((PROJECT / "catalogue" / "courses.json").read_bytes())
    check_catalogue(shipped)
    made = date.fromisoformat(shipped.version[:10])

    assert len(shipped.courses) >= 10
    assert {course.sector for course in shipped.courses} == set(Sector)
    assert {course.vat for course in shipped.courses} == set(Vat)
    assert {course.flexible_route for course in shipped.courses} == {True, False}
    assert {course.currency for course in shipped.courses} == {"EUR"}
    assert [course.code for course in shipped.courses if not made <= course.closes_on <= shipped.valid_until] == []
    said = [(course.code, words) for course in shipped.courses for words in (course.title, course.summary)]
    said += [(course.code, asked.why) for course in shipped.courses for asked in course.fields]
    assert [code for code, words in said if not words.nl.strip() or not words.en.strip() or words.nl == words.en] == []


def test_a_sensitive_field_needs_a_law() -> None:
    plain = sorted(set(VALUES) - set(SENSITIVE))
    law = {"need": "law", "legal_ground": "Wet"}

    assert [name for name in SENSITIVE if not is_taken(with_field(name=name, **law))] == []
    needs = (Need.REQUIRED, Need.CONSENT)
    assert [(name, need) for name in SENSITIVE for need in needs if is_taken(with_field(name=name, need=need))] == []
    assert [name for name in plain if is_taken(with_field(name=name, **law))] == []
    assert [(name, need) for name in plain for need in needs if not is_taken(with_field(name=name, need=need))] == []


def test_a_law_must_be_named_and_only_for_what_it_asks() -> None:
    asked = {"name": "phone", "why": WHY}

    assert is_read(AskedField, {**asked, "need": "law", "legal_ground": "Wet"})
    assert is_read(AskedField, {**asked, "need": "required"})
    assert not is_read(AskedField, {**asked, "need": "law"})
    assert not is_read(AskedField, {**asked, "need": "law", "legal_ground": ""})
    assert not is_read(AskedField, {**asked, "need": "required", "legal_ground": "Wet"})
    assert not is_read(AskedField, {**asked, "need": "consent", "legal_ground": "Wet"})


def test_a_course_asks_for_fields_of_the_form_only() -> None:
    for name in ("email", "first_name", "message", "shoe_size", "altcha", "course"):
        with pytest.raises(CatalogueRefused, match=f"een asks for {name}"):
            check_catalogue(with_field(name=name, need="required"))


def test_every_course_is_looked_at_and_every_field_of_it() -> None:
    good = {"name": "phone", "need": "required", "why": WHY}
    bad = {**ONE, "code": "twee", "fields": [good, {"name": "bsn", "need": "consent", "why": WHY}]}

    with pytest.raises(CatalogueRefused, match="twee: bsn"):
        check_catalogue(Catalogue.model_validate({**WHOLE, "courses": [ONE, bad]}))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({}, {"courses": [ONE, ONE]}),
        ({"courses": [{**ONE, "code": f"c{number}"} for number in range(500)]}, {"courses": []}),
        ({"version": "2026-01-01.2"}, {"courses": [{**ONE, "code": f"c{number}"} for number in range(501)]}),
        ({"version": "2026-12-31"}, {"version": "2026-1-1"}),
        ({"version": "2026-12-31.9"}, {"version": "2026-12-31.10"}),
        ({"version": "2026-12-31"}, {"version": "a2026-12-31"}),
        ({"valid_until": "2026-12-31"}, {"valid_until": "31-12-2026"}),
        ({}, {"owner": "Olga"}),
    ],
)
def test_a_catalogue_is_whole(good: Json, bad: Json) -> None:
    assert is_read(Catalogue, {**WHOLE, **good})
    assert not is_read(Catalogue, {**WHOLE, **bad})


COURSES: list[tuple[str, list[Any], list[Any]]] = [
    ("code", ["a", "a-1-b", "x" * 40], ["", "A", "a_b", "-a", "a-", "a--b", "x" * 41]),
    ("price_cents", [0, 1], [-1, 1.5, None]),
    ("capacity", [1, None], [0, -1]),
    ("closes_on", ["2026-02-28"], ["2026-02-29", None]),
    ("sector", ["po_vo", "mbo", "hbo", "business", "care"], ["vo", ""]),
    ("vat", ["exempt", "high"], ["low", ""]),
    ("title", [{"nl": "a", "en": "b"}], [{"nl": "a"}, {"nl": "a", "en": ""}, {"nl": "", "en": "b"}]),
    ("summary", [{"nl": "a", "en": "b"}], [{"nl": "a", "en": "b", "de": "c"}, "a"]),
]


def test_a_course_is_described_as_agreed() -> None:
    taken = {
        (name, str(value)): is_read(Course, {**ONE, name: value}) for name, good, bad in COURSES for value in good + bad
    }
    expected = {(name, str(value)): value in good for name, good, bad in COURSES for value in good + bad}

    assert taken == expected
    assert not is_read(Course, {**ONE, "seats": 3})
    assert Course.model_validate(ONE).currency == "EUR"


def stored(cloud: Cloud, code: str) -> Json:
    [item] = [item for item in cloud.items("CourseTable") if item["sk"] == f"COURSE#{code}"]
    return item


def test_what_is_loaded_is_what_is_stored_until_the_day_after_the_last_one(cloud: Cloud) -> None:
    store_catalogue(Catalogue.model_validate(WHOLE))

    item = stored(cloud, "een")
    assert Course.model_validate(item["course"]) == Course.model_validate(ONE)
    assert (item["catalogue_version"], item["seats_taken"], item["places"]) == ("2026-01-01", 0, 1)
    # Until the end of 1 January on the Dutch clock.
    assert datetime.fromtimestamp(item["offered_until"], UTC) == datetime(2027, 1, 1, 23, 0, tzinfo=UTC)
    # And its count for as long as somebody who enrolled on the last day.
    assert datetime.fromtimestamp(item["expires_at"], UTC) == datetime(2029, 1, 1, 23, 0, tzinfo=UTC)


def test_loading_again_keeps_the_places_taken_and_takes_a_new_number_of_them(cloud: Cloud) -> None:
    store_catalogue(Catalogue.model_validate(WHOLE))
    cloud.put("CourseTable", {**stored(cloud, "een"), "seats_taken": 5})

    for capacity, places in ((7, 7), (None, None)):
        store_catalogue(Catalogue.model_validate({**WHOLE, "courses": [{**ONE, "capacity": capacity}]}))
        item = stored(cloud, "een")
        assert (item["seats_taken"], item.get("places")) == (5, places)


def test_an_older_catalogue_never_replaces_a_newer_one(cloud: Cloud, tmp_path: Path) -> None:
    before = cloud.items("CourseTable")
    whole = json.loads(catalogue_file().read_text(encoding="utf-8"))
    day_before = date.fromisoformat(whole["version"]) - timedelta(days=1)
    file = tmp_path / "courses.json"
    file.write_text(json.dumps({**whole, "version": str(day_before), "valid_until": "2040-01-01"}), encoding="utf-8")

    assert main(["courses", "load", str(file)]) == 1
    assert cloud.items("CourseTable") == before
    with pytest.raises(CatalogueOutdated, match="CourseTable holds a newer version"):
        store_catalogue(Catalogue.model_validate_json(file.read_bytes()))
    cloud.load_courses()


def test_a_table_that_does_not_answer_holds_no_newer_version(cloud: Cloud) -> None:
    denied = Fault("UpdateItem", 400, {"__type": "AccessDeniedException"}, times=1)
    for fault, told in ((denied, StoreRefused), (Fault("UpdateItem", times=3), StoreUnavailable)):
        cloud.fail(fault)
        with pytest.raises(told):
            store_catalogue(catalogue())
    store_catalogue(catalogue())


def test_a_file_that_is_no_catalogue_loads_nothing(cloud: Cloud, tmp_path: Path) -> None:
    before = cloud.items("CourseTable")
    file = tmp_path / "courses.json"
    contents = ["", "{}", "[]", '{"version": "2026-01-01"}', "\x00", json.dumps({**WHOLE, "courses": []})]

    def load(content: str) -> int:
        file.write_text(content, encoding="utf-8")
        return main(["courses", "load", str(file)])

    assert [content for content in contents if load(content) != 1] == []
    assert cloud.items("CourseTable") == before
    assert main(["courses", "load", str(tmp_path / "absent.json")]) == 1
    assert load(json.dumps(WHOLE)) == 0
