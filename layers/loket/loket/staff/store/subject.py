"""Everything kept about whoever uses an e-mail address: one partition, read whole within a bound, and their payments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loket.core.item import Stored
from loket.core.key import Key, attempt_pointed_at, payment_key, person_partition
from loket.enrollment.domain.enrollment import Enrollment
from loket.payment.domain.record import AttemptPointer, PaymentItem
from loket.staff.domain.subject import AnyRecord
from loket.staff.store.record import read_stored
from loket.storage.item import TABLE
from loket.storage.read import Query, get_many, query

# More than a school's office makes in two years; what is beyond it is said to be there, and never left out silently.
MOST = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectData:
    """What is kept about whoever uses an address; `truncated` where there is more than was read."""

    person: str
    items: Sequence[Stored[AnyRecord]]
    payments: Sequence[Stored[PaymentItem]]
    truncated: bool


def read_subject_data(person: str, *, now: datetime, most: int = MOST) -> SubjectData:
    """Return everything kept under a person's id whose retention period is not over, oldest first in each kind."""
    pk = person_partition(person)
    kept, truncated = _some(query(Query(table=TABLE, condition="pk = :pk", values={":pk": pk}), now=now), most)
    items = [read_stored(item) for item in kept]
    attempts = [attempt_pointed_at(item.key.sk) for item in items if isinstance(item.record, AttemptPointer)]
    # What points at a payment is shown as that payment.
    items = [item for item in items if not isinstance(item.record, AttemptPointer)]
    return SubjectData(person=person, items=items, payments=_read_payments(attempts, now=now), truncated=truncated)


def list_payments(enrollment: Enrollment, *, now: datetime) -> Sequence[Stored[PaymentItem]]:
    """Return the attempts to pay that an enrollment names: the one it waits for, and the one that paid it."""
    return _read_payments(_attempts_of(enrollment), now=now)


def _attempts_of(enrollment: Enrollment) -> list[str]:
    return [attempt for attempt in (enrollment.attempt, enrollment.paid_by) if attempt]


def _read_payments(attempts: Sequence[str], *, now: datetime) -> list[Stored[PaymentItem]]:
    keys = [payment_key(attempt) for attempt in dict.fromkeys(attempts)]
    payments: dict[Key, PaymentItem] = get_many(TABLE, keys, PaymentItem, now=now)
    in_order = sorted(payments.items(), key=lambda entry: (entry[1].received_at, entry[0]))
    return [Stored(key, payment) for key, payment in in_order]


def _some[T](found: Iterable[T], most: int) -> tuple[list[T], bool]:
    """Return the first of what was found, and whether there is more."""
    first = list(islice(found, most + 1))
    return first[:most], len(first) > most
