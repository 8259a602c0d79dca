"""The lifecycle of a privacy request, its rights, levels and free text, written out once more: a change of them is meant."""

from __future__ import annotations

from loket.privacy.domain import escalation, lifecycle, right

PROVEN = "access erasure portability rectification"
OTHERS = "objection restriction withdrawal"
EVERY = "access erasure objection portability rectification restriction withdrawal"
STAFF, OFFICER, PERSON = "handler privacy_officer", "privacy_officer", "person"
UNDECIDED = "confirmed in_review proof_asked proof_received received"
OPEN = "carrying_out confirmed granted in_review partly_granted proof_asked proof_received received"
ENDED = "completed lapsed refused withdrawn"

# From where, what, to where, by whom, for which rights, and what goes with it.
ROWS = {
    ("lapsed received", "confirm", "proof_asked", PERSON, PROVEN, "notifies"),
    ("lapsed received", "confirm", "confirmed", PERSON, OTHERS, "notifies"),
    ("received", "vouch", "confirmed", STAFF, EVERY, "needs_reason"),
    ("confirmed in_review", "ask_proof", "proof_asked", STAFF, PROVEN, ""),
    ("proof_asked", "send_proof", "proof_received", PERSON, EVERY, "notifies"),
    ("proof_received", "accept_proof", "in_review", STAFF, EVERY, "drops_proof"),
    ("proof_received", "refuse_proof", "proof_asked", STAFF, EVERY, "needs_reason drops_proof"),
    ("confirmed proof_asked proof_received", "waive_proof", "in_review", STAFF, PROVEN, "needs_reason drops_proof"),
    ("confirmed", "take_up", "in_review", STAFF, OTHERS, ""),
    ("in_review", "grant", "granted", OFFICER, EVERY, "needs_reason drops_proof"),
    ("in_review", "grant_partly", "partly_granted", OFFICER, EVERY, "needs_reason drops_proof"),
    ("in_review", "refuse", "refused", OFFICER, EVERY, "needs_reason drops_proof"),
    ("granted partly_granted", "carry_out", "carrying_out", STAFF, EVERY, ""),
    ("carrying_out", "finish", "completed", STAFF, EVERY, ""),
    (UNDECIDED, "withdraw", "withdrawn", PERSON, EVERY, "notifies drops_proof"),
    (UNDECIDED, "withdraw", "withdrawn", STAFF, EVERY, "needs_reason drops_proof"),
    ("proof_asked received", "lapse", "lapsed", OFFICER, EVERY, "needs_reason drops_proof"),
    (OPEN, "extend", "", OFFICER, EVERY, "needs_reason"),
    (UNDECIDED, "add_information", "", PERSON, EVERY, "notifies"),
    (" ".join(sorted(f"{OPEN} {ENDED}".split())), "renew_link", "", STAFF, EVERY, ""),
}


def written(names: frozenset[str]) -> str:
    return " ".join(sorted(names))


def written_row(move: lifecycle.RequestMove) -> tuple[str, str, str, str, str, str]:
    beside = " ".join(name for name in ("needs_reason", "notifies", "drops_proof") if getattr(move, name))
    actors, rights = written(frozenset(move.actors)), written(frozenset(move.only))
    return written(frozenset(move.sources)), str(move.event), str(move.target or ""), actors, rights, beside


def test_the_lifecycle_has_these_rows() -> None:
    rows = [written_row(move) for move in lifecycle.LIFECYCLE.rows]

    assert sorted(set(rows) ^ ROWS) == []
    assert len(rows) == len(ROWS)


def test_a_request_is_open_until_it_ended() -> None:
    assert (written(frozenset(lifecycle.OPEN)), written(frozenset(lifecycle.ENDED))) == (OPEN, ENDED)
    assert written(lifecycle.UNSURE) == "lapsed received"
    assert written(frozenset(lifecycle.DECISIONS)) == "grant grant_partly refuse"


def test_for_these_rights_it_must_be_sure_who_asks() -> None:
    assert written(frozenset(right.NEEDS_PROOF)) == PROVEN
    assert written(frozenset(right.Right)) == EVERY


def test_these_are_told_so_many_days_before_the_due_date() -> None:
    levels = [(level.days_left, written(frozenset(level.tells))) for level in escalation.POLICY]

    assert levels == [
        (14, "staff"),
        (7, "staff"),
        (3, "privacy_officer staff"),
        (1, "person privacy_officer staff"),
        (0, "privacy_officer staff"),
    ]
    assert written(frozenset(escalation.EVERY_DAY_AFTER)) == "privacy_officer staff"
    assert escalation.FIRST_LEVEL == 14
