"""The same person twice for one course: asked whether they mean it, and nobody else can learn that they were there before.

Who it is, is a keyed hash of their address, the course and their name. What a sender is told depends on what came from
their own network alone: there, a second form is asked about. Where the first came from anywhere else, the form is taken in
as any other, staff are told, and the mail to the person asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from loket.core.doubt import Doubt, must_hold_mail
from loket.core.key import read_key, submission_key, write_key
from loket.core.keyed_hash import person_id
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention, expires_at
from loket.enrollment.domain.enrollment import EnrollmentForm
from loket.enrollment.receipt import StoredReceipt
from loket.http.intake import Accepted, Entry, Taken, store_once
from loket.storage.client import StoreUnavailable
from loket.storage.guard import REMEMBERED_AS_SEEN, TABLE, still_stands
from loket.storage.transaction import Refused, Write, put_over, put_over_expired

# One for each thing that is remembered, one that stores, and two where somebody came in between.
_TURNS = 5

type Take = Callable[[Entry[EnrollmentForm]], Taken[StoredReceipt]]


class Enrolled(NamedTuple):
    """What is remembered of a person in a course: which item they made, and from which network, as a keyed hash."""

    made: str
    sender: str


class Remembered(Refused):
    """The same person enrolled in the same course before; it is found as an `Enrolled`."""

    shows_item = True


class EnrolledHere(Remembered):
    """They did so from the same network."""


class EnrolledBefore(Remembered):
    """They did so, first from this or any other network."""


# What was found: the next one takes its place as long as it is so, or leaves it where it is (None).
type Found = Mapping[type[Remembered], Enrolled | None]


def enroll_once(entry: Entry[EnrollmentForm], take: Take) -> Accepted[StoredReceipt]:
    """Store an enrollment as `store_once` does; raise `FormRefused` to ask who sends the same person once more."""
    found: Found = {}
    for _ in range(_TURNS):
        try:
            return store_once(entry, partial(_take_and_remember, take=take, found=found), to=entry.form.email)
        except Remembered as refused:
            entry, found = _think_again(replace(entry, is_counted=True), refused, found)
    raise StoreUnavailable


def _think_again(entry: Entry[EnrollmentForm], refused: Remembered, found: Found) -> tuple[Entry[EnrollmentForm], Found]:
    """Return a form as it may come in beside what was found, and all that was found; raise `FormRefused` to ask."""
    kind, now = type(refused), entry.request.received_at
    before = refused.found(Enrolled, now=now)
    if before is None:
        # Its time was over meanwhile.
        return entry, {}
    if not still_stands(read_key(before.made), now=now):
        return entry, {**found, kind: before}
    if kind is EnrolledHere:
        _ask(entry)
        return entry, {**found, kind: before}
    return _doubt(entry, before), {**found, kind: None}


def _take_and_remember(entry: Entry[EnrollmentForm], *, take: Take, found: Found) -> Taken[StoredReceipt]:
    """Take a form in and remember of whom it is, in place of an enrollment that stands no more."""
    taken, now = take(entry), entry.request.received_at
    kinds: list[type[Remembered]] = [EnrolledHere, EnrolledBefore]
    if must_hold_mail(entry.doubts):
        # Whoever sends spam in somebody's name is not that person. That an address had many mails is not told by what
        # its sender is asked.
        kinds = [EnrolledHere] if Doubt.MANY_TO_ONE_ADDRESS in entry.doubts else []
    known = Enrolled(made=write_key(taken.made), sender=entry.sender)
    left = {kind for kind, before in found.items() if before is None}
    once = [_remember(kind, entry, known, found.get(kind), now=now) for kind in kinds if kind not in left]
    return taken._replace(writes=[*once, *taken.writes])


def _remember(
    kind: type[Remembered], entry: Entry[EnrollmentForm], known: Enrolled, before: Enrolled | None, *, now: datetime
) -> Write:
    item = {**_name(kind, entry), **known._asdict(), "expires_at": expires_at(Retention.ENROLLED, since=now)}
    if before:
        return put_over(TABLE, item, REMEMBERED_AS_SEEN, values={":made": before.made}, refusal=kind)
    return put_over_expired(TABLE, item, now=now, refusal=kind)


def _name(kind: type[Remembered], entry: Entry[EnrollmentForm]) -> dict[str, str]:
    form, here = entry.form, [entry.sender] if kind is EnrolledHere else []
    name = " ".join(f"{form.first_name} {form.last_name}".split()).casefold()
    who = person_id(entry.keys, form.email)
    return submission_key(entry.keys.hash("enrolled", who, form.course, name, *here))._asdict()


def _ask(entry: Entry[EnrollmentForm]) -> None:
    if not entry.form.confirm_again:
        raise FormRefused(FieldError("confirm_again", "already_enrolled"))


def _doubt(entry: Entry[EnrollmentForm], before: Enrolled) -> Entry[EnrollmentForm]:
    """Return a form with the doubt about it, unless who sent the first one was asked."""
    is_meant = entry.form.confirm_again and before.sender == entry.sender
    return entry if is_meant else replace(entry, doubts=entry.doubts | {Doubt.TWICE})
