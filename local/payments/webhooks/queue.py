"""Webhooks under control: let go in any order, sent again, or lost."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.payments.order import Release, Repeat
    from local.payments.service import Office
    from local.payments.webhooks.delivery import Delivery
    from local.payments.webhooks.sender import Courier


class UnknownWebhook(Exception):
    """There is no webhook of this number."""


class Post:
    """The webhooks of the office, as far as they can be ordered about."""

    def __init__(self, office: Office, courier: Courier) -> None:
        """Take them from the office's books, and let the courier carry them."""
        self._office, self._courier = office, courier

    def release(self, order: Release) -> list[Delivery]:
        """Send the held webhooks and return how they fared."""
        chosen = [one for one in self._list_held(order.payment) for _ in range(order.copies)]
        if order.order == "reversed":
            chosen.reverse()
        if order.order == "shuffled":
            random.Random(order.seed).shuffle(chosen)  # noqa: S311 - an order that can be repeated
        return self._courier.carry_now(self._copy_repeated(chosen), at_once=order.at_once)

    def drop(self, payment: str | None) -> list[Delivery]:
        """Lose the held webhooks for good."""
        dropped = [one.model_copy(update={"state": "dropped"}) for one in self._list_held(payment)]
        self._office.book.save_deliveries(dropped)
        return dropped

    def repeat(self, number: int, order: Repeat) -> list[Delivery]:
        """Send a webhook again, as often as ordered, and return how that fared."""
        found = next((one for one in self._office.book.list_deliveries() if one.number == number), None)
        if found is None:
            raise UnknownWebhook(number)
        return self._courier.carry_now([self._copy(found) for _ in range(order.copies)], at_once=order.at_once)

    def _list_held(self, payment: str | None) -> list[Delivery]:
        held = self._office.book.list_deliveries("held")
        return [one for one in held if payment in {None, one.notice.payment}]

    def _copy_repeated(self, chosen: list[Delivery]) -> list[Delivery]:
        seen: set[int] = set()
        sent = []
        for one in chosen:
            sent.append(self._copy(one) if one.number in seen else one)
            seen.add(one.number)
        return sent

    def _copy(self, delivery: Delivery) -> Delivery:
        now = time.time()
        return self._office.book.add_delivery(delivery.notice, "held", now=now, due_at=now)
