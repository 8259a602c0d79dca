"""What a course does not need is not kept: every course of the catalogue, every field of the form."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.consent import STATEMENT_VERSION, WORDING
from loket.core.doubt import Doubt
from loket.core.form import read_form
from loket.core.inventory import sensitive_fields
from loket.core.language import Language
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import LOCAL_TIME
from loket.enrollment.domain.course import Course, Need
from loket.enrollment.domain.enrollment import (
    ALWAYS_KEPT,
    ASKABLE,
    CourseClosed,
    Enrolled,
    EnrollmentFields,
    EnrollmentForm,
    enroll,
)
from loket.texts import texts

from tests.unit.event import NOW
from tests.unit.sample import VALUES, WHO, catalogue, find, needed_values

COURSES = catalogue().courses
EVERY_FIELD = [(course, name) for course, name in itertools.product(COURSES, sorted(ASKABLE))]
IDS = [f"{course.code}-{name}" for course, name in EVERY_FIELD]


def read(course: Course, **values: Any) -> EnrollmentForm:
    return read_form(EnrollmentForm, {"course": course.code, **WHO, **values})


def enroll_with(course: Course, *, at: datetime = NOW, **values: Any) -> Enrolled:
    return enroll(
        read(course, **values),
        course,
        reference="E-00000-00000",
        doubts=frozenset(),
        attempt="attempt",
        received_at=at,
    )


def kept(enrolled: Enrolled, name: str) -> object:
    return getattr(enrolled.enrollment, name, None)


def everything(course: Course, **more: Any) -> dict[str, Any]:
    return {**VALUES, **needed_values(course), **more}


def test_the_sample_has_a_value_for_everything() -> None:
    assert set(VALUES) == ASKABLE


@pytest.mark.parametrize(("course", "name"), EVERY_FIELD, ids=IDS)
def test_without_consent_only_what_is_needed_is_kept(course: Course, name: str) -> None:
    needed = name in course.named(Need.REQUIRED) | course.named(Need.LAW)

    enrolled = enroll_with(course, **everything(course))

    assert (kept(enrolled, name) is not None) is needed
    assert (name in enrolled.enrollment.discarded) is not needed
    assert enrolled.consents == ()


@pytest.mark.parametrize(("course", "name"), EVERY_FIELD, ids=IDS)
def test_consent_covers_what_the_course_asks_and_nothing_else(course: Course, name: str) -> None:
    asked = name in {field.name for field in course.fields}

    enrolled = enroll_with(course, **everything(course, consent_extra_data="on"))

    assert (kept(enrolled, name) is not None) is asked
    assert (name in enrolled.enrollment.discarded) is not asked


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
def test_a_sensitive_value_is_kept_under_a_law_only(course: Course) -> None:
    enrolled = enroll_with(course, **everything(course, consent_extra_data=True, consent_newsletter=True))

    present = {name for name in sensitive_fields(EnrollmentFields) if kept(enrolled, name) is not None}

    assert present == course.named(Need.LAW)
    for name in sensitive_fields(EnrollmentFields) - present:
        assert VALUES[name] not in repr(enrolled)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
def test_all_that_is_missing_is_named_at_once(course: Course) -> None:
    needed = course.named(Need.REQUIRED) | course.named(Need.LAW)
    if not needed:
        assert enroll_with(course)
        return
    with pytest.raises(FormRefused) as refused:
        enroll_with(course)

    assert refused.value.errors == tuple(FieldError(name, "required") for name in sorted(needed))


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
def test_what_is_needed_is_enough(course: Course) -> None:
    enrollment = enroll_with(course, **needed_values(course)).enrollment

    assert not set(enrollment.discarded) - {"country"}
    assert {name for name in ALWAYS_KEPT if getattr(enrollment, name, None)} == ALWAYS_KEPT - {"message"}


@given(st.sampled_from(COURSES), st.sets(st.sampled_from(sorted(ASKABLE))), st.booleans())
def test_what_was_sent_is_either_kept_or_named(course: Course, names: set[str], consent: bool) -> None:  # noqa: FBT001 - drawn
    sent = {name: everything(course)[name] for name in names} | needed_values(course)

    enrollment = enroll_with(course, **sent, consent_extra_data=consent).enrollment
    present = {name for name in ASKABLE if getattr(enrollment, name, None) is not None}

    assert present.isdisjoint(enrollment.discarded)
    assert present | set(enrollment.discarded) == set(sent)
    assert enrollment.discarded == tuple(sorted(enrollment.discarded))


def test_a_consent_is_kept_as_it_was_given() -> None:
    course = find("trainer-bedrijven")

    consents = enroll_with(
        course, phone="0612345678", iban=VALUES["iban"], consent_extra_data="on", consent_newsletter="on", language="en"
    ).consents

    extra, newsletter = consents
    assert (extra.purpose, extra.fields, extra.wording) == ("extra_data", ("iban", "phone"), WORDING["extra_data"])
    assert (newsletter.purpose, newsletter.fields) == ("newsletter", ("email",))
    assert {consent.statement_version for consent in consents} == {STATEMENT_VERSION}
    assert {consent.language for consent in consents} == {"en"}
    assert {consent.received_at for consent in consents} == {int(NOW.timestamp())}
    assert {consent.about for consent in consents} == {"E-00000-00000"}
    assert all(consent.wording in texts(Language.EN) for consent in consents)


def test_consent_to_nothing_is_no_consent() -> None:
    assert enroll_with(find("toetsen-hbo"), **everything(find("toetsen-hbo")), consent_extra_data="on").consents == ()
    assert enroll_with(find("trainer-bedrijven"), consent_extra_data="on").consents == ()


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2027, 12, 31, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 12, 31, 23, 0, tzinfo=UTC), False),
        (datetime(2030, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_course_closes_at_the_end_of_its_local_day(at: datetime, is_open: bool) -> None:  # noqa: FBT001 - a table's column
    course = find("proefles-lesgeven")
    assert course.closes_on == date(2027, 12, 31)

    if is_open:
        assert enroll_with(course, at=at)
    else:
        with pytest.raises(CourseClosed):
            enroll_with(course, at=at)


@pytest.mark.parametrize(("born", "taken"), [(0, True), (-1, True), (1, False), (366, False), (-365 * 122, False)])
def test_nobody_is_born_tomorrow_or_very_long_ago(born: int, taken: bool) -> None:  # noqa: FBT001 - a table's column
    course = find("medicatieveiligheid-zorg")
    day = NOW.astimezone(LOCAL_TIME).date() + timedelta(days=born)

    if taken:
        assert enroll_with(course, date_of_birth=day.isoformat()).enrollment.date_of_birth == day
        return
    with pytest.raises(FormRefused) as refused:
        enroll_with(course, date_of_birth=day.isoformat())
    assert refused.value.errors == (FieldError("date_of_birth", "date_of_birth"),)


def test_a_postcode_is_checked_in_its_country() -> None:
    course = find("basiskwalificatie-hbo")
    values = {**needed_values(course), "postcode": "1012AB"}

    assert enroll_with(course, **values).enrollment.postcode == "1012 AB"
    with pytest.raises(FormRefused) as refused:
        enroll_with(course, **{**values, "postcode": "2000"})
    assert refused.value.errors == (FieldError("postcode", "postcode"),)


def test_a_number_in_free_text_is_cut_and_its_field_named() -> None:
    course = find("toetsen-hbo")
    values = {**needed_values(course), "message": "Mijn BSN is 123 456 782", "place_of_birth": "NL91 ABNA 0417 1643 00"}

    enrollment = enroll_with(course, **values).enrollment

    assert enrollment.message == "Mijn BSN is [BSN]"
    assert enrollment.place_of_birth == "[IBAN]"
    assert enrollment.redacted == ("message", "place_of_birth")


def test_what_is_discarded_is_not_looked_at_further() -> None:
    enrollment = enroll_with(find("orde-houden-vo"), employer="BSN 123456782").enrollment

    assert (enrollment.discarded, enrollment.redacted) == (("employer",), ())


def test_doubts_go_with_the_enrollment_in_order() -> None:
    course = find("orde-houden-vo")
    enrolled = enroll(
        read(course),
        course,
        reference="E-1",
        doubts=frozenset({Doubt.TOO_FAST, Doubt.HONEYPOT}),
        attempt="attempt",
        received_at=NOW,
    )

    assert enrolled.enrollment.doubts == ("honeypot", "too_fast")
    assert enrolled.enrollment.status == "in_review"


def test_the_title_is_kept_in_the_persons_language() -> None:
    course = find("orde-houden-vo")

    assert enroll_with(course, language="en").enrollment.course_title == course.title.en
    assert enroll_with(course).enrollment.course_title == course.title.nl
