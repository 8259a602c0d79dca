"""Digests in PersonalDataTable: an outbox item for each day and audience; what it tells is read when it is sent."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from loket.core.doubt import must_hold_mail
from loket.core.effect import Effect, new_effect
from loket.core.key import Key, digest_key, digest_name, digest_partition
from loket.core.partition import DueEntry, DueList
from loket.core.retention import local_date
from loket.privacy.domain.deadline import days_left, is_overdue, last_due_moment
from loket.privacy.domain.digest import MOST_COUNTED, MOST_LISTED, Digest, DigestLine
from loket.privacy.domain.effect import DIGESTS
from loket.privacy.domain.escalation import Audience, first_level_of
from loket.privacy.store.request import EVER, list_due, read_summaries
from loket.privacy.store.unconfirmed import list_unconfirmed, read_unconfirmed
from loket.storage.item import TABLE, store
from loket.storage.read import Query, get_many, get_many_items, query_records
from loket.storage.transaction import Write


def find_last_digest(audience: Audience, *, now: datetime) -> Effect | None:
    """Return the last digest that was made for an audience, or None where there is none of the last weeks."""
    question = Query(
        table=TABLE,
        condition="pk = :pk",
        values={":pk": digest_partition(audience)},
        consistent=True,
    )
    return next(reversed(list(query_records(question, Effect, now=now))), None)


def store_digest(audience: Audience, *, now: datetime) -> Write:
    """Return the write that makes the digest of today, refused (`AlreadyStored`) where there is one."""
    day = local_date(now)
    return store(new_effect(DIGESTS[audience], about=digest_name(day), now=now), digest_key(audience, day))


def read_digest(audience: Audience, *, now: datetime) -> Digest:
    """Return what a digest tells an audience now."""
    until = last_due_moment(within=first_level_of(audience), now=now)
    near = _some(list_due(DueList.REQUESTS, until=until, now=now))
    unconfirmed = list_unconfirmed(until=EVER, now=now)
    listed = read_summaries(near[:MOST_LISTED], now=now)
    return Digest(
        lines=[
            DigestLine(
                reference=one.reference,
                right=one.right,
                days_left=days_left(datetime.fromisoformat(one.due_at), now=now),
            )
            for one in listed
        ],
        more=len(near[MOST_LISTED:]),
        unconfirmed=len(unconfirmed),
        overdue=sum(is_overdue(entry.due_moment, now=now) for entry in unconfirmed),
        held=sum(must_hold_mail(frozenset(one.doubts)) for one in read_unconfirmed(unconfirmed, now=now)),
        tasks=_count_tasks(now=now),
    )


class _Pointer(NamedTuple):
    """Of a task: the sort key of what it is about."""

    about: str


def _count_tasks(*, now: datetime) -> int:
    """Return how many open tasks are about something that is there, as the desk lists them; of that nothing is read."""
    open_ = [entry.key for entry in _some(list_due(DueList.TASKS, until=EVER, now=now))]
    about = [Key(key.pk, task.about) for key, task in get_many(TABLE, open_, _Pointer, now=now).items()]
    there = get_many_items(TABLE, about, now=now, only=("sk",))
    return sum(item in there for item in about)


def _some(entries: Iterable[DueEntry]) -> list[DueEntry]:
    return list(islice(entries, MOST_COUNTED))
