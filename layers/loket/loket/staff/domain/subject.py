"""Everything kept about one data subject: whoever uses an e-mail address, told apart by name.

A mailbox can be shared: a school's office enrolls its teachers from one address. So what is kept is grouped by the name in
it, and staff see which of it is whose before anything is given, changed or erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from loket.contact.message import ContactMessage
from loket.core.consent import Consent
from loket.core.effect import Effect, Task
from loket.core.item import ItemKind, Stored
from loket.core.key import request_of_step
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.books import InvoiceDebtor
from loket.payment.domain.record import AttemptPointer, PaymentItem
from loket.privacy.domain.request import PrivacyRequest, Step

type AnyRecord = (
    Enrollment
    | ContactMessage
    | Consent
    | Effect
    | Task
    | AttemptPointer
    | PaymentItem
    | InvoiceDebtor
    | PrivacyRequest
    | Step
)
type AnyStored = Stored[AnyRecord]

# What bears a name itself.
_NAMED = (Enrollment, ContactMessage, PrivacyRequest)


@dataclass(slots=True)
class Subject:
    """The items under one name; the name is None where an item does not say and nothing it belongs to does."""

    name: str | None
    items: list[AnyStored] = field(default_factory=list)


def group_by_name(items: Iterable[AnyStored], others: Mapping[str, str] = MappingProxyType({})) -> tuple[Subject, ...]:
    """Return the items by the name they bear; what only belongs to another item goes with that one.

    The names of `others`, by their sort key, are those of items that are not among these. Spelling differs in capitals and
    spaces alone where it is the same name. Names come in the order of the first item.
    """
    kept = list(items)
    names = {**others} | {known_as: name for item in kept if (name := name_in(item.record)) for known_as in _known_as(item)}
    payments = [item.record for item in kept if isinstance(item.record, PaymentItem)]
    names |= {payment.receipt: names[payment.enrollment] for payment in payments if payment.enrollment in names}
    subjects: dict[str | None, Subject] = {}
    for item in kept:
        name = name_in(item.record) or names.get(owner_of(item) or "")
        subjects.setdefault(_folded(name), Subject(name)).items.append(item)
    return tuple(subjects.values())


def group_by_kind(items: Iterable[AnyStored]) -> dict[ItemKind, list[AnyStored]]:
    """Return the items by kind, in the order in which the kinds are declared."""
    kept = list(items)
    grouped = {kind: [item for item in kept if item.record.kind is kind] for kind in ItemKind}
    return {kind: of_kind for kind, of_kind in grouped.items() if of_kind}


def name_in(record: AnyRecord) -> str | None:
    """Return the name that a record bears itself, or None."""
    return record.name if isinstance(record, _NAMED) else None


def _known_as(item: AnyStored) -> tuple[str, ...]:
    return (item.key.sk, item.record.reference) if isinstance(item.record, _NAMED) else ()


def owner_of(item: AnyStored) -> str | None:
    """Return the sort key of the item to which another belongs, for a consent its reference, for a debtor its receipt."""
    match item.record:
        case Consent() | Effect() | Task() | AttemptPointer():
            return item.record.about
        case Step():
            return request_of_step(item.key.sk)
        case PaymentItem():
            return item.record.enrollment
        case InvoiceDebtor():
            return item.record.receipt
        case _:
            return None


def _folded(name: str | None) -> str | None:
    return " ".join(name.split()).casefold() if name else None
