"""The fields of privacy requests, each with its line in the data inventory."""

from typing import Annotated, Literal

from loket.core import text
from loket.core.inventory import Category, Field, LegalBasis, Purpose, Recipient, Sensitivity
from loket.privacy.domain.right import Right

_MAIL = frozenset({Recipient.MAIL_SERVICE})


def _asked(category: Category, *, recipients: frozenset[Recipient] = frozenset()) -> Field:
    return Field(category=category, purpose=Purpose.RIGHTS, basis=LegalBasis.LEGAL_OBLIGATION, recipients=recipients)


# What the person asks, and for whom.
AskedRight = Annotated[Right, _asked(Category.CHOICE, recipients=_MAIL)]
Name = Annotated[text.Line, _asked(Category.NAME, recipients=_MAIL), text.FREE]
Email = Annotated[text.Email, _asked(Category.CONTACT, recipients=_MAIL)]
Details = Annotated[text.Paragraphs | None, _asked(Category.FREE_TEXT), text.FREE]
AskedPurpose = Annotated[text.Line | None, _asked(Category.CHOICE), text.FREE]
RecipientName = Annotated[text.Line | None, _asked(Category.NAME), text.FREE]
RecipientEmail = Annotated[text.Email | None, _asked(Category.CONTACT)]

# What the person does on their own page.
ChosenAction = Annotated[Literal["confirm", "send_proof", "add_information", "withdraw"], _asked(Category.CHOICE)]

# What was decided about it, by whom and why; the reason is for the person to read.
Reason = Annotated[text.Paragraphs | None, _asked(Category.FREE_TEXT, recipients=_MAIL), text.FREE]
Information = Annotated[text.Paragraphs | None, _asked(Category.FREE_TEXT), text.FREE]
StaffName = Annotated[str, _asked(Category.NAME, recipients=_MAIL)]
# By id and role too: a name can be another's.
StaffFact = Annotated[str | None, _asked(Category.ADMINISTRATION)]

# What we write down ourselves.
ADMINISTRATION = Field(
    category=Category.ADMINISTRATION,
    purpose=Purpose.RIGHTS,
    basis=LegalBasis.LEGAL_OBLIGATION,
    sensitivity=Sensitivity.NONE,
)
Fact = Annotated[str, ADMINISTRATION]
FactIfAny = Annotated[str | None, ADMINISTRATION]
Count = Annotated[int, ADMINISTRATION]
CountIfAny = Annotated[int | None, ADMINISTRATION]
MomentIfAny = Annotated[int | None, ADMINISTRATION]
Counts = Annotated[tuple[int, ...], ADMINISTRATION]
Moment = Annotated[int, ADMINISTRATION]
FieldNames = Annotated[tuple[str, ...], ADMINISTRATION]
