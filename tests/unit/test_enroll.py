"""What a course does not need is not kept: every kind of course, every field of the form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.doubt import Doubt
from loket.core.form import read_form
from loket.core.language import Language
from loket.core.refusal import FieldError, FormRefused
from loket.enrollment.domain.course import Course, Need
from loket.enrollment.domain.effect import effects_of
from loket.enrollment.domain.enrollment import (
    ALWAYS_KEPT,
    ASKABLE,
    OF_INVOICE,
    CourseClosed,
    Enrolled,
    EnrollmentForm,
    enroll,
)
from loket.texts import texts

from tests.unit.event import NOW
from tests.unit.sample import VALUES, WHO, catalogue, find, needed_values

COURSES = catalogue().courses


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


# The fields that a course may ask for, written out once: what is not here is never kept for a course.
ORDINARY = "phone street house_number postcode city country date_of_birth place_of_birth gender education_level iban"
SENSITIVE = {"bsn", "nationality", "marital_status", "employer"}


def test_these_fields_may_be_asked_and_the_sample_has_a_value_for_each() -> None:
    assert {*ORDINARY.split(), *SENSITIVE} == ASKABLE == set(VALUES)
    assert {"first_name", "last_name", "email", "message"} == ALWAYS_KEPT


def test_every_kind_of_need_is_asked_for_by_some_course() -> None:
    """What walks over the courses below would say nothing of a need that none of them has."""
    needs = {need: {name for course in COURSES for name in course.named(need)} for need in Need}

    assert needs[Need.LAW] == SENSITIVE
    assert {"date_of_birth", "phone", "postcode"} <= needs[Need.REQUIRED]
    assert {"phone", "gender", "iban", "country", "education_level"} <= needs[Need.CONSENT]
    assert any(not course.fields or not course.named(Need.REQUIRED) for course in COURSES)


def kept_otherwise(*, consent: bool) -> list[tuple[str, str, object]]:
    """Send every field of the form to every course; return what was not kept and named as the course's own list says."""
    wrong: list[tuple[str, str, object]] = []
    for course in COURSES:
        enrolled = enroll_with(course, **everything(course, consent_extra_data=consent))
        may = {asked.name for asked in course.fields if consent or asked.need is not Need.CONSENT}
        asked = {asked.name for asked in course.fields if asked.need is Need.CONSENT} if consent else set()
        for name in ASKABLE:
            found = (kept(enrolled, name) is not None, name in enrolled.enrollment.discarded)
            wrong += [(course.code, name, found)] if found != (name in may, name not in may) else []
        if {name for given in enrolled.consents for name in given.fields} != asked:
            wrong.append((course.code, "consents", enrolled.consents))
    return wrong


def test_without_consent_only_what_is_needed_is_kept() -> None:
    assert kept_otherwise(consent=False) == []


def test_consent_covers_what_the_course_asks_and_nothing_else() -> None:
    assert kept_otherwise(consent=True) == []


def test_a_sensitive_value_is_kept_under_a_law_only() -> None:
    for course in COURSES:
        enrolled = enroll_with(course, **everything(course, consent_extra_data=True, consent_newsletter=True))

        present = {name for name in SENSITIVE if kept(enrolled, name) is not None}

        assert present == course.named(Need.LAW), course.code
        assert [name for name in SENSITIVE - present if VALUES[name] in repr(enrolled)] == [], course.code


def test_all_that_is_missing_is_named_at_once() -> None:
    for course in COURSES:
        needed = course.named(Need.REQUIRED) | course.named(Need.LAW)
        if not needed:
            assert enroll_with(course)
            continue
        with pytest.raises(FormRefused) as refused:
            enroll_with(course)
        assert refused.value.errors == tuple(FieldError(name, "required") for name in sorted(needed)), course.code


def test_what_is_needed_is_enough() -> None:
    for course in COURSES:
        enrollment = enroll_with(course, **needed_values(course)).enrollment

        assert not set(enrollment.discarded) - {"country"}, course.code
        assert {name: getattr(enrollment, name) for name in WHO} == WHO


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
    assert (extra.purpose, extra.fields, extra.wording) == ("extra_data", ("iban", "phone"), "consent.extra_data.1")
    assert (newsletter.purpose, newsletter.fields) == ("newsletter", ("email",))
    assert newsletter.wording == "consent.newsletter.1"
    assert {consent.statement_version for consent in consents} == {"2019-08-01"}
    assert {consent.expires_at for consent in consents} == {int(datetime(2028, 11, 23, 10, 0, tzinfo=UTC).timestamp())}
    assert {consent.language for consent in consents} == {"en"}
    assert {consent.received_at for consent in consents} == {int(NOW.timestamp())}
    assert {consent.about for consent in consents} == {"E-00000-00000"}
    assert all(consent.wording in texts(Language.EN) for consent in consents)


def test_an_enrollment_says_what_was_decided_and_until_when_it_is_kept() -> None:
    """Written out once, as it is stored beside what the person said."""
    stored = enroll_with(find("orde-houden-vo"), phone="0612345678").enrollment

    assert {name: value for name, value in dict(stored).items() if value is not None} == {
        **WHO,
        "reference": "E-00000-00000",
        "status": "waiting_for_payment",
        "attempt": "attempt",
        "course": "orde-houden-vo",
        "course_title": "Cursus orde-houden-vo",
        "language": "nl",
        "discarded": ("phone",),
        "redacted": (),
        "doubts": (),
        "received_at": 1795428000,
        "held_until": int(datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC).timestamp()),
        "due_bucket": stored.due_bucket,
        "due_at": "2026-12-05T22:59:59+00:00",
        "link_version": 1,
        "expires_at": int(datetime(2028, 11, 23, 10, 0, tzinfo=UTC).timestamp()),
    }
    assert stored.name == "Sanne de Vries"
    assert str(stored.due_bucket).startswith("PLACE#")


def test_where_nothing_is_to_be_paid_nothing_is_waited_for() -> None:
    stored = enroll_with(find("proefles-lesgeven")).enrollment

    assert (stored.status, stored.attempt) == ("received", None)


def test_consent_to_nothing_is_no_consent() -> None:
    assert enroll_with(find("toetsen-hbo"), **everything(find("toetsen-hbo")), consent_extra_data="on").consents == ()
    assert enroll_with(find("trainer-bedrijven"), consent_extra_data="on").consents == ()


def test_a_course_closes_at_the_end_of_its_local_day() -> None:
    course = find("proefles-lesgeven").model_copy(update={"closes_on": date(2026, 12, 31)})

    assert enroll_with(course, at=datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC))
    for at in (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)):
        with pytest.raises(CourseClosed) as refused:
            enroll_with(course, at=at)
        assert refused.value.errors == (FieldError("course", "course_closed"),)


def test_nobody_is_born_tomorrow_or_very_long_ago() -> None:
    """Today is the day in the Netherlands, where it is tomorrow an hour before it is in UTC."""
    course, late = find("toetsen-hbo"), datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    def born(day: str) -> Enrolled:
        return enroll_with(course, date_of_birth=day, place_of_birth="Zwolle", at=late)

    for day in ("2026-11-24", "2026-11-23", "1988-02-29", "1906-01-01"):
        assert kept(born(day), "date_of_birth") == date.fromisoformat(day)
    for day in ("2026-11-25", "2027-11-24", "1905-12-31", "0001-01-01"):
        with pytest.raises(FormRefused) as refused:
            born(day)
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
    assert enrolled.enrollment.attempt is None
    assert effects_of(enrolled.enrollment) == ("notify_staff",)
    for doubts in (frozenset[Doubt](), frozenset({Doubt.NO_PROOF}), frozenset({Doubt.MANY_LINKS})):
        taken = enrolled.enrollment.model_copy(update={"doubts": tuple(doubts)})
        assert effects_of(taken) == ("confirm_enrollment", "notify_staff")


def test_the_title_is_kept_in_the_persons_language() -> None:
    course = find("orde-houden-vo")

    assert enroll_with(course, language="en").enrollment.course_title == course.title.en
    assert enroll_with(course).enrollment.course_title == course.title.nl


INVOICE = {"invoice_name": "Stichting De Linde", "invoice_address": "Postbus 7\n9700 AB Groningen"}
PAYING = next(course for course in COURSES if course.price_cents)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.code)
@pytest.mark.parametrize("sent", [(), ("invoice_name",), ("invoice_address",), ("invoice_name", "invoice_address")])
def test_an_invoice_is_asked_for_with_both_or_neither_where_a_course_costs_money(
    course: Course, sent: tuple[str, ...]
) -> None:
    values = {**needed_values(course), **{name: INVOICE[name] for name in sent}}
    if not course.price_cents:
        enrolled = enroll_with(course, **values)
        assert (enrolled.enrollment.discarded, kept(enrolled, "invoice_name")) == (tuple(sorted(sent)), None)
    elif len(sent) == 1:
        with pytest.raises(FormRefused) as refused:
            enroll_with(course, **values)
        assert refused.value.errors == tuple(FieldError(name, "required") for name in OF_INVOICE - set(sent))
    else:
        enrolled = enroll_with(course, **values)
        assert set(sent).isdisjoint(enrolled.enrollment.discarded)
        assert [kept(enrolled, name) for name in INVOICE] == [INVOICE[name] if sent else None for name in INVOICE]


def test_no_course_can_ask_for_an_invoice() -> None:
    assert OF_INVOICE.isdisjoint(ASKABLE | ALWAYS_KEPT)


def test_a_number_that_may_not_be_kept_is_cut_out_of_an_invoice_too() -> None:
    sent: dict[str, Any] = {"invoice_name": "Jan, BSN 123456782", "invoice_address": "NL91ABNA0417164300, Wierum"}
    enrollment = enroll_with(PAYING, **needed_values(PAYING), **sent).enrollment

    assert (enrollment.invoice_name, enrollment.invoice_address) == ("Jan, BSN [BSN]", "[IBAN], Wierum")
    assert enrollment.redacted == ("invoice_address", "invoice_name")


def test_an_address_is_short_and_has_lines() -> None:
    with pytest.raises(FormRefused) as refused:
        read(PAYING, invoice_name="De Linde", invoice_address="x" * 301)
    assert refused.value.errors == (FieldError("invoice_address", "too_long"),)
    form = read(PAYING, invoice_name=" De  Linde ", invoice_address=" Postbus 7\r\nWierum ")
    assert (form.invoice_name, form.invoice_address) == ("De Linde", "Postbus 7\nWierum")
