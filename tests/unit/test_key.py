"""A person is a keyed hash of a mailbox: stable, and it names nobody to who lacks the key; each key is spelled once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core import key as keys
from loket.core.key import Key
from loket.core.key_group import USES, KeyGroup
from loket.core.keyed_hash import (
    KeyNotGiven,
    Keys,
    KeysNotFilled,
    KeyTooShort,
    derive_keys,
    normalise_email,
    person_id,
    read_keys,
)
from loket.core.ledger import name_in_ledger, word_or_name

from tests.unit.event import EVERY_USE, KEYS, MASTER_KEY, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

SANNE = "ezhlezaft3usvsrmstqou6bpjxayuxfm"
REQUEST = Key("PERSON#abc", "PRIVACY_REQUEST#01KARGXSXJ0123456789ABCDEF")


# Worked out with OpenSSL from the master key of these tests, so that a key never becomes another one unseen.
DERIVED = {
    "attempt": "94423b2679d576ab86d7b0809fdc7421022668f5774c8da6750d2d02c5b821da",
    "challenge": "ec5303a62501cc6cefdfa5174a158a8c1d9334d8aec1fdbf99b848ab4265371c",
    "desk-form": "c28cf0b5ecb69658fd70ce389bf672be76b4b5670b9a89faa369296d1dbbda22",
    "enrolled": "fdb901ebb0648ce153c7ca56a5e526d2391baf7107934d251daa7c028a58a9c4",
    "form": "68a4a1ffc1e6c803a879ec3969493947e5f4ac19733658c6b50738831374cce4",
    "idempotency": "d2e3d1c8af17a98ddf57698a215ca7f9b38efd8889fa7a0e3f5527ccc2aaf174",
    "ledger": "5e56b83fbc39762f3ca2a880a59b25f4590098658423ebab33730d8fc8dc89d5",
    "link": "87ef4227c94cf5ff4e3b0a0a626ce6fcccb47e308241d8a63f0920ea4492bc3d",
    "person": "ad9d85c839a6637b8f57129c3bf4a6bf20e4494955845c227c9ef610991d17af",
    "press": "88592903197a59ec91eb87ef25a95993fdf5d63cef3df37b502dce3992167c85",
    "proof": "764dcc0db67c6eb23ac9dd6c2ba4a45d4e627cd33a861716d70b44992eec9d7c",
    "recipient": "03980f57c4c36833d387c40e3d14322cad8d66f0fd4fc562d84aadf5baa1f91f",
    "sender": "2b150682cf92ef8a3a92993b857ad7b910ae9f0713f4d82b76d8a898d380055a",
    "staff": "6338fc649de70ba0c909933df6649350c3c3cc7419029ab50ded4299d0f1a74f",
    "submission": "c79f87ba80dbbdf1e897282422216207c85154d5e1f95e2fced2a66f0486a24b",
}


def test_hashes_are_hmac_sha256_to_the_letter() -> None:
    """What is stored is found by them, and links are signed: with another way of working nobody would be known again."""
    assert derive_keys(MASTER_KEY, EVERY_USE) == DERIVED
    assert {use: KEYS.derive(use) for use in DERIVED} == DERIVED
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
    assert person_id(KEYS, "a@example.nl") != person_id(Keys(derive_keys(MASTER_KEY[::-1], EVERY_USE)), "a@example.nl")


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
            derive_keys(master, ["link"])
    assert derive_keys("x" * 32, ["link"]).keys() == {"link"}


FORM = "challenge form idempotency person recipient sender submission"
# Written out, so that no key more is given unseen: who may check a link could sign one.
GIVEN = {
    "Challenge": "challenge",
    "Form": FORM,
    "Rights": f"{FORM} ledger",
    "Enrollment": f"{FORM} attempt enrolled ledger link",
    "Link": "link recipient",
    "Checkout": "ledger link",
    "Ledger": "ledger",
    "Page": "ledger link press",
    "Request": "ledger link press proof",
    "Desk": "desk-form ledger person proof sender staff",
}


def test_a_group_has_its_own_keys_and_no_other() -> None:
    assert {group.value: set(uses) for group, uses in USES.items()} == {
        name: {*uses.split()} for name, uses in GIVEN.items()
    }
    for group in KeyGroup:
        keys = read_keys(json.dumps(derive_keys(MASTER_KEY, USES[group])))
        assert {use: keys.derive(use) for use in USES[group]} == {use: DERIVED[use] for use in USES[group]}
        for use in EVERY_USE - USES[group]:
            with pytest.raises(KeyNotGiven, match=f"^{use}$"):
                keys.hash(use, "anything")
    assert "1" not in repr(KEYS)


def test_keys_that_were_never_filled_in_are_told_in_one_sentence() -> None:
    with pytest.raises(KeysNotFilled, match=r"^no keys were filled in yet: run `.* keys split` \(.*\)$"):
        read_keys("{}")


def test_every_key_is_spelled_as_it_always_was() -> None:
    """What is stored is found by its key: another spelling loses it."""
    assert {name: spelled() for name, (spelled, _) in SPELLED.items()} == {name: key for name, (_, key) in SPELLED.items()}


SPELLED: dict[str, tuple[Callable[[], str | tuple[str, ...]], str | tuple[str, ...]]] = {
    "person": (lambda: keys.person_partition("abc"), "PERSON#abc"),
    "payment": (lambda: keys.payment_key("att"), ("PAYMENT#att", "PAYMENT")),
    "fiscal": (lambda: keys.fiscal_key(2026, provider="m", about="tr", event="paid"), ("FISCAL#2026", "m#tr#paid")),
    "steps": (lambda: keys.steps_prefix(REQUEST), "STEP#01KARGXSXJ0123456789ABCDEF#"),
    "moment": (lambda: keys.same_moment_prefix("STEP", REQUEST.sk), "STEP#01KARGXSXJ"),
    "pointer": (lambda: keys.attempt_pointer_key("abc", "att"), ("PERSON#abc", "ATTEMPT#att")),
    "disclosure": (lambda: keys.disclosure_sort_key("att"), "DISCLOSURE#att"),
    "ledger": (lambda: keys.ledger_sort_key("view", "name", at=NOW), "VIEW#name"),
    "escalation": (lambda: keys.escalation_name("P-1", "2026-12-01", 2), "P-1#2026-12-01#2"),
    "view": (lambda: keys.proof_view_name("P-1", 2, "olga"), "P-1#2#olga"),
    "course": (lambda: keys.course_key("een"), ("CATALOGUE", "COURSE#een")),
    "submission": (lambda: keys.submission_key("s"), ("SUBMISSION#s",)),
    "challenge": (lambda: keys.challenge_key("c"), ("CHALLENGE#c",)),
    "sign ins": (lambda: keys.sign_ins_key("s"), ("SIGN_INS#s",)),
    "sender": (lambda: keys.sender_key("s"), ("SENDER#s",)),
    "recipient": (lambda: keys.recipient_key("r"), ("RECIPIENT#r",)),
    "press": (lambda: keys.press_key("t"), ("PRESS#t",)),
    "session": (lambda: keys.session_key("t"), ("SESSION#t", "SESSION")),
    "signed in": (lambda: keys.signed_in_key("abc", "t"), ("SIGNED_IN", "abc#t")),
    "sessions": (lambda: keys.sessions_prefix("abc"), "abc#"),
    "sign in": (lambda: keys.sign_in_key("t"), ("SIGN_IN#t", "SIGN_IN")),
    "digests": (lambda: keys.digest_partition("staff"), "DIGEST#staff"),
    "digest": (lambda: keys.digest_key("staff", "2026-12-01"), ("DIGEST#staff", "OUTBOX#2026-12-01")),
    "of a digest": (lambda: keys.digest_name("2026-12-01"), "DIGEST#2026-12-01"),
}


def test_what_a_key_says_is_read_back() -> None:
    assert keys.kind_in("ENROLLMENT#01#02") == "ENROLLMENT"
    assert keys.person_in("PERSON#abc") == "abc"
    assert keys.session_in("abc#t") == "t"
    assert keys.digest_in(keys.Key("DIGEST#staff", "DIGEST#2026-12-01")) == ("staff", "2026-12-01")
    assert keys.attempt_in("PAYMENT#att") == "att"
    assert keys.attempt_pointed_at("ATTEMPT#att") == "att"
    assert keys.write_key(REQUEST) == f'{{"pk": "PERSON#abc", "sk": "{REQUEST.sk}"}}'
    assert keys.read_key(keys.write_key(REQUEST)) == REQUEST
    with pytest.raises(ValueError, match="not the partition of a person"):
        keys.person_in("PAYMENT#att")


def test_a_name_from_outside_is_a_sort_key_as_a_whole_or_none() -> None:
    assert [name for name in ("OUTBOX#01J", "STEP#01J#02", f"A#{'0' * 100}") if not keys.is_sort_key(name)] == []
    wrong = ("", "OUTBOX", "OUTBOX#", "outbox#01J", "OUTBOX#01J\n", "OUTBOX#01J x", " OUTBOX#01J", f"A#{'0' * 101}")
    assert [name for name in wrong if keys.is_sort_key(name)] == []


def test_the_ledger_says_a_word_as_it_is_and_names_anything_else() -> None:
    assert word_or_name(KEYS, "view_list") == "view_list"
    named = ("P-7Q2MK-9XKDT", "view P-7Q2MK-9XKDT", "view\n", "_view", "sanne@example.nl", "")
    assert {said: word_or_name(KEYS, said) for said in named} == {said: name_in_ledger(KEYS, said) for said in named}


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
