"""The data inventory: what each field is, why it may be kept, for how long, and who receives it.

The inventory is declared on the fields themselves. A model whose field carries no declaration cannot be defined: importing
its module raises `FieldNotDeclared`. The record of processing (GDPR art. 30), how long people are told that a field is kept,
and which fields are sensitive are read from here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, dataclass_transform

from pydantic import BaseModel, ConfigDict

from loket.core.retention import Retention


class Category(StrEnum):
    """Kinds of data: those that the privacy statement lists, and what comes with using them."""

    NAME = "name"
    CONTACT = "contact details"
    ADDRESS = "address"
    BIRTH = "birth"
    GENDER = "gender"
    EDUCATION = "level of education"
    BANK_ACCOUNT = "IBAN"
    FREE_TEXT = "questions and free text"
    MARITAL_STATUS = "marital status"
    CITIZEN_NUMBER = "citizen service number (BSN)"
    NATIONALITY = "nationality"
    EMPLOYER = "employer"
    CHOICE = "choice of service"
    CONSENT = "consent"
    MONEY = "payments and refunds"
    ADMINISTRATION = "administration"
    GUARD = "protection against abuse"


class Purpose(StrEnum):
    """Why a field is kept."""

    COURSE = "taking part in a course"
    COMMUNICATION = "answering by mail, post or telephone"
    PAYMENT = "handling payment"
    NEWSLETTER = "sending newsletters"
    RIGHTS = "honouring the rights of people whose data is held"
    ACCOUNTABILITY = "showing that the law is kept"
    TAX = "keeping the books that the tax law asks for"
    SECURITY = "protecting the website against abuse"


class LegalBasis(StrEnum):
    """The ground for processing: GDPR art. 6(1)."""

    CONTRACT = "performance of a contract, GDPR art. 6(1)(b)"
    CONSENT = "consent, GDPR art. 6(1)(a)"
    LEGAL_OBLIGATION = "legal obligation, GDPR art. 6(1)(c)"
    LEGITIMATE_INTEREST = "legitimate interest, GDPR art. 6(1)(f)"


class Sensitivity(StrEnum):
    """How carefully a field is handled: `SENSITIVE` is stored only where a course names the legal ground for it."""

    NONE = "not about a person"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Recipient(StrEnum):
    """Who, outside the provider itself, a field may be given to."""

    MAIL_SERVICE = "mail service (Amazon SES)"
    PAYMENT_PROVIDER = "payment provider (Mollie or Stripe)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One line of the data inventory, attached to a model field through `Annotated`."""

    category: Category
    purpose: Purpose
    basis: LegalBasis
    retention: Retention = Retention.STANDARD
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    recipients: frozenset[Recipient] = frozenset()
    outranks_erasure: bool = False


class FieldNotDeclared(TypeError):
    """A model was defined with a field that the data inventory does not know."""


@dataclass_transform(kw_only_default=True)
class Declared(BaseModel):
    """Base of every model that holds data: closed, frozen, and each field declared in the inventory."""

    # `defer_build`: a function's start pays for the models that it uses, not for all that it can reach (`make bench`).
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:  # noqa: ANN401 - pydantic's signature
        """Refuse a model with an undeclared field."""
        for name, info in cls.model_fields.items():
            if not any(isinstance(mark, Field) for mark in info.metadata):
                raise FieldNotDeclared(f"{cls.__name__}.{name} has no line in the data inventory")


def declarations(model: type[Declared]) -> dict[str, Field]:
    """Return the inventory line of each field of a model, by field name."""
    return {
        name: next(mark for mark in info.metadata if isinstance(mark, Field)) for name, info in model.model_fields.items()
    }


def sensitive_fields(model: type[Declared]) -> frozenset[str]:
    """Return the names of a model's fields that are sensitive."""
    return frozenset(name for name, field in declarations(model).items() if field.sensitivity is Sensitivity.SENSITIVE)
