"""What a provider knows of a payment, the same for both; each shows it in its own words."""

from __future__ import annotations

import secrets
import string
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

type Name = Literal["mollie", "stripe"]
type Mode = Literal["test", "live"]

LETTERS = string.ascii_letters + string.digits
STATUSES = ("open", "pending", "authorized", "paid", "failed", "expired", "canceled")
REFUND_STATUSES = ("queued", "pending", "processing", "refunded", "failed", "canceled")
WITHOUT_MONEY = frozenset({"failed", "canceled"})


class UnknownMove(Exception):
    """A payment has no refund or chargeback under this id."""


class Refund(BaseModel):
    """Money on its way back to the payer; the statuses are Mollie's words."""

    id: str
    cents: int
    status: str
    created_at: float
    description: str = ""
    metadata: Any = None


class Chargeback(BaseModel):
    """Money that the payer's bank took back."""

    id: str
    cents: int
    created_at: float
    reversed_at: float | None = None


class Payment(BaseModel):
    """One payment at one provider. `moments` tells when it came into each status."""

    model_config = ConfigDict(frozen=True)

    id: str
    provider: Name
    token: str
    mode: Mode
    profile: str
    status: str = "open"
    cents: int
    currency: str
    description: str = ""
    metadata: Any = None
    reference: str | None = None
    redirect_url: str
    cancel_url: str | None = None
    webhook_url: str | None = None
    locale: str | None = None
    method: str | None = None
    intent: str | None = None
    charge: str | None = None
    created_at: float
    expires_at: float
    moments: dict[str, float] = Field(default_factory=dict)
    refunds: list[Refund] = Field(default_factory=list)
    chargebacks: list[Chargeback] = Field(default_factory=list)

    @property
    def refunded(self) -> int:
        """Return how many cents were given back, or are on their way."""
        return sum(refund.cents for refund in self.refunds if refund.status not in WITHOUT_MONEY)

    @property
    def charged_back(self) -> int:
        """Return how many cents the payer's bank took back and still has."""
        return sum(chargeback.cents for chargeback in self.chargebacks if chargeback.reversed_at is None)

    @property
    def aliases(self) -> list[str]:
        """Return every id by which the payment can be found."""
        own = (self.id, self.token, self.intent, self.charge)
        moves = [*(refund.id for refund in self.refunds), *(chargeback.id for chargeback in self.chargebacks)]
        return [*(name for name in own if name), *moves]

    def find_refund(self, refund_id: str) -> Refund:
        """Return the refund with this id, or raise `UnknownMove`."""
        return _find(self.refunds, refund_id)

    def find_chargeback(self, chargeback_id: str) -> Chargeback:
        """Return the chargeback with this id, or raise `UnknownMove`."""
        return _find(self.chargebacks, chargeback_id)


def _find[T: (Refund, Chargeback)](moves: list[T], wanted: str) -> T:
    move = next((move for move in moves if move.id == wanted), None)
    if move is None:
        raise UnknownMove(wanted)
    return move


def make_id(prefix: str, length: int = 22) -> str:
    """Return a new id that cannot be guessed."""
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(length))
