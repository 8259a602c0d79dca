"""A person is a keyed hash of a mailbox: stable, and it names nobody to who lacks the key; each key is spelled once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core import key as keys
from loket.core.key import Key
from loket.core.keyed_hash import Keys, KeyTooShort, normalise_email, person_id

from tests.unit.event import MASTER_KEY, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = Keys(MASTER_KEY)
SANNE = "ezhlezaft3usvsrmstqou6bpjxayuxfm"
REQUEST = Key("PERSON#abc", "PRIVACY_REQUEST#01KARGXSXJ0123456789ABCDEF")


def test_hashes_are_hmac_sha256_to_the_letter() -> None:
    """Worked out with OpenSSL. What is stored is found by them: with another way of working nobody would be known again."""
    assert KEYS.derive("person") == "ad9d85c839a6637b8f57129c3bf4a6bf20e4494955845c227c9ef610991d17af"
    assert KEYS.derive("challenge") == "ec5303a62501cc6cefdfa5174a158a8c1d9334d8aec1fdbf99b848ab4265371c"
    assert person_id(KEYS, "sanne.devries@example.nl") == SANNE
    assert KEYS.hash("form", "ab", "c") == "5gs5kt3ang7aemnxhrndbq5dgetl3bzt"


def test_however_a_mailbox_is_written_it_is_one_person() -> None:
    writings = [
        "Sanne.deVries@Example.NL",
        " sanne.devries@example.nl",
        "sanne.devries@example.nl\t\n",
        "SANNE.DEVRIES@EXAMPLE.NL",
    ]

    assert [writing for writing in writings if person_id(KEYS, writing) != SANNE] == []
    assert normalise_email(" Straße@Example.NL ") == "strasse@example.nl"


def test_other_mailboxes_are_other_people() -> None:
    others = ["sannedevries@example.nl", "sanne.devries+a@example.nl", "sanne.devries@example.n", "anne.devries@example.nl"]

    assert len({person_id(KEYS, other) for other in [*others, "sanne.devries@example.nl"]}) == len(others) + 1


@given(st.emails())
def test_the_id_holds_nothing_of_the_address(email: str) -> None:
    found = person_id(KEYS, email)

    assert found == person_id(KEYS, f"  {email.upper().lower()} ")
    assert len(found) == 32
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert email.partition("@")[0].casefold() not in found or len(email.partition("@")[0]) < 4


def test_another_key_makes_another_id() -> None:
    assert person_id(KEYS, "a@example.nl") != person_id(Keys(MASTER_KEY[::-1]), "a@example.nl")


@given(st.lists(st.text(st.characters(exclude_characters="\x00", codec="utf-8")), min_size=1, max_size=4))
def test_a_hash_is_of_its_use(parts: list[str]) -> None:
    uses = ("person", "sender", "form", "submission", "idempotency")

    assert len({KEYS.hash(use, *parts) for use in uses}) == len(uses)


@given(st.text("ab", min_size=2, max_size=6), st.integers(1, 5))
def test_parts_do_not_run_together(text: str, at: int) -> None:
    assert KEYS.hash("form", text) != KEYS.hash("form", text[:at], text[at:])


def test_a_short_key_is_refused_and_not_repeated() -> None:
    for master in ("", "short", "x" * 31):
        with pytest.raises(KeyTooShort, match=r"^the master key must be at least 32 characters long$"):
            Keys(master)
    assert Keys("x" * 32).master == "x" * 32


def test_every_key_is_spelled_as_it_always_was() -> None:
    """What is stored is found by its key: another spelling loses it."""
    assert {name: spelled() for name, (spelled, _) in SPELLED.items()} == {name: key for name, (_, key) in SPELLED.items()}


SPELLED: dict[str, tuple[Callable[[], str | tuple[str, ...]], str | tuple[str, ...]]] = {
    "person": (lambda: keys.person_partition("abc"), "PERSON#abc"),
    "payment": (lambda: keys.payment_key("att"), ("PAYMENT#att", "PAYMENT")),
    "fiscal": (lambda: keys.fiscal_key(2026, provider="m", about="tr", event="paid"), ("FISCAL#2026", "m#tr#paid")),
    "steps": (lambda: keys.steps_prefix(REQUEST), "STEP#01KARGXSXJ0123456789ABCDEF#"),
    "moment": (lambda: keys.same_moment_prefix("STEP", REQUEST.sk), "STEP#01KARGXSXJ"),
    "disclosure": (lambda: keys.disclosure_sort_key("att"), "DISCLOSURE#att"),
    "ledger": (lambda: keys.ledger_sort_key("view", "name", at=NOW), "VIEW#name"),
    "escalation": (lambda: keys.escalation_name("P-1", "2026-12-01", 2), "P-1#2026-12-01#2"),
    "view": (lambda: keys.proof_view_name("P-1", 2, "olga"), "P-1#2#olga"),
    "course": (lambda: keys.course_key("een"), ("CATALOGUE", "COURSE#een")),
    "submission": (lambda: keys.submission_key("s"), ("SUBMISSION#s",)),
    "challenge": (lambda: keys.challenge_key("c"), ("CHALLENGE#c",)),
    "sender": (lambda: keys.sender_key("s", 7), ("SENDER#s#7",)),
    "recipient": (lambda: keys.recipient_key("r", "2026-12-01"), ("RECIPIENT#r#2026-12-01",)),
    "digests": (lambda: keys.digest_partition("staff"), "DIGEST#staff"),
    "digest": (lambda: keys.digest_key("staff", "2026-12-01"), ("DIGEST#staff", "OUTBOX#2026-12-01")),
    "of a digest": (lambda: keys.digest_name("2026-12-01"), "DIGEST#2026-12-01"),
    "session": (lambda: keys.session_key("t"), ("SESSION#t",)),
    "sign in": (lambda: keys.sign_in_key("t"), ("SIGN_IN#t",)),
}


def test_what_a_key_says_is_read_back() -> None:
    assert keys.kind_in("ENROLLMENT#01#02") == "ENROLLMENT"
    assert keys.person_in("PERSON#abc") == "abc"
    assert keys.digest_in(keys.Key("DIGEST#staff", "DIGEST#2026-12-01")) == ("staff", "2026-12-01")
    assert keys.attempt_in("PAYMENT#att") == "att"
    assert keys.attempt_disclosed("DISCLOSURE#att") == "att"
    assert keys.write_key(REQUEST) == f'{{"pk": "PERSON#abc", "sk": "{REQUEST.sk}"}}'
    assert keys.read_key(keys.write_key(REQUEST)) == REQUEST
    with pytest.raises(ValueError, match="not the partition of a person"):
        keys.person_in("PAYMENT#att")


def test_new_keys_sort_by_their_moment_and_never_meet() -> None:
    later = datetime(2026, 11, 23, 10, 0, 0, 1_000, tzinfo=UTC)
    first, second = ([keys.new_sort_key("MESSAGE", at=at) for _ in range(20)] for at in (NOW, later))

    assert max(first) < min(second)
    assert len({*first, *second}) == 40
    # 2026-11-23 10:00 in the first ten signs of a ULID.
    assert {key[:18] for key in first} == {"MESSAGE#01M83XJ880"}
    step, same = keys.new_step_key(REQUEST, at=NOW), keys.ledger_sort_key("view", None, at=NOW)
    assert step.pk == REQUEST.pk
    assert step.sk.startswith("STEP#01KARGXSXJ0123456789ABCDEF#01M83XJ880")
    assert same.startswith("VIEW#01M83XJ880")
