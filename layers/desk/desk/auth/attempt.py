"""Attempts to sign in: each is good for one browser, once, for ten minutes."""

import hmac
from dataclasses import asdict, dataclass
from datetime import datetime

from loket.core.key import GuardKey, Key, sign_in_key, sign_ins_key
from loket.core.limit import Limit
from loket.core.retention import Retention
from loket.storage.limit import count, forget
from loket.storage.read import get
from loket.storage.record import read_record
from loket.storage.secret import load_keys
from loket.storage.transaction import Refused, Transaction, delete, put

from desk.auth.oidc import SignInRefused
from desk.auth.session import STILL_THERE, TABLE, hash_token

# Not finished, from one office, before anybody there has signed in.
ATTEMPTS = Limit(25, Retention.SENDER)


class AttemptSpent(Refused):
    """This attempt to sign in was used before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInAttempt:
    """An attempt to sign in as it is stored: of which browser, what its token must hold, and where it leads to.

    A `silent` one shows nobody anything: it asks the provider who is signed in there already, and what their roles are now.
    """

    browser: str
    nonce: str
    verifier: str
    return_to: str
    silent: bool
    expires_at: int


def begin_attempt(state: str, attempt: SignInAttempt) -> None:
    """Store an attempt under the hash of its `state`."""
    Transaction([put(TABLE, {**_key(state)._asdict(), **asdict(attempt)})]).commit()


def count_attempt(sender: str, *, now: datetime) -> None:
    """Count an attempt that a sender begins; raise `TooOften` where too many were begun and none was finished."""
    count(_sender_key(sender), ATTEMPTS, now=now)


def forget_attempts(sender: str) -> None:
    """Forget what was counted of a sender, among whom is somebody who works here."""
    forget(_sender_key(sender))


def spend_attempt(state: str, *, browser: str, now: datetime) -> SignInAttempt:
    """Return an attempt, which is gone then; raise `SignInRefused` where there is none, or none of this browser."""
    item = get(TABLE, _key(state), now=now)
    if item is None:
        raise SignInRefused
    attempt = read_record(SignInAttempt, item)
    if not hmac.compare_digest(attempt.browser, hash_token(browser)):
        raise SignInRefused
    try:
        Transaction([delete(TABLE, _key(state), condition=STILL_THERE, refusal=AttemptSpent)]).commit()
    except AttemptSpent:
        raise SignInRefused from None
    return attempt


def _sender_key(sender: str) -> GuardKey:
    return sign_ins_key(load_keys().hash("sender", sender, "sign_in"))


def _key(state: str) -> Key:
    return sign_in_key(hash_token(state))
