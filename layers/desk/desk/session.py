"""Sessions, kept on our side: a cookie holds nothing but a random token, and signing out ends it for everybody who has it.

GuardTable holds a session under the hash of its token, so whoever reads the table cannot enter with it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from loket.domain.language import Language
from loket.settings import setting
from loket.store.attribute import from_item, to_item
from loket.store.client import call
from loket.store.transaction import Refused, Transaction, Write, put

from desk.role import Role, known_roles

# A working day, and the coffee break after which a screen that was left alone is nobody's.
LIFETIME = timedelta(hours=8)
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


def hash_token(token: str) -> str:
    """Return the hash under which a random token is kept; 256 random bits need no key or salt."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def open_session(staff_id: str, name: str, roles: frozenset[Role], language: Language, *, now: datetime) -> str:
    """Store a new session and return its token."""
    token = new_token()
    item = {
        "pk": _key(token),
        "staff_id": staff_id,
        "name": name,
        "roles": sorted(roles),
        "language": language,
        "csrf": new_token(),
        "seen_at": int(now.timestamp()),
        "expires_at": int((now + LIFETIME).timestamp()),
    }
    Transaction([put(setting("GUARD_TABLE"), item)]).commit()
    return token


def find_session(token: str, *, now: datetime) -> Session | None:
    """Return the session of a token, or None where there is none, it was ended, or it is over; notes that it is in use."""
    item = read_guard(_key(token))
    if not item or item["expires_at"] <= now.timestamp() or item["seen_at"] + IDLE.total_seconds() <= now.timestamp():
        return None
    if item["seen_at"] + _NOTED_EVERY.total_seconds() <= now.timestamp():
        try:
            Transaction([_change(token, "seen_at", int(now.timestamp()))]).commit()
        except SessionOver:
            return None
    return Session(
        token=token,
        staff_id=item["staff_id"],
        name=item["name"],
        roles=known_roles(item["roles"]),
        language=Language(item["language"]),
        csrf=item["csrf"],
    )


def end_session(session: Session) -> None:
    """End a session: from now on its cookie opens nothing."""
    call("delete_item", TableName=setting("GUARD_TABLE"), Key=to_item({"pk": _key(session.token)}))


def choose_language(session: Session, language: Language) -> None:
    """Keep the language in which a member of staff reads the desk; raise `SessionOver`."""
    Transaction([_change(session.token, "language", language)]).commit()


def read_guard(key: str) -> Mapping[str, Any]:
    """Return an item of GuardTable as it is now, or nothing."""
    found = call("get_item", TableName=setting("GUARD_TABLE"), Key=to_item({"pk": key}), ConsistentRead=True)
    return from_item(found.get("Item", {}))


def _key(token: str) -> str:
    return f"SESSION#{hash_token(token)}"


def _change(token: str, name: str, value: str | int) -> Write:
    return Write(
        action="Update",
        request={
            "TableName": setting("GUARD_TABLE"),
            "Key": to_item({"pk": _key(token)}),
            "UpdateExpression": "SET #name = :value",
            "ConditionExpression": STILL_THERE,
            "ExpressionAttributeNames": {"#name": name},
            "ExpressionAttributeValues": to_item({":value": value}),
        },
        refusal=SessionOver,
    )
