"""What may be sent to `/_local/providers/`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from local.payments.payment import Mode


class Input(BaseModel):
    """Closed: a misspelt name is refused."""

    model_config = ConfigDict(extra="forbid")


class PaymentUpdate(Input):
    """A status (its webhooks follow), and contents that are not what we asked for (no webhook tells of those)."""

    status: str | None = Field(default=None, pattern=r"^[a-z_]{2,30}$")
    cents: int | None = None
    currency: str | None = None
    description: str | None = None
    metadata: Any = None
    reference: str | None = None
    mode: Mode | None = None
    profile: str | None = None
    method: str | None = None
    redirect_url: str | None = None

    def list_contents(self) -> dict[str, Any]:
        """Return the contents that were given, the status apart."""
        return self.model_dump(exclude_unset=True, exclude={"status"})


class NewRefund(Input):
    """A refund: of all that is left unless said otherwise; in Mollie's words for its status."""

    cents: int | None = Field(default=None, gt=0)
    status: str = Field(default="refunded", pattern=r"^[a-z_]{2,30}$")


class RefundUpdate(Input):
    """A refund's next status."""

    status: str = Field(pattern=r"^[a-z_]{2,30}$")


class NewChargeback(Input):
    """A chargeback: of the whole amount unless said otherwise."""

    cents: int | None = Field(default=None, gt=0)


class Release(Input):
    """Which held webhooks go now, in which order; the answer comes when all have been sent once."""

    order: Literal["kept", "reversed", "shuffled"] = "kept"
    seed: int = 0
    copies: int = Field(default=1, ge=1, le=200)
    at_once: bool = False
    payment: str | None = None


class Repeat(Input):
    """How often a webhook is sent again."""

    copies: int = Field(default=1, ge=1, le=200)
    at_once: bool = True
