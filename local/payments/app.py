"""Both providers together: their API, their checkout page, their courier, and the control over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount

from local.payments.checkout import Checkout
from local.payments.control import Control
from local.payments.mollie.api import Mollie
from local.payments.service import Office
from local.payments.store import Book
from local.payments.stripe.api import Stripe
from local.payments.webhooks.queue import Post
from local.payments.webhooks.sender import Courier
from local.proxy.guard import OwnPagesOnly

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

CONTROL_PAGE = "/_local/providers/"


class ProviderHouse:
    """A Mollie and a Stripe that share one address, one book and one courier."""

    def __init__(self, state: Path, *, url: str, public_url: str) -> None:
        """Open the books; `url` is where the providers answer, `public_url` where our API does."""
        self._book = Book(state / "provider.sqlite3")
        self.office = Office(self._book, url=url, public_url=public_url)
        self._courier = Courier(self.office)
        post = Post(self.office, self._courier)
        self.control: ASGIApp = Control(self.office, post, page=CONTROL_PAGE).list_routes()

    def build_app(self) -> ASGIApp:
        """Return the app that serves both APIs and the checkout page."""
        own = (self.office.url, self.office.url.replace("127.0.0.1", "localhost"))
        checkout = Starlette(routes=list(Checkout(self.office).list_routes()))
        return Starlette(
            routes=[
                *Mollie(self.office).list_routes(),
                *Stripe(self.office).list_routes(),
                Mount("/checkout", OwnPagesOnly(checkout, origins=own)),
            ]
        )

    def start(self) -> None:
        """Begin to send webhooks."""
        self._courier.start()

    def stop(self) -> None:
        """Send no more webhooks and close the books."""
        self._courier.stop()
        self._book.close()
