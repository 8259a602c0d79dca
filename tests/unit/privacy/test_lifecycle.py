"""The life of a privacy request: no way round the table, no state without a way on, and people decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loket.core.command import Actor
from loket.core.language import Language
from loket.core.move import MoveForbidden
from loket.privacy.domain.lifecycle import (
    DECISIONS,
    ENDED,
    LIFECYCLE,
    OPEN,
    RequestEvent,
    RequestStatus,
    find_move,
    moves_from,
)
from loket.privacy.domain.right import NEEDS_PROOF, Right
from loket.texts import texts

ACTORS = st.sampled_from(Actor)
EVENTS = st.sampled_from(RequestEvent)
RIGHTS = st.sampled_from(Right)
STATUSES = st.sampled_from(RequestStatus)
FIRST = (RequestStatus.RECEIVED, RequestStatus.CONFIRMED)


def targets(status: RequestStatus, right: Right) -> set[RequestStatus]:
    """Return where a request can go from a status, whoever moves it."""
    moves = [move for actor in Actor for move in moves_from(status, right=right, actor=actor)]
    return {move.target for move in moves if move.target}


def reachable(right: Right) -> set[RequestStatus]:
    found, todo = set[RequestStatus](), set(FIRST)
    while todo:
        found |= todo
        todo = {target for status in todo for target in targets(status, right)} - found
    return found


@pytest.mark.parametrize("right", Right)
def test_every_state_can_be_reached_and_every_path_ends(right: Right) -> None:
    assert reachable(right) == set(RequestStatus) - ({*()} if right in NEEDS_PROOF else {"proof_asked", "proof_received"})
    for status in reachable(right):
        can_end, todo = set[RequestStatus](), {status}
        while todo:
            can_end |= todo
            todo = {target for one in todo for target in targets(one, right)} - can_end
        assert can_end & ENDED, status


@given(path=st.lists(st.tuples(EVENTS, ACTORS), max_size=30), right=RIGHTS, status=st.sampled_from(FIRST))
def test_no_walk_leaves_the_table(path: list[tuple[RequestEvent, Actor]], right: Right, status: RequestStatus) -> None:
    """Whatever is tried in whatever order, nothing decided is decided again, and nothing ended moves on."""
    decided = 0
    for event, actor in path:
        before = status
        try:
            move = find_move(status, event, right=right, actor=actor)
        except MoveForbidden:
            continue
        status = move.target or status
        decided += event in DECISIONS
        assert before in OPEN or status is before
        assert decided <= 1


@given(status=STATUSES, event=EVENTS, right=RIGHTS)
def test_an_event_means_one_thing_for_one_actor(status: RequestStatus, event: RequestEvent, right: Right) -> None:
    for actor in Actor:
        rows = [move for move in moves_from(status, right=right, actor=actor) if move.event is event]
        assert len(rows) <= 1


def test_only_the_privacy_officer_grants_or_refuses() -> None:
    deciding = [move for move in LIFECYCLE.rows if move.event in DECISIONS]

    assert {move.event for move in deciding} == DECISIONS
    assert {move.actors for move in deciding} == {frozenset({Actor.PRIVACY_OFFICER})}
    assert all(move.needs_reason for move in deciding)


def test_the_officer_may_whatever_a_handler_may() -> None:
    assert all(Actor.PRIVACY_OFFICER in move.actors for move in LIFECYCLE.rows if Actor.HANDLER in move.actors)


def test_what_staff_end_or_put_off_has_a_reason() -> None:
    events = {RequestEvent.REFUSE, RequestEvent.LAPSE, RequestEvent.EXTEND, RequestEvent.WAIVE_PROOF, RequestEvent.VOUCH}

    assert all(move.needs_reason for move in LIFECYCLE.rows if move.event in events)


def test_proof_is_asked_only_where_it_matters() -> None:
    asking = [move for move in LIFECYCLE.rows if move.target is RequestStatus.PROOF_ASKED]

    assert all(move.only <= NEEDS_PROOF or RequestStatus.PROOF_RECEIVED in move.sources for move in asking)
    for right in set(Right) - NEEDS_PROOF:
        assert RequestStatus.PROOF_ASKED not in reachable(right)


def test_a_copy_never_outlives_the_state_in_which_it_is_looked_at() -> None:
    """Every move that leaves the states in which a copy may lie there destroys it, and so does every decision."""
    may_hold = {RequestStatus.PROOF_ASKED, RequestStatus.PROOF_RECEIVED}
    for move in LIFECYCLE.rows:
        if move.sources & may_hold and move.target and move.target is not RequestStatus.PROOF_RECEIVED:
            assert move.drops_proof, move
        assert move.drops_proof or move.event not in DECISIONS, move


@pytest.mark.parametrize("language", Language)
def test_every_mail_of_a_step_has_words(language: Language) -> None:
    written = texts(language)
    for move in LIFECYCLE.rows:
        for prefix, wanted in (("mail.step", True), ("mail.staff.step", move.notifies)):
            assert not wanted or {f"{prefix}.{move.event}.{part}" for part in ("subject", "opening")} <= set(written)
