"""Keys: under what name each item is kept. A key is spelled here and nowhere else."""

import json
from datetime import datetime
from typing import NamedTuple

_PERSON = "PERSON#"
_PAYMENT = "PAYMENT#"
# The signs of a ULID that say when it was made.
_ULID_TIME = 10
# The beginning of the sort keys of all disclosures in the ledger, and the partition of all courses.
DISCLOSURES = "DISCLOSURE#"
COURSES = "CATALOGUE"
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


def new_step_key(request: Key, *, at: datetime) -> Key:
    """Return a new key for a step in the life of a privacy request."""
    return Key(request.pk, new_sort_key(steps_prefix(request).removesuffix("#"), at=at))


def steps_prefix(request: Key) -> str:
    """Return the beginning of the sort keys of all steps of a privacy request."""
    return f"STEP#{_ulid(request.sk)}#"


def same_moment_prefix(kind: str, sort_key: str) -> str:
    """Return the beginning of the sort keys of a kind that were made in the same millisecond as another one."""
    return f"{kind}#{_ulid(sort_key)[:_ULID_TIME]}"


def disclosure_sort_key(attempt: str) -> str:
    """Return the sort key of the ledger line that says what a provider was given for an attempt: one for each."""
    return DISCLOSURES + attempt


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


def attempt_disclosed(sort_key: str) -> str:
    """Return the attempt that a disclosure is about."""
    return sort_key.removeprefix(DISCLOSURES)


def course_key(code: str) -> Key:
    """Return the key of a course: all of them are in one partition."""
    return Key(COURSES, f"COURSE#{code}")


def submission_key(name: str) -> GuardKey:
    """Return the key under which a submission is remembered, so that it is one."""
    return GuardKey(f"SUBMISSION#{name}")


def challenge_key(challenge: str) -> GuardKey:
    """Return the key under which a challenge is spent."""
    return GuardKey(f"CHALLENGE#{challenge}")


def sender_key(sender: str, window: int) -> GuardKey:
    """Return the key under which a sender's submissions within a window are counted."""
    return GuardKey(f"SENDER#{sender}#{window}")


def recipient_key(recipient: str, day: str) -> GuardKey:
    """Return the key under which the mails to a recipient on a day are counted."""
    return GuardKey(f"RECIPIENT#{recipient}#{day}")


def session_key(token_hash: str) -> GuardKey:
    """Return the key of a session at the desk."""
    return GuardKey(f"SESSION#{token_hash}")


def sign_in_key(state_hash: str) -> GuardKey:
    """Return the key of an attempt to sign in at the desk."""
    return GuardKey(f"SIGN_IN#{state_hash}")


def _ulid(sort_key: str) -> str:
    return sort_key.partition("#")[2]
