"""Payments: what we know of one attempt to pay, and how what a provider says is joined with it.

A provider's answers arrive twice, late, out of order and sometimes stale. So an answer is never written over what is known:
it is merged, and merging only ever adds. The merge is a join (commutative, associative, idempotent): whatever the order of
the answers, the same set of them gives the same payment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType


class Provider(StrEnum):
    """Who handles payments for us (P11)."""

    MOLLIE = "mollie"
    STRIPE = "stripe"


class Mode(StrEnum):
    """Whether money really moves."""

    TEST = "test"
    LIVE = "live"


class PaymentStatus(StrEnum):
    """Where an attempt to pay stands. Refunds and chargebacks are not here: they are money that moved afterwards."""

    OPEN = "open"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    CANCELED = "canceled"
    EXPIRED = "expired"
    FAILED = "failed"
    PAID = "paid"


# A status only gives way to a higher one. Paid stands above the ends without money: a bank's answer can come after the
# provider had let the attempt expire, and money that arrived has arrived.
RANK: Mapping[PaymentStatus, int] = MappingProxyType(
    {
        PaymentStatus.OPEN: 0,
        PaymentStatus.PENDING: 1,
        PaymentStatus.AUTHORIZED: 2,
        PaymentStatus.EXPIRED: 3,
        PaymentStatus.CANCELED: 4,
        PaymentStatus.FAILED: 5,
        PaymentStatus.PAID: 6,
    }
)
WITHOUT_MONEY = frozenset({PaymentStatus.CANCELED, PaymentStatus.EXPIRED, PaymentStatus.FAILED})
FINAL = WITHOUT_MONEY | {PaymentStatus.PAID}
# While a bank is at work on a payment, and once it is in, nobody is led to pay again.
PAYABLE = WITHOUT_MONEY | {PaymentStatus.OPEN}
# What an item has room for (400 kB in DynamoDB) with ids of 255 characters, several times over.
MOST_MOVED_BACK = 500


class RefundStatus(StrEnum):
    """Where a refund stands (docs.mollie.com, "Refunds"); a failed one brings the money back to us."""

    QUEUED = "queued"
    PENDING = "pending"
    PROCESSING = "processing"
    REFUNDED = "refunded"
    CANCELED = "canceled"
    FAILED = "failed"


REFUND_RANK: Mapping[RefundStatus, int] = MappingProxyType({status: rank for rank, status in enumerate(RefundStatus)})
REFUND_FINAL = frozenset({RefundStatus.REFUNDED, RefundStatus.CANCELED, RefundStatus.FAILED})


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back to the payer, in cents."""

    cents: int
    status: RefundStatus


@dataclass(frozen=True, slots=True)
class Chargeback:
    """Money that the payer's bank took back, in cents; a reversed one was given to us again."""

    cents: int
    reversed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """An amount in whole cents of a currency (ISO 4217)."""

    cents: int
    currency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """All that changes about an attempt: its status and the money that moved back."""

    status: PaymentStatus = PaymentStatus.OPEN
    refunds: Mapping[str, Refund] = field(default_factory=dict)
    chargebacks: Mapping[str, Chargeback] = field(default_factory=dict)

    @property
    def moved_back(self) -> int:
        """Return how often money moved back, or is on its way."""
        return len(self.refunds) + len(self.chargebacks)

    @property
    def is_final(self) -> bool:
        """Return whether nothing is on its way any more that a provider might not tell of by itself.

        Reversed chargebacks and canceled refunds are told only by a provider's newer webhooks, so until then one asks.
        """
        moving = any(refund.status not in REFUND_FINAL for refund in self.refunds.values())
        disputed = any(not chargeback.reversed for chargeback in self.chargebacks.values())
        return self.status in FINAL and not moving and not disputed


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """What a provider said about a payment when it was asked, in our terms."""

    provider: Provider
    payment: str
    attempt: str
    amount: Money
    mode: Mode
    profile: str | None
    standing: Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """One attempt to pay for one enrollment, as it is stored; `revision` counts its changes."""

    attempt: str
    provider: Provider
    payment: str | None
    amount: Money
    mode: Mode
    profile: str | None
    standing: Standing = field(default_factory=Standing)
    revision: int = 0


class NotOurs(Exception):
    """What the provider reported does not belong to this attempt; `mismatch` names what differs."""

    def __init__(self, mismatch: str) -> None:
        """Name the difference, without any value."""
        super().__init__(mismatch)
        self.mismatch = mismatch


def bind(payment: Payment, snapshot: Snapshot) -> None:
    """Refuse a snapshot that does not belong to the payment in every respect.

    A genuine payment for another order, or of another amount, is the one forgery that asking the provider does not catch.
    """
    claims = {
        "provider": (payment.provider, snapshot.provider),
        "payment": (payment.payment or snapshot.payment, snapshot.payment),
        "attempt": (payment.attempt, snapshot.attempt),
        "currency": (payment.amount.currency, snapshot.amount.currency),
        "amount": (payment.amount.cents, snapshot.amount.cents),
        "mode": (payment.mode, snapshot.mode),
        "profile": (payment.profile or snapshot.profile, snapshot.profile),
    }
    for name, (ours, theirs) in claims.items():
        if ours != theirs:
            raise NotOurs(name)


def merge(known: Standing, reported: Standing) -> Standing:
    """Return the join of two standings: the higher status, and of each refund and chargeback the furthest."""
    status = max(known.status, reported.status, key=RANK.__getitem__)
    return Standing(
        status=status,
        refunds=_join(known.refunds, reported.refunds, _further_refund),
        chargebacks=_join(known.chargebacks, reported.chargebacks, _further_chargeback),
    )


def learn(payment: Payment, snapshot: Snapshot) -> Payment:
    """Return the payment with what a snapshot adds; the same payment where it adds nothing. Raise `NotOurs`."""
    bind(payment, snapshot)
    standing = _as_much_as_fits(payment.standing, merge(payment.standing, snapshot.standing))
    learned = replace(payment, payment=snapshot.payment, standing=standing)
    return payment if learned == payment else replace(learned, revision=payment.revision + 1)


def _as_much_as_fits(known: Standing, merged: Standing) -> Standing:
    """Return the merged standing without the new refunds, and after those chargebacks, for which there is no room."""
    new = [name for name in merged.chargebacks if name not in known.chargebacks]
    new += [name for name in merged.refunds if name not in known.refunds]
    left_out = frozenset(new[MOST_MOVED_BACK - known.moved_back :])
    return replace(
        merged,
        refunds={name: refund for name, refund in merged.refunds.items() if name not in left_out},
        chargebacks={name: back for name, back in merged.chargebacks.items() if name not in left_out},
    )


def _join[T](known: Mapping[str, T], reported: Mapping[str, T], further: Callable[[T, T], T]) -> dict[str, T]:
    both = {name: further(known[name], reported[name]) for name in known.keys() & reported.keys()}
    return dict(sorted({**known, **reported, **both}.items()))


def _further_refund(one: Refund, other: Refund) -> Refund:
    return max(one, other, key=lambda refund: (REFUND_RANK[refund.status], refund.cents))


def _further_chargeback(one: Chargeback, other: Chargeback) -> Chargeback:
    return max(one, other, key=lambda chargeback: (chargeback.reversed, chargeback.cents))
