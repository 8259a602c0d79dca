"""What can happen to a payment, and the events of which its provider then sends webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.payments.payment import Chargeback, Payment, Refund, make_id

if TYPE_CHECKING:
    from collections.abc import Callable

type Json = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Something that happened: `payment.paid`, `refund.failed`, `chargeback.received`; to what; and the status before."""

    name: str
    about: str
    before: str | None = None


@dataclass(frozen=True)
class Change:
    """A payment as it is from now on, and what happened to it."""

    payment: Payment
    events: tuple[Event, ...] = ()


type Changer = Callable[[Payment, float], Change]


def set_status(status: str) -> Changer:
    """Return the change that brings a payment into a status."""

    def change(payment: Payment, now: float) -> Change:
        if payment.status == status:
            return Change(payment)
        moments = payment.moments | {status: now}
        changed = payment.model_copy(update={"status": status, "moments": moments, **_take_part(payment, status)})
        return Change(changed, (Event(f"payment.{status}", payment.id, payment.status),))

    return change


def _take_part(payment: Payment, status: str) -> Json:
    begun: Json = {"method": payment.method or "ideal"} if status in {"pending", "authorized", "paid", "failed"} else {}
    if payment.provider != "stripe" or not begun:
        return begun
    charge = None if status == "failed" else payment.charge or make_id("ch_3", 23)
    return {**begun, "intent": payment.intent or make_id("pi_3", 23), "charge": charge}


def decline(payment: Payment, now: float) -> Change:
    """Return the change of an attempt that the bank refused, after which the payer may try again."""
    moments = payment.moments | {"declined": now}
    changed = payment.model_copy(update={"intent": payment.intent or make_id("pi_3", 23), "moments": moments})
    return Change(changed, (Event("payment.declined", payment.id, payment.status),))


def give_back(refund: Refund) -> Changer:
    """Return the change that begins a refund."""

    def change(payment: Payment, _: float) -> Change:
        changed = payment.model_copy(update={"refunds": [*payment.refunds, refund]})
        return Change(changed, (Event(f"refund.{refund.status}", refund.id),))

    return change


def move_refund(refund_id: str, status: str) -> Changer:
    """Return the change that brings a refund into a status."""

    def change(payment: Payment, _: float) -> Change:
        before = payment.find_refund(refund_id)
        if before.status == status:
            return Change(payment)
        after = before.model_copy(update={"status": status})
        refunds = [after if refund.id == refund_id else refund for refund in payment.refunds]
        event = Event(f"refund.{status}", refund_id, before.status)
        return Change(payment.model_copy(update={"refunds": refunds}), (event,))

    return change


def charge_back(chargeback: Chargeback) -> Changer:
    """Return the change by which the payer's bank takes money back."""

    def change(payment: Payment, _: float) -> Change:
        changed = payment.model_copy(update={"chargebacks": [*payment.chargebacks, chargeback]})
        return Change(changed, (Event("chargeback.received", chargeback.id),))

    return change


def reverse_chargeback(chargeback_id: str) -> Changer:
    """Return the change by which the money of a chargeback comes to us again."""

    def change(payment: Payment, now: float) -> Change:
        before = payment.find_chargeback(chargeback_id)
        if before.reversed_at is not None:
            return Change(payment)
        after = before.model_copy(update={"reversed_at": now})
        chargebacks = [after if chargeback.id == chargeback_id else chargeback for chargeback in payment.chargebacks]
        event = Event("chargeback.reversed", chargeback_id, "received")
        return Change(payment.model_copy(update={"chargebacks": chargebacks}), (event,))

    return change


def overwrite(fields: Json) -> Changer:
    """Return the change that no provider makes: other contents, to see whether they are believed."""

    def change(payment: Payment, _: float) -> Change:
        return Change(Payment.model_validate(payment.model_dump() | fields))

    return change
