"""Who is signed in: the sessions of one member of staff or of all, to be seen and to be ended."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loket.core.key import SIGNED_IN, session_in, session_key, sessions_prefix
from loket.log import log_event
from loket.storage.read import Query, get_many, query_keys

from desk.auth.session import TABLE, SessionItem, end_session

# Of one member: more than anybody has browsers and devices in use on one day.
MOST_EACH = 20
# Those of 25 members at the least. What is past it is not shown, and is ended all the same.
MOST_SHOWN = 500
_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)


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
    items = _read(islice(_find(staff_id, now=now), MOST_SHOWN), now=now)
    return [_signed_in(session_id, item) for session_id, item in items.items() if not item.is_idle(now=now)]


def find_signed_in(session_id: str, *, now: datetime) -> SignedIn | None:
    """Return the session with an id; None where there is none, or it is over."""
    item = _read([session_id], now=now).get(session_id) if _ID.fullmatch(session_id) else None
    return None if item is None or item.is_idle(now=now) else _signed_in(session_id, item)


def make_room(staff_id: str, *, now: datetime) -> None:
    """End those sessions of a member that were used longest ago, as far as one more would be more than `MOST_EACH`."""
    items = _read(_find(staff_id, now=now), now=now)
    newest_first = sorted(items, key=lambda session_id: items[session_id].seen_at, reverse=True)
    for session_id in newest_first[MOST_EACH - 1 :]:
        end_session(staff_id, session_id)


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


def _read(session_ids: Iterable[str], *, now: datetime) -> dict[str, SessionItem]:
    ids = {session_key(session_id): session_id for session_id in session_ids}
    return {ids[key]: item for key, item in get_many(TABLE, list(ids), SessionItem, now=now).items()}


def _signed_in(session_id: str, item: SessionItem) -> SignedIn:
    return SignedIn(
        id=session_id,
        staff_id=item.staff_id,
        name=item.name,
        roles=item.roles,
        began_at=item.began_at,
        seen_at=item.seen_at,
    )
