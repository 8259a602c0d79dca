"""Sessions, kept on our side: a cookie holds nothing but a random token, and signing out ends it for everybody who has it.

SessionTable holds a session under the hash of its token, so whoever reads the table cannot enter with it; beside it stands
who has it, so that all sessions of somebody can be found and ended.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from loket.core.key import Key, session_key, signed_in_key
from loket.core.language import Language
from loket.core.retention import Retention, expires_at
from loket.storage.read import get
from loket.storage.record import read_record
from loket.storage.transaction import Refused, Transaction, Write, delete, put, update

from desk.auth.identity import Identity
from desk.role import known_roles

TABLE = "SESSION_TABLE"
# The coffee break after which a screen that was left alone is nobody's.
IDLE = timedelta(minutes=30)
# How long roles are believed: whose role is taken away at the provider keeps it no longer. A page reads them anew sooner, so
# that a form that is opened in time can be sent in time, and while the provider may still know who is there.
ROLES_BELIEVED_FOR = timedelta(minutes=60)
ROLES_READ_AFTER = timedelta(minutes=50)
# Noted once in a while: a write at every click would tell nothing more.
_NOTED_EVERY = timedelta(minutes=2)
STILL_THERE = "attribute_exists(pk)"


class SessionOver(Refused):
    """The session has ended meanwhile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session(Identity):
    """Who has signed in, since when, and the token that every form of theirs must carry; `id` is no secret, `token` is."""

    token: str
    language: Language
    csrf: str
    roles_read_at: datetime

    @property
    def id(self) -> str:
        """Return what the session is called."""
        return hash_token(self.token)

    def is_stale(self, *, now: datetime) -> bool:
        """Return whether the roles were read too long ago to act on them."""
        return now - self.roles_read_at >= ROLES_BELIEVED_FOR

    def must_renew(self, *, now: datetime) -> bool:
        """Return whether a page is to have the roles read anew before it is shown."""
        return now - self.roles_read_at >= ROLES_READ_AFTER


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionItem:
    """A session as it is stored; `seen_at` is when it was last noted to be in use."""

    staff_id: str
    name: str
    roles: tuple[str, ...]
    language: Language
    csrf: str
    began_at: int
    roles_read_at: int
    seen_at: int
    expires_at: int

    def is_idle(self, *, now: datetime) -> bool:
        """Return whether nobody has used it for so long that it is over."""
        return self.seen_at + IDLE.total_seconds() <= now.timestamp()


def hash_token(token: str) -> str:
    """Return the hash under which a random token is kept; 256 random bits need no key or salt."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def open_session(who: Identity, language: Language, *, now: datetime) -> str:
    """Store a new session and return its token."""
    token, at = new_token(), int(now.timestamp())
    end = expires_at(Retention.SESSION, since=now)
    session = SessionItem(
        **_said(who), language=language, csrf=new_token(), began_at=at, roles_read_at=at, seen_at=at, expires_at=end
    )
    known = signed_in_key(who.staff_id, hash_token(token))
    writes = [put(TABLE, {**_key(token)._asdict(), **asdict(session)}), put(TABLE, {**known._asdict(), "expires_at": end})]
    Transaction(writes).commit()
    return token


def find_session(token: str, *, now: datetime) -> Session | None:
    """Return the session of a token, or None where there is none, it was ended, or it is over; notes that it is in use."""
    item = get(TABLE, _key(token), now=now)
    session = read_record(SessionItem, item) if item else None
    if session is None or session.is_idle(now=now):
        return None
    if session.seen_at + _NOTED_EVERY.total_seconds() <= now.timestamp():
        try:
            Transaction([_change(token, "SET seen_at = :now", {":now": int(now.timestamp())})]).commit()
        except SessionOver:
            return None
    return Session(
        token=token,
        staff_id=session.staff_id,
        name=session.name,
        roles=known_roles(session.roles),
        language=session.language,
        csrf=session.csrf,
        roles_read_at=datetime.fromtimestamp(session.roles_read_at, UTC),
    )


def renew_roles(session: Session, who: Identity, *, now: datetime) -> None:
    """Keep what the provider now says of who has a session, which ends when it would have; raise `SessionOver`."""
    said = {f":{name}": value for name, value in _said(who).items() if name != "staff_id"}
    expression = "SET #name = :name, #roles = :roles, roles_read_at = :now"
    Transaction([_change(session.token, expression, {**said, ":now": int(now.timestamp())})]).commit()


def end_session(staff_id: str, session_id: str) -> None:
    """End a session: from now on its cookie opens nothing. It is no error where it has ended already."""
    keys = (session_key(session_id), signed_in_key(staff_id, session_id))
    try:
        Transaction([delete(TABLE, key, condition=STILL_THERE, refusal=SessionOver) for key in keys]).commit()
    except SessionOver:
        return


def choose_language(session: Session, language: Language) -> None:
    """Keep the language in which a member of staff reads the desk; raise `SessionOver`."""
    Transaction([_change(session.token, "SET #language = :language", {":language": language})]).commit()


def _said(who: Identity) -> dict[str, Any]:
    return {"staff_id": who.staff_id, "name": who.name, "roles": tuple(sorted(who.roles))}


def _key(token: str) -> Key:
    return session_key(hash_token(token))


def _change(token: str, expression: str, values: Mapping[str, Any]) -> Write:
    return update(TABLE, _key(token), expression, condition=STILL_THERE, values=values, refusal=SessionOver)
