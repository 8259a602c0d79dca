"""The same person twice for one course: asked whether they mean it, and nobody else can learn that they were there before.

Who it is, is a keyed hash of their address, the course and their name. Only who sends from the same network is asked at
once; from anywhere else the form is taken in as any other, staff are told, and the mail to the person asks.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from loket.core.doubt import Doubt, must_hold_mail
from loket.core.key import read_key, submission_key, write_key
from loket.core.keyed_hash import person_id
from loket.core.refusal import FieldError, FormRefused
from loket.core.retention import Retention, expires_at
from loket.enrollment.domain.enrollment import EnrollmentForm
from loket.enrollment.receipt import StoredReceipt
from loket.enrollment.store.enrollment import is_enrolled
from loket.http.intake import Accepted, Entry, Taken, store_once
from loket.storage.client import StoreUnavailable
from loket.storage.guard import REMEMBERED_AS_SEEN, TABLE
from loket.storage.transaction import Refused, put_over, put_over_expired

# A second one is for an enrollment that is there no more, and a third where somebody came in between.
_TURNS = 3

type Take = Callable[[Entry[EnrollmentForm]], Taken[StoredReceipt]]


class EnrolledBefore(Refused):
    """The same person enrolled in the same course before; it is found as an `Enrolled`."""

    shows_item = True


class Enrolled(NamedTuple):
    """What is remembered of a person in a course: which item they made, and from which network, as a keyed hash."""

    made: str
    sender: str


def enroll_once(entry: Entry[EnrollmentForm], take: Take) -> Accepted[StoredReceipt]:
    """Store an enrollment as `store_once` does; raise `FormRefused` to ask who sends the same person once more."""
    now, before = entry.request.received_at, None
    for _ in range(_TURNS):
        try:
            return store_once(entry, partial(_take_and_remember, take=take, before=before), to=entry.form.email)
        except EnrolledBefore as refused:
            before = refused.found(Enrolled, now=now)
        entry = replace(entry, is_counted=True)
        if before and is_enrolled(read_key(before.made), now=now):
            return store_once(_ask(entry, before), take, to=entry.form.email)
    raise StoreUnavailable


def _take_and_remember(entry: Entry[EnrollmentForm], *, take: Take, before: Enrolled | None) -> Taken[StoredReceipt]:
    """Take a form in and remember of whom it is, in place of an enrollment that is there no more."""
    taken = take(entry)
    if must_hold_mail(entry.doubts):
        # Whoever sends spam in somebody's name is not that person.
        return taken
    now, form = entry.request.received_at, entry.form
    name = " ".join(f"{form.first_name} {form.last_name}".split()).casefold()
    key = submission_key(entry.keys.hash("enrolled", person_id(entry.keys, form.email), form.course, name))
    known = Enrolled(made=write_key(taken.made), sender=entry.sender)
    item = {**key._asdict(), **known._asdict(), "expires_at": expires_at(Retention.ENROLLED, since=now)}
    once = put_over_expired(TABLE, item, now=now, refusal=EnrolledBefore)
    if before:
        once = put_over(TABLE, item, REMEMBERED_AS_SEEN, values={":made": before.made}, refusal=EnrolledBefore)
    return taken._replace(writes=[once, *taken.writes])


def _ask(entry: Entry[EnrollmentForm], before: Enrolled) -> Entry[EnrollmentForm]:
    if before.sender != entry.sender:
        return replace(entry, doubts=entry.doubts | {Doubt.TWICE})
    if not entry.form.confirm_again:
        raise FormRefused(FieldError("confirm_again", "already_enrolled"))
    return entry
