"""The kinds of item about a person, and what each is kept for (P07)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loket.domain.inventory import Purpose


class ItemKind(StrEnum):
    """What an item about a person is; its sort key starts with this."""

    ENROLLMENT = "ENROLLMENT"
    MESSAGE = "MESSAGE"
    CONSENT = "CONSENT"
    OUTBOX = "OUTBOX"
    PAYMENT = "PAYMENT"
    FISCAL = "FISCAL"
    PRIVACY_REQUEST = "PRIVACY_REQUEST"
    STEP = "STEP"


KEPT_FOR: Mapping[ItemKind, Purpose] = MappingProxyType(
    {
        ItemKind.ENROLLMENT: Purpose.COURSE,
        ItemKind.MESSAGE: Purpose.COMMUNICATION,
        ItemKind.CONSENT: Purpose.ACCOUNTABILITY,
        ItemKind.OUTBOX: Purpose.COMMUNICATION,
        ItemKind.PAYMENT: Purpose.PAYMENT,
        ItemKind.FISCAL: Purpose.TAX,
        ItemKind.PRIVACY_REQUEST: Purpose.RIGHTS,
        ItemKind.STEP: Purpose.RIGHTS,
    }
)
