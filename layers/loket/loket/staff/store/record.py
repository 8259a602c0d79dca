"""Which record each kind of item in PersonalDataTable is read as, for whoever reads items of any kind."""

from collections.abc import Mapping

from loket.contact.message import ContactMessage
from loket.core.consent import Consent
from loket.core.item import ItemKind, Stored
from loket.core.key import kind_in
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.record import AttemptPointer, PaymentItem
from loket.privacy.domain.request import PrivacyRequest, Step
from loket.staff.domain.subject import AnyRecord
from loket.storage.outbox import read_effect
from loket.storage.record import Attributes, key_of, read_record

type Model = type[Enrollment | ContactMessage | Consent | AttemptPointer | PaymentItem | PrivacyRequest | Step]

# An effect is read by its own function, which knows the tasks among them.
RECORDS: Mapping[str, Model] = {
    model.kind: model for model in (Enrollment, ContactMessage, Consent, AttemptPointer, PaymentItem, PrivacyRequest, Step)
}


def read_stored(item: Attributes) -> Stored[AnyRecord]:
    """Return the record in an item of any kind about a person, with its key."""
    key = key_of(item)
    kind = kind_in(key.sk)
    return Stored(key, read_effect(item) if kind == ItemKind.OUTBOX else read_record(RECORDS[kind], item))
