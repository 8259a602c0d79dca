"""Payment webhooks: from a request to the payment it names, once its signature holds where the provider signs."""

from dataclasses import dataclass
from datetime import datetime

from loket.http.request import BodyTooLarge, Request
from loket.payment.domain.notice import NoticeIgnored, read_mollie_event, read_mollie_notice, read_stripe_event
from loket.payment.domain.payment import Provider
from loket.payment.domain.signature import SignatureRefused, check_mollie_signature, check_stripe_signature
from loket.payment.provider.account import AccountMissing, load_account


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
    try:
        body = request.body()
    except ValueError as malformed:
        if isinstance(malformed, BodyTooLarge):
            raise
        raise NoticeIgnored("malformed") from malformed
    attempt = request.path_parameters.get("attempt")
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
