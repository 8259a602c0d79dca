"""Privacy requests in PersonalDataTable: one item each, a step beside it for everything that happened, and the due index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypedDict

from loket.core.item import Stored
from loket.core.key import Key, new_step_key, person_in, steps_prefix
from loket.core.ledger import BY_SOFTWARE, Author, LedgerEvent, write_line
from loket.core.partition import DueEntry, DueList
from loket.privacy.domain.effect import effects_of_move, effects_of_receipt
from loket.privacy.domain.lifecycle import RequestMove, RequestStatus
from loket.privacy.domain.request import RECEIVE, Channel, PrivacyRequest, Step, note_step
from loket.privacy.domain.right import Right
from loket.storage.item import TABLE, store
from loket.storage.ledger import store_line
from loket.storage.outbox import store_effects
from loket.storage.page import Listed, Page, read_due_page, read_page
from loket.storage.read import Query, due_entry, get_many, query, query_due_list, query_records
from loket.storage.record import key_of, read_record
from loket.storage.transaction import KEPT_AS_SEEN, UNEXPIRED, Refused, Write, update

# How long it is kept is how long what is written beside it is.
AS_IT_WAS_SEEN = f"{KEPT_AS_SEEN} AND revision = :known AND #status = :seen"

STEPS_AT_ONCE = 200
EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestSummary:
    """What a list tells of a request: nothing that the person wrote, and not who it is."""

    reference: str
    right: Right
    status: RequestStatus
    channel: Channel
    due_at: str
    received_at: int


class OpenRequests(NamedTuple):
    """A page of the open requests, first due first; each has its entry on the page."""

    entries: Sequence[DueEntry]
    page: Page


class StepPage(NamedTuple):
    """A page of the steps of a request, newest first; each has its item on the page."""

    steps: Sequence[Step]
    page: Page


class RequestChanges(TypedDict, total=False):
    """Attributes that a move sets beside the status; None takes one away."""

    due_at: str
    due_bucket: str | None
    expires_at: int
    rung: None
    rung_at: None
    proof_round: int
    link_version: int


class RequestChanged(Refused):
    """Somebody else changed the request in the meantime."""


def store_request(request: PrivacyRequest, key: Key, *, by: Author, at: datetime) -> Sequence[Write]:
    """Return the writes that store a new request, its first step, its line in the ledger, and the mails that follow."""
    first = note_step(request, RECEIVE, by=by, now=at)
    return [
        store(request, key),
        store(first, new_step_key(key, at=at)),
        *store_effects(effects_of_receipt(request), key, at=at, until=request.expires_at),
        _note(person_in(key.pk), first, by=by, at=at),
    ]


def move_request(  # noqa: PLR0913 - each is a part of one move
    stored: Stored[PrivacyRequest],
    move: RequestMove,
    step: Step,
    *,
    by: Author,
    changes: RequestChanges,
    quiet: bool = False,
    now: datetime,
) -> Sequence[Write]:
    """Return the writes that make a move: the request as it now is, its step, the ledger line, and the mails unless `quiet`.

    Refused (`RequestChanged`) where the request is not as it was seen.
    """
    step_key, kinds = new_step_key(stored.key, at=now), () if quiet else effects_of_move(stored.record, move)
    kept = stored.record.model_copy(update=changes)
    return [
        _change(stored, changes, step.status),
        store(step, step_key),
        *store_effects(kinds, stored.key, step=step_key.sk, at=now, until=kept.expires_at),
        _note(stored.person, step, by=by, at=now),
    ]


def list_steps(request: Key, *, now: datetime) -> list[Step]:
    """Return the steps of a stored request, oldest first."""
    return list(query_records(_steps(request), Step, now=now))


def keep_steps(kept: Stored[PrivacyRequest], *, now: datetime) -> list[Write]:
    """Return the writes that keep what people did about a request as long as the request itself, which is kept on.

    The levels that it reached go in their own time, as there is one for every day; the ledger has them for longer.
    Refused (`RequestChanged`) where one is gone.
    """
    return [
        update(
            TABLE,
            key_of(item),
            "SET expires_at = :end",
            condition=UNEXPIRED,
            values={":now": int(now.timestamp()), ":end": kept.record.expires_at},
            refusal=RequestChanged,
        )
        for item in query(_steps(kept.key), now=now)
        if item["by"] != BY_SOFTWARE
    ]


def read_steps(request: Key, *, after: str | None = None, most: int = STEPS_AT_ONCE, now: datetime) -> StepPage:
    """Return a page of the steps of a stored request, newest first."""
    prefix = steps_prefix(request)
    question = Query(
        table=TABLE,
        condition="pk = :pk AND begins_with(sk, :steps)",
        values={":pk": request.pk, ":steps": prefix},
        page_size=most,
        consistent=True,
        backwards=True,
    )
    page = read_page([Listed(question, {"pk": request.pk}, {"sk": str})], after=after, most=most, now=now)
    return StepPage(steps=[read_record(Step, item) for item in page.items], page=page)


def list_due(due_list: DueList, *, until: datetime, now: datetime) -> Iterator[DueEntry]:
    """Return what of a list of requests or tasks is due at a moment or before, first due first."""
    return query_due_list(TABLE, due_list, until=until, now=now)


def list_open(*, after: str | None, most: int, now: datetime) -> OpenRequests:
    """Return a page of the open requests, first due first: keys and moments alone, so it reads nobody's data."""
    partitions = (*DueList.REQUESTS.partitions(), *DueList.UNCONFIRMED.partitions())
    page = read_due_page(partitions, after=after, most=most, now=now)
    return OpenRequests(entries=[due_entry(item) for item in page.items], page=page)


def read_summaries(requests: Sequence[DueEntry], *, now: datetime) -> list[RequestSummary]:
    """Return what a list shows of these requests in the same order, and of the person nothing."""
    return list(get_many(TABLE, [request.key for request in requests], RequestSummary, now=now).values())


def _steps(request: Key) -> Query:
    return Query(
        table=TABLE,
        condition="pk = :pk AND begins_with(sk, :steps)",
        values={":pk": request.pk, ":steps": steps_prefix(request)},
        consistent=True,
    )


def _change(stored: Stored[PrivacyRequest], changes: RequestChanges, status: RequestStatus) -> Write:
    request, every = stored.record, {**changes, "status": status}
    sets = [f"#{name} = :{name}" for name, value in every.items() if value is not None]
    removes = [f"#{name}" for name, value in every.items() if value is None]
    expression = "SET revision = revision + :one, " + ", ".join(sets)
    expression += (" REMOVE " + ", ".join(removes)) if removes else ""
    known = {":one": 1, ":known": request.revision, ":seen": request.status, ":kept": request.expires_at}
    values = {**known, **{f":{name}": value for name, value in every.items()}}
    return update(TABLE, stored.key, expression, condition=AS_IT_WAS_SEEN, values=values, refusal=RequestChanged)


def _note(person: str, step: Step, *, by: Author, at: datetime) -> Write:
    line = write_line(LedgerEvent.REQUEST, step.event, by=by, about=step.request, why=step.request, now=at)
    return store_line(person, line)
