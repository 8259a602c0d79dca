"""Sessions, kept on our side: a cookie holds nothing but a random token, and signing out ends it for everybody who has it.

GuardTable holds a session under the hash of its token, so whoever reads the table cannot enter with it.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from loket.core.key import GuardKey, session_key
from loket.core.language import Language
from loket.core.retention import Retention, expires_at
from loket.settings import setting
from loket.storage.attribute import to_item
from loket.storage.client import call
from loket.storage.guard import TABLE
from loket.storage.read import get
from loket.storage.record import read_record
from loket.storage.transaction import Refused, Transaction, Write, put, update

from desk.role import Role, known_roles

# The coffee break after which a screen that was left alone is nobody's.
IDLE = timedelta(minutes=30)
# Noted once in a while: a write at every click would tell nothing more.
_NOTED_EVERY = timedelta(minutes=2)
STILL_THERE = "attribute_exists(pk)"


class SessionOver(Refused):
    """The session has ended meanwhile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Who has signed in, with which roles, and the token that every form of theirs must carry."""

    token: str
    staff_id: str
    name: str
    roles: frozenset[Role]
    language: Language
    csrf: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionItem:
    """A session as it is stored; `seen_at` is when it was last noted to be in use."""

    staff_id: str
    name: str
    roles: tuple[str, ...]
    language: Language
    csrf: str
    seen_at: int
    expires_at: int


def hash_token(token: str) -> str:
    """Return the hash under which a random token is kept; 256 random bits need no key or salt."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def open_session(staff_id: str, name: str, roles: frozenset[Role], language: Language, *, now: datetime) -> str:
    """Store a new session and return its token."""
    token = new_token()
    session = SessionItem(
        staff_id=staff_id,
        name=name,
        roles=tuple(sorted(roles)),
        language=language,
        csrf=new_token(),
        seen_at=int(now.timestamp()),
        expires_at=expires_at(Retention.SESSION, since=now),
    )
    Transaction([put(TABLE, {**_key(token)._asdict(), **asdict(session)})]).commit()
    return token


def find_session(token: str, *, now: datetime) -> Session | None:
    """Return the session of a token, or None where there is none, it was ended, or it is over; notes that it is in use."""
    item = get(TABLE, _key(token), now=now)
    session = read_record(SessionItem, item) if item else None
    if session is None or session.seen_at + IDLE.total_seconds() <= now.timestamp():
        return None
    if session.seen_at + _NOTED_EVERY.total_seconds() <= now.timestamp():
        try:
            Transaction([_change(token, "SET seen_at = :value", int(now.timestamp()))]).commit()
        except SessionOver:
            return None
    return Session(
        token=token,
        staff_id=session.staff_id,
        name=session.name,
        roles=known_roles(session.roles),
        language=session.language,
        csrf=session.csrf,
    )


def end_session(session: Session) -> None:
    """End a session: from now on its cookie opens nothing."""
    call("delete_item", TableName=setting(TABLE), Key=to_item(_key(session.token)._asdict()))


def choose_language(session: Session, language: Language) -> None:
    """Keep the language in which a member of staff reads the desk; raise `SessionOver`."""
    Transaction([_change(session.token, "SET #language = :value", language)]).commit()


def _key(token: str) -> GuardKey:
    return session_key(hash_token(token))


def _change(token: str, expression: str, value: str | int) -> Write:
    return update(
        TABLE,
        _key(token),
        expression,
        condition=STILL_THERE,
        values={":value": value},
        refusal=SessionOver,
    )
