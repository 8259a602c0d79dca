"""Escalating privacy requests as their due dates come near, to each level once, and telling staff of it once a day.

An escalation is one transaction: the level, what is written down about it, and the mail to the person. Nothing else about
the request changes: software reminds, and people decide (P08). That staff have not been told yet is not stored: it follows
from when a level was reached and when their last digest was made. So a run that dies at any point leaves it to the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType

from loket.core import schedule
from loket.core.key import Key, escalation_name
from loket.core.ledger import BY_SOFTWARE, LedgerEvent, write_line
from loket.core.partition import DueEntry, DueList
from loket.core.retention import local_date
from loket.log import log_fault
from loket.privacy.domain.deadline import last_due_moment
from loket.privacy.domain.digest import MOST_COUNTED
from loket.privacy.domain.effect import DIGESTS, digests_of
from loket.privacy.domain.escalation import FIRST_LEVEL, Audience, Escalation, escalate, is_time_for_digest
from loket.privacy.domain.request import PrivacyRequest
from loket.privacy.store.digest import find_last_digest, store_digest
from loket.privacy.store.escalation import LevelChanged, is_kept_on, keep_on, set_level, store_escalation
from loket.privacy.store.request import RequestChanged, keep_steps, list_due
from loket.storage.item import ItemGone, find
from loket.storage.ledger import store_line
from loket.storage.transaction import AlreadyStored, Transaction, Write, commit_with


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What a run did with a request, and from when on a digest tells of it, to whom it does."""

    escalated: bool = False
    told_from: Mapping[Audience, int] = MappingProxyType({})


def take_turns(due_list: DueList, *, has_time: Callable[[], bool], now: datetime) -> tuple[list[Turn | None], int]:
    """Give each request of a list that is near its due date its turn, first due first, while there is time.

    Return what came of each turn, None where it failed, and how many had none; of very many that is not counted further.
    """
    near = list_due(due_list, until=last_due_moment(within=FIRST_LEVEL, now=now), now=now)
    return schedule.take_turns(near, partial(_take_turn, now=now), has_time=has_time, most_counted=MOST_COUNTED)


def _take_turn(entry: DueEntry, *, now: datetime) -> Turn | None:
    return spare(lambda: escalate_request(entry.key, now=now))


def spare[T](act: Callable[[], T]) -> T | None:
    """Return what came of something, or None where it failed: one must not keep the others from their turn."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001 - whatever it is, the next has its turn
        log_fault(error)
        return None


def escalate_request(key: Key, *, now: datetime) -> Turn:
    """Escalate a stored request to the level that is due now.

    It is not where it is on its level already, or was ended, extended or escalated in the meantime.
    """
    try:
        stored = find(PrivacyRequest, key, now=now)
    except ItemGone:
        return Turn()
    request = stored.record
    escalation = escalate(request.due_moment, reached=request.rung, now=now) if request.due_bucket else None
    if escalation is None:
        return Turn(told_from=digests_of(request))
    keeps = is_kept_on(request, escalation.level)
    kept = keep_on(stored, now=now) if keeps else stored
    level = set_level(stored, escalation.level, kept=kept, now=now)
    line = _note(stored.person, request, escalation, now=now)
    steps = keep_steps(kept, now=now) if keeps else []
    if not _commit(level, [line, *store_escalation(kept, escalation, now=now)], steps):
        return Turn()
    escalated = request.model_copy(update={"rung": escalation.level, "rung_at": int(now.timestamp())})
    return Turn(escalated=True, told_from=digests_of(escalated))


def make_digests(turns: Sequence[Turn | None], *, now: datetime) -> int:
    """Make the digests of today, once, for whom there is something to be told since their last one; return how many."""
    if not is_time_for_digest(now):
        return 0
    return sum(_make_digest(audience, turns, now=now) for audience in DIGESTS)


def _make_digest(audience: Audience, turns: Sequence[Turn | None], *, now: datetime) -> bool:
    untold = [turn.told_from[audience] for turn in turns if turn and audience in turn.told_from]
    last = find_last_digest(audience, now=now) if untold else None
    if not untold or (last and last.created_at >= max(untold)):
        return False
    try:
        Transaction([store_digest(audience, now=now)]).commit()
    except AlreadyStored:
        # It had its digest of today.
        return False
    return True


def _commit(level: Write, rest: list[Write], steps: list[Write]) -> bool:
    try:
        commit_with([level, *rest], steps)
    except (LevelChanged, RequestChanged):
        return False
    except AlreadyStored:
        # The ledger knows better than a table that was restored: everybody was told, and the request finds its level again.
        commit_with([level], steps)
        return False
    return True


def _note(person: str, request: PrivacyRequest, escalation: Escalation, *, now: datetime) -> Write:
    skipped = f", skipped {' '.join(map(str, escalation.skipped))}" if escalation.skipped else ""
    what, about = f"rung {escalation.level}{skipped}", request.reference
    line = write_line(LedgerEvent.ESCALATION, what, by=BY_SOFTWARE, about=about, why=about, now=now)
    # The key holds the date and the level: what would be written a second time is refused, with all that goes with it.
    return store_line(person, line, name=escalation_name(about, local_date(request.due_moment), escalation.level))
