"""What both providers do with a payment: every change and its webhooks are one step."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

from local.payments.account import Account
from local.payments.behaviour import Behaviour
from local.payments.change import set_status
from local.payments.delivery import WebhookContext
from local.payments.fault import Fault
from local.proxy.fault import FaultBoard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.payments.change import Change, Changer
    from local.payments.delivery import State, WebhookWriter
    from local.payments.payment import Name, Payment
    from local.payments.store import Store

# The name under which states of this machine keep it from the beginning.
KEPT_AS = "manner"
RANDOM = random.Random()  # noqa: S311 - how late a webhook is need not be a secret


class Service:
    """The payments, the clock, the behaviour and the faults of both providers."""

    def __init__(self, store: Store, writers: Mapping[Name, WebhookWriter], *, url: str, public_url: str) -> None:
        """Go on from what is stored; the addresses are the providers' own and that of our API."""
        self.store, self.url, self.public_url = store, url, public_url
        self.account = Account.keep(store)
        self.faults = FaultBoard[Fault]()
        self.wake = threading.Event()
        self._writers = writers
        self._behaviour = Behaviour.model_validate_json(store.keep_setting(KEPT_AS, Behaviour().model_dump_json()))

    @property
    def behaviour(self) -> Behaviour:
        """Return how the providers behave now."""
        return self._behaviour

    def set_behaviour(self, behaviour: Behaviour) -> None:
        """Behave otherwise from now on, also after a restart."""
        self.store.save_setting(KEPT_AS, behaviour.model_dump_json())
        self._behaviour = behaviour
        self.wake.set()

    def now(self) -> float:
        """Return the time by the providers' clock."""
        return time.time() + self._behaviour.clock_ahead

    def open_payment(self, payment: Payment) -> Payment:
        """Store a new payment; no webhook tells of one that is open."""
        self.store.save_payment(payment)
        self.wake.set()
        return payment

    def change(self, alias: str, changer: Changer) -> Payment:
        """Carry out a change and put its webhooks on their way, both or neither."""
        with self.store.transaction():
            before = self.store.find_payment(alias)
            change = changer(before, self.now())
            if change.payment != before:
                self.store.save_payment(change.payment)
            self._queue_webhooks(change)
        self.wake.set()
        return change.payment

    def expire_overdue(self) -> None:
        """Let open payments whose time is over expire."""
        for payment_id in self.store.list_overdue(self.now()):
            self.change(payment_id, set_status("expired"))

    def _queue_webhooks(self, change: Change) -> None:
        provider = change.payment.provider
        write, context = self._writers[provider], self._describe_context(provider)
        state: State = "held" if self._behaviour.held else "waiting"
        moment = time.time()
        webhooks = [webhook for event in change.events for webhook in write(context, change.payment, event)]
        for webhook in (webhook for webhook in webhooks for _ in range(self._behaviour.copies)):
            late = RANDOM.uniform(0, self._behaviour.jitter)
            self.store.add_delivery(webhook, state, now=moment, due_at=moment + late)

    def _describe_context(self, provider: Name) -> WebhookContext:
        chosen = self._behaviour.mollie_endpoint if provider == "mollie" else self._behaviour.stripe_endpoint
        endpoint = chosen or f"{self.public_url}/webhooks/{provider}"
        return WebhookContext(url=self.url, endpoint=endpoint, now=self.now(), behaviour=self._behaviour)
