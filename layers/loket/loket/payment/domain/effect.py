"""What follows from money that moved: whom it is told to. What no program can settle, a member of staff is told of (P08)."""

from collections.abc import Sequence
from typing import NamedTuple

from loket.core.effect import EffectKind
from loket.payment.domain.money import MoneyEvent, MoneyMovement, balance, refunded
from loket.payment.domain.payment import MOST_MOVED_BACK, Payment

_TO_PERSON = {
    MoneyEvent.PAID: EffectKind.CONFIRM_PAYMENT,
    MoneyEvent.NOT_PAID: EffectKind.OFFER_NEW_PAYMENT,
    MoneyEvent.REFUNDED: EffectKind.CONFIRM_REFUND,
}
_TO_STAFF = {
    MoneyEvent.CHARGED_BACK: EffectKind.NOTIFY_CHARGEBACK,
    MoneyEvent.CHARGEBACK_REVERSED: EffectKind.NOTIFY_CHARGEBACK_REVERSED,
    MoneyEvent.REFUND_FAILED: EffectKind.NOTIFY_REFUND_FAILED,
}


# What asks for a new attempt to be opened at the provider.
OPENING = EffectKind.CREATE_PAYMENT


class MoneyEffect(NamedTuple):
    """One effect that follows from money that moved, and how many cents it tells of."""

    kind: EffectKind
    cents: int


def effects_of_attempt() -> tuple[EffectKind, ...]:
    """Return what follows from a new attempt to pay: it is opened at the provider."""
    return (OPENING,)


def effects_of_checkout(*, late: bool) -> tuple[EffectKind, ...]:
    """Return what follows where a payment was opened: who was not there any more (`late`) is told where to pay."""
    return (EffectKind.OFFER_PAYMENT,) if late else ()


def as_told(movements: Sequence[MoneyMovement], *, left: int) -> list[MoneyMovement]:
    """Return of which movements people are told, where so many cents are `left`: not that what went back at once came in."""
    return [movement for movement in movements if left > 0 or movement.event is not MoneyEvent.PAID]


def tell_person(movements: Sequence[MoneyMovement]) -> list[MoneyEffect]:
    """Return what the person is told, where the money was for what they still wait for."""
    return [
        MoneyEffect(kind=_TO_PERSON[movement.event], cents=movement.cents)
        for movement in movements
        if movement.event in _TO_PERSON
    ]


def tell_person_of_refunds(movements: Sequence[MoneyMovement]) -> list[MoneyEffect]:
    """Return what the person is told, where they paid by another attempt or wait for another one."""
    return tell_person([movement for movement in movements if movement.event is MoneyEvent.REFUNDED])


def tell_person_of_no_place(movements: Sequence[MoneyMovement]) -> list[MoneyEffect]:
    """Return what the person is told, where their money came after their place was gone."""
    told = {**_TO_PERSON, MoneyEvent.PAID: EffectKind.TELL_PAID_WITHOUT_PLACE}
    return [MoneyEffect(kind=told[movement.event], cents=movement.cents) for movement in movements if movement.event in told]


def tell_staff_of_no_place(movements: Sequence[MoneyMovement], *, left: int) -> list[MoneyEffect]:
    """Return what staff are told of money for which there is no place: to pay back what is `left` of it, or to find one."""
    kind = EffectKind.NOTIFY_PAID_WITHOUT_PLACE
    return [MoneyEffect(kind=kind, cents=left) for movement in movements if movement.event is MoneyEvent.PAID]


def tell_staff_of_invoice(movements: Sequence[MoneyMovement]) -> list[MoneyEffect]:
    """Return what staff are told where an invoice was asked for what was paid: to send it."""
    kind = EffectKind.NOTIFY_INVOICE
    return [MoneyEffect(kind=kind, cents=movement.cents) for movement in movements if movement.event is MoneyEvent.PAID]


def tell_staff(movements: Sequence[MoneyMovement]) -> list[MoneyEffect]:
    """Return what staff are told, whatever the money was for."""
    return [
        MoneyEffect(kind=_TO_STAFF[movement.event], cents=movement.cents)
        for movement in movements
        if movement.event in _TO_STAFF
    ]


def tell_staff_of_limits(before: Payment, after: Payment) -> list[MoneyEffect]:
    """Return what staff are told where more went back than came in, or as often as is taken in: each when it comes to it."""
    overdrawn = balance(before) >= 0 > balance(after)
    full = before.standing.moved_back < MOST_MOVED_BACK <= after.standing.moved_back
    return [
        *([MoneyEffect(kind=EffectKind.NOTIFY_SHORTFALL, cents=-balance(after))] if overdrawn else []),
        *([MoneyEffect(kind=EffectKind.NOTIFY_TOO_MANY_REFUNDS, cents=after.amount.cents)] if full else []),
    ]


def tell_staff_of_refund(before: Payment, after: Payment) -> list[MoneyEffect]:
    """Return what staff are told where we paid back all that was paid for a place: whether somebody keeps the place.

    Of what a bank takes back they are told each time.
    """
    all_of_it = refunded(before) < after.amount.cents <= refunded(after)
    return [MoneyEffect(kind=EffectKind.NOTIFY_REFUNDED, cents=after.amount.cents)] if all_of_it else []


def tell_staff_of_quarantine(cents: int) -> list[MoneyEffect]:
    """Return what staff are told of a payment that does not match its attempt, which is set apart."""
    return [MoneyEffect(kind=EffectKind.NOTIFY_QUARANTINE, cents=cents)]


def tell_staff_of_surplus(movements: Sequence[MoneyMovement], *, left: int, gone: bool) -> list[MoneyEffect]:
    """Return what staff are told of money that came for what is gone, or was paid already: to pay back what is `left`."""
    kind = EffectKind.NOTIFY_PAID_AFTER_ERASURE if gone else EffectKind.NOTIFY_OVERPAID
    return [MoneyEffect(kind=kind, cents=left) for movement in movements if movement.event is MoneyEvent.PAID]
