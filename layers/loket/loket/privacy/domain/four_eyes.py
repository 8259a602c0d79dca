"""Four eyes: where it is set so, who decides a request is another than who made sure of it or entered it.

One officer alone could else make a request up, vouch for it, and give somebody's data away.
"""

from collections.abc import Iterable

from loket.core.staff_member import StaffMember
from loket.privacy.domain.lifecycle import DECISIONS, RequestEvent
from loket.privacy.domain.request import RECEIVE, Step

# What says that there is such a request, and that it is really this person's. Extending, ending without a decision and
# carrying out decide nothing.
ESTABLISHES: frozenset[str] = frozenset(
    {
        RECEIVE,
        RequestEvent.VOUCH,
        RequestEvent.WAIVE_PROOF,
        RequestEvent.ACCEPT_PROOF,
        RequestEvent.REFUSE_PROOF,
    }
)


class FourEyesNeeded(PermissionError):
    """Another member of staff must decide this request."""


def needs_another(staff: StaffMember, steps: Iterable[Step]) -> bool:
    """Return whether a member of staff established a request themselves, so that another must decide it.

    Where it is not there to be seen who entered the request, nobody decides it.
    """
    by = {(step.event, step.by_id) for step in steps if step.event in ESTABLISHES}
    entered = any(event == RECEIVE for event, _ in by)
    return not entered or any(by_id == staff.id for _, by_id in by)


def check_four_eyes(event: RequestEvent, staff: StaffMember, steps: Iterable[Step]) -> None:
    """Raise `FourEyesNeeded` for a decision by who established the request."""
    if event in DECISIONS and needs_another(staff, steps):
        raise FourEyesNeeded
