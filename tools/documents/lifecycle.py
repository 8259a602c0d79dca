"""docs/lifecycle.md: the life of a privacy request as a picture and a table, both made from the one table in the domain."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from loket.privacy.domain.deadline import DAYS
from loket.privacy.domain.escalation import EVERY_DAY_AFTER, POLICY
from loket.privacy.domain.lifecycle import ENDED, LIFECYCLE, OPEN, RequestEvent, RequestMove, RequestStatus
from loket.privacy.domain.right import Right

from tools.documents.markdown import NOTICE, link, table

_TABLE, _POLICY = "layers/loket/loket/privacy/domain/lifecycle.py", "layers/loket/loket/privacy/domain/escalation.py"

_MOVES = f"""
No other move can be made: what is not a row here is refused, whoever asks it. Only people cause moves. The software reminds
of the date, and writes down that it did ([below](#while-the-date-comes-nearer)). Every move is one transaction: the request
as it then is, a step that the person can read back, a line in the ledger, and the mails to be sent; a copy that is to be
destroyed is destroyed just before. The person is mailed about each.

A move that leaves a request where it stands has no arrow in the picture. Made from {link(_TABLE)}.
"""

_TIME = f"""
A request is due at the end of the {DAYS}th day after its receipt, on the calendar of the Netherlands. Whatever is still to
be confirmed, sent or decided, that moment does not move, unless a privacy officer extends it before the first one has
passed. For each due date the request is escalated to each level at most once. Where nothing ran for a while, or staff
register a request late, it is escalated to the level of that moment, those before it are written down as skipped, and
whoever they would have told is told then. A person to whom mail is held is not told. An open request goes on being escalated
until a person ends it or its retention period is over. Made from {link(_POLICY)}.
"""


def describe_lifecycle() -> str:
    """Return the whole document."""
    parts = [
        "# The life of a privacy request",
        NOTICE,
        _draw(),
        "## Every move",
        _MOVES,
        table(
            ("From", "Event", "To", "By", "For", "Reason", "Told", "Copy of identity document"), map(_row, LIFECYCLE.rows)
        ),
        "## While the date comes nearer",
        _TIME,
        table(("Days left", "Told"), _levels()),
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
    for move in LIFECYCLE.rows:
        for source in (status for status in RequestStatus if status in move.sources and move.target):
            events = arrows.setdefault((source, move.target or source), [])
            events += [] if move.event in events else [move.event]
    return arrows


def _row(move: RequestMove) -> tuple[str, ...]:
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


def _levels() -> Iterable[tuple[str, str]]:
    yield from ((str(level.days_left), _list(level.tells)) for level in POLICY)
    yield "every day after", _list(EVERY_DAY_AFTER)


def _list(members: Collection[StrEnum]) -> str:
    [kind] = {type(member) for member in members}
    return ", ".join(str(member).replace("_", " ") for member in kind if member in members)
