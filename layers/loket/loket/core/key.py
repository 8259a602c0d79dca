"""Keys: under what name each item is kept. A key is spelled here and nowhere else."""

import json
import re
from datetime import datetime
from typing import NamedTuple

_PERSON = "PERSON#"
_PAYMENT = "PAYMENT#"
_ATTEMPT = "ATTEMPT#"
_SORT_KEY = re.compile(r"[A-Z_]{1,20}#[0-9A-Za-z#_-]{1,100}", re.ASCII)
# The signs of a ULID that say when it was made.
_ULID_TIME = 10
# The partition of all courses.
COURSES = "CATALOGUE"
# The partition that says who has which session at the desk.
SIGNED_IN = "SIGNED_IN"
# What the partitions of digests, and what they are about, begin with.
DIGEST = "DIGEST"


class Key(NamedTuple):
    """Where an item is kept in a table with a sort key: its partition, and its place in there."""

    pk: str
    sk: str


class GuardKey(NamedTuple):
    """Where an item is kept in GuardTable, which has no sort key."""

    pk: str


def new_sort_key(kind: str, *, at: datetime) -> str:
    """Return a new sort key such as `ENROLLMENT#01J...`: items of one kind sort by the moment they were made (ULID)."""
    from ulid import ULID

    return f"{kind}#{ULID.from_datetime(at)}"


def write_key(key: Key) -> str:
    """Return a key as a message in a queue carries it, and nothing else of the item."""
    return json.dumps(key._asdict())


def read_key(message: str) -> Key:
    """Return the key that a message in a queue carries."""
    found = json.loads(message)
    return Key(found["pk"], found["sk"])


def kind_in(sort_key: str) -> str:
    """Return the kind of item with which a sort key begins."""
    return sort_key.partition("#")[0]


def is_sort_key(name: str) -> bool:
    """Return whether a name from outside has the form of a sort key such as `OUTBOX#01J...`."""
    return _SORT_KEY.fullmatch(name) is not None


def person_partition(person: str) -> str:
    """Return the partition of everything about a person, in PersonalDataTable and in LedgerTable."""
    return _PERSON + person


def person_in(pk: str) -> str:
    """Return the id of the person whose partition this is; raise `ValueError` for a partition of something else."""
    if not pk.startswith(_PERSON):
        raise ValueError("not the partition of a person")
    return pk.removeprefix(_PERSON)


def payment_key(attempt: str) -> Key:
    """Return the key of an attempt to pay: a partition of its own, which the webhook's address leads to."""
    return Key(_PAYMENT + attempt, "PAYMENT")


def attempt_in(pk: str) -> str:
    """Return the attempt to pay whose partition this is."""
    return pk.removeprefix(_PAYMENT)


def attempt_pointer_key(person: str, attempt: str) -> Key:
    """Return the key of what points, among the items of a person, at an attempt to pay of theirs."""
    return Key(_PERSON + person, _ATTEMPT + attempt)


def attempt_pointed_at(sort_key: str) -> str:
    """Return the attempt to pay at which an item points."""
    return sort_key.removeprefix(_ATTEMPT)


def digest_partition(audience: str) -> str:
    """Return the partition of the digests to some of the staff, in PersonalDataTable."""
    return f"{DIGEST}#{audience}"


def digest_key(audience: str, day: str) -> Key:
    """Return the key of the mail that is the digest of a day: the day and the audience make it one."""
    return Key(digest_partition(audience), f"OUTBOX#{day}")


def digest_name(day: str) -> str:
    """Return what a digest is about, as the sort key that its mail names: nothing is stored there."""
    return f"{DIGEST}#{day}"


def digest_in(key: Key) -> tuple[str, str]:
    """Return the audience and the day of what a digest is about."""
    return key.pk.removeprefix(f"{DIGEST}#"), key.sk.removeprefix(f"{DIGEST}#")


def fiscal_key(year: int, *, provider: str, about: str, event: str) -> Key:
    """Return the key of a line of the books: a partition per book year, and a name that makes each event one line."""
    return Key(f"FISCAL#{year}", f"{provider}#{about}#{event}")


def debtor_key(receipt: str) -> Key:
    """Return the key of who an invoice is made out to: a partition for each receipt, which its lines of the books name."""
    return Key(f"DEBTOR#{receipt}", "DEBTOR")


def new_step_key(request: Key, *, at: datetime) -> Key:
    """Return a new key for a step in the life of a privacy request."""
    return Key(request.pk, new_sort_key(steps_prefix(request).removesuffix("#"), at=at))


def steps_prefix(request: Key) -> str:
    """Return the beginning of the sort keys of all steps of a privacy request."""
    return f"STEP#{_ulid(request.sk)}#"


def request_of_step(sort_key: str) -> str:
    """Return the sort key of the privacy request to whose life a step belongs."""
    return f"PRIVACY_REQUEST#{_ulid(sort_key).partition('#')[0]}"


def same_moment_prefix(kind: str, sort_key: str) -> str:
    """Return the beginning of the sort keys of a kind that were made in the same millisecond as another one."""
    return f"{kind}#{_ulid(sort_key)[:_ULID_TIME]}"


def disclosure_sort_key(name: str) -> str:
    """Return the sort key of the ledger line that says what a provider was given: one for each name of an attempt."""
    return f"DISCLOSURE#{name}"


def ledger_sort_key(event: str, name: str | None, *, at: datetime) -> str:
    """Return the sort key of a line of the ledger: one for each name of an event, or a new one without a name."""
    kind = event.upper()
    return f"{kind}#{name}" if name else new_sort_key(kind, at=at)


def escalation_name(reference: str, due_on: str, level: int) -> str:
    """Return the name of an escalation in the ledger: a request is escalated to each level once for each due date."""
    return f"{reference}#{due_on}#{level}"


def proof_view_name(reference: str, proof_round: int, staff_id: str) -> str:
    """Return the name in the ledger of a look at a copy: each member of staff looks at each copy once."""
    return f"{reference}#{proof_round}#{staff_id}"


def course_key(code: str) -> Key:
    """Return the key of a course: all of them are in one partition."""
    return Key(COURSES, f"COURSE#{code}")


def submission_key(name: str) -> GuardKey:
    """Return the key under which a submission is remembered, so that it is one."""
    return GuardKey(f"SUBMISSION#{name}")


def challenge_key(challenge: str) -> GuardKey:
    """Return the key under which a challenge is spent."""
    return GuardKey(f"CHALLENGE#{challenge}")


def sign_ins_key(sender: str) -> GuardKey:
    """Return the key under which it is counted how often somebody begins to sign in at the desk."""
    return GuardKey(f"SIGN_INS#{sender}")


def sender_key(sender: str) -> GuardKey:
    """Return the key under which it is counted what a sender does."""
    return GuardKey(f"SENDER#{sender}")


def recipient_key(recipient: str) -> GuardKey:
    """Return the key under which the mails to an address are counted that strangers cause."""
    return GuardKey(f"RECIPIENT#{recipient}")


def press_key(thing: str) -> GuardKey:
    """Return the key under which the presses of a button on somebody's own page are counted."""
    return GuardKey(f"PRESS#{thing}")


def session_key(token_hash: str) -> Key:
    """Return the key of a session at the desk."""
    return Key(f"SESSION#{token_hash}", "SESSION")


def signed_in_key(staff_id: str, token_hash: str) -> Key:
    """Return the key of what says that a member of staff has a session: all in one partition, those of one side by side."""
    return Key(SIGNED_IN, f"{sessions_prefix(staff_id)}{token_hash}")


def sessions_prefix(staff_id: str) -> str:
    """Return the beginning of the sort keys of what says that a member of staff has a session."""
    return f"{staff_id}#"


def session_in(sort_key: str) -> str:
    """Return the hash of the token of the session that this says somebody has."""
    return sort_key.partition("#")[2]


def sign_in_key(state_hash: str) -> Key:
    """Return the key of an attempt to sign in at the desk."""
    return Key(f"SIGN_IN#{state_hash}", "SIGN_IN")


def _ulid(sort_key: str) -> str:
    return sort_key.partition("#")[2]
