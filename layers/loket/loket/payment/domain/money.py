"""Money that moved: what happened between two standings of a payment, each to be told once."""

from enum import StrEnum
from typing import NamedTuple

from loket.payment.domain.payment import WITHOUT_MONEY, Payment, PaymentStatus, RefundStatus


class MoneyEvent(StrEnum):
    """What happened to money that somebody must be told of, each once."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    CHARGED_BACK = "charged_back"
    CHARGEBACK_REVERSED = "chargeback_reversed"


class MoneyMovement(NamedTuple):
    """One movement of money: what happened, by the provider's id of it, and how many cents (positive)."""

    event: MoneyEvent
    about: str
    cents: int
    # A refund that failed before we saw it paid out never left the books, so it does not come back into them.
    is_booked: bool = True


def balance(payment: Payment) -> int:
    """Return the cents that are ours of a payment: what was paid, less what went back or was taken back and stayed there."""
    standing = payment.standing
    paid = payment.amount.cents if standing.status is PaymentStatus.PAID else 0
    taken = sum(chargeback.cents for chargeback in standing.chargebacks.values() if not chargeback.reversed)
    return paid - refunded(payment) - taken


def refunded(payment: Payment) -> int:
    """Return the cents of a payment that we paid back."""
    refunds = payment.standing.refunds.values()
    return sum(refund.cents for refund in refunds if refund.status is RefundStatus.REFUNDED)


def movements(before: Payment, after: Payment) -> tuple[MoneyMovement, ...]:
    """Return the movements between two standings of a payment, in a fixed order."""
    return (*_payment_movements(before, after), *_refund_movements(before, after), *_chargeback_movements(before, after))


def _payment_movements(before: Payment, after: Payment) -> list[MoneyMovement]:
    was, now = before.standing.status, after.standing.status
    about, cents = str(after.payment), after.amount.cents
    if now is PaymentStatus.PAID and was is not now:
        return [MoneyMovement(event=MoneyEvent.PAID, about=about, cents=cents)]
    if now in WITHOUT_MONEY and was not in WITHOUT_MONEY:
        return [MoneyMovement(event=MoneyEvent.NOT_PAID, about=about, cents=cents, is_booked=False)]
    return []


def _refund_movements(before: Payment, after: Payment) -> list[MoneyMovement]:
    events_of = {RefundStatus.REFUNDED: MoneyEvent.REFUNDED, RefundStatus.FAILED: MoneyEvent.REFUND_FAILED}
    moved = []
    for name, refund in after.standing.refunds.items():
        known = before.standing.refunds.get(name)
        changed = known is None or known.status is not refund.status
        if changed and refund.status in events_of:
            booked = refund.status is RefundStatus.REFUNDED or (known is not None and known.status is RefundStatus.REFUNDED)
            event = events_of[refund.status]
            moved.append(MoneyMovement(event=event, about=name, cents=refund.cents, is_booked=booked))
    return moved


def _chargeback_movements(before: Payment, after: Payment) -> list[MoneyMovement]:
    moved = []
    for name, chargeback in after.standing.chargebacks.items():
        known = before.standing.chargebacks.get(name)
        if known is None:
            moved.append(MoneyMovement(event=MoneyEvent.CHARGED_BACK, about=name, cents=chargeback.cents))
        if chargeback.reversed and not (known and known.reversed):
            moved.append(MoneyMovement(event=MoneyEvent.CHARGEBACK_REVERSED, about=name, cents=chargeback.cents))
    return moved
