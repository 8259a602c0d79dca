"""Sends the webhooks, each again and again until it is answered as its provider wants, or until that gives up."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

from local.payments.delivery import Attempt, Delivery
from local.payments.webhooks.signature import sign_as_mollie, sign_as_stripe
from local.settings import LOOPBACK_HOSTS

if TYPE_CHECKING:
    from local.payments.service import Service

AGENTS = {
    "classic": "Mollie HTTP client/1.0",
    "mollie": "Mollie HTTP client/1.0",
    "stripe": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
AT_ONCE = 64
ROUND_SECONDS = 1.0


class WebhookSender:
    """One thread that sees what is due, and many that send."""

    def __init__(self, service: Service) -> None:
        """Prepare to send the webhooks of the service; send nothing yet."""
        self._service = service
        self._http = urllib3.PoolManager(maxsize=AT_ONCE, retries=False)
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._work, name="webhook-sender", daemon=True)
        self._stopping = threading.Event()
        self._underway: set[int] = set()

    def start(self) -> None:
        """Begin, with what was left over from before."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; what is under way may be sent again after the next start."""
        self._stopping.set()
        self._service.wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._service.wake.wait(self._find_pause())
            self._service.wake.clear()
            self._service.expire_overdue()
            self._send_due()

    def _send_due(self) -> None:
        # Looked up before what is due is read: what is settled in between must not be taken for due again.
        busy = set(self._underway)
        for delivery in self._service.store.list_due(time.time()):
            if delivery.number not in busy:
                self._underway.add(delivery.number)
                self._pool.submit(self._deliver, delivery)

    def _find_pause(self) -> float:
        due_at = self._service.store.find_next_due()
        wait = ROUND_SECONDS if due_at is None else due_at - time.time()
        # What is under way stays due until it is answered, which must not make this loop spin.
        return min(ROUND_SECONDS, max(wait, 0.05))

    def send_now(self, deliveries: list[Delivery], *, at_once: bool) -> list[Delivery]:
        """Send these webhooks now, one after the other or all at once, and return how they fared."""
        if at_once:
            return list(self._pool.map(self._deliver, deliveries))
        return [self._deliver(delivery) for delivery in deliveries]

    def _deliver(self, delivery: Delivery) -> Delivery:
        settled = self._settle(delivery, self._send(delivery))
        self._service.store.save_deliveries([settled])
        self._underway.discard(delivery.number)
        self._service.wake.set()
        return settled

    def _settle(self, delivery: Delivery, attempt: Attempt) -> Delivery:
        attempts = [*delivery.attempts, attempt]
        scheme = delivery.webhook.scheme
        pause = self._service.behaviour.find_pause(scheme, len(attempts))
        if is_accepted(scheme, attempt.status):
            return delivery.model_copy(update={"attempts": attempts, "state": "delivered"})
        if pause is None:
            return delivery.model_copy(update={"attempts": attempts, "state": "given_up"})
        again = {"state": "waiting", "due_at": time.time() + pause}
        return delivery.model_copy(update={"attempts": attempts, **again})

    def _send(self, delivery: Delivery) -> Attempt:
        webhook, started = delivery.webhook, time.monotonic()
        attempt = Attempt(at=time.time())
        if urlsplit(webhook.url).hostname not in LOOPBACK_HOSTS:
            return attempt.model_copy(update={"error": "only addresses of this machine are called"})
        try:
            response = self._http.request(
                "POST",
                webhook.url,
                body=webhook.body.encode(),
                headers=self._write_headers(delivery),
                timeout=self._service.behaviour.patience,
                redirect=False,
            )
            outcome: dict[str, object] = {"status": response.status}
        except urllib3.exceptions.HTTPError as error:
            outcome = {"error": type(error).__name__}
        return attempt.model_copy(update={**outcome, "milliseconds": round((time.monotonic() - started) * 1000)})

    def _write_headers(self, delivery: Delivery) -> urllib3.HTTPHeaderDict:
        webhook = delivery.webhook
        kind = FORM if webhook.scheme == "classic" else JSON
        headers = urllib3.HTTPHeaderDict({"content-type": kind, "user-agent": AGENTS[webhook.scheme], "accept": "*/*"})
        chosen, account = self._service.behaviour.sign_with, self._service.account
        body = webhook.body.encode()
        if webhook.scheme == "mollie":
            for secret in chosen or account.mollie_secrets[:1]:
                headers.add("x-mollie-signature", sign_as_mollie(body, secret))
        if webhook.scheme == "stripe":
            moment = int(self._service.now())
            headers["stripe-signature"] = sign_as_stripe(body, chosen or account.stripe_secrets[:1], moment)
        return headers


def is_accepted(scheme: str, status: int | None) -> bool:
    """Tell whether an answer ends a webhook: Mollie wants 200 for its classic call, any 2xx ends the others."""
    accepted = {200} if scheme == "classic" else range(200, 300)
    return status in accepted
