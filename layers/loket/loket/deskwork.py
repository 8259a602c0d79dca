"""Deskwork: what staff do with messages, enrollments and the notices on the list of work.

Every act is one transaction: the item as it now is, its place on the list of work, the line in the ledger, and the mail that
follows. It is refused where the item is not as it was seen, so two members of staff cannot do different things at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from loket.checkout import new_payment_item
from loket.domain.contact import ContactStatus
from loket.domain.course import Course
from loket.domain.effect import EffectKind
from loket.domain.enrollment import Enrollment, EnrollmentStatus
from loket.domain.item import ItemKind
from loket.domain.ledger import LedgerEvent, write_line
from loket.domain.payment_item import PaymentItem
from loket.domain.redaction import redact
from loket.domain.reference import new_attempt
from loket.domain.work.handling import Handling, HandlingMove, OnList, Seat, find_handling
from loket.domain.work.outcome import Outcome, OutcomeForbidden, outcomes_of
from loket.store.book import store_line
from loket.store.course import NoSeatTaken, find_course, give_seat_back, take_seat
from loket.store.handled import change_handled
from loket.store.payment import store_payment
from loket.store.person import find_item, store_effect
from loket.store.privacy_request import person_of
from loket.store.transaction import Transaction, Write
from loket.store.work import close_work, find_notices, reopen_work

type Item = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """What a member of staff does: the handling, who stands for it by name, and what they write to the person."""

    handling: Handling
    by: str
    answer: str | None = None


class AnswerMissing(ValueError):
    """An answer needs words."""


class StillHeld(Exception):
    """What waits in review must be released or marked as spam before it is done."""


def handle_item(deed: Deed, item: Item, *, now: datetime) -> str:
    """Do something with a stored message or enrollment and return where it then stands.

    Raise `HandlingForbidden` where the table has no such move, `AnswerMissing`, `CourseUnknown` or `NoSeatLeft` where an
    enrollment cannot have a place, and `ItemMoved` or `AlreadyDone` where somebody else did something since it was read.
    """
    move = find_handling(ItemKind(item["kind"]), item["status"], deed.handling)
    changes = _answer(deed, now=now) if deed.handling is Handling.ANSWER else {}
    if move.seat is Seat.TAKEN:
        return _admit(deed, move, item, now=now)
    writes = _writes(deed, move, item, changes, now=now)
    if move.seat is Seat.GIVEN_BACK:
        _give_back(item, writes)
    else:
        Transaction(writes).commit()
    return move.target


def finish_work(notice: Item, outcome: Outcome, *, by: str, now: datetime) -> None:
    """Take a notice off the list of work as done by a member of staff.

    Raise `OutcomeForbidden` for an outcome that such work does not have, `StillHeld` where it is about something that waits
    in review, and `AlreadyDone` where another member of staff was first.
    """
    kind = EffectKind(notice["effect"])
    if outcome not in outcomes_of(kind):
        raise OutcomeForbidden
    about = find_item(notice["pk"], notice["about"], now=now)
    if about["status"] in {ContactStatus.IN_REVIEW, EnrollmentStatus.IN_REVIEW}:
        raise StillHeld
    reference, person = _of_whom(about)
    line = write_line(LedgerEvent.WORK, outcome, by=by, about=reference, why=kind, now=now)
    Transaction([close_work(notice, outcome, by=by, now=now), store_line(person, line)]).commit()


def _of_whom(about: Item) -> tuple[str, str]:
    if about["kind"] == ItemKind.PAYMENT:
        return str(about["enrollment_reference"]), str(about["person"])
    return str(about["reference"]), person_of(about)


def _answer(deed: Deed, *, now: datetime) -> dict[str, Any]:
    if not (deed.answer or "").strip():
        raise AnswerMissing
    words, _ = redact((deed.answer or "").strip())
    return {"answer": words, "answered_by": deed.by, "answered_at": int(now.timestamp())}


def _writes(
    deed: Deed, move: HandlingMove, item: Item, changes: Mapping[str, Any], *, now: datetime, cents: int | None = None
) -> list[Write]:
    person = person_of(item)
    line = write_line(LedgerEvent.WORK, deed.handling, by=deed.by, about=item["reference"], why=item["status"], now=now)
    mail = [store_effect(move.mail, person, about=item["sk"], at=now, cents=cents)] if move.mail else []
    return [
        change_handled(item, {**changes, "status": move.target}, now=now),
        *_place_on_list(deed, move, item, now=now),
        store_line(person, line),
        *mail,
    ]


def _place_on_list(deed: Deed, move: HandlingMove, item: Item, *, now: datetime) -> Sequence[Write]:
    if move.on_list is OnList.STAYS:
        return []
    notices = find_notices(item, now=now)
    if move.on_list is OnList.RETURNS:
        return [reopen_work(notice, now=now) for notice in notices if "due_bucket" not in notice]
    open_ones = [notice for notice in notices if "due_bucket" in notice]
    return [close_work(notice, Outcome.HANDLED, by=deed.by, now=now) for notice in open_ones]


def _admit(deed: Deed, move: HandlingMove, item: Item, *, now: datetime) -> str:
    """Give a held enrollment its place, and where the course costs money, the attempt to pay that it waits for."""
    course = find_course(item["course"], now=now)
    payment = _payment(item, course, now=now) if course.price_cents else None
    waits = replace(move, target=EnrollmentStatus.WAITING_FOR_PAYMENT) if payment else move
    changes = {"attempt": payment.attempt} if payment else {}
    # Nothing opens it at the provider yet: the page that the confirmation leads to does, when the person comes to pay.
    attempts = [store_payment(payment)] if payment else []
    cents = payment.cents if payment else None
    writes = [*_writes(deed, waits, item, changes, now=now, cents=cents), take_seat(course, now=now), *attempts]
    Transaction(writes).commit()
    return waits.target


def _payment(item: Item, course: Course, *, now: datetime) -> PaymentItem | None:
    known = {name: item[name] for name in Enrollment.model_fields if name in item}
    enrollment = Enrollment.model_construct(**{**known, "attempt": new_attempt()})
    return new_payment_item(enrollment, course, person=person_of(item), sort_key=item["sk"], now=now)


def _give_back(item: Item, writes: Sequence[Write]) -> None:
    try:
        Transaction([*writes, give_seat_back(item["course"])]).commit()
    except NoSeatTaken:
        # The course has left the catalogue: no place in it is anybody's any more.
        Transaction(writes).commit()
