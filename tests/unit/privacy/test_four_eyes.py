"""Four eyes: who says that there is a request, and whose it is, leaves the decision to another; the rest bars nobody."""

from __future__ import annotations

from contextlib import suppress

from loket.core.staff_member import StaffMember
from loket.privacy.domain.four_eyes import FourEyesNeeded, check_four_eyes, needs_another
from loket.privacy.domain.lifecycle import DECISIONS, RequestEvent, RequestStatus
from loket.privacy.domain.request import RECEIVE, Step

OLGA = StaffMember(id="id-olga", name="Olga Smit", role="privacy_officer")
TWIN = StaffMember(id="id-twin", name="Olga Smit", role="privacy_officer")
ESTABLISHING = {"receive", "vouch", "waive_proof", "accept_proof", "refuse_proof"}


def step(event: str, by: StaffMember | None = OLGA) -> Step:
    """Return a step of a request, by a member of staff or the person."""
    name, known, role = (by.name, by.id, by.role) if by else ("person", None, None)
    return Step(
        request="P-1",
        event=event,
        status=RequestStatus.RECEIVED,
        by=name,
        by_id=known,
        role=role,
        happened_at=1,
        expires_at=2,
    )


ENTERED = step(RECEIVE, None)


def decides(event: RequestEvent, steps: list[Step]) -> bool:
    """Return whether Olga may make a move of a request with these steps."""
    with suppress(FourEyesNeeded):
        check_four_eyes(event, OLGA, steps)
        return True
    return False


def test_who_established_a_request_leaves_its_decision_to_another() -> None:
    every = [RECEIVE, *RequestEvent]

    assert {event for event in every if needs_another(OLGA, [ENTERED, step("take_up"), step(event)])} == ESTABLISHING
    assert [event for event in every if needs_another(OLGA, [ENTERED, step(event, TWIN), step(event, None)])] == []


def test_where_nobody_sees_who_entered_a_request_nobody_decides_it() -> None:
    seen = [step("vouch", TWIN), step("take_up", None)]

    assert [decides(event, steps) for event in sorted(DECISIONS) for steps in ([], seen)] == [False] * 6
    assert [decides(event, [ENTERED, *seen]) for event in sorted(DECISIONS)] == [True] * 3
    assert decides(RequestEvent.WITHDRAW, []) is True


def test_nothing_but_a_decision_needs_another() -> None:
    barred = {event for event in RequestEvent if not decides(event, [ENTERED, step("vouch"), step("extend", TWIN)])}

    assert barred == {"grant", "grant_partly", "refuse"}
