"""Both providers together: their APIs, their checkout page, their webhooks, and the control over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount

from local.payments.checkout import Checkout
from local.payments.control import Control
from local.payments.mollie.api import Mollie
from local.payments.mollie.webhook import write_webhooks as write_mollie_webhooks
from local.payments.service import Service
from local.payments.store import Store
from local.payments.stripe.api import Stripe
from local.payments.stripe.webhook import write_webhooks as write_stripe_webhooks
from local.payments.webhooks.queue import WebhookQueue
from local.payments.webhooks.sender import WebhookSender
from local.proxy.guard import OwnPagesOnly

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

    from local.payments.delivery import WebhookWriter
    from local.payments.payment import Name

CONTROL_PAGE = "/_local/providers/"
WRITERS: dict[Name, WebhookWriter] = {"mollie": write_mollie_webhooks, "stripe": write_stripe_webhooks}


class App:
    """A Mollie and a Stripe that share one address, one store and one sender of webhooks."""

    def __init__(self, state: Path, *, url: str, public_url: str) -> None:
        """Open the store; `url` is where the providers answer, `public_url` where our API does."""
        self._store = Store(state / "provider.sqlite3")
        self.service = Service(self._store, WRITERS, url=url, public_url=public_url)
        self._sender = WebhookSender(self.service)
        queue = WebhookQueue(self.service, self._sender)
        self.control: ASGIApp = Control(self.service, queue, page=CONTROL_PAGE).list_routes()

    def build(self) -> ASGIApp:
        """Return what serves both APIs and the checkout page."""
        own = (self.service.url, self.service.url.replace("127.0.0.1", "localhost"))
        checkout = Starlette(routes=list(Checkout(self.service).list_routes()))
        return Starlette(
            routes=[
                *Mollie(self.service).list_routes(),
                *Stripe(self.service).list_routes(),
                Mount("/checkout", OwnPagesOnly(checkout, origins=own)),
            ]
        )

    def start(self) -> None:
        """Begin to send webhooks."""
        self._sender.start()

    def count_due(self, moment: float) -> int:
        """Return how many webhooks are under way, or are sent before a moment in epoch seconds."""
        return len(self._store.list_due(moment))

    def stop(self) -> None:
        """Send no more webhooks and close the store."""
        self._sender.stop()
        self._store.close()
