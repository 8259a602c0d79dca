"""A webhook: what is sent where, what was answered so far, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from local.payments.behaviour import Behaviour
from local.payments.change import Event
from local.payments.payment import Payment

type Scheme = Literal["classic", "mollie", "stripe"]
type State = Literal["held", "waiting", "delivered", "given_up", "dropped"]
type WebhookWriter = Callable[[WebhookContext, Payment, Event], Iterable[Webhook]]


class Attempt(BaseModel):
    """One time that a webhook was sent: the status answered, or what went wrong."""

    at: float
    status: int | None = None
    error: str = ""
    milliseconds: int = 0


class Webhook(BaseModel):
    """What a provider sends: by which scheme, about which event, to which address, in which words."""

    model_config = ConfigDict(frozen=True)

    scheme: Scheme
    event: str
    payment: str
    url: str
    body: str


class Delivery(BaseModel):
    """A webhook on its way."""

    number: int
    webhook: Webhook
    state: State
    made_at: float
    due_at: float
    attempts: list[Attempt] = Field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class WebhookContext:
    """What a provider must know to write a webhook: its own address, where signed ones go, the time, how it behaves."""

    url: str
    endpoint: str
    now: float
    behaviour: Behaviour
