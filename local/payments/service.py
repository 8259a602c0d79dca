"""The office in which both providers keep their books: every change and its webhooks are one step there."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

from local.payments.account import Account
from local.payments.behaviour import Manner
from local.payments.change import set_status
from local.payments.fault import FaultBoard
from local.payments.mollie import webhook as mollie_webhook
from local.payments.stripe import webhook as stripe_webhook

if TYPE_CHECKING:
    from local.payments.change import Change, Changer, Happening
    from local.payments.payment import Name, Payment
    from local.payments.store import Book
    from local.payments.webhooks.delivery import Notice, State

MANNER = "manner"
DICE = random.Random()  # noqa: S311 - how late a webhook is need not be a secret


class Office:
    """The books, the clock, the manner and the faults of both providers."""

    def __init__(self, book: Book, *, url: str, public_url: str) -> None:
        """Open with the books as they were left; the addresses are the providers' own and that of our API."""
        self.book, self.url, self.public_url = book, url, public_url
        self.account = Account.keep(book)
        self.faults = FaultBoard()
        self.news = threading.Event()
        self._manner = Manner.model_validate_json(book.keep_setting(MANNER, Manner().model_dump_json()))

    @property
    def manner(self) -> Manner:
        """Return how the providers behave now."""
        return self._manner

    def set_manner(self, manner: Manner) -> None:
        """Behave otherwise from now on, also after a restart."""
        self.book.save_setting(MANNER, manner.model_dump_json())
        self._manner = manner
        self.news.set()

    def now(self) -> float:
        """Return the time by the providers' clock."""
        return time.time() + self._manner.clock_ahead

    def name_endpoint(self, provider: Name) -> str:
        """Return where a provider sends what it signs."""
        chosen = self._manner.mollie_endpoint if provider == "mollie" else self._manner.stripe_endpoint
        return chosen or f"{self.public_url}/webhooks/{provider}"

    def open_payment(self, payment: Payment) -> Payment:
        """Write a new payment into the books; no webhook tells of one that is open."""
        self.book.save_payment(payment)
        self.news.set()
        return payment

    def change(self, alias: str, changer: Changer) -> Payment:
        """Carry out a change and put its webhooks on their way, both or neither."""
        with self.book.change():
            before = self.book.find_payment(alias)
            done = changer(before, self.now())
            if done.payment != before:
                self.book.save_payment(done.payment)
            self._tell(done)
        self.news.set()
        return done.payment

    def expire_overdue(self) -> None:
        """Let open payments whose time is over expire."""
        for payment_id in self.book.list_overdue(self.now()):
            self.change(payment_id, set_status("expired"))

    def _tell(self, change: Change) -> None:
        state: State = "held" if self._manner.held else "waiting"
        moment = time.time()
        notices = [notice for one in change.happenings for notice in self.write_notices(change.payment, one)]
        for notice in (notice for notice in notices for _ in range(self._manner.copies)):
            late = DICE.uniform(0, self._manner.jitter)
            self.book.add_delivery(notice, state, now=moment, due_at=moment + late)

    def write_notices(self, payment: Payment, happening: Happening) -> list[Notice]:
        """Return the webhooks with which the payment's provider tells of a happening."""
        if payment.provider == "mollie":
            return list(mollie_webhook.write_notices(self, payment, happening))
        return list(stripe_webhook.write_notices(self, payment, happening))
