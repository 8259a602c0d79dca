"""Items: what is stored about a person, as records with typed attributes, and what each kind is kept for (P07)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Generic, NamedTuple, TypeVar, dataclass_transform

from loket.core.inventory import Declared, Purpose
from loket.core.key import Key, person_in


class RecordUnreadable(Exception):
    """An item does not have what its record must have: it was written by another version of Loket."""


class ItemKind(StrEnum):
    """What an item about a person is; its sort key starts with this."""

    ENROLLMENT = "ENROLLMENT"
    MESSAGE = "MESSAGE"
    CONSENT = "CONSENT"
    OUTBOX = "OUTBOX"
    ATTEMPT = "ATTEMPT"
    PAYMENT = "PAYMENT"
    FISCAL = "FISCAL"
    DEBTOR = "DEBTOR"
    PRIVACY_REQUEST = "PRIVACY_REQUEST"
    STEP = "STEP"


KEPT_FOR: Mapping[ItemKind, Purpose] = MappingProxyType(
    {
        ItemKind.ENROLLMENT: Purpose.COURSE,
        ItemKind.MESSAGE: Purpose.COMMUNICATION,
        ItemKind.CONSENT: Purpose.ACCOUNTABILITY,
        ItemKind.OUTBOX: Purpose.COMMUNICATION,
        ItemKind.ATTEMPT: Purpose.PAYMENT,
        ItemKind.PAYMENT: Purpose.PAYMENT,
        ItemKind.FISCAL: Purpose.TAX,
        ItemKind.DEBTOR: Purpose.TAX,
        ItemKind.PRIVACY_REQUEST: Purpose.RIGHTS,
        ItemKind.STEP: Purpose.RIGHTS,
    }
)


@dataclass_transform(kw_only_default=True)
class Record(Declared):
    """Base of every model that is stored as an item of PersonalDataTable; a subclass says of which kind it is."""

    kind: ClassVar[ItemKind]


# Nobody can put another record in, so a `Stored` of one kind is also one of any.
R_co = TypeVar("R_co", bound=Record, covariant=True)


class Stored(NamedTuple, Generic[R_co]):  # noqa: UP046 - the newer way infers that a named tuple is invariant
    """A record as it was read from its table, with the key under which it is kept there."""

    key: Key
    record: R_co

    @property
    def person(self) -> str:
        """Return the id of the person in whose partition the item is."""
        return person_in(self.key.pk)
