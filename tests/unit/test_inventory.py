"""Data without a line in the inventory cannot exist, and each line is the one that was meant."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Annotated

import loket
import pytest
from loket.core import field
from loket.core.form import Form
from loket.core.inventory import (
    Category,
    Declared,
    Field,
    FieldNotDeclared,
    LegalBasis,
    Purpose,
    Recipient,
    Sensitivity,
    declarations,
    sensitive_fields,
)
from loket.core.item import KEPT_FOR, Record
from loket.core.retention import Retention
from loket.core.text import Free
from loket.enrollment.domain.enrollment import Enrollment, EnrollmentFields
from pydantic import ValidationError

from tests.unit.inventory import LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

# Bases that nothing is made of; what is made of them has all that they have.
BASES = {"Record", "Pointer", "Form", "EnrollmentFields", "ContactFields", "RequestFields"}
GUARDS = {"altcha", "return_to", "website"}
# Which words are written freely, so that forbidden numbers are cut out of them.
_ABOUT_ONESELF = (
    "first_name last_name street house_number postcode city place_of_birth employer message invoice_name invoice_address"
)
_ASKED = "name details purpose recipient_name"
FREE = {
    **dict.fromkeys(("EnrollmentFields", "EnrollmentForm", "Enrollment"), _ABOUT_ONESELF),
    **dict.fromkeys(("ContactFields", "ContactForm"), "name message"),
    "ContactMessage": "name message answer",
    **dict.fromkeys(("RequestFields", "PrivacyRequestForm", "PrivacyRequest"), _ASKED),
    "ActionForm": "information",
    "Step": "reason information",
}


def every_model() -> dict[str, type[Declared]]:
    """Return every model of the product, by name."""

    def below(model: type[Declared]) -> Iterator[type[Declared]]:
        for one in model.__subclasses__():
            yield one
            yield from below(one)

    for module in pkgutil.walk_packages(loket.__path__, "loket."):
        importlib.import_module(module.name)
    return {model.__name__: model for model in below(Declared) if model.__module__.startswith("loket.")}


MODELS = every_model()


def written(line: Field) -> str:
    enums = (line.category, line.purpose, line.basis, line.retention, line.sensitivity, *sorted(line.recipients))
    return " ".join([*(one.name.lower() for one in enums), *(["outranks_erasure"] if line.outranks_erasure else [])])


def test_a_model_with_an_undeclared_field_cannot_be_defined() -> None:
    with pytest.raises(FieldNotDeclared, match=r"^Careless\.shoe_size has no line in the data inventory$"):

        class Careless(Declared):
            name: field.Name
            shoe_size: int


def test_a_declared_field_is_enough() -> None:
    shoe_size = Field(category=Category.CHOICE, purpose=Purpose.COURSE, basis=LegalBasis.CONSENT)

    class Careful(Declared):
        shoe_size: Annotated[int, "another mark", shoe_size]

    assert declarations(Careful) == {"shoe_size": shoe_size}
    assert written(shoe_size) == "choice course consent standard personal"


def test_every_field_has_a_line() -> None:
    meant = {
        f"{model}.{name}": line
        for line, fields in LINES.items()
        for models, names in fields.items()
        for model in models.split()
        for name in names.split()
    }
    made = {name: model for name, model in MODELS.items() if name not in BASES}

    found = {f"{name}.{of}": written(line) for name, model in made.items() for of, line in declarations(model).items()}

    assert {"Enrollment", "ContactMessage", "Consent", "Effect", "PrivacyRequest"} <= made.keys()
    assert {of: (line, meant.get(of)) for of, line in found.items() if meant.get(of) != line} == {}
    assert meant.keys() - found.keys() == set()


def test_every_model_is_closed_and_cannot_be_changed() -> None:
    open_ones = []
    for name, model in MODELS.items():
        with pytest.raises(ValidationError) as refused:
            model.model_validate({"secret": "Kwx"})
        kinds = {error["type"] for error in refused.value.errors() if error["loc"] == ("secret",)}
        if "Kwx" in str(refused.value) or kinds != {"extra_forbidden"} or not model.model_config["frozen"]:
            open_ones.append(name)

    assert MODELS
    assert open_ones == []


def test_the_statements_sensitive_data_are_sensitive_and_go_to_nobody_else() -> None:
    assert sensitive_fields(EnrollmentFields) == {"bsn", "nationality", "marital_status", "employer"}
    lines = declarations(Enrollment).values()
    assert [line for line in lines if line.sensitivity is Sensitivity.SENSITIVE and line.recipients] == []


def test_what_guards_a_form_is_never_stored() -> None:
    records = {name: model for name, model in MODELS.items() if issubclass(model, Record) and name not in BASES}

    assert set(Form.model_fields) - {"language"} == GUARDS
    assert {"Enrollment", "ContactMessage", "PrivacyRequest", "PaymentItem", "Effect", "Task"} <= records.keys()
    for name, model in records.items():
        assert not GUARDS & set(model.model_fields), name
        assert not [of for of, line in declarations(model).items() if line.retention is Retention.NOT_KEPT], name


def is_free(field: FieldInfo) -> bool:
    """Return whether a field is marked as written freely."""
    return any(isinstance(mark, Free) for mark in field.metadata)


def test_what_people_write_freely_is_marked() -> None:
    marked = {
        name: {of for of, info in model.model_fields.items() if is_free(info)} for name, model in every_model().items()
    }
    texts = [
        (name, of)
        for name, model in every_model().items()
        for of, line in declarations(model).items()
        if line.category is Category.FREE_TEXT
    ]

    assert {name: fields for name, fields in marked.items() if fields} == {
        name: set(of.split()) for name, of in FREE.items()
    }
    assert [(name, of) for name, of in texts if of not in marked[name]] == []


def test_every_kind_of_item_has_a_purpose() -> None:
    """As it is stored with each item."""
    assert {str(kind): str(purpose) for kind, purpose in KEPT_FOR.items()} == {
        "ENROLLMENT": "taking part in a course",
        "MESSAGE": "answering by mail, post or telephone",
        "CONSENT": "showing that the law is kept",
        "OUTBOX": "answering by mail, post or telephone",
        "ATTEMPT": "handling payment",
        "PAYMENT": "handling payment",
        "FISCAL": "keeping the books that the tax law asks for",
        "DEBTOR": "keeping the books that the tax law asks for",
        "PRIVACY_REQUEST": "honouring the rights of people whose data is held",
        "STEP": "honouring the rights of people whose data is held",
    }


def test_each_kind_of_item_is_stored_under_its_own_name() -> None:
    kinds = {name: str(model.kind) for name, model in MODELS.items() if issubclass(model, Record) and name != "Record"}

    assert kinds == {
        "AttemptPointer": "ATTEMPT",
        "Consent": "CONSENT",
        "ContactMessage": "MESSAGE",
        "Effect": "OUTBOX",
        "Enrollment": "ENROLLMENT",
        "FiscalLine": "FISCAL",
        "InvoiceDebtor": "DEBTOR",
        "PaymentItem": "PAYMENT",
        "Pointer": "OUTBOX",
        "PrivacyRequest": "PRIVACY_REQUEST",
        "Step": "STEP",
        "Task": "OUTBOX",
    }


def test_the_words_of_the_privacy_statement_stay() -> None:
    """They are in the record of processing, which is made from them."""
    assert "; ".join(Category) == (
        "name; contact details; address; birth; gender; level of education; IBAN; questions and free text; marital status; "
        "citizen service number (BSN); nationality; employer; choice of service; consent; payments and refunds; "
        "administration; protection against abuse"
    )
    assert "; ".join(Purpose) == (
        "taking part in a course; answering by mail, post or telephone; handling payment; sending newsletters; "
        "honouring the rights of people whose data is held; showing that the law is kept; "
        "keeping the books that the tax law asks for; protecting the website against abuse"
    )
    assert [str(basis) for basis in LegalBasis] == [
        "performance of a contract, GDPR art. 6(1)(b)",
        "consent, GDPR art. 6(1)(a)",
        "legal obligation, GDPR art. 6(1)(c)",
        "legitimate interest, GDPR art. 6(1)(f)",
    ]
    assert [str(who) for who in Recipient] == ["mail service (Amazon SES)", "payment provider (Mollie or Stripe)"]
    assert [str(how) for how in Sensitivity] == ["not about a person", "personal", "sensitive"]
