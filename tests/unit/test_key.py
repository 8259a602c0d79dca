"""A person is a keyed hash of a mailbox: stable, and it names nobody to who lacks the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.keyed_hash import Keys, KeyTooShort, person_id

from tests.unit.event import MASTER_KEY

KEYS = Keys(MASTER_KEY)


@given(st.emails())
def test_one_mailbox_is_one_person(email: str) -> None:
    assert person_id(KEYS, email) == person_id(KEYS, f"  {email.upper().lower()} ")


def test_case_makes_no_other_person() -> None:
    assert person_id(KEYS, "Sanne@Example.NL") == person_id(KEYS, "sanne@example.nl")


@given(st.emails())
def test_the_id_holds_nothing_of_the_address(email: str) -> None:
    found = person_id(KEYS, email)

    assert len(found) == 32
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert email.partition("@")[0].casefold() not in found or len(email.partition("@")[0]) < 4


def test_another_key_makes_another_id() -> None:
    assert person_id(KEYS, "a@example.nl") != person_id(Keys(MASTER_KEY[::-1]), "a@example.nl")


@given(st.lists(st.text(st.characters(exclude_characters="\x00", codec="utf-8")), min_size=1, max_size=4))
def test_a_hash_is_of_its_use(parts: list[str]) -> None:
    assert KEYS.hash("sender", *parts) != KEYS.hash("form", *parts)


@given(st.text("ab", min_size=2, max_size=6), st.integers(1, 5))
def test_parts_do_not_run_together(text: str, at: int) -> None:
    whole, split = KEYS.hash("form", text), KEYS.hash("form", text[:at], text[at:])

    assert whole != split


@pytest.mark.parametrize("master", ["", "short", "x" * 31])
def test_a_short_key_is_refused_and_not_repeated(master: str) -> None:
    with pytest.raises(KeyTooShort) as refused:
        Keys(master)

    assert not master or master not in str(refused.value)
