"""Webhooks under control: let go in any order, sent again, or lost."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.payments.control_input import Release, Repeat
    from local.payments.delivery import Delivery
    from local.payments.service import Service
    from local.payments.webhooks.sender import WebhookSender


class UnknownWebhook(Exception):
    """There is no webhook of this number."""


class WebhookQueue:
    """The webhooks that wait, and those that were sent, as far as a test may decide about them."""

    def __init__(self, service: Service, sender: WebhookSender) -> None:
        """Take the webhooks of the service, and let the sender send them."""
        self._service, self._sender = service, sender

    def release(self, order: Release) -> list[Delivery]:
        """Send the held webhooks and return how they fared."""
        chosen = [delivery for delivery in self._list_held(order.payment) for _ in range(order.copies)]
        if order.order == "reversed":
            chosen.reverse()
        if order.order == "shuffled":
            random.Random(order.seed).shuffle(chosen)  # noqa: S311 - an order that can be repeated
        return self._sender.send_now(self._copy_repeated(chosen), at_once=order.at_once)

    def drop(self, payment: str | None) -> list[Delivery]:
        """Lose the held webhooks for good."""
        dropped = [delivery.model_copy(update={"state": "dropped"}) for delivery in self._list_held(payment)]
        self._service.store.save_deliveries(dropped)
        return dropped

    def repeat(self, number: int, order: Repeat) -> list[Delivery]:
        """Send a webhook again, as often as ordered, and return how that fared."""
        deliveries = self._service.store.list_deliveries()
        delivery = next((delivery for delivery in deliveries if delivery.number == number), None)
        if delivery is None:
            raise UnknownWebhook(number)
        return self._sender.send_now([self._copy(delivery) for _ in range(order.copies)], at_once=order.at_once)

    def _list_held(self, payment: str | None) -> list[Delivery]:
        held = self._service.store.list_deliveries("held")
        return [delivery for delivery in held if payment in {None, delivery.webhook.payment}]

    def _copy_repeated(self, chosen: list[Delivery]) -> list[Delivery]:
        seen: set[int] = set()
        sent = []
        for delivery in chosen:
            sent.append(self._copy(delivery) if delivery.number in seen else delivery)
            seen.add(delivery.number)
        return sent

    def _copy(self, delivery: Delivery) -> Delivery:
        now = time.time()
        return self._service.store.add_delivery(delivery.webhook, "held", now=now, due_at=now)
