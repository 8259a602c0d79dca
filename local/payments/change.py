"""What can happen to a payment, and what its provider would then tell about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.payments.payment import Chargeback, Payment, Refund, make_id

if TYPE_CHECKING:
    from collections.abc import Callable

type Json = dict[str, Any]


@dataclass(frozen=True)
class Happening:
    """Something that happened: `payment.paid`, `refund.failed`, `chargeback.received`; to what; and the status before."""

    name: str
    about: str
    before: str | None = None


@dataclass(frozen=True)
class Change:
    """A payment as it is from now on, and what happened to it."""

    payment: Payment
    happenings: tuple[Happening, ...] = ()


type Changer = Callable[[Payment, float], Change]


def set_status(status: str) -> Changer:
    """Return the change that brings a payment into a status."""

    def change(payment: Payment, now: float) -> Change:
        if payment.status == status:
            return Change(payment)
        moments = payment.moments | {status: now}
        changed = payment.model_copy(update={"status": status, "moments": moments, **_take_part(payment, status)})
        return Change(changed, (Happening(f"payment.{status}", payment.id, payment.status),))

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
    return Change(changed, (Happening("payment.declined", payment.id, payment.status),))


def give_back(refund: Refund) -> Changer:
    """Return the change that begins a refund."""

    def change(payment: Payment, _: float) -> Change:
        changed = payment.model_copy(update={"refunds": [*payment.refunds, refund]})
        return Change(changed, (Happening(f"refund.{refund.status}", refund.id),))

    return change


def move_refund(refund_id: str, status: str) -> Changer:
    """Return the change that brings a refund into a status."""

    def change(payment: Payment, _: float) -> Change:
        before = payment.find_refund(refund_id)
        if before.status == status:
            return Change(payment)
        refunds = [one.model_copy(update={"status": status}) if one.id == refund_id else one for one in payment.refunds]
        happening = Happening(f"refund.{status}", refund_id, before.status)
        return Change(payment.model_copy(update={"refunds": refunds}), (happening,))

    return change


def charge_back(chargeback: Chargeback) -> Changer:
    """Return the change by which the payer's bank takes money back."""

    def change(payment: Payment, _: float) -> Change:
        changed = payment.model_copy(update={"chargebacks": [*payment.chargebacks, chargeback]})
        return Change(changed, (Happening("chargeback.received", chargeback.id),))

    return change


def reverse_chargeback(chargeback_id: str) -> Changer:
    """Return the change by which the money of a chargeback comes to us again."""

    def change(payment: Payment, now: float) -> Change:
        if payment.find_chargeback(chargeback_id).reversed_at is not None:
            return Change(payment)
        reversal = {"reversed_at": now}
        found = [one.model_copy(update=reversal) if one.id == chargeback_id else one for one in payment.chargebacks]
        happening = Happening("chargeback.reversed", chargeback_id, "received")
        return Change(payment.model_copy(update={"chargebacks": found}), (happening,))

    return change


def overwrite(fields: Json) -> Changer:
    """Return the change that no provider makes: other contents, to see whether they are believed."""

    def change(payment: Payment, _: float) -> Change:
        return Change(Payment.model_validate(payment.model_dump() | fields))

    return change
