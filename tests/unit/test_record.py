"""What is stored is read back as it was written; an old value hides nothing, and what lacks a part is refused by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.contact.message import ContactStatus
from loket.core.command import Actor
from loket.core.doubt import Doubt
from loket.core.effect import Effect, EffectKind, new_effect
from loket.core.item import RecordUnreadable
from loket.core.ledger import BY_PERSON, BY_SOFTWARE, LedgerEvent, write_line
from loket.core.partition import DueList
from loket.core.staff_member import StaffMember
from loket.enrollment.domain.enrollment import EnrollmentStatus
from loket.payment.domain.payment import Refund, RefundStatus
from loket.storage.attribute import from_item, to_item
from loket.storage.outbox import read_effect
from loket.storage.record import names_in, read_record
from pydantic import BaseModel

from tests.unit.event import NOW

SECRET = "geheim"


@dataclass(frozen=True, kw_only=True)
class Everything:
    """One attribute of each type that is not stored as it is."""

    doubt: Doubt
    doubts: tuple[Doubt, ...] = ()
    day: date | None = None
    refunds: dict[str, Refund] | None = None


class Pair(NamedTuple):
    """A record that is a named tuple."""

    first: str
    second: int = 7


def stored(**values: Any) -> dict[str, Any]:
    return from_item(to_item(values))


@given(st.sampled_from(EffectKind), st.none() | st.integers(0, 10**6), st.none() | st.text())
def test_an_effect_is_read_back_as_it_was_written(kind: EffectKind, cents: int | None, step: str | None) -> None:
    effect = new_effect(kind, about="ENROLLMENT#1", now=NOW, cents=cents, step=step)

    assert read_effect(stored(**dict(effect))) == effect


def test_each_type_is_made_again() -> None:
    refund = Refund(cents=100, status=RefundStatus.REFUNDED)
    item = stored(
        doubt="honeypot", doubts=["no_proof"], day="2026-11-26", refunds={"re_1": {"cents": 100, "status": "refunded"}}
    )

    assert read_record(Everything, item) == Everything(
        doubt=Doubt.HONEYPOT, doubts=(Doubt.NO_PROOF,), day=date(2026, 11, 26), refunds={"re_1": refund}
    )


def test_what_its_type_does_not_have_any_more_is_read_as_text() -> None:
    read = read_record(Everything, {"doubt": "bad_weather", "doubts": ["honeypot", "bad_weather"]})

    assert (read.doubt, read.doubts) == ("bad_weather", (Doubt.HONEYPOT, "bad_weather"))


def test_a_named_tuple_has_its_defaults() -> None:
    assert read_record(Pair, {"first": "a"}) == Pair("a", 7)
    assert names_in(Pair) == ("first", "second")


@pytest.mark.parametrize(("model", "missing"), [(Everything, "doubt"), (Pair, "first"), (Effect, "about")])
def test_a_part_that_is_missing_is_named_and_no_value_is(model: type[Any], missing: str) -> None:
    with pytest.raises(RecordUnreadable, match=missing) as refused:
        read_record(model, {"something": SECRET, "second": 1, "effect": SECRET})

    assert SECRET not in str(refused.value)


# What is stored by a word stays that word: an item with another one is read as something that nobody knows.
WORDS: dict[type[StrEnum], str] = {
    Doubt: "honeypot too_fast no_proof many_links link_as_name many_to_one_address twice",
    EnrollmentStatus: "received waiting_for_payment paid unpaid paid_without_place cancelled in_review spam",
    ContactStatus: "received in_review answered spam",
    LedgerEvent: "disclosure escalation request view work",
    Actor: "person handler privacy_officer",
    DueList: "REQUEST UNCONFIRMED WORK PAYMENT PLACE",
}


def test_what_is_stored_by_a_word_stays_that_word() -> None:
    assert {kind: " ".join(kind) for kind in WORDS} == WORDS
    assert (BY_PERSON, BY_SOFTWARE) == ("person", "software")


def test_a_line_of_the_ledger_says_what_happened_and_is_kept_as_long_as_the_books() -> None:
    line = write_line(
        LedgerEvent.VIEW, "task", by=StaffMember(id="o", name="olga", role="handler"), about="E-1", why="P-1", now=NOW
    )

    end = int(datetime(2033, 12, 31, 23, 0, tzinfo=UTC).timestamp())
    said = {"event": "view", "what": "task", "by": "olga", "by_id": "o", "role": "handler", "about": "E-1", "why": "P-1"}
    assert dict(line) == {**said, "happened_at": int(NOW.timestamp()), "expires_at": end}


@dataclass(frozen=True)
class Nested:
    """Collections of what is stored as text."""

    days: frozenset[date] = frozenset()
    doubts: dict[str, Doubt] | None = None
    plain: tuple[str, ...] = ()


def test_what_is_in_a_collection_is_made_again_too() -> None:
    read = read_record(Nested, {"days": ["2026-11-26"], "doubts": {"a": "no_proof"}, "plain": ["x"]})

    assert read == Nested(frozenset({date(2026, 11, 26)}), {"a": Doubt.NO_PROOF}, ("x",))
    assert isinstance((read.doubts or {})["a"], Doubt)
    with pytest.raises(TypeError):
        read_record(str, {})


def test_what_is_annotated_within_a_choice_is_made_again_too() -> None:
    class Born(BaseModel):
        on: Annotated[date, "a mark"] | None = None

    assert read_record(Born, {"on": "1988-02-29"}) == Born(on=date(1988, 2, 29))


def test_every_part_that_is_missing_is_named() -> None:
    with pytest.raises(RecordUnreadable, match=r"^Effect without about, created_at, effect, expires_at$"):
        read_record(Effect, {})
