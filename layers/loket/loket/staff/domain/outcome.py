"""How a task ends: what a member of staff says they did about it."""

from enum import StrEnum

from loket.core.effect import EffectKind


class Outcome(StrEnum):
    """What was done about a task; for money, at the provider or with the person."""

    DONE = "done"
    REFUNDED = "refunded"
    CONTACTED = "contacted"
    IGNORED = "ignored"
    INVOICED = "invoiced"
    # What an action on the item itself leaves on its task.
    HANDLED = "handled"


_ABOUT_MONEY = (Outcome.REFUNDED, Outcome.CONTACTED, Outcome.IGNORED)
_OTHERS = {
    EffectKind.NOTIFY_STAFF: (Outcome.DONE, Outcome.CONTACTED),
    EffectKind.NOTIFY_REFUNDED: (Outcome.DONE, Outcome.CONTACTED, Outcome.IGNORED),
    EffectKind.NOTIFY_INVOICE: (Outcome.INVOICED, Outcome.CONTACTED, Outcome.IGNORED),
}


class OutcomeForbidden(ValueError):
    """A task of this kind does not end so."""


def outcomes_of(kind: EffectKind) -> tuple[Outcome, ...]:
    """Return how a member of staff may end a task of this kind."""
    return _OTHERS.get(kind, _ABOUT_MONEY)
