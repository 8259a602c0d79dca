"""Guards of the public forms: one submission is one, and a challenge is spent once.

They are keyed hashes and answers, kept for a day at most: no address, no form, no link. Each is one write in the transaction
of the submission it guards, so a guard can neither be passed without it nor be left behind by a submission that failed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from loket.core.challenge import ProofOfWork
from loket.core.key import Key, challenge_key, read_key, submission_key
from loket.core.language import Language
from loket.core.retention import Retention, expires_at
from loket.storage.client import StoreUnavailable
from loket.storage.item import TABLE as PEOPLE
from loket.storage.transaction import (
    ABSENT_OR_EXPIRED,
    UNEXPIRED,
    Refused,
    Transaction,
    Write,
    check,
    put_over,
    put_over_expired,
    update,
)

TABLE = "GUARD_TABLE"
# What is meant takes the place of the same form that was held.
ABSENT_EXPIRED_OR_HELD = f"{ABSENT_OR_EXPIRED} OR yields_to = :form"
REMEMBERED_AS_SEEN = "made = :made"
# Of no submission: whoever is refused by it sees what is there, and changes nothing. No form may read this table otherwise.
NEVER_SO = "made = :none"
# The statuses in which what a form made has ended, whatever it is: nobody would answer the same form, so it is a new one.
# Each has its name where it belongs: a test holds them equal.
NO_MORE = frozenset({"cancelled", "spam", "completed", "refused", "withdrawn", "lapsed"})
STILL_STANDS = f"{UNEXPIRED} AND NOT #status IN ({', '.join(f':{status}' for status in sorted(NO_MORE))})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What is remembered of a submission: keyed hashes of its form and sender, what it made, and what was answered.

    `made` is the key of the item, and `answer` is JSON. One that was held yields to the same form, once it is meant.
    """

    form: str
    sender: str
    yields_to: str | None = None
    made: str
    answer: str
    language: Language
    stored_at: int

    @property
    def key(self) -> Key:
        """Return the key of what the submission made."""
        return read_key(self.made)


class AlreadySubmitted(Refused):
    """The same submission was stored before; it is found as a `Submission`."""

    shows_item = True


class SubmissionSeen(Refused):
    """A look at a submission, which changes nothing; it is found as a `Submission`, if it is there."""

    shows_item = True


class ChallengeSpent(Refused):
    """The challenge was used for another submission."""


class MadeGone(Refused):
    """What a submission made is not there any more, or ended."""


def store_first(
    name: str, submission: Submission, writes: Sequence[Write], *, retention: Retention, now: datetime
) -> Submission | None:
    """Store a submission by its name, once, and return it; a repetition returns the one that was first.

    None is returned where another form was stored by that name. Where what the first one made is gone, by an erasure or at
    the end of its retention period, or ended, the same form is a new submission.
    """
    item = {**submission_key(name)._asdict(), **asdict(submission), "expires_at": expires_at(retention, since=now)}
    once = _store_by_name(item, submission, now=now)
    # The second turn is for a first submission whose item stands no more; in a third it came back, and somebody was faster.
    for _ in range(3):
        try:
            Transaction([once, *writes]).commit()
        except AlreadySubmitted as again:
            first = again.found(Submission, now=now)
            if first is None or first.form != submission.form:
                return None
            if still_stands(first.key, now=now):
                return first
            once = put_over(TABLE, item, REMEMBERED_AS_SEEN, values={":made": first.made}, refusal=AlreadySubmitted)
        else:
            return submission
    raise StoreUnavailable


def find_first(name: str, *, now: datetime) -> Submission | None:
    """Return the submission that was stored by a name; None where there is none, or what it made stands no more."""
    key, none = submission_key(name), {":none": "none"}
    look = update(TABLE, key, "SET made = :none", condition=NEVER_SO, values=none, refusal=SubmissionSeen)
    try:
        Transaction([look]).commit()
    except SubmissionSeen as seen:
        first = seen.found(Submission, now=now)
        return first if first and still_stands(first.key, now=now) else None
    raise StoreUnavailable


def still_stands(made: Key, *, now: datetime) -> bool:
    """Return whether an item about a person is there and has not ended, of which nothing is read."""
    values = {":now": int(now.timestamp()), **{f":{status}": status for status in NO_MORE}}
    try:
        Transaction([check(PEOPLE, made, condition=STILL_STANDS, values=values, refusal=MadeGone)]).commit()
    except MadeGone:
        return False
    return True


def spend_challenge(proof: ProofOfWork, *, now: datetime) -> Write:
    """Return the write that spends a challenge; it is remembered until it would be out of date anyway."""
    item = {**challenge_key(proof.challenge)._asdict(), "expires_at": int(proof.valid_until.timestamp())}
    return put_over_expired(TABLE, item, now=now, refusal=ChallengeSpent)


def _store_by_name(item: dict[str, object], submission: Submission, *, now: datetime) -> Write:
    if submission.yields_to:
        return put_over_expired(TABLE, item, now=now, refusal=AlreadySubmitted)
    values = {":now": int(now.timestamp()), ":form": submission.form}
    return put_over(TABLE, item, ABSENT_EXPIRED_OR_HELD, values=values, refusal=AlreadySubmitted)
