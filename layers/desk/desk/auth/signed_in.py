"""Who is signed in: the sessions of one member of staff or of all, to be seen and to be ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loket.core.key import SIGNED_IN, session_in, session_key, sessions_prefix
from loket.log import log_event
from loket.storage.read import Query, get_many, query_keys

from desk.auth.session import TABLE, SessionItem, end_session

# More than a provider of courses has staff with browsers. What is past it is not shown, and is ended all the same.
MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    """A session, and whose it is; its `id` opens nothing."""

    id: str
    staff_id: str
    name: str
    roles: tuple[str, ...]
    began_at: int
    seen_at: int


def list_sessions(staff_id: str = "", *, now: datetime) -> list[SignedIn]:
    """Return the sessions that are not over, by member of staff, of one of them or of all; at most `MOST_SHOWN`."""
    ids = {session_key(session_id): session_id for session_id in islice(_find(staff_id, now=now), MOST_SHOWN)}
    items = get_many(TABLE, list(ids), SessionItem, now=now)
    return [
        SignedIn(
            id=ids[key],
            staff_id=item.staff_id,
            name=item.name,
            roles=item.roles,
            began_at=item.began_at,
            seen_at=item.seen_at,
        )
        for key, item in items.items()
        if not item.is_idle(now=now)
    ]


def end_sessions(staff_id: str, *, now: datetime) -> int:
    """End all sessions of a member of staff, and return how many there were."""
    found = list(_find(staff_id, now=now))
    for session_id in found:
        end_session(staff_id, session_id)
    return len(found)


def note_ended(count: int, *, own: bool) -> None:
    """Log that sessions were ended: how many, and whether by whose they were. Whose that is, is nothing for a log."""
    log_event("desk.sessions_ended", count=count, own=own)


def _find(staff_id: str, *, now: datetime) -> Iterator[str]:
    question = Query(
        table=TABLE,
        condition="pk = :pk AND begins_with(sk, :staff)" if staff_id else "pk = :pk",
        values={":pk": SIGNED_IN, **({":staff": sessions_prefix(staff_id)} if staff_id else {})},
        consistent=True,
    )
    return (session_in(key.sk) for key in query_keys(question, now=now))
