"""Consent: who agreed to what, when, to which words and under which version of the privacy statement (P01, P23)."""

from datetime import datetime
from typing import ClassVar, Literal

from loket.core import field
from loket.core.item import ItemKind, Record
from loket.core.retention import Retention, expires_at

# The version of the privacy statement that is in force, by its date ("Inwerkingtreding").
STATEMENT_VERSION = "2019-08-01"

# The words a person agrees to are in loket.texts under these ids. Change the words, and the id changes with them.
WORDING = {"extra_data": "consent.extra_data.1", "newsletter": "consent.newsletter.1"}


class Consent(Record):
    """A consent as it was given, for one purpose."""

    kind: ClassVar[ItemKind] = ItemKind.CONSENT

    about: field.Reference
    purpose: field.ConsentKind
    wording: field.ConsentFact
    statement_version: field.ConsentFact
    fields: field.FieldNames
    language: field.Language
    received_at: field.Moment
    expires_at: field.Moment


def give_consent(
    purpose: Literal["extra_data", "newsletter"],
    *,
    about: str,
    fields: tuple[str, ...],
    language: field.Language,
    received_at: datetime,
) -> Consent:
    """Return the record of a consent that was given in a form received at `received_at`."""
    return Consent(
        about=about,
        purpose=purpose,
        wording=WORDING[purpose],
        statement_version=STATEMENT_VERSION,
        fields=fields,
        language=language,
        received_at=int(received_at.timestamp()),
        expires_at=expires_at(Retention.STANDARD, since=received_at),
    )
