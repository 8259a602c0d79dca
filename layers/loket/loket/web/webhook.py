"""Payment webhooks: from a request to the payment it names, once its signature holds where the provider signs."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from loket.domain.notice import NoticeIgnored, read_mollie_event, read_mollie_notice, read_stripe_event
from loket.domain.payment import Provider
from loket.domain.signature import SignatureRefused, check_mollie_signature, check_stripe_signature
from loket.pay.account import AccountMissing, load_account
from loket.web.request import LARGEST_BODY, BodyTooLarge, Event, Request


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What a webhook points at: a payment by the provider's id, and in Mollie's classic ones our own attempt."""

    provider: Provider
    payment: str
    attempt: str | None = None


def read_notice(request: Request) -> Notice:
    """Return what a webhook points at; raise `SignatureRefused`, `BodyTooLarge`, or `NoticeIgnored`.

    Mollie's classic webhooks are not signed: their address holds the attempt, which nobody can guess.
    """
    body = _read_body(request.event)
    attempt = (request.event.get("pathParameters") or {}).get("attempt")
    if attempt is not None:
        return Notice(provider=Provider.MOLLIE, payment=read_mollie_notice(body), attempt=attempt)
    if request.route.endswith("/mollie"):
        return _read_signed_mollie(request, body)
    return _read_signed_stripe(request, body, now=request.received_at)


def _read_signed_mollie(request: Request, body: bytes) -> Notice:
    check_mollie_signature(body, request.headers.get("x-mollie-signature"), _secrets(Provider.MOLLIE))
    return Notice(provider=Provider.MOLLIE, payment=read_mollie_event(body))


def _read_signed_stripe(request: Request, body: bytes, *, now: datetime) -> Notice:
    check_stripe_signature(body, request.headers.get("stripe-signature"), _secrets(Provider.STRIPE), now=now)
    return Notice(provider=Provider.STRIPE, payment=read_stripe_event(body))


def _secrets(provider: Provider) -> tuple[str, ...]:
    try:
        return load_account(provider).webhook_secrets
    except AccountMissing as missing:
        # Where we have no account, nobody can have signed for it.
        raise SignatureRefused from missing


def _read_body(event: Event) -> bytes:
    sent = event.get("body") or ""
    try:
        raw = b64decode(sent, validate=True) if event.get("isBase64Encoded") else sent.encode()
    except ValueError as malformed:
        raise NoticeIgnored("malformed") from malformed
    if len(raw) > LARGEST_BODY:
        raise BodyTooLarge
    return raw
