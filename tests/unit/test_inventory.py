"""Data without a line in the inventory cannot exist."""

from __future__ import annotations

from typing import Annotated

import pytest
from loket.contact.message import ContactForm, ContactMessage
from loket.core import field
from loket.core.consent import Consent
from loket.core.effect import Effect
from loket.core.inventory import (
    Category,
    Declared,
    Field,
    FieldNotDeclared,
    LegalBasis,
    Purpose,
    Sensitivity,
    declarations,
    sensitive_fields,
)
from loket.core.item import KEPT_FOR, ItemKind
from loket.core.retention import Retention
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentFields, EnrollmentForm
from pydantic import ValidationError

MODELS = (ContactForm, ContactMessage, EnrollmentForm, Enrollment, Consent, Effect)
GUARDS = {"altcha", "return_to", "website"}


def test_a_model_with_an_undeclared_field_cannot_be_defined() -> None:
    with pytest.raises(FieldNotDeclared, match="shoe_size"):

        class Careless(Declared):
            name: field.Name
            shoe_size: int


def test_a_declared_field_is_enough() -> None:
    shoe_size = Field(category=Category.CHOICE, purpose=Purpose.COURSE, basis=LegalBasis.CONSENT)

    class Careful(Declared):
        shoe_size: Annotated[int, shoe_size]

    assert declarations(Careful) == {"shoe_size": shoe_size}


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_a_line(model: type[Declared]) -> None:
    assert set(declarations(model)) == set(model.model_fields)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_is_closed_and_cannot_be_changed(model: type[Declared]) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"secret": "Kwx"})

    assert "Kwx" not in str(refused.value)
    assert model.model_config["frozen"]


def test_the_statements_sensitive_data_are_sensitive() -> None:
    assert sensitive_fields(EnrollmentFields) == {"bsn", "nationality", "marital_status", "employer"}


@pytest.mark.parametrize("model", [ContactMessage, Enrollment, Consent, Effect])
def test_what_guards_a_form_is_never_stored(model: type[Declared]) -> None:
    assert not GUARDS & set(model.model_fields)
    assert not [name for name, line in declarations(model).items() if line.retention is Retention.NOT_KEPT]


def test_sensitive_data_goes_to_nobody_else() -> None:
    lines = declarations(Enrollment).values()

    assert not [line for line in lines if line.sensitivity is Sensitivity.SENSITIVE and line.recipients]


def test_every_kind_of_item_has_a_purpose() -> None:
    assert set(KEPT_FOR) == set(ItemKind)
