"""How the providers behave until told otherwise; kept, because a webhook that is held must stay so after a kill."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MOLLIE_MINUTES = (0, 1, 3, 7, 15, 31, 60, 120, 240, 1560)
STRIPE_MINUTES = (0, 5, 30, 120, 300, 720, 1440, 2880, 4320)


class Behaviour(BaseModel):
    """How webhooks are sent, and what time it is at the providers.

    `pace` is how many real seconds a minute between two attempts takes; `patience` how long an answer may take.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    held: bool = False
    copies: int = Field(default=1, ge=1, le=200)
    jitter: float = Field(default=0, ge=0, le=60)
    pace: float = Field(default=1, gt=0, le=60)
    patience: float = Field(default=15, gt=0, le=60)
    mollie_classic: bool = True
    mollie_signed: bool = False
    mollie_payload: Literal["snapshot", "simple"] = "snapshot"
    mollie_endpoint: str = ""
    stripe_endpoint: str = ""
    sign_with: tuple[str, ...] = ()
    clock_ahead: float = Field(default=0, ge=-1e9, le=1e9)

    def find_pause(self, scheme: str, attempts: int) -> float | None:
        """Return the seconds until the next attempt, or nothing when a provider would give up."""
        minutes = STRIPE_MINUTES if scheme == "stripe" else MOLLIE_MINUTES
        if attempts >= len(minutes):
            return None
        return (minutes[attempts] - minutes[attempts - 1]) * self.pace
