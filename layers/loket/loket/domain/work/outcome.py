"""How work ends: what a member of staff says they did about a notice."""

from enum import StrEnum

from loket.domain.effect import EffectKind


class Outcome(StrEnum):
    """What was done about a notice; for money, at the provider or with the person."""

    DONE = "done"
    REFUNDED = "refunded"
    CONTACTED = "contacted"
    IGNORED = "ignored"
    # What the handling of the item itself leaves on its notice.
    HANDLED = "handled"


_ABOUT_A_FORM = (Outcome.DONE, Outcome.CONTACTED)
_ABOUT_MONEY = (Outcome.REFUNDED, Outcome.CONTACTED, Outcome.IGNORED)


class OutcomeForbidden(ValueError):
    """Work of this kind does not end so."""


def outcomes_of(kind: EffectKind) -> tuple[Outcome, ...]:
    """Return how a member of staff may end the work that a notice asks for."""
    return _ABOUT_A_FORM if kind is EffectKind.NOTIFY_STAFF else _ABOUT_MONEY
