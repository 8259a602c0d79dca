"""Guards of the public forms: one submission is one, a challenge is spent once, and nobody floods the counter.

They are keyed hashes and answers, kept for a day at most: no address, no form. Each guard is one write in the transaction of
the submission it guards, so a guard can neither be passed without it nor be left behind by a submission that failed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from loket.core.challenge import ProofOfWork
from loket.core.key import challenge_key, recipient_key, sender_key, submission_key
from loket.core.retention import Retention, expires_at, local_date
from loket.storage.transaction import Refused, Transaction, Write, put_over_expired, update

TABLE = "GUARD_TABLE"
WINDOW = timedelta(minutes=10)
BELOW_LIMIT = "attribute_not_exists(hits) OR hits < :limit"


class Submission(NamedTuple):
    """A submission that was stored: the keyed hash of its form, and what was answered then, as JSON."""

    form: str
    answer: str


class AlreadySubmitted(Refused):
    """The same submission was stored before; it is found as a `Submission`."""

    shows_item = True


class ChallengeSpent(Refused):
    """The challenge was used for another submission."""


class TooManySubmissions(Refused):
    """Too many submissions came from one address within the window."""


class TooManyMails(Refused):
    """Too many mails went to one address within the day."""


def store_first[R: Mapping[str, object]](
    name: str, answer: R, writes: Sequence[Write], *, form: str, retention: Retention, now: datetime
) -> R | None:
    """Store a submission by its name, once, and return its answer; a repetition returns the first answer again.

    `form` is the keyed hash of its content: None is returned where another form was stored by that name.
    """
    known = {"form": form, "answer": json.dumps(answer), "expires_at": expires_at(retention, since=now)}
    item = {**submission_key(name)._asdict(), **known}
    once = put_over_expired(TABLE, item, now=now, refusal=AlreadySubmitted)
    try:
        Transaction([once, *writes]).commit()
    except AlreadySubmitted as again:
        first = again.found(Submission, now=now)
        told: R | None = json.loads(first.answer) if first and first.form == form else None
        return told
    return answer


def spend_challenge(proof: ProofOfWork, *, now: datetime) -> Write:
    """Return the write that spends a challenge; it is remembered until it would be out of date anyway."""
    item = {**challenge_key(proof.challenge)._asdict(), "expires_at": int(proof.valid_until.timestamp())}
    return put_over_expired(TABLE, item, now=now, refusal=ChallengeSpent)


def count_submission(sender: str, *, limit: int, now: datetime) -> Write:
    """Return the write that counts a sender's submission within the window, refused past the limit.

    Each window has an item of its own, so a count needs no reset and an expired one is never read.
    """
    window = int(now.timestamp()) // int(WINDOW.total_seconds())
    return update(
        TABLE,
        sender_key(sender, window),
        "SET hits = if_not_exists(hits, :none) + :one, expires_at = :end",
        condition=BELOW_LIMIT,
        values={":none": 0, ":one": 1, ":end": expires_at(Retention.SENDER, since=now), ":limit": limit},
        refusal=TooManySubmissions,
    )


def count_mail(recipient: str, *, limit: int, now: datetime) -> Write:
    """Return the write that counts a mail to a recipient within the local day, refused past the limit."""
    return update(
        TABLE,
        recipient_key(recipient, local_date(now)),
        "SET hits = if_not_exists(hits, :none) + :one, expires_at = :end",
        condition=BELOW_LIMIT,
        values={":none": 0, ":one": 1, ":end": expires_at(Retention.RECIPIENT, since=now), ":limit": limit},
        refusal=TooManyMails,
    )
