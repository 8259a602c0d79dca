"""The fields that staff fill in, each with its line in the data inventory."""

from dataclasses import replace
from typing import Annotated

from loket.core import text
from loket.core.inventory import Category, Field, LegalBasis, Purpose, Recipient, Sensitivity

_MAIL = frozenset({Recipient.MAIL_SERVICE})


def _accountability(category: Category, *, recipients: frozenset[Recipient] = frozenset()) -> Field:
    return Field(
        category=category,
        purpose=Purpose.ACCOUNTABILITY,
        basis=LegalBasis.LEGAL_OBLIGATION,
        sensitivity=Sensitivity.NONE if category is Category.ADMINISTRATION else Sensitivity.PERSONAL,
        recipients=recipients,
    )


# What staff write to a person.
AnswerIfAny = Annotated[
    text.Paragraphs | None,
    Field(
        category=Category.FREE_TEXT,
        purpose=Purpose.COMMUNICATION,
        basis=LegalBasis.LEGITIMATE_INTEREST,
        recipients=_MAIL,
    ),
    text.FREE,
]
# Which member of staff did it, what, and when; who answers signs the answer.
AnsweredBy = Annotated[str | None, _accountability(Category.NAME, recipients=_MAIL)]
DoneBy = Annotated[str | None, _accountability(Category.NAME)]
# By their id too: a name can be another's.
StaffId = Annotated[str | None, replace(_accountability(Category.ADMINISTRATION), sensitivity=Sensitivity.PERSONAL)]
DoneAs = Annotated[str | None, _accountability(Category.ADMINISTRATION)]
DoneAt = Annotated[int | None, _accountability(Category.ADMINISTRATION)]
