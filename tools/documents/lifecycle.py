"""docs/lifecycle.md: the life of a privacy request as a picture and a table, both made from the one table in the domain."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from loket.domain.privacy.deadline import DAYS
from loket.domain.privacy.ladder import EVERY_DAY_AFTER, LADDER
from loket.domain.privacy.lifecycle import ENDED, LIFECYCLE, OPEN, Move, RequestEvent, RequestStatus
from loket.domain.privacy.right import Right

from tools.documents.markdown import NOTICE, link, table

_TABLE, _LADDER = "layers/loket/loket/domain/privacy/lifecycle.py", "layers/loket/loket/domain/privacy/ladder.py"

_MOVES = f"""
Nothing else can happen to a request: what is not a row here is refused, whoever asks it. Only people cause moves. The
software reminds them of the date and changes nothing ([below](#while-the-date-comes-nearer)). Every move is one transaction:
the status, a step that the person can read back, a line in the ledger, and the mails. The person is mailed about each.

A move that leaves a request where it stands has no arrow in the picture. Made from {link(_TABLE)}.
"""

_TIME = f"""
A request is due at the end of the {DAYS}th day after its receipt, on the calendar of the Netherlands. The moment is computed
once; whatever is still to be confirmed, sent or decided, it does not move, unless the privacy officer extends it before it
has passed. Each rung of the ladder is climbed once for each due date. Where nothing ran for a while, the request climbs to
the rung of that moment, those in between are written down as skipped, and whoever they would have told is told then. An open
request stays on the ladder until a person ends it. Made from {link(_LADDER)}.
"""


def describe_lifecycle() -> str:
    """Return the whole document."""
    parts = [
        "# The life of a privacy request",
        NOTICE,
        _draw(),
        "## Every move",
        _MOVES,
        table(("From", "Event", "To", "By", "For", "Reason", "Told", "Copy of identity document"), map(_row, LIFECYCLE)),
        "## While the date comes nearer",
        _TIME,
        table(("Days left", "Told"), _rungs()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _draw() -> str:
    first = ["[*] --> received: by the website's form", "[*] --> confirmed: registered by staff"]
    moves = [f"{source} --> {target}: {', '.join(events)}" for (source, target), events in _arrows().items()]
    last = [f"{status} --> [*]" for status in RequestStatus if status in ENDED]
    return "\n    ".join(["```mermaid\nstateDiagram-v2", *first, *moves, *last]) + "\n```"


def _arrows() -> dict[tuple[RequestStatus, RequestStatus], list[RequestEvent]]:
    """Return one arrow for each two statuses that a move connects, with all events that cause it."""
    arrows: dict[tuple[RequestStatus, RequestStatus], list[RequestEvent]] = {}
    for move in LIFECYCLE:
        for source in (status for status in RequestStatus if status in move.sources and move.target):
            events = arrows.setdefault((source, move.target or source), [])
            events += [] if move.event in events else [move.event]
    return arrows


def _row(move: Move) -> tuple[str, ...]:
    return (
        _sources(move.sources),
        f"`{move.event}`",
        f"`{move.target}`" if move.target else "stays",
        _list(move.actors),
        "every right" if move.only == frozenset(Right) else _list(move.only),
        "needed" if move.needs_reason else "",
        "person, staff" if move.notifies else "person",
        "destroyed" if move.drops_proof else "",
    )


def _sources(statuses: frozenset[RequestStatus]) -> str:
    named = {frozenset(RequestStatus): "any", OPEN: "any that is open"}
    return named.get(statuses) or ", ".join(f"`{status}`" for status in RequestStatus if status in statuses)


def _rungs() -> Iterable[tuple[str, str]]:
    yield from ((str(rung.days_left), _list(rung.tells)) for rung in LADDER)
    yield "every day after", _list(EVERY_DAY_AFTER)


def _list(members: Collection[StrEnum]) -> str:
    [kind] = {type(member) for member in members}
    return ", ".join(str(member).replace("_", " ") for member in kind if member in members)
