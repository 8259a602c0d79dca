"""A form is a closed list of fields; what is refused is named and never repeated."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.contact.message import ContactForm, take_message
from loket.core.form import Form, read_form
from loket.core.language import Language
from loket.core.refusal import FieldError, FormRefused
from loket.enrollment.domain.enrollment import EnrollmentForm
from loket.privacy.domain.request import PrivacyRequestForm
from loket.texts import texts

from tests.template import PROJECT
from tests.unit.event import NOW
from tests.unit.sample import MESSAGE, VALUES, WHO

HANDLERS = [*(PROJECT / "functions").glob("*/app.py"), *(PROJECT / "layers" / "loket" / "loket").rglob("*.py")]
DUTCH, ENGLISH = texts(Language.NL), texts(Language.EN)
ENROLLMENT = {"course": "orde-houden-vo", **WHO}
REQUEST = {"kind": "portability", "name": "Sanne de Vries", "email": "sanne.devries@example.nl"}
FORMS: list[tuple[type[Form], dict[str, Any]]] = [
    (ContactForm, MESSAGE),
    (EnrollmentForm, ENROLLMENT),
    (PrivacyRequestForm, REQUEST),
]
EVERY_FIELD = [(form, good, name) for form, good in FORMS for name in form.model_fields]
NEVER_STORED = {"altcha", "return_to", "website"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def errors_of(form: type[Form], sent: dict[Any, Any]) -> tuple[FieldError, ...]:
    with pytest.raises(FormRefused) as refused:
        read_form(form, sent)
    return refused.value.errors


def named_by(form: type[Form], sent: dict[Any, Any]) -> set[str]:
    """Return the fields that a refusal names; none where the form is taken."""
    try:
        read_form(form, sent)
    except FormRefused as refused:
        return {error.field for error in refused.errors}
    return set()


def test_these_are_the_public_forms_and_a_good_one_is_read() -> None:
    """Every form that a function reads whole, but for the one on a person's own page: a new one needs a row here."""
    read = set(re.findall(r"read_form\((\w+),", "".join(place.read_text("utf-8") for place in HANDLERS)))

    assert {form.__name__ for form, _ in FORMS} == read - {"ActionForm"}
    for form, good in FORMS:
        assert read_form(form, good).model_dump(exclude_unset=True, mode="json") == good


def test_an_unknown_field_is_named() -> None:
    for form, good in FORMS:
        for value in ("43", "", None):
            assert errors_of(form, {**good, "shoe_size": value}) == (FieldError("shoe_size", "unknown"),)


def test_a_hostile_name_is_not_repeated_as_it_is() -> None:
    told = {
        "<script>": "script",
        "x" * 40: "x" * 40,
        "x" * 41: "x" * 40,
        "x" * 200: "x" * 40,
        "": "?",
        "🦊": "?",
        "a\r\nb": "ab",
        "naam\u202e": "naam",
        "__proto__": "__proto__",
        "a-b": "a-b",
    }

    assert {name: errors_of(ContactForm, {**MESSAGE, name: "x"}) for name in told} == {
        name: (FieldError(said, "unknown"),) for name, said in told.items()
    }


def test_a_name_that_is_no_text_is_refused() -> None:
    [error] = errors_of(ContactForm, {**MESSAGE, "\ud800": "x"})

    assert error.field == "?"


def test_all_that_is_missing_is_named_at_once() -> None:
    for form, good in FORMS:
        assert errors_of(form, {}) == tuple(FieldError(name, "required") for name in sorted(good))


def test_an_empty_field_counts_as_not_sent() -> None:
    for form, good, name in EVERY_FIELD:
        for empty in ("", None):
            sent = {**good, name: empty}
            if name in good:
                assert errors_of(form, sent) == (FieldError(name, "required"),)
            else:
                assert read_form(form, sent) == read_form(form, good), name


def test_a_field_holds_one_text() -> None:
    values: list[Any] = [[], ["x"], {}, {"x": "y"}, 7, 7.5, float("nan"), [["x"]]]
    rows = [(form, name, value) for form, _, name in EVERY_FIELD for value in values]

    assert rows
    assert [row for row in rows if named_by(row[0], {**dict(FORMS)[row[0]], row[1]: row[2]}) != {row[1]}] == []


def test_no_field_takes_what_cannot_be_read() -> None:
    """What is never stored is looked at elsewhere, but is text of some length as well."""
    rows = [(form, name, value) for form, _, name in EVERY_FIELD for value in ("a\ud800b", "x" * 5000)]
    stored = [(form, name) for form, _, name in EVERY_FIELD if name not in NEVER_STORED]
    rows += [(form, name, value) for form, name in stored for value in ("x\x00y", "\x1b[31m")]

    assert [row for row in rows if named_by(row[0], {**dict(FORMS)[row[0]], row[1]: row[2]}) != {row[1]}] == []


# The longest that each text may be; what is none of these is a choice, a date, or checked by a rule of its own.
LONGEST: dict[type[Form], dict[str, int]] = {
    ContactForm: {"name": 100, "message": 4000, "altcha": 2000, "return_to": 500, "website": 200},
    EnrollmentForm: {
        **dict.fromkeys(("first_name", "last_name", "street", "city", "place_of_birth", "employer"), 100),
        **dict.fromkeys(("house_number", "postcode", "course"), 40),
        "message": 4000,
        "altcha": 2000,
        "return_to": 500,
        "website": 200,
    },
    PrivacyRequestForm: {"name": 100, "details": 4000, "purpose": 100, "recipient_name": 100},
}


def test_a_text_is_as_long_as_it_may_be_and_not_a_sign_longer() -> None:
    for form, names in LONGEST.items():
        good = dict(FORMS)[form]
        for name, longest in names.items():
            assert named_by(form, {**good, name: "x" * longest}) == set(), (form, name)
            assert errors_of(form, {**good, name: "x" * (longest + 1)}) == (FieldError(name, "too_long"),), (form, name)


# How each choice is written in a form: what people once chose is stored by these words.
CHOICES: dict[tuple[type[Form], str], str] = {
    (ContactForm, "topic"): "course enrollment payment complaint privacy waiting_list other",
    (ContactForm, "language"): "nl en",
    (EnrollmentForm, "gender"): "female male other unspecified",
    (EnrollmentForm, "education_level"): "vmbo havo vwo mbo hbo wo other",
    (EnrollmentForm, "marital_status"): "single married registered_partnership divorced widowed",
    (PrivacyRequestForm, "kind"): "access rectification erasure restriction portability objection withdrawal",
}


def test_a_choice_is_one_of_these_and_no_other() -> None:
    for (form, name), words in CHOICES.items():
        good = dict(FORMS)[form]
        for word in words.split():
            assert getattr(read_form(form, {**good, name: word}), name) == word
        for wrong in ("xyz", words.split()[0].upper(), f"{words.split()[0]} "):
            assert errors_of(form, {**good, name: wrong}) == (FieldError(name, "choice"),), (name, wrong)
        annotation = form.model_fields[name].annotation
        [kind] = [
            part for part in (annotation, *get_args(annotation)) if isinstance(part, type) and issubclass(part, StrEnum)
        ]
        assert {str(word) for word in kind} == set(words.split()), name


# What is wrong with each kind of value, in the word that has a text in each language.
CODES: list[tuple[type[Form], str, Any, str]] = [
    (ContactForm, "name", 7, "text"),
    (ContactForm, "name", "\u200b", "required"),
    (ContactForm, "name", "a\x00", "control_character"),
    (ContactForm, "name", "a\ud800", "control_character"),
    (ContactForm, "email", "sanne", "email"),
    (ContactForm, "phone", "12", "phone"),
    (EnrollmentForm, "iban", "NL00", "iban"),
    (EnrollmentForm, "bsn", "123456789", "bsn"),
    (EnrollmentForm, "date_of_birth", "31-02-2000", "date"),
    (EnrollmentForm, "nationality", "Dutch", "choice"),
    (EnrollmentForm, "country", "N1", "choice"),
    (EnrollmentForm, "consent_extra_data", "perhaps", "choice"),
]


def test_what_is_wrong_is_said_by_its_code() -> None:
    told = {row: errors_of(row[0], {**dict(FORMS)[row[0]], row[1]: row[2]}) for row in CODES}

    assert told == {row: (FieldError(row[1], row[3]),) for row in CODES}


@given(st.sampled_from(EVERY_FIELD), ANYTHING)
def test_whatever_a_field_holds_it_is_read_or_refused_by_name(
    field: tuple[type[Form], dict[str, Any], str], value: Any
) -> None:
    form, good, name = field
    try:
        read_form(form, {**good, name: value})
    except FormRefused as refused:
        told = refused.errors
    else:
        return
    assert {error.field for error in told} == {name}
    assert {f"error.{error.code}" for error in told} <= set(DUTCH) & set(ENGLISH)


@given(st.dictionaries(st.text(), ANYTHING))
def test_any_form_is_read_or_refused(sent: dict[str, Any]) -> None:
    assert errors_of(ContactForm, sent)


@given(st.sampled_from(EVERY_FIELD), st.text(min_size=4, max_size=60))
def test_a_refusal_never_repeats_a_value(field: tuple[type[Form], dict[str, Any], str], value: str) -> None:
    form, good, name = field
    planted = f"Kwx{value}Kwx"
    try:
        read_form(form, {**good, name: planted})
    except FormRefused as refused:
        told = refused
    else:
        return
    assert "Kwx" not in f"{told}{told.errors}{told.__cause__}"


def test_a_message_is_taken_without_numbers_that_may_not_be_held() -> None:
    form = read_form(
        ContactForm, {**MESSAGE, "name": "S. 123456782", "message": "IBAN NL91ABNA0417164300", "phone": VALUES["phone"]}
    )

    message = take_message(form, None, reference="M-1", doubts=frozenset(), received_at=NOW)

    assert (message.name, message.message, message.redacted) == ("S. [BSN]", "IBAN [IBAN]", ("message", "name"))
    assert message.phone == VALUES["phone"]
    # Of a text in which nothing was cut nothing is said.
    plain = take_message(read_form(ContactForm, MESSAGE), None, reference="M-1", doubts=frozenset(), received_at=NOW)
    assert plain.redacted == ()
    assert message.expires_at == int(NOW.replace(year=NOW.year + 2).timestamp())
