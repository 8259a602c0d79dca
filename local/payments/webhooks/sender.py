"""Sends the webhooks, each again and again until it is answered as its provider wants, or until that gives up."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3

from local.payments.webhooks.delivery import Attempt, Delivery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.payments.service import Office

AGENTS = {
    "classic": "Mollie HTTP client/1.0",
    "mollie": "Mollie HTTP client/1.0",
    "stripe": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
AT_ONCE = 64
ROUND_SECONDS = 1.0


class Courier:
    """One thread that sees what is due, and many that carry."""

    def __init__(self, office: Office) -> None:
        """Take the office's post; send nothing yet."""
        self._office = office
        self._http = urllib3.PoolManager(maxsize=AT_ONCE, retries=False)
        self._carriers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._work, name="courier", daemon=True)
        self._stopping = threading.Event()
        self._underway: set[int] = set()

    def start(self) -> None:
        """Begin, with what was left over from before."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; what is under way may be sent again after the next start."""
        self._stopping.set()
        self._office.news.set()
        if self._thread.is_alive():
            self._thread.join()
        self._carriers.shutdown(wait=True, cancel_futures=True)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._office.news.wait(self._find_pause())
            self._office.news.clear()
            self._office.expire_overdue()
            self._send_due()

    def _send_due(self) -> None:
        # Looked up before what is due is read: what is settled in between must not be taken for due again.
        busy = set(self._underway)
        for one in self._office.book.list_due(time.time()):
            if one.number not in busy:
                self._underway.add(one.number)
                self._carriers.submit(self._carry, one)

    def _find_pause(self) -> float:
        due_at = self._office.book.find_next_due()
        wait = ROUND_SECONDS if due_at is None else due_at - time.time()
        # What is under way stays due until it is answered, which must not make this loop spin.
        return min(ROUND_SECONDS, max(wait, 0.05))

    def carry_now(self, deliveries: list[Delivery], *, at_once: bool) -> list[Delivery]:
        """Send these webhooks now, one after the other or all at once, and return how they fared."""
        if at_once:
            return list(self._carriers.map(self._carry, deliveries))
        return [self._carry(one) for one in deliveries]

    def _carry(self, delivery: Delivery) -> Delivery:
        settled = self._settle(delivery, self._send(delivery))
        self._office.book.save_deliveries([settled])
        self._underway.discard(delivery.number)
        self._office.news.set()
        return settled

    def _settle(self, delivery: Delivery, attempt: Attempt) -> Delivery:
        attempts = [*delivery.attempts, attempt]
        scheme = delivery.notice.scheme
        pause = self._office.manner.find_pause(scheme, len(attempts))
        if is_accepted(scheme, attempt.status):
            return delivery.model_copy(update={"attempts": attempts, "state": "delivered"})
        if pause is None:
            return delivery.model_copy(update={"attempts": attempts, "state": "given_up"})
        again = {"state": "waiting", "due_at": time.time() + pause}
        return delivery.model_copy(update={"attempts": attempts, **again})

    def _send(self, delivery: Delivery) -> Attempt:
        notice, started = delivery.notice, time.monotonic()
        attempt = Attempt(at=time.time())
        if urlsplit(notice.url).hostname not in LOOPBACK:
            return attempt.model_copy(update={"error": "only addresses of this machine are called"})
        try:
            response = self._http.request(
                "POST",
                notice.url,
                body=notice.body.encode(),
                headers=self._write_headers(delivery),
                timeout=self._office.manner.patience,
                redirect=False,
            )
            told: dict[str, object] = {"status": response.status}
        except urllib3.exceptions.HTTPError as error:
            told = {"error": type(error).__name__}
        return attempt.model_copy(update={**told, "milliseconds": round((time.monotonic() - started) * 1000)})

    def _write_headers(self, delivery: Delivery) -> urllib3.HTTPHeaderDict:
        notice = delivery.notice
        kind = FORM if notice.scheme == "classic" else JSON
        headers = urllib3.HTTPHeaderDict({"content-type": kind, "user-agent": AGENTS[notice.scheme], "accept": "*/*"})
        chosen, account = self._office.manner.sign_with, self._office.account
        body = notice.body.encode()
        if notice.scheme == "mollie":
            for secret in chosen or account.mollie_secrets[:1]:
                headers.add("x-mollie-signature", sign_as_mollie(body, secret))
        if notice.scheme == "stripe":
            moment = int(self._office.now())
            headers["stripe-signature"] = sign_as_stripe(body, chosen or account.stripe_secrets[:1], moment)
        return headers


def is_accepted(scheme: str, status: int | None) -> bool:
    """Tell whether an answer ends a webhook: Mollie wants 200 for its classic call, any 2xx ends the others."""
    accepted = {200} if scheme == "classic" else range(200, 300)
    return status in accepted


def sign_as_mollie(body: bytes, secret: str) -> str:
    """Return a value of X-Mollie-Signature; while secrets are being replaced there are several."""
    return "sha256=" + _hash(secret, body)


def sign_as_stripe(body: bytes, secrets: Iterable[str], moment: int) -> str:
    """Return the value of Stripe-Signature, one signature for each secret."""
    signed = f"{moment}.".encode() + body
    return ",".join([f"t={moment}", *(f"v1={_hash(secret, signed)}" for secret in secrets)])


def _hash(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
