"""A webhook: what is to be sent where, and what was answered so far."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

type Scheme = Literal["classic", "mollie", "stripe"]
type State = Literal["held", "waiting", "delivered", "given_up", "dropped"]


class Attempt(BaseModel):
    """One time that a webhook was sent: the status answered, or what went wrong."""

    at: float
    status: int | None = None
    error: str = ""
    milliseconds: int = 0


class Notice(BaseModel):
    """What a provider wants to tell: by which scheme, to which address, in which words."""

    model_config = ConfigDict(frozen=True)

    scheme: Scheme
    event: str
    payment: str
    url: str
    body: str


class Delivery(BaseModel):
    """A notice on its way."""

    number: int
    notice: Notice
    state: State
    made_at: float
    due_at: float
    attempts: list[Attempt] = Field(default_factory=list)
