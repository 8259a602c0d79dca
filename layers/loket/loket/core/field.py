"""The fields of people's forms, each with its line in the data inventory.

A field is written down once, here; forms and stored items are made of these. What a person may leave out is
`... | None`. The basis of a field that only some courses ask for is the one that holds when a course asks for it.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Literal

from loket.core import text
from loket.core.doubt import Doubt
from loket.core.inventory import Category, Field, LegalBasis, Purpose, Recipient, Sensitivity
from loket.core.language import Language as _Language
from loket.core.retention import Retention

_MAIL = frozenset({Recipient.MAIL_SERVICE})


class Gender(StrEnum):
    """What a person may choose as their gender."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


class EducationLevel(StrEnum):
    """Levels of education in the Netherlands."""

    VMBO = "vmbo"
    HAVO = "havo"
    VWO = "vwo"
    MBO = "mbo"
    HBO = "hbo"
    WO = "wo"
    OTHER = "other"


class MaritalStatus(StrEnum):
    """Marital status as the civil registry knows it."""

    SINGLE = "single"
    MARRIED = "married"
    REGISTERED_PARTNERSHIP = "registered_partnership"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Topic(StrEnum):
    """What a contact message is about."""

    COURSE = "course"
    ENROLLMENT = "enrollment"
    PAYMENT = "payment"
    COMPLAINT = "complaint"
    PRIVACY = "privacy"
    # Who found a course full asks to hear of a place that comes free; nobody is given one by software.
    WAITING_LIST = "waiting_list"
    OTHER = "other"


def _course(category: Category, *, recipients: frozenset[Recipient] = frozenset()) -> Field:
    return Field(category=category, purpose=Purpose.COURSE, basis=LegalBasis.CONTRACT, recipients=recipients)


def _extra(category: Category) -> Field:
    return Field(category=category, purpose=Purpose.COURSE, basis=LegalBasis.CONSENT)


def _sensitive(category: Category) -> Field:
    return Field(
        category=category,
        purpose=Purpose.COURSE,
        basis=LegalBasis.LEGAL_OBLIGATION,
        sensitivity=Sensitivity.SENSITIVE,
    )


def _answering(category: Category, *, recipients: frozenset[Recipient] = frozenset()) -> Field:
    basis = LegalBasis.LEGITIMATE_INTEREST
    return Field(category=category, purpose=Purpose.COMMUNICATION, basis=basis, recipients=recipients)


def _guard() -> Field:
    return Field(
        category=Category.GUARD,
        purpose=Purpose.SECURITY,
        basis=LegalBasis.LEGITIMATE_INTEREST,
        retention=Retention.NOT_KEPT,
        sensitivity=Sensitivity.NONE,
    )


def _administration(retention: Retention = Retention.STANDARD) -> Field:
    return Field(
        category=Category.ADMINISTRATION,
        purpose=Purpose.COURSE,
        basis=LegalBasis.CONTRACT,
        retention=retention,
        sensitivity=Sensitivity.NONE,
    )


def _consent() -> Field:
    return Field(category=Category.CONSENT, purpose=Purpose.ACCOUNTABILITY, basis=LegalBasis.LEGAL_OBLIGATION)


# Who somebody is and how to reach them.
FirstName = Annotated[text.Line, _course(Category.NAME, recipients=_MAIL), text.FREE]
LastName = Annotated[text.Line, _course(Category.NAME, recipients=_MAIL), text.FREE]
Name = Annotated[text.Line, _answering(Category.NAME, recipients=_MAIL), text.FREE]
Email = Annotated[text.Email, _course(Category.CONTACT, recipients=_MAIL)]
Phone = Annotated[text.Phone | None, _course(Category.CONTACT)]
Street = Annotated[text.Line | None, _course(Category.ADDRESS), text.FREE]
HouseNumber = Annotated[text.ShortLine | None, _course(Category.ADDRESS), text.FREE]
Postcode = Annotated[text.ShortLine | None, _course(Category.ADDRESS), text.FREE]
City = Annotated[text.Line | None, _course(Category.ADDRESS), text.FREE]
Country = Annotated[text.Country | None, _course(Category.ADDRESS)]

# In a contact message the same serve to answer it.
ContactEmail = Annotated[text.Email, _answering(Category.CONTACT, recipients=_MAIL)]
ContactPhone = Annotated[text.Phone | None, _answering(Category.CONTACT)]

# What some courses ask for.
DateOfBirth = Annotated[text.Date | None, _course(Category.BIRTH)]
PlaceOfBirth = Annotated[text.Line | None, _course(Category.BIRTH), text.FREE]
GenderChoice = Annotated[Gender | None, _extra(Category.GENDER)]
EducationChoice = Annotated[EducationLevel | None, _extra(Category.EDUCATION)]
Iban = Annotated[
    text.Iban | None,
    Field(category=Category.BANK_ACCOUNT, purpose=Purpose.PAYMENT, basis=LegalBasis.CONSENT),
]

# Who pays, where an invoice is asked for: this may be another than who enrolls, and an organisation.
_INVOICE = Field(category=Category.NAME, purpose=Purpose.PAYMENT, basis=LegalBasis.CONTRACT)
InvoiceName = Annotated[text.Line | None, _INVOICE, text.FREE]
InvoiceAddress = Annotated[text.PostalAddress | None, replace(_INVOICE, category=Category.ADDRESS), text.FREE]

# What is stored only where a course names the law that asks for it (privacy statement, "Bijzondere persoonsgegevens").
CitizenNumber = Annotated[text.Bsn | None, _sensitive(Category.CITIZEN_NUMBER)]
Nationality = Annotated[text.Country | None, _sensitive(Category.NATIONALITY)]
MaritalChoice = Annotated[MaritalStatus | None, _sensitive(Category.MARITAL_STATUS)]
Employer = Annotated[text.Line | None, _sensitive(Category.EMPLOYER), text.FREE]

# What people write in their own words.
Message = Annotated[text.Paragraphs, _answering(Category.FREE_TEXT), text.FREE]
Remark = Annotated[text.Paragraphs | None, _answering(Category.FREE_TEXT), text.FREE]

# Choices and consents.
CourseCode = Annotated[text.ShortLine, _course(Category.CHOICE)]
TopicChoice = Annotated[Topic, _answering(Category.CHOICE)]
FullCourse = Annotated[text.ShortLine | None, _answering(Category.CHOICE, recipients=_MAIL)]
Language = Annotated[
    _Language,
    Field(
        category=Category.CHOICE,
        purpose=Purpose.COMMUNICATION,
        basis=LegalBasis.LEGITIMATE_INTEREST,
        sensitivity=Sensitivity.NONE,
    ),
]
AskedLanguage = Annotated[
    _Language | None,
    Field(
        category=Category.CHOICE,
        purpose=Purpose.COMMUNICATION,
        basis=LegalBasis.LEGITIMATE_INTEREST,
        sensitivity=Sensitivity.NONE,
    ),
]
ConsentExtraData = Annotated[text.Yes, _consent()]
ConsentNewsletter = Annotated[text.Yes, _consent()]

# What guards the form and is never stored.
Altcha = Annotated[Annotated[str, text.StringConstraints(max_length=2000)] | None, _guard()]
ReturnTo = Annotated[Annotated[str, text.StringConstraints(max_length=500)] | None, _guard()]
ConfirmAgain = Annotated[text.Yes, _guard()]
Honeypot = Annotated[Annotated[str, text.StringConstraints(max_length=200)] | None, _guard()]

# What we write down ourselves about an item.
ADMINISTRATION = _administration()
Reference = Annotated[str, ADMINISTRATION]
Fact = Annotated[str, ADMINISTRATION]
FactIfAny = Annotated[str | None, ADMINISTRATION]
Count = Annotated[int, ADMINISTRATION]
Moment = Annotated[int, ADMINISTRATION]
MomentIfAny = Annotated[int | None, ADMINISTRATION]
FieldNames = Annotated[tuple[str, ...], ADMINISTRATION]
OF_EFFECT = _administration(Retention.EFFECT)
EffectKey = Annotated[str, OF_EFFECT]
EffectKeyIfAny = Annotated[str | None, OF_EFFECT]
EffectMoment = Annotated[int, OF_EFFECT]
EffectNumberIfAny = Annotated[int | None, OF_EFFECT]
Doubts = Annotated[
    tuple[Doubt, ...],
    Field(
        category=Category.GUARD,
        purpose=Purpose.SECURITY,
        basis=LegalBasis.LEGITIMATE_INTEREST,
        sensitivity=Sensitivity.NONE,
    ),
]
ConsentFact = Annotated[str, _consent()]
ConsentKind = Annotated[Literal["extra_data", "newsletter"], _consent()]

# Payments. What goes to the provider is the amount, the course, the reference, the attempt, the language of its page, and
# addresses of ours; nothing else of a person.
PAYMENT = Field(
    category=Category.MONEY,
    purpose=Purpose.PAYMENT,
    basis=LegalBasis.CONTRACT,
    recipients=frozenset({Recipient.PAYMENT_PROVIDER}),
)
PaymentFact = Annotated[str, PAYMENT]
PaymentFactIfAny = Annotated[str | None, PAYMENT]
PaymentLanguage = Annotated[_Language, PAYMENT]
Cents = Annotated[int, PAYMENT]

# The fiscal line: what the tax law asks for, and nothing that says of whom.
FISCAL = Field(
    category=Category.MONEY,
    purpose=Purpose.TAX,
    basis=LegalBasis.LEGAL_OBLIGATION,
    retention=Retention.FISCAL,
    sensitivity=Sensitivity.NONE,
    outranks_erasure=True,
)
FiscalFact = Annotated[str, FISCAL]
FiscalCents = Annotated[int, FISCAL]
FiscalMoment = Annotated[int, FISCAL]

# The ledger: what was done with somebody's data, by keyed hash.
ACCOUNTABILITY = Field(
    category=Category.ADMINISTRATION,
    purpose=Purpose.ACCOUNTABILITY,
    basis=LegalBasis.LEGAL_OBLIGATION,
    retention=Retention.FISCAL,
    sensitivity=Sensitivity.NONE,
)
LedgerFact = Annotated[str, ACCOUNTABILITY]
# Which member of staff: that it can be shown who did what (GDPR art. 5(2)). It is data about them, and stays with the line.
_OF_STAFF = replace(ACCOUNTABILITY, sensitivity=Sensitivity.PERSONAL)
LedgerName = Annotated[str, replace(_OF_STAFF, category=Category.NAME)]
LedgerStaffFact = Annotated[str | None, _OF_STAFF]
LedgerFacts = Annotated[tuple[str, ...], ACCOUNTABILITY]
LedgerMoment = Annotated[int, ACCOUNTABILITY]
