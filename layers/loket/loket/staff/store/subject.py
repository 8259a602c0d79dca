"""Everything kept about whoever uses an e-mail address: one partition, a page at a time, and their payments with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from loket.core.item import Stored
from loket.core.key import (
    Key,
    attempt_pointed_at,
    attempt_pointer_key,
    debtor_key,
    is_sort_key,
    payment_key,
    person_partition,
)
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.books import InvoiceDebtor
from loket.payment.domain.record import AttemptPointer, PaymentItem
from loket.staff.domain.subject import AnyStored, owner_of
from loket.staff.store.record import read_stored
from loket.storage.item import TABLE
from loket.storage.page import Listed, Page, read_page
from loket.storage.read import Query, get_many, query

# Most people have a few items. A school's office has hundreds, which are then on several pages.
AT_ONCE = 500


class Bearer(NamedTuple):
    """What is read of an item on another page, to which something belongs: under whose name it is."""

    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None

    @property
    def full_name(self) -> str:
        """Return the name that it bears."""
        return self.name or f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectPage:
    """A page of what is kept about whoever uses an address: each entry is an item, or the payments that it leads to.

    `names` are those of items on other pages to which something on this one belongs.
    """

    entries: Sequence[Sequence[AnyStored]]
    names: Mapping[str, str]
    page: Page


def read_subject_page(person: str, *, after: str | None, now: datetime) -> SubjectPage:
    """Return a page of what is kept under a person's id and not past its retention period, oldest first in each kind."""
    pk = person_partition(person)
    page = read_page([_items(pk)], after=after, most=AT_ONCE, now=now)
    entries = _with_payments(page, now=now)
    known = {stored.key.sk for entry in entries for stored in entry}
    owners = {owner for entry in entries for stored in entry if (owner := owner_of(stored)) and is_sort_key(owner)} - known
    bearers = get_many(TABLE, [Key(pk, owner) for owner in sorted(owners)], Bearer, now=now)
    return SubjectPage(entries=entries, names={key.sk: found.full_name for key, found in bearers.items()}, page=page)


def list_payments(enrollment: Stored[Enrollment], *, now: datetime) -> Sequence[Stored[PaymentItem]]:
    """Return the attempts to pay for an enrollment, those that it names no more too, oldest first."""
    named, pointed = _attempts_of(enrollment.record), _attempts_pointed_at(enrollment, now=now)
    payments = _read_payments(list(dict.fromkeys([*named, *pointed])), now=now)
    return sorted(payments.values(), key=lambda payment: (payment.record.received_at, payment.key))


def find_debtors(payments: Sequence[PaymentItem], *, now: datetime) -> dict[str, Stored[InvoiceDebtor]]:
    """Return by receipt who an invoice for these payments is made out to; most have none, and one may be gone."""
    keys = [debtor_key(payment.receipt) for payment in payments if payment.invoice]
    debtors: dict[Key, InvoiceDebtor] = get_many(TABLE, keys, InvoiceDebtor, now=now)
    return {debtor.receipt: Stored(key, debtor) for key, debtor in debtors.items()}


def _items(pk: str) -> Listed:
    question = Query(table=TABLE, condition="pk = :pk", values={":pk": pk}, page_size=AT_ONCE)
    return Listed(question, {"pk": pk}, {"sk": str})


def _with_payments(page: Page, *, now: datetime) -> list[list[AnyStored]]:
    """Return the items of a page; what points at a payment is shown as that payment, and not at all where it is gone."""
    items = [read_stored(item) for item in page.items]
    attempts = [attempt_pointed_at(item.key.sk) for item in items if isinstance(item.record, AttemptPointer)]
    payments = _read_payments(attempts, now=now)
    debtors = find_debtors([payment.record for payment in payments.values()], now=now)
    return [_shown(item, payments, debtors) for item in items]


def _shown(
    item: AnyStored, payments: Mapping[str, Stored[PaymentItem]], debtors: Mapping[str, Stored[InvoiceDebtor]]
) -> list[AnyStored]:
    if not isinstance(item.record, AttemptPointer):
        return [item]
    payment = payments.get(attempt_pointed_at(item.key.sk))
    debtor = debtors.get(payment.record.receipt) if payment else None
    return [stored for stored in (payment, debtor) if stored]


def _attempts_of(enrollment: Enrollment) -> list[str]:
    return [attempt for attempt in dict.fromkeys((enrollment.attempt, enrollment.paid_by)) if attempt]


def _attempts_pointed_at(enrollment: Stored[Enrollment], *, now: datetime) -> list[str]:
    pointers = attempt_pointer_key(enrollment.person, "")
    question = Query(
        table=TABLE, condition="pk = :pk AND begins_with(sk, :sk)", values={":pk": pointers.pk, ":sk": pointers.sk}
    )
    found = [(item.key, item.record) for item in map(read_stored, query(question, now=now))]
    return [
        attempt_pointed_at(key.sk)
        for key, record in found
        if isinstance(record, AttemptPointer) and record.about == enrollment.key.sk
    ]


def _read_payments(attempts: Sequence[str], *, now: datetime) -> dict[str, Stored[PaymentItem]]:
    keys = [payment_key(attempt) for attempt in attempts]
    payments: dict[Key, PaymentItem] = get_many(TABLE, keys, PaymentItem, now=now)
    return {payment.attempt: Stored(key, payment) for key, payment in payments.items()}
